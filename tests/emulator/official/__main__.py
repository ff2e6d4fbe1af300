# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the tests of the official ``openai`` package against the emulator.

    python -m tests.emulator.official [WORDS...]

downloads the source distribution of the pinned version from PyPI into ``build/official``, runs its tests of the resources of
the API, and prints the share that passes of those that call an operation of the emulator, and the reason of every failure.
WORDS are passed to pytest, such as ``-k files``. The exit code is 1 if a failure has no reason. Tests of the asynchronous
client send the same requests and are left out.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import tarfile
import typing as t
from collections import Counter
from pathlib import Path, PurePosixPath

from ..process import running
from .verdicts import Record, described, judge

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "official"
HERE = Path(__file__).resolve().parent


def source(version: str) -> Path:
    """Return the folder of the unpacked source distribution, which is downloaded once."""
    folder = BUILD / f"openai-{version}"
    archive = BUILD / f"openai-{version}.tar.gz"
    if not archive.is_file():
        BUILD.mkdir(parents=True, exist_ok=True)
        wanted = ["--no-deps", "--no-binary", "openai", f"openai=={version}"]
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--dest", BUILD, *wanted], check=True)
    if not folder.is_dir():
        with tarfile.open(archive) as packed:
            for member in packed:
                path = PurePosixPath(member.name)
                if member.isfile() and path.parts[:2] == (folder.name, "tests") and ".." not in path.parts:
                    target = BUILD / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(t.cast(t.IO[bytes], packed.extractfile(member)).read())
    return folder


def run(folder: Path, words: list[str]) -> list[Record]:
    """Run the tests against a new emulator; return their records."""
    records = BUILD / "records.jsonl"
    records.unlink(missing_ok=True)
    # The settings of the package require plugins that we do not have.
    settings = BUILD / "pytest.ini"
    settings.write_text("[pytest]\nmarkers =\n    respx2\n    asyncio\n", encoding="utf-8")
    plugins = ["--noconftest", "-p", "plugin", "-p", "tests.respx2.plugin", "-p", "no:cacheprovider", "-p", "no:xdist"]
    chosen: list[str | Path] = ["-q", "--no-header", "--tb=line", "-c", settings, "--rootdir", folder]
    with running(BUILD) as emulator:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(HERE), str(folder)]),
            "TEST_API_BASE_URL": emulator.base_url,
            "OFFICIAL_CONTROL_URL": emulator.control_url,
            "OFFICIAL_API_KEY": emulator.api_key,
            "OFFICIAL_ADMIN_KEY": emulator.admin_key,
            "OFFICIAL_RECORDS": str(records),
        }
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "pytest",
            *plugins,
            *chosen,
            "-k",
            "not Async",
            *words,
            "tests/api_resources",
        ]
        with (BUILD / "pytest.log").open("w", encoding="utf-8") as log:
            subprocess.run(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, check=False)
    if not records.is_file():
        raise SystemExit(f"No test was run. See {BUILD / 'pytest.log'}.")
    return [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]


def report(records: list[Record]) -> int:
    """Print the failures with their reasons and the share of passed tests; return the number of those without a reason."""
    verdicts = [(judge(record), record) for record in records]
    served = [(verdict, record) for verdict, record in verdicts if verdict != "not served"]
    failures = Counter((verdict, described(record)) for verdict, record in served if verdict != "passed")
    for reason in sorted({verdict for verdict, _unused in failures}, reverse=True):
        print(f"\n{reason or 'different'}:")
        for (verdict, text), number in sorted(failures.items()):
            if verdict == reason:
                print(f"  {number:3} x {text}")
    counts = Counter(verdict for verdict, _unused in served)
    passed, different = counts["passed"], counts[""]
    print(
        f"\n{len(records)} tests, {len(served)} of served operations: {passed} passed ({passed / max(len(served), 1):.1%}),"
    )
    valid = passed + different
    print(f"{len(served) - valid} with an example that the API rejects, {different} different.")
    print(f"Of the {valid} valid examples {passed / max(valid, 1):.1%} passed.")
    return different


def main(words: list[str]) -> int:
    """Run the tests and report."""
    version = importlib.metadata.version("openai")
    print(f"openai {version}")
    return 1 if report(run(source(version), words)) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
