# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Embeddings: the texts of requests, their vectors, and the files that contain them.

A vector is the bytes of its little-endian 32-bit floats, as in base64 responses of the API and in npy files. Vectors of an
artifact are stored on disk as they arrive, so that memory does not grow with the number of texts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
import struct
import typing as t

from .._support.errors import ConnectionFailure, InvalidArgument
from .._support.files import open_own, readable_file, temporary_file, temporary_files
from .._support.types import Object

Text = t.Union[str, list[int]]
"""Input of one vector: a text, or a list of tokens."""

MOST_INPUTS = 2048
"""Largest number of texts in one request."""

MOST_BYTES = 900_000
"""Largest number of bytes of text in one request. The API allows 300,000 tokens, and few languages have less than three bytes
per token; if the server counts more, the request is divided."""

FORMATS = ("json", "jsonl", "npy")
_NPY = b"\x93NUMPY\x01\x00"


# --- texts -----------------------------------------------------------------------------------------------------------


def texts_given(value: t.Any) -> list[Text]:
    """Return the texts of an option: a text, a list of texts, or lists of tokens instead of texts.

    :raises InvalidArgument: it is none of these.
    """
    if isinstance(value, str):
        items: list[t.Any] = [value]
    elif isinstance(value, list) and value:
        items = [value] if all(_is_token(item) for item in value) else value
    else:
        raise InvalidArgument(
            "input must be a string or a list of strings", "Set input to a text, or to a list of texts."
        )
    return [_checked(f"input[{index}]" if len(items) > 1 else "input", item) for index, item in enumerate(items)]


def texts_in(path: str, field: str) -> tuple[list[Text], list[Object]]:
    """Return the texts of a file, one per line, and the values that are written with their vectors.

    :param field: key of the text in the objects of a JSONL file.
    """
    path = readable_file("src", path)
    is_jsonl = os.path.splitext(path)[1].lower() in (".jsonl", ".ndjson")
    try:
        with open(path, encoding="utf-8-sig", newline="\n") as handle:
            lines = handle.read().rstrip("\r\n").split("\n")
    except UnicodeDecodeError as error:
        raise InvalidArgument(
            f"src must be encoded in UTF-8: {path}", "Convert the file, or use another one."
        ) from error
    if lines == [""]:
        raise InvalidArgument(f"src: {path} is empty", "Set src to a file with one text per line.")
    texts: list[Text] = []
    rows: list[Object] = []
    for number, raw in enumerate(lines, 1):
        place, line = f"{path} line {number}", raw.rstrip("\r")
        row = _row(place, line, field) if is_jsonl and line.strip() else {field: line}
        texts.append(_checked(place, row.get(field)))
        rows.append(row)
    return texts, rows


def row_of(text: Text) -> Object:
    """Return the values that are written with the vector of a text of ``input``."""
    return {"text": text} if isinstance(text, str) else {"tokens": text}


def _row(place: str, line: str, field: str) -> Object:
    try:
        value = json.loads(line)
    except ValueError:
        raise InvalidArgument(
            f"{place} is not valid JSON", "Each line of a JSONL file must be a string or an object."
        ) from None
    if isinstance(value, dict):
        if field not in value:
            raise InvalidArgument(f"{place} does not contain {field!r}", "Set field to the key of the text.")
        return value
    return {field: value}


def _checked(place: str, item: t.Any) -> Text:
    if isinstance(item, str):
        if not item:
            raise InvalidArgument(f"{place} is empty", "Remove the empty text.")
        return item
    if isinstance(item, list) and item and all(_is_token(each) for each in item):
        return item
    raise InvalidArgument(f"{place} must be a string or a list of tokens", "Use a text, or a list of integers.")


