# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role ``fine_tuning``: invalid variables, failures, and that it never starts a job twice."""

from __future__ import annotations

import json
import os
import signal
import time
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, local_play, writes

JOB = "fjcorp.openai.fine_tuning : Run the fine-tuning job"
UPLOAD = "fjcorp.openai.fine_tuning : Upload the training file"


def chat(question: str, answer: str, **more: t.Any) -> dict[str, t.Any]:
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}], **more}


EXAMPLES = [chat(f"What comes after {number}?", f"After {number} comes {number + 1}.") for number in range(12)]


@pytest.fixture
def training(tmp_path: Path) -> t.Callable[..., str]:
    """Return a function that writes lines to a file and returns its path."""

    def write(lines: list[t.Any], name: str = "train.jsonl") -> str:
        path = tmp_path / name
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
        return str(path)

    return write


def role(variables: dict[str, t.Any], **keywords: t.Any) -> list[t.Any]:
    """Return a play of the role with prefixed variables."""
    named = {f"fine_tuning_{name}": value for name, value in variables.items()}
    plain = {"fine_tuning_model": "gpt-4.1-mini", "fine_tuning_wait_interval": 0.1}
    play = {**local_play([]), **keywords, "roles": [{"role": "fjcorp.openai.fine_tuning", "vars": {**plain, **named}}]}
    play["post_tasks"] = [{"name": "Show the result", "ansible.builtin.debug": {"var": "fine_tuning_result"}}]
    return [play]


def outcome(played: Played) -> dict[str, t.Any]:
    """Return the fact that the role sets."""
    return t.cast("dict[str, t.Any]", played.succeed().result("Show the result")["fine_tuning_result"])


def changes(played: Played) -> list[str]:
    return [record["task"] for record in played.records if record["result"].get("changed")]


def message(played: Played) -> str:
    """Return the message of the failed task."""
    assert played.code == 2, played.output
    return str(next(record["result"]["msg"] for record in played.records if record["how"] == "failed"))


def slow_down(organization: Organization, seconds: float) -> None:
    """Set the duration of the next jobs in emulated seconds."""
    organization.control("options", {"fine_tuning_seconds": {"validating": 0, "queued": 0, "running": seconds}})


def questions(organization: Organization) -> list[int]:
    """Return the HTTP status of each request to a model."""
    return [each["status"] for each in writes(organization.journal()) if each["path"] == "/v1/chat/completions"]


# --- invalid variables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "fine_tuning_training_src"),
        ({"training_src": "train.jsonl", "method": "guessing"}, "guessing"),
        ({"training_src": "train.jsonl", "wait_timeout": "soon"}, "fine_tuning_wait_timeout"),
        ({"training_src": "train.jsonl", "hyperparameters": {"n_epochs": 2}}, "fine_tuning_method is required"),
        ({"training_src": "nowhere.jsonl"}, "does not exist"),
        (
            {"training_src": "train.jsonl", "method": "supervised", "hyperparameters": {"n_epochs": 999}},
            "between 1 and 50",
        ),
    ],
)
def test_invalid_variables_fail_before_a_job_starts(
    player: Player,
    organization: Organization,
    training: t.Callable[..., str],
    variables: dict[str, t.Any],
    words: str,
) -> None:
    training(EXAMPLES)
    assert words in message(player.run(role(variables)))
    assert organization.objects("fine_tuning_job") == []


