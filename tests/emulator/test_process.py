# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The process: command line, shutdown, state file and concurrent clients."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import openai
import pytest

from openai_emulator import cli, store

from .conftest import EMULATOR, Emulator, Organization, running


def client_of(server: Emulator) -> openai.OpenAI:
    return openai.OpenAI(
        base_url=server.base_url,
        api_key=server.api_key,
        admin_api_key=server.admin_key,
        max_retries=0,
        _strict_response_validation=True,
    )


def test_state_survives_a_restart(tmp_path: Path) -> None:
    options = ("--state", str(tmp_path / "state.db"))
    with running(tmp_path, *options) as first, client_of(first) as client:
        project = client.admin.organization.projects.create(name="lasting")
        file = client.files.create(file=("a.txt", b"kept"), purpose="user_data")
        kept = client.chat.completions.create(
            model="gpt-4.1", messages=[{"role": "user", "content": "hi"}], store=True, metadata={"a": "b"}
        )
        first.control("clock", {"advance": 1000})
        first.control("options", {"max_file_bytes": 10})
        before = first.control("clock")["now"]
        keys = first.api_key, first.admin_key, first.organization_id
    with running(tmp_path, *options) as second, client_of(second) as client:
        assert (second.api_key, second.admin_key, second.organization_id) == keys
        assert client.admin.organization.projects.retrieve(project.id) == project
        assert client.files.retrieve(file.id) == file
        assert client.chat.completions.retrieve(kept.id).choices == kept.choices
        assert second.control("clock")["now"] >= before
        assert second.control("options")["options"]["max_file_bytes"] == 10


def refused_start(capsys: pytest.CaptureFixture[str], path: Path) -> str:
    """Return why an emulator does not start with a state file."""
    assert cli.main(["--port", "0", "--state", str(path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("emulator: cannot use the state file") and told.count("\n") == 1
    return told


def test_a_state_file_belongs_to_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "state.db"
    with running(tmp_path, "--state", str(path)) as first, client_of(first) as client:
        file = client.files.create(file=("a.txt", b"kept"), purpose="user_data")
        assert "another emulator uses it. Stop that emulator" in refused_start(capsys, path)
        assert client.files.retrieve(file.id) == file


def test_unusable_state_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "state.db"
    path.write_text("not a database\n" * 100)
    assert f"cannot use the state file {path}: file is not a database. Restore it" in refused_start(capsys, path)
    path.unlink()
    store.Store(str(path)).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert f"cannot use the state file {path}: " in refused_start(capsys, path)
    path.write_bytes(whole)
    damaged = store.Store(str(path))
    damaged.set_setting("org:org-1", {"name": "a"})
    damaged.close()
    assert "its settings are damaged" in refused_start(capsys, path)
    assert "No such file or directory" in refused_start(capsys, tmp_path / "none" / "state.db")


def test_state_in_memory_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with running(tmp_path) as server, client_of(server) as client:
        client.files.create(file=("a.txt", b"gone"), purpose="user_data")
        assert list((tmp_path / "temporary").iterdir())
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_the_process(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as server:
        with client_of(server) as client:
            client.models.list()
            began = time.monotonic()
            server.process.send_signal(number)
            assert server.process.wait(timeout=10) == 0
        assert time.monotonic() - began < 3


def test_address_and_keys_are_printed(tmp_path: Path) -> None:
    command = [sys.executable, str(EMULATOR), "--port", "0", "--clock-speed", "50"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _unused in range(6)]
        process.terminate()
        rest = process.stdout.read()
    exports = dict(line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export "))
    assert set(exports) == {"OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_ADMIN_KEY"}
    assert exports["OPENAI_BASE_URL"] in lines[0] and exports["OPENAI_BASE_URL"].endswith("/v1")
    assert rest == "" and process.returncode == 0


def test_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        command = [sys.executable, str(EMULATOR), "--port", str(busy.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1 and "cannot listen" in done.stderr


def test_process_ends_with_its_parent(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    child = f"""
import subprocess, sys, time, pathlib
subprocess.Popen([sys.executable, {str(EMULATOR)!r}, "--port", "0", "--ready-file", {str(ready)!r},
                  "--exit-with-parent", "--quiet"])
while not pathlib.Path({str(ready)!r}).exists():
    time.sleep(0.01)
"""
    subprocess.run([sys.executable, "-c", child], timeout=30, check=True)
    facts = json.loads(ready.read_text())
    assert oct(ready.stat().st_mode)[-3:] == "600"
    deadline = time.monotonic() + 10
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.kill(facts["pid"], 0)
            with open(f"/proc/{facts['pid']}/stat", encoding="ascii") as stat:
                if stat.read().split()[2] == "Z":
                    return
            time.sleep(0.05)
        raise AssertionError("the process did not end with its parent")


def test_concurrent_clients(org: Organization, client: openai.OpenAI) -> None:
    def work(number: int) -> str:
        project = client.admin.organization.projects.create(name=f"p{number}").id
        client.admin.organization.projects.service_accounts.create(project, name="bot")
        client.files.create(file=(f"{number}.txt", b"x" * 100_000), purpose="user_data")
        client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": str(number)}], store=True)
        return project

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        made = list(pool.map(work, range(40)))
    assert len(set(made)) == 40
    assert {project.id for project in client.admin.organization.projects.list(limit=100)} >= set(made)
    assert len(list(client.files.list())) == len(list(client.chat.completions.list(limit=100))) == 40
