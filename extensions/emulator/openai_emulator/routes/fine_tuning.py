# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fine-tuning jobs. They move by the clock: the training file is really read, metrics and checkpoints appear as the
job runs, and at its end there are a result file and a model that has learned the examples."""

from __future__ import annotations

import json
import math
from typing import Any

from .. import model_catalog, pagination
from ..errors import ApiError, bad_request
from ..ids import new_id, stable
from ..routing import Group, KeyClass
from ..schema import (
    METADATA,
    Anything,
    Array,
    Int,
    Map,
    Num,
    Object,
    Str,
    Tagged,
    Type,
    auto_or,
    missing,
    req,
    text_or,
    unknown,
)
from ..server import DEFAULT_OPTIONS, Call
from ..store import Doc, public
from ..text_language import count_tokens, fraction
from . import files

routes = Group("fine_tuning", KeyClass.PROJECT)

MIN_EXAMPLES = 10
KEPT_EXAMPLES = 5000
TICKS = 10
CHECKPOINTS = 3

_COMMON: dict[str, Type] = {
    "batch_size": auto_or(Int(min=1, max=256)),
    "learning_rate_multiplier": auto_or(Num(above=0)),
    "n_epochs": auto_or(Int(min=1, max=50)),
}
_GRADER_CONTENT = text_or(Anything(), (list, dict), "a string, object or array")
_GRADER_INPUT = Array(
    items=Object(
        fields={
            "role": req(Str(choices=("user", "assistant", "system", "developer"))),
            "content": req(_GRADER_CONTENT),
            "type": Str(choices=("message",)),
        }
    ),
    min=1,
)
_SINGLE_GRADERS: dict[str, Object] = {
    "string_check": Object(
        fields={
            "name": req(Str()),
            "input": req(Str()),
            "reference": req(Str()),
            "operation": req(Str(choices=("eq", "ne", "like", "ilike"))),
        }
    ),
    "text_similarity": Object(
        fields={
            "name": req(Str()),
            "input": req(Str()),
            "reference": req(Str()),
            "evaluation_metric": req(
                Str(
                    choices=(
                        "cosine",
                        "fuzzy_match",
                        "bleu",
                        "gleu",
                        "meteor",
                        "rouge_1",
                        "rouge_2",
                        "rouge_3",
                        "rouge_4",
                        "rouge_5",
                        "rouge_l",
                    )
                )
            ),
        }
    ),
    "python": Object(fields={"name": req(Str()), "source": req(Str()), "image_tag": Str()}),
    "score_model": Object(
        fields={
            "name": req(Str()),
            "model": req(Str()),
            "input": req(_GRADER_INPUT),
            "range": Array(items=Num(), min=2, max=2),
            "sampling_params": Object(
                fields={
                    "max_completions_tokens": Int(min=1, nullable=True),
                    "reasoning_effort": Str(
                        choices=("none", "minimal", "low", "medium", "high", "xhigh", "max"), nullable=True
                    ),
                    "seed": Int(nullable=True),
                    "temperature": Num(nullable=True),
                    "top_p": Num(nullable=True),
                }
            ),
        }
    ),
}
_LABEL_MODEL = Object(
    fields={
        "name": req(Str()),
        "model": req(Str()),
        "input": req(_GRADER_INPUT),
        "labels": req(Array(items=Str(), min=1)),
        "passing_labels": req(Array(items=Str(), min=1)),
    }
)
GRADER = Tagged(
    variants={
        **_SINGLE_GRADERS,
        "multi": Object(
            fields={
                "name": req(Str()),
                "calculate_output": req(Str()),
                "graders": req(Tagged(variants={**_SINGLE_GRADERS, "label_model": _LABEL_MODEL})),
            }
        ),
    }
)
METHOD = Object(
    fields={
        "type": req(Str(choices=("supervised", "dpo", "reinforcement"))),
        "supervised": Object(fields={"hyperparameters": Object(fields=_COMMON)}),
        "dpo": Object(
            fields={"hyperparameters": Object(fields={**_COMMON, "beta": auto_or(Num(above=0, max=2))})},
        ),
        "reinforcement": Object(
            fields={
                "grader": req(GRADER),
                "hyperparameters": Object(
                    fields={
                        **_COMMON,
                        "reasoning_effort": Str(choices=("default", "low", "medium", "high")),
                        "compute_multiplier": auto_or(Num(above=0.00001, max=10)),
                        "eval_interval": auto_or(Int(min=1)),
                        "eval_samples": auto_or(Int(min=1)),
                    }
                ),
            }
        ),
    }
)
INTEGRATION = Tagged(
    variants={
        "wandb": Object(
            fields={
                "wandb": req(
                    Object(
                        fields={
                            "project": req(Str(min=1)),
                            "name": Str(nullable=True),
                            "entity": Str(nullable=True),
                            "tags": Array(items=Str()),
                        }
                    )
                )
            }
        )
    }
)
DEFAULTS: dict[str, dict[str, Any]] = {
    "supervised": {"batch_size": "auto", "learning_rate_multiplier": "auto", "n_epochs": "auto"},
    "dpo": {"batch_size": "auto", "learning_rate_multiplier": "auto", "n_epochs": "auto", "beta": "auto"},
    "reinforcement": {
        "batch_size": "auto",
        "learning_rate_multiplier": "auto",
        "n_epochs": "auto",
        "compute_multiplier": "auto",
        "eval_interval": "auto",
        "eval_samples": "auto",
        "reasoning_effort": "default",
    },
}


class InvalidFile(Exception):
    """A training or validation file that a job cannot use: (code, message)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# --- creating ---------------------------------------------------------------------------------------------------


