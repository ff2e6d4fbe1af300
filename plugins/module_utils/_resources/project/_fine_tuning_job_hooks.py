# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Comparing fine-tuning jobs, and following their events."""

from __future__ import annotations

import math
import re
import typing as t

from ..._api.connection import PROJECT
from ..._api.pagination import AFTER_LAST_ID, AFTER_LAST_ITEM, paginate
from ..._api.request import Request
from ..._engine.compare import contains
from ..._engine.context import TaskContext, is_predicted
from ..._engine.fields import Collection, Field, check_metadata
from ..._engine.job import Job
from ..._support.errors import InvalidArgument
from ..._support.types import Object, Objects

JOBS = Collection(
    "fine_tuning_job",
    path="/fine_tuning/jobs",
    item="/fine_tuning/jobs/{fine_tuning_job_id}",
    key=PROJECT,
    pagination=AFTER_LAST_ITEM,
    id_prefixes=("ftjob-",),
)
EVENTS = f"{JOBS.item}/events"
CHECKPOINTS = f"{JOBS.item}/checkpoints"

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
NUMBERS: dict[str, tuple[float, float | None]] = {
    "batch_size": (1, 256),
    "learning_rate_multiplier": (0, None),
    "n_epochs": (1, 50),
    "beta": (0, 2),
    "compute_multiplier": (0.00001, 10),
    "eval_interval": (1, None),
    "eval_samples": (1, None),
}
"""Smallest and largest values. Numbers that need not be whole must be greater than the smallest value."""

WHOLE = ("batch_size", "n_epochs", "eval_interval", "eval_samples")


def same_model(desired: t.Any, present: t.Any) -> bool:
    """Return whether models are equal; an alias equals the dated snapshot that the API makes of it."""
    return bool(desired == present or _SNAPSHOT.sub("", str(present)) == desired)


def same_suffix(desired: t.Any, present: t.Any) -> bool:
    """Return whether suffixes are equal, where the server returns one."""
    return present is None or bool(desired == present)


def number(name: str, value: t.Any) -> t.Any:
    """Return a hyperparameter as the API accepts it: ``auto``, or a number that a template may have made a string."""
    if name == "reasoning_effort" or value is None:
        return value
    if str(value) == "auto":
        return "auto"
    least, most = NUMBERS[name]
    whole = name in WHOLE
    try:
        converted = int(str(value)) if whole else float(value)
    except (TypeError, ValueError):
        converted = math.nan
    large_enough = converted >= least if whole else converted > least
    if not (large_enough and math.isfinite(converted) and (most is None or converted <= most)):
        bounds = f"of at least {least}" if whole else f"greater than {least:.5g}"
        if most is not None:
            bounds = f"between {least} and {most}" if whole else f"{bounds} and of at most {most}"
        raise InvalidArgument(
            f"hyperparameters.{name} must be auto or a {'whole ' * whole}number {bounds}, got {value!r}",
            f"Change hyperparameters.{name}.",
        )
    return converted


def validate(context: TaskContext) -> None:
    """Reject what the API would reject."""
    check_metadata(context.param("metadata"))
    if context.param("state") == "present" and not context.param("id"):
        missing = [name for name in ("model", "training_file") if not context.param(name)]
        if missing:
            raise InvalidArgument(
                f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} required to start a job",
                "Set model and training_file, or the id of a job.",
            )
    method = context.param("method") or {}
    kind = method.get("type")
    for other in ("supervised", "dpo", "reinforcement"):
        if method.get(other) and other != kind:
            raise InvalidArgument(
                f"method.{other} is not supported with method.type {kind}", f"Set method.type to {other}, or omit one."
            )
    if kind == "reinforcement" and not (method.get("reinforcement") or {}).get("grader"):
        raise InvalidArgument(
            "method.reinforcement.grader is required for reinforcement fine-tuning", "Set method.reinforcement.grader."
        )


def body(resource: Job, desired: Object) -> Object:
    """Convert the hyperparameters."""
    request = resource.without("body").body(desired)
    method = request.get("method") or {}
    parts = [part for part in method.values() if isinstance(part, dict)]
    holders = [part["hyperparameters"] for part in parts if part.get("hyperparameters")]
    for holder in [*holders, request.get("hyperparameters") or {}]:
        holder.update({name: number(name, value) for name, value in holder.items()})
    return request


def equivalent(resource: Job, body: Object, job: Object) -> bool:
    """Compare model, files, suffix, seed and method."""
    if not same_model(body.get("model"), job.get("model")) or job.get("training_file") != body.get("training_file"):
        return False
    if (body.get("validation_file") or None) != (job.get("validation_file") or None):
        return False
    suffix = job.get("user_provided_suffix")
    tuned = str(job.get("fine_tuned_model") or "").split(":")
    if suffix is None and len(tuned) > 3:
        suffix = tuned[3] or None
    if body.get("suffix") != suffix:
        return False
    if body.get("seed") is not None and body["seed"] != job.get("seed"):
        return False
    return contains(body.get("method") or {}, job.get("method") or {})


def predict(resource: Job, context: TaskContext, desired: Object) -> Object:
    """Predict the name of the model."""
    tuned = f"ft:{context.param('model')}:check-mode" if context.param("wait") else None
    predicted = resource.without("predict").predict(context, desired)
    return {**predicted, "fine_tuned_model": tuned, "result_files": []}


# --- events ----------------------------------------------------------------------------------------------------------


def show_progress(resource: Job, context: TaskContext, job: Object, seen: dict[str, t.Any]) -> None:
    """Display the events since the last poll, and keep them for the result."""
    resource.without("show_progress").show_progress(context, job, seen)
    if context.shows_progress:
        for event in _read_new(context, job["id"], seen):
            context.display(f"openai:   {event['message']}")


def ended_values(resource: Job, context: TaskContext, job: Object, seen: dict[str, t.Any]) -> Object:
    """Return all events of the job."""
    if is_predicted(job["id"]):
        return {}
    _read_new(context, job["id"], seen)
    return {"events": sorted(seen["events"], key=lambda event: event.get("created_at", 0))}


def _read_new(context: TaskContext, job_id: str, seen: dict[str, t.Any]) -> Objects:
    """Return the events that were not read before, the oldest first. Pages of known events are not requested again."""
    events: Objects = seen.setdefault("events", [])
    known = {event["id"] for event in events}
    new: Objects = []
    for event in _newest_first(context, job_id):
        if event["id"] in known:
            break
        new.append(event)
    new.reverse()
    events.extend(new)
    return new


def _newest_first(context: TaskContext, job_id: str) -> t.Iterator[Object]:
    return paginate(context.client, Request("GET", EVENTS, {"fine_tuning_job_id": job_id}), AFTER_LAST_ITEM)


def all_events(context: TaskContext, job_id: str) -> Objects:
    """Return every event of a job, the oldest first."""
    events = list(_newest_first(context, job_id))
    events.reverse()
    return sorted(events, key=lambda event: event.get("created_at", 0))


def hyperparameters(*names: str) -> Field:
    return Field("hyperparameters", "dict", options=tuple(Field(name, "raw") for name in names))


def add_details(context: TaskContext, job: Object) -> Object:
    ids = {"fine_tuning_job_id": job["id"]}
    if context.param("events"):
        job = {**job, "events": all_events(context, job["id"])}
    if context.param("checkpoints"):
        request = Request("GET", CHECKPOINTS, ids)
        job = {**job, "checkpoints": list(paginate(context.client, request, AFTER_LAST_ID))}
    return job
