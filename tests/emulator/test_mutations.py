# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regardless of the request: no status 5xx, every error has the API's shape, and every list can be read afterwards."""

from __future__ import annotations

import json
import random
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_emulator.cli import build_application
from openai_emulator.request_reading import load_json
from openai_emulator.routes import load_router
from openai_emulator.routing import KeyClass
from openai_emulator.server import Server

from . import contract
from .bounds import bounded
from .requests_at_random import Request, request_for, send

ROUTES = load_router().routes
World = tuple[t.Any, Server, dict[str, str], dict[KeyClass, str]]


@pytest.fixture(scope="module")
def world() -> t.Iterator[World]:
    """An emulator within this process, ids of its objects, and its keys."""
    application, server = build_application()
    org = server.default
    keys = {KeyClass.ADMIN: org.admin_key, KeyClass.PROJECT: org.api_key}
    known = {"project_id": org.project_id, "user_id": org.owner["id"], "model": "gpt-4.1"}
    for path, body, name in (
        ("/organization/groups", {"name": "a"}, "group_id"),
        ("/organization/roles", {"role_name": "a", "permissions": ["api.audit_logs.read"]}, "role_id"),
        (f"/organization/projects/{org.project_id}/service_accounts", {"name": "a"}, "service_account_id"),
        (
            "/chat/completions",
            {"model": "gpt-4.1", "messages": [{"role": "user", "content": "a"}], "store": True},
            "completion_id",
        ),
        ("/responses", {"model": "gpt-4.1", "input": "a"}, "response_id"),
        ("/uploads", {"bytes": 5, "filename": "a.txt", "mime_type": "text/plain", "purpose": "user_data"}, "upload_id"),
    ):
        key = keys[KeyClass.ADMIN if path.startswith("/organization") else KeyClass.PROJECT]
        headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
        status, _unused, answer = send(
            application, Request("POST", f"/v1{path}", "", json.dumps(body).encode(), headers)
        )
        assert status == 200, answer
        known[name] = json.loads(answer)["id"]
    # What a request deletes must not end the others; rate limits would refuse most of them.
    server.default.options["rate_limits"] = False
    yield application, server, known, keys
    server.close()


@bounded(2)
@given(seed=st.integers(0, 2**32))
def test_no_request_breaks_the_emulator(world: World, seed: int) -> None:
    application, server, known, keys = world
    choose = random.Random(seed)
    for route in ROUTES:
        if route.template.endswith("/archive") or (
            route.method == "DELETE" and route.template.startswith("/organization")
        ):
            continue
        request = request_for(choose, route, known, keys)
        status, headers, answer = send(application, request)
        assert status < 500, request
        if status >= 400:
            assert contract.check_error(json.loads(answer)) == [], (request, answer)
        elif headers["content-type"] == "application/json":
            load_json(answer)
    server.journal.clear(None)


def test_every_list_is_readable_afterwards(world: World) -> None:
    application, _unused, known, keys = world
    for route in ROUTES:
        if route.method == "GET" and "limit" in route.shape.query.names and "start_time" not in route.shape.query.names:
            path = route.template.format(
                **{name[1:-1]: known.get(name[1:-1], "none") for name in route.segments if name[0] == "{"}
            )
            headers = {"authorization": f"Bearer {keys[route.key]}"}
            status, _headers, answer = send(application, Request("GET", f"/v1{path}", headers=headers))
            assert status in (200, 404), (path, answer)
