# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Validation of JSONL files before the upload: reports errors with their lines that the API reports minutes later."""

from __future__ import annotations

import json
import typing as t

from .._support.errors import InvalidArgument

MOST_PROBLEMS = 10
ROLES = ("system", "developer", "user", "assistant", "tool", "function")
SUPERVISED_KEYS = {"messages", "tools", "parallel_tool_calls", "functions"}
BATCH_LINES = 50_000

Line = dict[str, t.Any]


def check_jsonl(lines: t.Iterable[bytes], purpose: str, name: str) -> None:
    """Reject invalid training or batch data.

    :param purpose: ``fine-tune`` or ``batch``; files of any other purpose are not validated.
    :param name: name of the file, for the message.
    :raises InvalidArgument: the data is invalid; the message contains up to ten lines with their errors.
    """
    checker = checker_for(purpose)
    if checker is None:
        return
    problems: list[str] = []
    count = 0
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            problem = "is empty"
        else:
            count += 1
            problem = _parsed(raw, checker)
        if problem:
            problems.append(f"line {number} {problem}")
            if len(problems) >= MOST_PROBLEMS:
                problems.append("there may be more")
                break
    if not count and not problems:
        problems.append("the file is empty")
    problems += [] if len(problems) > MOST_PROBLEMS else checker.check_file(count)
    if problems:
        raise InvalidArgument(
            f"{name} is not valid {purpose} data: {'; '.join(problems)}",
            "Correct these lines, or set validate=false to upload the file as it is.",
        )


def checker_for(purpose: str) -> _TrainingData | _BatchData | None:
    """Return the validator of a purpose, or None if it has none."""
    if purpose == "fine-tune":
        return _TrainingData()
    return _BatchData() if purpose == "batch" else None


def _parsed(raw: bytes, checker: _TrainingData | _BatchData) -> str:
    try:
        line = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return "is not encoded in UTF-8"
    except ValueError as error:
        if raw.startswith(b"\xef\xbb\xbf"):
            return "begins with a byte order mark"
        return f"is not valid JSON ({str(error).split(':', maxsplit=1)[0]})"
    return checker.line(line) if isinstance(line, dict) else f"must be an object, got {type(line).__name__}"


class _TrainingData:
    """Validates examples of supervised, preference (DPO) or reinforcement fine-tuning, detected by their keys."""

    def __init__(self) -> None:
        self.formats: set[str] = set()

    def line(self, line: Line) -> str:
        if "input" in line or "preferred_output" in line:
            self.formats.add("preference")
            return self._preference(line)
        if "messages" in line:
            supervised = set(line) <= SUPERVISED_KEYS
            self.formats.add("supervised" if supervised else "reinforcement")
            return _messages(line["messages"], "messages", answered=supervised)
        if "prompt" in line and "completion" in line:
            self.formats.add("prompt and completion")
            texts = all(isinstance(line[key], str) for key in ("prompt", "completion"))
            return "" if texts else "has a prompt or completion that is not a string"
        return "does not contain messages"

    def _preference(self, line: Line) -> str:
        given = line.get("input")
        if not isinstance(given, dict):
            return "does not contain input"
        problem = _messages(given.get("messages"), "input.messages", answered=False)
        for side in ("preferred_output", "non_preferred_output"):
            problem = problem or _messages(line.get(side), side, answered=True)
        return problem

    def check_file(self, dummy_count: int) -> list[str]:
        return (
            [f"the file contains {' and '.join(sorted(self.formats))} examples, which are mutually exclusive"]
            if len(self.formats) > 1
            else []
        )


class _BatchData:
    """Validates the requests of a batch."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.urls: set[str] = set()

    def line(self, line: Line) -> str:
        name = line.get("custom_id")
        if not isinstance(name, str) or not name:
            return "does not contain custom_id"
        if name in self.seen:
            return f"contains the custom_id {name!r} of another line"
        self.seen.add(name)
        if line.get("method") != "POST":
            return f"method must be POST, got {line.get('method')!r}"
        url = line.get("url")
        if not isinstance(url, str) or not url.startswith("/v1/"):
            return f"url must begin with /v1/, got {url!r}"
        self.urls.add(url)
        return "" if isinstance(line.get("body"), dict) else "does not contain body"

    def check_file(self, count: int) -> list[str]:
        problems = (
            [f"the requests must have the same url, got {' and '.join(sorted(self.urls))}"]
            if len(self.urls) > 1
            else []
        )
        return problems + (
            [f"the file must have at most {BATCH_LINES} lines, got {count}"] if count > BATCH_LINES else []
        )


def _messages(messages: t.Any, where: str, answered: bool) -> str:
    """Return the error of a conversation, or an empty string.

    :param where: key of the messages. :param answered: a message of the assistant is required.
    """
    if not isinstance(messages, list) or not messages:
        return f"does not contain {where}"
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            return f"{where}[{index}] must be an object"
        role = message.get("role")
        if role not in ROLES:
            return f"{where}[{index}].role must be one of {', '.join(ROLES)}, got {role!r}"
        content = message.get("content")
        if content in (None, "", []) and not (
            role == "assistant" and (message.get("tool_calls") or message.get("function_call"))
        ):
            return f"{where}[{index}] ({role}) does not contain content"
    if answered and not any(message["role"] == "assistant" for message in messages):
        return f"does not contain a message of the assistant in {where}"
    return ""
