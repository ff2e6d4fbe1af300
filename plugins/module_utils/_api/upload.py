# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Uploads of files of any size, with constant memory."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed

from .._support.errors import ApiError
from .._support.files import atomic_write, private_folder
from .._support.local_state import state_folder
from .._support.types import Object
from .client import Client
from .connection import PROJECT
from .multipart import FilePart, form_of
from .request import Request
from .source import ContentChanged, Source

LARGE = 512 * 1024 * 1024
"""Largest size in bytes of one request; a larger file is sent in parts to the Uploads API."""

PART = 64 * 1024 * 1024
"""Size of a part in bytes, the largest that the API accepts."""

PARALLEL = 4
"""Number of parts that are sent concurrently."""

UPLOADS = "/uploads"


def send_file(client: Client, source: Source, filename: str, purpose: str, expires_after: Object | None) -> Object:
    """Upload a file in one request or in parts, and return the new file object.

    :raises LostResponse: the outcome is not known.
    """
    if source.size > LARGE:
        return _send_parts(client, source, filename, purpose, expires_after)
    form = form_of({"purpose": purpose, "expires_after": expires_after or {}, "file": FilePart(source, filename)})
    return t.cast(Object, client.send(Request("POST", "/files", form=form, creates=True)).body)


def _send_parts(client: Client, source: Source, filename: str, purpose: str, expires_after: Object | None) -> Object:
    """Upload in parts; an upload that was interrupted less than an hour ago is continued."""
    state_file = _state_path(client, source, filename, purpose, expires_after)
    known = _read_state(state_file)
    if known is None or known["expires_at"] < time.time() + 60:
        body = {"filename": filename, "purpose": purpose, "bytes": source.size, "mime_type": _mime(filename)}
        if expires_after:
            body["expires_after"] = expires_after
        # Retried even if the response is lost: an upload that is not completed expires.
        upload = client.post(UPLOADS, body=body)
        known = {"upload_id": upload["id"], "expires_at": upload["expires_at"], "parts": {}}
        _write_state(state_file, known)
    ids = {"upload_id": known["upload_id"]}
    parts: dict[str, str] = known["parts"]
    resumed = bool(parts)
    try:
        try:
            md5 = _send_missing(client, source, ids, parts, lambda: _write_state(state_file, known))
        finally:
            _write_state(state_file, known)
        source.check_unchanged()
        order = [parts[str(offset)] for offset in range(0, source.size, PART)]
        finished = client.post(f"{UPLOADS}/{{upload_id}}/complete", ids, {"part_ids": order, "md5": md5}, creates=True)
    except ContentChanged:
        os.unlink(state_file)
        raise
    except ApiError as error:
        if error.status < 500 and resumed:
            # The interrupted upload cannot be continued.
            os.unlink(state_file)
            return _send_parts(client, source, filename, purpose, expires_after)
        if _is_about_md5(error):
            os.unlink(state_file)
            raise ContentChanged(source.path) from error
        raise
    os.unlink(state_file)
    return t.cast(Object, finished["file"])


def _send_missing(
    client: Client, source: Source, ids: t.Mapping[str, str], parts: dict[str, str], progress: t.Callable[[], None]
) -> str:
    """Send the parts that are missing and return the MD5 of the content, which is calculated concurrently.

    :param parts: ids of the parts by offset. :param progress: called after each part.
    """

    def send_part(offset: int) -> None:
        length = min(PART, source.size - offset)
        # The number in the name is for servers that assemble the parts before they receive their order.
        part = FilePart(source, f"part-{offset // PART:06}", offset=offset, length=length)
        request = Request("POST", f"{UPLOADS}/{{upload_id}}/parts", ids, form=form_of({"data": part}))
        parts[str(offset)] = client.send(request).body["id"]

    missing = [offset for offset in range(0, source.size, PART) if str(offset) not in parts]
    stop = threading.Event()
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(PARALLEL) as pool:
        md5 = reader.submit(source.md5, stop)
        sending = [pool.submit(send_part, offset) for offset in missing]
        try:
            for sent in as_completed(sending):
                sent.result()
                progress()
            return md5.result()
        finally:
            # After a failure, the remaining parts are sent by the next run.
            stop.set()
            for each in sending:
                each.cancel()


def _is_about_md5(error: ApiError) -> bool:
    """Return whether the server received other bytes; the API does not document the error code."""
    return error.status < 500 and any(
        word in f"{error} {error.code} {error.param}".lower() for word in ("md5", "checksum")
    )


def _mime(filename: str) -> str:
    return {".jsonl": "text/jsonl", ".pdf": "application/pdf", ".txt": "text/plain", ".json": "application/json"}.get(
        os.path.splitext(filename)[1].lower(), "application/octet-stream"
    )


def _state_path(client: Client, source: Source, *facts: t.Any) -> str:
    """Return the path of the state of an upload of this content; the file is not read for it, because the server checks the MD5."""
    key = json.dumps([client.connection.scope(PROJECT), source.identity(), *facts])
    folder = private_folder(os.path.join(state_folder(), "uploads"))
    return os.path.join(folder, hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")


def _read_state(path: str) -> dict[str, t.Any] | None:
    try:
        with open(path, encoding="utf-8") as handle:
            return t.cast("dict[str, t.Any]", json.load(handle))
    except (OSError, ValueError):
        return None


def _write_state(path: str, state: t.Mapping[str, t.Any]) -> None:
    with atomic_write(path, 0o600) as handle:
        handle.write(json.dumps(state).encode())
