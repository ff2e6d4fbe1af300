# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the unit tests share: an empty environment, a clock of their own, and a scripted server."""

from __future__ import annotations

import os
import time
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api import client as client_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import create_once as create_once_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import wait as wait_module

from .server import Server
from .task import Clock

try:
    from hypothesis import HealthCheck, settings
except ImportError:  # the tests that need it skip and say so
    pass
else:
    # Time depends on the machine, and fixtures are made anew by hand where an example needs it.
    settings.register_profile(
        "unit", database=None, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    settings.load_profile("unit")


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the user's reaches a test, and no file of a test reaches the user's home."""
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


@pytest.fixture()
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the engine that sleeps in no time and tells that it slept."""
    clock = Clock(time.monotonic, time.time)
    for module in (client_module, create_once_module, wait_module):
        monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture()
def server() -> t.Iterator[Server]:
    """A running server; anything that surprised it fails the test."""
    server = Server().start()
    yield server
    server.stop()
    assert not server.surprises


@pytest.fixture()
def other_server() -> t.Iterator[Server]:
    """Another origin."""
    server = Server().start()
    yield server
    server.stop()
    assert not server.surprises
