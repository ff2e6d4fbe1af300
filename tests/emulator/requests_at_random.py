# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests at random: instances of the shapes of the emulator's operations, and what is wrong with most of them."""

from __future__ import annotations

import asyncio
import json
import random
import typing as t
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from starlette.applications import Starlette

from openai_emulator.model_catalog import catalog
from openai_emulator.request_shapes import Shape
from openai_emulator.routing import KeyClass, Route
from openai_emulator.violations import types_of

LETTERS = 'abz 09.-_/\\"%\u00e9\u4e2d\U0001f600\n\0'
TEXTS = (
    "",
    "gpt-4.1",
    "text-embedding-3-small",
    "a@example.com",
    "data:image/png;base64,iVBORw0=",
    "https://example.com",
)
DEEP: t.Any = []
for _unused in range(200):
    DEEP = [DEEP]
JUNK: tuple[t.Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2**31,
        2**63,
        10**400,
        1.5,
        -0.0,
        1e308,
        "",
        " ",
        "\0",
        "x" * 5000,
        "\u2028",
        "../..",
        "%00",
    ),
    *([], {}, [None], [[]], [{}], {"": None}, {"id": 1}, {"type": "zz"}, {"$ref": "#"}, DEEP, ["a"] * 300),
)
RAW = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff",
    b'{"a": "\\ud800"}',
    b'{"a": 1e999}',
    b"[" * 100_000,
    b'{"a": NaN}',
    b"\xef\xbb\xbf{}",
)
"""Bodies that are not a JSON object."""


def instance(choose: random.Random, shape: Shape, schema: t.Any, depth: int = 0) -> t.Any:
    """Return a value of a shape: any of its alternatives, with some of the optional properties."""
    schema = choose.choice(list(shape.alternatives(schema)) or [{}])
    if "enum" in schema:
        return choose.choice(schema["enum"])
    kind = choose.choice(types_of(schema) or ["string"])
    if kind == "object":
        properties, required = schema.get("properties", {}), schema.get("required", ())
        rare = 0.5 / (depth + 1)
        names = [name for name in properties if name in required or choose.random() < rare]
        made = {name: instance(choose, shape, properties[name], depth + 1) for name in names}
        is_open = not properties and schema.get("additionalProperties") is not False
        return {choose.choice(TEXTS): choose.choice(TEXTS)} if is_open else made
    if kind == "array":
        number = choose.choice((0, 1, 1, 2)) if depth < 6 else 0
        return [instance(choose, shape, schema.get("items", {}), depth + 1) for _unused in range(number)]
    if kind in ("integer", "number"):
        return choose.choice((0, 1, 2, 16, 100, 4096)) + (0.5 if kind == "number" else 0)
    if kind in ("boolean", "null"):
        return choose.random() < 0.5 if kind == "boolean" else None
    known = schema.get("x-known")
    return choose.choice(known) if known else choose.choice((*TEXTS, "".join(choose.choices(LETTERS, k=12))))


def mutated(choose: random.Random, value: t.Any) -> t.Any:
    """Return a value in which one place is replaced, removed or added."""
    if isinstance(value, dict) and value and choose.random() < 0.8:
        name = choose.choice(list(value))
        action = choose.random()
        if action < 0.1:
            return {key: item for key, item in value.items() if key != name}
        return {**value, name: mutated(choose, value[name])} if action < 0.95 else {**value, "unknown": 1}
    if isinstance(value, list) and value and choose.random() < 0.8:
        place = choose.randrange(len(value))
        return [*value[:place], mutated(choose, value[place]), *value[place + 1 :]]
    return choose.choice(JUNK)


@dataclass
class Request:
    """One request."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def form(choose: random.Random, fields: dict[str, t.Any], files: t.Iterable[str]) -> tuple[bytes, str]:
    """Return a multipart body and its media type."""
    parts = []
    for name in files:
        content = choose.choice(
            (b"", b"words", b'{"a": 1}\n', b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WAVE", b"\xff" * 100)
        )
        file = choose.choice(("a.jsonl", "a.png", "a.wav", "", "\u00e9"))
        parts.append(
            f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode() + content
        )
    for name, value in fields.items():
        text = value if isinstance(value, str) else json.dumps(value)
        parts.append(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode("utf-8", "replace"))
    return b"\r\n".join([*parts, b"--b--\r\n"]), "multipart/form-data; boundary=b"


def request_for(choose: random.Random, route: Route, known: dict[str, str], keys: dict[KeyClass, str]) -> Request:
    """Return a request for an operation; most have something wrong.

    :param known: values of parameters of the path that exist.
    """
    path = route.template
    for segment in route.segments:
        if segment.startswith("{"):
            junk = choose.choice(("a", "%", "\0", "\u00e9", "a" * 300, "file-1", "0", ".."))
            value = junk if choose.random() < 0.1 else known.get(segment[1:-1], junk)
            path = path.replace(segment, quote(value, safe=""))
    query = instance(choose, route.shape.query, route.shape.query.schema)
    if choose.random() < 0.15:
        query = mutated(choose, query)
    pairs = [(name, str(value)[:500]) for name, value in query.items()] if isinstance(query, dict) else [("a", "b")]
    made = Request(route.method, f"/v1{path}", urlencode(pairs), headers={"authorization": f"Bearer {keys[route.key]}"})
    shape = route.shape.body or route.shape.form
    if shape is None:
        return made
    body = instance(choose, shape, shape.schema)
    if isinstance(body, dict) and "model" in body and choose.random() < 0.7:
        body["model"] = choose.choice(list(catalog()))
    if choose.random() < 0.5:
        body = mutated(choose, body)
    if route.shape.form is not None:
        files = [name for name, required in route.shape.files.items() if required or choose.random() < 0.2]
        made.body, made.headers["content-type"] = form(choose, body if isinstance(body, dict) else {}, files)
    else:
        made.body = choose.choice(RAW) if choose.random() < 0.05 else json.dumps(body).encode()
        made.headers["content-type"] = "application/json"
    return made


def send(application: Starlette, request: Request) -> tuple[int, dict[str, str], bytes]:
    """Send a request to the application without a connection; return status, headers and body."""
    messages: list[t.Any] = []
    waiting = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def receive() -> t.Any:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def collect(message: t.Any) -> None:
        messages.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode(),
        "root_path": "",
        "headers": [
            (name.encode(), value.encode()) for name, value in {"host": "localhost", **request.headers}.items()
        ],
        "server": ("localhost", 80),
        "client": ("localhost", 1),
    }
    asyncio.run(application(scope, receive, collect))
    start = messages[0]
    headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return start["status"], headers, b"".join(message.get("body", b"") for message in messages[1:])
