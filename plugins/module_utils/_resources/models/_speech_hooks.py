# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``SPEECH``."""

from __future__ import annotations

import os

from ..._api.response import WholeAnswer
from ..._domain.media_file import decoded
from ..._engine.context import TaskContext
from ..._engine.generation import Generation
from ..._engine.stream import no_text, streamed
from ..._support.artifact import Draft
from ..._support.errors import ConnectionFailure, StreamInterrupted
from ..._support.types import Object

FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    if isinstance(body["voice"], str) and body["voice"].startswith("voice_"):
        body["voice"] = {"id": body["voice"]}
    ending = os.path.splitext(str(context.param("dest")))[1][1:].lower()
    if ending in FORMATS:
        body.setdefault("response_format", ending)
    return body


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if draft is None:
        raise ValueError("dest is required")
    answer: Object = {"model": body["model"], "voice": body["voice"], "format": body.get("response_format", "mp3")}
    request = resource.post(context, body)
    with draft.open() as handle:
        if body.get("stream_format") != "sse":
            answer["bytes"] = context.client.download(request, handle)
        else:
            for event in streamed(context, request, no_text, ends=True, sink=handle):
                if isinstance(event, WholeAnswer):
                    answer["bytes"] = event.get("bytes", 0)
                    break
                if event.get("type") == "speech.audio.delta":
                    handle.write(decoded(event.get("audio"), "audio"))
                elif event.get("type") == "speech.audio.done":
                    answer["bytes"], answer["usage"] = handle.tell(), event.get("usage") or {}
            if "bytes" not in answer:
                raise StreamInterrupted(
                    "the stream ended before the speech was complete", "Run the task again to send the request again."
                )
    if not answer["bytes"]:
        raise ConnectionFailure("the answer contains no audio", "Run the task again to send the request again.")
    return answer


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    return {}


def return_values(resource: Generation, answer: Object) -> Object:
    return {"usage": answer.get("usage") or {}}


def log_usage(resource: Generation, context: TaskContext, answer: Object) -> None:
    """Record the characters, and the tokens that only a stream of events contains."""
    usage = dict(answer.get("usage") or {})
    if usage.get("output_tokens"):
        usage.setdefault("output_tokens_details", {"audio_tokens": usage["output_tokens"]})
    context.record_usage(str(answer["model"]), {**usage, "characters": len(str(context.param("input")))})
