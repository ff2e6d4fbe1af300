# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Content provenance checks: whether an image or a sound was made by a model of the API."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks, as_json, fail_on
from ..._support.local_file import local_file
from ..._support.types import Object

CHECKS = Collection("content_provenance_check", path="/content_provenance_checks", key=PROJECT, listable=False)


def _request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    return {**body, "file": local_file("file", body["file"])}


def _note_sent(resource: Generation, context: TaskContext, body: Object, answer: Object) -> None:
    context.done.append(f"checked {body['file'].name}")


def _findings(resource: Generation, answer: Object) -> dict[str, str]:
    found = {str(result.get("type")): result for result in answer.get("results") or ()}
    marks = [name for name, result in found.items() if result.get("outcome") == "detected"]
    broken = [name for name, result in found.items() if result.get("validation_state") == "invalid"]
    verdicts = {"detected": f"the file was made by a model ({', '.join(marks)})"} if marks else {}
    if not marks:
        verdicts["not_detected"] = "no sign was found that the file was made by a model"
    if broken:
        verdicts["invalid"] = f"the file's credentials are not valid ({', '.join(broken)})"
    return verdicts


def _content(resource: Generation, answer: Object) -> bytes:
    return as_json(answer)


def _return_values(resource: Generation, answer: Object) -> Object:
    marks = [result for result in answer.get("results") or () if result.get("outcome") == "detected"]

    def first(name: str) -> str | None:
        return next((str(mark[name]) for mark in marks if mark.get(name)), None)

    return {
        "detected": bool(marks),
        "model": first("model"),
        "issuer": first("issuer"),
        "generated_at": first("generated_at"),
    }


CONTENT_PROVENANCE_CHECK = Generation(
    CHECKS,
    hooks=GenerationHooks(
        request=_request, note_sent=_note_sent, findings=_findings, content=_content, return_values=_return_values
    ),
    required_inputs=("file",),
    fingerprint_ignore=(),
    fields=(
        Field("file", "path", aliases=("src",)),
        fail_on("detected", "not_detected", "invalid"),
        *ARTIFACT_FIELDS,
    ),
)
