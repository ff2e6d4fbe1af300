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
from .spec import Field
from .wait import wait_for

ARTIFACT_FIELDS = (
    Field("dest", "path", sent_as=""),
    Field("force", "bool", default=False, sent_as=""),
    Field("extra_body", "dict", sent_as=""),
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
    return Field("fail_on", "list", elements="str", choices=verdicts, sent_as="")


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

    def path(self, run: TaskContext) -> str:
        """Where the question is asked."""
        return self.collection.path

    def request(self, run: TaskContext) -> Object:
        """The body of the question, files included: what of it matters makes the fingerprint."""
        missing = [name for name in self.asks if run.param(name) in (None, "", [])]
        if missing:
            raise InvalidArgument(f"{' and '.join(missing)} missing", f"Give {' and '.join(missing)}.")
        body = {name: value for name, value in self.body(self.wanted(run)).items() if value is not None}
        return {**body, **(run.param("extra_body") or {})}

    def mark(self, run: TaskContext, body: Object) -> str:
        """The fingerprint of the question."""
        return fingerprint(self.path(run), body, self.silent)

    def stores(self, run: TaskContext, body: Object) -> bool:
        """Whether the API keeps the answer."""
        return bool(body.get("store"))

    def once(self, run: TaskContext, body: Object) -> bool:
        """Whether the question must not be asked again blindly when its answer is lost.

        Where the API lists what it stores, the answer is looked for; elsewhere the task fails.
        """
        return self.stores(run, body) and self.collection.listable

    def keeps(self, run: TaskContext, body: Object, dest: str) -> bool:
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

    def reread(self, run: TaskContext, known: Object) -> Object | None:
        """An answer as the API has it now; None where it is gone."""
        ids = {self.collection.own_id: str(known["id"])}
        return t.cast("Object | None", run.client.find(self.collection.item, ids, key=self.key))

    # --- asking ----------------------------------------------------------------------------------------------------

    def post(self, run: TaskContext, body: Object) -> Request:
        """The request that asks: JSON, or a form where it holds files."""
        given = run.param("timeout") or os.environ.get("OPENAI_TIMEOUT")
        form = has_files(body)
        return Request(
            "POST",
            self.path(run),
            dict(run.ids),
            body=None if form else body,
            form=form_of(body) if form else None,
            creates=self.once(run, body),
            key=self.key,
            timeout=None if given else PATIENT,
        )

    def ask(self, run: TaskContext, body: Object, draft: Draft | None) -> Object:
        """One question; its answer.

        :param draft: where the files are made; None where the task has no ``dest``.
        """
        return t.cast(Object, run.client.send(self.post(run, body)).body)

    def streamed(
        self, run: TaskContext, request: Request, words: t.Callable[[Object], str], ends: bool = False
    ) -> t.Iterator[Object]:
        """The events of an answer that is streamed, whose words are shown as they come, line by line.

        :param words: those of one event. :param ends: see :meth:`Client.events`.
        """
        line = ""
        try:
            for event in run.client.events(request, ends):
                line += words(event)
                *full, line = _lines(line)
                for each in full:
                    run.stream_line(each)
                yield event
        finally:
            if line:
                run.stream_line(line)

    def ask_once(self, run: TaskContext, body: Object, mark: str, draft: Draft | None) -> Object:
        """Ask; where the answer to a stored question is lost, look for it before asking again."""

        if not (self.stores(run, body) and self.collection.listable):
            return self.ask(run, body, draft)

        def look() -> Object | None:
            return self.stored(run, mark)

        patience = run.client.connection.patience(self.key)
        try:
            return create_once(
                lambda: self.ask(run, body, draft), look, lambda found: found, patience, self.collection.spoken
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

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        if self.collection.item and run.param("id"):
            body: Object = {"id": str(run.param("id"))}
            return self.at_dest(
                run, lambda dest: self.fetched(run, body, fingerprint(self.collection.item, body), dest)
            )
        body = self.request(run)
        mark = self.mark(run, body)
        return self.at_dest(run, lambda dest: self.answered(run, body, mark, dest))

    def at_dest(self, run: TaskContext, work: t.Callable[[str], dict[str, t.Any]]) -> dict[str, t.Any]:
        """Work with ``dest`` to ourselves; the path is empty where there is none."""
        dest = str(run.param("dest") or "")
        if not dest:
            return work("")
        dest = writable_target("dest", dest)
        # Concurrent runs of one task wait for each other here, so that one asks and the others find its answer.
        with artifact_lock(dest):
            return work(dest)

    def kept(self, run: TaskContext, mark: str, dest: str) -> tuple[Object | None, bool]:
        """The answer a manifest holds to the same question, and whether its files are whole."""
        manifest = read_manifest(dest) if dest and not run.param("force") else None
        answer = (manifest or {}).get("answer")
        if not manifest or manifest.get("fingerprint") != mark or not isinstance(answer, dict):
            return None, False
        if "sha256" in manifest:
            return (answer, True) if intact(dest, manifest) and not self.unwanted(run, answer) else (None, False)
        return answer, False

    def answered(self, run: TaskContext, body: Object, mark: str, dest: str) -> dict[str, t.Any]:
        """The answer, from where it is kept or from the model."""
        known, whole = self.kept(run, mark, dest)
        if known is not None and whole:
            return self.made(run, known, dest, changed=False, asked=False)
        if known is not None:
            # Asked by an earlier run, which did not stay to see the answer.
            known = self.reread(run, known)
            if known is not None and not self.unwanted(run, known):
                return self.taken(run, known, mark, dest, self.stores(run, body))
        findable = self.stores(run, body) and self.collection.listable and not run.param("force")
        stored = self.stored(run, mark) if findable else None
        if stored is not None and not self.unwanted(run, stored):
            relabelled = self.relabel(run, stored, mark)
            if dest and not run.check_mode:
                self.write(dest, relabelled or stored, mark, stored=True)
            changed = bool(dest or relabelled)
            return self.made(run, relabelled or stored, dest, changed=changed, asked=False)
        keeps = self.keeps(run, body, dest)
        if run.check_mode:
            return self.made(run, None, dest, changed=keeps, asked=True)
        run.check_budget()
        sent = body
        if self.stores(run, body) and self.collection.listable:
            sent = {**body, "metadata": {**(body.get("metadata") or {}), MARK: mark}}
        if not dest:
            answer = self.ask_once(run, sent, mark, None)
            self.note_asked(run, body, answer)
            answer = self.settled(run, answer)
            self.judge(run, answer)
            return self.made(run, answer, dest, changed=keeps, asked=True)
        with Draft(dest) as draft:
            answer = self.ask_once(run, sent, mark, draft)
            self.note_asked(run, body, answer)
            facts: Object = {"fingerprint": mark, "stored": self.stores(run, body)}
            if self.running(answer):
                draft.note({**facts, "answer": answer})
                answer = self.settled(run, answer)
            if not self.running(answer):
                self.judge(run, answer)
                self.fill(draft, answer)
                draft.finish({**facts, "answer": self.slim(answer)})
        return self.made(run, answer, dest, changed=keeps, asked=True)

    def note_asked(self, run: TaskContext, body: Object, answer: Object) -> None:
        """Tell a later failure of the task that the question was asked, and the books what it took."""
        run.done.append(f"asked {body.get('model') or 'the model'}")
        if not self.running(answer):
            self.book(run, answer)

    def book(self, run: TaskContext, answer: Object) -> None:
        """Note what a finished answer took."""
        run.book(str(answer.get("model") or run.param("model") or ""), answer.get("usage"))

    def fetched(self, run: TaskContext, body: Object, mark: str, dest: str) -> dict[str, t.Any]:
        """A stored answer that is called by its id."""
        known, whole = self.kept(run, mark, dest)
        if known is not None and whole:
            return self.made(run, known, dest, changed=False, asked=False)
        found = self.reread(run, body)
        if found is None:
            raise NotFound(
                f"no {self.collection.spoken} has the id {body['id']!r}",
                "Check the id; only stored answers can be read again.",
            )
        return self.taken(run, found, mark, dest, stored=True)

    def taken(self, run: TaskContext, answer: Object, mark: str, dest: str, stored: bool) -> dict[str, t.Any]:
        """An answer that was asked for before: waited for where the task wants it, and written."""
        if self.running(answer) and run.check_mode:
            return self.made(run, answer, dest, changed=bool(dest and run.param("wait")), asked=False)
        answer = self.settled(run, answer)
        if self.running(answer):
            return self.made(run, answer, dest, changed=False, asked=False)
        self.judge(run, answer)
        if dest and not run.check_mode:
            self.write(dest, answer, mark, stored)
        return self.made(run, answer, dest, changed=bool(dest), asked=False)

    def settled(self, run: TaskContext, answer: Object) -> Object:
        """The answer when the server is done with it, where the task waits."""
        if not self.running(answer) or not run.param("wait"):
            return answer

        def look() -> Object:
            now = self.reread(run, answer)
            if now is None:
                raise NotFound(
                    f"{self.thing} {answer['id']} was deleted while it was made", "Run the task again to ask again."
                )
            return now

        run.say(f"openai: {self.thing} {answer['id']} is {answer.get('status')}")
        answer = wait_for(run, f"{self.thing} {answer['id']}", answer, look, lambda now: not self.running(now))
        self.book(run, answer)
        return answer

    # --- what the task does not want ---------------------------------------------------------------------------------

    def unwanted(self, run: TaskContext, answer: Object) -> list[str]:
        """Why the task does not want an answer; nothing where it does."""
        refused = (*self.fatal, *(run.param("fail_on") or ()))
        return [why for name, why in self.verdicts(answer).items() if name in refused]

    def judge(self, run: TaskContext, answer: Object) -> None:
        """Fail the task over an answer it does not want. Such an answer is written nowhere, as a target is not made
        whose recipe failed.

        :raises Unwanted: with the answer and its shortcuts beside.
        """
        reasons = self.unwanted(run, answer)
        if reasons:
            error = UnwantedAnswer(
                "; ".join(reasons), "The answer is in the result and was not written; the next run asks again."
            )
            error.facts = {self.thing: answer, **self.shortcuts(answer), "asked": True}
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
        self, run: TaskContext, answer: Object | None, dest: str, *, changed: bool, asked: bool
    ) -> dict[str, t.Any]:
        """The task's result."""
        before: Object = {"asked": False}
        after: Object = {"asked": asked and changed}
        if dest:
            after["dest"] = before["dest"] = dest
        shown = self.slim(answer) if answer and dest else answer
        return {
            "changed": changed,
            "asked": asked and not run.check_mode,
            self.thing: shown or {},
            **({"dest": dest} if dest else {}),
            **(self.shortcuts(shown) if shown else {}),
            "diff": {
                "before_header": self.spoken(run),
                "after_header": self.spoken(run),
                "before": before,
                "after": after,
            },
        }

    # --- what the API keeps ----------------------------------------------------------------------------------------

    def stored(self, run: TaskContext, mark: str) -> Object | None:
        """The newest stored answer to the same question."""
        return max(self.all_stored(run, mark), key=lambda each: each.get("created", 0), default=None)

    def all_stored(self, run: TaskContext, mark: str) -> list[Object]:
        """Every stored answer to the same question."""
        request = Request("GET", self.collection.path, query={"metadata": {MARK: mark}}, key=self.key)
        found = paginate(run.client, request, self.collection.pages)
        return [each for each in found if has_metadata(each, {MARK: mark})]

    def relabel(self, run: TaskContext, stored: Object, mark: str) -> Object | None:
        """Give a stored answer the metadata the task wants; the answer with them, or None where it has them."""
        if "metadata" not in run.given:
            return None
        wanted = {**(run.param("metadata") or {}), MARK: mark}
        if json_equal(wanted, stored.get("metadata") or {}):
            return None
        if run.check_mode:
            return {**stored, "metadata": wanted}
        ids = {self.collection.own_id: str(stored["id"])}
        answer = run.client.post(self.collection.item, ids, {"metadata": wanted}, key=self.key)
        run.done.append(f"changed the metadata of {stored['id']}")
        return {**stored, **answer}

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        dest = str(run.param("dest") or "")
        dest = os.path.abspath(os.path.expanduser(dest)) if dest else ""
        gone: list[str] = []
        if not dest and not self.collection.item:
            raise InvalidArgument("nothing says which answer is to go", "Give its dest.")
        for each in self.doomed(run, dest) if self.collection.item else []:
            gone.append(str(each["id"]))
            if not run.check_mode:
                self.drop(run, each)
        if dest and (os.path.exists(dest) or os.path.exists(manifest_path(dest))):
            gone.append(dest)
            if not run.check_mode:
                remove_artifact(dest)
        result = self.made(run, None, dest, changed=bool(gone), asked=False)
        result["removed"] = gone
        result["diff"]["before"], result["diff"]["after"] = {"present": gone}, {"present": []}
        return result

    def doomed(self, run: TaskContext, dest: str) -> list[Object]:
        """The stored answers that a task takes away: by id, by the request that made them, by the manifest of ``dest``."""
        manifest = (read_manifest(dest) if dest else None) or {}
        if run.param("id"):
            known = {"id": str(run.param("id"))}
        elif self.collection.listable and all(run.param(name) for name in self.asks):
            return self.all_stored(run, self.mark(run, self.request(run)))
        elif manifest.get("stored") and (manifest.get("answer") or {}).get("id"):
            known = {"id": str(manifest["answer"]["id"])}
        elif dest:
            return []
        else:
            raise InvalidArgument("nothing says which answer is to go", self.remedy_for_nothing())
        found = self.reread(run, known)
        return [found] if found is not None else []

    def remedy_for_nothing(self) -> str:
        """What to give a task that takes an answer away."""
        return f"Give its id, its dest{', or the request that made it' if self.collection.listable else ''}."

    def drop(self, run: TaskContext, stored: Object) -> None:
        """Delete a stored answer."""
        run.client.delete(self.collection.item, {self.collection.own_id: str(stored["id"])}, key=self.key)
        run.done.append(f"deleted {stored['id']}")
