# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the operations of the API from the installed official ``openai`` package.

The package is generated from the API's description. Its ``resources/**`` contain, for every operation, the HTTP method,
the path, the class of key, the types of query and body and the type of the response. Source files are parsed, and only
the modules of the requested operations are imported.
"""

from __future__ import annotations

import ast
import functools
import importlib
import re
import types
import typing as t
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import openai
import typing_extensions as te

PACKAGE = Path(openai.__file__).resolve().parent
VERBS = {"_get": "GET", "_post": "POST", "_delete": "DELETE", "_put": "PUT", "_patch": "PATCH", "_get_api_list": "GET"}


@dataclass(frozen=True)
class Operation:
    """One operation of the official package.

    :ivar name: Resource class and method, such as ``files.files.Files.create``.
    :ivar key_classes: Names of the security schemes, ``bearer_auth`` or ``admin_api_key_auth``.
    :ivar body: Alternative types of the body; empty without a body.
    :ivar query: Alternative types of the query string; empty without a query.
    :ivar answer: Type of the response.
    :ivar event: Type of an event of the stream; None if the operation does not stream.
    :ivar path_names: Names of the parameters of the path, which the types of query and body may repeat.
    """

    method: str
    template: str
    name: str
    key_classes: frozenset[str]
    body: tuple[t.Any, ...] = ()
    query: tuple[t.Any, ...] = ()
    answer: t.Any = None
    event: t.Any = None
    path_names: frozenset[str] = field(default_factory=frozenset)


def normal(template: str) -> str:
    """Return a path template without the names of its parameters, which differ between descriptions."""
    return re.sub(r"\{[^}]*\}", "{}", template.partition("?")[0])


def routes() -> dict[tuple[str, str], str]:
    """Return the place of the method of every operation, by HTTP method and normal template."""
    return {key: f"{item.module}.{item.place}" for key, item in _indexed(_sources()).items()}


@functools.cache
def operation(method: str, template: str) -> Operation | None:
    """Return the operation on this path, regardless of the names of its parameters; None without one."""
    fixed = normal(template).split("/{}")
    item = _indexed(file for file, text in _sources().items() if all(part in text for part in fixed)).get(
        (method, normal(template))
    )
    if item is None:
        return None
    space = dict(vars(importlib.import_module(item.module)))
    words = {word.arg: word.value for word in item.call.keywords}
    options = words.get("options")
    inner = {word.arg: word.value for word in options.keywords} if isinstance(options, ast.Call) else {}
    event = _value(words.get("stream_cls"), space)
    security = _value(inner.get("security"), space) or {"bearer_auth": True}
    return Operation(
        item.verb,
        item.template,
        f"{item.module.removeprefix('openai.resources.')}.{item.place}",
        frozenset(security),
        _params(words.get("body"), space),
        _params(inner.get("query"), space),
        _value(words.get("page") or words.get("cast_to"), space),
        te.get_args(event)[0] if event is not None and te.get_args(event) else None,
        frozenset(item.names),
    )


def is_union(kind: t.Any) -> bool:
    """Return whether a type is a union, in either spelling."""
    return te.get_origin(kind) in (t.Union, types.UnionType)


# --- resource files --------------------------------------------------------------------------------------------------


class _Found(t.NamedTuple):
    """Place of an operation in the package."""

    verb: str
    template: str
    names: list[str]
    module: str
    place: str
    call: ast.Call


@functools.cache
def _sources() -> dict[Path, str]:
    """Return the synchronous half of every resource file; the asynchronous half repeats it."""
    files = sorted((PACKAGE / "resources").rglob("*.py"))
    return {file: file.read_text(encoding="utf-8").partition("\nclass Async")[0] for file in files}


@functools.cache
def _index_of(file: Path) -> tuple[_Found, ...]:
    module = ".".join(("openai", *file.relative_to(PACKAGE).with_suffix("").parts))
    found = []
    for cls in ast.parse(_sources()[file]).body:
        if not isinstance(cls, ast.ClassDef) or not any(ast.unparse(base) == "SyncAPIResource" for base in cls.bases):
            continue
        for method in cls.body:
            if isinstance(method, ast.FunctionDef):
                for call in ast.walk(method):
                    item = _found(module, f"{cls.name}.{method.name}", call)
                    if item is not None:
                        found.append(item)
    return tuple(found)


def _indexed(files: Iterable[Path]) -> dict[tuple[str, str], _Found]:
    found: dict[tuple[str, str], _Found] = {}
    for file in files:
        for item in _index_of(file):
            key = (item.verb, normal(item.template))
            # Paths with `?beta=true` are variants of a route; the plain path describes it.
            if key not in found or "?" in found[key].template:
                found[key] = item
    return found


def _found(module: str, place: str, call: ast.AST) -> _Found | None:
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in VERBS:
        return None
    if ast.unparse(call.func.value) != "self" or not call.args:
        return None
    template, names = _template(call.args[0])
    if template is None:
        return None
    verb = VERBS[call.func.attr]
    for word in call.keywords:
        if word.arg == "method" and isinstance(word.value, ast.Constant):
            verb = str(word.value.value).upper()
    return _Found(verb, template, names, module, place, call)


def _template(node: ast.expr) -> tuple[str | None, list[str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, []
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("path_template"):
        head = node.args[0]
        if isinstance(head, ast.Constant):
            return str(head.value), [word.arg or "" for word in node.keywords]
    return None, []


def _value(node: ast.expr | None, space: dict[str, t.Any]) -> t.Any:
    if node is None:
        return None
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("cast"):
        # cast(Any, cast(...)) surrounds types that type checkers reject; the second argument is the type.
        return _value(node.args[-1], space)
    if isinstance(node, ast.BoolOp):
        return _value(node.values[-1], space) if len(node.values) == 1 else _value(node.values[0], space)
    try:
        return eval(ast.unparse(node), space)
    except NameError:
        # `stream_cls=Stream[X]` can be evaluated; what depends on an argument is not a type.
        return None


def _params(node: ast.expr | None, space: dict[str, t.Any]) -> tuple[t.Any, ...]:
    """Return the request types of a ``maybe_transform(…, Type)``; several if they depend on an argument."""
    if not isinstance(node, ast.Call) or "transform" not in ast.unparse(node.func) or len(node.args) < 2:
        return ()
    kind = node.args[1]
    branches = [kind.body, kind.orelse] if isinstance(kind, ast.IfExp) else [kind]
    found: list[t.Any] = []
    for branch in branches:
        value = _value(branch, space)
        found.extend(te.get_args(value) if is_union(value) else [value])
    return tuple(item for item in found if item is not None)
