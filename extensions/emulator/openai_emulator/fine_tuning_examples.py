# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read and validate the examples of training files."""

from __future__ import annotations

import json
from typing import Any

from . import model_catalog
from .server import Call
from .store import Doc


class InvalidFile(Exception):
    """A training or validation file is invalid."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read_examples(call: Call, project: str, file_id: str, job: Doc) -> list[tuple[str, str]]:
    """Return prompt and completion of every example.

    :raises InvalidFile: an example is invalid.
    """
    kind = job["method"]["type"]
    tuned = call.docs.get("model", job["model"], scope=project)
    model = model_catalog.find_model(call.docs, tuned["_base"] if tuned else job["model"])
    out: list[tuple[str, str]] = []
    with call.blob(file_id).open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except ValueError:
                value = None
            if not isinstance(value, dict):
                raise InvalidFile(
                    "invalid_training_file",
                    "The job failed due to an invalid training file. Expected file to have JSONL format, where every "
                    f"line is a valid JSON dictionary. Line {number} is not a dictionary.",
                )
            if model is not None and model.kind == "completion":
                out.append(_completion_example(value, number))
            elif kind == "dpo":
                out.append(_preference_example(value, number))
            else:
                out.append(_chat_example(value, number, answered=kind == "supervised"))
    return out


def _bad(number: int, text: str) -> InvalidFile:
    return InvalidFile(
        "invalid_training_file",
        f"The job failed due to an invalid training file. Invalid file format. Example {number} {text}",
    )


def _completion_example(value: dict[str, Any], number: int) -> tuple[str, str]:
    for key in ("prompt", "completion"):
        if not isinstance(value.get(key), str):
            raise _bad(number, f'is missing key "{key}".')
    return value["prompt"], value["completion"]


def _preference_example(value: dict[str, Any], number: int) -> tuple[str, str]:
    for key in ("input", "preferred_output", "non_preferred_output"):
        if key not in value:
            raise _bad(number, f'is missing key "{key}".')
    if not isinstance(value["input"], dict):
        raise _bad(number, 'has an "input" that is not a dictionary.')
    prompt = _last(_messages(value["input"].get("messages"), number), "user")
    for key in ("preferred_output", "non_preferred_output"):
        if not _last(_messages(value[key], number), "assistant"):
            raise _bad(number, f'must have an assistant message in "{key}".')
    return prompt, _last(value["preferred_output"], "assistant")


def _chat_example(value: dict[str, Any], number: int, *, answered: bool) -> tuple[str, str]:
    if "messages" not in value:
        raise _bad(number, 'is missing key "messages".')
    messages = _messages(value["messages"], number)
    if answered:
        allowed = {"messages", "tools", "functions", "parallel_tool_calls"}
        if extra := sorted(set(value) - allowed):
            raise _bad(number, f'has an unexpected key "{extra[0]}".')
        if not any(message["role"] == "assistant" for message in messages):
            raise _bad(number, "must have at least one message from the assistant.")
        if messages[-1]["role"] != "assistant":
            raise _bad(number, "must end with a message from the assistant.")
    return _last(messages, "user"), _last(messages, "assistant")


def _messages(value: Any, number: int) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value:
        raise _bad(number, 'has no list of "messages".')
    for message in value:
        if not isinstance(message, dict) or "role" not in message:
            raise _bad(number, 'has a message without "role".')
        if message["role"] not in ("system", "developer", "user", "assistant", "tool", "function"):
            raise _bad(number, f'has a message with the unknown role "{message["role"]}".')
        called = message["role"] == "assistant" and ("tool_calls" in message or "function_call" in message)
        if message.get("content") is None and not called:
            raise _bad(number, 'has a message without "content".')
    return value


def _last(messages: list[dict[str, Any]], role: str) -> str:
    for message in reversed(messages):
        if message["role"] == role:
            content = message.get("content")
            if isinstance(content, str):
                return content
            if isinstance(content, list):
                return " ".join(part.get("text", "") for part in content if isinstance(part, dict))
            return json.dumps(message.get("tool_calls") or message.get("function_call"))
    return ""