def base_model(call: Call, name: str, method: str) -> str:
    """The snapshot a job trains, when the model can be trained by this method."""
    tuned = call.docs.get("model", name, scope=call.project, now=call.now_exact)
    base = tuned["_base"] if tuned else name
    model = model_catalog.BY_ID.get(base)
    if model is None or not model.tunable:
        raise bad_request(
            f"Model {name} is not available for fine-tuning or does not exist.",
            param="model",
            code="model_not_available",
        )
    if method not in model.tunable:
        raise bad_request(
            f"Model {name} does not support the fine-tuning method '{method}'.", param="method", code="invalid_value"
        )
    return name if tuned else model.snapshot or model.id


def check_file(call: Call, id: str, param: str) -> None:
    """Raise unless the file is there and meant for fine-tuning."""
    doc = call.docs.get("file", id, scope=call.project, now=call.now_exact)
    if doc is None:
        raise bad_request(f"File '{id}' does not exist.", param=param, code="file_not_found")
    if doc["purpose"] != "fine-tune":
        raise bad_request(
            f"File '{id}' has purpose '{doc['purpose']}'; it must be 'fine-tune'.",
            param=param,
            code="invalid_file_purpose",
        )


@routes.post(
    "/fine_tuning/jobs",
    "createFineTuningJob",
    Object(
        fields={
            "model": req(Str(min=1)),
            "training_file": req(Str(min=1)),
            "validation_file": Str(min=1, nullable=True),
            "hyperparameters": Object(fields=_COMMON),
            "suffix": Str(min=1, max=64, nullable=True),
            "seed": Int(min=0, max=2147483647, nullable=True),
            "method": METHOD,
            "integrations": Array(items=INTEGRATION, nullable=True),
            "metadata": METADATA,
        }
    ),
)
def create_job(call: Call) -> Any:
    """Start a job."""
    body = call.body
    if call.org.options["fine_tuning"] == "closed":
        raise ApiError(
            403, "Fine-tuning is not available for this organization.", code="fine_tuning_not_available", param=None
        )
    method = body.get("method") or {"type": "supervised"}
    kind = method["type"]
    for name in ("supervised", "dpo", "reinforcement"):
        if name in method and name != kind:
            raise unknown(f"method.{name}")
    if kind == "reinforcement" and "reinforcement" not in method:
        raise missing("method.reinforcement")
    given = method.get(kind, {})
    hyperparameters = {
        **DEFAULTS[kind],
        **(body.get("hyperparameters") or {}),
        **(given.get("hyperparameters") or {}),
    }
    model = base_model(call, body["model"], kind)
    check_file(call, body["training_file"], "training_file")
    if body.get("validation_file") is not None:
        check_file(call, body["validation_file"], "validation_file")
    id = new_id("ftjob-")
    seed = body.get("seed")
    timing = {**DEFAULT_OPTIONS["fine_tuning_seconds"], **call.org.options["fine_tuning_seconds"]}
    doc: Doc = {
        "id": id,
        "object": "fine_tuning.job",
        "model": model,
        "created_at": call.now,
        "finished_at": None,
        "fine_tuned_model": None,
        "organization_id": call.org.id,
        "result_files": [],
        "status": "validating_files",
        "training_file": body["training_file"],
        "validation_file": body.get("validation_file"),
        "hyperparameters": {name: hyperparameters[name] for name in _COMMON},
        "trained_tokens": None,
        "error": None,
        "user_provided_suffix": body.get("suffix"),
        "seed": seed if seed is not None else int(fraction(id) * 2147483647),
        "estimated_finish": None,
        "integrations": [_integration(item) for item in body.get("integrations") or []],
        "metadata": body.get("metadata"),
        "method": {"type": kind, kind: {**given, "hyperparameters": hyperparameters}},
        "_timing": timing,
        "_step": 0,
    }
    call.create("fine_tuning_job", doc, scope=call.project, due=call.now_exact + float(timing["validating"]))
    event(call, id, f"Created fine-tuning job: {id}")
    event(call, id, f"Validating training file: {doc['training_file']}")
    return public(doc)


