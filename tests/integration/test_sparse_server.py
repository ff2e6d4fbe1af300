# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ritual of every resource on a server whose responses have unknown, missing and null fields."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.samples import DECLARATIONS, SAMPLES
from tests.unit.task import Clock

from .engine import Engine, clock

__all__ = ["clock"]

pytestmark = pytest.mark.newest_only


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_ritual(
    name: str, organization: Organization, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run changes nothing, and what was created is found and removed."""
    sample = SAMPLES[name]
    organization.control("page_size", {"max": 2})
    organization.control("clock", {"freeze": True})
    root = organization.server.base_url.removesuffix("v1") + "sparse/v1"
    engine = Engine(sample, root, organization, tmp_path, monkeypatch, clock)
    folder = tmp_path / "play"
    engine.set_up(folder)

    def changed(args: dict[str, t.Any]) -> bool:
        result = engine.run((name, args), folder)
        assert not result.get("failed"), result
        return bool(result["changed"])

    if sample.create is not None:
        assert changed(sample.create)
        assert not changed(sample.create), "the second run changed something"
    if sample.update is not None:
        updated = {**(sample.create or {}), **sample.update}
        assert changed(updated)
        assert not changed(updated), "the second run changed something"
    if sample.info is not None and f"{name}_info" in DECLARATIONS:
        engine.tasks(sample.others, folder)
        found = engine.run((f"{name}_info", sample.info), folder)
        assert not found.get("failed"), found
        if not sample.single:
            assert len(found[sample.many]) == 1
            listed = engine.run((f"{name}_info", sample.info_all), folder)
            assert len(listed[sample.many]) >= sample.listed
    if sample.absent is not None and not sample.absence_refused:
        assert changed({**sample.absent, "state": "absent"})
        assert not changed({**sample.absent, "state": "absent"})
