# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Files that exist in check mode only: what earlier tasks of a run in check mode would have written.

Check mode writes no file of the user. A task that would write one puts a placeholder into the temporary folder of the
run, and the tasks that would read the file read the placeholder instead, so that check mode of a whole run reaches its end.
"""

from __future__ import annotations

import hashlib
import os
import typing as t
from contextlib import contextmanager
from contextvars import ContextVar

PLACEHOLDER = "(not requested in check mode)"
"""Text that check mode returns in place of an answer."""

_WAV = b"RIFF\x26\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x02\x00\x00\x00\x00\x00"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101001bb6ee560000"
    "000049454e44ae426082"
)
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
_OGG = b"OggS" + bytes(23)

_CONTENT: dict[str, bytes] = {
    "png": _PNG,
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "webp": b"RIFF\x0c\x00\x00\x00WEBPVP8 \x00\x00\x00\x00",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "wav": _WAV,
    "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x00",
    "aac": b"\xff\xf1\x50\x80\x00\x1f\xfc",
    "flac": b"fLaC" + bytes(38),
    "opus": _OGG,
    "ogg": _OGG,
    "oga": _OGG,
    "mp4": b"\x00\x00\x00\x08ftyp",
    "m4a": b"\x00\x00\x00\x08ftyp",
    "webm": b"\x1a\x45\xdf\xa3",
    "mpeg": b"\x00\x00\x01\xba",
    "mpga": b"\x00\x00\x01\xba",
    "pdf": b"%PDF-1.4\n%%EOF\n",
    "json": f'"{PLACEHOLDER}"\n'.encode(),
    "jsonl": f'"{PLACEHOLDER}"\n'.encode(),
    "ndjson": f'"{PLACEHOLDER}"\n'.encode(),
}


def placeholder_content(kind: str) -> bytes:
    """Return a small valid file of a kind, such as ``png`` or ``.mp3``; a text for any other kind."""
    return _CONTENT.get(kind.lower().lstrip("."), f"{PLACEHOLDER}\n".encode())


class PredictedFiles:
    """The predicted files of a run.

    :param folder: temporary folder of the run. :param warn: returns a warning with the result of the task.
    """

    def __init__(self, folder: str, warn: t.Callable[[str], None]) -> None:
        self._folder = os.path.join(folder, "openai-predicted")
        self._warn = warn

    def add(self, path: str, content: bytes) -> str:
        """Predict that a file is written, and return the path of its placeholder."""
        placeholder = self._path(path)
        os.makedirs(os.path.dirname(placeholder), mode=0o700, exist_ok=True)
        with open(placeholder, "wb") as handle:
            handle.write(content)
        return placeholder

    def find(self, path: str) -> str:
        """Return the path of the placeholder of a predicted file, or an empty string."""
        found = self._path(path)
        return found if os.path.isfile(found) else ""

    def discard(self, path: str) -> None:
        """Predict that a file is removed."""
        if self.find(path):
            os.unlink(self.find(path))

    def assume(self, option: str, path: str) -> str:
        """Assume that a missing file is written by an earlier task, and return the path of its placeholder."""
        self._warn(f"{option}: {path} does not exist. Check mode assumes that an earlier task creates it.")
        return self.add(path, placeholder_content(os.path.splitext(path)[1]))

    def contains(self, path: str) -> bool:
        """Return whether a path is that of a placeholder."""
        return path.startswith(self._folder + os.sep)

    def assume_folder(self, folder: str) -> None:
        """Assume that a missing directory is created by an earlier task."""
        self._warn(f"the directory {folder} does not exist. Check mode assumes that an earlier task creates it.")

    def _path(self, path: str) -> str:
        path = os.path.abspath(os.path.expanduser(path))
        return os.path.join(self._folder, hashlib.sha256(path.encode()).hexdigest()[:24], os.path.basename(path))


_CURRENT: ContextVar[PredictedFiles | None] = ContextVar("fjcorp_openai_predicted_files", default=None)


def predicted_files() -> PredictedFiles | None:
    """Return the predicted files of the task, or None unless the whole run is in check mode."""
    return _CURRENT.get()


def is_placeholder(path: str) -> bool:
    """Return whether a path is that of a placeholder, so that its content is not that of the file."""
    files = _CURRENT.get()
    return files is not None and files.contains(path)


@contextmanager
def predicting(files: PredictedFiles | None) -> t.Iterator[None]:
    """Use the predicted files of a run until the block ends."""
    token = _CURRENT.set(files)
    try:
        yield
    finally:
        _CURRENT.reset(token)
