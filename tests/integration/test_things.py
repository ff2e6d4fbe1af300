# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What single things can do beyond the ritual."""

from __future__ import annotations

import hashlib
import json
import subprocess
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization, Server
from tests.harness.play import PATIENCE, Player, calls, kill_run, local_play, task, wait_until, writes

from .test_faults import TRAINING

# What the API is asked does not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


def project_id(organization: Organization, name: str) -> str:
    """The id of a live project."""
    data = organization.get("/organization/projects", True, limit=100)["data"]
    return str(next(each["id"] for each in data if each["name"] == name))


# --- projects, members, accounts -----------------------------------------------------------------------------------


def test_project_is_renamed_by_id_and_cleared(organization: Organization, player: Player) -> None:
    """Whoever names the id can change the name; an explicit null takes a value away and an omitted one stays."""
    tasks = [
        task("openai_project", "make", {"name": "old", "external_key_id": "ek_1"}, register="made"),
        task("openai_project", "omitted", {"name": "old"}),
        task("openai_project", "rename", {"id": "{{ made.project.id }}", "name": "new"}),
        task("openai_project", "rename again", {"id": "{{ made.project.id }}", "name": "new"}),
        task("openai_project", "clear", {"name": "new", "external_key_id": None}),
        task("openai_project", "clear again", {"name": "new", "external_key_id": None}),
    ]
    played = player.run(tasks).succeed()
    changed = [record["result"]["changed"] for record in played.records]
    assert changed == [True, False, True, False, True, False]
    body = writes(calls(organization.journal(), "rename"))[0]["body"]
    assert body == {"name": "new"}, "more than the difference was sent"
    assert played.result("clear")["project"]["external_key_id"] is None


def test_archived_namesake_does_not_count(organization: Organization, player: Player) -> None:
    """A project that is archived is absent; the same name makes another."""
    tasks = [
        task("openai_project", "one", {"name": "team"}, register="one"),
        task("openai_project", "archive", {"name": "team", "state": "absent"}),
        task("openai_project", "by id", {"id": "{{ one.project.id }}", "state": "absent"}),
        task("openai_project", "two", {"name": "team"}),
    ]
    played = player.run(tasks).succeed()
    assert [record["result"]["changed"] for record in played.records] == [True, True, False, True]
    assert played.result("two")["project"]["id"] != played.result("one")["project"]["id"]


def test_default_project_cannot_be_archived(organization: Organization, player: Player) -> None:
    """The server's refusal reaches the user with its request id."""
    played = player.run([task("openai_project", "no", {"id": organization.project_id, "state": "absent"})])
    assert played.code != 0
    assert played.result("no")["error"]["status"] == 400 and played.result("no")["error"]["request_id"]


def test_account_whose_key_file_is_gone_gets_another(organization: Organization, tmp_path: Path) -> None:
    """The file holds a live key of this account, always: lost, or of an account that was replaced, it is written anew."""
    account = {"project": "team", "name": "ci", "dest": "ci.key"}
    player = Player(tmp_path, organization)
    setup = [task("openai_project", "team", {"name": "team"}), task("openai_service_account", "issue", account)]
    player.run(setup).succeed()
    first = (tmp_path / "ci.key").read_text()
    (tmp_path / "ci.key").unlink()
    played = player.run([task("openai_service_account", "lost", account)]).succeed()
    assert played.result("lost")["changed"] is True and played.result("lost")["warnings"]
    second = (tmp_path / "ci.key").read_text()
    assert second != first and "data" in Organization(organization.server, organization.id, "", second.strip(), "").get(
        "/models"
    )
    replaced = [
        task("openai_service_account", "remove", {"project": "team", "name": "ci", "state": "absent"}),
        task("openai_service_account", "replace", account),
        task("openai_service_account", "settled", account),
    ]
    played = player.run(replaced).succeed()
    assert played.result("settled")["changed"] is False
    assert (tmp_path / "ci.key").read_text() not in (first, second)


