# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Report the operations of the API that the modules reach, and those that a test run exercised.

What the modules reach follows from their declarations: their kind, their paths, and the operations their hooks name.
The operations of the API are those of its published description (``../shared/api/openapi.json``, if it exists), of the
resources of the official ``openai`` package (if it is installed), and those that the emulator declares because neither
has them yet. Exercised operations are read from journals of the emulator: files with one JSON object on each line, of
which ``method`` and ``template`` are used.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from declarations import ROOT, Declared, declarations, private

EMULATOR = ROOT / "extensions" / "emulator"
DESCRIPTION = ROOT.parent / "shared" / "api" / "openapi.json"
AGENT = "fjcorp.openai/"
"""User agent of the collection's client; other requests in a journal are ignored."""

COMPLETE = ("/organization/", "/projects/")
"""Paths whose every operation has a module, or a reason in :data:`LEFT_OUT`."""

LEFT_OUT: dict[str, str] = {}
"""Operations under :data:`COMPLETE` that no module calls, and why."""

_PLACEHOLDER = re.compile(r"{[^}]*}")


def operation(method: str, path: str) -> str:
    """Return the name of an operation without the names of its placeholders."""
    return f"{method.upper()} {_PLACEHOLDER.sub('{}', path.split('?')[0])}"


def group(name: str) -> str:
    """The part of the API an operation belongs to."""
    parts = name.split("/")[1:]
    if parts[0] == "organization" and parts[1] == "projects":
        return "/".join(["organization/projects", *parts[3:4]]).removesuffix("/archive")
    if parts[0] == "projects":
        return f"projects/{parts[2]}"
    deep = parts[0] in ("organization", "fine_tuning", "audio", "chat", "images", "realtime")
    return "/".join([part for part in parts if part != "{}"][: 2 if deep else 1])


# --- what the modules reach ------------------------------------------------------------------------------------------


def named(module: Any) -> set[str]:
    """The operations a declaration names."""
    return {operation(*each.split(" ", 1)) for each in _named(module)}


def _named(module: Any) -> Iterator[str]:
    names = ("spec", "entity", "membership", "setting", "job", "generation", "info")
    spec, entity, membership, setting, job, generation, info = (private(f"_engine.{name}") for name in names)
    yield from getattr(module, "operations", ())
    thing = module.resource if isinstance(module, info.Info) else module
    if not isinstance(thing, spec.Resource):
        return
    for collection in references(module, thing):
        yield f"GET {collection.path}"
    for place in (thing.collection, thing.project_collection):
        if place is None:
            continue
        if isinstance(module, info.Info):
            yield from [f"GET {place.path}"] if place.path and place.listable else []
            yield from [f"GET {place.item}"] if place.item and place.reads_one else []
        elif isinstance(thing, job.Job):
            actions = (thing.cancel, thing.pause, thing.resume)
            yield from (f"GET {place.path}", f"POST {place.path}", f"GET {place.item}")
            yield from (f"POST {place.item}/{action}" for action in actions if action)
        elif isinstance(thing, generation.Generation):
            yield f"POST {place.path}"
            if place.item:
                yield from (f"GET {place.item}", f"DELETE {place.item}")
            if place.item and place.listable:
                yield from (f"GET {place.path}", f"POST {place.item}")
        elif isinstance(thing, setting.Setting):
            yield from (f"GET {place.path if thing.identity else place.item}", f"POST {place.item}")
            yield from [f"DELETE {place.item}"] if place.optional else []
        elif isinstance(thing, entity.Entity):
            # A hook that creates or changes by other means names its operations itself.
            hooks = thing.hooks
            issued = isinstance(thing, private("_domain.api_keys").IssuedKey)
            creates = not issued and hooks.plan_create is None and hooks.plan_present is None
            changes = hooks.update is None
            yield from [f"GET {place.path}", *([f"POST {place.path}"] if creates else [])]
            yield from [] if isinstance(thing, membership.Membership) else [f"GET {place.item}"]
            yield from [f"POST {place.item}"] if thing.updates and changes else []
            if isinstance(thing.removal, spec.Post):
                yield f"POST {place.item}/{thing.removal.action}"
            elif isinstance(thing.removal, spec.Delete):
                yield f"DELETE {place.item}"


def references(module: Any, thing: Any) -> Iterator[Any]:
    """The collections in which the module looks up a name."""
    yield from (parent.ref for parent in thing.parents)
    if module is thing:
        yield from (field.ref for field in thing.fields if field.ref is not None)
        yield from [thing.member] if getattr(thing, "member", None) is not None else []


# --- what the API has ------------------------------------------------------------------------------------------------


def described() -> set[str] | None:
    """The operations of the API's own description, or None where it is not available."""
    if not DESCRIPTION.is_file():
        return None
    paths = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
    verbs = ("get", "post", "delete", "put", "patch")
    return {operation(verb, path) for path, entry in paths.items() for verb in entry if verb in verbs}


