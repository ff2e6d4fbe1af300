# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults on demand and the measured throttle of the administration endpoints."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError

KINDS = (
    "status",
    "status_after",
    "cut_before",
    "cut_after",
    "truncate",
    "stall",
    "slow",
    "html",
    "huge",
)
"""What a fault can do; the README tells each."""

_MATCH_KEYS = {"method", "path", "operation", "key_class"}
_ENTRY_KEYS = {"match", "skip", "times", "fault"}


def _is_template(pattern: str) -> bool:
    return re.search(r"\{[a-z_]+\}", pattern) is not None


@dataclass
class Fault:
    """One rule: which requests, after how many, how often, what."""

    match: dict[str, Any]
    fault: dict[str, Any]
    skip: int = 0
    times: int | None = 1
    seen: int = 0
    used: int = 0

    @classmethod
    def parse(cls, entry: Any) -> Fault:
        """A rule from JSON; ValueError says what is wrong with it."""
        if not isinstance(entry, dict) or not isinstance(entry.get("fault"), dict):
            raise ValueError("a fault is an object with `match` and `fault`")
        if extra := set(entry) - _ENTRY_KEYS:
            raise ValueError(f"unknown keys: {sorted(extra)}")
        match = entry.get("match", {})
        if extra := set(match) - _MATCH_KEYS:
            raise ValueError(f"unknown keys in match: {sorted(extra)}")
        kind = entry["fault"].get("kind")
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        if "path" in match and not _is_template(match["path"]):
            re.compile(match["path"])
        return cls(match, entry["fault"], int(entry.get("skip", 0)), entry.get("times", 1))

    def matches(
        self, method: str, path: str, template: str | None, operation: str | None, key_class: str | None
    ) -> bool:
        """Whether the rule is about this request."""
        want = self.match
        if want.get("method") not in (None, "*", method):
            return False
        if want.get("operation") not in (None, operation) or want.get("key_class") not in (None, key_class):
            return False
        pattern = want.get("path")
        if pattern is None:
            return True
        if _is_template(pattern):
            return template is not None and pattern in (template, f"/v1{template}")
        return any(re.fullmatch(pattern, text) for text in (path, path.removeprefix("/v1")))

    def to_json(self) -> dict[str, Any]:
        """With its counters, for the control route."""
        return {
            "match": self.match,
            "fault": self.fault,
            "skip": self.skip,
            "times": self.times,
            "seen": self.seen,
            "used": self.used,
        }


def select_fault(
    faults: list[Fault], method: str, path: str, template: str | None, operation: str | None, key_class: str | None
) -> dict[str, Any] | None:
    """The fault this request suffers, if any; counts it."""
    for rule in faults:
        if not rule.matches(method, path, template, operation, key_class):
            continue
        rule.seen += 1
        if rule.seen <= rule.skip or (rule.times is not None and rule.used >= rule.times):
            continue
        rule.used += 1
        return rule.fault
    return None


@dataclass
class TokenBuckets:
    """Token buckets by route; full at first, refilled over sixty emulated seconds."""

    levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def acquire(self, key: str, per_minute: float, now: float, cost: float = 1.0) -> float:
        """Take a token and answer 0, or take nothing and answer the seconds until there is one."""
        level, at = self.levels.get(key, (per_minute, now))
        level = min(per_minute, level + max(0.0, now - at) * per_minute / 60)
        if level >= cost:
            self.levels[key] = (level - cost, now)
            return 0.0
        self.levels[key] = (level, now)
        return (cost - level) * 60 / per_minute


def throttle_error() -> ApiError:
    """What a throttled administration endpoint answers: no header tells when to come back."""
    return ApiError(
        429,
        "Rate limit reached for this endpoint. Please try again later.",
        type="requests",
        code="rate_limit_exceeded",
    )
