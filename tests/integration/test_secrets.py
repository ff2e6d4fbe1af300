# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No key is shown or left behind: not at the highest verbosity, not in check mode, a diff or a failure."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, local_play, task
from tests.harness.samples import DECLARATIONS, SAMPLES

WAYS = pytest.mark.parametrize("way", ["in_process", "module"])
INPUT = "keys.json"


def every_module() -> list[dict[str, t.Any]]:
    """A task or more for every module of the collection, their results kept as cached facts."""
    tasks: list[dict[str, t.Any]] = []
    for sample in SAMPLES.values():
        tasks += sample.setup
        if sample.create is not None:
            tasks.append(task(sample.module, f"{sample.name} is there", sample.create))
        if f"{sample.name}_info" in DECLARATIONS:
            tasks.append(task(f"{sample.module}_info", f"{sample.name} is read", sample.info_all))
        if sample.wrong is not None:
            tasks.append(task(sample.module, f"{sample.name} is called", sample.wrong))
    for index, each in enumerate(tasks):
        each["register"] = f"result_{index}"
        each["ignore_errors"] = True
    names = [each["register"] for each in tasks]
    keep = {name: f"{{{{ {name} }}}}" for name in names}
    return [*tasks, {"name": "keep", "ansible.builtin.set_fact": {"cacheable": True, **keep}}]


def play_with_keys(tasks: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """The tasks with both keys as options, as one who does not use the environment gives them."""
    play = local_play(tasks)
    keys = {"api_key": "{{ canary_api_key }}", "admin_key": "{{ canary_admin_key }}"}
    play["module_defaults"] = {"group/fjcorp.openai.all": keys}
    return [play]


def run(organization: Organization, folder: Path, way: str, keys: dict[str, str], *options: str) -> Played:
    """Every module with these keys, as loud as can be."""
    for sample in SAMPLES.values():
        sample.write_files(folder)
    (folder / INPUT).write_text(json.dumps({f"canary_{name}": key for name, key in keys.items()}))
    cache = {
        "ANSIBLE_CACHE_PLUGIN": "jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(folder / "facts"),
        "ANSIBLE_LOG_PATH": str(folder / "ansible.log"),
        "OPENAI_API_KEY": "",
        "OPENAI_ADMIN_KEY": "",
        "OPENAI_RETRY_TIMEOUT": "5",
    }
    player = Player(folder, organization, way == "in_process", cache)
    return player.run(play_with_keys(every_module()), "-e", f"@{INPUT}", "--diff", "-vvvv", *options)


def search(folder: Path, output: str, secrets: dict[str, str], allowed: set[str]) -> list[str]:
    """Return where secrets are found that must not be shown."""
    found = [f"{name} in the output" for name, secret in secrets.items() if secret in output]
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in allowed:
            content = path.read_bytes()
            found += [
                f"{name} in {path.relative_to(folder)}"
                for name, secret in secrets.items()
                if secret.encode() in content
            ]
    return found


@pytest.mark.parametrize(
    ("way", "mode"),
    [
        ("in_process", "run"),
        # The only run of every module as a process of its own.
        pytest.param("module", "run", marks=pytest.mark.newest_only),
        pytest.param("in_process", "check", marks=pytest.mark.newest_only),
    ],
)
def test_keys_stay_secret(way: str, mode: str, organization: Organization, tmp_path: Path) -> None:
    """Keys given and keys issued appear nowhere but in the file they were asked for."""
    keys = {"api_key": organization.api_key, "admin_key": organization.admin_key}
    played = run(organization, tmp_path, way, keys, *(["--check"] if mode == "check" else []))
    assert played.code == 0, played.output
    assert "openai: GET /organization/projects 200" in played.output, "the calls were not shown at this verbosity"
    assert (tmp_path / "facts").exists(), "no facts were cached, so the cache was not searched"
    secrets = dict(keys)
    if mode == "run":
        assert not any(record["how"] == "failed" for record in played.records), played.output
        issued = {path.name: path.read_text().strip() for path in tmp_path.glob("*.key")}
        assert {"ci.key", "crawl.key", "admin.key"} <= set(issued)
        assert len(set(issued.values())) == len(issued) and all(value.startswith("sk-") for value in issued.values())
        secrets.update(issued)
    for name, secret in secrets.items():
        # Each issued key may be in its own file and nowhere else.
        assert search(tmp_path, played.output, {name: secret}, {INPUT, name}) == []


@pytest.mark.newest_only
def test_keys_stay_secret_in_failures(organization: Organization, tmp_path: Path) -> None:
    """A server that repeats the key in its refusal, and one that cannot be reached, give nothing away."""
    keys = {"api_key": "sk-proj-canary0123456789abcdef", "admin_key": "sk-admin-canary0123456789abcdef"}
    played = run(organization, tmp_path, "in_process", keys)
    failed = [record for record in played.records if record["how"] == "failed"]
    assert len(failed) >= len(DECLARATIONS) - 1, played.output
    assert search(tmp_path, played.output, keys, {INPUT}) == []
    unreachable = Player(tmp_path, variables={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
    tasks = [task("openai_model_info", "no key", {"retry_timeout": 0}), task("openai_project_info", "there", {})]
    gone = unreachable.run(play_with_keys(tasks), "-e", f"@{INPUT}", "-vvvv")
    assert gone.code != 0 and "Connection refused" in gone.output
    assert search(tmp_path, gone.output, keys, {INPUT}) == []


@WAYS
def test_returned_key_is_not_shown(way: str, organization: Organization, tmp_path: Path) -> None:
    """A key that the play asks for can be used by later tasks, and no callback gets to see it."""
    tasks = [
        {"name": "team", "fjcorp.openai.openai_project": {"name": "team"}},
        task(
            "openai_service_account", "issue", {"project": "team", "name": "ci", "return_key": True}, register="issued"
        ),
        task(
            "openai_service_account",
            "loop",
            {"project": "team", "name": "{{ item }}", "return_key": True},
            loop=["a", "b"],
        ),
        {
            "name": "use",
            "fjcorp.openai.openai_model_info": {"api_key": "{{ issued.api_key.value }}"},
            "register": "used",
        },
    ]
    played = Player(tmp_path, organization, way == "in_process").run(tasks, "-vvvv", "--diff").succeed()
    assert played.result("use")["models"], "the returned key does not work"
    assert "censored" in played.result("issue")
    keys = organization.objects("api_key")
    assert len(keys) >= 4 and "sk-svcacct-" not in played.output


@WAYS
def test_key_in_a_vault(way: str, organization: Organization, tmp_path: Path) -> None:
    """The file can be an ansible-vault, which Ansible reads as any other."""
    (tmp_path / "vault-password").write_text("canary-password\n")
    tasks = [
        {"name": "team", "fjcorp.openai.openai_project": {"name": "team"}},
        task(
            "openai_service_account",
            "issue",
            {"project": "team", "name": "ci", "dest": "key.vault", "vault_password_file": "vault-password"},
        ),
        {
            "name": "use",
            "fjcorp.openai.openai_model_info": {
                "api_key": "{{ lookup('ansible.builtin.unvault', 'key.vault') | trim }}"
            },
        },
    ]
    played = (
        Player(tmp_path, organization, way == "in_process")
        .run(tasks, "--vault-password-file", "vault-password")
        .succeed()
    )
    assert (tmp_path / "key.vault").read_text().startswith("$ANSIBLE_VAULT;")
    assert (tmp_path / "key.vault").stat().st_mode & 0o777 == 0o600
    assert played.result("use")["models"]
