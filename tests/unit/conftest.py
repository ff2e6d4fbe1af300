# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the unit tests: an empty environment, a clock that tests advance, and a scripted server."""

from __future__ import annotations

import os
import time
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import client as client_module
from ansible_collections.fjcorp.openai.plugins.module_utils._api import pagination as pagination_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_lock as create_lock_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_once as create_once_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import creation as creation_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import lists as lists_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import settling as settling_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import wait as wait_module
from ansible_collections.fjcorp.openai.plugins.module_utils._support import local_state as local_state_module
from ansible_collections.fjcorp.openai.plugins.module_utils._support import recent as recent_module

from .server import Server
from .task import Clock
from .world import World

try:
    from hypothesis import HealthCheck, settings
except ImportError:  # the tests that need it are skipped with this reason
    pass
else:
    # Time depends on the machine. Tests reset the state of their fixtures themselves for each example.
    settings.register_profile(
        "unit", database=None, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    settings.load_profile("unit")


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the user's variables out of the tests, and the files of the tests out of the user's home."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "FJCORP_", "ANSIBLE_VAULT")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NETRC", "ANSIBLE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("ANSIBLE_HOME", str(home / "ansible"))
    monkeypatch.setattr(cache_module, "_MEMORY", {})
    monkeypatch.setattr(local_state_module, "_replaced", {})


@pytest.fixture()
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock for the engine that sleeps without waiting and records its pauses."""
    clock = Clock(time.monotonic, time.time)
    for module in (
        client_module,
        pagination_module,
        cache_module,
        lists_module,
        create_lock_module,
        create_once_module,
        creation_module,
        recent_module,
        settling_module,
        wait_module,
    ):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture()
def server() -> t.Iterator[Server]:
    """Return a running server; an unexpected request fails the test."""
    server = Server().start()
    yield server
    server.stop()
    assert not server.surprises


@pytest.fixture()
def other_server() -> t.Iterator[Server]:
    """Return a server at another origin."""
    server = Server().start()
    yield server
    server.stop()
    assert not server.surprises


@pytest.fixture()
def world(server: Server, clock: Clock) -> World:
    """Return an empty API."""
    return World(server)
