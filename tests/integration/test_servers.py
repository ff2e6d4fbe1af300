# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compatible servers: the emulator with its server profiles."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task

# What happens on the wire does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

WAYS = pytest.mark.parametrize("way", ["in_process", "module"])
HELLO = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Say hello."}]}


def root(organization: Organization, dressing: str) -> str:
    """Return the root of the API of a server profile."""
    path = {"azure": "azure/openai/v1"}.get(dressing, f"{dressing}/v1")
    return organization.server.base_url.removesuffix("v1") + path


def guest(folder: Path, organization: Organization, dressing: str, way: str = "in_process", key: bool = True) -> Player:
    """A player whose environment names the dressed server, and its key where it has one."""
    environment = {"OPENAI_BASE_URL": root(organization, dressing)}
    if key:
        environment |= {"OPENAI_API_KEY": organization.api_key, "OPENAI_ADMIN_KEY": organization.admin_key}
    return Player(folder, None, way == "in_process", environment)


def azure(**arguments: t.Any) -> dict[str, t.Any]:
    """Return the arguments of a task with those that Azure requires."""
    return {"auth_header": "api-key", "extra_query": {"api-version": "preview"}, **arguments}


def test_azure(organization: Organization, tmp_path: Path) -> None:
    """With its header and its query everything works as at OpenAI: questions, lists, files, lists of files."""
    (tmp_path / "note.txt").write_text("a note\n")
    tasks = [
        task("openai_chat_completion", "ask", azure(**HELLO, dest="hello.txt")),
        task("openai_response", "respond", azure(model="gpt-4o-mini", input="Say hello.")),
        task("openai_file", "upload", azure(src="note.txt", purpose="user_data")),
        task("openai_file", "again", azure(src="note.txt", purpose="user_data")),
        task("openai_file_info", "files", azure()),
        task("openai_model_info", "models", azure()),
    ]
    played = guest(tmp_path, organization, "azure").run(tasks).succeed()
    assert "hello" in (tmp_path / "hello.txt").read_text().lower() and played.result("respond")["text"]
    assert played.result("upload")["changed"] and not played.result("again")["changed"]
    assert len(played.result("files")["files"]) == 1 and played.result("models")["models"]
    sent = organization.journal()
    assert sent and all("api-key" not in entry["headers"] or "sk-" not in entry["headers"]["api-key"] for entry in sent)


@pytest.mark.parametrize(
    ("module", "arguments", "words"),
    [
        ("openai_chat_completion", {**HELLO, "extra_query": {"api-version": "preview"}}, ("401", "Access denied")),
        ("openai_chat_completion", {**HELLO, "auth_header": "api-key"}, ("400", "api-version is missing")),
        ("openai_project_info", azure(), ("GET /organization/projects",)),
        ("openai_project", azure(name="team"), ("GET /organization/projects",)),
    ],
)
def test_what_azure_refuses(
    module: str, arguments: dict[str, t.Any], words: tuple[str, ...], organization: Organization, tmp_path: Path
) -> None:
    """The message of the server is reported, and a missing operation is not an absent object."""
    failed = guest(tmp_path, organization, "azure").run([task(module, "try", arguments)])
    assert failed.code == 2 and all(word in failed.result("try")["msg"] for word in words), failed.result("try")["msg"]


@WAYS
def test_server_without_a_key(way: str, organization: Organization, tmp_path: Path) -> None:
    """No key is asked for where the server is not OpenAI's; none is sent."""
    tasks = [
        task("openai_chat_completion", "ask", {**HELLO, "dest": "hello.txt"}),
        task("openai_model_info", "models", {"id": "gpt-4o-mini"}),
        {
            "name": "lookup",
            "ansible.builtin.debug": {"msg": "{{ lookup('fjcorp.openai.chat', 'Say hello.', model='gpt-4o-mini') }}"},
        },
    ]
    played = guest(tmp_path, organization, "keyless", way, key=False).run(tasks).succeed()
    assert "hello" in (tmp_path / "hello.txt").read_text().lower()
    assert played.result("models")["models"] and "hello" in played.result("lookup")["msg"].lower()


def test_server_of_models_alone(organization: Organization, tmp_path: Path) -> None:
    """Its operations work; a missing one fails with one line that names it, also in check mode and for absence."""
    (tmp_path / "note.txt").write_text("a note\n")
    upload = {"src": "note.txt", "purpose": "user_data"}
    lacking = [
        task("openai_file", "upload", upload, ignore_errors=True),
        task("openai_file", "remove", {**upload, "state": "absent"}, ignore_errors=True),
        task("openai_fine_tuning_job_info", "jobs", {}, ignore_errors=True),
        task("openai_file", "check", upload, ignore_errors=True, check_mode=True),
        task("openai_chat_completion", "ask", HELLO),
    ]
    played = guest(tmp_path, organization, "inference", key=False).run(lacking).succeed()
    for name, path in {"upload": "files", "remove": "files", "jobs": "fine_tuning/jobs", "check": "files"}.items():
        played.failure(name, "api_error", f"GET /{path}")
    assert played.result("ask")["text"]


def test_gateway(organization: Organization, tmp_path: Path) -> None:
    """Fields it adds do not disturb; a number for an error code is a code; plain text is read, and tried again."""
    organization.fault("status", path="/chat/completions", times=2, status=503)
    tasks = [
        task("openai_chat_completion", "ask", {**HELLO, "dest": "hello.txt", "extra_body": {"seed": 7}}),
        task("openai_chat_completion", "again", {**HELLO, "dest": "hello.txt", "extra_body": {"seed": 7}}),
        task("openai_chat_completion", "unknown", {**HELLO, "model": "no-such"}, ignore_errors=True),
        task("openai_model_info", "none", {"id": "no-such"}),
        task("openai_file", "file", {"content": "a note", "filename": "note.txt", "purpose": "user_data"}),
        task("openai_file", "found", {"content": "a note", "filename": "note.txt", "purpose": "user_data"}),
    ]
    played = guest(tmp_path, organization, "gateway").run(tasks).succeed()
    assert played.result("ask")["changed"] and not played.result("again")["changed"]
    assert calls(organization.journal(), "ask")[-1]["body"]["seed"] == 7
    error = played.result("unknown")["error"]
    assert error["status"] == 404 and error["code"] == "404" and "no-such" in error["message"]
    assert played.result("none")["models"] == []
    assert played.result("file")["changed"] and not played.result("found")["changed"]


def test_gateway_that_stays_down(organization: Organization, tmp_path: Path) -> None:
    """Its plain text is in the message."""
    organization.fault("status", path="/chat/completions", times=50, status=502)
    tasks = [task("openai_chat_completion", "ask", {**HELLO, "retry_timeout": 1})]
    failed = guest(tmp_path, organization, "gateway").run(tasks)
    assert failed.code == 2 and "upstream is not available" in failed.result("ask")["msg"]
    assert failed.result("ask")["error"]["status"] == 502
