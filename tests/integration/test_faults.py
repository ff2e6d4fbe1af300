# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After any fault during a create, exactly one object exists and the task reports it."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

# What happens on the wire does not depend on ansible-core, and the waiting takes minutes.
pytestmark = pytest.mark.newest_only

TRAINING = "".join(
    json.dumps({"messages": [{"role": "user", "content": f"{i}?"}, {"role": "assistant", "content": f"{i}!"}]}) + "\n"
    for i in range(12)
)


@dataclass(frozen=True)
class Create:
    """A resource whose create request receives the faults.

    :param args: the arguments for the fault of a name. :param path: the template that creates.
    :param count: returns the number of objects that exist for the fault of a name.
    """

    module: str
    path: str
    args: t.Callable[[str], dict[str, t.Any]]
    count: t.Callable[[Organization, str], int]
    setup: list[dict[str, t.Any]] = field(default_factory=list)


def _named(path: str, key: str = "name", admin: bool = True) -> t.Callable[[Organization, str], int]:
    def count(organization: Organization, name: str) -> int:
        data = organization.get(path, admin, limit=100)["data"]
        return sum(1 for each in data if each[key] == name)

    return count


def _in_team(below: str, key: str, value: t.Callable[[str], str] = str) -> t.Callable[[Organization, str], int]:
    def count(organization: Organization, name: str) -> int:
        projects = organization.get("/organization/projects", True, limit=100)["data"]
        team = next(each["id"] for each in projects if each["name"] == "team")
        data = organization.get(f"/organization/projects/{team}/{below}", True, limit=100)["data"]
        return sum(1 for each in data if each[key] == value(name))

    return count


def _suffixed(organization: Organization, name: str) -> int:
    data = organization.get("/fine_tuning/jobs", limit=100)["data"]
    return sum(1 for each in data if each.get("user_provided_suffix") == name.replace("_", "-"))


def _stored(organization: Organization, name: str) -> int:
    data = organization.get("/chat/completions", limit=100)["data"]
    return sum(1 for each in data if each["metadata"].get("name") == name)


TEAM = [{"name": "team", "fjcorp.openai.openai_project": {"name": "team"}}]

CREATES = {
    "project": Create(
        "openai_project", "/organization/projects", lambda name: {"name": name}, _named("/organization/projects")
    ),
    "project_user": Create(
        "openai_project_user",
        "/organization/projects/{project_id}/users",
        lambda name: {"project": "team", "user": f"{name}-00000@example.com", "role": "member"},
        _in_team("users", "email", lambda name: f"{name}-00000@example.com"),
        TEAM,
    ),
    "service_account": Create(
        "openai_service_account",
        "/organization/projects/{project_id}/service_accounts",
        lambda name: {"project": "team", "name": name, "dest": f"{name}.key"},
        _in_team("service_accounts", "name"),
        TEAM,
    ),
    "file": Create(
        "openai_file",
        "/files",
        lambda name: {"filename": f"{name}.txt", "content": f"content of {name}", "purpose": "user_data"},
        lambda organization, name: _named("/files", "filename", False)(organization, f"{name}.txt"),
    ),
    "fine_tuning_job": Create(
        "openai_fine_tuning_job",
        "/fine_tuning/jobs",
        lambda name: {"model": "gpt-4.1-mini", "training_file": "train.jsonl", "suffix": name.replace("_", "-")},
        _suffixed,
        [{"name": "training", "fjcorp.openai.openai_file": {"src": "train.jsonl", "purpose": "fine-tune"}}],
    ),
    "chat_completion": Create(
        "openai_chat_completion",
        "/chat/completions",
        lambda name: {
            "model": "gpt-4o",
            "messages": [{"role": "user", "content": f"Say {name}."}],
            "store": True,
            "metadata": {"name": name},
        },
        _stored,
    ),
}

FAULTS: dict[str, dict[str, t.Any]] = {
    "too_many_told": {"kind": "status", "status": 429, "headers": {"retry-after-ms": "50"}},
    "too_many": {"kind": "status", "status": 429},
    "server_error": {"kind": "status", "status": 500},
    "unavailable": {"kind": "status", "status": 503},
    "error_but_done": {"kind": "status_after", "status": 500},
    "cut_before": {"kind": "cut_before"},
    "cut_after": {"kind": "cut_after"},
    "truncated": {"kind": "truncate"},
    "stall": {"kind": "stall", "seconds": 3},
}


