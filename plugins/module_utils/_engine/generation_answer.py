# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The answer to a request to a model: its return values, its files, and how check mode predicts it."""

from __future__ import annotations

import hashlib
import json
import os
import typing as t
from dataclasses import dataclass, replace

from .._support.artifact import Draft, intact, manifest_path, read_manifest
from .._support.errors import UnwantedAnswer
from .._support.files import digest, writable_target
from .._support.predicted_files import predicted_files
from .._support.types import Object
from .context import TaskContext
from .generation_request import GenerationRequest
from .plan import Plan
from .spec import hookable


def predicted_manifest(dest: str) -> Object | None:
    """Return the manifest that an earlier task of a run in check mode would have written, or None."""
    files = predicted_files()
    placeholder = files.find(manifest_path(dest)) if files is not None else ""
    if not placeholder:
        return None
    with open(placeholder, encoding="utf-8") as handle:
        return t.cast(Object, json.load(handle))


@dataclass(frozen=True)
class GenerationAnswer(GenerationRequest):
    """A request to a model, and what is done with its answer."""

    def dest(self, context: TaskContext) -> str:
        """Return the path of the artifact, or an empty string."""
        dest = str(context.param("dest") or "")
        if not dest or context.param("state") == "absent":
            return os.path.abspath(os.path.expanduser(dest)) if dest else ""
        return writable_target("dest", dest)

    def plan_answer(self, context: TaskContext, dest: str, answer: Object | None, **values: t.Any) -> Plan:
        """Return a plan without actions that returns an answer."""
        before: Object = {"asked": False, **({"dest": dest} if dest else {})}
        extra: Object = {"asked": False, **({"dest": dest} if dest else {})}
        if answer is not None:
            extra.update(self.values(context, answer, dest, False))
        shown = self.shown(answer, dest) if answer is not None else None
        return self.new_plan(
            context,
            **{"predicted": shown, "before": before, "after": dict(before), "extra": extra, "set_like": True, **values},
        )

    def shown(self, answer: Object, dest: str) -> Object:
        """Return an answer as the result contains it."""
        return self.without_content(answer) if dest else answer

    def values(self, context: TaskContext, answer: Object, dest: str, asked: bool) -> Object:
        """Return the return values of an answer."""
        shown = self.shown(answer, dest)
        values = {**self.return_values(shown), **self.extra_values(context, answer, dest, asked)}
        if values.get("content_filtered"):
            place = f"{dest} does not contain the whole answer" if dest else "the text is not the whole answer"
            context.warn(f"the content filter of the server withheld a part of the answer: {place}")
        return values

    # --- check mode --------------------------------------------------------------------------------------------------

    def kept(self, context: TaskContext, mark: str, dest: str) -> tuple[Object | None, bool]:
        """Return the answer that a manifest contains to the same request, and whether its files are intact."""
        manifest = read_manifest(dest) if dest and not context.param("force") else None
        predicted = predicted_manifest(dest) if dest else None
        if predicted is not None and not context.param("force"):
            return (predicted["answer"], True) if predicted["fingerprint"] == mark else (None, False)
        answer = (manifest or {}).get("answer")
        if not manifest or manifest.get("fingerprint") != mark or not isinstance(answer, dict):
            return None, False
        if "sha256" in manifest:
            usable = intact(dest, manifest) and not self.rejections(context, answer)
            return (answer, True) if usable else (None, False)
        return answer, False

    def prediction(
        self, answer_of: t.Callable[[TaskContext], Object], mark: str, dest: str, stored: bool
    ) -> t.Callable[[TaskContext], tuple[Object, Object]]:
        """Return the prediction of a plan: the answer, its return values, and placeholders of its files.

        :param answer_of: predicts the answer. :param stored: the API will store it, so that later tasks may read it.
        """

        def predict(context: TaskContext) -> tuple[Object, Object]:
            answer = answer_of(context)
            files = predicted_files() if dest else None
            if files is not None:
                for path, content in self.predict_files(answer, dest).items():
                    files.add(path, content)
                files.add(manifest_path(dest), json.dumps({"fingerprint": mark, "answer": answer}).encode())
            if stored:
                context.predict_object(self.collection, answer)
            return self.shown(answer, dest), self.values(context, answer, dest, False)

        return predict

    def plan_write(self, plan: Plan, answer: Object | None, dest: str) -> Plan:
        """Return a plan whose diff shows the files that an answer changes.

        :param answer: None if the server has not completed it.
        """
        if not dest:
            return plan
        after = {dest: "(the complete answer)"} if answer is None else self.checksums(answer, dest)
        before = {path: digest(path) if os.path.isfile(path) else None for path in after}
        if before == after:
            return plan
        return replace(
            plan, before={**(plan.before or {}), "files": before}, after={**(plan.after or {}), "files": after}
        )

    def placing(self, answer: Object, dest: str) -> t.Callable[[TaskContext], None]:
        """Return a function that predicts the files of a known answer, which check mode does not write."""

        def place(context: TaskContext) -> None:
            files = predicted_files() if dest else None
            if files is not None:
                for path, content in self.files(answer, dest).items():
                    files.add(path, content)

        return place

    def checksums(self, answer: Object, dest: str) -> Object:
        """Return the SHA-256 of the files of an answer by path."""
        return {path: hashlib.sha256(content).hexdigest() for path, content in self.files(answer, dest).items()}

    # --- answers that the task does not accept -----------------------------------------------------------------------

    @hookable
    def rejections(self, context: TaskContext, answer: Object) -> list[str]:
        """Return why the task does not accept an answer; empty if it does."""
        rejected = (*self.always_fail, *(context.param("fail_on") or ()))
        # One reason may have several names.
        return list(dict.fromkeys(why for name, why in self.findings(answer).items() if name in rejected))

    def judge(self, context: TaskContext, answer: Object) -> None:
        """Fail the task over an answer that it does not accept. Such an answer is not written.

        :raises UnwantedAnswer: with the answer and its return values.
        """
        reasons = self.rejections(context, answer)
        if reasons:
            error = UnwantedAnswer(
                "; ".join(reasons),
                "The answer is in the result and was not written; the next run sends the request again.",
            )
            error.facts = {self.name: answer, **self.return_values(answer), "asked": True}
            raise error

    # --- files -------------------------------------------------------------------------------------------------------

    def fill(self, draft: Draft, answer: Object) -> None:
        """Put the files of an answer into the draft."""
        for path, content in self.files(answer, draft.dest).items():
            draft.add(path, content)

    def write(self, context: TaskContext, dest: str, answer: Object, mark: str, stored: bool) -> None:
        """Write the artifact of an answer."""
        with Draft(dest, bool(context.param("force"))) as draft:
            self.fill(draft, answer)
            draft.finish({"fingerprint": mark, "stored": stored, "answer": self.without_content(answer)})
