# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The journal: requests and responses, bounded in size."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import Any

BODY_MAX = 4 * 1024 * 1024
"""Bytes of a request or response body that is stored; longer ones are stored as their length."""
DEFAULT_SIZE = 128 * 1024 * 1024
"""Bytes of all entries."""
_OVERHEAD = 500
"""Bytes of an entry in addition to its content."""


class RawJson(bytes):
    """The JSON text of a value. It is parsed when the journal is read."""


def truncated(length: int) -> dict[str, int]:
    """Return what is stored instead of a body that is too long."""
    return {"_truncated": length}


@dataclass(frozen=True)
class _Entry:
    number: int
    organization: str
    fields: bytes
    body: bytes
    response: bytes

    @property
    def size(self) -> int:
        return _OVERHEAD + len(self.fields) + len(self.body) + len(self.response)

    def load(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.fields)
        return {**loaded, "body": json.loads(self.body), "response": json.loads(self.response)}


def _dump(value: Any) -> bytes:
    return value if isinstance(value, RawJson) else json.dumps(value).encode()


class Journal:
    """Entries of all organizations, the newest last. The oldest are dropped when all exceed the maximum size.

    :param max_size: bytes of all entries; the newest entry is stored even if it is larger.
    """

    def __init__(self, max_size: int = DEFAULT_SIZE) -> None:
        self.max_size = max_size
        self.size = 0
        self._entries: deque[_Entry] = deque()
        self._by_organization: dict[str, deque[_Entry]] = {}
        self._last_number = 0

    def add(self, entry: dict[str, Any]) -> None:
        """Number an entry and store it."""
        self._last_number += 1
        entry["n"] = self._last_number
        fields = {name: value for name, value in entry.items() if name not in ("body", "response")}
        stored = _Entry(
            self._last_number,
            entry["organization"],
            _dump(fields),
            _dump(entry["body"]),
            _dump(entry["response"]),
        )
        self._entries.append(stored)
        self._by_organization.setdefault(stored.organization, deque()).append(stored)
        self.size += stored.size
        while self.size > self.max_size and len(self._entries) > 1:
            dropped = self._entries.popleft()
            self.size -= dropped.size
            # Both queues have the same order, so it is also the oldest entry of its organization.
            self._by_organization[dropped.organization].popleft()

    def entries_after(self, number: int, organization: str | None) -> list[dict[str, Any]]:
        """Return the entries after a number, of one organization or of all."""
        entries = self._entries if organization is None else self._by_organization.get(organization, ())
        found = []
        for entry in reversed(entries):
            if entry.number <= number:
                break
            found.append(entry.load())
        return found[::-1]

    def clear(self, organization: str | None) -> None:
        """Drop the entries of one organization or of all. The numbers continue."""
        if organization is None:
            self._by_organization.clear()
        else:
            self._by_organization.pop(organization, None)
        kept = [] if organization is None else [each for each in self._entries if each.organization != organization]
        self._entries = deque(kept)
        self.size = sum(entry.size for entry in kept)
