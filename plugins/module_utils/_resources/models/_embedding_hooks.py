# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Embeddings."""

from __future__ import annotations

import re
import threading
import typing as t

from ..._api.connection import PROJECT
from ..._domain.embeddings import (
    Text,
    UnfinishedVectors,
    Vectors,
    VectorsInMemory,
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
"""Largest number of embeddings that are returned by default: each consists of some tens of kilobytes."""

COPIED_AT_ONCE = 256
"""Vectors of the former artifact that are copied at once."""

_TOO_MUCH = re.compile(
    "max_tokens_per_request|tokens per request|request too large|array too long|too many inputs|batch size", re.I
)
"""Error messages of servers that accept the texts in smaller requests."""


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    if (context.param("input") is None) == (context.param("src") is None):
        raise InvalidArgument("exactly one of input and src is required", "Set one of them.")
    if context.param("src") is not None:
        texts, rows = texts_in(str(context.param("src")), str(context.param("field")))
    else:
        texts = texts_given(context.param("input"))
        rows = [row_of(text) for text in texts]
    dest = str(context.param("dest") or "")
    if not dest and not _returns(context, len(texts)):
        raise InvalidArgument(
            f"dest or return_embeddings is required for {len(texts)} embeddings",
            "Set dest to a file to write them to, or set return_embeddings=true.",
        )
    # Values that are written with the vectors change the artifact, but not the requests.
    written = {"format": format_of(dest, context.param("format")), "rows": rows} if dest else {}
    return {**body, "input": texts, **written}


def _returns(context: TaskContext, count: int) -> bool:
    """Return whether the result contains the embeddings."""
    requested = context.param("return_embeddings")
    return count <= FEW if requested is None else bool(requested)


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    texts = t.cast("list[Text]", body["input"])
    keys = [key_of(text, body["model"], body.get("dimensions")) for text in texts]
    vectors: Vectors = UnfinishedVectors(draft.dest) if draft else VectorsInMemory()
    former = (
        _load_known(context, vectors, set(keys), draft.dest) if isinstance(vectors, UnfinishedVectors) and draft else {}
    )
    missing = {key: text for key, text in zip(keys, texts) if key not in vectors}
    usage: Object = {"model": former.get("model"), "prompt_tokens": 0, "total_tokens": 0}
    lock = threading.Lock()

    def store(sent: list[Text], answer: Object) -> None:
        found = zip(sent, vectors_of(answer, len(sent)))
        with lock:
            vectors.add({key_of(text, body["model"], body.get("dimensions")): each for text, each in found})
            usage["model"] = answer.get("model") or usage["model"]
            for name, number in (answer.get("usage") or {}).items():
                usage[name] = usage.get(name, 0) + number if isinstance(number, int) else number

    _embed(resource, context, body, list(missing.values()), store, len(missing))
    if not all(key in vectors for key in keys):
        raise InvalidArgument(
            "the server returned embeddings of different lengths", "Set force=true to generate all of them again."
        )
    return _answer(body, draft, vectors, keys, len(missing), usage)


def _answer(
    body: Object, draft: Draft | None, vectors: Vectors, keys: list[bytes], embedded: int, usage: Object
) -> Object:
    """Return the answer for all texts, with the vectors in it or in the draft.

    :param embedded: number of texts that were sent.
    """
    answer: Object = {
        "object": "list",
        "model": usage.pop("model"),
        "count": len(keys),
        "dimensions": vectors.size,
        "embedded": embedded,
        "usage": usage,
    }
    if not draft:
        found = enumerate(vectors.read(keys))
        data = [{"object": "embedding", "index": index, "embedding": shown(each)} for index, each in found]
        return {**answer, "data": data}
    with draft.open() as handle:
        write_vectors(handle, body["format"], body["rows"], vectors.read(keys), vectors.size)
    return {**answer, "format": body["format"], "keys": [key.hex() for key in keys]}


def _load_known(context: TaskContext, vectors: UnfinishedVectors, required: set[bytes], dest: str) -> Object:
    """Load the required vectors that an earlier run received, and return the answer that ``dest`` contains."""
    if context.param("force"):
        vectors.remove()
        return {}
    vectors.load()
    manifest = read_manifest(dest) or {}
    answer: Object = manifest.get("answer") or {}
    if not answer.get("keys") or not intact(dest, manifest):
        return {}
    batch: dict[bytes, bytes] = {}
    for key, each in zip(
        map(bytes.fromhex, answer["keys"]), read_vectors(dest, answer["format"], answer["dimensions"])
    ):
        if key in required and key not in vectors:
            batch[key] = each
        if len(batch) == COPIED_AT_ONCE:
            vectors.add(batch)
            batch = {}
    if batch:
        vectors.add(batch)
    return answer


def _embed(
    resource: Generation,
    context: TaskContext,
    body: Object,
    texts: list[Text],
    store: t.Callable[[list[Text], Object], None],
    total: int,
) -> None:
    """Request the vectors of texts, in few requests; each response is stored as soon as it arrives."""
    done = 0

    def one(batch: list[Text]) -> int:
        _embed_batch(resource, context, body, batch, store)
        return len(batch)

    parts = batches(texts)
    try:
        for _number, count in run_concurrently(one, parts) if parts else ():
            done += count
            if len(parts) > 1:
                context.display(f"openai: {done} of {total} texts embedded")
    finally:
        if 0 < done < total and context.param("dest"):
            context.done.append(f"embedded {done} of {total} texts, which the next run uses")


def _embed_batch(
    resource: Generation,
    context: TaskContext,
    body: Object,
    texts: list[Text],
    store: t.Callable[[list[Text], Object], None],
) -> None:
    """Send one request, or several if it is too large for the server."""
    sent: Object = {name: body[name] for name in ("model", "dimensions", "user") if name in body}
    # Base64 has a third of the size of decimal numbers.
    sent = {**sent, "input": texts, "encoding_format": body.get("encoding_format") or "base64"}
    try:
        answer = context.client.send(resource.post(context, sent)).body
    except ApiError as error:
        if len(texts) > 1 and (error.status == 413 or _TOO_MUCH.search(f"{error.code} {error.message}")):
            middle = len(texts) // 2
            _embed_batch(resource, context, body, texts[:middle], store)
            _embed_batch(resource, context, body, texts[middle:], store)
            return
        if error.status == 400 and "context length" in error.message:
            error.remedy = _longest(context, body, texts)
        raise
    store(texts, t.cast(Object, answer))


def _longest(context: TaskContext, body: Object, texts: list[Text]) -> str:
    """Return the remedy for a text that is too long; servers do not return which one it is."""
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
    unfinished = UnfinishedVectors(dest)
    path = unfinished.path
    if path and not dry_run:
        unfinished.remove()
    return [path] if path else []