def test_undeliverable_key_is_not_left_alive(organization: Organization, tmp_path: Path) -> None:
    """When the vault refuses after the key was issued, the account and its key are taken back."""
    # Works when it is tried, and not when it is needed.
    password = tmp_path / "password"
    password.write_text('#!/bin/sh\nmkdir "$0.asked" && echo secret\n')
    password.chmod(0o700)
    args = {"project": "team", "name": "ci", "dest": "ci.key", "vault_password_file": "password"}
    player = Player(tmp_path, organization)
    player.run([task("openai_project", "team", {"name": "team"})]).succeed()
    played = player.run([task("openai_service_account", "issue", args)])
    assert played.code != 0
    played.failure("issue", "delivery_error")
    assert played.result("issue")["changed"] is False
    team = project_id(organization, "team")
    assert organization.get(f"/organization/projects/{team}/service_accounts", True)["data"] == []
    assert not (tmp_path / "ci.key").exists()


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["fine-tune", "user_data"])
@pytest.mark.parametrize("home", ["same controller", "another controller"])
def test_other_content_is_another_file(purpose: str, home: str, organization: Organization, tmp_path: Path) -> None:
    """Same name and size, other content: uploaded anew, the older one reported, and deleted on request."""
    one, two = TRAINING, TRAINING.replace("3!", "4!")
    assert len(one) == len(two)
    args = {"src": "train.jsonl", "purpose": purpose}
    player = Player(tmp_path, organization)
    (tmp_path / "train.jsonl").write_text(one)
    player.run([task("openai_file", "one", args)]).succeed()
    if home == "another controller":
        player.variables["ANSIBLE_HOME"] = str(tmp_path / "other-ansible-home")
    played = player.run([task("openai_file", "same", args)]).succeed()
    assert played.result("same")["changed"] is False
    unknown = home == "another controller" and purpose == "user_data"
    assert bool(played.result("same").get("warnings")) is unknown
    if unknown:
        return
    (tmp_path / "train.jsonl").write_text(two)
    played = player.run([task("openai_file", "other", args, diff=True)]).succeed()
    assert played.result("other")["changed"] is True
    old = played.result("other")["superseded"]
    assert len(old) == 1
    played = player.run(
        [
            task("openai_file", "check prune", {**args, "prune": True}, check_mode=True, diff=True),
            task("openai_file", "prune", {**args, "prune": True}, diff=True),
            task("openai_file", "prune again", {**args, "prune": True}),
        ]
    ).succeed()
    assert played.result("check prune")["diff"] == played.result("prune")["diff"]
    assert [played.result(name)["changed"] for name in ("check prune", "prune", "prune again")] == [True, True, False]
    left = organization.get("/files", limit=100)["data"]
    assert [each["id"] for each in left] == [played.result("prune")["file"]["id"]] and left[0]["id"] not in old


def test_several_files_of_a_name_go_only_when_said(organization: Organization, player: Player) -> None:
    """Absence by a name that several files carry is ambiguous until prune is set."""
    tasks = [
        task("openai_file", f"{content}", {"content": content, "filename": "n.txt", "purpose": "user_data"})
        for content in ("one", "two")
    ]
    absent = {"filename": "n.txt", "state": "absent"}
    tasks += [
        task("openai_file", "ambiguous", absent, ignore_errors=True),
        task("openai_file", "all", {**absent, "prune": True}),
        task("openai_file", "none", {**absent, "prune": True}),
    ]
    played = player.run(tasks).succeed()
    played.failure("ambiguous", "ambiguous", "2", "n.txt", "prune")
    assert played.result("all")["changed"] is True and played.result("none")["changed"] is False
    assert organization.get("/files")["data"] == []


def test_file_that_expires(organization: Organization, player: Player) -> None:
    """A file's life is fixed when it is uploaded; one that ended is absent."""
    args = {"content": "x", "filename": "x.txt", "purpose": "user_data", "expires_after": {"seconds": 3600}}
    longer = {**args, "expires_after": {"seconds": 7200}}
    tasks = [
        task("openai_file", "make", args),
        task("openai_file", "again", args),
        task("openai_file", "longer", longer, ignore_errors=True),
    ]
    played = player.run(tasks).succeed()
    assert [played.result(name)["changed"] for name in ("make", "again")] == [True, False]
    played.failure("longer", "invalid_argument", "3600", "7200")
    organization.control("clock", {"advance": 4000})
    assert player.run([task("openai_file", "anew", args)]).succeed().result("anew")["changed"] is True


