# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Request fields of fine-tuning jobs."""

from __future__ import annotations

from .schema import (
    Anything,
    Array,
    Int,
    Num,
    Object,
    Str,
    Tagged,
    Type,
    auto_or,
    req,
    text_or,
)

COMMON_HYPERPARAMETERS: dict[str, Type] = {
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
        "supervised": Object(fields={"hyperparameters": Object(fields=COMMON_HYPERPARAMETERS)}),
        "dpo": Object(
            fields={"hyperparameters": Object(fields={**COMMON_HYPERPARAMETERS, "beta": auto_or(Num(above=0, max=2))})},
        ),
        "reinforcement": Object(
            fields={
                "grader": req(GRADER),
                "hyperparameters": Object(
                    fields={
                        **COMMON_HYPERPARAMETERS,
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
