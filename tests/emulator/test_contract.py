# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator against descriptions that others wrote, and the checker against exchanges that are wrong."""

from __future__ import annotations

import copy
import typing as t

import openai
import package_types
import pytest

from . import contract
from .conftest import Emulator, Organization


def served(emulator: Emulator) -> list[dict[str, str]]:
    operations: list[dict[str, str]] = emulator.control("")["operations"]
    return operations


def test_every_route_is_the_packages(emulator: Emulator) -> None:
    classes = {"project": "bearer_auth", "admin": "admin_api_key_auth"}
    for route in served(emulator):
        if (route["method"], route["template"]) in contract.newer_operations():
            continue
        found = package_types.operation(route["method"], route["template"])
        assert found is not None, f"the official package has no {route['method']} {route['template']}"
        assert found.key_classes == {classes[route["key"]]}, route


def test_every_operation_is_named_as_described(emulator: Emulator) -> None:
    api = contract._openapi()
    if api is None:
        pytest.skip("the published description is not available")
    for route in served(emulator):
        described = api[2].get((route["method"], package_types.normal(route["template"])))
        if described is not None:
            assert route["operation_id"] == described["operationId"]


def test_the_package_is_read(emulator: Emulator) -> None:
    assert len(package_types.routes()) > 350
    for method, template in list(package_types.routes())[::12]:
        assert package_types.operation(method, template) is not None


@pytest.fixture
def good(client: openai.OpenAI, org: Organization) -> dict[str, t.Any]:
    """A journalled exchange without a fault."""
    client.chat.completions.create(
        model="gpt-4.1",
        messages=[{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
        tools=[{"type": "function", "function": {"name": "f"}}],
    )
    return org.journal()[-1]


def test_a_good_exchange_passes(good: dict[str, t.Any]) -> None:
    assert contract.check_exchange(good) == []


def change(path: str, value: t.Any) -> t.Callable[[dict[str, t.Any]], None]:
    def apply(entry: dict[str, t.Any]) -> None:
        *parts, last = path.split(".")
        target: t.Any = entry
        for part in parts:
            target = target[int(part) if part.isdigit() else part]
        if value is ...:
            del target[last]
        else:
            target[last] = value

    return apply


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("body.color", "red"),
        ("body.messages.0.color", "red"),
        ("body.messages.0.content.0.color", "red"),
        ("body.messages.0.role", "wizard"),
        ("body.tools.0.function.color", "red"),
        ("body.temperature", "0"),
        ("body.model", ...),
        ("query", "limit=1"),
        ("response.id", ...),
        ("response.choices.0.finish_reason", "bored"),
        ("response.created", "now"),
        ("response.choices.0.message.role", "user"),
        ("template", "/chat/completions/all"),
    ],
)
def test_a_bad_exchange_is_told(good: dict[str, t.Any], path: str, value: t.Any) -> None:
    entry = copy.deepcopy(good)
    change(path, value)(entry)
    assert contract.check_exchange(entry) != []


def test_errors_have_a_shape(good: dict[str, t.Any]) -> None:
    entry = {**good, "status": 500, "response": {"detail": "x"}}
    assert contract.check_exchange(entry) != []


def test_refused_requests_are_checked_on_demand(good: dict[str, t.Any]) -> None:
    error = {"error": {"message": "m", "type": "t", "param": None, "code": None}}
    entry = {**good, "status": 400, "response": error, "body": {"color": "red"}}
    assert contract.check_exchange(entry) == []
    assert contract.check_exchange(entry, refused_too=True) != []


def test_queries_and_forms(client: openai.OpenAI, org: Organization) -> None:
    client.files.create(
        file=("a.txt", b"a"), purpose="user_data", expires_after={"anchor": "created_at", "seconds": 3600}
    )
    client.files.list(limit=5, order="asc")
    form, query = org.journal()[-2:]
    assert contract.check_exchange(form) == contract.check_exchange(query) == []
    assert contract.check_exchange({**query, "query": "limit=five"}) != []
    assert contract.check_exchange({**query, "query": "offset=5"}) != []
    assert contract.check_exchange({**form, "body": [*form["body"], {"name": "x", "value": "y"}]}) != []
    assert contract.check_exchange({**form, "body": form["body"][1:]}) != []
