# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sample of ``make chaos``: creates by several runs at once while a third of all requests fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.chaos import SPEED, chaos
from tests.harness.emulator import Server

# The engine does not depend on ansible-core.
pytestmark = pytest.mark.newest_only


def test_no_object_is_lost_or_created_twice(tmp_path: Path) -> None:
    server = Server(tmp_path, ("--clock-speed", str(SPEED)))
    server.start()
    try:
        figures = chaos(server, tmp_path / "runs", 40, 0.35, 1, SPEED)
    finally:
        server.stop()
    assert figures.creates == 40 and figures.tasks == 80 and figures.faults > 40
    assert not figures.details
    assert (figures.duplicates, figures.lost, figures.untrue, figures.failed) == (0, 0, 0, 0)
