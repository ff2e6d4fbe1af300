# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of models: bad input, spent quota, hidden credentials and lost responses."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, writes

from .answers import MAY_FAIL, SCHEMA, asked, chat, response

# Requests and stored answers do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

PART = {"type": "input_image", "path": "broken.png"}
BAD: dict[str, tuple[dict[str, t.Any], tuple[str, ...]]] = {
    "file that is not an image": (
        {"input": [{"role": "user", "content": [PART]}]},
        ("invalid_argument", "broken.png", "PNG", "JPEG"),
    ),
    "image that is not there": (
        {"input": [{"role": "user", "content": [{**PART, "path": "none.png"}]}]},
        ("invalid_argument", "input[0].content[0].path", "none.png"),
    ),
    "empty file": (
        {"input": [{"role": "user", "content": [{"type": "input_file", "path": "empty.txt"}]}]},
        ("invalid_argument", "empty.txt"),
    ),
    "path where none goes": (
        {"input": [{"role": "user", "content": [{"type": "input_text", "path": "empty.txt"}]}]},
        ("invalid_argument", "path", "input_image"),
    ),
    "schema of an unknown type": (
        {"input": "x", "schema": {"type": "record"}},
        ("invalid_argument", "schema.type", "record", "object"),
    ),
    "schema of no object": ({"input": "x", "schema": {"type": "array"}}, ("invalid_argument", "schema.type", "array")),
    "deep in a schema": (
        {"input": "x", "schema": {"type": "object", "properties": {"a": "text"}}},
        ("invalid_argument", "schema.properties.a"),
    ),
    "two formats": (
        {"input": "x", "schema": SCHEMA, "text": {"format": {"type": "text"}}},
        ("invalid_argument", "schema", "text.format"),
    ),
    "nothing asked": ({}, ("invalid_argument", "input")),
    "two pasts": (
        {"input": "x", "previous_response_id": "resp_1", "conversation": "conv_1"},
        ("invalid_argument", "previous_response_id", "conversation"),
    ),
    "unstored background": ({"input": "x", "background": True, "store": False}, ("invalid_argument", "background")),
}
TOLD: dict[str, tuple[dict[str, t.Any], tuple[str, ...]]] = {
    "unknown model": ({"model": "gpt-none", "input": "x"}, ("api_error", "gpt-none", "HTTP 404", "openai_model_info")),
    "too long": (
        {"model": "gpt-4-0613", "input": "word " * 9000},
        ("api_error", "exceeds the context window", "context_length_exceeded", "param input"),
    ),
    "unknown past": ({"input": "x", "previous_response_id": "resp_none"}, ("api_error", "resp_none", "not found")),
}


def test_bad_input(organization: Organization, player: Player) -> None:
    """Each case fails with one line; an error that needs no server sends no request, and no file is left behind."""
    (player.folder / "broken.png").write_text("no image")
    (player.folder / "empty.txt").write_text("")
    before = sorted(path.name for path in player.folder.iterdir())
    tasks = [
        response(name, {**args, "dest": "answer.txt"}, **MAY_FAIL) for name, (args, _unused) in {**BAD, **TOLD}.items()
    ]
    played = player.run(tasks).succeed()
    for name, (_unused, error) in {**BAD, **TOLD}.items():
        assert played.failure(name, *error)["changed"] is False
        assert bool(calls(organization.journal(), name)) == (name in TOLD)
    left = {path.name for path in player.folder.iterdir()} - set(before)
    assert left <= {"home", "play.yml", "record.jsonl"}


def test_out_of_money(organization: Organization, player: Player) -> None:
    """An exhausted quota is reported with its error code after one request, without a retry."""
    organization.control("options", {"quota": "exhausted"})
    tasks = [
        response("response", {"input": "x", "dest": "a.txt"}, **MAY_FAIL),
        chat("chat", {"store": True, "dest": "b.txt"}, **MAY_FAIL),
    ]
    played = player.run(tasks).succeed()
    for name in ("response", "chat"):
        played.failure(name, "api_error", "insufficient_quota")
        assert len(asked(organization, name)) == 1
    assert not list(player.folder.glob("*.txt"))


def test_credentials_of_servers_are_never_shown(organization: Organization, player: Player) -> None:
    """Neither the result nor the output contains them at any verbosity; the request does."""
    tool = {
        "type": "mcp",
        "server_label": "docs",
        "server_url": "https://mcp.example.com",
        "authorization": "canary-0123456789",
        "headers": {"X-Token": "canary-9876543210"},
    }
    played = player.run([response("ask", {"input": "Say hi", "tools": [tool], "dest": "a.txt"})], "-vvv").succeed()
    (sent,) = [entry["body"] for entry in writes(calls(organization.journal(), "ask"))]
    assert sent["tools"][0]["authorization"] == "canary-0123456789"
    assert "canary" not in played.output + json.dumps(played.records)
    assert "canary" not in "".join(path.read_text() for path in player.folder.glob("a.txt*"))


def test_answers_that_are_lost(organization: Organization, player: Player) -> None:
    """A plain request is sent again; one that could create an object twice fails instead."""
    organization.fault("cut_after", path="/responses")
    played = player.run([response("plain", {"input": "Say hi", "dest": "a.txt"})]).succeed()
    assert played.result("plain")["text"] == "hi" and len(asked(organization, "plain")) == 2
    organization.fault("cut_after", path="/responses")
    args = {"input": "Say hi", "background": True, "dest": "b.txt"}
    played = player.run([response("background", args, **MAY_FAIL)]).succeed()
    assert played.ended("background") == "failed" and len(asked(organization, "background")) == 1
    assert not (player.folder / "b.txt").exists()
