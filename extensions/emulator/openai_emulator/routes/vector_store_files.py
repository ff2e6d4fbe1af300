# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of a vector store, one by one or in batches; they are ingested on the emulated clock."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request, missing
from ..ids import new_id
from ..request_shapes import Limits
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from ..vector_search import IngestionError, read_text, split
from .files import join_parts
from .vector_stores import CHUNKING, ITEM, attach, chunking_of, detach, file_counts, load_store, touch, usable_store

routes = RouteGroup("vector_store_files", KeyClass.PROJECT)

FILES = ITEM + "/files"
FILE = FILES + "/{file_id}"
BATCHES = ITEM + "/file_batches"
BATCH = BATCHES + "/{batch_id}"
ATTRIBUTES: Limits = {
    "attributes": {"maxProperties": 16, "propertyNames": {"maxLength": 64}},
    "attributes{}": {"maxLength": 512},
}
PAGE: Limits = pagination.page_limits(20, order="desc")


def ingest(call: Call, store: str, item: Doc) -> None:
    """Read, split and index a file."""
    try:
        if call.docs.get("file", item["id"], scope=item["_project"]) is None:
            raise IngestionError("invalid_file", "The file was deleted.")
        join_parts(call, item["id"])
        chunks = split(read_text(call.blob(item["id"]), item["_filename"]), item["chunking_strategy"])
    except IngestionError as error:
        item["status"] = "failed"
        item["last_error"] = {"code": error.code, "message": error.message}
    else:
        item["status"] = "completed"
        item["usage_bytes"] = sum(len(chunk.encode()) for chunk in chunks)
        call.docs.insert("vector_store_chunks", {"id": item["id"], "chunks": chunks}, scope=store)
    call.docs.update("vector_store_file", item, scope=store)


DUE_HANDLERS = {"vector_store_file": ingest}


def load_item(call: Call) -> Doc:
    """Return the file of the path in the store of the path."""
    store, id = load_store(call), call.path["file_id"]
    message = f"No file found with id '{id}' in vector store '{store['id']}'."
    return call.load("vector_store_file", id, message, scope=store["id"])


@routes.get(FILES, "listVectorStoreFiles", PAGE)
def list_files(call: Call) -> Any:
    """List the files of a store, newest first by default, optionally with one status."""
    store, state = load_store(call), call.query.get("filter")
    return pagination.paginate(
        call,
        "vector_store_file",
        scope=store["id"],
        style=pagination.TEXT,
        where=lambda doc: state in (None, doc["status"]),
    )


@routes.post(FILES, "createVectorStoreFile", {**CHUNKING, **ATTRIBUTES})
def create_file(call: Call) -> Any:
    """Attach a file to a store."""
    store = usable_store(call)
    doc = attach(call, store, call.body["file_id"], chunking_of(call.body), call.body.get("attributes"))
    touch(call, store)
    return public(doc)


@routes.get(FILE, "getVectorStoreFile")
def retrieve_file(call: Call) -> Any:
    """Retrieve a file of a store."""
    return public(load_item(call))


@routes.post(FILE, "updateVectorStoreFileAttributes", ATTRIBUTES)
def update_file(call: Call) -> Any:
    """Replace the attributes of a file."""
    item = load_item(call)
    due = item["created_at"] + float(call.org.options["ingestion_seconds"])
    item["attributes"] = call.body["attributes"] or {}
    waiting = item["status"] == "in_progress"
    return public(
        call.docs.update("vector_store_file", item, scope=item["vector_store_id"], due=due if waiting else None)
    )


@routes.delete(FILE, "deleteVectorStoreFile")
def delete_file(call: Call) -> Any:
    """Detach a file from a store; the file itself remains."""
    item = load_item(call)
    detach(call, item["vector_store_id"], item["id"])
    return {"id": item["id"], "object": "vector_store.file.deleted", "deleted": True}


