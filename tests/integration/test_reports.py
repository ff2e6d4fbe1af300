# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit log, usage and costs: their results, names for ids, pagination, and rejected arguments."""

from __future__ import annotations

import time
import typing as t

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

MAY_FAIL = {"ignore_errors": True}
DAY = 86400
START = 1_794_009_600 // DAY * DAY
KINDS = (
    "completions",
    "decisions",
    "embeddings",
    "moderations",
    "images",
    "audio_speeches",
    "audio_transcriptions",
    "vector_stores",
    "code_interpreter_sessions",
    "file_search_calls",
    "web_search_calls",
)


def seed(organization: Organization, kind: str, at: float, count: int = 1, step: float = 0, **record: t.Any) -> None:
    """Use something at a time in the past."""
    body = {"kind": "usage", "usage": kind, "count": count, "at": at, "step": step, "record": record}
    organization.control("objects", body)


def test_audit_log(organization: Organization, player: Player) -> None:
    """Nothing until it is switched on, which is said; then every page, and every filter reaches the server."""
    played = player.run([task("openai_audit_log_info", "off", {})]).succeed()
    assert played.result("off")["audit_logs"] == [] and played.result("off")["warnings"]
    organization.control("options", {"audit_log": True})
    organization.control("page_size", {"max": 2})
    names = ["a", "b", "c", "d", "e"]
    tasks = [
        task("openai_group", "groups", {"name": "{{ item }}"}, loop=names),
        task("openai_group", "gone", {"name": "c", "state": "absent"}, register="gone"),
        task("openai_audit_log_info", "all", {}),
        task("openai_audit_log_info", "newest", {"limit": 3}),
        task("openai_audit_log_info", "deleted", {"event_types": ["group.deleted"]}),
        task("openai_audit_log_info", "of c", {"resource_ids": ["{{ gone.group.id }}"]}),
        task("openai_audit_log_info", "recent", {"effective_at": {"gte": "-1d"}, "projects": ["Default project"]}),
        task("openai_audit_log_info", "old", {"effective_at": {"lt": "2026-01-01", "gt": 0}}),
        task("openai_audit_log_info", "by whom", {"actor_emails": ["owner@example.com"], "actor_ids": ["user-none"]}),
        task("openai_audit_log_info", "of the tenant", {"tenant_only": True}),
        task("openai_audit_log_info", "unknown", {"event_types": ["group.exploded"]}, **MAY_FAIL),
        task("openai_audit_log_info", "invalid time", {"effective_at": {"gte": "lately"}}, **MAY_FAIL),
        task("openai_audit_log_info", "no types", {"event_types": []}, **MAY_FAIL),
    ]
    played = player.run(tasks).succeed()
    found = {record["task"]: len(record["result"].get("audit_logs", ())) for record in played.records[2:]}
    assert found == {
        "all": 6,
        "newest": 3,
        "deleted": 1,
        "of c": 2,
        "recent": 6,
        "old": 0,
        "by whom": 0,
        "of the tenant": 0,
        "unknown": 0,
        "invalid time": 0,
        "no types": 0,
    }
    events = played.result("all")["audit_logs"]
    assert events[0]["type"] == "group.deleted" and len({each["id"] for each in events}) == 6
    assert "group.exploded" in played.result("unknown")["msg"]
    played.failure("invalid time", "invalid_argument", "lately")
    played.failure("no types", "invalid_argument", "event_types")
    assert not calls(organization.journal(), "invalid time") and not calls(organization.journal(), "no types")
    after = task("openai_audit_log_info", "older", {"after": events[3]["id"]})
    older = player.run([after]).succeed().result("older")["audit_logs"]
    assert [each["id"] for each in older] == [each["id"] for each in events[4:]]


@pytest.mark.parametrize("kind", KINDS)
def test_usage_of_every_kind(kind: str, organization: Organization, player: Player) -> None:
    """Grouped by project, named by name, in every page."""
    organization.control("page_size", {"max": 2})
    seed(organization, kind, START, 5, DAY, project_id=organization.project_id)
    seed(organization, kind, START, 5, DAY, project_id="proj_other")
    args = {"kind": kind, "start_time": START, "end_time": START + 5 * DAY, "group_by": ["project_id"]}
    tasks = [
        task("openai_usage_info", "buckets", args),
        task("openai_usage_info", "rows", {**args, "flatten": True, "project_ids": ["Default project"]}),
    ]
    played = player.run(tasks).succeed()
    buckets = played.result("buckets")["usage"]
    assert [each["start_time"] for each in buckets] == [START + day * DAY for day in range(5)]
    assert [len(each["results"]) for each in buckets] == [2] * 5
    rows = played.result("rows")["usage"]
    assert [(row["start_time"], row["project_id"]) for row in rows] == [
        (START + day * DAY, organization.project_id) for day in range(5)
    ]
    assert all(row["object"].startswith("organization.usage.") for row in rows)
    assert len(calls(organization.journal(), "buckets")) == 3


