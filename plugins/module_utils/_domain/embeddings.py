# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Vectors of texts: what is sent for them and how much at once, and the files that hold them.

A vector is kept as the bytes of its little-endian 32-bit floats: what the API sends as base64, and what npy files hold.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
import struct
import typing as t

from .._support.errors import InvalidArgument, OpenAIError
from .._support.files import readable_file
from .._support.types import Object

Text = t.Union[str, list[int]]
"""What is embedded: words, or the numbers of tokens."""

MOST_INPUTS = 2048
"""Texts in one request at most."""

MOST_BYTES = 900_000
"""Bytes of text in one request at most. The API allows 300,000 tokens, and few languages have less than three bytes in
a token; where the server counts more after all, the request is halved."""

FORMATS = ("json", "jsonl", "npy")
_NPY = b"\x93NUMPY\x01\x00"


# --- texts -----------------------------------------------------------------------------------------------------------


def texts_given(value: t.Any) -> list[Text]:
    """The texts of an option, or a clear refusal: a text, a list of texts, or tokens in place of any of them."""
    if isinstance(value, str):
        items: list[t.Any] = [value]
    elif isinstance(value, list) and value:
        items = [value] if all(_is_token(item) for item in value) else value
    else:
        raise InvalidArgument("input is neither a text nor a list of texts", "Give one text, or a list of them.")
    return [_checked(f"input[{index}]" if len(items) > 1 else "input", item) for index, item in enumerate(items)]


def texts_in(path: str, field: str) -> tuple[list[Text], list[Object]]:
    """The texts of a file, one in each line, and what is written beside their vectors.

    :param field: where the text is in the objects of a JSONL file.
    """
    path = readable_file("src", path)
    lined = os.path.splitext(path)[1].lower() in (".jsonl", ".ndjson")
    try:
        with open(path, encoding="utf-8-sig", newline="\n") as handle:
            lines = handle.read().rstrip("\r\n").split("\n")
    except UnicodeDecodeError as error:
        raise InvalidArgument(f"src: {path} is not UTF-8 text", "Convert it, or give another file.") from error
    if lines == [""]:
        raise InvalidArgument(f"src: {path} is empty", "Give a file with a text in each line.")
    texts: list[Text] = []
    rows: list[Object] = []
    for number, raw in enumerate(lines, 1):
        place, line = f"{path} line {number}", raw.rstrip("\r")
        row = _row(place, line, field) if lined and line.strip() else {field: line}
        texts.append(_checked(place, row.get(field)))
        rows.append(row)
    return texts, rows


def row_of(text: Text) -> Object:
    """What is written beside the vector of a text that came from no file."""
    return {"text": text} if isinstance(text, str) else {"tokens": text}


def _row(place: str, line: str, field: str) -> Object:
    try:
        value = json.loads(line)
    except ValueError:
        raise InvalidArgument(
            f"{place} is not JSON", "Each line of a JSONL file is a text in quotes, or an object."
        ) from None
    if isinstance(value, dict):
        if field not in value:
            raise InvalidArgument(f"{place} has no {field!r}", "Name the member that holds the text with field.")
        return value
    return {field: value}


def _checked(place: str, item: t.Any) -> Text:
    if isinstance(item, str):
        if not item:
            raise InvalidArgument(f"{place} is empty", "Give every text some words, or leave it out.")
        return item
    if isinstance(item, list) and item and all(_is_token(each) for each in item):
        return item
    raise InvalidArgument(f"{place} is no text", "Give words, or a list of token numbers.")


