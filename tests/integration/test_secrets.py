# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is shown or left behind: not at the highest verbosity, not in check mode, a diff, a failure or a callback.

The record of the tests is what JSON callbacks such as ``ansible.posix.json`` write: the whole result of each task.
"""

from __future__ import annotations

import json
import subprocess
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import BIN, FIXED, PATIENCE, Played, Player, Task, local_play, task, wait_until
from tests.harness.samples import DECLARATIONS, SAMPLES

from .secrets import AS_MODULE, CANARIES, FAILING, INPUT, KEY, as_modules, cases, kept, repeating_server, search

KEYS = {"ci.key", "crawl.key", "admin.key"}
"""Files of keys that the samples issue."""

SAMPLED = {
    "admin_api_key",
    "chat_completion",
    "external_storage",
    "file",
    "fine_tuning_job",
    "project_user",
    "rate_limit",
    "service_account_key",
    "speech",
    "usage",
}
"""Samples of every kind, and those with secrets, for check mode and failures."""

IN_PROCESS = {"vars": {"fjcorp_openai_in_process": True}}

PROCESSES = {"admin_api_key", "chat_completion", "service_account_key"}
"""Samples that run as module processes: those whose results or arguments hold secrets, and a request to a model."""


def samples(names: t.Container[str] = tuple(SAMPLES)) -> list[Task]:
    """A task or more for every module of the collection."""
    tasks: list[Task] = []
    for sample in SAMPLES.values():
        if sample.name not in names:
            continue
        # What a module needs does not have to be a process as well, and is created once for all of them.
        setup = [{**each, **IN_PROCESS} for each in sample.setup]
        tasks += [each for each in setup if each not in tasks]
        if sample.create is not None:
            tasks.append(task(sample.module, f"create {sample.name}", sample.create))
        if f"{sample.name}_info" in DECLARATIONS and names is not PROCESSES:
            tasks.append(task(f"{sample.module}_info", f"read {sample.name}", sample.info_all))
        if sample.wrong is not None:
            tasks.append(task(sample.module, f"call {sample.name}", sample.wrong))
    return [{**each, "ignore_errors": True} for each in tasks]


def with_keys(tasks: list[Task], prefix: str = "", **keywords: t.Any) -> Task:
    """A play of tasks with both keys as options, as a user without environment variables sets them."""
    play = {**local_play(tasks), **keywords}
    keys = {name: f"{{{{ {prefix}{name} }}}}" for name in ("api_key", "admin_key")}
    play["module_defaults"] = {"group/fjcorp.openai.all": keys}
    return play


def keep_temporary_files() -> Task:
    """A task that copies the folder of the run with its cached lists, usage log and budget, before Ansible removes it."""
    return {"name": "copy", "ansible.builtin.debug": {"msg": "{{ lookup('pipe', 'cp -r home/.ansible/tmp kept') }}"}}


def run(organization: Organization, folder: Path, plays: list[Task], **keys: str) -> Played:
    """Run plays with secrets as variables, with everything that displays or stores results."""
    for sample in SAMPLES.values():
        sample.write_files(folder)
    given = {"api_key": organization.api_key, "admin_key": organization.admin_key, **keys}
    (folder / INPUT).write_text(json.dumps({**CANARIES, "project_id": organization.project_id, **given}))
    variables = {
        "ANSIBLE_CACHE_PLUGIN": "jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(folder / "facts"),
        "ANSIBLE_REMOTE_TEMP": str(folder / "remote"),
        "ANSIBLE_LOG_PATH": str(folder / "ansible.log"),
        "ANSIBLE_CALLBACKS_ENABLED": "record,ansible.builtin.junit,fjcorp.openai.usage",
        "JUNIT_OUTPUT_DIR": str(folder / "junit"),
        "FJCORP_OPENAI_USAGE_FILE": str(folder / "usage.json"),
        "FJCORP_OPENAI_BUDGET_TOKENS": "1000000000",
        "OPENAI_API_KEY": "",
        "OPENAI_ADMIN_KEY": "",
        "OPENAI_RETRY_TIMEOUT": "1",
        "http_proxy": f"http://me:{CANARIES['proxy']}@127.0.0.1:9",
        "no_proxy": "127.0.0.1,localhost",
    }
    player = Player(folder, organization, variables=variables)
    return player.run(plays, "-e", f"@{INPUT}", "--diff", "-vvvv")


def check_cases(played: Played, names: t.Container[str] | None = None) -> None:
    """Assert that the cases reached what their secrets are for: those that must fail failed, all others succeeded."""
    ended = {record["task"]: record["how"] for record in played.records}
    named = [each["name"] for each in cases("", names)]
    assert {name: ended[name] for name in named} == {name: "failed" if name in FAILING else "ok" for name in named}, (
        played.output
    )
    assert "rejected: " in played.result("repeated")["msg"]
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in json.dumps(played.result("create a key")["body"])


def keys_in(folder: Path) -> dict[str, str]:
    """The issued keys by the names of their files."""
    issued = {path.name: path.read_text().strip() for path in folder.glob("*.key")}
    assert set(issued) >= KEYS and len(set(issued.values())) == len(issued)
    assert all(KEY.fullmatch(value.encode()) for value in issued.values())
    return issued


def test_secrets_of_every_module(organization: Organization, tmp_path: Path) -> None:
    """Secrets given, issued and read appear nowhere but in the file they were requested for."""
    with repeating_server() as repeating:
        tasks = [*samples(), *kept(cases(repeating)), *returned("a", "b")]
        tasks.append(keep_temporary_files())
        played = run(organization, tmp_path, [with_keys(tasks)])
    assert played.code == 0, played.output
    check_cases(played)
    check_returned(played)
    failed = {record["task"] for record in played.records if record["how"] == "failed"}
    assert failed == set(FAILING), played.output
    assert "openai: GET /organization/projects 200" in played.output, "the calls were not shown at this verbosity"
    for name in ("facts", "kept", "junit", "usage.json", "ansible.log"):
        assert (tmp_path / name).exists(), f"{name} was not written, so it was not searched"
    issued = keys_in(tmp_path)
    assert search(tmp_path, played.output, CANARIES, {INPUT, *issued}) == []


@pytest.mark.newest_only
def test_secrets_of_modules(organization: Organization, tmp_path: Path) -> None:
    """The same as module processes, in asynchronous tasks and over ssh."""
    with repeating_server() as repeating:
        tasks = [*samples(PROCESSES), *cases(repeating, AS_MODULE)]
        tasks = as_modules([*kept(tasks), *returned("a")])
        plays = [with_keys([*tasks, *asynchronous(), keep_temporary_files()]), over_ssh(tmp_path)]
        played = run(organization, tmp_path, plays)
    assert played.code == 0, played.output
    check_cases(played, AS_MODULE)
    check_returned(played)
    assert (tmp_path / "async").exists() and played.result("status")["finished"]
    for name in ("return_key", "return_secrets"):
        played.failure(f"async {name}", "", "async", name)
    assert "censored" in played.result("over ssh")
    assert "admin.key" in {path.name for path in tmp_path.iterdir()}
    # Ansible stores the result of an asynchronous task first and removes its temporary files then.
    wait_until(lambda: not list((tmp_path / "remote").glob("ansible-tmp-*")), "temporary files are removed")
    # Keys of module processes for the action plugin reach no result, and no file of an asynchronous task.
    assert search(tmp_path, played.output, {**CANARIES, "a key of the runner": '"_openai_'}, {INPUT, *KEYS}) == []


def asynchronous() -> list[Task]:
    """Tasks whose results are stored in files."""
    key = {"method": "POST", "path": "/organization/admin_api_keys", "body": {"name": "in the background"}}
    account = {"project": "{{ project_id }}", "name": "x", "return_key": "{{ 'yes' }}"}
    background = {"async": 600, "poll": 0, "register": "job"}
    return [
        task("openai_service_account", "async return_key", account, **background, ignore_errors=True),
        task("openai_api", "async return_secrets", {**key, "return_secrets": True}, **background, ignore_errors=True),
        task("openai_api", "background", key, **background),
        {
            "name": "status",
            "ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"},
            "register": "status",
            "until": "status is finished",
            "retries": 900,
            "delay": 2,
        },
    ]


def over_ssh(folder: Path) -> Task:
    """A play whose key is returned by a host with a connection that shows what modules print at this verbosity."""
    ssh = folder / "ssh"
    ssh.write_text('#!/bin/sh\nfor last; do :; done\nexec /bin/sh -c "$last"\n')
    ssh.chmod(0o700)
    made = task(
        "openai_service_account",
        "over ssh",
        {"project": "{{ project_id }}", "name": "remote", "return_key": True},
        delegate_to="remote",
        vars={
            "ansible_connection": "ansible.builtin.ssh",
            "ansible_ssh_executable": str(ssh),
            "ansible_ssh_args": "",
            "ansible_pipelining": True,
            "ansible_python_interpreter": str(BIN / "python"),
        },
    )
    return with_keys([made])


@pytest.mark.newest_only
def test_keys_stay_secret_in_check_mode_and_failures(organization: Organization, tmp_path: Path) -> None:
    """Check mode, a server that repeats the key in its refusal, and one that cannot be reached."""
    wrong = {"api_key": "sk-proj-canary0123456789abcdef", "admin_key": "sk-admin-canary0123456789abcdef"}
    unreachable = {"base_url": "http://127.0.0.1:9/v1", "retry_timeout": 0}
    rejected = [*samples(SAMPLED), task("openai_model_info", "unreachable", unreachable, ignore_errors=True)]
    plays = [
        with_keys(samples(SAMPLED), check_mode=True),
        with_keys(rejected, "wrong_"),
    ]
    played = run(organization, tmp_path, plays, **{f"wrong_{name}": key for name, key in wrong.items()})
    failed = [record for record in played.records if record["how"] == "failed"]
    assert len(failed) >= len(SAMPLED) + 1, played.output
    assert "Connection refused" in played.result("unreachable")["msg"]
    assert search(tmp_path, played.output, {}) == []


@pytest.mark.newest_only
def test_event_stream_of_a_runner(organization: Organization, tmp_path: Path) -> None:
    """The events of ansible-runner, from which AWX and Event-Driven Ansible show and store a job, contain no secret."""
    with repeating_server() as repeating:
        (tmp_path / "project").mkdir()
        Player(tmp_path / "project").command([with_keys([*kept(cases(repeating)), *returned("a")])])
        (tmp_path / "env").mkdir()
        given = {**CANARIES, "project_id": organization.project_id}
        given.update(api_key=organization.api_key, admin_key=organization.admin_key)
        (tmp_path / "project" / INPUT).write_text(json.dumps(given))
        (tmp_path / "env" / "cmdline").write_text(f"-e @{INPUT} -vvv --diff")
        environment = {
            **FIXED,
            "HOME": str(tmp_path),
            "OPENAI_BASE_URL": organization.server.base_url,
            "OPENAI_RETRY_TIMEOUT": "1",
        }
        ended = subprocess.run(
            [str(BIN / "ansible-runner"), "run", str(tmp_path), "-p", "play.yml", "-i", "job", "-q"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    events = [json.loads(path.read_text()) for path in (tmp_path / "artifacts" / "job" / "job_events").glob("*.json")]
    data = [each.get("event_data", {}) for each in events]
    results = {each["task"]: each["res"] for each in data if "res" in each}
    assert results["repeated"]["invocation"]["module_args"]["extra_query"] and results["use the key"]["models"]
    assert search(tmp_path, ended.stdout + ended.stderr, CANARIES) == []


def returned(*items: str) -> list[Task]:
    """Tasks whose results contain a secret that later tasks use.

    :param items: names of accounts.
    """
    account = {"project": "{{ project_id }}", "name": "{{ item }} returned", "return_key": True}
    made = {
        "method": "POST",
        "path": "/organization/projects/{project_id}/service_accounts",
        "path_params": {"project_id": "{{ project_id }}"},
        "body": {"name": "returned"},
        "return_secrets": True,
    }
    return [
        task("openai_service_account", "issue in a loop", account, register="issued", loop=list(items)),
        task("openai_api", "return secrets", made, register="made"),
        task("openai_model_info", "use the key", {"api_key": "{{ issued.results[-1].api_key.value }}"}, **IN_PROCESS),
        task("openai_model_info", "use the secret", {"api_key": "{{ made.body.api_key.value }}"}, **IN_PROCESS),
    ]


def check_returned(played: Played) -> None:
    """Assert that returned secrets can be used, and that no callback got them."""
    for name in ("issue in a loop", "return secrets"):
        assert "censored" in played.result(name)
    for name in ("use the key", "use the secret"):
        assert played.result(name)["models"], "the returned key does not work"


@pytest.mark.newest_only
def test_key_in_a_vault(organization: Organization, tmp_path: Path) -> None:
    """The file can be an ansible-vault, which Ansible reads as any other."""
    (tmp_path / "vault-password").write_text("canary-password\n")
    tasks = []
    for name, in_process in {"here": True, "there": False}.items():
        account = {"project": organization.project_id, "name": name, "dest": f"{name}.vault"}
        key = f"{{{{ lookup('ansible.builtin.unvault', '{name}.vault') | trim }}}}"
        tasks += [
            task(
                "openai_service_account",
                f"issue {name}",
                {**account, "vault_password_file": "vault-password"},
                vars={"fjcorp_openai_in_process": in_process},
            ),
            task("openai_model_info", f"use {name}", {"api_key": key}),
        ]
    options = ("--vault-password-file", "vault-password", "-vvvv")
    played = Player(tmp_path, organization).run(tasks, *options).succeed()
    for name in ("here", "there"):
        assert (tmp_path / f"{name}.vault").read_text().startswith("$ANSIBLE_VAULT;")
        assert (tmp_path / f"{name}.vault").stat().st_mode & 0o777 == 0o600
        assert played.result(f"use {name}")["models"]
    secrets = {"password": "canary-password"}
    assert search(tmp_path, played.output, secrets, {"vault-password"}) == []
