# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes into a question: files, forms, schemas."""

from __future__ import annotations

import typing as t
from email import message_from_bytes
from functools import partial
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.multipart import Multipart, form_of, has_files
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.json_schema import (
    object_schema,
    parsed,
    strict_schema,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.media_file import local_image
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.stream import WIDTH, _lines
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import fingerprint
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_file import LocalFile, local_file

HEADS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/gif": b"GIF89a",
    "image/webp": b"RIFF\0\0\0\0WEBP",
}


@pytest.mark.parametrize("mime", sorted(HEADS))
def test_an_image_is_told_by_its_content(tmp_path: Path, mime: str) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(HEADS[mime] + b"rest")
    found = local_image("x", str(path))
    assert found.mime == mime and found.data_url().startswith(f"data:{mime};base64,")


def test_what_cannot_be_sent(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text.png").write_text("text")
    for name, words in (("empty", "is empty"), ("none", "does not exist"), (".", "must be a file")):
        with pytest.raises(InvalidArgument, match=words):
            local_file("part", str(tmp_path / name))
    with pytest.raises(InvalidArgument, match=r"part must be a PNG"):
        local_image("part", str(tmp_path / "text.png"))
    with pytest.raises(InvalidArgument, match="at most 3 bytes, got 4"):
        local_file("part", str(tmp_path / "text.png"), largest=3)


def test_a_file_counts_by_its_content(tmp_path: Path) -> None:
    for name, content in (("a", "one"), ("b", "one"), ("c", "two")):
        (tmp_path / name).write_text(content)
    marks = [fingerprint("/x", {"file": [LocalFile(str(tmp_path / name))]}) for name in "abc"]
    assert marks[0] == marks[1] != marks[2]


def test_a_form(tmp_path: Path) -> None:
    (tmp_path / 'a"b.txt').write_bytes(b"one\r\n--two")
    (tmp_path / "c.bin").write_bytes(bytes(3_000_000))
    files = [LocalFile(str(tmp_path / name)) for name in ('a"b.txt', "c.bin")]
    body: dict[str, t.Any] = {
        "model": "m",
        "n": 2,
        "loud": True,
        "image": files,
        "words": ["x", "y"],
        "map": {"k": "v"},
    }
    assert has_files(body) and not has_files({"model": "m", "words": ["x"]})
    for _attempt in (1, 2):
        form, headers = form_of(body)()
        raw = b"".join(iter(partial(form.read, 1000), b""))
        assert len(raw) == len(form) == int(headers["Content-Length"])
        whole = message_from_bytes(f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode() + raw)
        parts = [
            (part.get_param("name", header="content-disposition"), part.get_payload(decode=True))
            for part in t.cast("list[t.Any]", whole.get_payload())
        ]
        assert parts == [
            ("model", b"m"),
            ("n", b"2"),
            ("loud", b"true"),
            ("image[]", b"one\r\n--two"),
            ("image[]", bytes(3_000_000)),
            ("words[]", b"x"),
            ("words[]", b"y"),
            ("map[k]", b"v"),
        ]
    assert b'filename="a%22b.txt"' in raw
    assert isinstance(form, Multipart)


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ("text", "s must be a dictionary, got str"),
        ({"type": "array"}, "s.type must be object, got 'array'"),
        ({"type": "thing"}, "s.type: 'thing'"),
        ({"type": ["object", "thing"]}, "s.type: 'thing'"),
        ({"type": "object", "properties": ["a"]}, "s.properties must be a dictionary"),
        (
            {"type": "object", "properties": {"a": {"type": "array", "items": "b"}}},
            "s.properties.a.items must be a dictionary",
        ),
        ({"type": "object", "required": "a"}, "s.required must be a list"),
        ({"type": "object", "properties": {"a": {"anyOf": [{"type": "x"}]}}}, r"s.properties.a.anyOf\[0\].type: 'x'"),
        ({"type": "object", "$defs": {"a": 1}}, r"s.\$defs.a must be a dictionary"),
    ],
)
def test_what_is_no_schema(schema: t.Any, place: str) -> None:
    with pytest.raises(InvalidArgument, match=place):
        object_schema("s", schema)


def test_a_schema_becomes_strict() -> None:
    inner = {"type": "object", "properties": {"b": {"type": "string"}}}
    loose = {
        "type": "object",
        "properties": {
            "type": inner,
            "many": {"type": "array", "items": inner},
            "one": {"anyOf": [inner, {"type": "null"}]},
        },
        "required": ["type"],
    }
    full = {**inner, "additionalProperties": False, "required": ["b"]}
    assert strict_schema(loose) == {
        "type": "object",
        "properties": {
            "type": full,
            "many": {"type": "array", "items": full},
            "one": {"anyOf": [full, {"type": "null"}]},
        },
        "required": ["type"],
        "additionalProperties": False,
    }
    assert "additionalProperties" not in loose


@pytest.mark.parametrize(
    ("text", "value"),
    [('{"a": 1}', {"a": 1}), (" [1]", [1]), ("{broken", None), ("7", None), ("words", None), (None, None)],
)
def test_what_is_parsed(text: t.Any, value: t.Any) -> None:
    assert parsed(text) == value


def test_a_stream_is_shown_in_lines() -> None:
    assert _lines("one\ntwo\nth") == ["one", "two", "th"]
    text = "word " * 40
    shown = _lines(text)
    assert " ".join(shown) == text and all(len(line) <= WIDTH for line in shown) and len(shown) == 3
    assert _lines("x" * 200) == ["x" * 200]
