# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ritual of every resource in process, and of one of each kind as modules, with equal results.

A resource is covered by its sample in ``tests/samples``; a declaration without one fails.
"""

from __future__ import annotations

import typing as t
from pathlib import Path
from types import NoneType

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.generation import Generation
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stateful import Stateful

from tests.harness.emulator import Organization, Server
from tests.harness.play import Played, Player, calls, task, writes
from tests.harness.samples import DECLARATIONS, SAMPLES, Sample, normal

from .conftest import save_journal

CHECK = {"check_mode": True, "diff": True}
MAY_FAIL = {"ignore_errors": True}


def test_every_declaration_has_a_sample() -> None:
    """Every declaration has a sample."""
    assert set(SAMPLES) == {name.removesuffix("_info") for name in DECLARATIONS}


def ritual(sample: Sample) -> list[dict[str, t.Any]]:
    """Return the tasks of the ritual of a resource, each step named."""
    module = sample.module
    steps: list[tuple[str, dict[str, t.Any], dict[str, t.Any]]] = []
    if sample.missing is not None:
        steps.append(("missing arguments", sample.missing, MAY_FAIL))
    if sample.create is not None:
        steps += [
            ("check create", sample.create, CHECK),
            ("create", sample.create, {"diff": True}),
            ("create again", sample.create, {"diff": True}),
            ("check create again", sample.create, CHECK),
        ]
    if sample.update is not None:
        updated = {**(sample.create or {}), **sample.update}
        steps += [
            ("check update", updated, CHECK),
            ("update", updated, {"diff": True}),
            ("update again", updated, {"diff": True}),
        ]
    tasks = [*sample.setup, *(task(module, name, args, **keywords) for name, args, keywords in steps)]
    if sample.info is not None:
        tasks += sample.others
        tasks.append(task(f"{module}_info", "info finds it", sample.info))
        tasks.append(task(f"{module}_info", "info lists it", sample.info_all))
    if sample.absent is not None:
        for name, keywords in (
            ("check absent", {**CHECK, **MAY_FAIL}),
            ("absent", {"diff": True, **MAY_FAIL}),
            ("absent again", {"diff": True, **MAY_FAIL}),
        ):
            tasks.append(task(module, name, {**sample.absent, "state": "absent"}, **keywords))
    wrong = sample.wrong or sample.create
    reader = f"{module}_info" if wrong is None else module
    wrong = {**(wrong or sample.info_all), sample.key_option: "sk-wrong-0123456789"}
    tasks.append(task(reader, "wrong key", wrong, **MAY_FAIL))
    return tasks


def play(
    sample: Sample, server: Server, folder: Path, in_process: bool, profile: str = "", hidden: float = 0
) -> tuple[Played, Organization]:
    """The ritual in an organization of its own."""
    organization = server.organization(sample.module)
    organization.control("page_size", {"max": 2})
    if hidden:
        organization.control("visibility", {"seconds": hidden})
        organization.control("clock", {"speed": 5})
    else:
        # A job must not end between two steps of a slow machine.
        organization.control("clock", {"freeze": True})
    sample.write_files(folder)
    variables = {"OPENAI_RETRY_TIMEOUT": "60" if hidden else "10"}
    if profile:
        variables["OPENAI_BASE_URL"] = server.base_url.removesuffix("v1") + profile
    player = Player(folder, organization, in_process, variables)
    played = player.run(ritual(sample))
    save_journal(organization, f"ritual {sample.module}")
    assert played.code == 0, played.output
    return played, organization


def told(played: Played, organization: Organization, folder: Path) -> dict[str, t.Any]:
    """The results of the steps, without what differs between any two runs."""
    return {
        record["task"]: normal(record["result"], organization, folder)
        for record in played.records
        if record["task"] in STEPS
    }


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_ritual(name: str, server: Server, tmp_path: Path) -> None:
    """Every rule of the five kinds, seen from outside."""
    played, organization = play(SAMPLES[name], server, tmp_path, True)
    judge(SAMPLES[name], played, organization)


FOUND_BY_FILTER = (
    "audit_log",
    "chat_completion",
    "cost",
    "external_key",
    "external_storage",
    "file",
    "fine_tuning_job",
    "group_user",
    "invite",
    "organization_user",
    "project",
    "project_api_key",
    "project_user",
    "role_assignment",
    "service_account_key",
    "usage",
    "workload_identity_federation_rule",
)
"""Resources that are found, or whose references are found, by a list with query parameters."""


@pytest.mark.newest_only
@pytest.mark.parametrize("name", FOUND_BY_FILTER)
def test_ritual_without_filters(name: str, server: Server, tmp_path: Path) -> None:
    """On a server that ignores filters, nothing else is used, returned or removed."""
    played, organization = play(SAMPLES[name], server, tmp_path, True, "unfiltered/v1")
    judge(SAMPLES[name], played, organization)


CREATED = sorted(
    name for name, sample in SAMPLES.items() if isinstance(sample.declaration, Stateful) and sample.create_writes
)


@pytest.mark.newest_only
@pytest.mark.parametrize("name", CREATED)
def test_ritual_with_delayed_visibility(name: str, server: Server, tmp_path: Path) -> None:
    """Tasks use what was just created although it is visible only after four seconds."""
    sample = SAMPLES[name]
    played, organization = play(sample, server, tmp_path, True, hidden=4)
    judge(sample, played, organization, hidden=True)


AS_MODULES = {
    "project": "entity",
    "group_user": "membership",
    "spend_limit": "setting",
    "fine_tuning_job": "job",
    "response": "generation",
    "audit_log": "reader without a resource",
}
"""One of each kind, for the module path: it is the same engine, and a process for each task is expensive."""

EVERY_CORE = ("project",)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in EVERY_CORE else [pytest.mark.newest_only]) for name in AS_MODULES]
)
def test_ritual_as_modules(name: str, server: Server, tmp_path: Path) -> None:
    """In a module process the same rules hold, and the results are equal to those of the in-process path."""
    sample = SAMPLES[name]
    results = {}
    for way in (False, True):
        folder = tmp_path / str(way)
        folder.mkdir()
        played, organization = play(sample, server, folder, way)
        judge(sample, played, organization)
        results[way] = told(played, organization, folder)
    assert set(results[True]) == set(results[False])
    for step, result in results[True].items():
        assert result == results[False][step], f"{step}: the in-process path and the module process differ"


STEPS = (
    "missing arguments",
    "check create",
    "create",
    "create again",
    "check create again",
    "check update",
    "update",
    "update again",
    "info finds it",
    "info lists it",
    "check absent",
    "absent",
    "absent again",
    "wrong key",
)


def judge(sample: Sample, played: Played, organization: Organization, hidden: bool = False) -> None:
    """Compare the results of the steps and the requests with the rules.

    :param hidden: requests that name a new object are rejected and repeated until it is visible.
    """
    journal = organization.journal()

    def seen(step: str) -> list[dict[str, t.Any]]:
        return calls(journal, step)

    def wrote(step: str) -> list[str]:
        sent = writes(seen(step))
        return [f"{entry['method']} {entry['template']}" for entry in sent if not hidden or entry["status"] < 400]

    if sample.missing is not None:
        assert played.ended("missing arguments") == "failed"
        assert not seen("missing arguments"), "a task that lacks arguments asked the server"
    if sample.create is not None:
        assert not wrote("check create"), "a check wrote"
        predicted, made = played.result("check create"), played.result("create")
        assert predicted["changed"] is True and made["changed"] is True
        assert predicted["diff"] == made["diff"], "the check predicted something else"
        assert wrote("create") == sample.create_writes
        again = played.result("create again")
        assert again["changed"] is False and not wrote("create again"), "the second run changed something"
        assert played.result("check create again")["changed"] is False
        assert hidden or len(seen("create")) <= sample.create_calls, [
            f"{e['method']} {e['template']}" for e in seen("create")
        ]
        covers(predicted[sample.thing], made[sample.thing], sample)
    if sample.update is not None:
        assert not wrote("check update"), "a check wrote"
        predicted, changed = played.result("check update"), played.result("update")
        assert predicted["changed"] is True and changed["changed"] is True
        assert predicted["diff"] == changed["diff"], "the check predicted something else"
        assert wrote("update") == sample.update_writes
        assert played.result("update again")["changed"] is False and not wrote("update again")
    if sample.info is not None:
        found = played.result("info finds it")
        assert found["changed"] is False
        if sample.single:
            assert found[sample.thing]
        else:
            assert len(found[sample.many]) == 1, found
            listed = played.result("info lists it")[sample.many]
            assert len(listed) >= sample.listed, f"{len(listed)} of {sample.listed} were listed"
            known = found[sample.many][0]
            assert any(each.get("id") == known.get("id") for each in listed)
            assert len({str(each.get("id")) for each in listed}) == len(listed), "an object was listed twice"
            if sample.listed > 2:
                assert len(seen("info lists it")) > 1, "one page held them all: the paging was not tried"
    if sample.absent is not None:
        assert not wrote("check absent"), "a check wrote"
        if sample.absence_refused:
            for step in ("check absent", "absent", "absent again"):
                played.failure(step, "invalid_argument")
                assert not wrote(step)
        else:
            predicted, gone = played.result("check absent"), played.result("absent")
            assert predicted["changed"] is True and gone["changed"] is True, (predicted, gone)
            assert predicted["diff"] == gone["diff"], "the check predicted something else"
            assert wrote("absent") == sample.absent_writes
            assert played.result("absent again")["changed"] is False and not wrote("absent again")
    refused = played.failure("wrong key", "api_error", sample.key_option)
    assert refused["changed"] is False
    assert refused["error"]["status"] == 401 and refused["error"]["request_id"]
    assert "sk-wrong" not in played.output


def covers(predicted: t.Any, made: t.Any, sample: Sample) -> None:
    """Assert that an object is what check mode predicted: for a request to a model, of that form."""
    is_answer = isinstance(sample.declaration, Generation)
    for name, value in predicted.items():
        if name == "id" or value is None or name in sample.unforeseen:
            continue
        if is_answer:
            assert isinstance(made.get(name), type(value) | NoneType), f"{name}: {value!r}, {made.get(name)!r}"
        else:
            assert made.get(name) == value, f"{name}: the check said {value!r}, it became {made.get(name)!r}"