def test_download_is_whole_and_only_when_needed(organization: Organization, tmp_path: Path) -> None:
    """A download broken on its way leaves the old file; a second one is not made."""
    (tmp_path / "train.jsonl").write_text(TRAINING)
    (tmp_path / "back.jsonl").write_text("what was there")
    player = Player(tmp_path, organization)
    player.run([task("openai_file", "up", {"src": "train.jsonl", "purpose": "fine-tune"})]).succeed()
    file = organization.get("/files")["data"][0]["id"]
    down = {"id": file, "dest": "back.jsonl", "retry_timeout": 2}
    organization.fault("truncate", "GET", "/files/{file_id}/content", times=100)
    broken = player.run([task("openai_file_info", "broken", down)])
    assert broken.code != 0 and (tmp_path / "back.jsonl").read_text() == "what was there"
    assert not list(tmp_path.glob(".back*")), "half a download was left behind"
    organization.control("faults", method="DELETE")
    organization.fault("truncate", "GET", "/files/{file_id}/content", times=1)
    tasks = [task("openai_file_info", "down", down), task("openai_file_info", "again", down)]
    played = player.run(tasks).succeed()
    assert (tmp_path / "back.jsonl").read_text() == TRAINING
    assert played.result("down")["changed"] is True and played.result("again")["changed"] is False
    assert len(calls(organization.journal(), "again")) == 1


def test_large_file_goes_in_parts_and_resumes(server: Server, organization: Organization, tmp_path: Path) -> None:
    """Above the limit of one request the file goes in parts; a run killed on the way is taken up, not begun anew."""
    size = 520 * 1024 * 1024
    with (tmp_path / "large.bin").open("wb") as handle:
        handle.truncate(size)
        handle.write(b"beginning")
    args = {"src": "large.bin", "purpose": "vision"}
    player = Player(tmp_path, organization)
    # The connection dies with the sixth part and stays dead, as a killed run would leave it.
    organization.fault("cut_before", "POST", "/uploads/{upload_id}/parts", skip=5, times=100)
    failed = player.run([task("openai_file", "first", {**args, "retry_timeout": 2})])
    assert failed.code != 0
    organization.control("faults", method="DELETE")
    played = player.run([task("openai_file", "second", args), task("openai_file", "third", args)]).succeed()
    assert played.result("second")["changed"] is True and played.result("third")["changed"] is False
    journal = organization.journal()
    parts = [entry for entry in calls(journal, "second") if entry["template"].endswith("/parts")]
    assert 0 < len(parts) < 9, f"{len(parts)} of 9 parts were sent again"
    assert sum(entry["template"].endswith("/uploads") for entry in writes(journal)) == 1
    assert played.result("second")["file"]["bytes"] == size


# --- jobs ------------------------------------------------------------------------------------------------------------


def training(folder: Path, **args: t.Any) -> list[dict[str, t.Any]]:
    """Upload the training file and start a job."""
    (folder / "train.jsonl").write_text(TRAINING)
    return [
        task("openai_file", "file", {"src": "train.jsonl", "purpose": "fine-tune"}),
        task("openai_fine_tuning_job", "job", {"model": "gpt-4.1-mini", "training_file": "train.jsonl", **args}),
    ]


