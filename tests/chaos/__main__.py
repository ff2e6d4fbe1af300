# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the chaos bench and print its figures.

.venv/bin/python tests/chaos [--creates 10000] [--rates 0.2 0.35] [--seed 1]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.chaos.chaos import SPEED, chaos, line
from tests.harness.emulator import Server


def main() -> int:
    """Run it; the status is 1 if an object was lost or created twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--creates", type=int, default=10_000, help="objects for each rate (default: %(default)s)")
    parser.add_argument("--rates", type=float, nargs="+", default=[0.2, 0.35], help="parts of the requests that fail")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), ("--clock-speed", str(SPEED)))
        server.start()
        try:
            for rate in chosen.rates:
                place = Path(folder) / str(rate)
                figures = chaos(server, place, chosen.creates, rate, chosen.seed, SPEED)
                print("\n".join([line(rate, figures), *figures.details]), flush=True)
                wrong += figures.duplicates + figures.lost + figures.untrue + figures.failed
        finally:
            server.stop()
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
