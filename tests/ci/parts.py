# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a part of the tests, or count what the parts found.

    parts.py PART           run it; its output is kept in build/results/PART.log, its counts in PART.json
    parts.py --sum PART...  print which parts failed, then one line: N passed, N failed, N skipped

With QUIET=1 the output of a part that passes is one line. Every step of a part runs, also after a failure.
A step counts as one test unless it writes a JUnit file; then every test in it counts.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import incremental
import processes
from common import (
    BUILD,
    CORES,
    HOME,
    LANES,
    NAME,
    NAMESPACE,
    ROOT,
    VENV,
    copy_to,
    listed,
    python_for,
    pythons,
    search_path,
    version,
)
from results import RESULTS, Result, read_junit, sum_up

FULL_NAME = f"{NAMESPACE}.{NAME}"
PATIENCE = 3 * 60 * 60
"""Seconds after which a step is taken to hang: more than ten times what the longest one takes on a quiet machine."""


UNREAD = ("docs/", "extensions/emulator/", "plugins/module_utils/", "tests/", "tools/")
"""Folders that ansible-lint does not read, except for the declarations: it validates tasks by module options."""


class Skip(Exception):
    """There is nothing to run; the text is the reason."""


@dataclass
class Step:
    """One command of a part.

    :ivar junit: a JUnit file, or a folder of such files, that it writes.
    :ivar bad: what its output must not contain; some tools end with 0 after failing.
    :ivar counts: False for a preparation, which is counted only when it fails.
    :ivar passed: called if nothing failed.
    """

    command: list[str | Path]
    cwd: Path = ROOT
    environment: dict[str, str] = field(default_factory=dict)
    junit: Path | None = None
    bad: str = ""
    counts: bool = True
    passed: Callable[[], None] = lambda: None


# --- the parts -------------------------------------------------------------------------------------------------------


def lint() -> Iterator[Step]:
    yield Step(["ruff", "check", "."])
    yield Step(["ruff", "format", "--check", "."])
    yield Step(["yamllint", "-s", "."])
    # It takes most of this part's time, so it runs when something that it reads has changed.
    read = [
        path for path in listed() if not path.startswith(UNREAD) or path.startswith("plugins/module_utils/_resources/")
    ]
    found = incremental.compare("ansible-lint", read)
    if found.changed or found.gone:
        words: list[str | Path] = [
            "ansible-lint",
            "--offline",
            "--profile",
            "production",
            "--strict",
            "--nocolor",
            "-q",
        ]
        yield Step(words, passed=found.passed)
    yield Step([sys.executable, "tools/sync.py", "--check"])
    yield Step([sys.executable, "tools/layers.py", "--check"])
    yield Step([sys.executable, "tools/vocabulary.py"])
    yield Step([sys.executable, "tools/shapes.py", "--check"])


def types() -> Iterator[Step]:
    yield Step(["mypy", "-p", f"ansible_collections.{FULL_NAME}.plugins"])
    yield Step(["mypy", *existing("tools", "extensions/emulator", "tests")])


def unit() -> Iterator[Step]:
    yield pytest("unit", *existing("tests/unit", "tests/tools", "tests/ci"))


def contract() -> Iterator[Step]:
    """The emulator against the description of the API and the official package."""
    yield pytest("contract", *existing("tests/emulator"))


def integration(core: str | None = None) -> Iterator[Step]:
    """The playbooks of the tests, run by .venv's ansible-core or by that of a lane. The emulator is .venv's always."""
    tests = existing("tests/integration")
    if core is None:
        journals = BUILD / "journals"
        shutil.rmtree(journals, ignore_errors=True)
        # Many of them wait for something, so that a third worker finds time.
        yield pytest("integration", *tests, workers=3)
        # Every operation that a declaration names must have been exercised by a test.
        yield Step([sys.executable, "tools/operations.py", "--require", *sorted(journals.glob("newest-*.jsonl"))])
        return
    yield lane(core)
    yield pytest(
        f"integration-{core}", "-m", "not newest_only", *tests, FJCORP_TEST_ANSIBLE_BIN=str(LANES / core / "bin")
    )


def sanity(core: str | None = None) -> Iterator[Step]:
    yield from ansible_test("sanity", core)


def lane_sanity(core: str) -> Iterator[Step]:
    yield lane(core)
    yield from sanity(core)


def units(core: str | None = None) -> Iterator[Step]:
    existing("tests/unit")
    yield from ansible_test("units", core)