@pytest.mark.parametrize(
    "method",
    [
        None,
        {
            "type": "supervised",
            "supervised": {"hyperparameters": {"n_epochs": "{{ 2 }}", "learning_rate_multiplier": 0.5}},
        },
        {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.2, "n_epochs": "auto"}}},
        {
            "type": "reinforcement",
            "reinforcement": {
                "grader": {
                    "type": "string_check",
                    "name": "exact",
                    "input": "{{ '{{' }} sample.output_text {{ '}}' }}",
                    "reference": "x",
                    "operation": "eq",
                },
                "hyperparameters": {"reasoning_effort": "low", "eval_interval": 2},
            },
        },
    ],
    ids=["default", "supervised", "dpo", "reinforcement"],
)
def test_every_method(method: dict[str, t.Any] | None, organization: Organization, tmp_path: Path) -> None:
    """Numbers arrive as numbers whatever Jinja made of them; the second run finds the job."""
    model = {"model": "o4-mini"} if method and method["type"] == "reinforcement" else {}
    integrations = [{"type": "wandb", "wandb": {"project": "tests", "tags": ["a", "b"]}}]
    extra = {
        **model,
        **({"method": method} if method else {}),
        "seed": 7,
        "suffix": "mine",
        "integrations": integrations,
    }
    tasks = training(tmp_path, **extra)
    # The data does not suit every method: no job may come so far as to notice.
    organization.control("clock", {"freeze": True})
    played = Player(tmp_path, organization).run([*tasks, {**tasks[-1], "name": "again"}]).succeed()
    assert played.result("job")["changed"] is True and played.result("again")["changed"] is False
    body = writes(calls(organization.journal(), "job"))[0]["body"]
    for holder in [part["hyperparameters"] for part in (body.get("method") or {}).values() if isinstance(part, dict)]:
        numbers = {name: value for name, value in holder.items() if name != "reasoning_effort"}
        assert all(value == "auto" or not isinstance(value, str) for value in numbers.values()), numbers


def test_job_of_others_is_adopted(organization: Organization, tmp_path: Path) -> None:
    """A job that somebody started without our mark is found by what it does."""
    tasks = training(tmp_path, suffix="theirs")
    start = {
        "method": "POST",
        "path": "/fine_tuning/jobs",
        "body": {"model": "gpt-4.1-mini", "training_file": "{{ up.file.id }}", "suffix": "theirs"},
    }
    played = Player(tmp_path, organization).run(
        [{**tasks[0], "register": "up"}, task("openai_api", "theirs", start), tasks[1]]
    )
    assert played.succeed().result("job")["changed"] is False
    assert len(organization.get("/fine_tuning/jobs")["data"]) == 1


def test_failed_job_fails_the_task_and_is_started_again(organization: Organization, tmp_path: Path) -> None:
    """The API's reason is told; the failed job does not count for the next run."""
    tasks = training(tmp_path, wait=True, wait_interval=0.3)
    (tmp_path / "train.jsonl").write_text(TRAINING.splitlines(keepends=True)[0])
    player = Player(tmp_path, organization)
    played = player.run(tasks)
    assert played.code != 0
    result = played.failure("job", "wait_failed")
    assert result["fine_tuning_job"]["error"]["message"] in result["msg"]
    again = player.run([{**tasks[1], "name": "again"}])
    assert again.result("again")["fine_tuning_job"]["id"] != result["fine_tuning_job"]["id"]


def test_wait_that_ends_too_soon_is_taken_up(organization: Organization, tmp_path: Path) -> None:
    """Start returns, finish picks up: the same task, run again, waits for the job that runs."""
    player = Player(tmp_path, organization)
    short = player.run(training(tmp_path, wait=True, wait_timeout=0, wait_interval=0.3))
    assert short.code != 0
    short.failure("job", "wait_failed", "wait_timeout")
    done = player.run(training(tmp_path, wait=True, wait_interval=0.3)).succeed()
    assert done.result("job")["changed"] is False and done.result("job")["fine_tuning_job"]["fine_tuned_model"]
    assert len(organization.get("/fine_tuning/jobs")["data"]) == 1
    assert any("loss" in event["message"] for event in done.result("job")["events"])


def test_events_and_checkpoints(organization: Organization, tmp_path: Path) -> None:
    """The reader brings both, from every page."""
    organization.control("page_size", {"max": 5})
    tasks = training(tmp_path, wait=True, wait_interval=0.3)
    args = {"events": True, "checkpoints": True, "status": "succeeded"}
    played = Player(tmp_path, organization).run([*tasks, task("openai_fine_tuning_job_info", "read", args)]).succeed()
    (job,) = played.result("read")["fine_tuning_jobs"]
    assert len(job["events"]) > 5 and job["checkpoints"]
    assert [event["created_at"] for event in job["events"]] == sorted(event["created_at"] for event in job["events"])


