# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What goes into a question to a model: files of this machine, and the schema an answer must fit."""

from __future__ import annotations

import base64
import io
import json
import mimetypes
import os
import secrets
import typing as t
from dataclasses import dataclass

from ._errors import BadInput
from ._files import CHUNK, digest, readable_file
from ._resource import Object

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is sent inside a request; the API takes larger ones as uploaded files only."""

LARGEST_SOUND = 25 * 1024 * 1024
"""Bytes of a sound that the API listens to."""

_SOUNDS = (b"fLaC", b"OggS", b"ID3", b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_MIME = {".md": "text/markdown", ".yml": "text/yaml", ".yaml": "text/yaml", ".webp": "image/webp"}


@dataclass(frozen=True)
class LocalFile:
    """A file of this machine that goes into a request. In a fingerprint it counts by its content, not by its path."""

    path: str

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return os.path.basename(self.path)

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest(self.path)

    @property
    def mime(self) -> str:
        """The media type: of an image by its first bytes, of anything else by its name."""
        ending = os.path.splitext(self.path)[1].lower()
        return (
            image_type(self.path)
            or _MIME.get(ending)
            or mimetypes.guess_type(self.path)[0]
            or "application/octet-stream"
        )

    def base64(self) -> str:
        """The content as base64 text."""
        with open(self.path, "rb") as handle:
            return base64.b64encode(handle.read()).decode()

    def data_url(self) -> str:
        """The content as a data URL."""
        return f"data:{self.mime};base64,{self.base64()}"


def local_file(option: str, path: t.Any, largest: int = LARGEST) -> LocalFile:
    """A file that can be sent, or a clear refusal naming the option.

    :param largest: bytes it may have at most.
    """
    found = LocalFile(os.path.abspath(readable_file(option, str(path))))
    size = os.path.getsize(found.path)
    if not size:
        raise BadInput(f"{option}: {path} is empty", "Give a file that holds something.")
    if size > largest:
        raise BadInput(
            f"{option}: {path} has {size} bytes, and at most {largest} are sent with a request",
            "Make it smaller, or upload it with fjcorp.openai.openai_file and give its file_id where the API takes one.",
        )
    return found


def local_image(option: str, path: t.Any, largest: int = LARGEST) -> LocalFile:
    """An image that can be sent: PNG, JPEG, GIF or WEBP by its content."""
    found = local_file(option, path, largest)
    if not image_type(found.path):
        raise BadInput(f"{option}: {path} is no PNG, JPEG, GIF or WEBP image", "Convert it, or give another file.")
    return found


def local_sound(option: str, path: t.Any) -> LocalFile:
    """A sound that can be sent: by its content one of the formats in which the API takes sounds."""
    found = local_file(option, path, LARGEST_SOUND)
    with open(found.path, "rb") as handle:
        head = handle.read(12)
    wave = head[:4] == b"RIFF" and head[8:] == b"WAVE"
    mpeg = head[:1] == b"\xff" and head[1:2] >= b"\xe0"
    if not (wave or mpeg or head.startswith(_SOUNDS) or head[4:8] == b"ftyp"):
        raise BadInput(
            f"{option}: {path} is no FLAC, MP3, MP4, MPEG, M4A, OGG, WAV or WEBM sound",
            "Convert it, or give another file.",
        )
    return found


def image_type(path: str) -> str:
    """The media type of an image by its first bytes; empty for anything else."""
    with open(path, "rb") as handle:
        head = handle.read(16)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for mark, mime in _IMAGES if head.startswith(mark)), "")


# --- files as parts of a form ------------------------------------------------------------------------------------------


def has_files(body: t.Mapping[str, t.Any]) -> bool:
    """Whether a request holds files, and so is a form."""
    return any(
        isinstance(item, LocalFile)
        for value in body.values()
        for item in (value if isinstance(value, list) else [value])
    )


class Form:
    """A ``multipart/form-data`` body with any number of files, read from disk while it is sent.

    A list becomes one part ``name[]`` for each item, a mapping a part ``name[key]``, one in it ``name[key][further]``.
    """

    def __init__(self, body: t.Mapping[str, t.Any]) -> None:
        self.boundary = secrets.token_hex(16)
        self._sources: list[t.Callable[[], t.BinaryIO]] = []
        self._length = 0
        for name, value in body.items():
            self._value(name, value)
        self._bytes(f"--{self.boundary}--\r\n".encode())
        self._left = iter(self._sources)
        self._now: t.BinaryIO = io.BytesIO()

    def _value(self, name: str, value: t.Any) -> None:
        if isinstance(value, list):
            for item in value:
                self._part(f"{name}[]", item)
        elif isinstance(value, dict):
            for key, item in value.items():
                self._value(f"{name}[{key}]", item)
        else:
            self._part(name, value)

    def _bytes(self, raw: bytes) -> None:
        self._sources.append(lambda: io.BytesIO(raw))
        self._length += len(raw)

    def _file(self, path: str) -> None:
        def opened() -> t.BinaryIO:
            return open(path, "rb")

        self._sources.append(opened)
        self._length += os.path.getsize(path)

    def _part(self, name: str, value: t.Any) -> None:
        head = f'--{self.boundary}\r\nContent-Disposition: form-data; name="{name}"'
        if isinstance(value, LocalFile):
            quoted = value.name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            self._bytes(f'{head}; filename="{quoted}"\r\nContent-Type: {value.mime}\r\n\r\n'.encode())
            self._file(value.path)
            self._bytes(b"\r\n")
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            self._bytes(f"{head}\r\n\r\n{text}\r\n".encode())

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """The next piece; what the connection asks for while it sends."""
        while True:
            piece = self._now.read(max(size, CHUNK))
            if piece:
                return piece
            self._now.close()
            following = next(self._left, None)
            if following is None:
                return b""
            self._now = following()

    def headers(self) -> dict[str, str]:
        """The headers that go with the body."""
        return {"Content-Type": f"multipart/form-data; boundary={self.boundary}", "Content-Length": str(self._length)}


def form_of(body: t.Mapping[str, t.Any]) -> t.Callable[[], tuple[Form, dict[str, str]]]:
    """What makes a fresh form of a request for each attempt."""

    def form() -> tuple[Form, dict[str, str]]:
        made = Form(body)
        return made, made.headers()

    return form


# --- structured answers ------------------------------------------------------------------------------------------------

_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


def checked_schema(option: str, schema: t.Any) -> Object:
    """The JSON schema of an object, or a clear refusal that says where it is none.

    :raises BadInput: naming the place.
    """
    check_schema(option, schema)
    if schema.get("type") != "object":
        raise BadInput(
            f"{option}.type is {schema.get('type')!r}",
            "The answer is an object: set type to object, and list its properties.",
        )
    return t.cast(Object, schema)


def check_schema(place: str, schema: t.Any) -> None:
    """Refuse what is no JSON schema.

    :param place: where it is, for the message.
    """
    if not isinstance(schema, dict):
        raise BadInput(
            f"{place} is {type(schema).__name__}, no JSON schema", "Give a mapping such as {type: string} there."
        )
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in _TYPES:
            raise BadInput(f"{place}.type is {kind!r}", f"Use one of {', '.join(_TYPES)}.")
    for name in ("properties", "$defs", "definitions"):
        inner = schema.get(name, {})
        if not isinstance(inner, dict):
            raise BadInput(f"{place}.{name} is no mapping", "Give a mapping of names to schemas there.")
        for key, item in inner.items():
            if isinstance(item, bool):
                # Anything, or nothing: schemas as well.
                continue
            check_schema(f"{place}.{name}.{key}", item)
    if not isinstance(schema.get("items", True), bool):
        check_schema(f"{place}.items", schema["items"])
    for name in ("anyOf", "required", "enum"):
        if not isinstance(schema.get(name, []), list):
            raise BadInput(f"{place}.{name} is no list", "Give a list there.")
    for index, item in enumerate(schema.get("anyOf", [])):
        check_schema(f"{place}.anyOf[{index}]", item)


def strict_schema(schema: t.Any) -> t.Any:
    """The schema as strict answers need it: objects that say nothing of it have all their properties and no others."""
    if isinstance(schema, list):
        return [strict_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    full: Object = {}
    for name, value in schema.items():
        if name in ("properties", "$defs", "definitions") and isinstance(value, dict):
            full[name] = {key: strict_schema(item) for key, item in value.items()}
        else:
            full[name] = strict_schema(value) if name in ("items", "anyOf") else value
    if full.get("type") == "object":
        full.setdefault("additionalProperties", False)
        full.setdefault("required", list(full.get("properties", {})))
    return full


def parsed(text: t.Any) -> t.Any:
    """The value of an answer that is a JSON object or list; None for any other text."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
