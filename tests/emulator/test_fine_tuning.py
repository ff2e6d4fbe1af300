# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fine-tuning jobs and their models."""

from __future__ import annotations

import functools
import json
import typing as t

import openai
import pytest

from .conftest import Organization, refused

EXAMPLES = [
    {
        "messages": [
            {"role": "user", "content": f"Which city is number {n}?"},
            {"role": "assistant", "content": f"City {n}"},
        ]
    }
    for n in range(12)
]
MODEL = "gpt-4.1-mini"


def jsonl(items: t.Iterable[t.Any]) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def upload(client: openai.OpenAI, content: bytes) -> str:
    return client.files.create(file=("train.jsonl", content), purpose="fine-tune").id


@pytest.fixture
def training(client: openai.OpenAI) -> str:
    """Upload a valid training file."""
    return upload(client, jsonl(EXAMPLES))


def test_job_succeeds(client: openai.OpenAI, org: Organization, training: str) -> None:
    jobs = client.fine_tuning.jobs
    job = jobs.create(
        model=MODEL,
        training_file=training,
        validation_file=training,
        suffix="cities",
        metadata={"team": "geo"},
        integrations=[{"type": "wandb", "wandb": {"project": "p", "tags": ["a"]}}],
    )
    assert (job.model, job.status, job.hyperparameters.n_epochs) == (
        "gpt-4.1-mini-2025-04-14",
        "validating_files",
        "auto",
    )
    assert 0 <= job.seed <= 2147483647 and job.integrations and job.integrations[0].wandb.project == "p"
    seen = []
    for seconds in (2, 3, 4, 16):
        org.advance(seconds)
        job = jobs.retrieve(job.id)
        seen.append(job.status)
    assert seen == ["queued", "running", "running", "succeeded"]
    assert job.fine_tuned_model is not None and job.fine_tuned_model.startswith("ft:gpt-4.1-mini-2025-04-14:")
    assert ":cities:" in job.fine_tuned_model and (job.trained_tokens or 0) > 0
    assert job.hyperparameters.n_epochs == 8 and job.hyperparameters.batch_size == 1
    events = list(jobs.list_events(job.id, limit=30))
    assert events[0].message == "The job has successfully completed" and events[-1].message.startswith("Created")
    losses = [t.cast(t.Any, event.data)["train_loss"] for event in events if event.type == "metrics"]
    assert len(losses) == 96 and losses[0] < losses[-1]
    points = list(jobs.checkpoints.list(job.id))
    assert [point.step_number for point in points] == [96, 84, 72]
    assert points[0].fine_tuned_model_checkpoint == job.fine_tuned_model
    assert points[0].metrics.full_valid_loss is not None
    result = client.files.retrieve(job.result_files[0])
    assert result.purpose == "fine-tune-results"
    assert client.files.content(result.id).read().splitlines()[0].startswith(b"step,train_loss")
    answer = client.chat.completions.create(
        model=job.fine_tuned_model, messages=[{"role": "user", "content": "which city is number 7"}]
    )
    assert answer.choices[0].message.content == "City 7"
    assert client.models.retrieve(job.fine_tuned_model).id == job.fine_tuned_model
    again = jobs.create(model=job.fine_tuned_model, training_file=training)
    assert again.model == job.fine_tuned_model
    assert client.models.delete(job.fine_tuned_model).deleted
    assert refused(lambda: client.models.retrieve(t.cast(str, job.fine_tuned_model))).code == "model_not_found"


def test_cancel_pause_resume(client: openai.OpenAI, org: Organization, training: str) -> None:
    jobs = client.with_options().fine_tuning.jobs
    job = jobs.create(model=MODEL, training_file=training)
    org.advance(9)
    raw: t.Any = client.post(f"/fine_tuning/jobs/{job.id}/pause", cast_to=object)
    assert raw["status"] == "paused"
    org.advance(1000)
    assert t.cast(t.Any, client.get(f"/fine_tuning/jobs/{job.id}", cast_to=object))["status"] == "paused"
    assert jobs.resume(job.id).status == "queued"
    assert refused(lambda: jobs.resume(job.id)).status_code == 400
    org.advance(3)
    assert jobs.retrieve(job.id).status == "running"
    cancelled = jobs.cancel(job.id)
    assert cancelled.status == "cancelled" and cancelled.finished_at is not None
    org.advance(1000)
    assert jobs.retrieve(job.id).status == "cancelled"
    assert refused(lambda: jobs.cancel(job.id)).code == "invalid_job_state"