# --- model calls -----------------------------------------------------------------------------------------------------

QUESTION = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Name three colours."}]}
ASKS = ("POST", "/chat/completions")


def asked(organization: Organization, step: str) -> int:
    """How often a task asked a model."""
    return sum(entry["method"] == "POST" for entry in calls(organization.journal(), step))


def test_an_artifact_is_made_once(organization: Organization, tmp_path: Path) -> None:
    """Unchanged: nothing is asked. Damaged, another prompt, or forced: made again."""
    player = Player(tmp_path, organization)
    args = {**QUESTION, "dest": "answer.txt"}
    other = {**args, "messages": [{"role": "user", "content": "Name four colours."}]}
    tasks = [
        task("openai_chat_completion", "check", args, check_mode=True),
        task("openai_chat_completion", "make", args),
        task("openai_chat_completion", "again", args),
        {"name": "damage", "ansible.builtin.copy": {"dest": "{{ playbook_dir }}/answer.txt", "content": "edited"}},
        task("openai_chat_completion", "mend", args),
        task("openai_chat_completion", "other", other),
        task("openai_chat_completion", "force", {**other, "force": True}),
        task("openai_chat_completion", "remove", {"dest": "answer.txt", "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    counts = {
        name: asked(organization, name) for name in ("check", "make", "again", "mend", "other", "force", "remove")
    }
    assert counts == {"check": 0, "make": 1, "again": 0, "mend": 1, "other": 1, "force": 1, "remove": 0}
    changed = {name: played.result(name)["changed"] for name in counts}
    assert changed == {**dict.fromkeys(counts, True), "again": False}
    assert played.result("again")["text"] == played.result("make")["text"]
    assert played.result("again")["usage"] == played.result("make")["usage"]
    assert not list(tmp_path.glob("answer*"))


def test_a_stored_answer_is_found(organization: Organization, player: Player) -> None:
    """With store the API keeps the answer; another machine finds it by its mark."""
    args = {**QUESTION, "store": True, "metadata": {"team": "a"}}
    tasks = [
        task("openai_chat_completion", "make", args),
        task("openai_chat_completion", "again", args),
        task("openai_chat_completion", "written", {**args, "dest": "answer.txt"}),
        task("openai_chat_completion_info", "messages", {"metadata": {"team": "a"}, "messages": True}),
    ]
    played = player.run(tasks).succeed()
    assert [asked(organization, name) for name in ("make", "again", "written")] == [1, 0, 0]
    assert (player.folder / "answer.txt").read_text() == played.result("make")["text"]
    (kept,) = played.result("messages")["chat_completions"]
    assert kept["messages"][0]["content"] == "Name three colours."


def test_a_plain_question_changes_nothing(organization: Organization, player: Player) -> None:
    """Neither kept here nor there it is asked every time, and says changed: false."""
    tasks = [task("openai_chat_completion", name, QUESTION) for name in ("one", "two")]
    played = player.run(tasks).succeed()
    assert [asked(organization, name) for name in ("one", "two")] == [1, 1]
    assert [played.result(name)["changed"] for name in ("one", "two")] == [False, False]


SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "people": {"type": "integer"}},
    "required": ["city", "people"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "function": {"name": "weather", "parameters": SCHEMA, "strict": True}}


@pytest.mark.parametrize("stream", [False, True])
def test_shortcuts(stream: bool, organization: Organization, player: Player) -> None:
    """Structured answers come parsed; tool calls, function calls and truncation are results of their own."""
    base = {**QUESTION, "stream": stream, **({"stream_options": {"include_usage": True}} if stream else {})}
    formatted = {"type": "json_schema", "json_schema": {"name": "city", "schema": SCHEMA, "strict": True}}
    function = {"name": "weather", "parameters": SCHEMA}
    tasks = [
        task("openai_chat_completion", "parsed", {**base, "response_format": formatted}),
        task("openai_chat_completion", "tool", {**base, "tools": [TOOL], "tool_choice": "required"}),
        task(
            "openai_chat_completion",
            "function",
            {**base, "functions": [function], "function_call": {"name": "weather"}},
        ),
        task("openai_chat_completion", "short", {**base, "max_completion_tokens": 1}),
        task("openai_chat_completion", "many", {**base, "n": 3, "logprobs": True, "top_logprobs": 2}),
    ]
    played = player.run(tasks).succeed()
    assert set(played.result("parsed")["parsed"]) == {"city", "people"}
    (call,) = played.result("tool")["tool_calls"]
    assert call["function"]["name"] == "weather" and set(json.loads(call["function"]["arguments"])) == {
        "city",
        "people",
    }
    assert played.result("tool")["finish_reason"] == "tool_calls" and call["id"]
    assert json.loads(played.result("function")["function_call"]["arguments"])
    assert played.result("short")["finish_reason"] == "length"
    many = played.result("many")["chat_completion"]["choices"]
    assert len(many) == 3 and all(choice["logprobs"]["content"] for choice in many)
    assert all(played.result(name)["usage"]["total_tokens"] for name in ("parsed", "tool", "many"))
    if not stream:
        whole = {**base, "response_format": formatted}
        streamed = player.run([task("openai_chat_completion", "same", {**whole, "stream": True})]).succeed()
        assert streamed.result("same")["text"] == played.result("parsed")["text"]


def test_concurrent_runs_ask_once(organization: Organization, tmp_path: Path) -> None:
    """Four runs of one task at once: one asks, all have the answer, the artifact is whole."""
    shared = {"ANSIBLE_HOME": str(tmp_path / "ansible")}
    args = {**QUESTION, "dest": str(tmp_path / "answer.txt")}
    running = []
    for index in range(4):
        folder = tmp_path / str(index)
        folder.mkdir()
        player = Player(folder, organization, variables=shared)
        running.append(player.start([task("openai_chat_completion", "ask", args)]))
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in running]
    assert all(process.returncode == 0 for process in running), "\n".join(outputs)
    assert asked(organization, "ask") == 1
    manifest = json.loads((tmp_path / "answer.txt.manifest.json").read_text())
    assert manifest["sha256"] == hashlib.sha256((tmp_path / "answer.txt").read_bytes()).hexdigest()


