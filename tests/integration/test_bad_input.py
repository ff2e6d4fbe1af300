# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input: one clear line that names the remedy, and nothing written."""

from __future__ import annotations

import http.server
import json
import threading
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

# What is refused does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

WAYS = pytest.mark.parametrize("way", ["in_process", "module"])

BAD_LINES = (
    '{"messages": [{"role": "bot", "content": "x"}]}\n'
    "not json\n"
    '{"messages": [{"role": "user", "content": "alone"}]}\n'
    '{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}\n'
)

# For each case the module, its arguments, the code of the error, and what the message names.
CASES: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "project key for an admin module": (
        "openai_project",
        {"name": "x", "admin_key": "sk-proj-0123456789"},
        ("invalid_argument", "admin_key", "OPENAI_ADMIN_KEY"),
    ),
    "admin key for a project module": (
        "openai_model_info",
        {"api_key": "sk-admin-0123456789"},
        ("invalid_argument", "api_key", "OPENAI_API_KEY"),
    ),
    "unknown model": (
        "openai_chat_completion",
        {"model": "gpt-none", "messages": [{"role": "user", "content": "x"}], "store": True},
        ("api_error", "gpt-none", "openai_model_info"),
    ),
    "unknown base model": (
        "openai_fine_tuning_job",
        {"model": "gpt-none", "training_file": "good.jsonl"},
        ("api_error", "gpt-none"),
    ),
    "ambiguous name": ("openai_project", {"name": "twin"}, ("ambiguous", "2", "twin", "proj_", "id")),
    "ambiguous reference": (
        "openai_rate_limit",
        {"project": "twin", "model": "gpt-4o", "max_requests_per_1_minute": 1},
        ("ambiguous", "2", "twin", "proj_"),
    ),
    "archived reference": (
        "openai_rate_limit",
        {"project": "gone", "model": "gpt-4o", "max_requests_per_1_minute": 1},
        ("not_found", "project", "gone"),
    ),
    "no such project": (
        "openai_service_account",
        {"project": "unknown-team", "name": "x", "return_key": True},
        ("not_found", "unknown-team"),
    ),
    "no such id": (
        "openai_project",
        {"id": "proj_nobody", "name": "x"},
        ("not_found", "proj_nobody"),
    ),
    "no such person": (
        "openai_project_user",
        {"project": "team", "user": "unknown@example.com", "role": "member"},
        ("not_found", "unknown@example.com", "openai_invite"),
    ),
    "no role for a new member": (
        "openai_project_user",
        {"project": "team", "user": "ada@example.com"},
        ("invalid_argument", "role"),
    ),
    "model without a limit": (
        "openai_rate_limit",
        {"project": "team", "model": "gpt-4", "max_requests_per_1_minute": 1},
        ("not_found", "model", "gpt-4"),
    ),
    "limit above the organization's": (
        "openai_rate_limit",
        {"project": "team", "model": "gpt-4o", "max_requests_per_1_minute": 999999999},
        ("api_error", "HTTP 400", "max_requests_per_1_minute"),
    ),
    "negative limit": (
        "openai_rate_limit",
        {"project": "team", "model": "gpt-4o", "max_requests_per_1_minute": -1},
        ("invalid_argument", "max_requests_per_1_minute", "-1", "0"),
    ),
    "immutable change": (
        "openai_project",
        {"name": "team", "residency": "EU_STORAGE_PROCESSING"},
        ("invalid_argument", "residency", "GLOBAL", "EU_STORAGE_PROCESSING"),
    ),
    "retention of a project for the organization": (
        "openai_data_retention",
        {"retention_type": "none"},
        ("invalid_argument", "none", "project"),
    ),
    "key that would be lost": (
        "openai_service_account",
        {"project": "team", "name": "x"},
        ("invalid_argument", "dest", "return_key"),
    ),
    "key to nowhere": (
        "openai_service_account",
        {"project": "team", "name": "x", "dest": "no/such/folder/key"},
        ("invalid_argument", "no/such/folder"),
    ),
    "file that does not exist": (
        "openai_file",
        {"src": "none.jsonl", "purpose": "batch"},
        ("invalid_argument", "none.jsonl"),
    ),
    "directory for a file": (
        "openai_file",
        {"src": "folder", "purpose": "user_data"},
        ("invalid_argument", "src", "folder"),
    ),
    "empty file": ("openai_file", {"src": "empty.jsonl", "purpose": "fine-tune"}, ("invalid_argument", "empty.jsonl")),
    "invalid training data": (
        "openai_file",
        {"src": "bad.jsonl", "purpose": "fine-tune"},
        ("invalid_argument", "1", "messages[0].role", "bot", "2", "JSON", "3", "assistant", "validate"),
    ),
    "short life": (
        "openai_file",
        {"content": "x", "filename": "x.txt", "purpose": "user_data", "expires_after": {"seconds": 10}},
        ("invalid_argument", "expires_after.seconds", "10", "3600", "2592000"),
    ),
    "wrong role": (
        "openai_chat_completion",
        {"model": "gpt-4o", "messages": [{"role": "bot", "content": "x"}]},
        ("invalid_argument", "messages[0].role", "bot", "assistant"),
    ),
    "schema of a wrong type": (
        "openai_chat_completion",
        {
            "model": "gpt-4o",
            "messages": [{"role": "user", "content": "x"}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": "text"}},
        },
        ("invalid_argument", "response_format.json_schema.schema"),
    ),
    "training file that was not uploaded": (
        "openai_fine_tuning_job",
        {"model": "gpt-4.1-mini", "training_file": "nowhere.jsonl"},
        ("not_found", "nowhere.jsonl"),
    ),
    "hyperparameter out of range": (
        "openai_fine_tuning_job",
        {
            "model": "gpt-4.1-mini",
            "training_file": "good.jsonl",
            "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 99}}},
        },
        ("invalid_argument", "n_epochs", "99", "1", "50"),
    ),
    "method and parameters that differ": (
        "openai_fine_tuning_job",
        {"model": "gpt-4.1-mini", "training_file": "good.jsonl", "method": {"type": "dpo", "supervised": {}}},
        ("invalid_argument", "method.supervised", "method.type"),
    ),
    "http to another machine": (
        "openai_model_info",
        {"base_url": "http://198.51.100.7/v1"},
        ("invalid_argument", "allow_http"),
    ),
    "no address": (
        "openai_model_info",
        {"base_url": "api.openai.com/v1"},
        ("invalid_argument", "base_url", "api.openai.com/v1"),
    ),
    "wrong root": ("openai_model_info", {"base_url": "{{ base }}/v2"}, ("api_error", "GET /models", "base_url")),
    "path that leaves the API": ("openai_api", {"path": "/files/../models"}, ("invalid_argument", "/files/../models")),
    "id that leaves its path": ("openai_file_info", {"id": ".."}, ("invalid_argument", "file_id", "'..'")),
    "unknown option": ("openai_project", {"name": "x", "nmae": "x"}, ("", "nmae")),
    "too much metadata": (
        "openai_fine_tuning_job",
        {"model": "gpt-4.1-mini", "training_file": "good.jsonl", "metadata": {str(i): "x" for i in range(17)}},
        ("invalid_argument", "metadata", "17", "16"),
    ),
}


