# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Timestamps and durations."""

from __future__ import annotations

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.time import parse_timestamp

NOW = 1_794_009_600


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1794009600, NOW),
        ("1794009600", NOW),
        ("2026-11-07", NOW),
        ("2026-11-07 00:00:00", NOW),
        ("2026-11-07T00:00:00Z", NOW),
        ("2026-11-07T01:00:00+01:00", NOW),
        ("now", NOW),
        ("-90s", NOW - 90),
        ("-30m", NOW - 1800),
        ("-24h", NOW - 86400),
        ("-7d", NOW - 604800),
        ("-1w", NOW - 604800),
    ],
)
def test_a_moment_is_read(value: object, seconds: int) -> None:
    assert parse_timestamp("start_time", value, NOW) == seconds


@pytest.mark.parametrize("value", ["", "soon", "-7", "7d", "-7y", "2026-13-01", "-1.5h"])
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(InvalidArgument, match="start_time is not a valid timestamp"):
        parse_timestamp("start_time", value, NOW)
