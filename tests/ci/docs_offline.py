# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Configure the docs site to build without the indexes of other sites: links into them are omitted, the rest is strict.

docs_offline.py build/docs/conf.py
"""

from __future__ import annotations

import sys
from pathlib import Path

SETTINGS = """
intersphinx_mapping = {}
suppress_warnings = ["ref.ref"]
"""

if __name__ == "__main__":
    with Path(sys.argv[1]).open("a", encoding="utf-8") as configuration:
        configuration.write(SETTINGS)