def _is_token(value: t.Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def weight(text: Text) -> int:
    """Bytes that a text counts towards :data:`MOST_BYTES`."""
    return len(text.encode("utf-8", "replace")) if isinstance(text, str) else 3 * len(text)


def batches(texts: t.Sequence[Text]) -> list[list[Text]]:
    """The texts in as few requests as the API's limits allow."""
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
    """The vectors of an answer, in the order of the texts.

    :raises OpenAIError: the server answered something else.
    """
    try:
        data = sorted(answer["data"], key=lambda each: int(each["index"]))
        vectors = [packed(each["embedding"]) for each in data]
    except (KeyError, TypeError, ValueError, struct.error):
        raise OpenAIError("the server answered no embeddings", "Check base_url and model.") from None
    if len(vectors) != count or len({len(vector) for vector in vectors}) != 1:
        raise OpenAIError(
            f"the server answered {len(vectors)} embeddings to {count} texts, or of different lengths",
            "Check base_url and model.",
        )
    return vectors


def packed(embedding: t.Any) -> bytes:
    """A vector of an answer: base64, or numbers from a server that knows nothing else."""
    if isinstance(embedding, str):
        raw = base64.b64decode(embedding, validate=True)
        numbers = unpacked(raw)
    else:
        numbers = tuple(embedding)
        raw = struct.pack(f"<{len(numbers)}f", *numbers)
    if not raw or not math.isfinite(sum(numbers)):
        raise ValueError("no vector")
    return raw


def unpacked(vector: bytes) -> tuple[float, ...]:
    """The numbers of a vector."""
    return struct.unpack(f"<{len(vector) // 4}f", vector)


def shown(vector: bytes) -> list[float]:
    """The numbers of a vector with as many digits as they have."""
    return [float(f"{number:.9g}") for number in unpacked(vector)]


# --- files -----------------------------------------------------------------------------------------------------------


def format_of(dest: str, given: str | None) -> str:
    """The format of an artifact: as given, or by the ending of its name."""
    ending = os.path.splitext(dest)[1].lower().lstrip(".")
    return given or {"ndjson": "jsonl"}.get(ending, ending if ending in FORMATS else "json")


def write_vectors(handle: t.BinaryIO, form: str, rows: t.Sequence[Object], vectors: t.Sequence[bytes]) -> None:
    """Write an artifact: a matrix (npy), or an object for each text with its ``embedding`` (JSON, JSONL)."""
    if form == "npy":
        handle.write(_npy_head(len(vectors), len(vectors[0]) // 4))
        handle.writelines(vectors)
        return
    between, first, last = (b",\n", b"[\n", b"\n]\n") if form == "json" else (b"\n", b"", b"\n")
    handle.write(first)
    for index, (row, vector) in enumerate(zip(rows, vectors)):
        beside = json.dumps({name: value for name, value in row.items() if name != "embedding"}, ensure_ascii=False)
        numbers = ", ".join([f"{number:.9g}" for number in unpacked(vector)])
        joint = ", " if len(beside) > 2 else ""
        line = f'{beside[:-1]}{joint}"embedding": [{numbers}]}}'
        handle.write((between if index else b"") + line.encode("utf-8", "surrogatepass"))
    handle.write(last)


def read_vectors(path: str, form: str, size: int) -> list[bytes]:
    """The vectors of an artifact that :func:`write_vectors` wrote.

    :param size: numbers of a vector.
    """
    with open(path, "rb") as handle:
        raw = handle.read()
    if form == "npy":
        start = 10 + struct.unpack("<H", raw[8:10])[0]
        return [raw[at : at + 4 * size] for at in range(start, len(raw), 4 * size)]
    entries = json.loads(raw) if form == "json" else [json.loads(line) for line in raw.decode().split("\n") if line]
    return [packed(entry["embedding"]) for entry in entries]


def _npy_head(count: int, size: int) -> bytes:
    """The head of an npy file (version 1.0): magic, length, a Python literal, padded so that data begins at 64."""
    about = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({count}, {size}), }}"
    padding = -(len(_NPY) + 2 + len(about) + 1) % 64
    text = f"{about}{' ' * padding}\n".encode("latin-1")
    return _NPY + struct.pack("<H", len(text)) + text


class Unfinished:
    """Vectors of an artifact that is not complete, in a file beside it: what a failed or killed run has paid for.

    A line with the length of a record, then records: a key of :data:`KEY` bytes, and its vector. They are only ever
    added, so that a kill costs the last record at most.
    """

    KEY = 16

    def __init__(self, dest: str) -> None:
        folder, name = os.path.split(dest)
        self.path = os.path.join(folder, f".{name}.unfinished-vectors")
        self._length = self._end = 0

    def read(self) -> dict[bytes, bytes]:
        """What is there, by key, without a record that was cut off."""
        try:
            with open(self.path, "rb") as handle:
                length = int(handle.readline())
                start, raw = handle.tell(), handle.read()
            whole = len(raw) - len(raw) % length
        except (OSError, ValueError, ZeroDivisionError):
            return {}
        self._length, self._end = length, start + whole
        return {raw[at : at + self.KEY]: raw[at + self.KEY : at + length] for at in range(0, whole, length)}

    def add(self, vectors: t.Mapping[bytes, bytes]) -> None:
        """Keep some more; vectors of another length replace all there are."""
        length = self.KEY + len(next(iter(vectors.values())))
        fresh = length != self._length
        head = b"%d\n" % length if fresh else b""
        records = b"".join(key + vector for key, vector in vectors.items())
        with open(self.path, "wb" if fresh else "r+b") as handle:
            # Behind the last whole record, whatever a write that failed has left there.
            handle.seek(0 if fresh else self._end)
            handle.write(head + records)
        self._length, self._end = length, (0 if fresh else self._end) + len(head) + len(records)

    def remove(self) -> None:
        """Forget all."""
        if os.path.exists(self.path):
            os.unlink(self.path)
        self._length = self._end = 0


def key_of(text: Text, *facts: t.Any) -> bytes:
    """What tells the vector of a text from others; ``facts`` are the model and its settings."""
    asked = json.dumps([text, *facts], ensure_ascii=False)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).digest()[: Unfinished.KEY]