def _integration(item: dict[str, Any]) -> dict[str, Any]:
    wandb = item["wandb"]
    return {
        "type": "wandb",
        "wandb": {
            "project": wandb["project"],
            "name": wandb.get("name"),
            "entity": wandb.get("entity"),
            "tags": wandb.get("tags", []),
        },
    }


def event(
    call: Call, job: str, message: str, *, level: str = "info", data: Any = None, at: float | None = None
) -> None:
    """Say something in the job's log."""
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


# --- reading and steering ---------------------------------------------------------------------------------------


@routes.get(
    "/fine_tuning/jobs",
    "listPaginatedFineTuningJobs",
    query={**pagination.cursor(20), "metadata": Map(values=Str(), nullable=True)},
)
def list_jobs(call: Call) -> Any:
    """The project's jobs, newest first, or those that carry some metadata."""

    def fits(doc: Doc) -> bool:
        if "metadata" not in call.query:
            return True
        wanted, held = call.query["metadata"], doc["metadata"] or {}
        return not held if wanted is None else all(held.get(key) == value for key, value in wanted.items())

    return pagination.answer(
        call, "fine_tuning_job", scope=call.project, style=pagination.SHORT, descending=True, where=fits
    )


def load_job(call: Call) -> Doc:
    """The job of the path, or 404."""
    id = call.path["fine_tuning_job_id"]
    doc = call.docs.get("fine_tuning_job", id, scope=call.project, now=call.now_exact)
    if doc is None:
        raise ApiError(404, f"Could not find fine tune: {id}", param="fine_tune_id", code="fine_tune_not_found")
    return doc


@routes.get("/fine_tuning/jobs/{fine_tuning_job_id}", "retrieveFineTuningJob")
def retrieve_job(call: Call) -> Any:
    """One job."""
    return public(load_job(call))


@routes.get("/fine_tuning/jobs/{fine_tuning_job_id}/events", "listFineTuningEvents", query=pagination.cursor(20))
def list_events(call: Call) -> Any:
    """What happened, newest first."""
    job = load_job(call)
    return pagination.answer(call, "fine_tuning_event", scope=job["id"], style=pagination.SHORT, descending=True)


@routes.get(
    "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints", "listFineTuningJobCheckpoints", query=pagination.cursor(10)
)
def list_checkpoints(call: Call) -> Any:
    """The models at the end of the last epochs, newest first."""
    job = load_job(call)
    return pagination.answer(call, "fine_tuning_checkpoint", scope=job["id"], descending=True)


def steer(call: Call, allowed: tuple[str, ...], status: str, message: str) -> Doc:
    """Move a job on request, when its state allows it."""
    job = load_job(call)
    if job["status"] not in allowed:
        raise bad_request(
            f"Fine-tuning job {job['id']} has status '{job['status']}'; this is only possible with "
            f"{' or '.join(repr(name) for name in allowed)}.",
            code="invalid_job_state",
        )
    job["status"] = status
    event(call, job["id"], message)
    return job


@routes.post("/fine_tuning/jobs/{fine_tuning_job_id}/cancel", "cancelFineTuningJob")
def cancel_job(call: Call) -> Any:
    """Stop a job for good."""
    job = steer(
        call, ("validating_files", "queued", "running", "paused"), "cancelled", "The job was cancelled on request."
    )
    job["finished_at"] = call.now
    job["estimated_finish"] = None
    return public(call.docs.update("fine_tuning_job", job, scope=call.project))


@routes.post("/fine_tuning/jobs/{fine_tuning_job_id}/pause", "pauseFineTuningJob")
def pause_job(call: Call) -> Any:
    """Hold a job that has not ended."""
    job = steer(call, ("validating_files", "queued", "running"), "paused", "The job was paused on request.")
    return public(call.docs.update("fine_tuning_job", job, scope=call.project))


