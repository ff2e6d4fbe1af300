# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Advance fine-tuning jobs by the emulated clock: validation, queue, training, checkpoints, result file and model."""

from __future__ import annotations

import math
from typing import Any

from .fine_tuning_examples import InvalidFile, read_examples
from .ids import deterministic_token, new_id
from .routes import files
from .server import Call
from .store import Doc
from .text_language import count_tokens, deterministic_fraction

MIN_EXAMPLES = 10
MAX_STORED_EXAMPLES = 5000
PROGRESS_UPDATES = 10
MAX_CHECKPOINTS = 3


def add_event(
    call: Call, job: str, message: str, *, level: str = "info", data: Any = None, at: float | None = None
) -> None:
    """Add an event to a job."""
    call.docs.insert(
        "fine_tuning_event",
        {
            "id": new_id("ftevent-"),
            "object": "fine_tuning.job.event",
            "created_at": int(call.now_exact if at is None else at),
            "level": level,
            "message": message,
            "type": "message" if data is None else "metrics",
            "data": data if data is not None else {},
        },
        scope=job,
    )


def advance_job(call: Call, project: str, job: Doc) -> None:
    """Perform the next state transition of a job."""
    due: float | None = None
    if job["status"] == "validating_files":
        due = validate_files(call, project, job)
    elif job["status"] == "queued":
        due = start_training(call, job)
    elif job["status"] == "running":
        due = run_training_steps(call, project, job)
    call.docs.update("fine_tuning_job", job, scope=project, due=due)


def validate_files(call: Call, project: str, job: Doc) -> float | None:
    """Validate the files; an invalid one fails the job."""
    for param in ("training_file", "validation_file"):
        id = job[param]
        if id is None:
            continue
        try:
            if call.docs.get("file", id, scope=project) is None:
                raise InvalidFile("file_not_found", f"File {id} has been deleted.")
            examples = read_examples(call, project, id, job)
            if param == "training_file" and len(examples) < MIN_EXAMPLES:
                raise InvalidFile(
                    "invalid_n_examples",
                    f"Training file has {len(examples)} example(s), but must have at least {MIN_EXAMPLES} examples",
                )
        except InvalidFile as error:
            fail_job(call, job, error.code, error.message, param)
            return None
        if param == "training_file":
            job["_examples"] = len(examples)
            job["_tokens"] = sum(count_tokens(text) for pair in examples for text in pair)
            stored_examples: Doc = {
                "id": job["id"],
                "examples": [list(pair) for pair in examples[:MAX_STORED_EXAMPLES]],
            }
            call.docs.delete("fine_tuning_examples", job["id"], scope=project)
            call.docs.insert("fine_tuning_examples", stored_examples, scope=project)
    job["status"] = "queued"
    add_event(call, job["id"], "Files validated, moving job to queued state")
    return call.now_exact + float(job["_timing"]["queued"])


def fail_job(call: Call, job: Doc, code: str, message: str, param: str | None) -> None:
    """Fail a job."""
    job["status"] = "failed"
    job["finished_at"] = call.now
    job["error"] = {"code": code, "message": message, "param": param}
    add_event(call, job["id"], message, level="error")


