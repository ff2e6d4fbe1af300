# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part between Ansible and the engine."""

from __future__ import annotations

import json
import os
import typing as t
from dataclasses import dataclass

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import environment, failure, given_options, perform
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
    ConnectionFailure,
    InvalidArgument,
    LostResponse,
    OpenAIError,
    WaitError,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.types import Spec

from .task import ADMIN_KEY, API_KEY

SPEC: Spec = {
    "name": {"type": "str"},
    "project": {"type": "str", "aliases": ["project_id", "space"]},
    "x": {"default": 1},
}


@pytest.mark.parametrize(
    ("raw", "given"),
    [
        ({}, set()),
        ({"name": "a"}, {"name"}),
        ({"name": None}, {"name"}),
        ({"name": ""}, {"name"}),
        ({"project_id": "p"}, {"project"}),
        ({"space": None, "name": "a"}, {"project", "name"}),
        ({"project": "p", "project_id": "p"}, {"project"}),
        ({"unknown": 1, "_ansible_check_mode": True}, set()),
        ({"x": 1}, {"x"}),
    ],
)
def test_options_that_a_task_sets(raw: dict[str, t.Any], given: set[str]) -> None:
    assert given_options(SPEC, raw) == given


def test_the_environment_of_a_task_is_applied_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THERE", "before")
    monkeypatch.delenv("NEW", raising=False)
    with environment({"THERE": "during", "NEW": 7}):
        assert (os.environ["THERE"], os.environ["NEW"]) == ("during", "7")
        with environment({"THERE": "deeper"}):
            assert os.environ["THERE"] == "deeper"
        assert os.environ["THERE"] == "during"
    assert os.environ["THERE"] == "before" and "NEW" not in os.environ


def test_a_failing_task_restores_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEW", raising=False)
    with pytest.raises(RuntimeError), environment({"NEW": "x"}):
        raise RuntimeError
    assert "NEW" not in os.environ


ERRORS: list[OpenAIError] = [
    OpenAIError("it failed", "Correct it."),
    OpenAIError("it\nfailed\n\n  badly.", "Correct\nit."),
    InvalidArgument("wrong"),
    ConnectionFailure("no response", "Check base_url."),
    LostResponse("the connection broke", "cut"),
    ApiError(429, "slow down.", error_type="requests", code="rate_limit", param="n", request_id="req_1", call="GET /x"),
    ApiError(500, ""),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__} {error.message[:5]!r}")
@pytest.mark.parametrize("attempted", ["", "ensure box a"])
def test_the_shape_of_a_failure(error: OpenAIError, attempted: str) -> None:
    error.attempted = attempted
    result = failure(error, None)
    assert result["failed"] is True and result["changed"] is False
    assert result["msg"] and "\n" not in result["msg"] and "  " not in result["msg"]
    assert result["msg"].startswith(attempted)
    assert set(result["error"]) >= {"kind", "message", "remedy", "attempted", "done"}
    assert result["error"]["attempted"] == attempted
    json.dumps(result)


def test_a_failure_lists_what_was_done_before() -> None:
    error = ApiError(400, "no")
    result = perform(_Fake(error, done=["created box a (box_1)"]), {}, set(), **QUIET).result
    assert result["failed"] and result["changed"]
    assert "already done: created box a (box_1)" in result["msg"]
    assert result["error"]["done"] == ["created box a (box_1)"]


def test_a_failure_returns_its_facts() -> None:
    error = WaitError("too long", "Wait.")
    error.facts = {"job": {"id": "job_1"}}
    assert failure(error, None)["job"] == {"id": "job_1"}


# --- whole tasks -------------------------------------------------------------------------------------------------------

QUIET: dict[str, t.Any] = {"check_mode": False, "runtime": Runtime()}


@dataclass(frozen=True)
class _Fake(Module):
    """Returns the result of a function, or raises an error."""

    outcome: t.Any = None
    done: t.Any = ()
    needs: str = ""

    @property
    def module_name(self) -> str:
        return "openai_fake"

    @property
    def key(self) -> str:
        return self.needs

    def options(self) -> Spec:
        return {}

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        context.done.extend(self.done)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return t.cast("dict[str, t.Any]", self.outcome(context))


@pytest.mark.parametrize(
    "exception", [KeyError("x"), ZeroDivisionError(), OSError(28, "No space left"), UnicodeError()]
)
def test_an_unexpected_exception_becomes_a_failed_result(exception: Exception) -> None:
    result = perform(_Fake(exception, done=["one"]), {}, set(), **QUIET).result
    assert result["failed"] and result["changed"]
    assert type(exception).__name__ in result["msg"] and "\n" not in result["msg"]
    assert "Traceback" in result["exception"]
    json.dumps(result)


def test_an_interruption_is_raised() -> None:
    with pytest.raises(KeyboardInterrupt):
        perform(_Fake(KeyboardInterrupt()), {}, set(), **QUIET)


@pytest.mark.parametrize(("needs", "word"), [("admin", "admin key"), ("project", "project key")])
def test_a_missing_key_fails_before_anything_else(needs: str, word: str) -> None:
    result = perform(_Fake(lambda context: {"changed": True}, needs=needs), {}, set(), **QUIET).result
    assert result["failed"] and not result["changed"]
    assert f"fjcorp.openai.openai_fake needs {'an' if needs == 'admin' else 'a'} {word}" in result["msg"]


def test_an_invalid_connection_becomes_a_failed_result() -> None:
    result = perform(_Fake(lambda context: {}), {"base_url": "nonsense"}, set(), **QUIET).result
    assert result["failed"] and "base_url" in result["msg"] and "exception" not in result


def test_secrets_warnings_and_hiding_are_part_of_the_outcome() -> None:
    def execute(context: TaskContext) -> dict[str, t.Any]:
        context.hide_secret("hunter22")
        context.warn("careful")
        context.warn("careful")
        context.hide_result = True
        return {"changed": False}

    outcome = perform(_Fake(execute), {"api_key": API_KEY, "admin_key": ADMIN_KEY}, set(), **QUIET)
    assert outcome.secrets == {"hunter22", API_KEY, ADMIN_KEY}
    assert outcome.result == {"changed": False, "warnings": ["careful"]}
    assert outcome.hide is True


def test_secrets_of_a_failed_task_are_part_of_the_outcome() -> None:
    def execute(context: TaskContext) -> dict[str, t.Any]:
        context.hide_secret("hunter22")
        raise InvalidArgument("no")

    outcome = perform(_Fake(execute), {"api_key": API_KEY}, set(), **QUIET)
    assert outcome.secrets == {"hunter22", API_KEY} and outcome.result["failed"]
