# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflow covers every ansible-core that the collection supports."""

from __future__ import annotations

import common
import yaml

OLDEST = (3, 9)
"""The oldest Python that the modules run on."""


def numbers(text: str) -> list[tuple[int, ...]]:
    """Versions of Python, one a line."""
    return [tuple(int(part) for part in line.split(".")) for line in text.split()]


def test_each_ansible_core_has_a_job_with_its_pythons() -> None:
    workflow = yaml.safe_load((common.ROOT / ".github" / "workflows" / "ci.yml").read_text())
    lanes = workflow["jobs"]["lane"]["strategy"]["matrix"]["include"]
    assert [lane["core"] for lane in lanes] == list(common.CORES)
    for lane in lanes:
        oldest, newest = common.CORES[lane["core"]]
        pythons = numbers(lane["pythons"])
        assert oldest <= pythons[-1] <= newest
        assert sorted(pythons) == [(3, minor) for minor in range(OLDEST[1], newest[1] + 1)]


def test_the_oldest_ansible_core_is_the_one_that_the_collection_requires() -> None:
    required = yaml.safe_load((common.ROOT / "meta" / "runtime.yml").read_text())["requires_ansible"]
    assert required == f">={next(iter(common.CORES))}.0"
