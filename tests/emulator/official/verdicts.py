# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Judge a test of the official package by what it sent and what the emulator answered.

The tests send the examples of the API's description, whose ids name nothing, and expect status 200. A stateful server must
reject what refers to an object that does not exist; the rules below tell these tests from those that show a difference.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

Record = dict[str, t.Any]


@dataclass(frozen=True)
class Rule:
    """Why the emulator is right to reject a request.

    :ivar reason: What is wrong with the example.
    :ivar statuses: Statuses of the response.
    :ivar message: What the message of the response contains.
    """

    reason: str
    statuses: tuple[int, ...]
    message: str

    def applies(self, exchange: Record) -> bool:
        """Return whether the response was rejected for this reason."""
        error = (exchange["response"] or {}).get("error") or {}
        return exchange["status"] in self.statuses and bool(re.search(self.message, str(error.get("message"))))


RULES: tuple[Rule, ...] = (
    Rule("names an object that does not exist", (404,), "."),
    Rule("names an object that does not exist", (400,), r"^(No object found for cursor|No \w[\w ]* found with id)"),
)
"""Rules in their order: the first that applies is the reason."""


def judge(record: Record) -> str:
    """Return "passed", the reason of a rule, "not served" if no operation of the emulator was called, or nothing."""
    served = [exchange for exchange in record["exchanges"] if exchange["template"] is not None]
    if not served:
        return "not served"
    if record["passed"]:
        return "passed"
    return next((rule.reason for rule in RULES if rule.applies(served[-1])), "")


def described(record: Record) -> str:
    """Return what was sent and answered in a failed test."""
    last = record["exchanges"][-1]
    error = (last["response"] or {}).get("error") if isinstance(last["response"], dict) else None
    why = error["message"] if error else record["error"]
    return f"{last['method']} {last['template']}: {last['status']} {why}"
