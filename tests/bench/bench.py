# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the benches and print their table.

    .venv/bin/python tests/bench/bench.py [task loop embeddings official names scale upload wait start quickstart]

Every figure is a ratio, a count or a size of one run on one machine. A ratio compares processor times, followed by the
ratio of elapsed times; both are medians of measurements that alternate, so that a busy machine slows both sides. A
figure that misses its limit is marked and does not fail the run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import typing as t
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.embedding import embeddings
from tests.bench.figures import Figure, table
from tests.bench.names import names
from tests.bench.official import official
from tests.bench.plays import Setting
from tests.bench.scale import scale
from tests.bench.starting import quickstart, start
from tests.bench.tasks import loop, task
from tests.bench.upload import upload
from tests.bench.waiting import wait
from tests.harness.emulator import Server

BENCHES: dict[str, t.Callable[[Setting], list[Figure]]] = {
    bench.__name__: bench for bench in (task, loop, embeddings, official, names, scale, upload, wait, start, quickstart)
}
UNITS = {"k": 2**10, "m": 2**20, "g": 2**30}


def size(text: str) -> int:
    """A number of bytes, for example 512m or 2g."""
    number = text.lower().removesuffix("ib").removesuffix("b")
    unit = UNITS.get(number[-1:], 1)
    return int(float(number.rstrip("kmg")) * unit)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"which to run: {', '.join(BENCHES)} (default: all)")
    parser.add_argument("--repeat", type=int, default=5, help="number of measurements (default: %(default)s)")
    parser.add_argument("--upload-size", type=size, default="2g", help="bytes to upload (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"unsupported bench {', '.join(sorted(unknown))}. Supported: {', '.join(BENCHES)}.")
    return options


def run(options: argparse.Namespace) -> list[Figure]:
    """Run the benches against an emulator of their own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        server = Server(folder)
        server.start()
        try:
            setting = Setting(server, folder, options.repeat, options.upload_size, say)
            return [figure for bench in options.names or BENCHES for figure in BENCHES[bench](setting)]
        finally:
            server.stop()


def say(line: str) -> None:
    """Print progress to standard error, apart from the table."""
    print(line, file=sys.stderr, flush=True)


def machine() -> dict[str, t.Any]:
    """The machine and the software."""
    return {
        "ansible_core": version("ansible-core"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> int:
    """Run the benches and print the table. The exit status does not depend on the figures."""
    options = arguments()
    before = machine()
    began = time.monotonic()
    figures = run(options)
    facts = {**before, "load_after": round(os.getloadavg()[0], 1), "seconds": round(time.monotonic() - began)}
    print(table(figures))
    missed = [figure for figure in figures if figure.verdict == "MISSED"]
    judged = sum(bool(figure.verdict) for figure in figures)
    print(
        f"\n{judged - len(missed)} of {judged} figures are within their limits; "
        + ", ".join(f"{k} {v}" for k, v in facts.items())
    )
    for figure in missed:
        print(f"MISSED: {figure.what}: {figure.value:.2f} {figure.unit}".rstrip())
    if before["load"] > (before["processors"] or 1):
        print(
            "The machine was busy: the ratios of processor times and the counts are more reliable than those of time."
        )
    if options.json:
        options.json.write_text(
            json.dumps({"machine": facts, "figures": [f.facts() for f in figures]}, indent=1) + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