def _is_token(value: t.Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def weight(text: Text) -> int:
    """Return the number of bytes of a text that count towards :data:`MOST_BYTES`."""
    return len(text.encode("utf-8", "replace")) if isinstance(text, str) else 3 * len(text)


def batches(texts: t.Sequence[Text]) -> list[list[Text]]:
    """Return the texts divided into as few requests as the limits of the API allow."""
    found: list[list[Text]] = []
    room = 0
    for text in texts:
        size = weight(text)
        if not found or len(found[-1]) == MOST_INPUTS or size > room:
            found.append([])
            room = MOST_BYTES
        found[-1].append(text)
        room -= size
    return found


# --- vectors ---------------------------------------------------------------------------------------------------------


def vectors_of(answer: t.Any, count: int) -> list[bytes]:
    """Return the vectors of a response, in the order of the texts.

    :raises ConnectionFailure: the response does not contain them.
    """
    try:
        data = sorted(answer["data"], key=lambda each: int(each["index"]))
        vectors = [packed(each["embedding"]) for each in data]
    except (KeyError, TypeError, ValueError, struct.error):
        raise ConnectionFailure("the response does not contain embeddings", "Check base_url and model.") from None
    if len(vectors) != count or len({len(vector) for vector in vectors}) != 1:
        raise ConnectionFailure(
            f"the response contains {len(vectors)} embeddings for {count} texts, or vectors of different lengths",
            "Check base_url and model.",
        )
    return vectors


def packed(embedding: t.Any) -> bytes:
    """Return a vector of a response: base64, or numbers from a server that does not support base64."""
    if isinstance(embedding, str):
        raw = base64.b64decode(embedding, validate=True)
        numbers = unpacked(raw)
    else:
        numbers = tuple(embedding)
        raw = struct.pack(f"<{len(numbers)}f", *numbers)
    if not raw or not math.isfinite(sum(numbers)):
        raise ValueError("not a vector")
    return raw


def unpacked(vector: bytes) -> tuple[float, ...]:
    """Return the numbers of a vector."""
    return struct.unpack(f"<{len(vector) // 4}f", vector)


def shown(vector: bytes) -> list[float]:
    """Return the numbers of a vector with the digits that a 32-bit float has."""
    return [float(f"{number:.9g}") for number in unpacked(vector)]


# --- files -----------------------------------------------------------------------------------------------------------


def format_of(dest: str, given: str | None) -> str:
    """Return the format of an artifact: the option, or by the extension of its name."""
    extension = os.path.splitext(dest)[1].lower().lstrip(".")
    return given or {"ndjson": "jsonl"}.get(extension, extension if extension in FORMATS else "json")


def write_vectors(
    handle: t.BinaryIO, form: str, rows: t.Sequence[Object], vectors: t.Iterable[bytes], size: int
) -> None:
    """Write an artifact: a matrix (npy), or an object for each text with its ``embedding`` (JSON, JSONL).

    :param vectors: one for each row; consumed one at a time. :param size: numbers of a vector.
    """
    if form == "npy":
        handle.write(_npy_header(len(rows), size))
        handle.writelines(vectors)
        return
    separator, first, last = (b",\n", b"[\n", b"\n]\n") if form == "json" else (b"\n", b"", b"\n")
    handle.write(first)
    for index, (row, vector) in enumerate(zip(rows, vectors)):
        others = json.dumps({name: value for name, value in row.items() if name != "embedding"}, ensure_ascii=False)
        numbers = ", ".join([f"{number:.9g}" for number in unpacked(vector)])
        comma = ", " if len(others) > 2 else ""
        line = f'{others[:-1]}{comma}"embedding": [{numbers}]}}'
        handle.write((separator if index else b"") + line.encode("utf-8", "surrogatepass"))
    handle.write(last)


def read_vectors(path: str, form: str, size: int) -> t.Iterator[bytes]:
    """Yield the vectors of an artifact that :func:`write_vectors` wrote.

    :param size: numbers of a vector.
    """
    with open(path, "rb") as handle:
        if form == "npy":
            handle.seek(10 + struct.unpack("<H", handle.read(10)[8:])[0])
            yield from iter(lambda: handle.read(4 * size), b"")
            return
        for line in handle:
            # One object per line, also in JSON, where the other lines are the brackets of the list.
            entry = line.rstrip(b",\n")
            if len(entry) > 1:
                yield packed(json.loads(entry.decode("utf-8", "surrogatepass"))["embedding"])


def _npy_header(count: int, size: int) -> bytes:
    """Return the header of an npy file (version 1.0): magic, length, a Python literal, padded to a multiple of 64."""
    literal = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({count}, {size}), }}"
    padding = -(len(_NPY) + 2 + len(literal) + 1) % 64
    text = f"{literal}{' ' * padding}\n".encode("latin-1")
    return _NPY + struct.pack("<H", len(text)) + text


