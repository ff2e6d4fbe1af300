# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All mutants, by layer."""

from __future__ import annotations

from .api import API
from .engine import ENGINE
from .generation import GENERATION
from .table import Mutant

MUTANTS: tuple[Mutant, ...] = (*API, *ENGINE, *GENERATION)