@pytest.mark.parametrize(
    ("content", "code", "text"),
    [
        (b"this is not json\n" * 12, "invalid_training_file", "Line 1 is not a dictionary"),
        (jsonl(EXAMPLES[:3]), "invalid_n_examples", "has 3 example(s), but must have at least 10"),
        (jsonl([*EXAMPLES, {"prompt": "a"}]), "invalid_training_file", 'Example 13 is missing key "messages"'),
        (jsonl([{"messages": EXAMPLES[0]["messages"][:1]}] * 12), "invalid_training_file", "from the assistant"),
        (jsonl([{"messages": [{"role": "robot", "content": "x"}]}] * 12), "invalid_training_file", "unknown role"),
    ],
)
def test_invalid_training_file_fails_the_job(
    client: openai.OpenAI, org: Organization, content: bytes, code: str, text: str
) -> None:
    job = client.fine_tuning.jobs.create(model=MODEL, training_file=upload(client, content))
    org.advance(60)
    job = client.fine_tuning.jobs.retrieve(job.id)
    assert job.status == "failed" and job.error is not None and job.finished_at is not None
    assert (job.error.code, job.error.param) == (code, "training_file") and text in job.error.message
    newest = client.fine_tuning.jobs.list_events(job.id).data[0]
    assert (newest.level, newest.message) == ("error", job.error.message)


def test_other_training_methods(client: openai.OpenAI, org: Organization) -> None:
    preferences = [
        {
            "input": {"messages": [{"role": "user", "content": f"q{n}"}]},
            "preferred_output": [{"role": "assistant", "content": "good"}],
            "non_preferred_output": [{"role": "assistant", "content": "bad"}],
        }
        for n in range(10)
    ]
    dpo = client.fine_tuning.jobs.create(
        model="gpt-4o-mini",
        training_file=upload(client, jsonl(preferences)),
        method={"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.5}}},
    )
    questions = [{"messages": [{"role": "user", "content": f"q{n}"}], "answer": "a"} for n in range(10)]
    rft = client.fine_tuning.jobs.create(
        model="o4-mini",
        training_file=upload(client, jsonl(questions)),
        method={
            "type": "reinforcement",
            "reinforcement": {
                "grader": {
                    "type": "string_check",
                    "name": "same",
                    "operation": "eq",
                    "input": "{{sample.output_text}}",
                    "reference": "{{item.answer}}",
                },
                "hyperparameters": {"reasoning_effort": "low"},
            },
        },
    )
    org.advance(60)
    for id in (dpo.id, rft.id):
        assert client.fine_tuning.jobs.retrieve(id).status == "succeeded"


def test_invalid_jobs(client: openai.OpenAI, training: str, org: Organization) -> None:
    other = client.files.create(file=("a.txt", b"a"), purpose="user_data").id
    bad: list[tuple[dict[str, t.Any], str, str]] = [
        ({"model": "gpt-5.4"}, "model", "model_not_available"),
        ({"training_file": "file-none"}, "training_file", "file_not_found"),
        ({"training_file": other}, "training_file", "invalid_file_purpose"),
        ({"validation_file": other}, "validation_file", "invalid_file_purpose"),
        ({"suffix": "x" * 65}, "suffix", "string_above_max_length"),
        ({"seed": -1}, "seed", "integer_below_min_value"),
        ({"hyperparameters": {"n_epochs": 51}}, "hyperparameters.n_epochs", "integer_above_max_value"),
        ({"metadata": {str(n): "v" for n in range(17)}}, "metadata", "object_above_max_properties"),
        ({"metadata": {"k": "v" * 513}}, "metadata.k", "string_above_max_length"),
        ({"method": {"type": "reinforcement"}}, "method.reinforcement", "missing_required_parameter"),
        ({"method": {"type": "dpo", "supervised": {}}}, "method.supervised", "unknown_parameter"),
        (
            {"integrations": [{"type": "wandb", "wandb": {}}]},
            "integrations[0].wandb.project",
            "missing_required_parameter",
        ),
    ]
    for change, param, code in bad:
        body: dict[str, t.Any] = {"model": MODEL, "training_file": training, **change}
        error = refused(functools.partial(client.fine_tuning.jobs.create, **body))
        assert (error.status_code, error.param, error.code) == (400, param, code)
    assert list(client.fine_tuning.jobs.list()) == []
    assert refused(lambda: client.fine_tuning.jobs.retrieve("ftjob-none")).code == "fine_tune_not_found"
    org.control("options", {"fine_tuning": "closed"})
    assert refused(lambda: client.fine_tuning.jobs.create(model=MODEL, training_file=training)).status_code == 403


def test_list_by_metadata(client: openai.OpenAI, org: Organization) -> None:
    org.control("objects", {"kind": "fine_tuning_job", "count": 45})
    assert len(list(client.fine_tuning.jobs.list())) == 45
    [found] = client.fine_tuning.jobs.list(metadata={"number": "7"})
    assert found.seed == 7
    assert client.fine_tuning.jobs.list(limit=1).data[0].seed == 44


def test_public_models(client: openai.OpenAI) -> None:
    models = {model.id: model for model in client.models.list()}
    assert {"gpt-5.6-sol", "gpt-5.4-mini", "gpt-4.1", "gpt-4.1-mini-2025-04-14", "whisper-1"} <= set(models)
    assert models["gpt-4.1"].shutdown_date == "2027-01-14" and models["gpt-image-2"].shutdown_date is None
    assert client.models.retrieve("gpt-4.1") == models["gpt-4.1"]
    assert refused(lambda: client.models.delete("gpt-4.1")).status_code == 403
    assert refused(lambda: client.models.retrieve("gpt-none")).code == "model_not_found"
