# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classify a test of the official package by its request and the response of the emulator.

The tests send the examples of the API's description, whose ids name nothing and whose texts are placeholders, and expect
status 200. A server with a state and with the API's rules rejects many of them; the rules below separate these tests from
those that show a difference.
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import parse_qsl

Record = dict[str, t.Any]
Rule = t.Callable[[Record, Record], bool]
"""Function of an exchange and the error in it that returns whether the emulator is right to reject the request."""


def sent(exchange: Record, param: str) -> t.Any:
    """Return the value of a parameter in the query, the body or the form of a request; None without one."""
    body = exchange["body"]
    if isinstance(body, list):
        body = {part["name"].removesuffix("[]"): part.get("value") for part in body}
    value: t.Any = {**dict(parse_qsl(exchange["query"])), **(body or {})}
    for step in re.findall(r"[^.\[\]]+", param):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
    return value


def names_nothing(exchange: Record, error: Record) -> bool:
    """A path, a cursor or a body has an id that names nothing."""
    missing = r"^(No object found for cursor|File '.*' does not exist)"
    return exchange["status"] == 404 or bool(re.search(missing, error["message"]))


def is_placeholder(exchange: Record, error: Record) -> bool:
    """The value is a placeholder: the name of its parameter, ``string``, 0, or a few bytes in place of a file."""
    param = str(error["param"] or "")
    value = sent(exchange, param)
    value = value[0] if isinstance(value, list) and value else value
    name = (re.findall(r"[a-z_]+", param) or [""])[-1]
    if type(value) in (int, float) or value in ("string", name):
        return value in (0, "string", name)
    content = r"(Invalid (image )?file|The file is neither|The certificate is not valid PEM)"
    return bool(re.match(content, error["message"]))


def excludes_itself(exchange: Record, error: Record) -> bool:
    """Parameters exclude each other."""
    return bool(re.search(r"[Mm]utually exclusive|Provide either|cannot be combined with", error["message"]))


def does_not_apply(exchange: Record, error: Record) -> bool:
    """A parameter or a value does not apply to the model or the method of the request."""
    known = error["code"] == "unknown_parameter" and sent(exchange, error["param"]) is not None
    return known or error["param"] == "model" and error["message"].endswith("Value must be 'dall-e-2'.")


def leaves_out(exchange: Record, error: Record) -> bool:
    """A parameter is missing that the API requires although its type does not."""
    return error["code"] == "missing_required_parameter" and sent(exchange, error["param"]) is None


RULES: dict[str, Rule] = {
    "an id that names nothing": names_nothing,
    "a placeholder in place of a value": is_placeholder,
    "parameters that exclude each other": excludes_itself,
    "a parameter that does not apply to the model or method": does_not_apply,
    "no value for a required parameter": leaves_out,
}
"""Rules by what is wrong with an example; the first rule that applies is the reason."""
UNTYPED = "an answer for which the package has no type"


def judge(record: Record) -> str:
    """Return "passed", what is wrong with the example, "not served" if it calls no served operation, or nothing."""
    served = [exchange for exchange in record["exchanges"] if exchange["template"] is not None]
    if not served:
        return "not served"
    if record["passed"]:
        return "passed"
    last = served[-1]
    if last["status"] == 200:
        # The client asks for base64 by default, and reads it as numbers except in raw responses.
        return UNTYPED if sent(last, "encoding_format") == "base64" else ""
    error = (last["response"] or {}).get("error") if last["status"] in (400, 404) else None
    return next((reason for reason, rule in RULES.items() if error and rule(last, error)), "")


def described(record: Record) -> str:
    """Return what was sent and answered in a failed test."""
    last = record["exchanges"][-1]
    error = last["response"].get("error") if isinstance(last["response"], dict) else None
    return f"{last['method']} {last['template']}: {last['status']} {error['message'] if error else record['error']}"
