# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Answers as check mode predicts them: hooks ``predict_answer`` and ``predict_files`` of all requests to models."""

from __future__ import annotations

import base64
import io
import os

from ..._domain.embeddings import dimensions_of, placeholder_vector, shown, write_vectors
from ..._domain.predicted_answer import predicted_arguments, predicted_call, predicted_text
from ..._engine.context import TaskContext, predicted_id
from ..._engine.generation import Generation
from ..._support.predicted_files import PLACEHOLDER, placeholder_content
from ..._support.types import Object

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
"""Categories of moderations."""

NO_TOKENS = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
NO_CHAT_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
IMAGES = (".png", ".jpg", ".jpeg", ".webp")


def _placeholder(kind: str) -> str:
    """Return a placeholder file in base64."""
    return base64.b64encode(placeholder_content(kind)).decode()


# --- text ------------------------------------------------------------------------------------------------------------


def chat_completion(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    message = _chat_message(body, mark)
    reason = next((name for name in ("tool_calls", "function_call") if message.get(name)), "stop")
    choice = {"message": message, "finish_reason": reason, "logprobs": None}
    return {
        "id": predicted_id("chatcmpl-", mark),
        "object": "chat.completion",
        "created": 0,
        "model": str(body.get("model") or ""),
        "metadata": body.get("metadata") or {},
        "choices": [{"index": index, **choice} for index in range(body.get("n") or 1)],
        "usage": dict(NO_CHAT_TOKENS),
        "messages": [
            {"id": f"{predicted_id('chatcmpl-', mark)}-{index}", **each}
            for index, each in enumerate(body.get("messages") or ())
        ],
    }


def _chat_message(body: Object, mark: str) -> Object:
    message: Object = {"role": "assistant", "content": None, "refusal": None}
    tools = [each["function"] for each in body.get("tools") or () if isinstance(each.get("function"), dict)]
    called, must_call = predicted_call(body.get("tool_choice"), tools)
    if called is not None:
        function = {"name": called["name"], "arguments": predicted_arguments(called)}
        message["tool_calls"] = [{"id": predicted_id("call_", mark), "type": "function", "function": function}]
    legacy, must_call_legacy = predicted_call(body.get("function_call"), body.get("functions") or [])
    if legacy is not None:
        message["function_call"] = {"name": legacy["name"], "arguments": predicted_arguments(legacy)}
    if must_call or must_call_legacy:
        return message
    if "audio" in (body.get("modalities") or ()):
        form = (body.get("audio") or {}).get("format") or "wav"
        audio = {"id": predicted_id("audio_", mark), "data": _placeholder(form), "transcript": PLACEHOLDER}
        return {**message, "audio": {**audio, "expires_at": 0}}
    return {**message, "content": predicted_text(body.get("response_format") or {})}


def returned(resource: Generation, thing: Object) -> Object:
    """Return an answer without the input that only a predicted one contains, for tasks that read it."""
    return {name: value for name, value in thing.items() if name not in ("messages", "input_items")}


def completion(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    prompt = body.get("prompt")
    prompts = len(prompt) if isinstance(prompt, list) and not all(isinstance(each, int) for each in prompt) else 1
    choice = {"text": PLACEHOLDER, "finish_reason": "stop", "logprobs": None}
    return {
        "id": predicted_id("cmpl-", mark),
        "object": "text_completion",
        "created": 0,
        "model": body["model"],
        "choices": [{"index": index, **choice} for index in range(prompts * (body.get("n") or 1))],
        "usage": dict(NO_CHAT_TOKENS),
    }


def response(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    compacted = context.param("state") == "compacted"
    waits = not body.get("background") or context.param("wait")
    output = [_compaction(mark)] if compacted else _output(context, body, mark)
    answer = {
        "id": predicted_id("resp_", mark),
        "object": "response.compaction" if compacted else "response",
        "created_at": 0,
        "output": output if waits else [],
        "usage": dict(NO_TOKENS),
    }
    if compacted:
        return answer
    facts: Object = {name: body[name] for name in ("instructions", "previous_response_id", "metadata") if name in body}
    status = "completed" if waits else "queued"
    return {
        **answer,
        **facts,
        "status": status,
        "model": str(body.get("model") or ""),
        "error": None,
        "input_items": _input_items(body, mark),
    }


def _input_items(body: Object, mark: str) -> list[Object]:
    given = body.get("input") or []
    items = [{"role": "user", "content": [{"type": "input_text", "text": given}]}] if isinstance(given, str) else given
    return [{"type": "message", "id": f"{predicted_id('msg_', mark)}-{at}", **each} for at, each in enumerate(items)]


def _compaction(mark: str) -> Object:
    return {"id": predicted_id("cmp_", mark), "type": "compaction", "encrypted_content": PLACEHOLDER}


def _output(context: TaskContext, body: Object, mark: str) -> list[Object]:
    """Return the items of the output: an image, or a text and a function call, as far as the request allows them."""
    tools = body.get("tools") or []
    choice = body.get("tool_choice")
    ending = os.path.splitext(str(context.param("dest") or ""))[1].lower()
    chosen = choice.get("type") == "image_generation" if isinstance(choice, dict) else ending in IMAGES
    if chosen and any(each.get("type") == "image_generation" for each in tools):
        item = {"type": "image_generation_call", "status": "completed", "result": _placeholder(ending or "png")}
        return [{"id": predicted_id("ig_", mark), **item}]
    called, must_call = predicted_call(choice, [each for each in tools if each.get("type") == "function"])
    items: list[Object] = []
    if not must_call:
        text = predicted_text((body.get("text") or {}).get("format") or {})
        content = [{"type": "output_text", "text": text, "annotations": []}]
        message = {"type": "message", "role": "assistant", "status": "completed", "content": content}
        items.append({"id": predicted_id("msg_", mark), **message})
    if called is not None:
        facts = {"name": called["name"], "arguments": predicted_arguments(called), "status": "completed"}
        call = {"type": "function_call", "call_id": predicted_id("call_", mark), **facts}
        items.append({"id": predicted_id("fc_", mark), **call})
    return items


# --- embeddings, moderations, decisions, provenance ------------------------------------------------------------------


def embedding(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    size = dimensions_of(body["model"], body.get("dimensions"))
    vector = shown(placeholder_vector(size))
    answer: Object = {
        "object": "list",
        "model": body["model"],
        "count": len(body["input"]),
        "dimensions": size,
        "embedded": 0,
        "usage": {"prompt_tokens": 0, "total_tokens": 0},
        "data": [{"object": "embedding", "index": index, "embedding": vector} for index in range(len(body["input"]))],
    }
    return {**answer, "format": body["format"], "rows": body["rows"]} if "format" in body else answer


def embedding_files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    content = io.BytesIO()
    vector = placeholder_vector(answer["dimensions"])
    write_vectors(content, answer["format"], answer["rows"], (vector for _row in answer["rows"]), answer["dimensions"])
    return {dest: content.getvalue()}


def moderation(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    names = sorted({*CATEGORIES, *(context.param("thresholds") or {})})
    result = {
        "flagged": False,
        "categories": dict.fromkeys(names, False),
        "category_scores": dict.fromkeys(names, 0.0),
    }
    return {
        "id": predicted_id("modr-", mark),
        "model": str(body.get("model") or PLACEHOLDER),
        "results": [dict(result) for _input in body["input"]],
    }


def decision(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    return {
        "answers": [_decided(question) for question in body["questions"]],
        "model": body["model"],
        "usage": dict(NO_TOKENS),
    }


def _decided(question: Object) -> Object:
    kind = question["type"]
    if kind == "predicate":
        values: Object = {"probability": 0.0}
    elif kind == "choice":
        values = {"choice": (question.get("choices") or [{}])[0].get("value")}
    else:
        values = {"score": 0.0}
    return {"type": kind, "name": question.get("name"), **values}


def content_provenance_check(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    return {"results": []}


# --- images and audio ------------------------------------------------------------------------------------------------


def image(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    form = str(body.get("output_format") or os.path.splitext(str(context.param("dest")))[1] or "png")
    previews = body.get("partial_images") or 0 if body.get("stream") else 0
    item = {"b64_json": _placeholder(form)}
    return {
        "created": 0,
        "data": [dict(item) for _number in range(body.get("n") or 1)],
        "partial_images": [dict(item) for _number in range(previews)],
        "usage": dict(NO_TOKENS),
    }


def speech(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    form = str(body.get("response_format", "mp3"))
    return {"model": body["model"], "voice": body["voice"], "format": form, "bytes": 0, "usage": {}}


def speech_files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    return {dest: placeholder_content(answer["format"])}


def audio_to_text(resource: Generation, context: TaskContext, body: Object, mark: str) -> Object:
    form = str(body.get("response_format") or "json")
    if form == "text":
        return {"text": PLACEHOLDER}
    if form in ("srt", "vtt"):
        times = "00:00:00,000 --> 00:00:01,000" if form == "srt" else "00:00:00.000 --> 00:00:01.000"
        head = "1\n" if form == "srt" else "WEBVTT\n\n"
        return {"text": PLACEHOLDER, form: f"{head}{times}\n{PLACEHOLDER}\n"}
    answer: Object = {"text": PLACEHOLDER, "usage": dict(NO_TOKENS)}
    if resource.name == "translation":
        # The API returns no usage of translations.
        answer = {"text": PLACEHOLDER}
    if form == "json":
        return answer
    segment = {"id": 0, "start": 0.0, "end": 0.0, "text": PLACEHOLDER}
    if form == "diarized_json":
        segment = {**segment, "id": "seg_0", "type": "transcript.text.segment", "speaker": "A"}
    return {**answer, "task": resource.name, "language": body.get("language"), "duration": 0.0, "segments": [segment]}
