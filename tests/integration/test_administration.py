# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of administration that check mode and runs share, without a playbook."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.project import PROJECT

from tests.harness.emulator import Organization
from tests.harness.play import writes

from .declarations import refuse, run, succeed

pytestmark = pytest.mark.newest_only


def test_a_region_is_the_residency_that_the_server_makes_of_it(organization: Organization) -> None:
    """The short values of the former field are accepted by both names; null is not set, and another region is refused."""
    made = succeed(PROJECT, organization, {"name": "eu", "geography": "EU"})
    assert made["project"]["residency"] == "EU_STORAGE_PROCESSING"
    body = writes(organization.journal())[-1]["body"]
    assert body == {"name": "eu", "geography": "EU"}
    assert not run(PROJECT, organization, {"name": "eu", "residency": "EU_STORAGE_PROCESSING"})["changed"]
    assert not run(PROJECT, organization, {"name": "eu", "residency": None})["changed"]
    refuse(PROJECT, organization, {"name": "eu", "geography": "JP"}, "invalid_argument", "residency", "JP")
    new = {"name": "new", "geography": "EU"}
    assert run(PROJECT, organization, new, check=True)["project"]["residency"] == "EU_STORAGE_PROCESSING"
    assert "residency" not in run(PROJECT, organization, {**new, "geography": "JP"}, check=True)["project"]


@pytest.mark.parametrize("residency", ["JP_STORAGE_PROCESSING", "IN_STORAGE_PROCESSING", "AU_STORAGE_PROCESSING", None])
def test_every_residency(residency: str | None, organization: Organization) -> None:
    made: dict[str, t.Any] = succeed(PROJECT, organization, {"name": "far", "residency": residency})["project"]
    assert made["residency"] == (residency or "GLOBAL")
