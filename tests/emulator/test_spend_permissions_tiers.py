# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Spend limits and alerts, model and tool permissions, service tiers: all operations and their errors."""

from __future__ import annotations

import functools
import typing as t

import openai
import pytest

from .conftest import Organization, refused


@pytest.fixture(params=["organization", "project"])
def place(request: pytest.FixtureRequest, client: openai.OpenAI) -> tuple[t.Any, dict[str, str]]:
    """Return the resource with limits and alerts, and the arguments that select its parent."""
    if request.param == "organization":
        return client.admin.organization, {}
    return client.admin.organization.projects, {"project_id": client.admin.organization.projects.create(name="team").id}


def test_spend_limit(place: tuple[t.Any, dict[str, str]]) -> None:
    admin, parent = place
    limits = admin.spend_limit
    assert refused(functools.partial(limits.retrieve, **parent)).status_code == 404
    assert refused(functools.partial(limits.delete, **parent)).status_code == 404
    made = limits.update(**parent, threshold_amount=5000, currency="USD", interval="month")
    assert (made.threshold_amount, made.enforcement.status) == (5000, "inactive")
    assert limits.update(**parent, threshold_amount=1, currency="USD", interval="month").threshold_amount == 1
    assert limits.retrieve(**parent).threshold_amount == 1
    for wrong in ({"threshold_amount": 0}, {"threshold_amount": 1.5}, {"currency": "EUR"}, {"interval": "day"}):
        whole = {"threshold_amount": 5, "currency": "USD", "interval": "month", **wrong}
        assert refused(functools.partial(limits.update, **parent, **whole)).param == next(iter(wrong))
    assert limits.delete(**parent).deleted
    assert refused(functools.partial(limits.retrieve, **parent)).status_code == 404


def alert(amount: int, *recipients: str, **channel: t.Any) -> dict[str, t.Any]:
    """Return the body of an alert."""
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


def test_option_alert_deletes_limit(place: tuple[t.Any, dict[str, str]], org: Organization) -> None:
    admin, parent = place
    admin.spend_limit.update(**parent, threshold_amount=5, currency="USD", interval="month")
    admin.spend_alerts.create(**parent, **alert(1, "ada@example.com"))
    assert admin.spend_limit.retrieve(**parent).threshold_amount == 5
    org.control("options", {"alert_deletes_limit": True})
    admin.spend_alerts.create(**parent, **alert(2, "ada@example.com"))
    assert refused(functools.partial(admin.spend_limit.retrieve, **parent)).status_code == 404


def test_model_permissions(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization.projects
    permissions = admin.model_permissions
    project = org.project_id
    assert refused(lambda: permissions.retrieve(project)).status_code == 404
    assert refused(lambda: permissions.delete(project)).status_code == 404
    made = permissions.update(project, mode="allow_list", model_ids=["gpt-4o-mini", "gpt-4o", "gpt-4o"])
    assert (made.mode, made.api_model_ids) == ("allow_list", ["gpt-4o", "gpt-4o-mini"])
    assert permissions.retrieve(project) == made
    assert {model.id for model in client.models.list()} == {"gpt-4o", "gpt-4o-mini"}
    assert {row.model for row in admin.rate_limits.list_rate_limits(project)} == {"gpt-4o", "gpt-4o-mini"}
    hello: t.Any = [{"role": "user", "content": "Say hello"}]
    assert refused(lambda: client.chat.completions.create(model="gpt-4.1", messages=hello)).code == "model_not_found"
    permissions.update(project, mode="deny_list", model_ids=["gpt-4o"])
    assert refused(lambda: client.chat.completions.create(model="gpt-4o", messages=hello)).status_code == 404
    client.chat.completions.create(model="gpt-4.1", messages=hello)
    wrong: t.Any = "some"
    assert refused(lambda: permissions.update(project, mode=wrong, model_ids=[])).param == "mode"
    assert refused(lambda: permissions.update(project, mode="deny_list", model_ids=[""])).param == "model_ids[0]"
    assert permissions.delete(project).deleted
    assert "gpt-4o" in {model.id for model in client.models.list()}


def test_hosted_tool_permissions(client: openai.OpenAI, org: Organization) -> None:
    tools = client.admin.organization.projects.hosted_tool_permissions
    project = client.admin.organization.projects.create(name="team").id
    assert tools.retrieve(project).web_search.enabled
    changed = tools.update(project, web_search={"enabled": False}, mcp=None)
    assert (changed.web_search.enabled, changed.mcp.enabled) == (False, True)
    assert tools.retrieve(project) == changed
    org.control("options", {"forced_tools": ["web_search", "mcp"]})
    assert tools.retrieve(project).web_search.enabled
    error = refused(lambda: tools.update(project, mcp={"enabled": False}, file_search={"enabled": False}))
    assert (error.status_code, error.param) == (409, "mcp")
    assert tools.retrieve(project).file_search.enabled, "a rejected change was partly made"
    wrong: t.Any = {"enabled": "no"}
    assert refused(lambda: tools.update(project, mcp=wrong)).param == "mcp.enabled"
    assert refused(lambda: tools.retrieve("proj_none")).status_code == 404


def test_service_tier_settings(client: openai.OpenAI) -> None:
    settings = client.admin.organization.projects.service_tier_settings
    project = client.admin.organization.projects.create(name="team").id
    first = settings.retrieve(project)
    assert (first.default, first.enabled_tiers) == ("standard", "all")
    changed = settings.update(project, enabled_tiers=["fast", "flex"])
    assert (changed.default, changed.enabled_tiers) == ("standard", ["flex", "fast"])
    assert settings.update(project, default="fast").enabled_tiers == ["flex", "fast"]
    assert settings.retrieve(project).default == "fast"
    assert refused(lambda: settings.update(project, enabled_tiers=[])).param == "default"
    assert settings.update(project, default="standard", enabled_tiers=[]).enabled_tiers == []
    wrong: t.Any = "flex"
    assert refused(lambda: settings.update(project, enabled_tiers=wrong)).param == "enabled_tiers"
    assert refused(lambda: settings.update(project, default=wrong)).param == "default"


def test_archived_project_keeps_its_settings(client: openai.OpenAI) -> None:
    admin = client.admin.organization.projects
    project = admin.create(name="old").id
    admin.archive(project)
    for call in (
        lambda: admin.spend_limit.update(project, threshold_amount=1, currency="USD", interval="month"),
        lambda: admin.model_permissions.update(project, mode="deny_list", model_ids=[]),
        lambda: admin.hosted_tool_permissions.update(project, mcp={"enabled": False}),
        lambda: admin.service_tier_settings.update(project, default="standard"),
    ):
        assert refused(call).code == "project_archived"
