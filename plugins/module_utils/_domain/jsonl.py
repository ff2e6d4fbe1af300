# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Looks at JSONL before it is uploaded: mistakes the API would only find minutes later, with their line numbers."""

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
    """Refuse training or batch data with mistakes.

    :param purpose: ``fine-tune`` or ``batch``; anything else is not looked at.
    :param name: the file's name, for the message.
    :raises BadInput: naming up to ten lines and what is wrong with each.
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
                problems.append("and perhaps more")
                break
    if not count and not problems:
        problems.append("it is empty")
    problems += [] if len(problems) > MOST_PROBLEMS else checker.whole(count)
    if problems:
        raise InvalidArgument(
            f"{name} is not valid {purpose} data: {'; '.join(problems)}",
            "Mend these lines, or set validate to false to upload it as it is.",
        )


def checker_for(purpose: str) -> _TrainingData | _BatchData | None:
    """What knows a purpose's rules."""
    if purpose == "fine-tune":
        return _TrainingData()
    return _BatchData() if purpose == "batch" else None


def _parsed(raw: bytes, checker: _TrainingData | _BatchData) -> str:
    try:
        line = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return "is not UTF-8"
    except ValueError as error:
        if raw.startswith(b"\xef\xbb\xbf"):
            return "begins with a byte order mark"
        return f"is not JSON ({str(error).split(':', maxsplit=1)[0]})"
    return checker.line(line) if isinstance(line, dict) else f"is a {type(line).__name__}, not an object"


class _TrainingData:
    """Examples for supervised, preference (DPO) or reinforcement fine-tuning, told apart by their keys."""

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
            return "" if texts else "has a prompt or completion that is not text"
        return "has no messages"

    def _preference(self, line: Line) -> str:
        given = line.get("input")
        if not isinstance(given, dict):
            return "has no input"
        problem = _messages(given.get("messages"), "input.messages", answered=False)
        for side in ("preferred_output", "non_preferred_output"):
            problem = problem or _messages(line.get(side), side, answered=True)
        return problem

    def whole(self, dummy_count: int) -> list[str]:
        return [f"it mixes {' and '.join(sorted(self.formats))} examples"] if len(self.formats) > 1 else []


class _BatchData:
    """Requests of a batch."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.urls: set[str] = set()

    def line(self, line: Line) -> str:
        name = line.get("custom_id")
        if not isinstance(name, str) or not name:
            return "has no custom_id"
        if name in self.seen:
            return f"repeats the custom_id {name!r}"
        self.seen.add(name)
        if line.get("method") != "POST":
            return f"has the method {line.get('method')!r}, not POST"
        url = line.get("url")
        if not isinstance(url, str) or not url.startswith("/v1/"):
            return f"has the url {url!r}, not one that begins with /v1/"
        self.urls.add(url)
        return "" if isinstance(line.get("body"), dict) else "has no body"

    def whole(self, count: int) -> list[str]:
        problems = [f"it mixes the urls {' and '.join(sorted(self.urls))}"] if len(self.urls) > 1 else []
        return problems + ([f"it has {count} lines and {BATCH_LINES} are allowed"] if count > BATCH_LINES else [])


def _messages(messages: t.Any, where: str, answered: bool) -> str:
    """What is wrong with a conversation; ``answered`` when it must hold an assistant's turn."""
    if not isinstance(messages, list) or not messages:
        return f"has no {where}"
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            return f"has {where}[{index}] that is not an object"
        role = message.get("role")
        if role not in ROLES:
            return f"has {where}[{index}].role {role!r}, not one of {', '.join(ROLES)}"
        says = message.get("content")
        if says in (None, "", []) and not (
            role == "assistant" and (message.get("tool_calls") or message.get("function_call"))
        ):
            return f"has {where}[{index}] ({role}) without content"
    if answered and not any(message["role"] == "assistant" for message in messages):
        return f"has no assistant turn in {where}"
    return ""