def test_a_killed_run_leaves_no_half_artifact(organization: Organization, tmp_path: Path) -> None:
    """Killed while the model answers; the next run makes it."""
    (tmp_path / "answer.txt").write_text("from before")
    organization.fault("stall", path="/chat/completions", seconds=30)
    player = Player(tmp_path, organization)
    args = {**QUESTION, "dest": "answer.txt"}
    process = player.start([task("openai_chat_completion", "ask", args)])
    faults = {"path": "faults", "method": "GET"}
    wait_until(lambda: any(rule["used"] for rule in organization.control(**faults)["faults"]), "the request")
    kill_run(process)
    assert (tmp_path / "answer.txt").read_text() == "from before"
    organization.control("faults", method="DELETE")
    played = player.run([task("openai_chat_completion", "ask", args)]).succeed()
    assert (tmp_path / "answer.txt").read_text() == played.result("ask")["text"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".answer")]


# --- any operation ---------------------------------------------------------------------------------------------------


def test_any_operation(organization: Organization, player: Player) -> None:
    """Reads, writes, pages, placeholders, and what a check does with them."""
    organization.control("page_size", {"max": 2})
    organization.control("objects", {"kind": "project", "count": 7})
    make = {"method": "POST", "path": "/v1/organization/projects", "body": {"name": "by api"}}
    one = {"path": "/organization/projects/{project_id}", "path_params": {"project_id": organization.project_id}}
    nobody = {**one, "path_params": {"project_id": "proj_nobody"}}
    tasks = [
        task("openai_api", "list", {"path": "/organization/projects", "all_pages": True}),
        task("openai_api", "one", one),
        task("openai_api", "check", make, check_mode=True),
        task("openai_api", "make", make),
        task("openai_api", "absent", {**nobody, "absent_ok": True}),
        task("openai_api", "fails", nobody, ignore_errors=True),
        task("openai_api", "filtered", {"path": "/organization/users", "query": {"emails": ["ada@example.com"]}}),
    ]
    played = player.run(tasks).succeed()
    assert len(played.result("list")["body"]["data"]) == 8
    assert played.result("one")["body"]["id"] == organization.project_id and played.result("one")["changed"] is False
    assert played.result("check")["changed"] is True and not calls(organization.journal(), "check")
    assert played.result("make")["changed"] is True and played.result("make")["body"]["name"] == "by api"
    assert played.result("absent")["status"] == 404 and played.result("absent")["changed"] is False
    assert played.result("fails")["error"]["status"] == 404
    assert [user["email"] for user in played.result("filtered")["body"]["data"]] == ["ada@example.com"]


