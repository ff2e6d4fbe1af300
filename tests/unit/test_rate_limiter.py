# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One queue for all processes once the admin API has begun to refuse."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import rate_limiter as rate_limiter_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN
from ansible_collections.fjcorp.openai.plugins.module_utils._api.rate_limiter import (
    BURST,
    EXPIRES_AFTER,
    RateLimiter,
    allowed_per_minute,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .server import Reply, Server, error
from .task import Clock, client_for

FORK = multiprocessing.get_context("fork")


class Hands:
    """The hands of the clock on the wall."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture()
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A wall clock that moves when the test moves it; a turn every six seconds."""
    hands = Hands()
    monkeypatch.setattr(rate_limiter_module, "time", hands)
    monkeypatch.setenv("OPENAI_ADMIN_MAX_RPM", "10")
    return hands


def test_nothing_is_paced_before_a_refusal(hands: Hands) -> None:
    assert [RateLimiter("key", "GET /x").acquire() for _each in range(50)] == [0.0] * 50
    assert not os.listdir(state_folder()), "there must be nothing to look at either"


def test_after_a_refusal_turns_are_spaced(hands: Hands) -> None:
    gate = RateLimiter("key", "GET /x")
    first = gate.rejected()
    assert 3 <= first <= 6
    turns = [gate.acquire() for _each in range(5)]
    assert turns == pytest.approx([first + 6 * number for number in range(1, 6)])


def test_a_second_refusal_takes_the_next_turn(hands: Hands) -> None:
    gate = RateLimiter("key", "GET /x")
    first = gate.rejected()
    assert gate.rejected() == pytest.approx(first + 6)


def test_those_refused_together_do_not_come_back_together(hands: Hands) -> None:
    gates = [RateLimiter("key", "GET /x") for _each in range(8)]
    turns = sorted(gate.rejected() for gate in gates)
    assert all(later - earlier >= 5.9 for earlier, later in itertools.pairwise(turns))


def test_a_quiet_time_allows_a_burst(hands: Hands) -> None:
    gate = RateLimiter("key", "GET /x")
    gate.rejected()
    hands.now += 600
    turns = [gate.acquire() for _each in range(BURST + 3)]
    assert turns[:BURST] == [0.0] * BURST
    assert turns[BURST:] == pytest.approx([6, 12, 18])


def test_keys_and_endpoints_have_their_own_gates(hands: Hands) -> None:
    RateLimiter("key", "GET /x").rejected()
    assert RateLimiter("key", "GET /x").acquire() > 0
    assert RateLimiter("key", "POST /x").acquire() == 0
    assert RateLimiter("other key", "GET /x").acquire() == 0


def test_a_refusal_long_ago_is_forgotten(hands: Hands) -> None:
    gate = RateLimiter("key", "GET /x")
    gate.rejected()
    hands.now += EXPIRES_AFTER + 1
    assert [gate.acquire() for _each in range(50)] == [0.0] * 50
    assert 3 <= gate.rejected() <= 6


def test_a_clock_that_was_set_back_does_not_stop_anybody_for_long(hands: Hands) -> None:
    gate = RateLimiter("key", "GET /x")
    gate.rejected()
    hands.now -= 10 * EXPIRES_AFTER
    assert gate.acquire() <= EXPIRES_AFTER


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{}", b"\x00" * 64, b"\xff\xfe", b'{"rejected": 1', b"null", b"[]", b'"x"', b'{"rejected": 1}'],
    ids=lambda content: content.decode("latin-1") or "empty",
)
def test_a_corrupt_file_is_begun_anew(hands: Hands, content: bytes) -> None:
    gate = RateLimiter("key", "GET /x")
    gate.rejected()
    (state,) = Path(state_folder()).glob("pace-*.json")
    state.write_bytes(content)
    assert gate.acquire() == 0.0
    state.write_bytes(content)
    assert 3 <= gate.rejected() <= 6
    assert gate.acquire() > 0


def test_the_file_is_private_and_tells_no_key(hands: Hands) -> None:
    RateLimiter("sk-admin-secret", "GET /x").rejected()
    (state,) = Path(state_folder()).glob("pace-*.json")
    assert state.stat().st_mode & 0o077 == 0
    assert Path(state_folder()).stat().st_mode & 0o077 == 0
    assert b"sk-admin" not in state.read_bytes() and "sk-admin" not in state.name


def _turns(start: t.Any, results: t.Any) -> None:
    gate = RateLimiter("key", "GET /x")
    start.wait(30)
    results.send([gate.acquire() for _each in range(25)])


