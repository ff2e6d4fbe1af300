# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Speech."""

from __future__ import annotations

import base64
import os

from ..._api.connection import PROJECT
from ..._engine.context import TaskContext
from ..._engine.fields import Collection, Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks
from ..._engine.stream import no_text, streamed
from ..._support.artifact import Draft
from ..._support.errors import ConnectionFailure, StreamInterrupted
from ..._support.types import Object

SPEECHES = Collection("speech", path="/audio/speech", key=PROJECT, listable=False, plural="speeches")
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


def _request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    if isinstance(body["voice"], str) and body["voice"].startswith("voice_"):
        body["voice"] = {"id": body["voice"]}
    ending = os.path.splitext(str(context.param("dest")))[1][1:].lower()
    if ending in FORMATS:
        body.setdefault("response_format", ending)
    return body


def _send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if draft is None:
        raise ValueError("dest is required")
    answer: Object = {"model": body["model"], "voice": body["voice"], "format": body.get("response_format", "mp3")}
    request = resource.post(context, body)
    with draft.open() as handle:
        if body.get("stream_format") != "sse":
            answer["bytes"] = context.client.download(request, handle)
        else:
            for event in streamed(context, request, no_text, ends=True):
                if event.get("type") == "speech.audio.delta":
                    handle.write(base64.b64decode(event["audio"]))
                elif event.get("type") == "speech.audio.done":
                    answer["bytes"], answer["usage"] = handle.tell(), event.get("usage") or {}
            if "bytes" not in answer:
                raise StreamInterrupted(
                    "the stream ended before the speech was complete", "Run the task again to send the request again."
                )
    if not answer["bytes"]:
        raise ConnectionFailure("the answer contains no audio", "Run the task again to send the request again.")
    return answer


def _files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    return {}


def _return_values(resource: Generation, answer: Object) -> Object:
    return {"usage": answer.get("usage") or {}}


SPEECH = Generation(
    SPEECHES,
    hooks=GenerationHooks(request=_request, send=_send, files=_files, return_values=_return_values),
    required_inputs=("model", "input", "voice", "dest"),
    fingerprint_ignore=("stream_format",),
    fields=(
        Field("model"),
        Field("input", max_length=4096),
        Field("voice", "raw"),
        Field("instructions"),
        Field("response_format", choices=FORMATS),
        Field("speed", "float", min=0.25, max=4),
        Field("stream_format", choices=("audio", "sse")),
        *ARTIFACT_FIELDS,
    ),
)
