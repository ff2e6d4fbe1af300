# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Injected faults, and the throttle of the administration endpoints."""

from __future__ import annotations

import random
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
"""Kinds of faults, described in the README."""

_MATCH_KEYS = {"method", "path", "operation", "key_class"}
_ENTRY_KEYS = {"match", "skip", "times", "chance", "seed", "fault"}


def _is_template(pattern: str) -> bool:
    return re.search(r"\{[a-z_]+\}", pattern) is not None


@dataclass
class Fault:
    """Rule: which requests fail, after how many, how often and how.

    :ivar chance: probability that the rule applies to a request that matches; ``seed`` makes the choice reproducible.
    """

    match: dict[str, Any]
    fault: dict[str, Any]
    skip: int = 0
    times: int | None = 1
    seen: int = 0
    used: int = 0
    chance: float = 1.0
    seed: int = 0
    numbers: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.numbers.seed(self.seed)

    @classmethod
    def parse(cls, entry: Any) -> Fault:
        """Parse a rule.

        :raises ValueError: the rule is invalid.
        """
        if not isinstance(entry, dict) or not isinstance(entry.get("fault"), dict):
            raise ValueError("fault rule must be an object with an object `fault`")
        if extra := set(entry) - _ENTRY_KEYS:
            raise ValueError(f"unsupported keys: {sorted(extra)}. Supported keys: {sorted(_ENTRY_KEYS)}")
        match = entry.get("match", {})
        if extra := set(match) - _MATCH_KEYS:
            raise ValueError(f"unsupported keys in match: {sorted(extra)}. Supported keys: {sorted(_MATCH_KEYS)}")
        kind = entry["fault"].get("kind")
        if kind not in KINDS:
            raise ValueError(f"unsupported value for kind: {kind!r}. Supported values: {', '.join(KINDS)}")
        if "path" in match and not _is_template(match["path"]):
            re.compile(match["path"])
        chance = float(entry.get("chance", 1))
        if not 0 <= chance <= 1:
            raise ValueError(f"chance must be between 0 and 1, got {chance:g}")
        return cls(
            match,
            entry["fault"],
            int(entry.get("skip", 0)),
            entry.get("times", 1),
            chance=chance,
            seed=int(entry.get("seed", 0)),
        )

    def matches(
        self, method: str, path: str, template: str | None, operation: str | None, key_class: str | None
    ) -> bool:
        """Return whether the rule applies to a request."""
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
        """Return the rule with its counters."""
        return {
            "match": self.match,
            "fault": self.fault,
            "skip": self.skip,
            "times": self.times,
            "chance": self.chance,
            "seen": self.seen,
            "used": self.used,
        }


def select_fault(
    faults: list[Fault], method: str, path: str, template: str | None, operation: str | None, key_class: str | None
) -> dict[str, Any] | None:
    """Return the fault of the first rule that applies to a request, and count it."""
    for rule in faults:
        if not rule.matches(method, path, template, operation, key_class):
            continue
        rule.seen += 1
        if rule.seen <= rule.skip or (rule.times is not None and rule.used >= rule.times):
            continue
        if rule.chance < 1 and rule.numbers.random() >= rule.chance:
            continue
        rule.used += 1
        return rule.fault
    return None


@dataclass
class TokenBuckets:
    """Token buckets by key; initially full, refilled within 60 emulated seconds."""

    levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def acquire(self, key: str, per_minute: float, now: float, cost: float = 1.0) -> float:
        """Take tokens and return 0, or take none and return the number of seconds until there are enough."""
        level, at = self.levels.get(key, (per_minute, now))
        level = min(per_minute, level + max(0.0, now - at) * per_minute / 60)
        if level >= cost:
            self.levels[key] = (level - cost, now)
            return 0.0
        self.levels[key] = (level, now)
        return (cost - level) * 60 / per_minute


def throttle_error() -> ApiError:
    """Return the error of a throttled administration endpoint; it has no ``Retry-After`` header."""
    return ApiError(
        429,
        "Rate limit reached for this endpoint. Please try again later.",
        type="requests",
        code="rate_limit_exceeded",
    )