@pytest.mark.parametrize(
    ("resource", "way"),
    # The module path adds a process around the same engine: one resource is enough to see that it does.
    [*((resource, "in_process") for resource in sorted(CREATES)), ("project", "module")],
)
def test_create_is_never_lost_and_never_doubled(
    resource: str, way: str, organization: Organization, tmp_path: Path
) -> None:
    """Each fault hits the first attempt of one create; a second run then finds what the first one made."""
    create = CREATES[resource]
    (tmp_path / "train.jsonl").write_text(TRAINING)
    for name in FAULTS:
        organization.control("objects", {"kind": "organization_user", "count": 1, "prefix": name})
    tasks = list(create.setup)
    for name, fault in FAULTS.items():
        hurt = [{"match": {"method": "POST", "path": create.path}, "times": 1, "fault": fault}]
        url = f"{organization.server.control}/faults?organization={organization.id}"
        tasks.append({"name": f"hurt {name}", "control": {"url": url, "body": hurt}})
        patience = {"retry_timeout": 8, "timeout": 1 if name == "stall" else 30}
        tasks.append(task(create.module, name, {**create.args(name), **patience}))
        tasks.append(task(create.module, f"{name} again", {**create.args(name), **patience}))
    player = Player(tmp_path, organization, way == "in_process", {"OPENAI_ADMIN_MAX_RPM": "6000"})
    played = player.run(tasks).succeed()
    journal = organization.journal()
    for name in FAULTS:
        assert any(entry["fault"] for entry in calls(journal, name)), f"{name} did not strike"
        assert played.result(name)["changed"] is True, f"{name}: {played.result(name)}"
        assert played.result(f"{name} again")["changed"] is False
        assert not writes(calls(journal, f"{name} again"))
        assert create.count(organization, name) == 1, f"{name}: not exactly one"
    if resource == "service_account":
        holds_live_keys(organization, tmp_path)


def holds_live_keys(organization: Organization, folder: Path) -> None:
    """Every delivered key works, and no other key is live at the server."""
    projects = organization.get("/organization/projects", True, limit=100)["data"]
    team = next(each["id"] for each in projects if each["name"] == "team")
    keys = organization.get(f"/organization/projects/{team}/api_keys", True, limit=100, owner_project_access="any")[
        "data"
    ]
    assert len(keys) == len(FAULTS), "an undelivered key is live"
    for name in FAULTS:
        key = (folder / f"{name}.key").read_text().strip()
        assert (folder / f"{name}.key").stat().st_mode & 0o777 == 0o600
        owner = Organization(organization.server, organization.id, "", key, team)
        assert "data" in owner.get("/models"), f"the key delivered for {name} does not work"


def test_a_minute_of_silence(organization: Organization, player: Player) -> None:
    """If the server is silent for a minute and then creates the object, the create is not sent twice."""
    organization.fault("stall", path="/organization/projects", seconds=60)
    played = player.run([task("openai_project", "slow", {"name": "slow", "timeout": 2, "retry_timeout": 120})])
    assert played.succeed().result("slow")["changed"] is True
    assert _named("/organization/projects")(organization, "slow") == 1
    assert len(writes(calls(organization.journal(), "slow"))) == 1


def test_gives_up_in_time(organization: Organization, player: Player) -> None:
    """If the fault persists, the task fails within its timeout, reports no change, and shows the HTTP status on one line."""
    organization.fault("status", path="/organization/projects", status=503, times=1000)
    played = player.run([task("openai_project", "never", {"name": "never", "retry_timeout": 3})])
    assert played.code != 0
    result = played.result("never")
    assert result["changed"] is False and "503" in result["msg"] and "\n" not in result["msg"], result["msg"]
    assert _named("/organization/projects")(organization, "never") == 0


@pytest.mark.parametrize("fault", ["status", "cut_before", "cut_after", "truncate", "slow"])
def test_reads_and_updates_survive(fault: str, organization: Organization, player: Player) -> None:
    """Requests that are safe to repeat are repeated without a warning."""
    more: dict[str, t.Any] = {"status": 502} if fault == "status" else {}
    organization.fault(fault, "GET", times=2, **more)
    organization.fault(
        fault, "POST", "/organization/projects/{project_id}/rate_limits/{rate_limit_id}", times=1, **more
    )
    organization.fault(fault, "DELETE", times=1, **more)
    tasks = [
        *TEAM,
        task("openai_rate_limit", "limit", {"project": "team", "model": "gpt-4o", "max_requests_per_1_minute": 3}),
        task("openai_project_user", "in", {"project": "team", "user": "ada@example.com", "role": "member"}),
        task("openai_project_user", "out", {"project": "team", "user": "ada@example.com", "state": "absent"}),
        task("openai_project_info", "list", {"name": "team"}),
    ]
    played = player.run(tasks).succeed()
    assert [played.result(name)["changed"] for name in ("limit", "in", "out", "list")] == [True, True, True, False]