@routes.post("/fine_tuning/jobs/{fine_tuning_job_id}/resume", "resumeFineTuningJob")
def resume_job(call: Call) -> Any:
    """Let a paused job go on from where it was."""
    job = steer(call, ("paused",), "queued", "The job was resumed on request.")
    if "_examples" not in job:
        job["status"] = "validating_files"
    due = call.now_exact + float(job["_timing"]["queued" if job["status"] == "queued" else "validating"])
    return public(call.docs.update("fine_tuning_job", job, scope=call.project, due=due))


# --- by the clock -----------------------------------------------------------------------------------------------


def advance(call: Call, project: str, job: Doc) -> None:
    """The job's next move."""
    due: float | None = None
    if job["status"] == "validating_files":
        due = validate(call, project, job)
    elif job["status"] == "queued":
        due = start(call, job)
    elif job["status"] == "running":
        due = train(call, project, job)
    call.docs.update("fine_tuning_job", job, scope=project, due=due)


DUE = {"fine_tuning_job": advance}


def validate(call: Call, project: str, job: Doc) -> float | None:
    """Read the files; a bad one fails the job."""
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
            fail(call, job, error.code, error.message, param)
            return None
        if param == "training_file":
            job["_examples"] = len(examples)
            job["_tokens"] = sum(count_tokens(text) for pair in examples for text in pair)
            knowledge: Doc = {"id": job["id"], "examples": [list(pair) for pair in examples[:KEPT_EXAMPLES]]}
            call.docs.delete("fine_tuning_examples", job["id"], scope=project)
            call.docs.insert("fine_tuning_examples", knowledge, scope=project)
    job["status"] = "queued"
    event(call, job["id"], "Files validated, moving job to queued state")
    return call.now_exact + float(job["_timing"]["queued"])


def fail(call: Call, job: Doc, code: str, message: str, param: str | None) -> None:
    """End a job with an error."""
    job["status"] = "failed"
    job["finished_at"] = call.now
    job["error"] = {"code": code, "message": message, "param": param}
    event(call, job["id"], message, level="error")


def read_examples(call: Call, project: str, file_id: str, job: Doc) -> list[tuple[str, str]]:
    """Prompt and answer of every example, or InvalidFile."""
    kind = job["method"]["type"]
    tuned = call.docs.get("model", job["model"], scope=project)
    model = model_catalog.BY_ID.get(tuned["_base"] if tuned else job["model"])
    out: list[tuple[str, str]] = []
    with call.blob(file_id).open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except ValueError:
                value = None
            if not isinstance(value, dict):
                raise InvalidFile(
                    "invalid_training_file",
                    "The job failed due to an invalid training file. Expected file to have JSONL format, where every "
                    f"line is a valid JSON dictionary. Line {number} is not a dictionary.",
                )
            if model is not None and model.kind == "completion":
                out.append(_completion_example(value, number))
            elif kind == "dpo":
                out.append(_preference_example(value, number))
            else:
                out.append(_chat_example(value, number, answered=kind == "supervised"))
    return out


def _bad(number: int, text: str) -> InvalidFile:
    return InvalidFile(
        "invalid_training_file",
        f"The job failed due to an invalid training file. Invalid file format. Example {number} {text}",
    )


def _completion_example(value: dict[str, Any], number: int) -> tuple[str, str]:
    for key in ("prompt", "completion"):
        if not isinstance(value.get(key), str):
            raise _bad(number, f'is missing key "{key}".')
    return value["prompt"], value["completion"]


def _preference_example(value: dict[str, Any], number: int) -> tuple[str, str]:
    for key in ("input", "preferred_output", "non_preferred_output"):
        if key not in value:
            raise _bad(number, f'is missing key "{key}".')
    if not isinstance(value["input"], dict):
        raise _bad(number, 'has an "input" that is not a dictionary.')
    prompt = _last(_messages(value["input"].get("messages"), number), "user")
    for key in ("preferred_output", "non_preferred_output"):
        if not _last(_messages(value[key], number), "assistant"):
            raise _bad(number, f'must have an assistant message in "{key}".')
    return prompt, _last(value["preferred_output"], "assistant")


