# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module ``openai_api``, which sends any operation of the API."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.api import API

from .server import Reply, Server
from .task import ADMIN_KEY, API_KEY, Clock, run_task


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/models", "/v1/models"), ("models", "/v1/models"), ("/v1/models", "/v1/models"), ("//models", "/v1/models")],
)
def test_spellings_of_the_path(server: Server, path: str, sent: str) -> None:
    server.tell(Reply(body={"ok": True}))
    result = run_task(API, server, {"path": path})
    assert result["body"] == {"ok": True} and not result["changed"]
    assert server.seen[0].path == sent


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.example/v1/models",
        "/models?limit=1",
        "/models#x",
        "/../admin",
        "/models/./x",
        "/models/%2e%2e/%2e%2e/admin",
        "/models/%2E%2E/x",
    ],
)
def test_a_path_outside_the_api_is_rejected(server: Server, path: str) -> None:
    result = run_task(API, server, {"path": path})
    assert result.get("failed") and "path" in result["msg"]
    assert not server.seen


@pytest.mark.parametrize(
    ("args", "key"),
    [
        ({"path": "/models"}, API_KEY),
        ({"path": "/organization/users"}, ADMIN_KEY),
        ({"path": "/v1/organization/users"}, ADMIN_KEY),
        ({"path": "/models", "key": "admin"}, ADMIN_KEY),
        ({"path": "/organization/users", "key": "project"}, API_KEY),
    ],
)
def test_the_key_is_chosen_by_the_path(server: Server, args: dict[str, t.Any], key: str) -> None:
    server.tell(Reply(body={}))
    run_task(API, server, args)
    assert server.seen[0].headers["authorization"] == f"Bearer {key}"


@pytest.mark.parametrize(
    ("method", "reads", "changed"), [("POST", None, True), ("DELETE", None, True), ("POST", True, False)]
)
def test_check_mode_sends_no_write(
    server: Server, clock: Clock, method: str, reads: bool | None, changed: bool
) -> None:
    args = {"path": "/widgets/x", "method": method, "reads": reads}
    if not changed:
        server.tell(Reply(body={}))
    assert run_task(API, server, args, check=True)["changed"] is changed
    assert bool(server.seen) is not changed
    server.tell(Reply(body={}))
    assert run_task(API, server, args)["changed"] is changed


def test_a_create_without_response_is_not_repeated_and_is_named(server: Server, clock: Clock) -> None:
    server.tell(Reply(cut="before"))
    result = run_task(API, server, {"path": "/widgets", "method": "POST", "body": {"a": 1}})
    assert result["failed"] and len(server.seen) == 1
    assert "POST /widgets" in result["msg"]


def test_placeholders(server: Server) -> None:
    server.tell(Reply(body={}))
    run_task(API, server, {"path": "/files/{file_id}", "path_params": {"file_id": "a/b"}})
    assert server.seen[0].path == "/v1/files/a%2Fb"
    assert "file_id" in run_task(API, server, {"path": "/files/{file_id}"})["msg"]
