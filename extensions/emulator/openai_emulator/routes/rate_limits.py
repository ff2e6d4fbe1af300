# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rate limits of a project: one row per model, at most the limits of the organization."""

from __future__ import annotations

from typing import Any

from .. import model_catalog, pagination
from ..errors import bad_request, not_found
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc
from .model_permissions import is_permitted
from .projects import load_active, load_project

routes = RouteGroup("rate_limits", KeyClass.ADMIN)

PATH = "/organization/projects/{project_id}/rate_limits"
LIMITS = (
    "max_requests_per_1_minute",
    "max_tokens_per_1_minute",
    "max_images_per_1_minute",
    "max_audio_megabytes_per_1_minute",
    "max_requests_per_1_day",
    "batch_1_day_max_input_tokens",
)


def organization_limits(call: Call) -> dict[str, dict[str, int]]:
    """Return the limits by model: those of the catalog and of models that were added."""
    found = {model.id: model_catalog.limits_for(model) for model in model_catalog.LIMITED}
    for doc in call.docs.iterate(model_catalog.ADDED):
        found[doc["id"]] = dict(doc["limits"])
    return found


def project_rows(call: Call, project_id: str) -> list[Doc]:
    """Return the rows of a project: those of its permitted models."""
    own = {doc["id"]: doc for doc in call.docs.iterate("rate_limit", scope=project_id)}
    return [
        {
            "id": f"rl-{model}",
            "object": "project.rate_limit",
            "model": model,
            **limits,
            **own.get(f"rl-{model}", {}).get("limits", {}),
        }
        for model, limits in organization_limits(call).items()
        if is_permitted(call, project_id, model)
    ]


@routes.get(PATH, "list-project-rate-limits", pagination.page_limits(100, 1000))
def list_limits(call: Call) -> Any:
    """List the rows; each has the limits that apply to its model."""
    return pagination.paginate_list(call, project_rows(call, load_project(call)["id"]))


@routes.post(
    PATH + "/{rate_limit_id}",
    "update-project-rate-limits",
    {
        "max_requests_per_1_minute": {"minimum": 0, "maximum": 2**53},
        "max_tokens_per_1_minute": {"minimum": 0, "maximum": 2**53},
        "max_images_per_1_minute": {"minimum": 0, "maximum": 2**53},
        "max_audio_megabytes_per_1_minute": {"minimum": 0, "maximum": 2**53},
        "max_requests_per_1_day": {"minimum": 0, "maximum": 2**53},
        "batch_1_day_max_input_tokens": {"minimum": 0, "maximum": 2**53},
    },
)
def update_limit(call: Call) -> Any:
    """Update some limits of a row."""
    project = load_active(call)
    id = call.path["rate_limit_id"]
    row = next((row for row in project_rows(call, project["id"]) if row["id"] == id), None)
    if row is None:
        raise not_found(f"No rate limit found with id '{id}'.", param="rate_limit_id")
    ceiling = organization_limits(call)[row["model"]]
    for name, value in call.body.items():
        if name not in ceiling:
            raise bad_request(f"'{name}' does not apply to model {row['model']}.", param=name, code="invalid_value")
        if value > ceiling[name]:
            raise bad_request(
                f"Invalid '{name}': integer above maximum value. The organization's limit for {row['model']} is "
                f"{ceiling[name]}, but got {value} instead.",
                param=name,
                code="integer_above_max_value",
            )
    own = call.docs.get("rate_limit", id, scope=project["id"])
    if own is None:
        own = {"id": id, "limits": {}}
        call.docs.insert("rate_limit", own, scope=project["id"])
    own["limits"].update(call.body)
    call.docs.update("rate_limit", own, scope=project["id"])
    return {**row, **call.body}
