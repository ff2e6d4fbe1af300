# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Content provenance checks: whether an image or a sound was made by a model of the API."""

from __future__ import annotations

import json

from ..._api.connection import PROJECT
from ..._engine.context import TaskContext
from ..._engine.generation import ARTIFACT_FIELDS, Generation, fail_on
from ..._engine.spec import Collection, Field
from ..._support.local_file import local_file
from ..._support.types import Object

CHECKS = Collection("content_provenance_check", path="/content_provenance_checks", key=PROJECT, listable=False)


class _Check(Generation):
    def request(self, run: TaskContext) -> Object:
        body = super().request(run)
        return {**body, "file": local_file("file", body["file"])}

    def note_asked(self, run: TaskContext, body: Object, answer: Object) -> None:
        run.done.append(f"checked {body['file'].name}")

    def verdicts(self, answer: Object) -> dict[str, str]:
        found = {str(result.get("type")): result for result in answer.get("results") or ()}
        marks = [name for name, result in found.items() if result.get("outcome") == "detected"]
        broken = [name for name, result in found.items() if result.get("validation_state") == "invalid"]
        verdicts = {"detected": f"the file was made by a model ({', '.join(marks)})"} if marks else {}
        if not marks:
            verdicts["not_detected"] = "no sign was found that the file was made by a model"
        if broken:
            verdicts["invalid"] = f"the file's credentials are not valid ({', '.join(broken)})"
        return verdicts

    def artifact(self, answer: Object) -> bytes:
        return (json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def shortcuts(self, answer: Object) -> Object:
        marks = [result for result in answer.get("results") or () if result.get("outcome") == "detected"]

        def first(name: str) -> str | None:
            return next((str(mark[name]) for mark in marks if mark.get(name)), None)

        return {
            "detected": bool(marks),
            "model": first("model"),
            "issuer": first("issuer"),
            "generated_at": first("generated_at"),
        }


CONTENT_PROVENANCE_CHECK = _Check(
    CHECKS,
    asks=("file",),
    silent=(),
    fields=(
        Field("file", "path", aliases=("src",)),
        fail_on("detected", "not_detected", "invalid"),
        *ARTIFACT_FIELDS,
    ),
)
