# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the integration tests: one emulator for each worker, one organization for each test."""

from __future__ import annotations

import json
import os
import typing as t
from pathlib import Path

import pytest

from tests.emulator.contract import check_exchange
from tests.harness.cost import Meter
from tests.harness.emulator import ROOT, Organization, Server
from tests.harness.play import Player, end_started, stop_playbook_server

JOURNALS = ROOT / "build" / "journals"
"""Everything the emulators received during the run, for the contract check and the operation report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ours."""
    parser.addoption("--cost", action="store_true", help="print starts of playbooks and CPU time for each file")


FIRST = ("test_secrets.py", "test_quickstart.py", "test_faults.py", "test_add_a_resource.py", "test_many.py")
"""Files with the longest tests: they run first, so that no worker has one of them left when the others have ended."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first."""
    items.sort(key=lambda item: item.path.name not in FIRST)


def pytest_configure(config: pytest.Config) -> None:
    """Count what tests cost."""
    config.pluginmanager.register(Meter(bool(config.getoption("--cost", default=False))), "cost")


@pytest.fixture(scope="session", autouse=True)
def playbook_server_ends() -> t.Iterator[None]:
    """End the process that runs the playbooks with the last test."""
    yield
    stop_playbook_server()


@pytest.fixture(autouse=True)
def nothing_is_left_running() -> t.Iterator[None]:
    """End what a failed test started in the background."""
    yield
    end_started()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Server]:
    """An emulator whose clock runs twenty times as fast as ours."""
    running = Server(tmp_path_factory.mktemp("emulator"), ("--clock-speed", "20"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def organization(server: Server, request: pytest.FixtureRequest) -> t.Iterator[Organization]:
    """A fresh organization; what it was asked is kept for the contract check."""
    fresh = server.organization(request.node.name[:60])
    yield fresh
    save_journal(fresh, request.node.name)


def save_journal(organization: Organization, name: str) -> None:
    """Keep what an organization was asked for the operation report, and hold it against the API's own descriptions.

    Modules and emulator are ours, so both could share one mistake; the official package and the description cannot.
    """
    JOURNALS.mkdir(parents=True, exist_ok=True)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    lane = os.environ.get("FJCORP_TEST_ANSIBLE_BIN")
    core = Path(lane).parent.name if lane else "newest"
    ours = [
        entry for entry in organization.journal() if entry["headers"].get("user-agent", "").startswith("fjcorp.openai/")
    ]
    with (JOURNALS / f"{core}-{worker}.jsonl").open("a", encoding="utf-8") as handle:
        for entry in ours:
            handle.write(json.dumps({**entry, "test": name}) + "\n")
    violations = {
        f"{entry['method']} {entry['template']}: {violation}"
        for entry in ours
        if not entry["fault"]
        for violation in check_exchange(entry)
    }
    assert not violations, "the contract is broken:\n" + "\n".join(sorted(violations))


@pytest.fixture
def player(tmp_path: Path, organization: Organization) -> Player:
    """Runs playbooks against the test's organization, in process."""
    return Player(tmp_path, organization)


@pytest.fixture
def module_player(tmp_path: Path, organization: Organization) -> Player:
    """The same, every task an ordinary module process."""
    return Player(tmp_path, organization, in_process=False)
