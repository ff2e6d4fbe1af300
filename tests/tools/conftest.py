# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tools import each other by plain names, as scripts do."""

from __future__ import annotations

import sys

from tests.harness.emulator import ROOT

sys.path.insert(0, str(ROOT / "tools"))
