# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Routes as data: method, path template, operation, key class and the limits of a request."""

from __future__ import annotations

import enum
import functools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from .request_shapes import Limits, RequestShape, Schema, Shape, generated

if TYPE_CHECKING:
    from .server import Call

Handler = Callable[["Call"], Any]
Preparation = Callable[["Call"], Awaitable[None]]
"""Slow work before the handler, outside of its transaction: handlers must return quickly."""
H = TypeVar("H", bound=Handler)


class KeyClass(enum.Enum):
    """Class of a key; each route accepts one class."""

    ADMIN = "admin"
    PROJECT = "project"


@dataclass(frozen=True)
class Part:
    """File field of a multipart form; up to ``max_count`` files, as ``name[]``."""

    max_option: str = "max_file_bytes"
    max_count: int = 1


@dataclass(frozen=True)
class Route:
    """Operation of the API."""

    method: str
    template: str
    operation: str
    key: KeyClass
    handler: Handler
    group: str
    limits: Limits = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    prepare: Preparation | None = None
    request: Schema | None = None
    """Schema of the query, body or form of an operation that the official package does not have."""
    beta: Schema | None = None
    """Parameters of the body that only the form with ``?beta=true`` has; None if there is no such form."""
    json_body: Callable[[], Schema] | None = None
    """Returns the schema of the JSON body that is accepted instead of a form."""

    @functools.cached_property
    def json_shape(self) -> Shape | None:
        """Return the shape of the JSON body that is accepted instead of a form."""
        return None if self.json_body is None else Shape(self.json_body(), {}, self.limits)

    @functools.cached_property
    def shape(self) -> RequestShape:
        """Return the shape of the request. It is read when the route is first used."""
        if self.request is not None:
            strict = {part: {"additionalProperties": False, **schema} for part, schema in self.request.items()}
            return RequestShape(strict, {}, self.limits)
        document = generated(self.group)
        found = document["operations"][f"{self.method} {self.template}"]
        return RequestShape(found, document.get("definitions", {}), self.limits)

    @property
    def segments(self) -> list[str]:
        """Return the segments of the path template."""
        return self.template.strip("/").split("/")


class RouteGroup:
    """Routes of one API group, registered by decorators."""

    def __init__(self, name: str, key: KeyClass, *, beta: bool = False) -> None:
        self.name = name
        self.key = key
        self.beta = beta
        self.routes: list[Route] = []

    def route(
        self,
        method: str,
        template: str,
        operation: str,
        limits: Limits | None = None,
        *,
        parts: dict[str, Part] | None = None,
        key: KeyClass | None = None,
        prepare: Preparation | None = None,
        request: Schema | None = None,
        beta: Schema | None = None,
        json_body: Callable[[], Schema] | None = None,
    ) -> Callable[[H], H]:
        """Register the decorated function as the handler of an operation."""

        def add(handler: H) -> H:
            self.routes.append(
                Route(
                    method,
                    template,
                    operation,
                    key or self.key,
                    handler,
                    self.name,
                    limits or {},
                    parts or {},
                    prepare,
                    request,
                    beta or ({} if self.beta else None),
                    json_body,
                )
            )
            return handler

        return add

    def get(
        self, template: str, operation: str, limits: Limits | None = None, *, request: Schema | None = None
    ) -> Callable[[H], H]:
        """Register a GET operation."""
        return self.route("GET", template, operation, limits, request=request)

    def post(
        self, template: str, operation: str, limits: Limits | None = None, *, request: Schema | None = None
    ) -> Callable[[H], H]:
        """Register a POST operation."""
        return self.route("POST", template, operation, limits, request=request)

    def delete(self, template: str, operation: str, *, request: Schema | None = None) -> Callable[[H], H]:
        """Register a DELETE operation."""
        return self.route("DELETE", template, operation, request=request)


@dataclass
class _Node:
    static: dict[str, _Node] = field(default_factory=dict)
    param: tuple[str, _Node] | None = None
    routes: dict[str, Route] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Match:
    """Routes of a path by method, and the values of its path parameters."""

    routes: dict[str, Route]
    params: dict[str, str]


class Router:
    """Router for raw paths; segments are decoded one by one so that ``%2F`` and ``%3A`` may be part of an id."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self.routes = list(routes)
        self._root = _Node()
        for route in routes:
            node = self._root
            names = []
            for segment in route.segments:
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                    if node.param is None:
                        node.param = (segment, _Node())
                    node = node.param[1]
                else:
                    node = node.static.setdefault(segment, _Node())
            if route.method in node.routes:
                raise ValueError(f"two routes for {route.method} {route.template}")
            node.routes[route.method] = route

    def match(self, raw_path: str) -> Match:
        """Return the routes of a path without ``/v1``, and its path parameters."""
        # One slash may follow the path; an empty segment is not part of any path.
        segments = [unquote(part) for part in raw_path.removeprefix("/").removesuffix("/").split("/")]
        found = self._walk(self._root, segments, 0, [])
        if found is None:
            return Match({}, {})
        node, values = found
        template = next(iter(node.routes.values()))
        names = [segment[1:-1] for segment in template.segments if segment.startswith("{")]
        return Match(node.routes, dict(zip(names, values, strict=True)))

    def _walk(self, node: _Node, segments: list[str], at: int, values: list[str]) -> tuple[_Node, list[str]] | None:
        if at == len(segments):
            return (node, values) if node.routes else None
        segment = segments[at]
        if segment in node.static:
            found = self._walk(node.static[segment], segments, at + 1, values)
            if found:
                return found
        if node.param and segment:
            return self._walk(node.param[1], segments, at + 1, [*values, segment])
        return None
