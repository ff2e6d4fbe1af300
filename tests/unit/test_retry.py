# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Retries: which errors are retried, and after what pause."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.retry import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    RetryableFailure,
    RetryPolicy,
    backoff_pause,
    requested_pause,
    retryable,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import ApiError, ConnectionFailure


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "", False),
        (401, "", False),
        (403, "", False),
        (404, "", False),
        (408, "", True),
        (409, "", False),
        (409, "duplicate_name", False),
        (409, "conflict", True),
        (409, "resource_conflict", True),
        (409, "lock_timeout", True),
        (413, "", False),
        (422, "", False),
        (429, "", True),
        (429, "rate_limit_exceeded", True),
        (429, "insufficient_quota", False),
        (429, "billing_hard_limit_reached", False),
        (429, "billing_not_active", False),
        (500, "", True),
        (502, "", True),
        (503, "", True),
        (504, "", True),
        (529, "", True),
    ],
)
def test_which_answers_may_change(status: int, code: str, expected: bool) -> None:
    assert retryable(status, code, "", {}) is expected


@pytest.mark.parametrize(
    ("status", "code", "header", "expected"),
    [
        (500, "", "false", False),
        (429, "", "false", False),
        (400, "", "true", True),
        (409, "", "true", True),
        (409, "conflict", "FALSE", False),
        (400, "", "True", True),
        (500, "", "perhaps", True),
        (400, "", "perhaps", False),
        (429, "insufficient_quota", "true", False),
    ],
)
def test_the_server_has_the_last_word_except_on_quota(status: int, code: str, header: str, expected: bool) -> None:
    assert retryable(status, code, "", {"x-should-retry": header}) is expected


def test_an_exhausted_quota_may_be_told_by_the_type() -> None:
    assert retryable(429, "", "insufficient_quota", {}) is False


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "later"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Fri, 31 Dec 999999 23:59:59 GMT"}, None),
        ({"retry-after-ms": "NaN", "retry-after": "9"}, 9.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "-5"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "x", "retry-after": "9"}, 9.0),
    ],
)
def test_the_pause_told_by_headers(headers: dict[str, str], expected: float | None) -> None:
    assert requested_pause(headers, "") == expected


def test_the_pause_told_as_a_date() -> None:
    told = requested_pause({"retry-after": formatdate(time.time() + 40, usegmt=True)}, "")
    assert told is not None and 37 <= told <= 40
    assert requested_pause({"retry-after": formatdate(time.time() - 40, usegmt=True)}, "") == 0.0


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Rate limit reached for m in organization o. Please try again in 6.9s. Visit x", 6.9),
        ("Please try again in 20s.", 20),
        ("Please try again in 1m3s.", 63),
        ("Please try again in 1m3.5s", 63.5),
        ("Please try again in 6m0s.", 360),
        ("Please try again in 20ms.", 0.02),
        ("Please try again in 2m", 120),
        ("Please try again in 1h2m3s", 3723),
        ("Please try again in 2h", 7200),
        ("please Try Again In 3S", 3),
        ("Please try again in a while", None),
        ("Please try again later", None),
        ("You have 6s left", None),
        ("", None),
    ],
)
def test_the_pause_told_in_words(message: str, expected: float | None) -> None:
    told = requested_pause({}, message)
    assert told == (None if expected is None else pytest.approx(expected))


def test_headers_count_before_words() -> None:
    assert requested_pause({"retry-after": "3"}, "try again in 9s") == 3


@pytest.mark.parametrize("requested", [0.0, 0.001, SHORTEST_PAUSE / 2])
def test_a_pause_that_is_too_short_is_replaced_by_the_backoff(requested: float) -> None:
    policy = RetryPolicy(10_000, 0)
    pauses = []
    for _attempt in range(8):
        policy.attempts += 1
        pauses.append(policy.next_pause(ConnectionFailure("no"), requested, 0))
    assert min(pauses) >= requested and sum(pauses) > 8 and len(set(pauses)) == 8


def test_a_pause_that_is_long_enough_is_kept() -> None:
    policy = RetryPolicy(100, 0)
    policy.attempts = 1
    assert [policy.next_pause(ConnectionFailure("no"), pause, 0) for pause in (SHORTEST_PAUSE, 7)] == [
        SHORTEST_PAUSE,
        7,
    ]


@pytest.mark.parametrize(("attempts", "words"), [(1, "Tried 1 time in 3 s."), (2, "Tried 2 times in 3 s.")])
def test_the_number_of_attempts_is_in_the_remedy(attempts: int, words: str) -> None:
    policy = RetryPolicy(3, 0)
    policy.attempts = attempts
    with pytest.raises(ConnectionFailure) as failed:
        policy.next_pause(ConnectionFailure("no"), 10, 0)
    assert words in failed.value.remedy


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, True),
        ({"retry-after": "0"}, True),
        ({"retry-after": "-1"}, True),
        ({"retry-after": "nan"}, True),
        ({"retry-after": "5"}, False),
        ({"x-ratelimit-limit-requests": "10"}, False),
        ({"x-ratelimit-limit-requests": "10", "retry-after": "0"}, True),
    ],
)
def test_which_rate_limits_are_not_announced(headers: dict[str, str], expected: bool) -> None:
    assert RetryableFailure(ApiError(429, "slow down"), headers).is_unannounced_limit is expected
    assert not RetryableFailure(ApiError(500, "broken"), headers).is_unannounced_limit


@pytest.mark.parametrize("attempt", [1, 2, 3, 4, 5, 6, 7, 8, 20, 2000])
def test_own_pauses_grow_to_a_bound_and_differ(attempt: int) -> None:
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempt - 1, 50))
    pauses = [backoff_pause(attempt) for _each in range(200)]
    assert all(0 < pause <= ceiling for pause in pauses)
    assert max(pauses) - min(pauses) > ceiling / 2, "processes that failed together must not come back together"