def test_invalid_training_file_fails_with_line_numbers(
    player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    lines: list[t.Any] = list(EXAMPLES)
    lines[2] = '{"messages": ['
    lines[6] = {"messages": [{"role": "user", "content": "And now?"}]}
    lines[9] = {"messages": [{"role": "teacher", "content": "Now."}]}
    text = message(player.run(role({"training_src": training(lines)})))
    for number in (3, 7, 10):
        assert f"line {number} " in text, text
    assert writes(organization.journal()) == []


# --- successful runs ----------------------------------------------------------------------------------------------------


def test_all_variables_reach_the_job(
    player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    variables = {
        "training_src": training(EXAMPLES),
        "training_filename": "counting.jsonl",
        "validation_src": training(EXAMPLES[:11], "check.jsonl"),
        "suffix": "counting",
        "seed": 11,
        "method": "supervised",
        "hyperparameters": {"n_epochs": "{{ 1 + 1 }}", "batch_size": "auto"},
        "integrations": [{"type": "wandb", "wandb": {"project": "counting", "tags": ["ours"]}}],
        "metadata": {"team": "numbers"},
        "ask": "What comes after 4?",
    }
    check = player.run(role(variables), "--check", "--diff").succeed()
    assert writes(organization.journal()) == []
    first = player.run(role(variables))
    assert changes(check) == changes(first)
    facts = outcome(first)
    assert facts["answer"] == "After 4 comes 5."
    assert facts["status"] == "succeeded"
    assert facts["fine_tuned_model"].startswith("ft:gpt-4.1-mini-2025-04-14:")
    assert int(facts["trained_tokens"]) > 0
    assert len(facts["result_files"]) == 1

    job = organization.get(f"/fine_tuning/jobs/{facts['job_id']}")
    names = {each["id"]: each["filename"] for each in organization.get("/files")["data"]}
    assert (names[job["training_file"]], names[job["validation_file"]]) == ("counting.jsonl", "check.jsonl")
    assert (job["training_file"], job["validation_file"]) == (facts["file_id"], facts["validation_file_id"])
    assert job["seed"] == 11
    assert ":counting:" in job["fine_tuned_model"]
    assert job["method"]["supervised"]["hyperparameters"]["n_epochs"] == 2
    assert job["integrations"][0]["wandb"]["project"] == "counting"
    assert job["metadata"]["team"] == "numbers"
    assert organization.get(f"/chat/completions/{facts['completion_id']}")["metadata"]["team"] == "numbers"

    again = player.run(role(variables))
    assert changes(again) == []
    assert outcome(again) == facts


@pytest.mark.newest_only
def test_other_methods(player: Player, organization: Organization, training: t.Callable[..., str]) -> None:
    pairs = [
        {
            "input": {"messages": each["messages"][:1]},
            "preferred_output": each["messages"][1:],
            "non_preferred_output": [{"role": "assistant", "content": "No idea."}],
        }
        for each in EXAMPLES
    ]
    preferring = {"training_src": training(pairs), "method": "dpo", "hyperparameters": {"beta": 0.2}}
    facts = outcome(player.run(role(preferring)))
    assert organization.get(f"/fine_tuning/jobs/{facts['job_id']}")["method"]["dpo"]["hyperparameters"]["beta"] == 0.2

    tasks = [{"messages": each["messages"][:1], "reference": each["messages"][1]["content"]} for each in EXAMPLES]
    grader = {
        "type": "string_check",
        "name": "exact",
        "operation": "eq",
        "input": "{% raw %}{{ sample.output_text }}{% endraw %}",
        "reference": "{% raw %}{{ item.reference }}{% endraw %}",
    }
    reinforcing = {"training_src": training(tasks), "model": "o4-mini", "method": "reinforcement", "grader": grader}
    facts = outcome(player.run(role(reinforcing)))
    job = organization.get(f"/fine_tuning/jobs/{facts['job_id']}")
    assert job["method"]["reinforcement"]["grader"]["input"] == "{{ sample.output_text }}"


def test_key_from_module_defaults(player: Player, organization: Organization, training: t.Callable[..., str]) -> None:
    player.variables["OPENAI_API_KEY"] = ""
    keys = {"group/fjcorp.openai.all": {"api_key": organization.api_key}}
    played = player.run(role({"training_src": training(EXAMPLES), "ask": "Hello?"}, module_defaults=keys), "-vvvv")
    assert outcome(played)["completion_id"]
    assert organization.api_key not in played.output


def test_answer_is_not_templated(player: Player, organization: Organization, training: t.Callable[..., str]) -> None:
    said = "{{ lookup('ansible.builtin.env', 'HOME') }} {% if %} \"it's\""
    lines = [*EXAMPLES, chat("What is a template?", said)]
    facts = outcome(player.run(role({"training_src": training(lines), "ask": "What is a template?"})))
    assert facts["answer"] == said


def test_retry_until_model_is_served_and_answer_is_listed(
    player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    error = {
        "message": "The model does not exist.",
        "type": "invalid_request_error",
        "param": None,
        "code": "model_not_found",
    }
    organization.fault("status", "POST", "/v1/chat/completions", status=404, body={"error": error})
    organization.fault("status", "GET", "/v1/chat/completions/chatcmpl-.*", status=404, body={"error": error})
    facts = outcome(player.run(role({"training_src": training(EXAMPLES), "ask": "What comes after 4?"})))
    assert facts["answer"] == "After 4 comes 5."
    assert questions(organization) == [404, 200]
    assert [each["status"] for each in organization.journal() if "/chatcmpl-" in each["path"]] == [404, 200]


def test_other_errors_are_not_retried(
    player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    organization.control("options", {"quota": "exhausted"})
    text = message(player.run(role({"training_src": training(EXAMPLES), "ask": "What comes after 4?"})))
    assert "quota" in text
    assert questions(organization) == [429]


# --- failures ---------------------------------------------------------------------------------------------------


def test_failed_job_reports_its_reason_and_is_not_reused(
    player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    variables = {"training_src": training(EXAMPLES[:4]), "ask": "What comes after 4?"}
    for count in (1, 2):
        text = message(player.run(role(variables)))
        assert "must have at least 10 examples" in text
        jobs = organization.objects("fine_tuning_job")
        assert [each["status"] for each in jobs] == ["failed"] * count
        assert jobs[-1]["id"] in text
    assert organization.objects("chat_completion") == []
    # With more examples it is another file of the same name.
    variables["training_src"] = training(EXAMPLES)
    assert outcome(player.run(role(variables)))["answer"] == "After 4 comes 5."


def test_wait_timeout_leaves_the_job_running(
    player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    slow_down(organization, 3600)
    text = message(player.run(role({"training_src": training(EXAMPLES), "wait_timeout": 0.5})))
    assert "has not ended after 0.5 s" in text
    assert [each["status"] for each in organization.objects("fine_tuning_job")] == ["running"]


# --- repeated and interrupted runs ------------------------------------------------------------------------------------------


def test_wait_for_a_job_of_an_earlier_run(
    player: Player, module_player: Player, organization: Organization, training: t.Callable[..., str]
) -> None:
    slow_down(organization, 3600)
    variables = {"training_src": training(EXAMPLES), "ask": "What comes after 4?"}
    started = outcome(player.run(role({**variables, "wait": False})))
    assert (started["fine_tuned_model"], started["answer"]) == ("", "")
    organization.control("clock", {"advance": 7200})
    later = module_player.run(role(variables))
    facts = outcome(later)
    assert facts["job_id"] == started["job_id"]
    assert facts["answer"] == "After 4 comes 5."
    assert not later.result(UPLOAD)["changed"]
    assert not later.result(JOB)["changed"]
    assert len(organization.objects("fine_tuning_job")) == 1


def test_killed_run_is_resumed(player: Player, organization: Organization, training: t.Callable[..., str]) -> None:
    slow_down(organization, 3600)
    variables = {"training_src": training(EXAMPLES)}
    process = player.start(role(variables))
    deadline = time.monotonic() + 120
    while not [each for each in organization.objects("fine_tuning_job") if each["status"] == "running"]:
        assert process.poll() is None and time.monotonic() < deadline
        organization.get("/models")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    organization.control("clock", {"advance": 7200})
    played = player.run(role(variables))
    assert outcome(played)["status"] == "succeeded"
    assert changes(played) == []
    assert len(organization.objects("fine_tuning_job")) == 1