# --- the in-process path ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["in_process", "module"])
def test_environment_of_play_and_task(way: str, organization: Organization, tmp_path: Path) -> None:
    """Keys may come by ``environment:`` of the play or the task, the nearer one counting."""
    play = local_play(
        [
            task("openai_project_info", "play", {}),
            task(
                "openai_project_info",
                "task",
                {},
                environment={"OPENAI_ADMIN_KEY": "sk-admin-other"},
                ignore_errors=True,
            ),
            task("openai_project_info", "after", {}),
        ]
    )
    play["environment"] = organization.environment()
    played = Player(tmp_path, None, way == "in_process").run([play]).succeed()
    assert played.result("play")["projects"] and played.result("after")["projects"]
    assert played.result("task")["error"]["status"] == 401


def test_what_asks_for_a_process_gets_one(organization: Organization, player: Player) -> None:
    """``async`` and an interpreter of one's own run as ordinary modules, with the same results."""
    tasks = [
        task("openai_project_info", "async", {}, **{"async": 30, "poll": 1}),
        task(
            "openai_project_info",
            "python",
            {},
            vars={"ansible_python_interpreter": "/usr/bin/env python3"},
            ignore_errors=True,
        ),
        task("openai_project_info", "switch", {}, vars={"fjcorp_openai_in_process": False}),
        task("openai_project_info", "in process", {}),
    ]
    played = player.run(tasks).succeed()
    wanted = played.result("in process")["projects"]
    assert played.result("async")["projects"] == played.result("switch")["projects"] == wanted
    assert "ansible_job_id" in played.result("async")