def docs() -> Iterator[Step]:
    refs = ["--plugin-docs", "--validate-collection-refs", "all", "--check-extra-docs-refs"]
    yield Step(["antsibull-docs", "lint-collection-docs", *refs, "."])
    site = BUILD / "docs"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(mode=0o755, parents=True)
    layout = ["--use-current", "--squash-hierarchy", "--fail-on-error"]
    yield Step(["antsibull-docs", "sphinx-init", *layout, "--dest-dir", site, FULL_NAME], counts=False)
    yield Step([sys.executable, ROOT / "tests/ci/docs_offline.py", site / "conf.py"], counts=False)
    yield Step([site / "build.sh"], cwd=site)


def changelog() -> Iterator[Step]:
    yield Step(["antsibull-changelog", "lint"])


def importing() -> Iterator[Step]:
    """Build the tarball and check it as Galaxy does; the importer exits with 0 in any case."""
    top = copy("import")
    out = BUILD / "import"
    shutil.rmtree(out, ignore_errors=True)
    yield Step(["ansible-galaxy", "collection", "build", "--output-path", out], cwd=top)
    for tarball in out.glob("*.tar.gz"):
        yield Step([sys.executable, "-m", "galaxy_importer.main", tarball], cwd=out, bad=r"ERROR|WARNING")


def molecule() -> Iterator[Step]:
    if not list((ROOT / "extensions" / "molecule").glob("*/molecule.yml")):
        raise Skip("extensions/molecule has no scenario")
    yield Step(["molecule", "test", "--all"], cwd=ROOT / "extensions")


def whole_lane(core: str) -> Iterator[Step]:
    """Everything that depends on the ansible-core, on that one, with every Python there is."""
    yield lane(core)
    for steps in (sanity(core), units(core), integration(core)):
        try:
            yield from steps
        except Skip as reason:
            print(f"skipped: {reason}", flush=True)


PARTS: dict[str, Callable[[], Iterator[Step]]] = {
    "lint": lint,
    "types": types,
    "unit": unit,
    "contract": contract,
    "integration": integration,
    "integration-2.16": partial(integration, "2.16"),
    "sanity": sanity,
    "units": units,
    "docs": docs,
    "changelog": changelog,
    "import": importing,
    "molecule": molecule,
    **{f"lane-{core}": partial(whole_lane, core) for core in CORES},
    **{f"sanity-{core}": partial(lane_sanity, core) for core in CORES},
}

# --- what they are made of -------------------------------------------------------------------------------------------


def existing(*paths: str) -> list[str]:
    found = [path for path in paths if (ROOT / path).is_dir()]
    if not found:
        raise Skip(f"there is no {' and no '.join(paths)}")
    return found


def pytest(name: str, *words: str, workers: int = 2, **environment: str) -> Step:
    junit = RESULTS / f"{name}.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"-n{workers}",
        # A worker that has nothing left takes tests of another one.
        "--dist=worksteal",
        f"--junitxml={junit}",
        "-o",
        "junit_family=xunit2",
        *words,
    ]
    return Step([*command], junit=junit, environment=environment)


def lane(core: str) -> Step:
    if python_for(core) is None:
        oldest, newest = (".".join(map(str, number)) for number in CORES[core])
        raise Skip(f"ansible-core {core} needs Python {oldest} to {newest}, and none was found")
    # With the user's own home: pyenv's interpreters and the packages kept by uv are there.
    return Step(
        [sys.executable, "tests/ci/bootstrap.py", "--lane", core], environment={"HOME": str(Path.home())}, counts=False
    )


def copy(name: str) -> Path:
    """A copy of the checkout, uncommitted files included and ignored ones not, under a path that ansible-test accepts.

    It is a git repository of its own: as a folder that ours ignores, ansible-test would find nothing in it to test.
    """
    top = BUILD / "copy" / name / "ansible_collections" / NAMESPACE / NAME
    shutil.rmtree(top, ignore_errors=True)
    top.mkdir(parents=True)
    copy_to(top)
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    return top


