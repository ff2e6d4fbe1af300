# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guardrails beyond the ritual: limits and alerts of organization and project, and what is refused before a write."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, calls, task, writes

# Requests to the API do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

PLACES = pytest.mark.parametrize("place", [{}, {"project": "team"}], ids=["organization", "project"])
TEAM = task("openai_project", "team", {"name": "team"})
PEOPLE = ["ada@example.com", "grace@example.com"]


def changed(played: Played) -> list[bool]:
    """Return for each task whether it changed something."""
    return [bool(record["result"].get("changed")) for record in played.records]


def refuses(organization: Organization, played: Played, step: str, kind: str, *terms: str) -> None:
    """A task ended in one clear line and wrote nothing."""
    played.failure(step, kind, *terms)
    assert not writes(calls(organization.journal(), step)), "something was written"


# --- spending ------------------------------------------------------------------------------------------------------


@PLACES
def test_limit_and_alerts_side_by_side(place: dict[str, str], organization: Organization, player: Player) -> None:
    """Organization and project have limits and alerts of their own, and neither disturbs the other."""
    tasks = [
        TEAM,
        task("openai_spend_limit_info", "no limit", place),
        task("openai_spend_limit", "limit", {**place, "threshold_amount": 50000}),
        task(
            "openai_spend_alert", "alert", {**place, "threshold_amount": 40000, "recipients": PEOPLE}, register="made"
        ),
        task(
            "openai_spend_alert",
            "same",
            {**place, "threshold_amount": 40000, "recipients": ["GRACE@example.com", PEOPLE[0]]},
        ),
        task("openai_spend_alert", "prefix", {**place, "threshold_amount": 40000, "subject_prefix": "[x]"}),
        task("openai_spend_alert", "prefix stays", {**place, "threshold_amount": 40000, "recipients": PEOPLE}),
        task("openai_spend_alert", "no prefix", {**place, "threshold_amount": 40000, "subject_prefix": None}),
        task("openai_spend_alert", "amount", {**place, "id": "{{ made.spend_alert.id }}", "threshold_amount": 30000}),
        task("openai_spend_alert", "amount again", {**place, "threshold_amount": 30000, "recipients": PEOPLE}),
        task("openai_spend_limit", "limit again", {**place, "threshold_amount": 50000}),
        task("openai_spend_limit", "no limit any more", {**place, "state": "absent"}),
        task("openai_spend_limit", "none to delete", {**place, "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    assert changed(played) == [True, False, True, True, False, True, False, True, True, False, False, True, False]
    assert played.result("no limit")["spend_limit"] == {}
    assert played.result("prefix stays")["spend_alert"]["notification_channel"]["subject_prefix"] == "[x]"
    final = played.result("amount again")["spend_alert"]
    assert final["notification_channel"] == {"type": "email", "recipients": PEOPLE, "subject_prefix": None}
    assert len(organization.objects("spend_alert")) == 1
    kind = "project" if place else "organization"
    assert final["object"] == f"{kind}.spend_alert"
    assert not any("warnings" in record["result"] for record in played.records)


@PLACES
@pytest.mark.parametrize("write", ["create", "update"])
def test_lost_limit_is_told(write: str, place: dict[str, str], organization: Organization, player: Player) -> None:
    """If writing an alert deletes the limit, the task reports it, and the alert is not created twice."""
    alert = {**place, "threshold_amount": 40000, "recipients": PEOPLE}
    setup = [TEAM, task("openai_spend_limit", "limit", {**place, "threshold_amount": 50000})]
    if write == "update":
        setup.append(task("openai_spend_alert", "alert", alert))
    player.run(setup).succeed()
    organization.control("options", {"alert_deletes_limit": True})
    if write == "update":
        alert["subject_prefix"] = "[x]"
    tasks = [
        task("openai_spend_alert", "check", alert, check_mode=True),
        task("openai_spend_alert", "lost", alert, ignore_errors=True),
        task("openai_spend_alert", "again", alert),
    ]
    played = player.run(tasks).succeed()
    lost = played.failure("lost", "side_effect", "50000", "openai_spend_limit")
    assert lost["error"]["done"] and "spend alert 40000" in lost["error"]["done"][0]
    assert played.result("again")["changed"] is False and len(organization.objects("spend_alert")) == 1


def test_lost_alerts_are_told(organization: Organization, player: Player) -> None:
    """If writing the limit deletes alerts, a warning names them."""
    alert = task("openai_spend_alert", "alert", {"threshold_amount": 100, "recipients": PEOPLE})
    player.run([alert]).succeed()
    # The list as it is after the write: empty.
    body = json.dumps({"object": "list", "data": [], "has_more": False, "first_id": None, "last_id": None})
    place = ("GET", "/organization/spend_alerts")
    organization.fault("html", *place, skip=1, status=200, body=body, headers={"content-type": "application/json"})
    organization.fault("status", *place, skip=2, status=400)
    tasks = [
        task("openai_spend_limit", "limit", {"threshold_amount": 500}),
        task("openai_spend_limit", "unread", {"threshold_amount": 600}),
    ]
    played = player.run(tasks).succeed()
    assert "100" in str(played.result("limit")["warnings"])
    assert played.result("unread")["warnings"]


def test_alerts_of_one_amount(organization: Organization, player: Player) -> None:
    """Two alerts of one amount are distinguished by their ids only."""
    channel = {"type": "email", "recipients": PEOPLE}
    body = {"threshold_amount": 0, "currency": "USD", "interval": "month", "notification_channel": channel}
    make = task(
        "openai_api", "make", {"method": "POST", "path": "/organization/spend_alerts", "body": body}, loop=[1, 2]
    )
    tasks = [
        make,
        task("openai_spend_alert", "which", {"threshold_amount": 0, "recipients": ["a@b.example"]}, ignore_errors=True),
        task("openai_spend_alert_info", "both", {"threshold_amount": 0}, register="both"),
        task("openai_spend_alert", "one", {"id": "{{ both.spend_alerts[1].id }}", "state": "absent"}),
        task("openai_spend_alert", "other", {"threshold_amount": 0, "recipients": ["a@b.example"]}),
    ]
    played = player.run(tasks).succeed()
    refuses(organization, played, "which", "ambiguous", "2", "alert_", "id")
    assert [alert["notification_channel"]["recipients"] for alert in organization.objects("spend_alert")] == [
        ["a@b.example"]
    ]


# --- models, tools, tiers ------------------------------------------------------------------------------------------


def test_models_change_the_rate_limits(organization: Organization, player: Player) -> None:
    """The list is a set; what it allows has rate limits, in the same run already, and the list can go again."""
    mini = {"project": "team", "model": "gpt-4o-mini", "max_requests_per_1_minute": 5}
    old = {"project": "team", "model": "gpt-4.1", "max_requests_per_1_minute": 5}
    tasks = [
        TEAM,
        task("openai_model_permissions_info", "free", {"project": "team"}),
        task("openai_rate_limit", "before", old),
        task(
            "openai_model_permissions",
            "allow",
            {"project": "team", "mode": "allow_list", "models": ["gpt-4o-mini", "gpt-4o"]},
        ),
        task(
            "openai_model_permissions",
            "turned",
            {"project": "team", "mode": "allow_list", "models": ["gpt-4o", "gpt-4o-mini"]},
        ),
        task("openai_rate_limit", "allowed", mini),
        task("openai_rate_limit", "not allowed", {**old, "max_requests_per_1_minute": 6}, ignore_errors=True),
        task("openai_model_permissions", "deny", {"project": "team", "mode": "deny_list", "model_ids": ["gpt-4o"]}),
        task("openai_model_permissions", "none", {"project": "team", "mode": "allow_list", "model_ids": []}),
        task("openai_model_permissions", "none again", {"project": "team", "mode": "allow_list", "model_ids": []}),
        task("openai_model_permissions", "free again", {"project": "team", "state": "absent"}),
        task("openai_rate_limit", "after", {**old, "max_requests_per_1_minute": 7}),
    ]
    played = player.run(tasks).succeed()
    flags = [True, False, True, True, False, True, False, True, True, False, True, True]
    assert changed(played) == flags
    assert played.result("free")["model_permissions"] == {}
    refuses(organization, played, "not allowed", "not_found", "gpt-4.1")
    body = writes(calls(organization.journal(), "deny"))[0]["body"]
    assert body == {"mode": "deny_list", "model_ids": ["gpt-4o"]}, "the whole is sent, and nothing else"


def test_tools_are_changed_one_by_one(organization: Organization, player: Player) -> None:
    """Only differences are sent; a tool that the organization forces on is refused without a retry, and the error names it."""
    tasks = [
        TEAM,
        task("openai_hosted_tool_permissions", "two", {"project": "team", "web_search": False, "mcp": True}),
        task("openai_hosted_tool_permissions", "one", {"project": "team", "mcp": False, "web_search": None}),
        task("openai_hosted_tool_permissions_info", "all", {"project": "team"}),
    ]
    played = player.run(tasks).succeed()
    assert changed(played) == [True, True, True, False]
    assert writes(calls(organization.journal(), "two"))[0]["body"] == {"web_search": {"enabled": False}}
    tools = played.result("all")["hosted_tool_permissions"]
    assert {name for name, tool in tools.items() if not tool["enabled"]} == {"web_search", "mcp"} and len(tools) == 5
    organization.control("options", {"forced_tools": ["image_generation"]})
    both = {"project": "team", "image_generation": False, "file_search": False}
    played = player.run([task("openai_hosted_tool_permissions", "forced", both)])
    refused = played.failure("forced", "api_error", "image_generation")
    assert refused["error"]["status"] == 409 and refused["error"]["param"] == "image_generation"
    assert len(writes(calls(organization.journal(), "forced"))) == 1, "a refusal was tried again"
    played = player.run(tasks[3:]).succeed()
    assert played.result("all")["hosted_tool_permissions"]["file_search"]["enabled"] is True


def test_tiers_are_a_set_or_all(organization: Organization, player: Player) -> None:
    """Order does not matter, "all" and an empty list are valid values, and an omitted option stays unchanged."""
    tiers = [["fast", "flex"], ["flex", "fast"], "all", ["all"], [], []]
    tasks = [TEAM, task("openai_service_tier_settings", "default", {"project": "team", "default": "scale"})]
    for index, value in enumerate(tiers):
        tasks.append(
            task("openai_service_tier_settings", f"tiers {index}", {"project": "team", "enabled_tiers": value})
        )
    played = player.run(tasks).succeed()
    assert changed(played) == [True, True, True, False, True, False, True, False]
    assert writes(calls(organization.journal(), "tiers 2"))[0]["body"] == {"enabled_tiers": "all"}
    assert played.result("tiers 5")["service_tier_settings"]["default"] == "scale"


def test_new_project_with_all_guardrails_is_foreseen(organization: Organization, player: Player) -> None:
    """In check mode a whole run reports its changes in a project that does not exist yet, and reads do not fail."""
    place = {"project": "new"}
    tasks = [
        task("openai_project", "project", {"name": "new"}),
        task("openai_spend_limit", "limit", {**place, "threshold_amount": 5}),
        task("openai_spend_alert", "alert", {**place, "threshold_amount": 4, "recipients": PEOPLE}),
        task("openai_model_permissions", "models", {**place, "mode": "deny_list", "model_ids": ["gpt-4"]}),
        task("openai_hosted_tool_permissions", "tools", {**place, "mcp": False}),
        task("openai_service_tier_settings", "tiers", {**place, "enabled_tiers": ["flex"]}),
        *(
            task(f"openai_{name}_info", f"{name} is read", place)
            for name in ("spend_limit", "spend_alert", "model_permissions", "hosted_tool_permissions")
        ),
    ]
    checked = player.run(tasks, "--check", "--diff").succeed()
    assert not writes(organization.journal())
    ran = player.run(tasks, "--diff").succeed()
    assert changed(checked) == changed(ran) == [True] * 6 + [False] * 4
    for name in ("limit", "alert", "models", "tools", "tiers"):
        assert checked.result(name)["diff"]["after"] == ran.result(name)["diff"]["after"]
    assert not any(changed(player.run(tasks).succeed()))


BAD: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "negative limit": ("spend_limit", {"threshold_amount": -5}, ("invalid_argument", "threshold_amount", "-5", "1")),
    "no limit at all": ("spend_limit", {"threshold_amount": 0}, ("invalid_argument", "threshold_amount", "0", "1")),
    "fractional limit": ("spend_limit", {"threshold_amount": 12.5}, ("", "threshold_amount", "int")),
    "limit in words": ("spend_limit", {"threshold_amount": "12.50"}, ("", "threshold_amount", "int")),
    "limit in euros": ("spend_limit", {"threshold_amount": 5, "currency": "EUR"}, ("", "currency", "USD", "EUR")),
    "limit by day": ("spend_limit", {"threshold_amount": 5, "interval": "day"}, ("", "interval", "month", "day")),
    "limit without amount": ("spend_limit", {}, ("", "threshold_amount")),
    "limit of an unknown project": (
        "spend_limit",
        {"project": "proj_nobody", "threshold_amount": 5},
        ("not_found", "project", "proj_nobody"),
    ),
    "negative alert": (
        "spend_alert",
        {"threshold_amount": -1, "recipients": PEOPLE},
        ("invalid_argument", "threshold_amount", "-1", "0"),
    ),
    "fractional alert": (
        "spend_alert",
        {"threshold_amount": "0.5", "recipients": PEOPLE},
        ("", "threshold_amount", "int"),
    ),
    "alert in euros": (
        "spend_alert",
        {"threshold_amount": 1, "recipients": PEOPLE, "currency": "EUR"},
        ("", "currency", "USD", "EUR"),
    ),
    "alert with an empty list": (
        "spend_alert",
        {"threshold_amount": 1, "recipients": []},
        ("invalid_argument", "recipients"),
    ),
    "alert to no address": (
        "spend_alert",
        {"threshold_amount": 1, "recipients": ["ada"]},
        ("invalid_argument", "ada"),
    ),
    "new alert without recipients": ("spend_alert", {"threshold_amount": 1}, ("invalid_argument", "recipients")),
    "alert without amount": ("spend_alert", {"recipients": PEOPLE}, ("", "threshold_amount")),
    "half a list": ("model_permissions", {"project": "team", "mode": "allow_list"}, ("", "model_ids")),
    "list of another kind": (
        "model_permissions",
        {"project": "team", "mode": "grey_list", "model_ids": []},
        ("", "mode", "allow_list", "grey_list"),
    ),
    "models of an unknown project": (
        "model_permissions",
        {"project": "proj_nobody", "mode": "allow_list", "model_ids": ["gpt-4o"]},
        ("not_found", "project", "proj_nobody"),
    ),
    "unknown tool": ("hosted_tool_permissions", {"project": "team", "computer": False}, ("", "computer")),
    "tools without a default": (
        "hosted_tool_permissions",
        {"project": "team", "state": "absent"},
        ("invalid_argument", "hosted tool"),
    ),
    "unknown tier": (
        "service_tier_settings",
        {"project": "team", "enabled_tiers": ["slow"]},
        ("", "enabled_tiers", "flex", "slow"),
    ),
    "all tiers and one": (
        "service_tier_settings",
        {"project": "team", "enabled_tiers": ["all", "flex"]},
        ("invalid_argument", "enabled_tiers", "all"),
    ),
    "unknown alert of a project": (
        "spend_alert",
        {"project": "team", "id": "alert_none", "state": "present", "subject_prefix": "x"},
        ("not_found", "alert_none"),
    ),
    "unknown alert": ("spend_alert", {"id": "alert_none", "recipients": PEOPLE}, ("not_found", "alert_none")),
}


def test_bad_input(organization: Organization, player: Player) -> None:
    """Each case fails with one line, in check mode and in a run, before anything is written."""
    tasks = [TEAM]
    for name, (module, args, _words) in BAD.items():
        tasks.append(task(f"openai_{module}", f"{name}, checked", args, check_mode=True, ignore_errors=True))
        tasks.append(task(f"openai_{module}", name, args, ignore_errors=True))
    played = player.run(tasks).succeed()
    for name, (_module, _args, error) in BAD.items():
        refuses(organization, played, f"{name}, checked", *error)
        refuses(organization, played, name, *error)
