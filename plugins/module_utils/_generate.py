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

import os
import typing as t
from dataclasses import dataclass

from ._artifact import alone_with, intact, manifest_path, read_manifest, remove_artifact, write_manifest
from ._client import Request
from ._errors import BadInput
from ._files import replacing, writable_target
from ._job import MARK, fingerprint
from ._once import exactly_once
from ._pages import listed
from ._reconcile import Stateful
from ._resource import Field, Object, Spec
from ._run import Run
from ._same import alike

ARTIFACT_FIELDS = (
    Field("dest", "path", sent_as=""),
    Field("force", "bool", default=False, sent_as=""),
)
"""The options of everything that makes an artifact."""


@dataclass(frozen=True)
class Generation(Stateful):
    """A question to a model.

    :param asks: the fields without which there is no question.
    :param silent: fields that do not change the answer, and so not its fingerprint.
    """

    by: tuple[str, ...] = ()
    asks: tuple[str, ...] = ("model",)
    silent: tuple[str, ...] = ("metadata", "store", "stream", "stream_options", "user", "safety_identifier")

    def identity_options(self) -> Spec:
        return {"id": {"type": "str", "aliases": [f"{self.thing}_id"]}} if self.collection.item else {}

    # --- the request -----------------------------------------------------------------------------------------------

    def request(self, run: Run) -> Object:
        """The body of the question."""
        missing = [name for name in self.asks if run.param(name) in (None, "", [])]
        if missing:
            raise BadInput(f"{' and '.join(missing)} missing", f"Give {' and '.join(missing)}.")
        return {name: value for name, value in self.body(self.wanted(run)).items() if value is not None}

    def shortcuts(self, answer: Object) -> Object:
        """What a playbook wants of an answer without digging."""
        raise NotImplementedError

    def artifact(self, answer: Object) -> bytes:
        """What is written to ``dest``."""
        raise NotImplementedError

    def ask(self, run: Run, body: Object) -> Object:
        """One question; its answer."""
        stored = bool(body.get("store"))
        return t.cast(Object, run.client.post(self.collection.path, body=body, key=self.key, creates=stored))

    # --- present ---------------------------------------------------------------------------------------------------

    def present(self, run: Run) -> dict[str, t.Any]:
        body = self.request(run)
        mark = fingerprint(self.collection.path, body, self.silent)
        dest = str(run.param("dest") or "")
        if not dest:
            return self.answered(run, body, mark, "")
        dest = writable_target("dest", dest)
        # Concurrent runs of one task wait for each other here, so that one asks and the others find its answer.
        with alone_with(dest):
            return self.answered(run, body, mark, dest)

    def answered(self, run: Run, body: Object, mark: str, dest: str) -> dict[str, t.Any]:
        """The answer, from where it is kept or from the model."""
        force = run.param("force")
        manifest = read_manifest(dest) if dest and not force else None
        if manifest and manifest.get("fingerprint") == mark and intact(dest, manifest):
            return self.made(run, manifest["answer"], dest, changed=False, asked=False)
        stored = None if force or not body.get("store") else self.stored(run, mark)
        if stored is not None:
            relabelled = self.relabel(run, stored, mark)
            if dest and not run.check_mode:
                self.write(dest, relabelled or stored, mark)
            changed = bool(dest or relabelled)
            return self.made(run, relabelled or stored, dest, changed=changed, asked=False)
        keeps = bool(dest or body.get("store"))
        if run.check_mode:
            return self.made(run, None, dest, changed=keeps, asked=True)
        if body.get("store"):
            body = {**body, "metadata": {**(body.get("metadata") or {}), MARK: mark}}
        answer = self.ask_once(run, body, mark)
        run.done.append(f"asked {body.get('model')}")
        if dest:
            self.write(dest, answer, mark)
        return self.made(run, answer, dest, changed=keeps, asked=True)

    def write(self, dest: str, answer: Object, mark: str) -> None:
        """Write the artifact and, when it is whole, its manifest."""
        # An interrupted run must not leave the old manifest beside a new artifact, or the reverse.
        if os.path.exists(manifest_path(dest)):
            os.unlink(manifest_path(dest))
        with replacing(dest) as handle:
            handle.write(self.artifact(answer))
        write_manifest(dest, {"fingerprint": mark, "answer": answer})

    def made(self, run: Run, answer: Object | None, dest: str, *, changed: bool, asked: bool) -> dict[str, t.Any]:
        """The task's result."""
        before: Object = {"asked": False}
        after: Object = {"asked": asked and changed}
        if dest:
            after["dest"] = before["dest"] = dest
        return {
            "changed": changed,
            "asked": asked and not run.check_mode,
            self.thing: answer or {},
            **({"dest": dest} if dest else {}),
            **(self.shortcuts(answer) if answer else {}),
            "diff": {
                "before_header": self.spoken(run),
                "after_header": self.spoken(run),
                "before": before,
                "after": after,
            },
        }

    # --- what the API keeps ----------------------------------------------------------------------------------------

    def stored(self, run: Run, mark: str) -> Object | None:
        """The newest stored answer to the same question."""
        request = Request("GET", self.collection.path, query={"metadata": {MARK: mark}}, key=self.key)
        found = list(listed(run.client, request, self.collection.pages))
        return max(found, key=lambda each: each.get("created", 0), default=None)

    def relabel(self, run: Run, stored: Object, mark: str) -> Object | None:
        """Give a stored answer the metadata the task wants; the answer with them, or None where it has them."""
        if "metadata" not in run.given:
            return None
        wanted = {**(run.param("metadata") or {}), MARK: mark}
        if alike(wanted, stored.get("metadata") or {}):
            return None
        if run.check_mode:
            return {**stored, "metadata": wanted}
        ids = {self.collection.own_id: str(stored["id"])}
        answer = run.client.post(self.collection.item, ids, {"metadata": wanted}, key=self.key)
        run.done.append(f"changed the metadata of {stored['id']}")
        return {**stored, **answer}

    def ask_once(self, run: Run, body: Object, mark: str) -> Object:
        """Ask; where the answer to a stored question is lost, look for it before asking again."""

        def look() -> Object | None:
            return self.stored(run, mark) if body.get("store") else None

        patience = run.client.connection.patience(self.key)
        return exactly_once(lambda: self.ask(run, body), look, lambda found: found, patience, self.collection.spoken)

    # --- absent ----------------------------------------------------------------------------------------------------

    def absent(self, run: Run) -> dict[str, t.Any]:
        dest = str(run.param("dest") or "")
        gone: list[str] = []
        if self.collection.item:
            gone += self.drop_stored(run)
        if dest:
            dest = os.path.abspath(os.path.expanduser(dest))
            there = os.path.exists(dest) or os.path.exists(manifest_path(dest))
            if there:
                gone.append(dest)
                if not run.check_mode:
                    remove_artifact(dest)
        result = self.made(run, None, dest, changed=bool(gone), asked=False)
        result["removed"] = gone
        result["diff"]["before"], result["diff"]["after"] = {"present": gone}, {"present": []}
        return result

    def drop_stored(self, run: Run) -> list[str]:
        """Delete the stored answers the task means; their ids."""
        ids = [str(run.param("id"))] if run.param("id") else []
        if not ids and all(run.param(name) for name in self.asks):
            mark = fingerprint(self.collection.path, self.request(run), self.silent)
            query = {"metadata": {MARK: mark}}
            ids = [
                each["id"]
                for each in listed(run.client, Request("GET", self.collection.path, query=query), self.collection.pages)
            ]
        elif not ids and not run.param("dest"):
            raise BadInput("nothing says which answer is to go", "Give its id, its dest, or the request that made it.")
        else:
            ids = [
                each
                for each in ids
                if run.client.find(self.collection.item, {self.collection.own_id: each}, key=self.key)
            ]
        for each in ids if not run.check_mode else []:
            run.client.delete(self.collection.item, {self.collection.own_id: each}, key=self.key)
        return ids
