# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions that the tests of certificates, external keys and workload identities share."""

from __future__ import annotations

from tests.harness.emulator import Organization
from tests.harness.play import Played, calls, task, writes

TEAM = task("openai_project", "team", {"name": "team"})


def changed(played: Played) -> list[bool]:
    """Return for each task whether it changed something."""
    return [bool(record["result"].get("changed")) for record in played.records]


def wrote(organization: Organization, step: str) -> list[str]:
    """Writes of a task, as method and template."""
    return [f"{entry['method']} {entry['template']}" for entry in writes(calls(organization.journal(), step))]
