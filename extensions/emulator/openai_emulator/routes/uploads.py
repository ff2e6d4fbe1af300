# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Uploads of large files in parts. An upload expires after an hour."""

from __future__ import annotations

import asyncio
import hashlib
import mmap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from ..errors import bad_request
from ..ids import new_id
from ..request_shapes import not_empty
from ..routing import KeyClass, Part, RouteGroup
from ..server import Call, Organization
from ..store import Doc, public
from . import files

routes = RouteGroup("uploads", KeyClass.PROJECT)

LIFETIME = 3600


class IncrementalMd5:
    """MD5 checksum of consecutive parts, computed in advance.

    Clients number the names of the parts or send them in order, so the order that ``complete`` will name can be
    predicted. After a wrong prediction the parts from the first difference on are read again.
    """

    def __init__(self) -> None:
        self._guess: Sequence[Path] = ()
        self._done: list[Path] = []
        self._states = [hashlib.md5(usedforsecurity=False)]
        # One thread, because the checksum of each part continues that of the part before.
        self._thread = ThreadPoolExecutor(1, "md5")

    def prefetch(self, parts: Sequence[Path]) -> None:
        """Start to read complete parts; a later prediction replaces earlier ones."""
        self._guess = parts
        self._thread.submit(lambda: self._read(self._guess))

    async def digest_of(self, parts: Sequence[Path]) -> str:
        """Return the MD5 checksum of these parts in this order."""
        return await asyncio.wrap_future(self._thread.submit(self._read, parts))

    def close(self) -> None:
        """Stop reading."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _read(self, parts: Sequence[Path]) -> str:
        same = 0
        while same < min(len(parts), len(self._done)) and parts[same] == self._done[same]:
            same += 1
        if same < len(parts):
            del self._done[same:], self._states[same + 1 :]
        for path in parts[same:]:
            state = self._states[-1].copy()
            # One call for the whole part, so that the thread does not compete with the event loop in between.
            with path.open("rb") as part, mmap.mmap(part.fileno(), 0, access=mmap.ACCESS_READ) as content:
                state.update(content)
            self._done.append(path)
            self._states.append(state)
        return self._states[len(parts)].hexdigest()


_checksums: WeakKeyDictionary[Organization, dict[str, IncrementalMd5]] = WeakKeyDictionary()


def checksum_of(call: Call, upload: Doc) -> IncrementalMd5:
    """Return the checksum of an upload; after a restart it starts empty and ``complete`` reads all parts."""
    return _checksums.setdefault(call.org, {}).setdefault(upload["id"], IncrementalMd5())


def expire(call: Call, project: str, doc: Doc) -> None:
    """Expire an upload."""
    doc["status"] = "expired"
    call.docs.update("upload", doc, scope=project)
    drop_parts(call, doc)


DUE_HANDLERS = {"upload": expire}


def drop_parts(call: Call, doc: Doc) -> None:
    """Delete the parts and their content."""
    if md5 := _checksums.get(call.org, {}).pop(doc["id"], None):
        md5.close()
    for part in list(call.docs.iterate("upload_part", scope=doc["id"])):
        call.blob(part["id"]).unlink(missing_ok=True)
    call.docs.delete_all("upload_part", scope=doc["id"])


def render(doc: Doc) -> Doc:
    """Return an upload as the API shows it."""
    return {**public(doc), "file": doc.get("_file")}


@routes.post(
    "/uploads",
    "createUpload",
    {
        **not_empty("filename", "mime_type"),
        "bytes": {"minimum": 1},
        **files.EXPIRES_AFTER,
    },
)
def create_upload(call: Call) -> Any:
    """Create an upload."""
    body = call.body
    maximum = int(call.org.options["max_upload_bytes"])
    if body["bytes"] > maximum:
        raise bad_request(
            f"Invalid 'bytes': integer above maximum value. Expected a value <= {maximum}, but got {body['bytes']} "
            "instead.",
            param="bytes",
            code="integer_above_max_value",
        )
    files.check_name(body["purpose"], body["filename"], body["bytes"])
    expires = body.get("expires_after")
    doc: Doc = {
        "id": new_id("upload_"),
        "object": "upload",
        "bytes": body["bytes"],
        "created_at": call.now,
        "filename": body["filename"],
        "purpose": body["purpose"],
        "status": "pending",
        "expires_at": call.now + LIFETIME,
        "_mime_type": body["mime_type"],
        "_lifetime": expires["seconds"] if expires else None,
    }
    call.docs.insert("upload", doc, scope=call.project, due=float(doc["expires_at"]))
    return render(doc)


def load_pending(call: Call) -> Doc:
    """Return the upload of the path if it is pending."""
    id = call.path["upload_id"]
    doc = call.load("upload", id, f"No upload found with id '{id}'.", scope=call.project, param="upload_id")
    if doc["status"] != "pending":
        raise bad_request(
            f"Upload {id} has status '{doc['status']}'; it must be 'pending'.", code="invalid_upload_status"
        )
    return doc


@routes.route("POST", "/uploads/{upload_id}/parts", "addUploadPart", parts={"data": Part(max_option="max_part_bytes")})
def add_part(call: Call) -> Any:
    """Add a part; ``complete`` defines the order."""
    upload = load_pending(call)
    data = call.files["data"]
    if data.size == 0:
        raise bad_request("The part is empty.", param="data", code="empty_file")
    held = sum(part["_bytes"] for part in call.docs.iterate("upload_part", scope=upload["id"]))
    if held + data.size > int(call.org.options["max_upload_bytes"]):
        raise bad_request("The parts of an upload are larger than its maximum together.", param="data")
    doc: Doc = {
        "id": new_id("part_"),
        "object": "upload.part",
        "created_at": call.now,
        "upload_id": upload["id"],
        "_bytes": data.size,
        "_name": data.filename,
        "_began": data.path.name,
    }
    call.docs.insert("upload_part", doc, scope=upload["id"])
    call.store_upload(data, doc["id"])
    checksum_of(call, upload).prefetch(settled_parts(call, upload))
    return public(doc)


def settled_parts(call: Call, upload: Doc) -> list[Path]:
    """Return the parts that began before all parts still being received, in their predicted order."""
    arriving = min((path.name for path in call.server.incoming.iterdir()), default="~")
    parts = sorted(
        call.docs.iterate("upload_part", scope=upload["id"]), key=lambda part: (part["_name"], part["_began"])
    )
    return [call.blob(part["id"]) for part in parts if part["_began"] < arriving]


def chosen_parts(call: Call, upload: Doc) -> list[Doc]:
    """Return the parts in the requested order; raise unless they form the file."""
    wanted: list[str] = call.body["part_ids"]
    if len(set(wanted)) != len(wanted):
        raise bad_request("Duplicate part ids.", param="part_ids", code="invalid_value")
    parts: list[Doc] = []
    for id in wanted:
        part = call.docs.get("upload_part", id, scope=upload["id"])
        if part is None:
            raise bad_request(f"No part '{id}' found in upload {upload['id']}.", param="part_ids", code="invalid_value")
        parts.append(part)
    total = sum(part["_bytes"] for part in parts)
    if total != upload["bytes"]:
        raise bad_request(
            f"The parts have {total} bytes together, but the upload was created with {upload['bytes']} bytes.",
            param="part_ids",
            code="bytes_mismatch",
        )
    return parts


async def prepare_complete(call: Call) -> None:
    """Verify the checksum in a thread because large files take seconds."""
    upload = load_pending(call)
    parts = chosen_parts(call, upload)
    given = call.body.get("md5")
    if given is None:
        return
    md5 = await checksum_of(call, upload).digest_of([call.blob(part["id"]) for part in parts])
    if given.lower() != md5:
        raise bad_request(
            f"The MD5 checksum of the assembled file is {md5}, but '{given}' was given.",
            param="md5",
            code="checksum_mismatch",
        )


@routes.route(
    "POST",
    "/uploads/{upload_id}/complete",
    "completeUpload",
    {"part_ids": {"minItems": 1}},
    prepare=prepare_complete,
)
def complete_upload(call: Call) -> Any:
    """Create the file from the parts."""
    upload = load_pending(call)
    doc = files.new_file(
        call,
        call.project,
        filename=upload["filename"],
        purpose=upload["purpose"],
        size=upload["bytes"],
        lifetime=upload["_lifetime"],
    )
    files.store_parts(call, doc["id"], [call.blob(part["id"]) for part in chosen_parts(call, upload)])
    if upload["purpose"] == "fine-tune":
        # Fine-tuning reads the file directly.
        files.join_parts(call, doc["id"])
    drop_parts(call, upload)
    upload["status"] = "completed"
    upload["_file"] = files.render(doc)
    call.docs.update("upload", upload, scope=call.project)
    return render(upload)


@routes.post("/uploads/{upload_id}/cancel", "cancelUpload")
def cancel_upload(call: Call) -> Any:
    """Cancel an upload and delete its parts."""
    upload = load_pending(call)
    drop_parts(call, upload)
    upload["status"] = "cancelled"
    call.docs.update("upload", upload, scope=call.project)
    return render(upload)
