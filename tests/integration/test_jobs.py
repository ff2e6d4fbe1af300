# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fine-tuning jobs: every method, adoption, failures, waits and pauses."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

from .test_faults import TRAINING

# The requests do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


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
    """Numbers arrive as numbers also where a template has made strings of them; the second run finds the job."""
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
    """A job without a fingerprint is found by its content."""
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
    """The API's reason is reported; the failed job does not count for the next run."""
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


# --- what only these reach ---------------------------------------------------------------------------------------------


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