def packaged() -> set[str] | None:
    """The operations of the official package, or None where it is not installed."""
    if importlib.util.find_spec("openai") is None:
        return None
    from package_types import routes

    return {operation(method, path) for method, path in routes()}


def newer() -> set[str]:
    """Return the operations whose routes declare their requests, as the official package does not have them yet."""
    sys.path.insert(0, str(EMULATOR))
    from openai_emulator.routes import load_router

    return {operation(route.method, route.template) for route in load_router().routes if route.request is not None}


# --- what was exercised --------------------------------------------------------------------------------------------


def exercised(journals: Iterable[Path]) -> Counter[str]:
    """Return the number of calls of each operation by the collection, from journal files."""
    calls: Counter[str] = Counter()
    for journal in journals:
        for line in journal.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line) if line.strip() else {}
            agent = (entry.get("headers") or {}).get("user-agent", AGENT)
            if entry.get("template") and agent.startswith(AGENT):
                calls[operation(entry["method"], entry["template"])] += 1
    return calls


# --- the report ------------------------------------------------------------------------------------------------------


def table(rows: list[list[str]]) -> str:
    """Rows as aligned columns, the first a heading."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    numbers = [all(cell.isdigit() for cell in column[1:]) for column in columns]
    lines = []
    for row in rows:
        cells = zip(row, widths, numbers, strict=True)
        lines.append(
            "  ".join(cell.rjust(width) if number else cell.ljust(width) for cell, width, number in cells).rstrip()
        )
    return "\n".join(lines)


def summary(api: set[str], reached: set[str], calls: Counter[str] | None) -> str:
    """Numbers for each group of the API."""
    heading = ["group", "operations", "reached", *(["exercised", "calls"] if calls is not None else [])]
    rows = [heading]
    names = sorted({group(name) for name in api | reached})
    for name in [*names, "all"]:
        mine = {each for each in api if name in (group(each), "all")}
        own = {each for each in reached & api if name in (group(each), "all")}
        row = [name, str(len(mine)), str(len(own))]
        if calls is not None:
            done = {each: count for each, count in calls.items() if name in (group(each), "all")}
            row += [str(len(set(done) & mine)), str(sum(done.values()))]
        rows.append(row)
    return table(rows)


def by_operation(declared: list[Declared], api: set[str], calls: Counter[str] | None) -> str:
    """Return every operation with the modules that call it."""
    users: dict[str, list[str]] = {name: [] for name in sorted(api)}
    for each in declared:
        for name in sorted(named(each.module)):
            users.setdefault(name, []).append(each.name.removeprefix("openai_"))
    rows = [["operation", *(["calls"] if calls is not None else []), "modules"]]
    for name in sorted(users, key=lambda each: (each.split(" ", 1)[1], each)):
        count = [str(calls[name])] if calls is not None else []
        rows.append([name, *count, ", ".join(users[name]) or "-"])
    return table(rows)


def main(arguments: list[str] | None = None) -> int:
    """Run the tool; the exit code."""
    parser = argparse.ArgumentParser(
        description="Report which operations of the API the modules reach and tests exercised."
    )
    parser.add_argument("journals", nargs="*", type=Path, help="journals of the emulator, JSON lines")
    parser.add_argument("--list", action="store_true", help="name every operation with the modules that reach it")
    parser.add_argument(
        "--require",
        action="store_true",
        help="exit 1 if an operation of a declaration was not exercised, or one of the administration has no module",
    )
    options = parser.parse_args(arguments)
    declared = declarations()
    sources = {
        f"the API's description ({DESCRIPTION.name})": described(),
        "the openai package": packaged(),
        "routes of the emulator with request=": newer(),
    }
    for source, operations in sources.items():
        print(f"{source}: {'not available' if operations is None else f'{len(operations)} operations'}")
    api: set[str] = set().union(*(operations or () for operations in sources.values()))
    reached: set[str] = set().union(*(named(each.module) for each in declared))
    calls = exercised(options.journals) if options.journals else None
    print()
    print(by_operation(declared, api, calls) if options.list else summary(api or reached, reached, calls))
    print("\nopenai_api reaches every operation and is not counted.")
    failed = False
    if api and reached - api:
        failed = True
        print(f"\nno such operation in the API, named by a declaration: {', '.join(sorted(reached - api))}")
    missing = sorted(reached & api - set(calls or ())) if options.require or calls is not None else []
    if missing:
        failed = failed or options.require
        print(f"\nnamed by a declaration and not exercised: {', '.join(missing)}")
    unreached = sorted(each for each in api - reached if each.split(" ", 1)[1].startswith(COMPLETE))
    for name in unreached:
        print(f"\nof the administration and without a module: {name}: {LEFT_OUT.get(name, 'no reason is given')}")
    if options.require and (set(unreached) ^ set(LEFT_OUT) if api else False):
        failed = True
        print("\nLEFT_OUT must name exactly the operations of the administration that no module reaches.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