def ansible_test(command: str, core: str | None) -> Iterator[Step]:
    """A command of ansible-test on .venv's ansible-core, or on that of a lane with every available Python.

    Sanity tests examine what has changed since they last passed.
    """
    folder = LANES / core if core else VENV
    top = copy(f"{command}-{core}" if core else command)
    number = ".".join(map(str, version(folder / "bin" / "python") or ()))
    # Without --python, sanity tests compile and import with every Python in PATH.
    every = [path.parent for path in pythons()] if core and command == "sanity" else []
    one = [] if every else ["--python", number]
    words: list[str | Path] = ["ansible-test", command, "--local", *one, "--color", "no"]
    passed: Callable[[], None] = lambda: None  # noqa: E731
    files: list[str] | None = None
    if command == "sanity":
        (installed,) = folder.glob("lib/python*/site-packages/ansible_core-*.dist-info")
        found = incremental.compare(f"{installed.stem}-{'lane' if core else 'venv'}", listed(), top)
        files = incremental.for_sanity(found, top)
        if files is None:
            raise Skip("no file has changed since the sanity tests last passed")
        words += ["--junit", *files]
        passed = found.passed
    environment = {"PATH": search_path(folder / "bin", *every)}
    if command == "sanity" and core is None and not files:
        # The lanes import every file with every Python. Here, modules and plugins import the rest.
        yield Step([*words[:2], "--local", *one, "--test", "import", *importing_all(top)], top, environment)
        words += ["--skip-test", "import"]
    yield Step(
        words,
        cwd=top,
        environment=environment,
        junit=top / "tests" / "output" / "junit",
        bad="All targets skipped",
        passed=passed,
    )


def importing_all(top: Path) -> list[str]:
    """Return the modules and plugins that import every other file of the collection."""
    folders = ("callback", "filter", "lookup", "modules")
    found = [path for folder in folders for path in (top / "plugins" / folder).glob("*.py")]
    return sorted(str(path.relative_to(top)) for path in (*found, top / "plugins/action/openai_project.py"))


# --- running and counting --------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """Environment of a step: without settings, keys or configuration of the user, and with a home directory of its own."""
    HOME.mkdir(parents=True, exist_ok=True)
    theirs = ("ANSIBLE_", "FJCORP_", "OPENAI_", "PYENV_", "PYTHON", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
    return kept | {"PATH": search_path(VENV / "bin"), "LC_ALL": "C.UTF-8", "HOME": str(HOME)}


def run_step(step: Step, show: Callable[[str], None]) -> Result:
    words = [str(word) for word in step.command]
    shown = shlex.join(words)
    where = f"(in {step.cwd.relative_to(ROOT)}) " if step.cwd != ROOT else ""
    show(f"$ {where}{shown}\n")
    started = time.monotonic()
    if step.junit is not None and step.junit.is_file():
        step.junit.unlink()
    try:
        ended = processes.run(words, cwd=step.cwd, env=environment() | step.environment, limit=PATIENCE, show=show)
    except OSError as error:
        show(f"{error}\n")
        return Result(failed=1, failures=[f"{shown}: {error}"])
    for command in ended.left:
        show(f"[left running, and ended: {command}]\n")
    problem = "" if ended.status == 0 else "did not end" if ended.status is None else f"status {ended.status}"
    if not problem and step.bad:
        found = re.search(step.bad, ended.output)
        problem = f"its output contains {found[0]!r}" if found else ""
    result = read_junit(step.junit) if step.junit else Result()
    result.cpu, result.left = ended.cpu, ended.left
    if problem and not result.failed:
        result.failed += 1
        result.failures.append(f"{shown}: {problem}")
    elif not problem and step.counts and not (result.passed or result.skipped):
        result.passed += 1
    if not result.failed:
        step.passed()
    show(f"[{problem or 'ok'}, {time.monotonic() - started:.1f} s, {ended.cpu:.1f} s of processor time]\n")
    return result


def run_part(name: str) -> int:
    quiet = bool(os.environ.get("QUIET"))
    RESULTS.mkdir(parents=True, exist_ok=True)
    total = Result()
    started = time.monotonic()
    with (RESULTS / f"{name}.log").open("w", encoding="utf-8") as log:

        def show(text: str) -> None:
            log.write(text)
            log.flush()
            if not quiet:
                print(text, end="", flush=True)

        try:
            for step in PARTS[name]():
                total.add(run_step(step, show))
        except Skip as reason:
            total.skipped += 1
            show(f"skipped: {reason}\n")
            if quiet:
                print(f"{name}: skipped: {reason}")
    total.seconds = time.monotonic() - started
    if quiet and total.failed:
        print(f"\n===== {name} =====\n{(RESULTS / f'{name}.log').read_text(encoding='utf-8')}", end="")
    print(f"===== {name}: {total.line()} {total.time()}", flush=True)
    total.save(name)
    return 1 if total.failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sum", action="store_true", help="count what the parts found")
    parser.add_argument("parts", nargs="+", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    if options.sum:
        return sum_up(options.parts)
    with processes.supervised():
        return max([run_part(name) for name in options.parts])


if __name__ == "__main__":
    sys.exit(main())
