# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Uploads: a large file in parts, put together at the end; an hour is all it lives."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

from ..errors import bad_request
from ..ids import new_id, token
from ..routing import Group, KeyClass, Part
from ..schema import Array, Int, Object, Str, req
from ..server import Call, Upload
from ..store import Doc, public
from . import files

routes = Group("uploads", KeyClass.PROJECT)

LIFETIME = 3600
_COPY = 4 * 1024 * 1024


def expire(call: Call, project: str, doc: Doc) -> None:
    """The hour is over."""
    doc["status"] = "expired"
    call.docs.update("upload", doc, scope=project)
    drop_parts(call, doc)


DUE = {"upload": expire}


def drop_parts(call: Call, doc: Doc) -> None:
    """Forget the parts and their bytes."""
    for part in list(call.docs.each("upload_part", scope=doc["id"])):
        call.blob(part["id"]).unlink(missing_ok=True)
    call.docs.delete_all("upload_part", scope=doc["id"])


def render(doc: Doc) -> Doc:
    """An upload as the API shows it."""
    return {**public(doc), "file": doc.get("_file")}


@routes.post(
    "/uploads",
    "createUpload",
    Object(
        fields={
            "filename": req(Str(min=1)),
            "purpose": req(Str(choices=files.PURPOSES)),
            "bytes": req(Int(min=1)),
            "mime_type": req(Str(min=1)),
            "expires_after": files.EXPIRES_AFTER,
        }
    ),
)
def create_upload(call: Call) -> Any:
    """Announce a file."""
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
    """The upload of the path, when it still takes parts."""
    id = call.path["upload_id"]
    doc = call.load("upload", id, f"No upload found with id '{id}'.", scope=call.project, param="upload_id")
    if doc["status"] != "pending":
        raise bad_request(
            f"Upload {id} has status '{doc['status']}'; it must be 'pending'.", code="invalid_upload_status"
        )
    return doc


@routes.route(
    "POST",
    "/uploads/{upload_id}/parts",
    "addUploadPart",
    form={},
    parts={"data": Part(max_option="max_part_bytes")},
)
def add_part(call: Call) -> Any:
    """Keep a part; the order is decided at the end."""
    upload = load_pending(call)
    data = call.files["data"]
    if data.size == 0:
        raise bad_request("The part is empty.", param="data", code="empty_file")
    held = sum(part["_bytes"] for part in call.docs.each("upload_part", scope=upload["id"]))
    if held + data.size > int(call.org.options["max_upload_bytes"]):
        raise bad_request("The parts of an upload are larger than its maximum together.", param="data")
    doc: Doc = {
        "id": new_id("part_"),
        "object": "upload.part",
        "created_at": call.now,
        "upload_id": upload["id"],
        "_bytes": data.size,
        "_sha256": data.sha256,
    }
    call.docs.insert("upload_part", doc, scope=upload["id"])
    call.keep(data, doc["id"])
    return public(doc)


def chosen_parts(call: Call, upload: Doc) -> list[Doc]:
    """The parts in the order asked for, when they make up the file."""
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


def assemble(sources: list[Path], target: Path) -> tuple[str, str]:
    """Put the parts together; MD5 and SHA-256 of the whole."""
    md5, sha = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with target.open("wb") as out:
        for source in sources:
            with source.open("rb") as part:
                while piece := part.read(_COPY):
                    md5.update(piece)
                    sha.update(piece)
                    out.write(piece)
    return md5.hexdigest(), sha.hexdigest()


async def prepare_complete(call: Call) -> None:
    """Copy and hash in a thread: a large file takes seconds, and others want to be served."""
    upload = load_pending(call)
    parts = chosen_parts(call, upload)
    target = call.server.incoming / token(20)
    call.files["file"] = whole = Upload(upload["filename"], upload["_mime_type"], upload["bytes"], "", target)
    md5, whole.sha256 = await asyncio.to_thread(assemble, [call.blob(part["id"]) for part in parts], target)
    given = call.body.get("md5")
    if given is not None and given.lower() != md5:
        raise bad_request(
            f"The MD5 checksum of the assembled file is {md5}, but '{given}' was given.",
            param="md5",
            code="checksum_mismatch",
        )


@routes.route(
    "POST",
    "/uploads/{upload_id}/complete",
    "completeUpload",
    body=Object(fields={"part_ids": req(Array(items=Str(), min=1)), "md5": Str()}),
    prepare=prepare_complete,
)
def complete_upload(call: Call) -> Any:
    """Make the file of the parts."""
    upload = load_pending(call)
    whole = call.files["file"]
    doc = files.new_file(
        call,
        call.project,
        filename=upload["filename"],
        purpose=upload["purpose"],
        size=upload["bytes"],
        lifetime=upload["_lifetime"],
        sha256=whole.sha256,
    )
    call.keep(whole, doc["id"])
    drop_parts(call, upload)
    upload["status"] = "completed"
    upload["_file"] = files.render(doc)
    call.docs.update("upload", upload, scope=call.project)
    return render(upload)


@routes.post("/uploads/{upload_id}/cancel", "cancelUpload")
def cancel_upload(call: Call) -> Any:
    """Give up; the parts are gone."""
    upload = load_pending(call)
    drop_parts(call, upload)
    upload["status"] = "cancelled"
    call.docs.update("upload", upload, scope=call.project)
    return render(upload)
