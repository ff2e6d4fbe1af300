# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fine-tuning jobs: created, listed, cancelled, paused and resumed; :mod:`..fine_tuning_simulation` advances them."""

from __future__ import annotations

from typing import Any

from .. import model_catalog, pagination
from ..errors import ApiError, bad_request, missing, unknown
from ..fine_tuning_simulation import add_event, advance_job
from ..ids import new_id
from ..request_shapes import METADATA, Limits, not_empty
from ..routing import KeyClass, RouteGroup
from ..server import DEFAULT_OPTIONS, Call
from ..store import Doc, public
from ..text_language import deterministic_fraction

routes = RouteGroup("fine_tuning", KeyClass.PROJECT)


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


# --- create -----------------------------------------------------------------------------------------------------


COMMON_HYPERPARAMETERS: Limits = {
    "batch_size": {"minimum": 1, "maximum": 256},
    "learning_rate_multiplier": {"exclusiveMinimum": 0},
    "n_epochs": {"minimum": 1, "maximum": 50},
}
GRADER_LIMITS: Limits = {
    **not_empty("input", "labels", "passing_labels"),
    "range": {"minItems": 2, "maxItems": 2},
    "sampling_params.max_completions_tokens": {"minimum": 1},
}
JOB_LIMITS: Limits = {
    **METADATA,
    **not_empty("model", "training_file", "validation_file", "integrations[].wandb.project"),
    "suffix": {"minLength": 1, "maxLength": 64},
    "seed": {"minimum": 0, "maximum": 2**31 - 1},
    **{
        f"{place}hyperparameters.{name}": limit
        for place in ("", "method.supervised.", "method.dpo.", "method.reinforcement.")
        for name, limit in COMMON_HYPERPARAMETERS.items()
    },
    "method.dpo.hyperparameters.beta": {"exclusiveMinimum": 0, "maximum": 2},
    "method.reinforcement.hyperparameters.compute_multiplier": {"exclusiveMinimum": 0.00001, "maximum": 10},
    "method.reinforcement.hyperparameters.eval_interval": {"minimum": 1},
    "method.reinforcement.hyperparameters.eval_samples": {"minimum": 1},
    **{
        f"method.reinforcement.{place}.{name}": limit
        for place in ("grader", "grader.graders")
        for name, limit in GRADER_LIMITS.items()
    },
}


def base_model(call: Call, name: str, method: str) -> str:
    """Return the snapshot to train; raise if the model does not support the method."""
    tuned = call.find("model", name, scope=call.project)
    base = tuned["_base"] if tuned else name
    model = model_catalog.find_model(call.docs, base)
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
    """Raise unless the file exists and has the purpose ``fine-tune``."""
    doc = call.find("file", id, scope=call.project)
    if doc is None:
        raise bad_request(f"File '{id}' does not exist.", param=param, code="file_not_found")
    if doc["purpose"] != "fine-tune":
        raise bad_request(
            f"File '{id}' has purpose '{doc['purpose']}'; it must be 'fine-tune'.",
            param=param,
            code="invalid_file_purpose",
        )


@routes.post("/fine_tuning/jobs", "createFineTuningJob", JOB_LIMITS)
def create_job(call: Call) -> Any:
    """Create a job."""
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
        "hyperparameters": {name: hyperparameters[name] for name in COMMON_HYPERPARAMETERS},
        "trained_tokens": None,
        "error": None,
        "user_provided_suffix": body.get("suffix"),
        "seed": seed if seed is not None else int(deterministic_fraction(id) * 2**31 - 1),
        "estimated_finish": None,
        "integrations": [_integration(item) for item in body.get("integrations") or []],
        "metadata": body.get("metadata"),
        "method": {"type": kind, kind: {**given, "hyperparameters": hyperparameters}},
        "_timing": timing,
        "_step": 0,
    }
    call.create("fine_tuning_job", doc, scope=call.project, due=call.now_exact + float(timing["validating"]))
    add_event(call, id, f"Created fine-tuning job: {id}")
    add_event(call, id, f"Validating training file: {doc['training_file']}")
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