def _chat_example(value: dict[str, Any], number: int, *, answered: bool) -> tuple[str, str]:
    if "messages" not in value:
        raise _bad(number, 'is missing key "messages".')
    messages = _messages(value["messages"], number)
    if answered:
        allowed = {"messages", "tools", "functions", "parallel_tool_calls"}
        if extra := sorted(set(value) - allowed):
            raise _bad(number, f'has an unexpected key "{extra[0]}".')
        if not any(message["role"] == "assistant" for message in messages):
            raise _bad(number, "must have at least one message from the assistant.")
        if messages[-1]["role"] != "assistant":
            raise _bad(number, "must end with a message from the assistant.")
    return _last(messages, "user"), _last(messages, "assistant")


def _messages(value: Any, number: int) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value:
        raise _bad(number, 'has no list of "messages".')
    for message in value:
        if not isinstance(message, dict) or "role" not in message:
            raise _bad(number, 'has a message without "role".')
        if message["role"] not in ("system", "developer", "user", "assistant", "tool", "function"):
            raise _bad(number, f'has a message with the unknown role "{message["role"]}".')
        called = message["role"] == "assistant" and ("tool_calls" in message or "function_call" in message)
        if message.get("content") is None and not called:
            raise _bad(number, 'has a message without "content".')
    return value


def _last(messages: list[dict[str, Any]], role: str) -> str:
    for message in reversed(messages):
        if message["role"] == role:
            content = message.get("content")
            if isinstance(content, str):
                return content
            if isinstance(content, list):
                return " ".join(part.get("text", "") for part in content if isinstance(part, dict))
            return json.dumps(message.get("tool_calls") or message.get("function_call"))
    return ""


def start(call: Call, job: Doc) -> float:
    """Out of the queue: what was ``auto`` becomes numbers."""
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
    event(call, job["id"], "Fine-tuning job started" if job["_step"] == 0 else "Fine-tuning job resumed")
    return call.now_exact + seconds / TICKS


def metrics(job: Doc, step: int) -> dict[str, float]:
    """Loss and accuracy at a step: falling and rising as one hopes, and always the same for a seed."""
    done = step / job["_steps"]
    noise = fraction(f"{job['seed']}:{step}") * 0.1
    out = {
        "train_loss": round(2.2 * math.exp(-3 * done) + 0.1 + noise, 4),
        "train_mean_token_accuracy": round(min(0.99, 0.5 + 0.45 * done + noise / 4), 4),
    }
    if job["validation_file"]:
        out["valid_loss"] = round(2.3 * math.exp(-2.8 * done) + 0.15 + noise, 4)
        out["valid_mean_token_accuracy"] = round(min(0.98, 0.48 + 0.44 * done + noise / 4), 4)
    return out


def train(call: Call, project: str, job: Doc) -> float | None:
    """A tenth of the steps, or what is left of them."""
    total = job["_steps"]
    tick = float(job["_timing"]["running"]) / TICKS
    until = min(total, job["_step"] + math.ceil(total / TICKS))
    first = job["_step"] + 1
    epochs = total // job["_per_epoch"]
    for step in range(first, until + 1):
        at = call.now_exact - tick * (until - step) / max(1, until - first + 1)
        values = metrics(job, step)
        message = f"Step {step}/{total}: training loss={values['train_loss']:.2f}"
        if "valid_loss" in values:
            message += f", validation loss={values['valid_loss']:.2f}"
        event(call, job["id"], message, data={"step": step, "total_steps": total, **values}, at=at)
        epoch, rest = divmod(step, job["_per_epoch"])
        if rest == 0 and epoch > epochs - CHECKPOINTS:
            checkpoint(call, job, step, values, last=step == total)
    job["_step"] = until
    if until < total:
        return call.now_exact + tick
    finish(call, project, job)
    return None


def model_name(job: Doc, slug: str) -> str:
    """``ft:<base>:<organization>:<suffix>:<tag>``."""
    base = job["model"].split(":")[1] if job["model"].startswith("ft:") else job["model"]
    return f"ft:{base}:{slug}:{job['user_provided_suffix'] or ''}:{stable(job['id'])}"


def checkpoint(call: Call, job: Doc, step: int, values: dict[str, float], *, last: bool) -> None:
    """Keep the state of the model at the end of an epoch."""
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
        event(call, job["id"], f"Checkpoint created at step {step}")


def finish(call: Call, project: str, job: Doc) -> None:
    """The result file, the model and its checkpoints."""
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
    for item in call.docs.each("fine_tuning_checkpoint", scope=job["id"]):
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
    event(call, job["id"], f"New fine-tuned model created: {job['fine_tuned_model']}")
    event(call, job["id"], "The job has successfully completed")