@routes.get(FILE + "/content", "retrieveVectorStoreFileContent")
def retrieve_content(call: Call) -> Any:
    """Return the text of an ingested file, by chunks."""
    item = load_item(call)
    chunks = call.docs.get("vector_store_chunks", item["id"], scope=item["vector_store_id"])
    if chunks is None:
        raise bad_request(f"File '{item['id']}' has status '{item['status']}'; its content is not available.")
    data = [{"type": "text", "text": text} for text in chunks["chunks"]]
    return {"object": "vector_store.file_content.page", "data": data, "has_more": False, "next_page": None}


# --- batches ---------------------------------------------------------------------------------------------------------


def load_batch(call: Call) -> Doc:
    """Return the batch of the path."""
    store, id = load_store(call), call.path["batch_id"]
    return call.load("vector_store.files_batch", id, f"No file batch found with id '{id}'.", scope=store["id"])


def batch_files(call: Call, batch: Doc) -> list[Doc]:
    """Return the files of a batch that are still attached by it."""
    found = call.docs.iterate("vector_store_file", scope=batch["vector_store_id"])
    return [doc for doc in found if doc["_batch"] == batch["id"]]


def render_batch(call: Call, batch: Doc) -> Doc:
    """Return a batch with its status, which follows from that of its files."""
    counts = file_counts(batch_files(call, batch))
    if batch["_cancelled"]:
        status = "cancelled"
    elif counts["in_progress"]:
        status = "in_progress"
    else:
        status = "failed" if counts["total"] and counts["failed"] == counts["total"] else "completed"
    return {**public(batch), "status": status, "file_counts": counts}


@routes.post(
    BATCHES,
    "createVectorStoreFileBatch",
    {
        **CHUNKING,
        **ATTRIBUTES,
        "file_ids": {"minItems": 1, "maxItems": 2000},
        "files": {"minItems": 1, "maxItems": 2000},
        **{f"files[].{path}": limit for path, limit in {**CHUNKING, **ATTRIBUTES}.items()},
    },
)
def create_batch(call: Call) -> Any:
    """Attach many files to a store."""
    store, body = usable_store(call), call.body
    if body.get("file_ids") and body.get("files"):
        raise bad_request("'file_ids' and 'files' are mutually exclusive.", param="files")
    if body.get("files"):
        entries = [
            (item["file_id"], chunking_of(item, f"files[{at}].chunking_strategy"), item.get("attributes"))
            for at, item in enumerate(body["files"])
        ]
    elif body.get("file_ids"):
        chunking = chunking_of(body)
        entries = [(id, chunking, body.get("attributes")) for id in body["file_ids"]]
    else:
        raise missing("file_ids")
    batch: Doc = {
        "id": new_id("vsfb_"),
        "object": "vector_store.files_batch",
        "created_at": call.now,
        "vector_store_id": store["id"],
        "_cancelled": False,
    }
    call.create("vector_store.files_batch", batch, scope=store["id"])
    for id, chunking, attributes in entries:
        attach(call, store, id, chunking, attributes, batch["id"])
    touch(call, store)
    return render_batch(call, batch)


@routes.get(BATCH, "getVectorStoreFileBatch")
def retrieve_batch(call: Call) -> Any:
    """Retrieve a batch."""
    return render_batch(call, load_batch(call))


@routes.post(BATCH + "/cancel", "cancelVectorStoreFileBatch")
def cancel_batch(call: Call) -> Any:
    """Cancel the ingestion of the files of a batch that are not ingested yet."""
    batch = load_batch(call)
    if render_batch(call, batch)["status"] == "in_progress":
        for item in batch_files(call, batch):
            if item["status"] == "in_progress":
                call.docs.update("vector_store_file", {**item, "status": "cancelled"}, scope=batch["vector_store_id"])
        batch["_cancelled"] = True
        call.docs.update("vector_store.files_batch", batch, scope=batch["vector_store_id"])
    return render_batch(call, batch)


@routes.get(BATCH + "/files", "listFilesInVectorStoreBatch", PAGE)
def list_batch_files(call: Call) -> Any:
    """List the files of a batch, newest first by default, optionally with one status."""
    batch, state = load_batch(call), call.query.get("filter")
    return pagination.paginate(
        call,
        "vector_store_file",
        scope=batch["vector_store_id"],
        style=pagination.TEXT,
        where=lambda doc: doc["_batch"] == batch["id"] and state in (None, doc["status"]),
    )
