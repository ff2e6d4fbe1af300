# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to a model that tests share."""

from __future__ import annotations

from tests.harness.emulator import Organization
from tests.harness.play import calls

QUESTION = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Name three colors."}]}
ASKS = ("POST", "/chat/completions")


def asked(organization: Organization, step: str) -> int:
    """Number of requests that a task sent to a model."""
    return sum(entry["method"] == "POST" for entry in calls(organization.journal(), step))