# --- read and control -------------------------------------------------------------------------------------------


@routes.get("/fine_tuning/jobs", "listPaginatedFineTuningJobs", pagination.page_limits(20))
def list_jobs(call: Call) -> Any:
    """List the jobs of the project, newest first, optionally filtered by metadata."""

    def fits(doc: Doc) -> bool:
        if "metadata" not in call.query:
            return True
        wanted, held = call.query["metadata"], doc["metadata"] or {}
        return not held if wanted is None else all(held.get(key) == value for key, value in wanted.items())

    return pagination.paginate(
        call, "fine_tuning_job", scope=call.project, style=pagination.SHORT, descending=True, where=fits
    )


def load_job(call: Call) -> Doc:
    """Return the job of the path."""
    id = call.path["fine_tuning_job_id"]
    doc = call.find("fine_tuning_job", id, scope=call.project)
    if doc is None:
        raise ApiError(404, f"Could not find fine tune: {id}", param="fine_tune_id", code="fine_tune_not_found")
    return doc


@routes.get("/fine_tuning/jobs/{fine_tuning_job_id}", "retrieveFineTuningJob")
def retrieve_job(call: Call) -> Any:
    """Retrieve a job."""
    return public(load_job(call))


@routes.get("/fine_tuning/jobs/{fine_tuning_job_id}/events", "listFineTuningEvents", pagination.page_limits(20))
def list_events(call: Call) -> Any:
    """List the events of a job, newest first."""
    job = load_job(call)
    return pagination.paginate(call, "fine_tuning_event", scope=job["id"], style=pagination.SHORT, descending=True)


@routes.get(
    "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints", "listFineTuningJobCheckpoints", pagination.page_limits(10)
)
def list_checkpoints(call: Call) -> Any:
    """List the checkpoints of a job, newest first."""
    job = load_job(call)
    return pagination.paginate(call, "fine_tuning_checkpoint", scope=job["id"], descending=True)


def change_status(call: Call, allowed: tuple[str, ...], status: str, message: str) -> Doc:
    """Change the status of the job; raise unless its current status allows it."""
    job = load_job(call)
    if job["status"] not in allowed:
        raise bad_request(
            f"Fine-tuning job {job['id']} has status '{job['status']}'; this is only possible with "
            f"{' or '.join(repr(name) for name in allowed)}.",
            code="invalid_job_state",
        )
    job["status"] = status
    add_event(call, job["id"], message)
    return job


@routes.post("/fine_tuning/jobs/{fine_tuning_job_id}/cancel", "cancelFineTuningJob")
def cancel_job(call: Call) -> Any:
    """Cancel a job."""
    job = change_status(
        call, ("validating_files", "queued", "running", "paused"), "cancelled", "The job was cancelled on request."
    )
    job["finished_at"] = call.now
    job["estimated_finish"] = None
    return public(call.docs.update("fine_tuning_job", job, scope=call.project))


@routes.post("/fine_tuning/jobs/{fine_tuning_job_id}/pause", "pauseFineTuningJob")
def pause_job(call: Call) -> Any:
    """Pause a job that has not ended."""
    job = change_status(call, ("validating_files", "queued", "running"), "paused", "The job was paused on request.")
    return public(call.docs.update("fine_tuning_job", job, scope=call.project))


@routes.post("/fine_tuning/jobs/{fine_tuning_job_id}/resume", "resumeFineTuningJob")
def resume_job(call: Call) -> Any:
    """Resume a paused job."""
    job = change_status(call, ("paused",), "queued", "The job was resumed on request.")
    if "_examples" not in job:
        job["status"] = "validating_files"
    due = call.now_exact + float(job["_timing"]["queued" if job["status"] == "queued" else "validating"])
    return public(call.docs.update("fine_tuning_job", job, scope=call.project, due=due))


DUE_HANDLERS = {"fine_tuning_job": advance_job}