def prepare(organization: Organization, folder: Path) -> list[dict[str, t.Any]]:
    """Return tasks that create two projects of one name, an archived project and a file; write the local files."""
    (folder / "folder").mkdir()
    (folder / "empty.jsonl").touch()
    (folder / "bad.jsonl").write_text(BAD_LINES)
    (folder / "good.jsonl").write_text(BAD_LINES.splitlines(keepends=True)[3] * 12)
    call = {"method": "POST", "path": "/organization/projects", "body": {"name": "twin"}}
    tasks: list[dict[str, t.Any]] = [{"name": f"twin {i}", "fjcorp.openai.openai_api": call} for i in range(2)]
    return [
        *tasks,
        {"name": "team", "fjcorp.openai.openai_project": {"name": "team"}},
        {"name": "gone", "fjcorp.openai.openai_project": {"name": "gone"}},
        {"name": "archive", "fjcorp.openai.openai_project": {"name": "gone", "state": "absent"}},
        {"name": "good", "fjcorp.openai.openai_file": {"src": "good.jsonl", "purpose": "fine-tune"}},
    ]


# What the server alone can know is refused by it; everything else before anything is sent.
REFUSED_BY_SERVER = {"unknown model", "unknown base model", "no such person", "limit above the organization's"}


AS_MODULES = ("unknown option", "no such id", "unknown model", "invalid training data")
"""One of each place where input is rejected: arguments, engine, server, and a validator of the resource."""


