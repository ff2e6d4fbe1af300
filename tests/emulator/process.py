# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Processes of the emulator, and calls of their control routes."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
import typing as t
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
