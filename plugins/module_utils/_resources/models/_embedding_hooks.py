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
from ..._engine.fields import Collection
from ..._engine.generation import Generation
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


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    if (context.param("input") is None) == (context.param("src") is None):
        raise InvalidArgument("the texts are given in neither or both of input and src", "Give one of them.")
    if context.param("src") is not None:
        texts, rows = texts_in(str(context.param("src")), str(context.param("field")))
    else:
        texts = texts_given(context.param("input"))
        rows = [row_of(text) for text in texts]
    dest = str(context.param("dest") or "")
    if not dest and not _returns(context, len(texts)):
        raise InvalidArgument(
            f"{len(texts)} embeddings would go nowhere",
            "Give dest for the file to write them to, or set return_embeddings to true.",
        )
    # What is written beside the vectors makes another artifact, though not other questions.
    written = {"format": format_of(dest, context.param("format")), "rows": rows} if dest else {}
    return {**body, "input": texts, **written}


def _returns(context: TaskContext, count: int) -> bool:
    """Whether the result holds the numbers themselves."""
    asked = context.param("return_embeddings")
    return count <= FEW if asked is None else bool(asked)


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    texts = t.cast("list[Text]", body["input"])
    keys = [key_of(text, body["model"], body.get("dimensions")) for text in texts]
    unfinished = Unfinished(draft.dest) if draft else None
    former, known = _known(context, draft.dest) if draft else ({}, {})
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

    _embed(resource, context, body, list(missing.values()), keep, len(missing))
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


def _known(context: TaskContext, dest: str) -> tuple[Object, dict[bytes, bytes]]:
    """The answer that ``dest`` holds and the vectors that need not be made again, by their keys."""
    unfinished = Unfinished(dest)
    if context.param("force"):
        unfinished.remove()
        return {}, {}
    found = unfinished.read()
    manifest = read_manifest(dest) or {}
    answer: Object = manifest.get("answer") or {}
    if not answer.get("keys") or not intact(dest, manifest):
        return {}, found
    vectors = read_vectors(dest, answer["format"], answer["dimensions"])
    return answer, {**{bytes.fromhex(key): each for key, each in zip(answer["keys"], vectors)}, **found}


def _embed(
    resource: Generation,
    context: TaskContext,
    body: Object,
    texts: list[Text],
    keep: t.Callable[[list[Text], Object], None],
    total: int,
) -> None:
    """Ask for the vectors of texts, in few requests; each answer is kept as soon as it is there."""
    done = 0

    def one(batch: list[Text]) -> int:
        _embed_batch(resource, context, body, batch, keep)
        return len(batch)

    parts = batches(texts)
    try:
        for _number, count in run_concurrently(one, parts) if parts else ():
            done += count
            if len(parts) > 1:
                context.display(f"openai: {done} of {total} texts are embedded")
    finally:
        if 0 < done < total and context.param("dest"):
            context.done.append(f"embedded {done} of {total} texts, which the next run takes over")


def _embed_batch(
    resource: Generation,
    context: TaskContext,
    body: Object,
    texts: list[Text],
    keep: t.Callable[[list[Text], Object], None],
) -> None:
    """One request, or more where it is too much for the server."""
    sent: Object = {name: body[name] for name in ("model", "dimensions", "user") if name in body}
    # Base64 is a third of the size of written numbers.
    sent = {**sent, "input": texts, "encoding_format": body.get("encoding_format") or "base64"}
    try:
        answer = context.client.send(resource.post(context, sent)).body
    except ApiError as error:
        if len(texts) > 1 and (error.status == 413 or _TOO_MUCH.search(f"{error.code} {error.message}")):
            middle = len(texts) // 2
            _embed_batch(resource, context, body, texts[:middle], keep)
            _embed_batch(resource, context, body, texts[middle:], keep)
            return
        if error.status == 400 and "context length" in error.message:
            error.remedy = _longest(context, body, texts)
        raise
    keep(texts, t.cast(Object, answer))


def _longest(context: TaskContext, body: Object, texts: list[Text]) -> str:
    """What to do about a text that is too long; servers do not say which one it is."""
    longest = max(texts, key=weight)
    index = body["input"].index(longest)
    place = f"{context.param('src')} line {index + 1}" if context.param("src") is not None else f"input[{index}]"
    unit = "characters" if isinstance(longest, str) else "tokens"
    return f"Shorten or split the longest text, {place}, which has {len(longest)} {unit}."


def log_usage(resource: Generation, context: TaskContext, answer: Object) -> None:
    if answer["embedded"]:
        resource.without("log_usage").log_usage(context, answer)


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    return {}


def return_values(resource: Generation, answer: Object) -> Object:
    facts = {name: answer.get(name) for name in ("model", "count", "dimensions", "usage")}
    if "data" in answer:
        facts["embeddings"] = [each["embedding"] for each in answer["data"]]
    return facts


def extra_values(resource: Generation, context: TaskContext, answer: Object, dest: str, asked: bool) -> Object:
    embedded = answer["embedded"] if asked else 0
    values: Object = {"embedded": embedded}
    if asked:
        values["asked"] = embedded > 0
    if dest and _returns(context, answer["count"]):
        vectors = read_vectors(dest, answer["format"], answer["dimensions"])
        values["embeddings"] = [shown(vector) for vector in vectors]
    return values


def returned(resource: Generation, thing: Object) -> Object:
    return {name: value for name, value in thing.items() if name not in ("keys", "embedded")}


def discard(resource: Generation, context: TaskContext, dest: str, dry_run: bool) -> list[str]:
    unfinished = Unfinished(dest)
    if not os.path.exists(unfinished.path):
        return []
    if not dry_run:
        unfinished.remove()
    return [unfinished.path]
