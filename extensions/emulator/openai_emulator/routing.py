# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Routes as data: a group declares method, path template, operation and key class, and limits of the request."""

from __future__ import annotations

import enum
import functools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from .request_shapes import Limits, RequestShape

if TYPE_CHECKING:
    from .server import Call

Handler = Callable[["Call"], Any]
Preparation = Callable[["Call"], Awaitable[None]]
"""Slow work before the handler, off the loop: a handler itself runs in one transaction and must be quick."""
H = TypeVar("H", bound=Handler)


class KeyClass(enum.Enum):
    """The two kinds of key; they open disjoint parts of the API."""

    ADMIN = "admin"
    PROJECT = "project"


@dataclass(frozen=True)
class Part:
    """A file part of a multipart form; with ``max_count`` up to that number of files may come, as ``name[]``."""

    max_option: str = "max_file_bytes"
    max_count: int = 1


@dataclass(frozen=True)
class Route:
    """One operation of the API."""

    method: str
    template: str
    operation: str
    key: KeyClass
    handler: Handler
    group: str
    limits: Limits = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    prepare: Preparation | None = None

    @functools.cached_property
    def shape(self) -> RequestShape:
        """What the request may contain. It is read when the route is first used."""
        return RequestShape(self.group, self.method, self.template, self.limits)

    @property
    def segments(self) -> list[str]:
        """The template's path segments."""
        return self.template.strip("/").split("/")


class RouteGroup:
    """The routes of one API group, collected by decorators."""

    def __init__(self, name: str, key: KeyClass) -> None:
        self.name = name
        self.key = key
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
    ) -> Callable[[H], H]:
        """Serve this operation with the decorated function."""

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
                )
            )
            return handler

        return add

    def get(self, template: str, operation: str, limits: Limits | None = None) -> Callable[[H], H]:
        """A GET."""
        return self.route("GET", template, operation, limits)

    def post(self, template: str, operation: str, limits: Limits | None = None) -> Callable[[H], H]:
        """A POST."""
        return self.route("POST", template, operation, limits)

    def delete(self, template: str, operation: str) -> Callable[[H], H]:
        """A DELETE."""
        return self.route("DELETE", template, operation)


@dataclass
class _Node:
    static: dict[str, _Node] = field(default_factory=dict)
    param: tuple[str, _Node] | None = None
    routes: dict[str, Route] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Match:
    """What a path leads to: no routes at all, or routes by method."""

    routes: dict[str, Route]
    params: dict[str, str]


class Router:
    """Finds the route of a raw path; segments are decoded one by one, so ``%2F`` and ``%3A`` stay inside an id."""

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
        """Routes under a path (without ``/v1``) and the values of its parameters."""
        segments = [unquote(part) for part in raw_path.strip("/").split("/")]
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
