# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``USAGE``."""

from __future__ import annotations

import typing as t

from ..._engine.compare import same_model
from ..._engine.context import TaskContext
from ..._engine.fields import Field
from ..._engine.report import Report
from ..._support.errors import InvalidArgument
from ..._support.types import Object
from .organization_user import USERS
from .project import PROJECTS

PATH = "/organization/usage"

OF_PROJECTS = Field(
    "project_ids", "list", elements="str", aliases=("projects",), ref=PROJECTS, response_name="project_id"
)

_WHO = ("project_id", "user_id", "api_key_id")

_PEOPLE = ("user_ids", "api_key_ids")

_MODEL = ((*_WHO, "model"), (*_PEOPLE, "models"))

_ANSWERS = ((*_WHO, "model", "batch", "service_tier", "api_source"), (*_PEOPLE, "models", "batch"))

KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "completions": _ANSWERS,
    "decisions": _ANSWERS,
    "embeddings": _MODEL,
    "moderations": _MODEL,
    "images": ((*_MODEL[0], "size", "source"), (*_MODEL[1], "sizes", "sources")),
    "audio_speeches": _MODEL,
    "audio_transcriptions": _MODEL,
    "vector_stores": (("project_id",), ()),
    "code_interpreter_sessions": (("project_id",), ()),
    "file_search_calls": ((*_WHO, "vector_store_id"), (*_PEOPLE, "vector_store_ids")),
    "web_search_calls": ((*_MODEL[0], "context_level", "api_source"), (*_MODEL[1], "context_levels")),
}
"""Options by which each kind can be grouped, and filtered in addition to projects."""

GROUPS = tuple(dict.fromkeys(name for groups, _filters in KINDS.values() for name in groups))


def used_model(models: t.Any, row: Object) -> bool:
    return any(same_model(model, row.get("model")) for model in models)


FILTERS = (
    Field("group_by", "list", elements="str", choices=GROUPS, response_name=""),
    OF_PROJECTS,
    Field("user_ids", "list", elements="str", aliases=("users",), ref=USERS, response_name="user_id"),
    Field("api_key_ids", "list", elements="str", no_log=False, response_name="api_key_id"),
    Field("models", "list", elements="str", response_name="model", selects=used_model),
    Field("batch", "bool"),
    Field("sizes", "list", elements="str", response_name="size"),
    Field(
        "sources",
        "list",
        elements="str",
        choices=("image.generation", "image.edit", "image.variation"),
        response_name="source",
    ),
    Field("context_levels", "list", elements="str", choices=("low", "medium", "high"), response_name="context_level"),
    Field("vector_store_ids", "list", elements="str", response_name="vector_store_id"),
)


def path(report: Report, context: TaskContext) -> str:
    return f"{PATH}/{context.param('kind')}"


def validate(context: TaskContext) -> None:
    kind = context.param("kind")
    groups, filters = KINDS[kind]
    unknown = [name for name in context.param("group_by") or () if name not in groups]
    if unknown:
        raise InvalidArgument(
            f"group_by: unsupported values for usage of {kind}: {', '.join(unknown)}",
            f"Supported values: {', '.join(groups)}.",
        )
    supported = ("group_by", OF_PROJECTS.name, *filters)
    unknown = [entry.name for entry in FILTERS if entry.name not in supported and context.param(entry.name) is not None]
    if unknown:
        raise InvalidArgument(
            f"usage of {kind} cannot be filtered by {', '.join(unknown)}",
            f"Supported filters: {', '.join((OF_PROJECTS.name, *filters))}.",
        )
