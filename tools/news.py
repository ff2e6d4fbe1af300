# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Report what another version of the official ``openai`` package adds to or removes from the pinned one.

    news.py            compare the newest version
    news.py VERSION    compare this version

The other version is installed into a temporary directory. The report names operations, models (the types of requests
and responses), fields and values of enumerations. Fields and values of what is new as a whole are not listed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import openai
import package_types
from package_shapes import Converter, Schema, request

Facts = dict[str, dict[str, str]]
"""Names by kind, each with what it belongs to."""
KINDS = ("operations", "models", "fields", "values")
GONE = "The package index could not be reached, or has no such version:"


def facts() -> Facts:
    """Return what the importable package contains."""
    converter = Converter()
    found: Facts = {kind: {} for kind in KINDS}
    for method, template in sorted(package_types.routes()):
        operation = package_types.operation(method, template)
        if operation is None:
            continue
        name = f"{method} {template}"
        found["operations"][name] = ""
        for part, schema in request(converter, operation).items():
            # A form and a body are the same to a reader.
            _add(found, name, "query" if part == "query" else "body", schema)
        for kind in (operation.answer, operation.event):
            if kind is not None and "Binary" not in getattr(kind, "__name__", ""):
                converter.of(kind)
    for model, schema in converter.definitions.items():
        name = f"{model.__module__}.{model.__name__}".removeprefix("openai.types.").removeprefix("openai.")
        found["models"][name] = ""
        _add(found, name, "", schema)
    return found


def _add(found: Facts, owner: str, path: str, schema: Schema) -> None:
    for name, value in _walk(path, schema):
        if value is None:
            found["fields"][f"{owner}: {name}"] = owner
        else:
            found["values"][f"{owner}: {name} = {json.dumps(value)}"] = f"{owner}: {name}"


def _walk(path: str, schema: Schema) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a schema, each with None, and the values of its enumerations, each with the field."""
    for value in (*schema.get("enum", ()), *schema.get("x-known", ())):
        if value is not None:
            yield path, value
    for name, inner in schema.get("properties", {}).items():
        place = f"{path}.{name}" if path else name
        yield place, None
        yield from _walk(place, inner)
    if isinstance(schema.get("items"), dict):
        yield from _walk(f"{path}[]", schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _walk(f"{path}{{}}", schema["additionalProperties"])
    for inner in schema.get("anyOf", ()):
        yield from _walk(path, inner)


def difference(old: Facts, new: Facts) -> list[str]:
    """Return the lines of a report."""
    lines = []
    for kind in KINDS:
        changes = []
        for sign, one, other in (("+", new, old), ("-", old, new)):
            whole = {name for each in KINDS for name in one[each] if name not in other[each]}
            changes += [
                f"  {sign} {name}" for name in sorted(one[kind].keys() - other[kind]) if one[kind][name] not in whole
            ]
        lines += [f"{kind}:", *changes] if changes else []
    return lines


def other_facts(version: str | None) -> tuple[str, Facts] | None:
    """Return version and content of another package; None if it cannot be installed."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"openai=={version}" if version else "openai"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        done = subprocess.run([*pip, "--target", folder, wanted], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            reason = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or [done.stderr.strip()]
            print(f"{GONE} {reason[-1].removeprefix('ERROR: ')}", file=sys.stderr)
            return None
        answer = subprocess.run(
            [sys.executable, __file__, "--facts"],
            env={**os.environ, "PYTHONPATH": folder},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = json.loads(answer.stdout)
        return found["version"], found["facts"]


def main(arguments: list[str] | None = None) -> int:
    """Run the tool and return the exit code."""
    parser = argparse.ArgumentParser(description="Report what another version of the openai package adds or removes.")
    parser.add_argument("version", nargs="?", help="version to compare; defaults to the newest")
    parser.add_argument("--facts", action="store_true", help="print the content of the importable package as JSON")
    options = parser.parse_args(arguments)
    if options.facts:
        json.dump({"version": openai.__version__, "facts": facts()}, sys.stdout)
        return 0
    other = other_facts(options.version)
    if other is None:
        return 1
    version, content = other
    lines = difference(facts(), content)
    print(f"openai {openai.__version__} (pinned) and {version}: {'these differ' if lines else 'no difference'}")
    print(*lines, sep="\n", end="\n" if lines else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
