# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Spend limits and alerts, model and tool permissions, service tiers: every operation, and what it refuses."""

from __future__ import annotations

import functools
import typing as t

import openai
import pytest

from .conftest import Organization, refused


@pytest.fixture(params=["organization", "project"])
def place(request: pytest.FixtureRequest, client: openai.OpenAI) -> tuple[t.Any, dict[str, str]]:
    """The resource that has limits and alerts, and the arguments that lead to one parent."""
    if request.param == "organization":
        return client.admin.organization, {}
    return client.admin.organization.projects, {"project_id": client.admin.organization.projects.create(name="team").id}


def test_spend_limit(place: tuple[t.Any, dict[str, str]]) -> None:
    admin, parent = place
    limits = admin.spend_limit
    assert refused(lambda: limits.retrieve(**parent)).status_code == 404
    assert refused(lambda: limits.delete(**parent)).status_code == 404
    made = limits.update(**parent, threshold_amount=5000, currency="USD", interval="month")
    assert (made.threshold_amount, made.enforcement.status) == (5000, "inactive")
    assert limits.update(**parent, threshold_amount=1, currency="USD", interval="month").threshold_amount == 1
    assert limits.retrieve(**parent).threshold_amount == 1
    for wrong in ({"threshold_amount": 0}, {"threshold_amount": 1.5}, {"currency": "EUR"}, {"interval": "day"}):
        whole = {"threshold_amount": 5, "currency": "USD", "interval": "month", **wrong}
        assert refused(functools.partial(limits.update, **parent, **whole)).param == next(iter(wrong))
    assert limits.delete(**parent).deleted
    assert refused(lambda: limits.retrieve(**parent)).status_code == 404


def alert(amount: int, *recipients: str, **channel: t.Any) -> dict[str, t.Any]:
    """The body of an alert."""
    notify = {"type": "email", "recipients": list(recipients), **channel}
    return {"threshold_amount": amount, "currency": "USD", "interval": "month", "notification_channel": notify}


def test_spend_alerts(place: tuple[t.Any, dict[str, str]], org: Organization) -> None:
    admin, parent = place
    alerts = admin.spend_alerts
    org.control("page_size", {"max": 2})
    made = [alerts.create(**parent, **alert(amount, "ada@example.com")) for amount in (0, 100, 100)]
    assert made[0].notification_channel.subject_prefix is None and made[1].id != made[2].id
    assert [each.id for each in alerts.list(**parent)] == [each.id for each in made]
    assert [each.id for each in alerts.list(**parent, order="desc")] == [each.id for each in reversed(made)]
    assert alerts.retrieve(made[1].id, **parent) == made[1]
    changed = alerts.update(made[1].id, **parent, **alert(7, "grace@example.com", subject_prefix="[x]"))
    assert (changed.id, changed.threshold_amount, changed.notification_channel.subject_prefix) == (made[1].id, 7, "[x]")
    for body, param in (
        (alert(-1, "ada@example.com"), "threshold_amount"),
        (alert(1), "notification_channel.recipients"),
        (alert(1, "ada"), "notification_channel.recipients[0]"),
        ({**alert(1, "ada@example.com"), "currency": "usd"}, "currency"),
    ):
        assert refused(functools.partial(alerts.create, **parent, **body)).param == param
    assert alerts.delete(made[0].id, **parent).deleted
    assert refused(lambda: alerts.retrieve(made[0].id, **parent)).status_code == 404


def test_alerts_take_limits_when_told(place: tuple[t.Any, dict[str, str]], org: Organization) -> None:
    admin, parent = place
    admin.spend_limit.update(**parent, threshold_amount=5, currency="USD", interval="month")
    admin.spend_alerts.create(**parent, **alert(1, "ada@example.com"))
    assert admin.spend_limit.retrieve(**parent).threshold_amount == 5
    org.control("options", {"alerts_take_limits": True})
    admin.spend_alerts.create(**parent, **alert(2, "ada@example.com"))
    assert refused(lambda: admin.spend_limit.retrieve(**parent)).status_code == 404
