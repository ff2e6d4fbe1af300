# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: one emulator per worker, one organization per test, and the official package in strict mode as the
client."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import typing as t
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openai
import pytest

from .contract import check_exchange

EMULATOR = Path(__file__).resolve().parents[2] / "extensions" / "emulator"


@dataclass
class Emulator:
    """A running emulator."""

    process: subprocess.Popen[bytes]
    base_url: str
    control_url: str
    api_key: str
    admin_key: str
    organization_id: str

    def control(self, path: str, body: t.Any = None, *, method: str | None = None, **query: t.Any) -> t.Any:
        """Call a control route."""
        pairs = "&".join(f"{name}={value}" for name, value in query.items())
        request = urllib.request.Request(
            f"{self.control_url}/{path}?{pairs}",
            data=None if body is None else json.dumps(body).encode(),
            method=method or ("GET" if body is None else "POST"),
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[Emulator]:
    """Run an emulator process."""
    ready = folder / f"ready-{time.monotonic_ns()}.json"
    command = [
        sys.executable,
        str(EMULATOR),
        "--port",
        "0",
        "--ready-file",
        str(ready),
        "--exit-with-parent",
        "--quiet",
    ]
    process = subprocess.Popen([*command, *options])
    try:
        deadline = time.monotonic() + 30
        while not ready.exists():
            assert process.poll() is None, "the emulator did not start"
            assert time.monotonic() < deadline, "the emulator is not ready in time"
            time.sleep(0.01)
        facts = json.loads(ready.read_text())
        assert facts.pop("pid") == process.pid
        facts.pop("project_id")
        yield Emulator(process, **facts)
    finally:
        process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """Return the emulator of the worker."""
    with running(tmp_path_factory.mktemp("emulator")) as server:
        yield server


@dataclass
class Organization:
    """An organization of the emulator."""

    emulator: Emulator
    id: str
    admin_key: str
    api_key: str
    project_id: str
    owner_id: str

    def control(self, path: str, body: t.Any = None, *, method: str | None = None, **query: t.Any) -> t.Any:
        """Call a control route for this organization."""
        return self.emulator.control(path, body, method=method, organization=self.id, **query)

    def journal(self, since: int = 0) -> list[dict[str, t.Any]]:
        """Return the journal entries of this organization."""
        requests: list[dict[str, t.Any]] = self.control("journal", since=since)["requests"]
        return requests

    def fault(
        self, kind: str, *, match: dict[str, t.Any] | None = None, skip: int = 0, times: int = 1, **more: t.Any
    ) -> None:
        """Add a fault rule."""
        self.control("faults", [{"match": match or {}, "skip": skip, "times": times, "fault": {"kind": kind, **more}}])

    def client(self, **options: t.Any) -> openai.OpenAI:
        """Return the official client in strict mode."""
        chosen: dict[str, t.Any] = {
            "api_key": self.api_key,
            "admin_api_key": self.admin_key,
            "max_retries": 0,
            **options,
        }
        return openai.OpenAI(base_url=self.emulator.base_url, _strict_response_validation=True, timeout=30, **chosen)

    def advance(self, seconds: float) -> None:
        """Advance the emulated clock."""
        self.control("clock", {"advance": seconds})


def new_organization(emulator: Emulator, **asked: t.Any) -> Organization:
    """Create an organization."""
    facts = emulator.control("organizations", asked)
    return Organization(
        emulator,
        facts["organization_id"],
        facts["admin_key"],
        facts["api_key"],
        facts["project_id"],
        facts["owner_id"],
    )


@pytest.fixture
def org(emulator: Emulator) -> Iterator[Organization]:
    """Return an organization with a frozen clock; at the end all its journal entries are checked against the
    contract."""
    made = new_organization(emulator)
    made.control("clock", {"freeze": True})
    yield made
    wrong = [text for entry in made.journal() for text in check_exchange(entry)]
    emulator.control("organizations", method="DELETE", organization=made.id)
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def client(org: Organization) -> Iterator[openai.OpenAI]:
    """Return the official client of the test's organization."""
    with org.client() as made:
        yield made


def refused(call: t.Callable[[], t.Any]) -> openai.APIStatusError:
    """Return the API error that a call raises."""
    with pytest.raises(openai.APIStatusError) as caught:
        call()
    body = caught.value.body
    assert isinstance(body, dict) and {"message", "type", "param", "code"} <= set(body)
    assert caught.value.request_id is not None
    return caught.value


os.environ.setdefault("OPENAI_LOG", "")
