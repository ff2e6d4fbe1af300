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

PLACES = pytest.mark.parametrize("place", [{}, {"project": "team"}], ids=["organization", "project"])
TEAM = task("openai_project", "team", {"name": "team"})
PEOPLE = ["ada@example.com", "grace@example.com"]


def changed(played: Played) -> list[bool]:
    """Which tasks changed something."""
    return [bool(record["result"].get("changed")) for record in played.records]


def refuses(organization: Organization, played: Played, step: str, *words: str) -> None:
    """A task ended in one clear line and wrote nothing."""
    assert played.ended(step) == "failed", played.output
    line = played.result(step)["msg"]
    assert "\n" not in line and all(word in line for word in words), line
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
    """Where writing an alert takes the limit away, the task says so, and the alert is not made twice for it."""
    alert = {**place, "threshold_amount": 40000, "recipients": PEOPLE}
    setup = [TEAM, task("openai_spend_limit", "limit", {**place, "threshold_amount": 50000})]
    if write == "update":
        setup.append(task("openai_spend_alert", "alert", alert))
    player.run(setup).succeed()
    organization.control("options", {"alerts_take_limits": True})
    if write == "update":
        alert["subject_prefix"] = "[x]"
    tasks = [
        task("openai_spend_alert", "check", alert, check_mode=True),
        task("openai_spend_alert", "lost", alert, ignore_errors=True),
        task("openai_spend_alert", "again", alert),
    ]
    played = player.run(tasks).succeed()
    lost = played.result("lost")
    assert played.ended("lost") == "failed" and lost["error"]["kind"] == "SideEffect"
    assert "50000 cents a month" in lost["msg"] and "is not set" in lost["msg"] and "openai_spend_limit" in lost["msg"]
    assert lost["error"]["done"] and "spend alert 40000" in lost["error"]["done"][0]
    assert played.result("again")["changed"] is False and len(organization.objects("spend_alert")) == 1


def test_lost_alerts_are_told(organization: Organization, player: Player) -> None:
    """Where writing the limit takes alerts away, a warning names them."""
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
    assert "at 100 cents" in str(played.result("limit")["warnings"])
    assert "could not be read" in str(played.result("unread")["warnings"])


def test_alerts_of_one_amount(organization: Organization, player: Player) -> None:
    """Two alerts of one amount are told apart by their ids only."""
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
    refuses(organization, played, "which", "2 spend alerts go by '0'", "alert_", "id")
    assert [alert["notification_channel"]["recipients"] for alert in organization.objects("spend_alert")] == [
        ["a@b.example"]
    ]


BAD: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "negative limit": ("spend_limit", {"threshold_amount": -5}, ("threshold_amount is -5", "at least 1")),
    "no limit at all": ("spend_limit", {"threshold_amount": 0}, ("threshold_amount is 0", "at least 1")),
    "fractional limit": ("spend_limit", {"threshold_amount": 12.5}, ("threshold_amount", "int")),
    "limit in words": ("spend_limit", {"threshold_amount": "12.50"}, ("threshold_amount", "int")),
    "limit in euros": ("spend_limit", {"threshold_amount": 5, "currency": "EUR"}, ("currency", "USD", "EUR")),
    "limit by day": ("spend_limit", {"threshold_amount": 5, "interval": "day"}, ("interval", "month", "day")),
    "limit without amount": ("spend_limit", {}, ("threshold_amount",)),
    "limit of nobody": (
        "spend_limit",
        {"project": "proj_nobody", "threshold_amount": 5},
        ("No project found", "proj_nobody"),
    ),
    "absent limit of nobody": ("spend_limit", {"project": "proj_nobody", "state": "absent"}, ("No project found",)),
    "negative alert": (
        "spend_alert",
        {"threshold_amount": -1, "recipients": PEOPLE},
        ("threshold_amount is -1", "at least 0"),
    ),
    "fractional alert": ("spend_alert", {"threshold_amount": "0.5", "recipients": PEOPLE}, ("threshold_amount", "int")),
    "alert in euros": (
        "spend_alert",
        {"threshold_amount": 1, "recipients": PEOPLE, "currency": "EUR"},
        ("currency", "USD", "EUR"),
    ),
    "alert to nobody": ("spend_alert", {"threshold_amount": 1, "recipients": []}, ("recipients is empty",)),
    "alert to no address": (
        "spend_alert",
        {"threshold_amount": 1, "recipients": ["ada"]},
        ("'ada'", "no e-mail address"),
    ),
    "new alert without recipients": ("spend_alert", {"threshold_amount": 1}, ("recipients is needed",)),
    "alert without amount": ("spend_alert", {"recipients": PEOPLE}, ("threshold_amount",)),
    "alert that is gone": ("spend_alert", {"id": "alert_none", "recipients": PEOPLE}, ("no spend alert has the id",)),
}


@pytest.mark.parametrize("way", ["in_process", "module"])
def test_bad_input(way: str, organization: Organization, player: Player) -> None:
    """One clear line each, in a check and in a run, before anything is written."""
    player.in_process = way == "in_process"
    tasks = [TEAM]
    for name, (module, args, _words) in BAD.items():
        tasks.append(task(f"openai_{module}", f"{name}, checked", args, check_mode=True, ignore_errors=True))
        tasks.append(task(f"openai_{module}", name, args, ignore_errors=True))
    played = player.run(tasks).succeed()
    for name, (_module, _args, words) in BAD.items():
        refuses(organization, played, f"{name}, checked", *words)
        refuses(organization, played, name, *words)
