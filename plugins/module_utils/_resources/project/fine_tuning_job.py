# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Fine-tuning jobs."""

from __future__ import annotations

import re
import typing as t

from ..._api.client import Request
from ..._api.connection import PROJECT
from ..._api.pagination import AFTER_LAST_ID, AFTER_LAST_ITEM, paginate
from ..._engine.compare import contains
from ..._engine.context import TaskContext, is_predicted
from ..._engine.info import Info
from ..._engine.job import Job
from ..._engine.spec import METADATA, Collection, Field, check_metadata
from ..._engine.wait import WAIT_FIELDS
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from .file import FILES

JOBS = Collection(
    "fine_tuning_job",
    path="/fine_tuning/jobs",
    item="/fine_tuning/jobs/{fine_tuning_job_id}",
    key=PROJECT,
    pages=AFTER_LAST_ITEM,
    prefixes=("ftjob-",),
)
EVENTS = f"{JOBS.item}/events"
CHECKPOINTS = f"{JOBS.item}/checkpoints"

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_NUMBERS = {
    "batch_size": (1, 256),
    "learning_rate_multiplier": (0, None),
    "n_epochs": (1, 50),
    "beta": (0, 2),
    "compute_multiplier": (0, 10),
    "eval_interval": (1, None),
    "eval_samples": (1, None),
}
_WHOLE = ("batch_size", "n_epochs", "eval_interval", "eval_samples")


def same_model(want: t.Any, have: t.Any) -> bool:
    """An alias equals the dated snapshot the API makes of it."""
    return bool(want == have or _SNAPSHOT.sub("", str(have)) == want)


def same_suffix(want: t.Any, have: t.Any) -> bool:
    """The suffix, where the server tells it."""
    return have is None or bool(want == have)


def _number(name: str, value: t.Any) -> t.Any:
    """A hyperparameter as the API takes it: ``auto`` or a number, whatever Jinja made of it."""
    if name == "reasoning_effort" or value is None:
        return value
    if str(value) == "auto":
        return "auto"
    least, most = _NUMBERS[name]
    try:
        number = int(str(value)) if name in _WHOLE else float(value)
    except ValueError:
        number = least - 1
    if number < least or (most is not None and number > most):
        what = "a whole number" if name in _WHOLE else "a number"
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise InvalidArgument(f"hyperparameters.{name} is {value!r}", f"Set it to auto or to {what} {bounds}.")
    return number


def _hyperparameters(*names: str) -> Field:
    return Field("hyperparameters", "dict", options=tuple(Field(name, "raw") for name in names))


_COMMON = ("batch_size", "learning_rate_multiplier", "n_epochs")
_REINFORCEMENT = (*_COMMON, "compute_multiplier", "eval_interval", "eval_samples", "reasoning_effort")


def _check(run: TaskContext) -> None:
    check_metadata(run.param("metadata"))
    if run.param("state") == "present" and not run.param("id"):
        missing = [name for name in ("model", "training_file") if not run.param(name)]
        if missing:
            raise InvalidArgument(
                f"{' and '.join(missing)} missing", "Give model and training_file, or the id of a job."
            )
    method = run.param("method") or {}
    kind = method.get("type")
    for other in ("supervised", "dpo", "reinforcement"):
        if method.get(other) and other != kind:
            raise InvalidArgument(
                f"method.{other} is given and method.type is {kind}", f"Set method.type to {other}, or drop one."
            )
    if kind == "reinforcement" and not (method.get("reinforcement") or {}).get("grader"):
        raise InvalidArgument("method.reinforcement.grader is missing", "Reinforcement fine-tuning needs a grader.")