def test_vaulted_key(organization: Organization, tmp_path: Path) -> None:
    """A key encrypted in the vars file of a play."""
    (tmp_path / "password").write_text("secret\n")
    player = Player(tmp_path, organization)
    command = [
        player.command([])[0].replace("playbook", "vault"),
        "encrypt_string",
        "--vault-password-file",
        "password",
    ]
    sealed = subprocess.run(
        [*command, organization.admin_key, "--name", "key"],
        cwd=tmp_path,
        env=player.environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (tmp_path / "vars.yml").write_text(sealed)
    tasks = [task("openai_project_info", "read", {"admin_key": "{{ key }}"})]
    player.variables["OPENAI_ADMIN_KEY"] = ""
    played = player.run(tasks, "-e", "@vars.yml", "--vault-password-file", "password").succeed()
    assert played.result("read")["projects"]


# --- what only these reach ---------------------------------------------------------------------------------------------


def test_retention_of_the_organization(organization: Organization, player: Player) -> None:
    """The organization's own retention is set without a project, and cannot be taken away."""
    args = {"retention_type": "modified_abuse_monitoring"}
    tasks = [
        task("openai_data_retention", "other", {"retention_type": "zero_data_retention"}),
        task("openai_data_retention", "set", args),
        task("openai_data_retention", "again", args),
        task("openai_data_retention", "absent", {"state": "absent"}, ignore_errors=True),
    ]
    played = player.run(tasks).succeed()
    assert played.result("set")["changed"] is True and played.result("again")["changed"] is False
    assert played.result("set")["data_retention"]["type"] == "modified_abuse_monitoring"
    played.failure("absent", "invalid_argument", "data retention")


def test_paused_job_goes_on(organization: Organization, tmp_path: Path) -> None:
    """A job that is held is resumed by wanting it present, and pausing twice changes nothing."""
    organization.control("clock", {"freeze": True})
    tasks = training(tmp_path)
    args = {"model": "gpt-4.1-mini", "training_file": "train.jsonl"}
    tasks += [
        task("openai_fine_tuning_job", "pause", {**args, "state": "paused"}),
        task("openai_fine_tuning_job", "pause again", {**args, "state": "paused"}),
        task("openai_fine_tuning_job", "resume", args),
        task("openai_fine_tuning_job", "resume again", args),
    ]
    played = Player(tmp_path, organization).run(tasks).succeed()
    names = ("pause", "pause again", "resume", "resume again")
    assert [played.result(name)["changed"] for name in names] == [True, False, True, False]
    assert len(organization.get("/fine_tuning/jobs")["data"]) == 1


def test_lost_key_of_an_account_is_revoked(organization: Organization, tmp_path: Path) -> None:
    """A key whose answer is lost is nobody's: it is revoked before another is issued."""
    account = {"project": "team", "name": "ci", "dest": "ci.key"}
    player = Player(tmp_path, organization)
    setup = [task("openai_project", "team", {"name": "team"}), task("openai_service_account", "issue", account)]
    player.run(setup).succeed()
    (tmp_path / "ci.key").unlink()
    organization.fault(
        "cut_after", path="/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys"
    )
    player.run([task("openai_service_account", "lost", account)]).succeed()
    keys = organization.get(f"/organization/projects/{project_id(organization, 'team')}/api_keys", True)["data"]
    assert len(keys) == 2, "the first key and the delivered one, and no stray third"
    key = (tmp_path / "ci.key").read_text().strip()
    assert "data" in Organization(organization.server, organization.id, "", key, "").get("/models")


def test_one_by_its_id(organization: Organization, player: Player) -> None:
    """Each reader brings the one object that an id names, and an empty list for an id nobody has."""
    in_project = {"project": organization.project_id}
    tasks = [
        task("openai_group", "group", {"name": "ops"}, register="group"),
        task("openai_project_group", "in", {**in_project, "group": "ops", "roles": ["member"]}),
        task("openai_role", "role", {"name": "reporter", "permissions": ["api.usage.read"]}, register="role"),
        task("openai_role_assignment", "of group", {"group": "ops", "role": "reporter"}),
        task("openai_role_assignment", "of user", {"user": "ada@example.com", "role": "reporter"}),
        task("openai_role_info", "roles", in_project, register="roles"),
        task("openai_role_assignment_info", "held", {**in_project, "group": "ops"}, register="held"),
        task("openai_project_user_info", "users", in_project, register="users"),
        task("openai_role_info", "one role", {**in_project, "id": "{{ roles.roles[0].id }}"}),
        task("openai_role_assignment_info", "one of group", {"group": "ops", "id": "{{ role.role.id }}"}),
        task("openai_role_assignment_info", "one of user", {"user": "ada@example.com", "id": "{{ role.role.id }}"}),
        task(
            "openai_role_assignment_info",
            "one in project",
            {**in_project, "group": "ops", "id": "{{ held.role_assignments[0].id }}"},
        ),
        task("openai_project_user_info", "one user", {**in_project, "id": "{{ users.project_users[0].id }}"}),
        task("openai_project_user_info", "nobody", {**in_project, "id": "user-nobody"}),
        task("openai_role", "gone", {"name": "reporter", "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    for name, many in (
        ("one role", "roles"),
        ("one of group", "role_assignments"),
        ("one of user", "role_assignments"),
        ("one in project", "role_assignments"),
        ("one user", "project_users"),
    ):
        assert len(played.result(name)[many]) == 1, f"{name}: {played.result(name)}"
    assert played.result("nobody")["project_users"] == []
    assert played.result("gone")["changed"] is True
