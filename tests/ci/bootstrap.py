# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make .venv: every tool of requirements-dev.txt, and the links by which tools find this collection under its name.

    python3 tests/ci/bootstrap.py                              .venv
    python3 tests/ci/bootstrap.py --lane 2.16 [--python PATH]  build/lanes/2.16: that ansible-core, for the tests

Standard library only. Running it again costs nothing unless the lock has changed.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import BUILD, CORES, HOME, LANES, NAME, NAMESPACE, ROOT, VENV, python_for, run, say, version

LOCK = ROOT / "requirements-dev.txt"
# Requirements of the tests in addition to a lane's ansible-core; versions are those of the lock file.
LANE_PACKAGES = ("requests", "pytest", "pytest-xdist", "pytest-mock", "hypothesis", "jsonschema")

PIP_STUB = '''\
"""Replacement for get-pip.py, which ansible-test fetches from a server other than PyPI: unpacks the wheel next to it."""
from __future__ import absolute_import, division, print_function

import glob
import os
import sysconfig
import zipfile

if __name__ == "__main__":
    (wheel,) = glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pip-{version}-*.whl"))
    zipfile.ZipFile(wheel).extractall(sysconfig.get_path("purelib"))
'''


@contextmanager
def one_at_a_time() -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / ".bootstrap.lock", "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def base_pythons() -> list[Path]:
    """Interpreters to build .venv on, best first: Debian's own, then the one that runs this script.

    Never .venv's: make puts it first in PATH, and a changed lock file removes it.
    """
    running = Path(getattr(sys, "_base_executable", None) or sys.executable)
    candidates = [path for path in (Path("/usr/bin/python3"), running) if (version(path) or (0, 0)) >= (3, 11)]
    if not candidates:
        sys.exit(f"Python 3.11 or newer is needed, and {running} is {'.'.join(map(str, sys.version_info[:2]))}.")
    return candidates


def make_venv(folder: Path, candidates: list[Path]) -> None:
    """A virtual environment with pip in it, on the first interpreter that can make one."""
    said = ""
    for python in candidates:
        shutil.rmtree(folder, ignore_errors=True)
        done = subprocess.run([python, "-m", "venv", folder], check=False, text=True, capture_output=True)
        if done.returncode == 0:
            return
        said = done.stdout + done.stderr
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(f"{said}\nNo virtual environment could be made. On Debian: apt install python3-venv")


def uv(*words: str | Path) -> None:
    """Run uv with the certificates of the system: with its own it rejects the proxy of a company."""
    run([VENV / "bin" / "uv", "pip", *words], env={"UV_SYSTEM_CERTS": "true", **os.environ})


def link(path: Path) -> None:
    """A link named .../ansible_collections/fjcorp/openai to the top of this checkout."""
    target = os.path.relpath(ROOT, path.parent)
    if path.is_symlink() and os.readlink(path) == target:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        path.unlink()
    path.symlink_to(target)


def link_in(folder: Path) -> None:
    (packages,) = (folder / "lib").glob("python*/site-packages")
    link(packages / "ansible_collections" / NAMESPACE / NAME)


def seed_pip(folder: Path) -> None:
    """Let ansible-test make its virtual environments with PyPI alone (see PIP_STUB)."""
    (packages,) = (folder / "lib").glob("python*/site-packages")
    source = (packages / "ansible_test" / "_internal" / "python_requirements.py").read_text(encoding="utf-8")
    wanted = re.search(r"pip='([0-9.]+)'", source)
    if not wanted:
        say("the version of pip that ansible-test requires was not found; it will fetch pip from the Internet.")
        return
    number = wanted[1]
    cache = HOME / ".ansible" / "test" / "cache"
    stub = cache / f"get_pip_{number.replace('.', '_')}.py"
    if stub.exists() and list(cache.glob(f"pip-{number}-*.whl")):
        return
    cache.mkdir(parents=True, exist_ok=True)
    run(
        [
            VENV / "bin" / "pip",
            "--disable-pip-version-check",
            "download",
            "-q",
            "--no-deps",
            "-d",
            cache,
            f"pip=={number}",
        ]
    )
    stub.write_text(PIP_STUB.format(version=number), encoding="utf-8")


def stamped(folder: Path, text: str) -> bool:
    stamp = folder / ".stamp"
    return (
        stamp.is_file() and stamp.read_text(encoding="utf-8") == text and version(folder / "bin" / "python") is not None
    )


def install() -> None:
    stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamped(VENV, stamp):
        make_venv(VENV, base_pythons())
        run([VENV / "bin" / "pip", "--disable-pip-version-check", "install", "-q", "uv"])
        uv("install", "-q", "--python", VENV / "bin" / "python", "-r", LOCK)
        (VENV / ".stamp").write_text(stamp, encoding="utf-8")
    link_in(VENV)
    link(BUILD / "tree" / "ansible_collections" / NAMESPACE / NAME)
    seed_pip(VENV)


def locked(names: tuple[str, ...]) -> list[str]:
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.split(r"==", line)[0] in names]


def install_lane(core: str, python: Path | None) -> None:
    folder = LANES / core
    chosen = python or python_for(core)
    if chosen is None:
        oldest, newest = (".".join(map(str, number)) for number in CORES[core])
        sys.exit(f"ansible-core {core} needs Python {oldest} to {newest}, and none was found.")
    packages = [f"ansible-core~={core}.0", *locked(LANE_PACKAGES)]
    stamp = "\n".join([str(chosen), *packages])
    if not stamped(folder, stamp):
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_venv(folder, [chosen])
        uv("install", "-q", "--python", folder / "bin" / "python", *packages)
        (folder / ".stamp").write_text(stamp, encoding="utf-8")
    link_in(folder)
    seed_pip(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lane", choices=CORES, help="make the virtual environment of this ansible-core instead")
    parser.add_argument("--python", type=Path, help="interpreter of the lane; by default the first that fits")
    options = parser.parse_args()
    with one_at_a_time():
        install()
        if options.lane:
            install_lane(options.lane, options.python)
    folder = LANES / options.lane if options.lane else VENV
    (core,) = folder.glob("lib/python*/site-packages/ansible_core-*.dist-info")
    say(f"{folder.relative_to(ROOT)}: {core.stem.replace('_', '-')}")


if __name__ == "__main__":
    main()
