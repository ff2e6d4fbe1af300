# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``TRANSCRIPTION``."""

from __future__ import annotations

import io
import os
import re
import typing as t

from ..._api.response import WholeAnswer
from ..._domain.media_file import local_audio
from ..._engine.context import TaskContext
from ..._engine.generation import Generation
from ..._engine.generation_request import as_json
from ..._engine.stream import streamed
from ..._support.artifact import Draft
from ..._support.errors import StreamInterrupted
from ..._support.types import Object

SUBTITLES = ("srt", "vtt")


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    body["file"] = local_audio("file", body["file"])
    ending = os.path.splitext(str(context.param("dest")))[1][1:].lower()
    if ending in SUBTITLES:
        body.setdefault("response_format", ending)
    if body.get("known_speaker_references"):
        body["known_speaker_references"] = [
            each if each.startswith("data:") else local_audio("known_speaker_references", each).data_url()
            for each in body["known_speaker_references"]
        ]
    return body


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    # Whisper does not support streams.
    if body.get("stream") and not str(body["model"]).startswith("whisper"):
        return _assembled(streamed(context, resource.post(context, body), _text_of, ends=True))
    form = body.get("response_format")
    if form not in ("text", *SUBTITLES):
        return resource.without("send").send(context, body, draft)
    raw = io.BytesIO()
    context.client.download(resource.post(context, body), raw)
    content = raw.getvalue().decode("utf-8", "replace")
    return {"text": content.strip()} if form == "text" else {"text": _text_of_subtitles(content), form: content}


def findings(resource: Generation, answer: Object) -> dict[str, str]:
    return {} if str(answer.get("text") or "").strip() else {"empty": "the audio contains no speech"}


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    subtitles = next((answer[form] for form in SUBTITLES if form in answer), None)
    if subtitles is not None:
        return {dest: subtitles.encode()}
    if "duration" in answer or "segments" in answer or dest.lower().endswith(".json"):
        return {dest: as_json(answer)}
    return {dest: str(answer["text"]).encode()}


def return_values(resource: Generation, answer: Object) -> Object:
    return {
        "text": answer.get("text"),
        "language": answer.get("language"),
        "duration": answer.get("duration"),
        "segments": answer.get("segments") or [],
        "usage": answer.get("usage") or {},
    }


def _text_of(event: Object) -> str:
    """Return the text that an event adds to the transcription."""
    if event.get("type") == "transcript.text.segment":
        return f"{event.get('speaker')}: {event.get('text')}\n"
    return str(event.get("delta") or "") if event.get("type") == "transcript.text.delta" else ""


def _assembled(events: t.Iterable[Object]) -> Object:
    """Return the answer that a stream of events consists of."""
    whole: Object = {}
    segments: list[Object] = []
    for event in events:
        if isinstance(event, WholeAnswer):
            return dict(event)
        if event.get("type") == "transcript.text.segment":
            segments.append(event)
        elif event.get("type") == "transcript.text.done":
            whole = {name: value for name, value in event.items() if name != "type" and value is not None}
    if "text" not in whole:
        raise StreamInterrupted(
            "the stream ended before the transcription was complete", "Run the task again to send the request again."
        )
    return {**whole, "task": "transcribe", "duration": segments[-1]["end"], "segments": segments} if segments else whole


def _text_of_subtitles(subtitles: str) -> str:
    """Return the text of subtitles, without numbers and times."""
    texts = []
    for block in subtitles.replace("\r\n", "\n").split("\n\n"):
        lines = block.strip().split("\n")
        times = next((at for at, line in enumerate(lines) if "-->" in line), None)
        if times is not None:
            texts += [line.strip() for line in lines[times + 1 :]]
    return " ".join(texts)


def log_usage(resource: Generation, context: TaskContext, answer: Object) -> None:
    """Record the tokens or seconds of the answer; subtitles contain the seconds as the end of the last one."""
    usage = dict(answer.get("usage") or {})
    if not usage:
        subtitles = next((str(answer[form]) for form in SUBTITLES if form in answer), "")
        seconds = answer.get("duration") or _end_of_subtitles(subtitles)
        usage = {"seconds": seconds} if seconds else {}
    context.record_usage(str(context.param("model")), usage)


def _end_of_subtitles(subtitles: str) -> float:
    ends = re.findall(r"--> *(?:(\d+):)?(\d+):(\d+)[.,](\d+)", subtitles)
    if not ends:
        return 0.0
    hours, minutes, seconds, fraction = ends[-1]
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction}")
