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
from ..._engine.generation import ARTIFACT_FIELDS, Generation
from ..._engine.spec import Collection, Field
from ..._support.artifact import Draft
from ..._support.errors import ConnectionFailure, StreamInterrupted
from ..._support.types import Object

SPEECHES = Collection("speech", path="/audio/speech", key=PROJECT, listable=False, plural="speeches")
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


class _Speech(Generation):
    def request(self, run: TaskContext) -> Object:
        body = super().request(run)
        if isinstance(body["voice"], str) and body["voice"].startswith("voice_"):
            body["voice"] = {"id": body["voice"]}
        ending = os.path.splitext(str(run.param("dest")))[1][1:].lower()
        if ending in FORMATS:
            body.setdefault("response_format", ending)
        return body

    def ask(self, run: TaskContext, body: Object, draft: Draft | None) -> Object:
        if draft is None:
            raise ValueError("speech has a dest")
        answer: Object = {"model": body["model"], "voice": body["voice"], "format": body.get("response_format", "mp3")}
        request = self.post(run, body)
        with draft.open() as handle:
            if body.get("stream_format") != "sse":
                answer["bytes"] = run.client.download(request, handle)
            else:
                for event in self.streamed(run, request, _no_words, ends=True):
                    if event.get("type") == "speech.audio.delta":
                        handle.write(base64.b64decode(event["audio"]))
                    elif event.get("type") == "speech.audio.done":
                        answer["bytes"], answer["usage"] = handle.tell(), event.get("usage") or {}
                if "bytes" not in answer:
                    raise StreamInterrupted("the stream ended before the speech", "Run the task again to ask again.")
        if not answer["bytes"]:
            raise ConnectionFailure("the answer holds no sound", "Run the task again to ask again.")
        return answer

    def artifacts(self, answer: Object, dest: str) -> dict[str, bytes]:
        return {}

    def shortcuts(self, answer: Object) -> Object:
        return {"usage": answer.get("usage") or {}}


def _no_words(dummy: Object) -> str:
    """A sound has nothing to be shown on a terminal."""
    return ""


SPEECH = _Speech(
    SPEECHES,
    asks=("model", "input", "voice", "dest"),
    silent=("stream_format",),
    fields=(
        Field("model"),
        Field("input", longest=4096),
        Field("voice", "raw"),
        Field("instructions"),
        Field("response_format", choices=FORMATS),
        Field("speed", "float", least=0.25, most=4),
        Field("stream_format", choices=("audio", "sse")),
        *ARTIFACT_FIELDS,
    ),
)
