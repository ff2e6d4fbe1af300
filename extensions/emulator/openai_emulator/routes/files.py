# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files: immutable; some expire."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import pagination
from ..errors import ApiError, bad_request
from ..ids import new_id
from ..replies import FileReply
from ..routing import KeyClass, Part, RouteGroup
from ..server import Call
from ..store import Doc, public

routes = RouteGroup("files", KeyClass.PROJECT)

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
NO_DOWNLOAD = ("assistants", "vision", "user_data")
BATCH_MAX = 200 * 1024 * 1024
BATCH_LIFETIME = 30 * 86400
_COPY = 1024 * 1024
EXPIRES_AFTER = {"expires_after.seconds": {"minimum": 3600, "maximum": 30 * 86400}}


def check_name(purpose: str, filename: str, size: int) -> None:
    """Raise if name or size of a file is invalid for the purpose."""
    if purpose in ("batch", "fine-tune") and not filename.lower().endswith(".jsonl"):
        what = "Batch" if purpose == "batch" else "Fine-Tuning"
        raise bad_request(
            f"Invalid file format for {what} API. Must be .jsonl", param="file", code="invalid_file_format"
        )
    if size == 0:
        raise bad_request("File is empty.", param="file", code="empty_file")
    if purpose == "batch" and size > BATCH_MAX:
        raise bad_request(
            f"File is too large for the Batch API: {size} bytes is more than the maximum of {BATCH_MAX} bytes.",
            param="file",
            code="file_too_large",
        )


def new_file(call: Call, project: str, *, filename: str, purpose: str, size: int, lifetime: int | None = None) -> Doc:
    """Register a file; the caller writes its content to ``call.blob(doc["id"])``."""
    if lifetime is None and purpose == "batch":
        lifetime = BATCH_LIFETIME
    expires_at = None if lifetime is None else call.now + lifetime
    doc: Doc = {
        "id": new_id("file-", 22),
        "object": "file",
        "bytes": size,
        "created_at": call.now,
        "expires_at": expires_at,
        "filename": filename,
        "purpose": purpose,
        "status": "processed",
        "status_details": None,
    }
    return call.create("file", doc, scope=project, due=expires_at)


def delete_with_content(call: Call, project: str, doc: Doc) -> None:
    """Delete a file and its content, and remove it from all vector stores."""
    call.docs.delete("file", doc["id"], scope=project)
    for kind in ("vector_store_file", "vector_store_chunks"):
        for store, item in call.docs.with_ids(kind, [doc["id"]]):
            call.docs.delete(kind, item["id"], scope=store)
    call.blob(doc["id"]).unlink(missing_ok=True)
    shutil.rmtree(parts_folder(call, doc["id"]), ignore_errors=True)


def parts_folder(call: Call, id: str) -> Path:
    """Return the directory of a file that was uploaded in parts and not read yet."""
    return call.blob(f"{id}.parts")


def store_parts(call: Call, id: str, parts: Sequence[Path]) -> None:
    """Store the parts of a file; they are joined when the file is read because copying gigabytes takes long."""
    folder = parts_folder(call, id)
    folder.mkdir()
    for number, part in enumerate(parts):
        part.replace(folder / f"{number:06}")


_join_lock = threading.Lock()


def join_parts(call: Call, id: str) -> None:
    """Join the parts of a file unless this is done."""
    folder = parts_folder(call, id)
    with _join_lock:
        if not folder.exists():
            return
        draft = call.blob(f"{id}.draft")
        with draft.open("wb") as whole:
            for path in sorted(folder.iterdir()):
                with path.open("rb") as part:
                    shutil.copyfileobj(part, whole, _COPY)
        draft.replace(call.blob(id))
        shutil.rmtree(folder)


DUE_HANDLERS = {"file": delete_with_content}


def render(doc: Doc) -> Doc:
    """Return a file as the API shows it, without empty fields."""
    return {key: value for key, value in public(doc).items() if value is not None}


@routes.get("/files", "listFiles", pagination.page_limits(10000, 10000, order="desc"))
def list_files(call: Call) -> Any:
    """List the files of the project, newest first by default."""
    purpose = call.query.get("purpose")
    return pagination.paginate(
        call,
        "file",
        scope=call.project,
        style=pagination.TEXT,
        where=(lambda doc: doc["purpose"] == purpose) if purpose else None,
        render=render,
    )


@routes.route(
    "POST",
    "/files",
    "createFile",
    EXPIRES_AFTER,
    parts={"file": Part()},
)
def create_file(call: Call) -> Any:
    """Store an uploaded file."""
    upload = call.files["file"]
    purpose = call.body["purpose"]
    if not upload.filename:
        raise bad_request("The file has no name.", param="file")
    check_name(purpose, upload.filename, upload.size)
    expires = call.body.get("expires_after")
    doc = new_file(
        call,
        call.project,
        filename=upload.filename,
        purpose=purpose,
        size=upload.size,
        lifetime=expires["seconds"] if expires else None,
    )
    call.store_upload(upload, doc["id"])
    return render(doc)


def load_file(call: Call) -> Doc:
    """Return the file of the path."""
    id = call.path["file_id"]
    return call.load("file", id, f"No such File object: {id}", scope=call.project, param="id")


@routes.get("/files/{file_id}", "retrieveFile")
def retrieve_file(call: Call) -> Any:
    """Retrieve a file."""
    return render(load_file(call))


@routes.delete("/files/{file_id}", "deleteFile")
def delete_file(call: Call) -> Any:
    """Delete a file."""
    doc = load_file(call)
    delete_with_content(call, call.project, doc)
    return {"id": doc["id"], "object": "file", "deleted": True}


async def prepare_download(call: Call) -> None:
    """Join the parts of the file in a thread."""
    await asyncio.to_thread(join_parts, call, load_file(call)["id"])


@routes.route("GET", "/files/{file_id}/content", "downloadFile", prepare=prepare_download)
def download_file(call: Call) -> Any:
    """Return the content of a file."""
    doc = load_file(call)
    if doc["purpose"] in NO_DOWNLOAD:
        raise bad_request(f"Not allowed to download files of purpose: {doc['purpose']}")
    path = call.blob(doc["id"])
    if not path.exists():
        raise ApiError(404, f"No such File object: {doc['id']}", param="id")
    return FileReply(path, doc["filename"])