def test_processes_share_one_gate(hands: Hands) -> None:
    first = RateLimiter("key", "GET /x").rejected()
    start = FORK.Event()
    ends, processes = [], []
    for _each in range(3):
        here, there = FORK.Pipe()
        process = FORK.Process(target=_turns, args=(start, there), daemon=True)
        process.start()
        ends.append(here)
        processes.append(process)
    start.set()
    taken = sorted(turn for end in ends for turn in end.recv())
    for process in processes:
        process.join(30)
    assert taken == pytest.approx([first + 6 * number for number in range(1, 76)]), "a turn was given twice or lost"


@pytest.mark.parametrize(("value", "expected"), [("", 7), ("20", 20), ("0.5", 0.5), ("0", 0.1), ("-3", 0.1), ("x", 7)])
def test_the_pace(monkeypatch: pytest.MonkeyPatch, value: str, expected: float) -> None:
    monkeypatch.setenv("OPENAI_ADMIN_MAX_RPM", value)
    assert allowed_per_minute() == expected


# --- at the client -----------------------------------------------------------------------------------------------------


@pytest.fixture()
def paced(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The same clock for the client and the gate."""
    monkeypatch.setattr(rate_limiter_module, "time", clock.time)
    monkeypatch.setenv("OPENAI_ADMIN_MAX_RPM", "10")
    return clock


def test_an_admin_request_that_is_refused_queues_and_the_next_too(server: Server, paced: Clock) -> None:
    said: list[str] = []
    server.tell(error(429, "Too many"), Reply(body={}), Reply(body={}), Reply(body={}))
    client = client_for(server, display=said.append)
    for _each in range(3):
        client.get("/organization/projects", key=ADMIN)
    assert len(paced.slept) == 3
    assert 3 <= paced.slept[0] <= 6
    assert paced.slept[1:] == pytest.approx([6, 6], abs=0.5)
    assert said and all("waiting" in line for line in said)


def test_another_client_of_the_same_key_queues_too(server: Server, paced: Clock) -> None:
    server.tell(error(429), Reply(body={}), Reply(body={}), Reply(body={}), Reply(body={}))
    client_for(server).get("/organization/projects", key=ADMIN)
    paced.slept.clear()
    client_for(server).get("/organization/projects", key=ADMIN)
    assert len(paced.slept) == 1
    client_for(server, admin_key="sk-admin-another").get("/organization/projects", key=ADMIN)
    client_for(server).get("/organization/users", key=ADMIN)
    assert len(paced.slept) == 1


def test_standing_in_line_does_not_use_up_the_patience(server: Server, paced: Clock) -> None:
    server.tell(error(500), Reply(body={}), Reply(body={}))
    client = client_for(server, retry_timeout=10)
    gate = RateLimiter(client.connection.scope(ADMIN), "GET /organization/projects")
    for _each in range(20):
        gate.rejected()
    # After the queue the first attempt fails in passing: all of the patience is left for the second.
    assert client.get("/organization/projects", key=ADMIN) == {}
    assert sum(paced.slept) > 100


@pytest.mark.parametrize(
    "reply",
    [
        error(429, headers={"Retry-After": "2"}),
        error(429, headers={"x-ratelimit-limit-requests": "500"}),
        error(429, "try again in 2s"),
    ],
)
def test_a_refusal_that_tells_its_limit_paces_nobody(server: Server, paced: Clock, reply: Reply) -> None:
    server.tell(reply, Reply(body={}), Reply(body={}))
    client = client_for(server)
    client.get("/organization/projects", key=ADMIN)
    paced.slept.clear()
    client.get("/organization/projects", key=ADMIN)
    assert not paced.slept


def test_a_project_key_is_never_paced(server: Server, paced: Clock) -> None:
    server.tell(error(429), Reply(body={}), Reply(body={}))
    client = client_for(server)
    client.get("/models")
    paced.slept.clear()
    client.get("/models")
    assert not paced.slept
    assert not os.path.exists(os.path.join(os.environ["ANSIBLE_HOME"], "fjcorp_openai"))


def test_one_line_per_minute_is_displayed(server: Server, paced: Clock) -> None:
    lines: list[str] = []
    server.tell(error(429))
    server.otherwise = lambda seen: Reply(body={})
    start = paced.time()
    for _each in range(21):
        # Every item of a loop is another client, and may be another process.
        client_for(server, say=lines.append).get("/organization/projects", key=ADMIN)
    assert len(paced.slept) == 21 and paced.time() - start == pytest.approx(123, abs=6)
    assert len(lines) in (2, 3) and all("GET /organization/projects" in line for line in lines)


def test_a_line_is_due_after_a_minute_for_all_processes(hands: Hands) -> None:
    limiters = [RateLimiter("key", "GET /x") for _each in range(3)]
    assert [each.display_due() for each in limiters] == [True, False, False]
    hands.now += 60
    assert [each.display_due() for each in limiters] == [True, False, False]
    hands.now -= 3600
    assert limiters[0].display_due(), "a clock was set back"
    assert RateLimiter("key", "GET /y").display_due()