class _FineTuningJob(Job):
    def body(self, wanted: Object) -> Object:
        body = super().body(wanted)
        method = body.get("method") or {}
        parts = [part for part in method.values() if isinstance(part, dict)]
        holders = [part["hyperparameters"] for part in parts if part.get("hyperparameters")]
        for holder in [*holders, body.get("hyperparameters") or {}]:
            holder.update({name: _number(name, value) for name, value in holder.items()})
        return body

    def json_equal(self, body: Object, job: Object) -> bool:
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

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        # A job found by its request has it; one called by its id is compared.
        return super().differing(run, wanted, current) if run.param("id") else {}

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        tuned = f"ft:{run.param('model')}:check-mode" if run.param("wait") else None
        return {**super().foreseen(run, wanted), "fine_tuned_model": tuned, "result_files": []}

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        result = super().finish(run, result, made)
        job = result[self.thing]
        if run.param("wait") and run.param("state") == "present" and not is_predicted(job["id"]):
            result["events"] = _events(run, job["id"])
        return result

    def progress(self, run: TaskContext, job: Object, seen: set[str]) -> None:
        super().progress(run, job, seen)
        if not run.talks:
            return
        page = run.client.get(EVENTS, {"fine_tuning_job_id": job["id"]}, query={"limit": 100})
        for event in reversed(page["data"]):
            if event["id"] not in seen:
                seen.add(event["id"])
                run.say(f"openai:   {event['message']}")


def _events(run: TaskContext, job_id: str) -> list[Object]:
    """Every event of a job, oldest first."""
    request = Request("GET", EVENTS, {"fine_tuning_job_id": job_id})
    newest_first = list(paginate(run.client, request, AFTER_LAST_ITEM))
    newest_first.reverse()
    return sorted(newest_first, key=lambda event: event.get("created_at", 0))


def _detail(run: TaskContext, job: Object) -> Object:
    ids = {"fine_tuning_job_id": job["id"]}
    if run.param("events"):
        job = {**job, "events": _events(run, job["id"])}
    if run.param("checkpoints"):
        job = {**job, "checkpoints": list(paginate(run.client, Request("GET", CHECKPOINTS, ids), AFTER_LAST_ID))}
    return job


FINE_TUNING_JOB = _FineTuningJob(
    JOBS,
    fields=(
        Field("model", immutable=True, same=same_model),
        Field("training_file", of=FILES, immutable=True),
        Field("validation_file", of=FILES, immutable=True),
        Field(
            "method",
            "dict",
            immutable=True,
            same=contains,
            options=(
                Field("type", required=True, choices=("supervised", "dpo", "reinforcement")),
                Field("supervised", "dict", options=(_hyperparameters(*_COMMON),)),
                Field("dpo", "dict", options=(_hyperparameters(*_COMMON, "beta"),)),
                Field("reinforcement", "dict", options=(Field("grader", "dict"), _hyperparameters(*_REINFORCEMENT))),
            ),
        ),
        Field(
            "hyperparameters",
            "dict",
            immutable=True,
            same=contains,
            options=tuple(Field(name, "raw") for name in _COMMON),
        ),
        Field("suffix", longest=64, immutable=True, read_as="user_provided_suffix", same=same_suffix),
        Field("seed", "int", least=0, most=2147483647, immutable=True),
        Field(
            "integrations",
            "list",
            elements="dict",
            immutable=True,
            same=contains,
            options=(
                Field("type", choices=("wandb",), default="wandb"),
                Field(
                    "wandb",
                    "dict",
                    required=True,
                    options=(
                        Field("project", required=True),
                        Field("name"),
                        Field("entity"),
                        Field("tags", "list", elements="str"),
                    ),
                ),
            ),
        ),
        METADATA,
        *WAIT_FIELDS,
    ),
    check_input=_check,
    pause="pause",
    resume="resume",
    operations=(f"GET {EVENTS}",),
)

FINE_TUNING_JOB_INFO = Info(
    FINE_TUNING_JOB,
    filters=(Field("metadata", "dict"),),
    matches=(Field("status"), Field("model"), Field("training_file")),
    extras=(Field("events", "bool", default=False), Field("checkpoints", "bool", default=False)),
    detail=_detail,
    operations=(f"GET {EVENTS}", f"GET {CHECKPOINTS}"),
)
