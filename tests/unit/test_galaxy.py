# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""galaxy.yml describes what the collection contains."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def test_description_names_existing_modules() -> None:
    """Each resource in the parentheses of the description has a module."""
    description = " ".join(yaml.safe_load((ROOT / "galaxy.yml").read_text())["description"].split())
    (listed,) = re.findall(r"\(([^)]*)\)", description)
    resources = [re.sub(r"[ -]", "_", name.strip().lower()).removesuffix("s") for name in listed.split(",")]
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("openai_*.py")}
    assert len(resources) > 3
    assert {f"openai_{name}" for name in resources} <= modules
