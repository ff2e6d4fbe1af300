# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Fine-tuning jobs."""

from __future__ import annotations

from ..._engine.compare import contains
from ..._engine.fields import METADATA, Field
from ..._engine.info import Info
from ..._engine.job import Job
from ..._engine.spec import Hooks
from ..._engine.wait import WAIT_FIELDS
from . import _fine_tuning_job_hooks as hooks
from .file import FILES

_COMMON = ("batch_size", "learning_rate_multiplier", "n_epochs")

_REINFORCEMENT = (*_COMMON, "compute_multiplier", "eval_interval", "eval_samples", "reasoning_effort")

FINE_TUNING_JOB = Job(
    hooks.JOBS,
    fields=(
        Field("model", immutable=True, compare=hooks.same_model),
        Field("training_file", ref=FILES, immutable=True),
        Field("validation_file", ref=FILES, immutable=True),
        Field(
            "method",
            "dict",
            immutable=True,
            compare=contains,
            options=(
                Field("type", required=True, choices=("supervised", "dpo", "reinforcement")),
                Field("supervised", "dict", options=(hooks.hyperparameters(*_COMMON),)),
                Field("dpo", "dict", options=(hooks.hyperparameters(*_COMMON, "beta"),)),
                Field(
                    "reinforcement", "dict", options=(Field("grader", "dict"), hooks.hyperparameters(*_REINFORCEMENT))
                ),
            ),
        ),
        Field(
            "hyperparameters",
            "dict",
            immutable=True,
            compare=contains,
            options=tuple(Field(name, "raw") for name in _COMMON),
        ),
        Field("suffix", max_length=64, immutable=True, response_name="user_provided_suffix", compare=hooks.same_suffix),
        Field("seed", "int", min=0, max=2147483647, immutable=True),
        Field(
            "integrations",
            "list",
            elements="dict",
            immutable=True,
            compare=contains,
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
        Field("retry_failed", "bool", default=True, request_name="", response_name=""),
        *WAIT_FIELDS,
    ),
    validate=hooks.validate,
    hooks=Hooks(
        body=hooks.body,
        equivalent=hooks.equivalent,
        predict=hooks.predict,
        show_progress=hooks.show_progress,
        ended_values=hooks.ended_values,
    ),
    pause="pause",
    resume="resume",
    operations=(f"GET {hooks.EVENTS}",),
)

FINE_TUNING_JOB_INFO = Info(
    FINE_TUNING_JOB,
    filters=(Field("metadata", "dict"),),
    client_filters=(Field("status"), Field("model"), Field("training_file")),
    extra_options=(Field("events", "bool", default=False), Field("checkpoints", "bool", default=False)),
    add_details=hooks.add_details,
    operations=(f"GET {hooks.EVENTS}", f"GET {hooks.CHECKPOINTS}"),
)
