# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Models, and what the tests of embeddings and completions read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.harness.emulator import Organization
from tests.harness.play import writes

SMALL = "text-embedding-3-small"
INSTRUCT = "gpt-3.5-turbo-instruct"


def asks(organization: Organization, since: int = 0) -> list[str]:
    """Every request that costs."""
    return [entry["template"] for entry in writes(organization.journal(since))]


def snapshot(folder: Path) -> dict[str, str]:
    """The content of every file that a playbook has written."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and path.name != "record.jsonl"
    }
