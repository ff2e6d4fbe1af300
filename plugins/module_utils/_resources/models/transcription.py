# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Transcriptions: what is said in a sound."""

from __future__ import annotations

import io
import json
import os
import typing as t

from ..._api.connection import PROJECT
from ..._domain.media_file import local_audio
from ..._engine.context import TaskContext
from ..._engine.generation import ARTIFACT_FIELDS, Generation, fail_on
from ..._engine.spec import Collection, Field
from ..._support.artifact import Draft
from ..._support.errors import StreamInterrupted
from ..._support.types import Object

TRANSCRIPTIONS = Collection("transcription", path="/audio/transcriptions", key=PROJECT, listable=False)
SUBTITLES = ("srt", "vtt")
FORMATS = ("json", "text", "verbose_json", *SUBTITLES)


class Listening(Generation):
    """A sound made into words, in its own language or in English."""

    def request(self, run: TaskContext) -> Object:
        body = super().request(run)
        body["file"] = local_audio("file", body["file"])
        ending = os.path.splitext(str(run.param("dest")))[1][1:].lower()
        if ending in SUBTITLES:
            body.setdefault("response_format", ending)
        if body.get("known_speaker_references"):
            body["known_speaker_references"] = [
                each if each.startswith("data:") else local_audio("known_speaker_references", each).data_url()
                for each in body["known_speaker_references"]
            ]
        return body

    def ask(self, run: TaskContext, body: Object, draft: Draft | None) -> Object:
        # Whisper answers at once whether a stream is wanted or not.
        if body.get("stream") and not str(body["model"]).startswith("whisper"):
            return _assembled(self.streamed(run, self.post(run, body), _words, ends=True))
        form = body.get("response_format")
        if form not in ("text", *SUBTITLES):
            return super().ask(run, body, draft)
        raw = io.BytesIO()
        run.client.download(self.post(run, body), raw)
        told = raw.getvalue().decode("utf-8", "replace")
        return {"text": told.strip()} if form == "text" else {"text": _spoken(told), form: told}

    def verdicts(self, answer: Object) -> dict[str, str]:
        return {} if str(answer.get("text") or "").strip() else {"empty": "no words are heard in the sound"}

    def artifacts(self, answer: Object, dest: str) -> dict[str, bytes]:
        subtitles = next((answer[form] for form in SUBTITLES if form in answer), None)
        if subtitles is not None:
            return {dest: subtitles.encode()}
        if "duration" in answer or "segments" in answer or dest.lower().endswith(".json"):
            return {dest: (json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()}
        return {dest: str(answer["text"]).encode()}

    def shortcuts(self, answer: Object) -> Object:
        return {
            "text": answer.get("text"),
            "language": answer.get("language"),
            "duration": answer.get("duration"),
            "segments": answer.get("segments") or [],
            "usage": answer.get("usage") or {},
        }


def _words(event: Object) -> str:
    """What an event adds to the words."""
    if event.get("type") == "transcript.text.segment":
        return f"{event.get('speaker')}: {event.get('text')}\n"
    return str(event.get("delta") or "") if event.get("type") == "transcript.text.delta" else ""


def _assembled(events: t.Iterable[Object]) -> Object:
    """The answer that a stream adds up to."""
    whole: Object = {}
    segments: list[Object] = []
    for event in events:
        if event.get("type") == "transcript.text.segment":
            segments.append(event)
        elif event.get("type") == "transcript.text.done":
            whole = {name: value for name, value in event.items() if name != "type" and value is not None}
    if "text" not in whole:
        raise StreamInterrupted("the stream ended before the transcription", "Run the task again to ask again.")
    return {**whole, "task": "transcribe", "duration": segments[-1]["end"], "segments": segments} if segments else whole


def _spoken(subtitles: str) -> str:
    """The words of subtitles, without numbers and times."""
    spoken = []
    for block in subtitles.replace("\r\n", "\n").split("\n\n"):
        lines = block.strip().split("\n")
        times = next((at for at, line in enumerate(lines) if "-->" in line), None)
        if times is not None:
            spoken += [line.strip() for line in lines[times + 1 :]]
    return " ".join(spoken)


TRANSCRIPTION = Listening(
    TRANSCRIPTIONS,
    asks=("model", "file"),
    silent=("stream",),
    fields=(
        Field("model"),
        Field("file", "path", aliases=("src",)),
        Field("response_format", choices=(*FORMATS, "diarized_json")),
        Field("language"),
        Field("languages", "list", elements="str"),
        Field("keywords", "list", elements="str", no_log=False),
        Field("prompt"),
        Field("temperature", "float", least=0, most=1),
        Field("timestamp_granularities", "list", elements="str", choices=("word", "segment")),
        Field("include", "list", elements="str", choices=("logprobs",)),
        Field("chunking_strategy", "raw"),
        Field("known_speaker_names", "list", elements="str", longest=4),
        Field("known_speaker_references", "list", elements="str", longest=4),
        Field("stream", "bool"),
        fail_on("empty"),
        *ARTIFACT_FIELDS,
    ),
)
