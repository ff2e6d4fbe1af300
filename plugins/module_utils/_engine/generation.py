# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for model calls: made once, like a target of ``make``.

A request is fingerprinted. With ``dest`` the answer is a file with a manifest, with ``store`` it is kept by the API
and carries the fingerprint; either way the next run finds it and asks nothing. With neither, the task is a plain
question, asked every time, and it changes nothing.
"""

from __future__ import annotations

import json
import os
import time
import typing as t
from dataclasses import dataclass

from .._api.client import Request
from .._api.multipart import form_of, has_files
from .._api.pagination import paginate
from .._support.artifact import Draft, artifact_lock, intact, manifest_path, read_manifest, remove_artifact
from .._support.errors import InvalidArgument, NotFound, StreamInterrupted, UnwantedAnswer
from .._support.files import writable_target
from .._support.fingerprint import MARK, fingerprint
from .._support.types import Object, Spec
from .compare import has_metadata, json_equal
from .context import TaskContext
from .create_once import create_once
from .entity import Stateful
from .fields import Field
from .wait import wait_for

ARTIFACT_FIELDS = (
    Field("dest", "path", request_name=""),
    Field("force", "bool", default=False, request_name=""),
    Field("extra_body", "dict", request_name=""),
)
"""The options of everything that asks a model."""

PATIENT = 600.0
"""Seconds a model may think without a sign, where the user set no ``timeout``: asking again would be paid for again."""


WIDTH = 76
"""Letters of a line of a streamed answer: terminals are shown whole lines only, so that forks do not mix theirs."""


def _lines(text: str) -> list[str]:
    """A text in lines of moderate width; the last may still grow."""
    lines = text.split("\n")
    while len(lines[-1]) > WIDTH and " " in lines[-1].strip():
        at = lines[-1].rfind(" ", 1, WIDTH + 1)
        at = at if at > 0 else lines[-1].find(" ", 1)
        if at < 0:
            break
        lines[-1:] = [lines[-1][:at], lines[-1][at + 1 :]]
    return lines


def fail_on(*verdicts: str) -> Field:
    """The option that makes answers of some kind a failure.

    :param verdicts: what :meth:`Generation.verdicts` may find.
    """
    return Field("fail_on", "list", elements="str", choices=verdicts, request_name="")


@dataclass(frozen=True)
class Generation(Stateful):
    """A question to a model.

    The methods a thing overrides, in the order in which they are called: ``request`` (options to body; a
    :class:`LocalFile` in it makes the request a form), ``ask`` (body to answer; a binary answer is written into the
    draft there), ``running`` and ``reread`` (for answers that take their time), ``verdicts``, ``artifacts`` (answer to
    files), ``slim`` (the answer without what the files hold), ``shortcuts``.

    :param asks: the fields without which there is no question.
    :param silent: fields that do not change the answer, and so not its fingerprint.
    :param fatal: verdicts that always fail the task.
    """

    by: tuple[str, ...] = ()
    asks: tuple[str, ...] = ("model",)
    silent: tuple[str, ...] = ("metadata", "store", "stream", "stream_options", "user", "safety_identifier")
    fatal: tuple[str, ...] = ()

    def identity_options(self) -> Spec:
        return {"id": {"type": "str", "aliases": [f"{self.thing}_id"]}} if self.collection.item else {}

    # --- the request -----------------------------------------------------------------------------------------------

    def path(self, context: TaskContext) -> str:
        """Where the question is asked."""
        return self.collection.path

    def request(self, context: TaskContext) -> Object:
        """The body of the question, files included: what of it matters makes the fingerprint."""
        missing = [name for name in self.asks if context.param(name) in (None, "", [])]
        if missing:
            raise InvalidArgument(f"{' and '.join(missing)} missing", f"Give {' and '.join(missing)}.")
        body = {name: value for name, value in self.body(self.wanted(context)).items() if value is not None}
        return {**body, **(context.param("extra_body") or {})}

    def mark(self, context: TaskContext, body: Object) -> str:
        """The fingerprint of the question."""
        return fingerprint(self.path(context), body, self.silent)

    def stores(self, context: TaskContext, body: Object) -> bool:
        """Whether the API keeps the answer."""
        return bool(body.get("store"))

    def once(self, context: TaskContext, body: Object) -> bool:
        """Whether the question must not be asked again blindly when its answer is lost.

        Where the API lists what it stores, the answer is looked for; elsewhere the task fails.
        """
        return self.stores(context, body) and self.collection.listable

    def keeps(self, context: TaskContext, body: Object, dest: str) -> bool:
        """Whether asking leaves something behind, and so is a change."""
        return bool(dest or body.get("store"))

    # --- the answer ------------------------------------------------------------------------------------------------

    def shortcuts(self, answer: Object) -> Object:
        """What a playbook wants of an answer without digging."""
        raise NotImplementedError

    def verdicts(self, answer: Object) -> dict[str, str]:
        """What may be wrong with an answer, by the names of ``fail_on``, each in a sentence."""
        return {}

    def artifact(self, answer: Object) -> bytes:
        """What is written to ``dest``: the text, or the whole of an answer without words (a tool call, a refusal)."""
        text = self.shortcuts(answer).get("text")
        if text is None:
            return (json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
        return str(text).encode()

    def artifacts(self, answer: Object, dest: str) -> dict[str, bytes]:
        """All that is written, by path; what goes beside ``dest`` has a place by :func:`_artifact.numbered`.

        Empty for an answer that :meth:`ask` has written into the draft.
        """
        return {dest: self.artifact(answer)}

    def slim(self, answer: Object) -> Object:
        """The answer without what its files hold: what the manifest and the result tell when there are files."""
        return answer

    def running(self, answer: Object) -> bool:
        """Whether the server is still at work on it."""
        return False

    def reread(self, context: TaskContext, known: Object) -> Object | None:
        """An answer as the API has it now; None where it is gone."""
        ids = {self.collection.own_id: str(known["id"])}
        return t.cast("Object | None", context.client.find(self.collection.item, ids, key=self.key))

    # --- asking ----------------------------------------------------------------------------------------------------

    def post(self, context: TaskContext, body: Object) -> Request:
        """The request that asks: JSON, or a form where it holds files."""
        given = context.param("timeout") or os.environ.get("OPENAI_TIMEOUT")
        form = has_files(body)
        return Request(
            "POST",
            self.path(context),
            dict(context.ids),
            body=None if form else body,
            form=form_of(body) if form else None,
            creates=self.once(context, body),
            key=self.key,
            timeout=None if given else PATIENT,
        )

    def ask(self, context: TaskContext, body: Object, draft: Draft | None) -> Object:
        """One question; its answer.

        :param draft: where the files are made; None where the task has no ``dest``.
        """
        return t.cast(Object, context.client.send(self.post(context, body)).body)

    def streamed(
        self, context: TaskContext, request: Request, words: t.Callable[[Object], str], ends: bool = False
    ) -> t.Iterator[Object]:
        """The events of an answer that is streamed, whose words are shown as they come, line by line.

        :param words: those of one event. :param ends: see :meth:`Client.events`.
        """
        line = ""
        try:
            for event in context.client.events(request, ends):
                line += words(event)
                *full, line = _lines(line)
                for each in full:
                    context.stream_line(each)
                yield event
        finally:
            if line:
                context.stream_line(line)

    def ask_once(self, context: TaskContext, body: Object, mark: str, draft: Draft | None) -> Object:
        """Ask; where the answer to a stored question is lost, look for it before asking again."""

        if not (self.stores(context, body) and self.collection.listable):
            return self.ask(context, body, draft)

        def look() -> Object | None:
            return self.stored(context, mark)

        patience = context.client.connection.patience(self.key)
        try:
            return create_once(
                lambda: self.ask(context, body, draft),
                look,
                lambda found: found,
                patience,
                self.collection.display_name,
            )
        except StreamInterrupted:
            # The words of a stream are paid for: they may be kept, but are never asked for a second time.
            deadline = time.monotonic() + min(5.0, patience / 4)
            found = look()
            while found is None and time.monotonic() < deadline:
                time.sleep(0.5)
                found = look()
            if found is None:
                raise
            return found

    # --- present ---------------------------------------------------------------------------------------------------

    def present(self, context: TaskContext) -> dict[str, t.Any]:
        if self.collection.item and context.param("id"):
            body: Object = {"id": str(context.param("id"))}
            return self.at_dest(
                context, lambda dest: self.fetched(context, body, fingerprint(self.collection.item, body), dest)
            )
        body = self.request(context)
        mark = self.mark(context, body)
        return self.at_dest(context, lambda dest: self.answered(context, body, mark, dest))

    def at_dest(self, context: TaskContext, work: t.Callable[[str], dict[str, t.Any]]) -> dict[str, t.Any]:
        """Work with ``dest`` to ourselves; the path is empty where there is none."""
        dest = str(context.param("dest") or "")
        if not dest:
            return work("")
        dest = writable_target("dest", dest)
        # Concurrent runs of one task wait for each other here, so that one asks and the others find its answer.
        with artifact_lock(dest):
            return work(dest)

    def kept(self, context: TaskContext, mark: str, dest: str) -> tuple[Object | None, bool]:
        """The answer a manifest holds to the same question, and whether its files are whole."""
        manifest = read_manifest(dest) if dest and not context.param("force") else None
        answer = (manifest or {}).get("answer")
        if not manifest or manifest.get("fingerprint") != mark or not isinstance(answer, dict):
            return None, False
        if "sha256" in manifest:
            return (answer, True) if intact(dest, manifest) and not self.unwanted(context, answer) else (None, False)
        return answer, False

    def answered(self, context: TaskContext, body: Object, mark: str, dest: str) -> dict[str, t.Any]:
        """The answer, from where it is kept or from the model."""
        known, whole = self.kept(context, mark, dest)
        if known is not None and whole:
            return self.made(context, known, dest, changed=False, asked=False)
        if known is not None:
            # Asked by an earlier run, which did not stay to see the answer.
            known = self.reread(context, known)
            if known is not None and not self.unwanted(context, known):
                return self.taken(context, known, mark, dest, self.stores(context, body))
        findable = self.stores(context, body) and self.collection.listable and not context.param("force")
        stored = self.stored(context, mark) if findable else None
        if stored is not None and not self.unwanted(context, stored):
            relabelled = self.relabel(context, stored, mark)
            if dest and not context.check_mode:
                self.write(dest, relabelled or stored, mark, stored=True)
            changed = bool(dest or relabelled)
            return self.made(context, relabelled or stored, dest, changed=changed, asked=False)
        keeps = self.keeps(context, body, dest)
        if context.check_mode:
            return self.made(context, None, dest, changed=keeps, asked=True)
        context.check_budget()
        sent = body
        if self.stores(context, body) and self.collection.listable:
            sent = {**body, "metadata": {**(body.get("metadata") or {}), MARK: mark}}
        if not dest:
            answer = self.ask_once(context, sent, mark, None)
            self.note_asked(context, body, answer)
            answer = self.settled(context, answer)
            self.judge(context, answer)
            return self.made(context, answer, dest, changed=keeps, asked=True)
        with Draft(dest) as draft:
            answer = self.ask_once(context, sent, mark, draft)
            self.note_asked(context, body, answer)
            facts: Object = {"fingerprint": mark, "stored": self.stores(context, body)}
            if self.running(answer):
                draft.note({**facts, "answer": answer})
                answer = self.settled(context, answer)
            if not self.running(answer):
                self.judge(context, answer)
                self.fill(draft, answer)
                draft.finish({**facts, "answer": self.slim(answer)})
        return self.made(context, answer, dest, changed=keeps, asked=True)

    def note_asked(self, context: TaskContext, body: Object, answer: Object) -> None:
        """Tell a later failure of the task that the question was asked, and the books what it took."""
        context.done.append(f"asked {body.get('model') or 'the model'}")
        if not self.running(answer):
            self.book(context, answer)

    def book(self, context: TaskContext, answer: Object) -> None:
        """Note what a finished answer took."""
        context.record_usage(str(answer.get("model") or context.param("model") or ""), answer.get("usage"))

    def fetched(self, context: TaskContext, body: Object, mark: str, dest: str) -> dict[str, t.Any]:
        """A stored answer that is called by its id."""
        known, whole = self.kept(context, mark, dest)
        if known is not None and whole:
            return self.made(context, known, dest, changed=False, asked=False)
        found = self.reread(context, body)
        if found is None:
            raise NotFound(
                f"no {self.collection.spoken} has the id {body['id']!r}",
                "Check the id; only stored answers can be read again.",
            )
        return self.taken(context, found, mark, dest, stored=True)

    def taken(self, context: TaskContext, answer: Object, mark: str, dest: str, stored: bool) -> dict[str, t.Any]:
        """An answer that was asked for before: waited for where the task wants it, and written."""
        if self.running(answer) and context.check_mode:
            return self.made(context, answer, dest, changed=bool(dest and context.param("wait")), asked=False)
        answer = self.settled(context, answer)
        if self.running(answer):
            return self.made(context, answer, dest, changed=False, asked=False)
        self.judge(context, answer)
        if dest and not context.check_mode:
            self.write(dest, answer, mark, stored)
        return self.made(context, answer, dest, changed=bool(dest), asked=False)

    def settled(self, context: TaskContext, answer: Object) -> Object:
        """The answer when the server is done with it, where the task waits."""
        if not self.running(answer) or not context.param("wait"):
            return answer

        def look() -> Object:
            now = self.reread(context, answer)
            if now is None:
                raise NotFound(
                    f"{self.thing} {answer['id']} was deleted while it was made", "Run the task again to ask again."
                )
            return now

        context.display(f"openai: {self.thing} {answer['id']} is {answer.get('status')}")
        answer = wait_for(context, f"{self.thing} {answer['id']}", answer, look, lambda now: not self.running(now))
        self.book(context, answer)
        return answer

    # --- what the task does not want ---------------------------------------------------------------------------------

    def unwanted(self, context: TaskContext, answer: Object) -> list[str]:
        """Why the task does not want an answer; nothing where it does."""
        refused = (*self.fatal, *(context.param("fail_on") or ()))
        return [why for name, why in self.verdicts(answer).items() if name in refused]

    def judge(self, context: TaskContext, answer: Object) -> None:
        """Fail the task over an answer it does not want. Such an answer is written nowhere, as a target is not made
        whose recipe failed.

        :raises Unwanted: with the answer and its shortcuts beside.
        """
        reasons = self.unwanted(context, answer)
        if reasons:
            error = UnwantedAnswer(
                "; ".join(reasons), "The answer is in the result and was not written; the next run asks again."
            )
            error.facts = {self.name: answer, **self.shortcuts(answer), "asked": True}
            raise error

    # --- telling and writing -----------------------------------------------------------------------------------------

    def fill(self, draft: Draft, answer: Object) -> None:
        """Put the files of an answer into the draft."""
        for path, content in self.artifacts(answer, draft.dest).items():
            draft.add(path, content)

    def write(self, dest: str, answer: Object, mark: str, stored: bool) -> None:
        """Write the artifact of an answer that is at hand."""
        with Draft(dest) as draft:
            self.fill(draft, answer)
            draft.finish({"fingerprint": mark, "stored": stored, "answer": self.slim(answer)})

    def made(
        self, context: TaskContext, answer: Object | None, dest: str, *, changed: bool, asked: bool
    ) -> dict[str, t.Any]:
        """The task's result."""
        before: Object = {"asked": False}
        after: Object = {"asked": asked and changed}
        if dest:
            after["dest"] = before["dest"] = dest
        shown = self.slim(answer) if answer and dest else answer
        return {
            "changed": changed,
            "asked": asked and not context.check_mode,
            self.name: shown or {},
            **({"dest": dest} if dest else {}),
            **(self.shortcuts(shown) if shown else {}),
            "diff": {
                "before_header": self.spoken(context),
                "after_header": self.spoken(context),
                "before": before,
                "after": after,
            },
        }

    # --- what the API keeps ----------------------------------------------------------------------------------------

    def stored(self, context: TaskContext, mark: str) -> Object | None:
        """The newest stored answer to the same question."""
        return max(self.all_stored(context, mark), key=lambda each: each.get("created", 0), default=None)

    def all_stored(self, context: TaskContext, mark: str) -> list[Object]:
        """Every stored answer to the same question."""
        request = Request("GET", self.collection.path, query={"metadata": {MARK: mark}}, key=self.key)
        found = paginate(context.client, request, self.collection.pagination)
        return [each for each in found if has_metadata(each, {MARK: mark})]

    def relabel(self, context: TaskContext, stored: Object, mark: str) -> Object | None:
        """Give a stored answer the metadata the task wants; the answer with them, or None where it has them."""
        if "metadata" not in context.given:
            return None
        wanted = {**(context.param("metadata") or {}), MARK: mark}
        if json_equal(wanted, stored.get("metadata") or {}):
            return None
        if context.check_mode:
            return {**stored, "metadata": wanted}
        ids = {self.collection.own_id: str(stored["id"])}
        answer = context.client.post(self.collection.item, ids, {"metadata": wanted}, key=self.key)
        context.done.append(f"changed the metadata of {stored['id']}")
        return {**stored, **answer}

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, context: TaskContext) -> dict[str, t.Any]:
        dest = str(context.param("dest") or "")
        dest = os.path.abspath(os.path.expanduser(dest)) if dest else ""
        gone: list[str] = []
        if not dest and not self.collection.item:
            raise InvalidArgument("nothing says which answer is to go", "Give its dest.")
        for each in self.doomed(context, dest) if self.collection.item else []:
            gone.append(str(each["id"]))
            if not context.check_mode:
                self.drop(context, each)
        if dest and (os.path.exists(dest) or os.path.exists(manifest_path(dest))):
            gone.append(dest)
            if not context.check_mode:
                remove_artifact(dest)
        result = self.made(context, None, dest, changed=bool(gone), asked=False)
        result["removed"] = gone
        result["diff"]["before"], result["diff"]["after"] = {"present": gone}, {"present": []}
        return result

    def doomed(self, context: TaskContext, dest: str) -> list[Object]:
        """The stored answers that a task takes away: by id, by the request that made them, by the manifest of ``dest``."""
        manifest = (read_manifest(dest) if dest else None) or {}
        if context.param("id"):
            known = {"id": str(context.param("id"))}
        elif self.collection.listable and all(context.param(name) for name in self.asks):
            return self.all_stored(context, self.mark(context, self.request(context)))
        elif manifest.get("stored") and (manifest.get("answer") or {}).get("id"):
            known = {"id": str(manifest["answer"]["id"])}
        elif dest:
            return []
        else:
            raise InvalidArgument("nothing says which answer is to go", self.remedy_for_nothing())
        found = self.reread(context, known)
        return [found] if found is not None else []

    def remedy_for_nothing(self) -> str:
        """What to give a task that takes an answer away."""
        return f"Give its id, its dest{', or the request that made it' if self.collection.listable else ''}."

    def drop(self, context: TaskContext, stored: Object) -> None:
        """Delete a stored answer."""
        context.client.delete(self.collection.item, {self.collection.own_id: str(stored["id"])}, key=self.key)
        context.done.append(f"deleted {stored['id']}")
