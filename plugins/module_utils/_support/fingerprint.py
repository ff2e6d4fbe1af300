# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The fingerprint of a request, by which a later run finds what an earlier one created."""

from __future__ import annotations

import hashlib
import json
import typing as t
from operator import attrgetter

MARK = "ansible_fingerprint"
"""Metadata key of the fingerprint of a request, by which the next run finds the object that this one created."""


def fingerprint(path: str, body: t.Mapping[str, t.Any], ignore: t.Iterable[str] = ("metadata",)) -> str:
    """Return a digest of a request; files are represented by their content."""
    facts = {name: value for name, value in body.items() if name not in ignore}
    text = json.dumps([path, facts], sort_keys=True, ensure_ascii=False, default=attrgetter("digest"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]
