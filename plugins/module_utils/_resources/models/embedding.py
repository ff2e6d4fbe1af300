# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Embeddings."""

from __future__ import annotations

import os
import re
import threading
import typing as t

from ..._api.connection import PROJECT
from ..._domain.embeddings import (
    FORMATS,
    Text,
    Unfinished,
    batches,
    format_of,
    key_of,
    read_vectors,
    row_of,
    shown,
    texts_given,
    texts_in,
    vectors_of,
    weight,
    write_vectors,
)
from ..._engine.context import TaskContext
from ..._engine.generation import ARTIFACT_FIELDS, Generation
from ..._engine.spec import Collection, Field
from ..._support.artifact import Draft, intact, read_manifest
from ..._support.concurrent import run_concurrently
from ..._support.errors import ApiError, InvalidArgument
from ..._support.types import Object

EMBEDDINGS = Collection("embedding", path="/embeddings", key=PROJECT, listable=False)

FEW = 8
"""Embeddings that are returned without being asked for: each is some tens of kilobytes of numbers."""

_TOO_MUCH = re.compile(
    "max_tokens_per_request|tokens per request|request too large|array too long|too many inputs|batch size", re.I
)
"""How servers say that fewer texts at once would do."""


class _Embedding(Generation):
    def request(self, run: TaskContext) -> Object:
        body = super().request(run)
        if (run.param("input") is None) == (run.param("src") is None):
            raise InvalidArgument("the texts are given in neither or both of input and src", "Give one of them.")
        if run.param("src") is not None:
            texts, rows = texts_in(str(run.param("src")), str(run.param("field")))
        else:
            texts = texts_given(run.param("input"))
            rows = [row_of(text) for text in texts]
        dest = str(run.param("dest") or "")
        if not dest and not self.returns(run, len(texts)):
            raise InvalidArgument(
                f"{len(texts)} embeddings would go nowhere",
                "Give dest for the file to write them to, or set return_embeddings to true.",
            )
        # What is written beside the vectors makes another artifact, though not other questions.
        written = {"format": format_of(dest, run.param("format")), "rows": rows} if dest else {}
        return {**body, "input": texts, **written}

    def returns(self, run: TaskContext, count: int) -> bool:
        """Whether the result holds the numbers themselves."""
        asked = run.param("return_embeddings")
        return count <= FEW if asked is None else bool(asked)

    # --- asking ----------------------------------------------------------------------------------------------------

    def ask(self, run: TaskContext, body: Object, draft: Draft | None) -> Object:
        texts = t.cast("list[Text]", body["input"])
        keys = [key_of(text, body["model"], body.get("dimensions")) for text in texts]
        unfinished = Unfinished(draft.dest) if draft else None
        former, known = self.known(run, draft.dest) if draft else ({}, {})
        missing = {key: text for key, text in zip(keys, texts) if key not in known}
        spent: Object = {"model": former.get("model"), "prompt_tokens": 0, "total_tokens": 0}
        lock = threading.Lock()

        def keep(asked: list[Text], answer: Object) -> None:
            vectors = vectors_of(answer, len(asked))
            found = {key_of(text, body["model"], body.get("dimensions")): each for text, each in zip(asked, vectors)}
            with lock:
                if unfinished:
                    unfinished.add(found)
                known.update(found)
                spent["model"] = answer.get("model") or spent["model"]
                for name, number in (answer.get("usage") or {}).items():
                    spent[name] = spent.get(name, 0) + number if isinstance(number, int) else number

        self.embed(run, body, list(missing.values()), keep, len(missing))
        vectors = [known[key] for key in keys]
        if len({len(vector) for vector in vectors}) > 1:
            raise InvalidArgument(
                "the server made embeddings of different lengths", "Set force to true to make them all anew."
            )
        answer: Object = {
            "object": "list",
            "model": spent.pop("model"),
            "count": len(texts),
            "dimensions": len(vectors[0]) // 4,
            "embedded": len(missing),
            "usage": spent,
        }
        if not draft:
            data = [{"object": "embedding", "index": i, "embedding": shown(each)} for i, each in enumerate(vectors)]
            return {**answer, "data": data}
        with draft.open() as handle:
            write_vectors(handle, body["format"], body["rows"], vectors)
        return {**answer, "format": body["format"], "keys": [key.hex() for key in keys]}

    def known(self, run: TaskContext, dest: str) -> tuple[Object, dict[bytes, bytes]]:
        """The answer that ``dest`` holds and the vectors that need not be made again, by their keys."""
        unfinished = Unfinished(dest)
        if run.param("force"):
            unfinished.remove()
            return {}, {}
        found = unfinished.read()
        manifest = read_manifest(dest) or {}
        answer: Object = manifest.get("answer") or {}
        if not answer.get("keys") or not intact(dest, manifest):
            return {}, found
        vectors = read_vectors(dest, answer["format"], answer["dimensions"])
        return answer, {**{bytes.fromhex(key): each for key, each in zip(answer["keys"], vectors)}, **found}

    def embed(
        self,
        run: TaskContext,
        body: Object,
        texts: list[Text],
        keep: t.Callable[[list[Text], Object], None],
        total: int,
    ) -> None:
        """Ask for the vectors of texts, in few requests; each answer is kept as soon as it is there."""
        done = 0

        def one(batch: list[Text]) -> int:
            self.embed_batch(run, body, batch, keep)
            return len(batch)

        parts = batches(texts)
        try:
            for _number, count in run_concurrently(one, parts) if parts else ():
                done += count
                if len(parts) > 1:
                    run.say(f"openai: {done} of {total} texts are embedded")
        finally:
            if 0 < done < total and run.param("dest"):
                run.done.append(f"embedded {done} of {total} texts, which the next run takes over")

    def embed_batch(
        self, run: TaskContext, body: Object, texts: list[Text], keep: t.Callable[[list[Text], Object], None]
    ) -> None:
        """One request, or more where it is too much for the server."""
        sent: Object = {name: body[name] for name in ("model", "dimensions", "user") if name in body}
        # Base64 is a third of the size of written numbers.
        sent = {**sent, "input": texts, "encoding_format": body.get("encoding_format") or "base64"}
        try:
            answer = run.client.send(self.post(run, sent)).body
        except ApiError as error:
            if len(texts) > 1 and (error.status == 413 or _TOO_MUCH.search(f"{error.code} {error.message}")):
                middle = len(texts) // 2
                self.embed_batch(run, body, texts[:middle], keep)
                self.embed_batch(run, body, texts[middle:], keep)
                return
            if error.status == 400 and "context length" in error.message:
                error.remedy = self.longest(run, body, texts)
            raise
        keep(texts, t.cast(Object, answer))

    def longest(self, run: TaskContext, body: Object, texts: list[Text]) -> str:
        """What to do about a text that is too long; servers do not say which one it is."""
        longest = max(texts, key=weight)
        index = body["input"].index(longest)
        place = f"{run.param('src')} line {index + 1}" if run.param("src") is not None else f"input[{index}]"
        unit = "characters" if isinstance(longest, str) else "tokens"
        return f"Shorten or split the longest text, {place}, which has {len(longest)} {unit}."

    # --- what is told ------------------------------------------------------------------------------------------------

    def answered(self, run: TaskContext, body: Object, mark: str, dest: str) -> dict[str, t.Any]:
        result = super().answered(run, body, mark, dest)
        if dest and not run.check_mode:
            Unfinished(dest).remove()
        return result

    def book(self, run: TaskContext, answer: Object) -> None:
        if answer["embedded"]:
            super().book(run, answer)

    def artifacts(self, answer: Object, dest: str) -> dict[str, bytes]:
        return {}

    def shortcuts(self, answer: Object) -> Object:
        facts = {name: answer.get(name) for name in ("model", "count", "dimensions", "usage")}
        if "data" in answer:
            facts["embeddings"] = [each["embedding"] for each in answer["data"]]
        return facts

    def made(
        self, run: TaskContext, answer: Object | None, dest: str, *, changed: bool, asked: bool
    ) -> dict[str, t.Any]:
        embedded = answer["embedded"] if answer and asked else 0
        told = {name: value for name, value in (answer or {}).items() if name not in ("keys", "embedded")}
        result = super().made(
            run, told or None, dest, changed=changed, asked=asked and (embedded > 0 or answer is None)
        )
        if answer:
            result["embedded"] = embedded
            if dest and self.returns(run, answer["count"]):
                vectors = read_vectors(dest, answer["format"], answer["dimensions"])
                result["embeddings"] = [shown(vector) for vector in vectors]
        return result

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        dest = os.path.abspath(os.path.expanduser(str(run.param("dest") or "")))
        result = super().absent(run)
        left = Unfinished(dest)
        if os.path.exists(left.path):
            result["changed"] = True
            result["removed"].append(left.path)
            if not run.check_mode:
                left.remove()
        return result


EMBEDDING = _Embedding(
    EMBEDDINGS,
    silent=("user", "encoding_format"),
    fields=(
        Field("model"),
        Field("input", "raw"),
        Field("src", "path", sent_as=""),
        Field("field", default="text", sent_as=""),
        Field("dimensions", "int", least=1),
        Field("encoding_format", choices=("float", "base64")),
        Field("user"),
        Field("format", choices=FORMATS, sent_as=""),
        Field("return_embeddings", "bool", sent_as=""),
        *ARTIFACT_FIELDS,
    ),
)
