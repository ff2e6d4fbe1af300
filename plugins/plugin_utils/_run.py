# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""The run of Ansible that a plugin is part of."""

from __future__ import annotations

import os

from ansible import constants as C
from ansible import context
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_FOLDER, RUN_IS_CHECK


def run_environment() -> dict[str, str]:
    """Return the environment variables that identify the run of Ansible to the engine."""
    values = {}
    folder = str(getattr(C, "DEFAULT_LOCAL_TMP", ""))
    if os.path.isdir(folder):
        values[RUN_FOLDER] = folder
    if context.CLIARGS.get("check"):
        values[RUN_IS_CHECK] = "1"
    return values
