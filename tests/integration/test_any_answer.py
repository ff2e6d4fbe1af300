# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Any JSON that a server may return gives a result or a documented error, in every operation of every module.

Each sample runs once against the emulator, and its responses are recorded. Then it runs again for responses of which one
is another one than the server returned: a scripted server replays the record.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
import typing as t
import zlib
from pathlib import Path

import pytest
import requests

from tests.harness.emulator import ROOT, Organization
from tests.harness.samples import SAMPLES
from tests.unit.server import Reply, Seen
from tests.unit.server import Server as Scripted
from tests.unit.task import Clock

from .engine import Engine, clock, steps_of

__all__ = ["clock"]

pytestmark = pytest.mark.newest_only

VARIANTS = int(os.environ.get("FJCORP_TEST_ANSWERS") or 2)
"""Other responses for each recorded one. ``FJCORP_TEST_ANSWERS=200`` tries many more."""

DOCUMENTED = set(re.findall(r"^   \* - ``(\w+)``$", (ROOT / "docs/docsite/rst/errors.rst").read_text(), re.MULTILINE))

VALUES: list[t.Any] = [
    None,
    True,
    False,
    0,
    -1,
    10**30,
    1.5,
    "",
    "x",
    "\ud83d",
    [],
    {},
    [None],
    [[]],
    ["x"],
    [{}],
    {"id": 1},
    {"x": {}},
]
RAW = [
    b"",
    b"null",
    b"NaN",
    b'{"id": NaN}',
    b'{"data": [-Infinity, 1e999]}',
    b'"\\ud83d"',
    b"[" * 5000,
    b"{" * 9,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b"\xff\xfe",
    b"<html>",
    b"plain",
]


def places(value: t.Any, path: tuple[t.Any, ...] = ()) -> t.Iterator[tuple[t.Any, ...]]:
    """Yield the place of each value within a response."""
    yield path
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value[:2]):
            yield from places(item, (*path, index))


def other(body: t.Any, chance: random.Random) -> t.Any:
    """Return a response with one value removed, replaced by one of another type, or added."""
    body = copy.deepcopy(body)
    path = chance.choice(list(places(body)))
    if not path:
        return chance.choice(VALUES)
    inner = body
    for part in path[:-1]:
        inner = inner[part]
    if chance.random() < 0.3:
        del inner[path[-1]]
    else:
        inner[path[-1]] = chance.choice(VALUES)
    return body


class Recording:
    """Passes requests to the emulator and keeps the responses; later it returns them, one of them changed."""

    def __init__(self, server: Scripted, organization: Organization) -> None:
        self.server, self.organization = server, organization
        self.replies: dict[str, list[Reply]] = {}
        self.changed: tuple[str, Reply] | None = None
        self._served: dict[str, int] = {}
        server.otherwise = self.record

    def record(self, seen: Seen) -> Reply:
        """Return what the emulator returns."""
        url = self.organization.server.base_url.removesuffix("/v1") + seen.target
        headers = {
            name: value for name, value in seen.headers.items() if name not in ("host", "connection", "accept-encoding")
        }
        answer = requests.request(seen.method, url, headers=headers, data=seen.body, timeout=600)
        reply = Reply(answer.status_code, answer.content, {"Content-Type": answer.headers.get("content-type", "")})
        self.replies.setdefault(f"{seen.method} {seen.target}", []).append(reply)
        return reply

    def replay(self, seen: Seen) -> Reply:
        """Return the recorded response, or the changed one."""
        call = f"{seen.method} {seen.target}"
        if self.changed is not None and self.changed[0] == call:
            return self.changed[1]
        known = self.replies.get(call)
        if not known:
            return Reply(404, {"error": {"message": "No such object", "type": "invalid_request_error"}})
        number = self._served[call] = self._served.get(call, -1) + 1
        return known[min(number, len(known) - 1)]

    def forget(self) -> None:
        """Begin with the first responses again."""
        self._served.clear()


@pytest.fixture
def scripted() -> t.Iterator[Scripted]:
    """The server between the engine and the emulator."""
    server = Scripted().start()
    yield server
    server.stop()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_any_answer(
    name: str,
    scripted: Scripted,
    organization: Organization,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No response causes a traceback, and every failure is one line of a documented kind."""
    sample = SAMPLES[name]
    engine = Engine(sample, scripted.base_url, organization, tmp_path, monkeypatch, clock)
    recording = Recording(scripted, organization)
    first = tmp_path / "first"
    engine.set_up(first)
    chance = random.Random(zlib.crc32(name.encode()))
    for step in steps_of(sample):
        scripted.otherwise, recording.changed = recording.record, None
        recording.replies.clear()
        engine.run(step, first)
        scripted.otherwise = recording.replay
        for call, replies in list(recording.replies.items()):
            for variant in range(VARIANTS):
                recording.forget()
                raw = (
                    RAW[(zlib.crc32(call.encode()) + variant) % len(RAW)]
                    if variant % 3 == 0 and chance.random() < 0.5
                    else None
                )
                try:
                    body = json.loads(t.cast(bytes, replies[-1].body))
                except ValueError:
                    body = {}
                status = replies[-1].status if chance.random() < 0.8 else chance.choice([400, 404, 500])
                sent = raw if raw is not None else json.dumps(other(body, chance)).encode()
                recording.changed = (call, Reply(status, sent, {"Content-Type": "application/json"}))
                check(engine.run(step), f"{step[0]} {step[1]}: {call} returned {status} {sent[:400]!r}")


def check(result: dict[str, t.Any], what: str) -> None:
    """Compare a result with the promise."""
    assert "exception" not in result, f"{what}\n{result['exception']}"
    json.dumps(result, ensure_ascii=False, allow_nan=False).encode()
    if result.get("failed"):
        assert result["error"]["kind"] in DOCUMENTED - {"internal_error"}, f"{what}\n{result}"
        assert "\n" not in result["msg"] and result["msg"], what