@pytest.mark.parametrize(("way", "check"), [("in_process", False), ("in_process", True), ("module", False)])
def test_bad_input(way: str, check: bool, organization: Organization, tmp_path: Path) -> None:
    """Each case fails with its error on one line, in check mode too, unless only the write reveals the error."""
    Player(tmp_path, organization).run(prepare(organization, tmp_path)).succeed()
    tasks = []
    cases = {name: case for name, case in CASES.items() if way == "in_process" or name in AS_MODULES}
    for name, (module, args, _words) in cases.items():
        keywords: dict[str, t.Any] = {"ignore_errors": True, "check_mode": check}
        tasks.append(task(module, name, args, **keywords))
    played = Player(tmp_path, organization, way == "in_process").run(
        tasks, "-e", json.dumps({"base": organization.server.base_url.removesuffix("/v1")})
    )
    assert played.code == 0, played.output
    journal = organization.journal()
    for name, (_module, _args, error) in cases.items():
        accepted = [entry for entry in writes(calls(journal, name)) if entry["status"] < 300]
        assert not accepted, f"{name}: something was written"
        if check and name in REFUSED_BY_SERVER - {"no such person"}:
            continue
        assert played.failure(name, *error)["changed"] is False
        if name not in REFUSED_BY_SERVER:
            assert not writes(calls(journal, name)), f"{name}: a write was tried"


@WAYS
def test_no_key_at_all(way: str, tmp_path: Path) -> None:
    """Each module names the option and the variable it lacks, before it connects."""
    tasks = [
        task("openai_project_info", "admin", {}, ignore_errors=True),
        task("openai_file_info", "project", {}, ignore_errors=True),
    ]
    played = Player(tmp_path, None, way == "in_process").run(tasks)
    played.failure("admin", "invalid_argument", "admin_key", "OPENAI_ADMIN_KEY")
    played.failure("project", "invalid_argument", "api_key", "OPENAI_API_KEY")


class _WebPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = b"<!doctype html><title>Sign in</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: t.Any) -> None:
        """Silence."""


def test_a_web_page_is_not_the_api(tmp_path: Path) -> None:
    """A portal that answers every address with its sign-in page is recognized."""
    portal = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _WebPage)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{portal.server_port}"
        played = Player(tmp_path).run([task("openai_model_info", "portal", {"base_url": url})])
    finally:
        portal.shutdown()
    played.failure("portal", "connection_error", "HTML", "base_url")


def test_base_url_with_and_without_its_root(organization: Organization, player: Player) -> None:
    """The same server, however its address is written."""
    origin = organization.server.base_url.removesuffix("/v1")
    tasks = [
        task("openai_model_info", f"written {index}", {"base_url": url})
        for index, url in enumerate((origin, f"{origin}/", f"{origin}/v1", f"{origin}/v1/"))
    ]
    played = player.run(tasks).succeed()
    assert all(record["result"]["models"] for record in played.records)