def start_training(call: Call, job: Doc) -> float:
    """Start the training: replace ``auto`` in the hyperparameters by numbers."""
    seconds = float(job["_timing"]["running"])
    if job["_step"] == 0:
        examples = job["_examples"]
        numbers = {
            "batch_size": max(1, min(256, round(examples * 0.002))),
            "learning_rate_multiplier": 2.0,
            "n_epochs": 3 if examples * 3 >= 100 else min(25, max(3, 100 // examples)),
            "beta": 0.1,
            "compute_multiplier": 1.0,
            "eval_interval": 5,
            "eval_samples": 2,
        }
        kind = job["method"]["type"]
        chosen = job["method"][kind]["hyperparameters"]
        for name, value in chosen.items():
            if value == "auto":
                chosen[name] = numbers[name]
        job["hyperparameters"] = {name: chosen[name] for name in job["hyperparameters"]}
        per_epoch = math.ceil(examples / chosen["batch_size"])
        job["_per_epoch"] = per_epoch
        job["_steps"] = per_epoch * chosen["n_epochs"]
    job["status"] = "running"
    job["estimated_finish"] = int(call.now_exact + seconds)
    add_event(call, job["id"], "Fine-tuning job started" if job["_step"] == 0 else "Fine-tuning job resumed")
    return call.now_exact + seconds / PROGRESS_UPDATES


def metrics(job: Doc, step: int) -> dict[str, float]:
    """Return loss and accuracy at a step; deterministic for a seed."""
    done = step / job["_steps"]
    noise = deterministic_fraction(f"{job['seed']}:{step}") * 0.1
    out = {
        "train_loss": round(2.2 * math.exp(-3 * done) + 0.1 + noise, 4),
        "train_mean_token_accuracy": round(min(0.99, 0.5 + 0.45 * done + noise / 4), 4),
    }
    if job["validation_file"]:
        out["valid_loss"] = round(2.3 * math.exp(-2.8 * done) + 0.15 + noise, 4)
        out["valid_mean_token_accuracy"] = round(min(0.98, 0.48 + 0.44 * done + noise / 4), 4)
    return out


def run_training_steps(call: Call, project: str, job: Doc) -> float | None:
    """Run a tenth of the training steps, or the rest of them."""
    total = job["_steps"]
    tick = float(job["_timing"]["running"]) / PROGRESS_UPDATES
    until = min(total, job["_step"] + math.ceil(total / PROGRESS_UPDATES))
    first = job["_step"] + 1
    epochs = total // job["_per_epoch"]
    for step in range(first, until + 1):
        at = call.now_exact - tick * (until - step) / max(1, until - first + 1)
        values = metrics(job, step)
        message = f"Step {step}/{total}: training loss={values['train_loss']:.2f}"
        if "valid_loss" in values:
            message += f", validation loss={values['valid_loss']:.2f}"
        add_event(call, job["id"], message, data={"step": step, "total_steps": total, **values}, at=at)
        epoch, rest = divmod(step, job["_per_epoch"])
        if rest == 0 and epoch > epochs - MAX_CHECKPOINTS:
            add_checkpoint(call, job, step, values, last=step == total)
    job["_step"] = until
    if until < total:
        return call.now_exact + tick
    finish_training(call, project, job)
    return None


def model_name(job: Doc, slug: str) -> str:
    """Return the name ``ft:<base>:<organization>:<suffix>:<tag>``."""
    base = job["model"].split(":")[1] if job["model"].startswith("ft:") else job["model"]
    return f"ft:{base}:{slug}:{job['user_provided_suffix'] or ''}:{deterministic_token(job['id'])}"


def add_checkpoint(call: Call, job: Doc, step: int, values: dict[str, float], *, last: bool) -> None:
    """Add the checkpoint of an epoch."""
    name = model_name(job, call.org.slug)
    doc: Doc = {
        "id": new_id("ftckpt_"),
        "object": "fine_tuning.job.checkpoint",
        "created_at": call.now,
        "fine_tuned_model_checkpoint": name if last else f"{name}:ckpt-step-{step}",
        "fine_tuning_job_id": job["id"],
        "step_number": step,
        "metrics": {
            "step": step,
            **values,
            **(
                {
                    "full_valid_loss": values["valid_loss"],
                    "full_valid_mean_token_accuracy": values["valid_mean_token_accuracy"],
                }
                if "valid_loss" in values
                else {}
            ),
        },
    }
    call.docs.insert("fine_tuning_checkpoint", doc, scope=job["id"])
    if not last:
        add_event(call, job["id"], f"Checkpoint created at step {step}")


def finish_training(call: Call, project: str, job: Doc) -> None:
    """Create the result file, the model and the models of its checkpoints."""
    lines = ["step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy"]
    for step in range(1, job["_steps"] + 1):
        values = metrics(job, step)
        lines.append(
            f"{step},{values['train_loss']},{values['train_mean_token_accuracy']},"
            f"{values.get('valid_loss', '')},{values.get('valid_mean_token_accuracy', '')}"
        )
    content = ("\n".join(lines) + "\n").encode()
    result = files.new_file(call, project, filename="step_metrics.csv", purpose="fine-tune-results", size=len(content))
    call.blob(result["id"]).write_bytes(content)
    base = job["model"].split(":")[1] if job["model"].startswith("ft:") else job["model"]
    for item in call.docs.iterate("fine_tuning_checkpoint", scope=job["id"]):
        model: Doc = {
            "id": item["fine_tuned_model_checkpoint"],
            "object": "model",
            "created": call.now,
            "owned_by": call.org.slug,
            "shutdown_date": None,
            "_base": base,
            "_job": job["id"],
        }
        if call.docs.get("model", model["id"], scope=project) is None:
            call.create("model", model, scope=project)
    job["status"] = "succeeded"
    job["finished_at"] = call.now
    job["estimated_finish"] = None
    job["fine_tuned_model"] = model_name(job, call.org.slug)
    job["result_files"] = [result["id"]]
    job["trained_tokens"] = job["_tokens"] * job["hyperparameters"]["n_epochs"]
    add_event(call, job["id"], f"New fine-tuned model created: {job['fine_tuned_model']}")
    add_event(call, job["id"], "The job has successfully completed")