def test_usage_is_filtered(organization: Organization, player: Player) -> None:
    """Every filter and grouping reaches the server; users match by their addresses."""
    [ada] = organization.get("/organization/users", True, **{"emails[]": "ada@example.com"})["data"]
    seed(organization, "completions", START, 3, 3600, user_id=ada["id"], model="gpt-4o", batch=True, input_tokens=7)
    seed(organization, "completions", START, 1, model="gpt-5", batch=False, api_key_id="key_1", input_tokens=1)
    seed(organization, "images", START, size="512x512", source="image.edit", images=2)
    seed(organization, "web_search_calls", START, context_level="low", num_requests=3)
    seed(organization, "file_search_calls", START, vector_store_id="vs_1", num_requests=4)
    span = {"start_time": "2026-11-07T00:00:00+00:00", "end_time": START + DAY, "flatten": True}
    assert START == 1794009600
    cases: dict[str, tuple[dict[str, t.Any], str, int]] = {
        "ada": ({"kind": "completions", "users": ["ADA@example.com"]}, "input_tokens", 21),
        "hours": ({"kind": "completions", "bucket_width": "1h", "user_ids": [ada["id"]]}, "input_tokens", 21),
        "models": ({"kind": "completions", "models": ["gpt-5"]}, "input_tokens", 1),
        "batch": ({"kind": "completions", "batch": False, "group_by": ["batch"]}, "input_tokens", 1),
        "key": ({"kind": "completions", "api_key_ids": ["key_1"]}, "input_tokens", 1),
        "images": ({"kind": "images", "sizes": ["512x512"], "sources": ["image.edit"]}, "images", 2),
        "searches": ({"kind": "web_search_calls", "context_levels": ["low"]}, "num_requests", 3),
        "stores": ({"kind": "file_search_calls", "vector_store_ids": ["vs_1"]}, "num_requests", 4),
    }
    tasks = [task("openai_usage_info", name, {**args, **span}) for name, (args, _metric, _sum) in cases.items()]
    played = player.run(tasks).succeed()
    for name, (_args, metric, total) in cases.items():
        assert sum(row[metric] for row in played.result(name)["usage"]) == total, name
    assert len(played.result("hours")["usage"]) == 3


def test_costs_are_added_up(organization: Organization, player: Player) -> None:
    seed(organization, "completions", START, 3, DAY, model="gpt-4o", input_tokens=400_000, project_id="proj_a")
    span = {"start_time": START, "end_time": START + 3 * DAY}
    tasks = [
        task("openai_cost_info", "days", span),
        task("openai_cost_info", "rows", {**span, "flatten": True, "group_by": ["line_item", "project_id"]}),
        task("openai_cost_info", "item", {**span, "line_items": ["gpt-4o, input_tokens"], "limit": 2}),
        task("openai_cost_info", "elsewhere", {**span, "projects": ["Default project"], "api_key_ids": ["key_1"]}),
    ]
    played = player.run(tasks).succeed()
    assert played.result("days")["totals"] == {"usd": 3.0} and len(played.result("days")["costs"]) == 3
    rows = played.result("rows")
    assert rows["totals"] == {"usd": 3.0}
    assert [(row["start_time"], row["line_item"], row["project_id"]) for row in rows["costs"]] == [
        (START + day * DAY, "gpt-4o, input_tokens", "proj_a") for day in range(3)
    ]
    assert played.result("item")["totals"] == {"usd": 2.0}
    assert played.result("elsewhere")["totals"] == {}


def test_what_a_play_asks_is_counted(organization: Organization, player: Player) -> None:
    """A completion of a play shows up in the usage of the last hour."""
    ask = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Say hello"}]}
    tasks = [
        task("openai_chat_completion", "ask", ask),
        task(
            "openai_usage_info",
            "count",
            {"kind": "completions", "start_time": int(time.time()) - 3600, "group_by": ["model"], "flatten": True},
        ),
    ]
    played = player.run(tasks).succeed()
    [row] = played.result("count")["usage"]
    assert row["num_model_requests"] == 1 and row["model"].startswith("gpt-4o-mini")


def test_wrong_questions(organization: Organization, player: Player) -> None:
    """Invalid arguments fail with one line before any request."""
    span = {"start_time": "-7d"}
    cases: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
        "grouping": (
            "usage",
            {"kind": "vector_stores", "group_by": ["model"]},
            ("invalid_argument", "model", "project_id"),
        ),
        "filter": ("usage", {"kind": "embeddings", "batch": True}, ("invalid_argument", "batch", "models")),
        "backwards": ("usage", {"kind": "images", "end_time": "-8d"}, ("invalid_argument", "end_time", "start_time")),
        "invalid time": ("cost", {"end_time": "soon"}, ("invalid_argument", "end_time", "soon")),
        "no projects": ("cost", {"project_ids": []}, ("invalid_argument", "project_ids")),
        "no kind": ("usage", {"kind": "dreams"}, ("", "dreams")),
        "no buckets": ("usage", {"kind": "images", "limit": 0}, ("invalid_argument", "limit", "0")),
    }
    tasks = [
        task(f"openai_{name}_info", step, {**span, **args}, **MAY_FAIL) for step, (name, args, _w) in cases.items()
    ]
    nobody = {"kind": "images", **span, "user_ids": ["charles@example.com"]}
    nowhere = {**span, "projects": ["nowhere"]}
    tasks.append(task("openai_usage_info", "unknown user", nobody, **MAY_FAIL))
    tasks.append(task("openai_cost_info", "nowhere", nowhere, **MAY_FAIL))
    played = player.run(tasks).succeed()
    for step, (_name, _args, error) in cases.items():
        played.failure(step, *error)
        assert not calls(organization.journal(), step)
    played.failure("unknown user", "not_found", "charles@example.com")
    played.failure("nowhere", "not_found", "nowhere")
