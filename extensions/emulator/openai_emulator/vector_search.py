# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Vector stores: read the text of files, split it into chunks, and rank chunks by their similarity to a query."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from .routes.embeddings import features
from .text_language import tokenize

TEXT_SUFFIXES = frozenset(
    [
        ".c",
        ".cpp",
        ".cs",
        ".css",
        ".go",
        ".html",
        ".java",
        ".js",
        ".json",
        ".md",
        ".php",
        ".py",
        ".rb",
        ".sh",
        ".tex",
        ".ts",
        ".txt",
        ".markdown",
    ]
)
PACKAGE_SUFFIXES = frozenset((".docx", ".pptx"))
"""Formats that are ZIP archives of XML files."""
DEFAULT_CHUNKING = {"type": "static", "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}
_XML_TEXT = re.compile(rb"<[aw]:t(?: [^>]*)?>([^<]*)</[aw]:t>")
_PRINTABLE = re.compile(rb"[\x20-\x7e]{4,}")


class IngestionError(Exception):
    """A file that cannot be ingested.

    :ivar code: ``unsupported_file`` or ``invalid_file``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read_text(path: Path, filename: str) -> str:
    """Return the text of a file.

    :raises IngestionError: the format is not supported, or the content does not have it.
    """
    suffix = PurePosixPath(filename).suffix.lower()
    raw = path.read_bytes()
    if suffix in TEXT_SUFFIXES:
        try:
            text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
        except UnicodeDecodeError:
            raise IngestionError("invalid_file", "The file could not be parsed because it is not valid text.") from None
    elif suffix in PACKAGE_SUFFIXES:
        text = " ".join(piece.decode("utf-8", "replace") for piece in _package_texts(raw))
    elif suffix == ".pdf":
        if not raw.startswith(b"%PDF-"):
            raise IngestionError("invalid_file", "The file could not be parsed because it is not a PDF document.")
        text = " ".join(piece.decode() for piece in _PRINTABLE.findall(raw))
    else:
        raise IngestionError("unsupported_file", f"The file type '{suffix or filename}' is not supported.")
    if not text.strip():
        raise IngestionError("invalid_file", "The file contains no text.")
    return text


def _package_texts(raw: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for name in sorted(package.namelist()):
                if name.endswith(".xml"):
                    yield from _XML_TEXT.findall(package.read(name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise IngestionError("invalid_file", "The file could not be parsed because it is damaged.") from None


def split(text: str, chunking: dict[str, Any]) -> list[str]:
    """Return the overlapping chunks of a text."""
    size = chunking["static"]["max_chunk_size_tokens"]
    step = max(1, size - chunking["static"]["chunk_overlap_tokens"])
    tokens = tokenize(text)
    starts = range(0, max(1, len(tokens) - (size - step)), step)
    return ["".join(tokens[start : start + size]) for start in starts]


def _weights(text: str) -> dict[str, float]:
    """Return the features of a text as a unit vector."""
    found = dict(features(text))
    length = math.sqrt(sum(weight * weight for weight in found.values()))
    return {name: weight / length for name, weight in found.items()}


def score(queries: Sequence[str], text: str) -> float:
    """Return the highest cosine similarity of a text to one of the queries, from 0 to 1."""
    right = _weights(text)
    best = 0.0
    for query in queries:
        left = _weights(query)
        best = max(best, sum(weight * right.get(name, 0.0) for name, weight in left.items()))
    return round(min(1.0, best), 6)


def matches(filter: dict[str, Any] | None, attributes: dict[str, Any] | None) -> bool:
    """Return whether attributes pass a comparison filter or a compound filter."""
    if filter is None:
        return True
    kind = filter["type"]
    if kind in ("and", "or"):
        passed = (matches(each, attributes) for each in filter["filters"])
        return all(passed) if kind == "and" else any(passed)
    present, wanted = (attributes or {}).get(filter["key"]), filter["value"]
    if kind in ("eq", "ne"):
        return (present == wanted) is (kind == "eq")
    if kind in ("in", "nin"):
        listed = wanted if isinstance(wanted, list) else [wanted]
        return (present in listed) is (kind == "in")
    number = (int, float)
    if not isinstance(present, number) or not isinstance(wanted, number):
        return False
    compared = {"gt": present > wanted, "gte": present >= wanted, "lt": present < wanted, "lte": present <= wanted}
    return compared[kind]
