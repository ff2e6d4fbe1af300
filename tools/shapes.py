# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generate the request shapes of the emulator from the installed official ``openai`` package.

    shapes.py            write the shape files
    shapes.py --check    exit 1 if a committed file differs from what would be written

There is one file for each group of routes of the emulator, with every operation that the group serves. The emulator
validates requests against these files, so that it does not need the package.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import package_types
from package_shapes import Converter, Schema, request, with_names

ROOT = Path(__file__).resolve().parents[1]
EMULATOR = ROOT / "extensions" / "emulator"
SHAPES = EMULATOR / "openai_emulator" / "shapes"
DIALECT = "http://json-schema.org/draft-04/schema#"
WIDTH = 120

sys.path.insert(0, str(EMULATOR))

from openai_emulator.routes import load_router


def served() -> dict[str, list[tuple[str, str]]]:
    """Return method and template of the operations that the emulator serves, by group.

    Operations that the package does not have declare their requests themselves.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for route in load_router().routes:
        if route.request is None:
            groups.setdefault(route.group, []).append((route.method, route.template))
        elif package_types.operation(route.method, route.template) is not None:
            raise SystemExit(f"{route.method} {route.template}: remove request=, the openai package has this operation")
    return groups


def document(operations: list[tuple[str, str]]) -> Schema:
    """Return the shapes of some operations."""
    converter = Converter()
    found: dict[str, Schema] = {}
    for method, template in sorted(operations, key=lambda item: (item[1], item[0])):
        operation = package_types.operation(method, template)
        if operation is None:
            raise SystemExit(f"{method} {template}: add request=, the openai package does not have this operation")
        found[f"{method} {template}"] = request(converter, operation)
    return {"$schema": DIALECT, **with_names(found, converter)}


def text(value: Any, indent: int = 0, used: int = 0) -> str:
    """Return JSON of which everything that fits on one line is on one line.

    :param used: Number of characters that precede and follow the value on its line, without the indentation.
    """
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent + used <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {text(item, indent + 2, len(key) + 5)}" for key, item in value.items()]
        return "{\n" + inner + f",\n{inner}".join(parts) + "\n" + " " * indent + "}"
    if not any(isinstance(item, (dict, list)) for item in value):
        return _filled(value, indent)
    parts = [text(item, indent + 2, 1) for item in value]
    return f"[\n{inner}" + f",\n{inner}".join(parts) + f"\n{' ' * indent}]"


def _filled(values: list[Any], indent: int) -> str:
    """Return a long list of plain values, as many on a line as fit."""
    lines = [""]
    for number, item in enumerate(values):
        word = json.dumps(item, ensure_ascii=False) + ("," if number + 1 < len(values) else "")
        if lines[-1] and len(lines[-1]) + len(word) + 1 + indent + 2 > WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    inner = " " * (indent + 2)
    return f"[\n{inner}" + f"\n{inner}".join(lines) + f"\n{' ' * indent}]"


def files() -> dict[Path, str]:
    """Return the content of every shape file."""
    return {SHAPES / f"{group}.json": text(document(found)) + "\n" for group, found in sorted(served().items())}


def main(arguments: list[str] | None = None) -> int:
    """Write or check the files; return the exit code."""
    parser = argparse.ArgumentParser(description="Generate the request shapes of the emulator.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    options = parser.parse_args(arguments)
    wanted = files()
    present = {path: path.read_text(encoding="utf-8") for path in SHAPES.glob("*.json")}
    changed = sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))
    for path in changed:
        name = path.relative_to(ROOT)
        if options.check:
            print(f"{name} differs from the openai package. Run tools/shapes.py.", file=sys.stderr)
        elif path in wanted:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
            print(f"wrote {name}")
        else:
            path.unlink()
            print(f"removed {name}")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
