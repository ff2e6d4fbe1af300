# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: one emulator per worker, one organization per test, and the official package in strict mode as the
client."""

from __future__ import annotations

import os
import typing as t
from collections.abc import Iterator
from dataclasses import dataclass

import openai
import pytest

from .contract import check_exchange
from .process import EMULATOR, Emulator, running


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


__all__ = ["EMULATOR", "Emulator", "Organization", "check_exchange", "new_organization", "refused", "running"]

os.environ.setdefault("OPENAI_LOG", "")
