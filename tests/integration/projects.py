# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries about projects that tests share."""

from __future__ import annotations

from tests.harness.emulator import Organization


def project_id(organization: Organization, name: str) -> str:
    """The id of a live project."""
    data = organization.get("/organization/projects", True, limit=100)["data"]
    return str(next(each["id"] for each in data if each["name"] == name))