class UnfinishedVectors:
    """Vectors of an artifact that is not complete, in a file next to it, so that a failed or killed run loses none.

    The file consists of a line with the length of a record, and of records: a key of :data:`KEY` bytes and its vector.
    Records are only appended; a killed run loses at most the last one. Only the offsets of the vectors are in memory.

    :ivar path: path of the file; empty if there is none.
    """

    KEY = 16
    SUFFIX = ".unfinished-vectors"

    def __init__(self, dest: str) -> None:
        self._dest = os.path.abspath(dest)
        self.path = next(iter(temporary_files(self._dest, self.SUFFIX)), "")
        self._length = self._end = 0
        self._offsets: dict[bytes, int] = {}

    def load(self) -> None:
        """Read the keys of the file; an incomplete record at its end is ignored."""
        self._length, self._end, self._offsets = 0, 0, {}
        if not self.path:
            return
        try:
            with open_own(self.path) as handle:
                length = int(handle.readline())
                start = handle.tell()
                count = (os.fstat(handle.fileno()).st_size - start) // length
                for at in range(start, start + count * length, length):
                    handle.seek(at)
                    self._offsets[handle.read(self.KEY)] = at + self.KEY
        except (OSError, ValueError, ZeroDivisionError):
            self._offsets = {}
            return
        self._length, self._end = length, start + count * length

    def add(self, vectors: t.Mapping[bytes, bytes]) -> None:
        """Append vectors by key; vectors of another length replace all former ones."""
        length = self.KEY + len(next(iter(vectors.values())))
        is_new = length != self._length
        head = b"%d\n" % length if is_new else b""
        with self._created() if is_new else open_own(self.path) as handle:
            start = self._end + len(head)
            # Overwrites an incomplete record of a write that failed.
            handle.seek(self._end)
            handle.write(head)
            handle.writelines(key + vector for key, vector in vectors.items())
        self._offsets.update({key: start + index * length + self.KEY for index, key in enumerate(vectors)})
        self._length, self._end = length, start + length * len(vectors)

    def _created(self) -> t.BinaryIO:
        """Return an empty file, which replaces all former ones."""
        self.remove()
        descriptor, self.path = temporary_file(self._dest, self.SUFFIX)
        return t.cast(t.BinaryIO, os.fdopen(descriptor, "w+b"))

    def __contains__(self, key: bytes) -> bool:
        return key in self._offsets

    def __len__(self) -> int:
        return len(self._offsets)

    @property
    def size(self) -> int:
        """Numbers of a vector; 0 if there is none."""
        return max(0, self._length - self.KEY) // 4

    def read(self, keys: t.Iterable[bytes]) -> t.Iterator[bytes]:
        """Yield the vectors of keys, one at a time."""
        with open_own(self.path) as handle:
            for key in keys:
                handle.seek(self._offsets[key])
                yield handle.read(self._length - self.KEY)

    def remove(self) -> None:
        """Delete the file, and those of earlier runs."""
        for path in temporary_files(self._dest, self.SUFFIX):
            os.unlink(path)
        self.path, self._length, self._end, self._offsets = "", 0, 0, {}


class VectorsInMemory:
    """The vectors of a task that writes no file and returns them in its result."""

    def __init__(self) -> None:
        self._vectors: dict[bytes, bytes] = {}

    def add(self, vectors: t.Mapping[bytes, bytes]) -> None:
        """Add vectors by key; vectors of another length replace all former ones."""
        if self.size != len(next(iter(vectors.values()))) // 4:
            self._vectors = {}
        self._vectors.update(vectors)

    def __contains__(self, key: bytes) -> bool:
        return key in self._vectors

    @property
    def size(self) -> int:
        """Numbers of a vector; 0 if there is none."""
        return len(next(iter(self._vectors.values()), b"")) // 4

    def read(self, keys: t.Iterable[bytes]) -> t.Iterator[bytes]:
        """Yield the vectors of keys."""
        return (self._vectors[key] for key in keys)


Vectors = t.Union[UnfinishedVectors, VectorsInMemory]
"""Vectors by key."""


def key_of(text: Text, *facts: t.Any) -> bytes:
    """Return the key of the vector of a text; ``facts`` are the model and its settings."""
    identity = json.dumps([text, *facts], ensure_ascii=False)
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()[: UnfinishedVectors.KEY]
