# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A running emulator, and organizations in it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import typing as t
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Server:
    """An emulator process.

    :param options: further options of its command line.
    """

    folder: Path
    options: tuple[str, ...] = ()

    def start(self) -> None:
        """Start the emulator and wait until it listens."""
        ready = self.folder / "ready.json"
        ready.unlink(missing_ok=True)
        command = [sys.executable, str(ROOT / "extensions" / "emulator"), "--port", "0", "--ready-file", str(ready)]
        self.log = (self.folder / "emulator.log").open("ab")
        self.process = subprocess.Popen(
            [*command, "--exit-with-parent", "--quiet", *self.options], stdout=self.log, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + 900
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the emulator did not start:\n" + (self.folder / "emulator.log").read_text())
            time.sleep(0.02)
        facts = json.loads(ready.read_text())
        self.base_url: str = facts["base_url"]
        self.control: str = facts["control_url"]
        self.api_key: str = facts["api_key"]
        self.admin_key: str = facts["admin_key"]

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=600)
        self.log.close()

    def organization(self, name: str = "test") -> Organization:
        """A fresh organization of its own."""
        answer = requests.post(f"{self.control}/organizations", json={"name": name}, timeout=600)
        answer.raise_for_status()
        facts = answer.json()
        return Organization(self, facts["organization_id"], facts["admin_key"], facts["api_key"], facts["project_id"])


@dataclass
class Organization:
    """One organization of an emulator, with its keys and what a test may do to it."""

    server: Server
    id: str
    admin_key: str
    api_key: str
    project_id: str

    def control(self, path: str, body: t.Any = None, method: str = "POST", **query: t.Any) -> t.Any:
        """Use a control route for this organization alone."""
        answer = requests.request(
            method, f"{self.server.control}/{path}", params={"organization": self.id, **query}, json=body, timeout=600
        )
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def journal(self, since: int = 0) -> list[dict[str, t.Any]]:
        """Return every request that the emulator has received."""
        return t.cast("list[dict[str, t.Any]]", self.control("journal", method="GET", since=since)["requests"])

    def objects(self, kind: str) -> list[dict[str, t.Any]]:
        """The stored objects of a kind."""
        return t.cast("list[dict[str, t.Any]]", self.control("objects", method="GET", kind=kind)["objects"])

    def fault(
        self, kind: str, method: str = "POST", path: str = "", *, skip: int = 0, times: int = 1, **more: t.Any
    ) -> None:
        """Hurt the next requests that match."""
        match = {"method": method, **({"path": path} if path else {})}
        self.control("faults", [{"match": match, "skip": skip, "times": times, "fault": {"kind": kind, **more}}])

    def environment(self) -> dict[str, str]:
        """The variables a user sets."""
        return {
            "OPENAI_BASE_URL": self.server.base_url,
            "OPENAI_API_KEY": self.api_key,
            "OPENAI_ADMIN_KEY": self.admin_key,
        }

    def get(self, path: str, admin: bool = False, **query: t.Any) -> t.Any:
        """Return the response of the API to a direct request."""
        key = self.admin_key if admin else self.api_key
        headers = {"Authorization": f"Bearer {key}", "X-Step": "test"}
        return requests.get(self.server.base_url + path, headers=headers, params=query, timeout=600).json()
