# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read and write YAML in string constants of Python files."""

from __future__ import annotations

import ast
from typing import Any

import yaml

Document = dict[str, Any]

UNWRITTEN = "TODO"
"""Placeholder for text that a person has to write; the checks report it."""


class _Dumper(yaml.SafeDumper):
    """YAML as the documentation is written: lists indented, no anchors."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(data: Any) -> str:
    """Return the canonical text of some YAML."""
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=112, default_flow_style=False)
    return str(text)


def strings_of(text: str) -> dict[str, ast.Constant]:
    """Return the string constants assigned to a name at the top of a file or in a class of it."""
    found = {}
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        if isinstance(node.targets[0], ast.Name) and isinstance(node.value.value, str):
            found[node.targets[0].id] = node.value
    return found


def read_yaml(text: str, place: str) -> Any:
    """Return the content of some YAML of a file.

    :raises SystemExit: the text is not valid YAML; the message names the place.
    """
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SystemExit(f"{place}: {error}") from None


def block(text: str) -> str:
    """Return some YAML as a raw triple-quoted string."""
    if '"""' in text:
        raise SystemExit('documentation cannot contain three double quotes; use ""')
    return 'r"""\n' + text.strip("\n") + '\n"""'


def with_string(text: str, node: ast.Constant, new: str) -> str:
    """Return the text of a file with one of its string constants replaced."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    lines = text.splitlines(keepends=True)
    head = "".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    tail = lines[node.end_lineno - 1][node.end_col_offset :] + "".join(lines[node.end_lineno :])
    return head + new + tail


def written(description: Any) -> bool:
    """Return whether a person has written a description."""
    lines = description if isinstance(description, list) else [description]
    return bool(lines) and all(isinstance(line, str) and line.strip() and UNWRITTEN not in line for line in lines)
