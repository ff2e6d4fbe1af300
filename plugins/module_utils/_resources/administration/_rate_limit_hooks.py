# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Rate limits, and the model permissions that decide for which models a project has any."""

from __future__ import annotations

import difflib
import re
import typing as t

from ..._api.pagination import paginate
from ..._api.request import Request
from ..._engine.context import TaskContext, is_predicted
from ..._engine.fields import Collection
from ..._engine.info import Info
from ..._engine.setting import Setting
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object, Objects
from .project import PROJECTS

PREFIX = "rl-"
"""Of the id of a row, which is that of a model with this prefix."""

FINE_TUNED = "ft:"
"""Prefix of models that a project has trained; they have no rate limits of their own."""

OTHER_PROJECTS = 3
"""Number of other projects in which a model is looked for."""

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")

RATE_LIMITS = Collection(
    "rate_limit",
    path="/organization/projects/{project_id}/rate_limits",
    item="/organization/projects/{project_id}/rate_limits/{rate_limit_id}",
    id_prefixes=(PREFIX,),
    reads_one=False,
)

PERMISSIONS = Collection(
    "model_permissions",
    path="",
    item="/organization/projects/{project_id}/model_permissions",
    plural="model_permissions",
    optional=True,
)


def permits(permissions: Object | None, model: str) -> bool:
    """Return whether a project with these permissions can use a model."""
    if not permissions:
        return True
    return (model in (permissions.get("model_ids") or ())) == (permissions.get("mode") == "allow_list")


def find(setting: Setting, context: TaskContext) -> Object | None:
    """Find the row by its model or its id; if none exists, report the permissions as the reason."""
    model = str(context.param("model"))
    if RATE_LIMITS.is_id(model) and not context.below_predicted(RATE_LIMITS):
        found = [row for row in context.list_objects(RATE_LIMITS) if row.get("id") == model]
        if found:
            return found[0]
    try:
        return setting.without("find").find(context)
    except NotFound:
        name = model_of(model)
        permissions = context.get_single(PERMISSIONS)
        if permits(permissions, name):
            raise
        mode = str((permissions or {}).get("mode")).replace("_", "-")
        verb = "does not contain" if mode == "allow-list" else "contains"
        raise NotFound(
            f"the project has no rate limit for the model {name!r}, because its {mode} {verb} the model",
            "Permit the model with fjcorp.openai.openai_model_permissions first.",
        ) from None


def diff(setting: Setting, context: TaskContext, desired: Object, current: Object) -> Object:
    """Reject limits that do not apply to the model: responses contain those that do."""
    patch = setting.without("diff").diff(context, desired, current)
    limits = [entry.name for entry in setting.fields if entry.name in current and entry.name != "model"]
    for name, value in patch.items():
        if name not in current and limits:
            raise InvalidArgument(
                f"{name} does not apply to the model {current['model']}",
                f"Omit {name}. Limits of this model: {', '.join(limits)}.",
            )
        if value == 0:
            raise InvalidArgument(
                f"{name} must be at least 1, got 0",
                "Set a larger limit; fjcorp.openai.openai_model_permissions removes a model from a project.",
            )
    return patch


def matching(info: Info, context: TaskContext, place: Collection, thing: Object) -> bool:
    """Compare the model, or the id of the row."""
    model = context.param("model")
    return not model or model in (thing.get("model"), thing.get("id"))


def model_of(value: str) -> str:
    """Return the model that a value names: its own name, or the id of its rate limits."""
    return value[len(PREFIX) :] if value.startswith(PREFIX) else value


def unknown_models(context: TaskContext, models: t.Iterable[str]) -> dict[str, list[str]]:
    """Return the models that neither the project nor the organization has, each with the most similar ones.

    The rate limits of a project name the models that it can use. As its permissions may restrict them, those of other
    projects are read as well if a model is missing.
    """
    missing = [model for model in models if not model.startswith(FINE_TUNED)]
    known: set[str] = set()
    for rows in _rows(context):
        known |= {str(row.get("model")) for row in rows}
        missing = [model for model in missing if not {model, _SNAPSHOT.sub("", model)} & known]
        if not missing:
            return {}
    return {model: difflib.get_close_matches(model, sorted(known), n=3) for model in missing} if known else {}


def _rows(context: TaskContext) -> t.Iterator[Objects]:
    """Return the rows of the project, then those of some others of the organization."""
    own = context.ids[PROJECTS.own_id]
    if not is_predicted(own):
        yield context.list_objects(RATE_LIMITS)
    others = [each["id"] for each in context.list_objects(PROJECTS) if PROJECTS.is_active(each)]
    for project in [each for each in others if each != own and not is_predicted(each)][:OTHER_PROJECTS]:
        request = Request("GET", RATE_LIMITS.path, {PROJECTS.own_id: project}, key=RATE_LIMITS.key)
        yield list(paginate(context.client, request, RATE_LIMITS.pagination))
