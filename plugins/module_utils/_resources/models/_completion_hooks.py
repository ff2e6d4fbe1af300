# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``COMPLETION``."""

from __future__ import annotations

import typing as t

from ..._api.response import WholeAnswer
from ..._engine.context import TaskContext
from ..._engine.generation import Generation
from ..._engine.generation_request import as_json
from ..._engine.stream import streamed
from ..._support.artifact import Draft
from ..._support.errors import InvalidArgument
from ..._support.types import Object


def check(context: TaskContext) -> None:
    best, n = context.param("best_of"), context.param("n") or 1
    if best is not None and best < n:
        raise InvalidArgument(
            f"best_of must be at least n, got best_of={best} and n={n}", "Increase best_of, or decrease n."
        )
    prompt = context.param("prompt")
    if prompt is not None and not isinstance(prompt, (str, list)):
        raise InvalidArgument("prompt must be a string or a list", "Set prompt to a text, or to a list of texts.")


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    if body.get("stream"):
        # So that the result is the same as without a stream.
        body.setdefault("stream_options", {"include_usage": True})
    return body


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if not body.get("stream"):
        return resource.without("send").send(context, body, draft)
    return _assembled(streamed(context, resource.post(context, body), _text_of))


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    reasons = [each.get("finish_reason") for each in answer.get("choices") or ()]
    cut = sorted({str(reason) for reason in reasons if reason in ("length", "content_filter")})
    if not cut:
        return {}
    names = ["incomplete", *(name for name in cut if name == "content_filter")]
    return dict.fromkeys(names, f"the answer is incomplete ({', '.join(cut)})")


def return_values(resource: Generation, answer: Object) -> Object:
    choices = answer.get("choices") or []
    return {
        "text": choices[0].get("text") if choices else None,
        "texts": [each.get("text") for each in choices],
        "finish_reason": choices[0].get("finish_reason") if choices else None,
        "content_filtered": "content_filter" in resource.findings(answer),
        "usage": answer.get("usage") or {},
        "model": answer.get("model"),
    }


def content(resource: Generation, answer: Object) -> bytes:
    texts = resource.return_values(answer)["texts"]
    if len(texts) == 1:
        return str(texts[0]).encode()
    # Several texts are written as JSON, because they could not be separated in a text file.
    return as_json(answer)


def _text_of(chunk: Object) -> str:
    """Return the text that a chunk adds to the first choice."""
    return "".join(part.get("text") or "" for part in chunk.get("choices") or () if part.get("index") == 0)


def _assembled(chunks: t.Iterable[Object]) -> Object:
    """Return the completion that a stream of chunks consists of."""
    whole: Object = {"object": "text_completion", "choices": []}
    choices: dict[int, Object] = {}
    for chunk in chunks:
        if isinstance(chunk, WholeAnswer):
            return dict(chunk)
        for name in ("id", "created", "model", "system_fingerprint", "usage"):
            if chunk.get(name) is not None:
                whole[name] = chunk[name]
        for part in chunk.get("choices") or ():
            fresh = {"index": part["index"], "text": "", "logprobs": None, "finish_reason": None}
            choice = choices.setdefault(part["index"], fresh)
            choice["text"] += part.get("text") or ""
            choice["finish_reason"] = part.get("finish_reason") or choice["finish_reason"]
            for kind, values in (part.get("logprobs") or {}).items():
                choice["logprobs"] = choice["logprobs"] or {}
                choice["logprobs"][kind] = (choice["logprobs"].get(kind) or []) + (values or [])
    whole["choices"] = [choices[index] for index in sorted(choices)]
    return whole
