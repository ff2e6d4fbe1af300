# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Vector stores and their search. Files are attached by :mod:`.vector_store_files`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .. import pagination
from ..errors import bad_request, not_found
from ..ids import new_id
from ..request_shapes import METADATA, Limits
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from ..vector_search import DEFAULT_CHUNKING, matches, score

routes = RouteGroup("vector_stores", KeyClass.PROJECT)

PATH = "/vector_stores"
ITEM = PATH + "/{vector_store_id}"
DAY = 86400
MAX_FILES = 10_000
STATES = ("in_progress", "completed", "failed", "cancelled")
CHUNKING: Limits = {
    "chunking_strategy.static.max_chunk_size_tokens": {"minimum": 100, "maximum": 4096},
    "chunking_strategy.static.chunk_overlap_tokens": {"minimum": 0},
}
LIMITS: Limits = {**METADATA, "expires_after.days": {"minimum": 1, "maximum": 365}}


def chunking_of(body: dict[str, Any], path: str = "chunking_strategy") -> dict[str, Any]:
    """Return the chunking strategy of a request; raise if the overlap is too large."""
    given = body.get("chunking_strategy")
    if given is None or given["type"] == "auto":
        return DEFAULT_CHUNKING
    size, overlap = given["static"]["max_chunk_size_tokens"], given["static"]["chunk_overlap_tokens"]
    if overlap * 2 > size:
        raise bad_request(
            f"Invalid value for '{path}.static.chunk_overlap_tokens': {overlap} must not exceed half of "
            f"'max_chunk_size_tokens' ({size}).",
            param=f"{path}.static.chunk_overlap_tokens",
            code="invalid_value",
        )
    chunking: dict[str, Any] = given
    return chunking


def load_store(call: Call) -> Doc:
    """Return the vector store of the path."""
    id = call.path["vector_store_id"]
    return call.load("vector_store", id, f"No vector store found with id '{id}'.", scope=call.project)


def usable_store(call: Call) -> Doc:
    """Return the vector store of the path; raise if it has expired."""
    store = load_store(call)
    if store["_expired"]:
        raise bad_request(f"Vector store {store['id']} is expired.", code="vector_store_expired")
    return store


def expiry(store: Doc) -> int | None:
    """Return the time at which a store expires."""
    after = store["expires_after"]
    return None if after is None or store["_expired"] else store["last_active_at"] + after["days"] * DAY


def save_store(call: Call, project: str, store: Doc) -> Doc:
    """Update a store and the time at which it expires."""
    return call.docs.update("vector_store", store, scope=project, due=expiry(store))


def touch(call: Call, store: Doc) -> None:
    """Record that a store was used now."""
    save_store(call, call.project, {**store, "last_active_at": call.now})


def expire(call: Call, project: str, store: Doc) -> None:
    """Expire a store that was not used for the days of its policy. Its files are detached."""
    for item in list(call.docs.iterate("vector_store_file", scope=store["id"])):
        detach(call, store["id"], item["id"])
    save_store(call, project, {**store, "_expired": True, "_expired_at": call.now})


def detach(call: Call, store: str, file: str) -> None:
    """Remove a file and its chunks from a store."""
    call.docs.delete("vector_store_file", file, scope=store)
    call.docs.delete("vector_store_chunks", file, scope=store)


def attach(
    call: Call, store: Doc, file: str, chunking: dict[str, Any], attributes: Any = None, batch: str | None = None
) -> Doc:
    """Attach a file to a store and start its ingestion; a file that is attached already is ingested again."""
    source = call.docs.get("file", file, scope=call.project, now=call.now_exact)
    if source is None:
        raise not_found(f"No file found with id '{file}'.", param="file_id")
    if call.docs.count("vector_store_file", scope=store["id"]) >= MAX_FILES:
        raise bad_request(f"Vector store {store['id']} has the maximum number of {MAX_FILES} files.")
    detach(call, store["id"], file)
    doc: Doc = {
        "id": file,
        "object": "vector_store.file",
        "created_at": call.now,
        "usage_bytes": 0,
        "vector_store_id": store["id"],
        "status": "in_progress",
        "last_error": None,
        "chunking_strategy": chunking,
        "attributes": attributes or {},
        "_project": call.project,
        "_filename": source["filename"],
        "_batch": batch,
    }
    due = call.now_exact + float(call.org.options["ingestion_seconds"])
    return call.create("vector_store_file", doc, scope=store["id"], due=due)


def file_counts(docs: list[Doc]) -> dict[str, int]:
    """Return how many files have each status."""
    counted = Counter(doc["status"] for doc in docs)
    return {**{state: counted[state] for state in STATES}, "total": len(docs)}


def render(call: Call, store: Doc) -> Doc:
    """Return a store as the API shows it."""
    files = list(call.docs.iterate("vector_store_file", scope=store["id"]))
    counts = file_counts(files)
    status = "expired" if store["_expired"] else "in_progress" if counts["in_progress"] else "completed"
    shown = {
        **public(store),
        "usage_bytes": sum(doc["usage_bytes"] for doc in files),
        "file_counts": counts,
        "status": status,
        "expires_at": store["_expired_at"] if store["_expired"] else expiry(store),
    }
    return {name: value for name, value in shown.items() if name != "expires_after" or value is not None}


DUE_HANDLERS = {"vector_store": expire}


@routes.get(PATH, "listVectorStores", pagination.page_limits(20, order="desc"))
def list_stores(call: Call) -> Any:
    """List the vector stores of the project, newest first by default."""
    return pagination.paginate(
        call, "vector_store", scope=call.project, style=pagination.TEXT, render=lambda doc: render(call, doc)
    )


@routes.post(PATH, "createVectorStore", {**LIMITS, **CHUNKING, "file_ids": {"maxItems": 500}})
def create_store(call: Call) -> Any:
    """Create a vector store, with files if the request names some."""
    body = call.body
    if body.get("chunking_strategy") and not body.get("file_ids"):
        raise bad_request(
            "'chunking_strategy' is only allowed when 'file_ids' is not empty.", param="chunking_strategy"
        )
    chunking = chunking_of(body)
    doc: Doc = {
        "id": new_id("vs_"),
        "object": "vector_store",
        "created_at": call.now,
        "name": body.get("name", ""),
        "_description": body.get("description"),
        "expires_after": body.get("expires_after"),
        "last_active_at": call.now,
        "metadata": body.get("metadata") or {},
        "_expired": False,
    }
    call.create("vector_store", doc, scope=call.project, due=expiry(doc))
    for id in dict.fromkeys(body.get("file_ids") or []):
        attach(call, doc, id, chunking)
    return render(call, doc)


@routes.get(ITEM, "getVectorStore")
def retrieve_store(call: Call) -> Any:
    """Retrieve a vector store."""
    return render(call, load_store(call))


@routes.post(ITEM, "modifyVectorStore", LIMITS)
def modify_store(call: Call) -> Any:
    """Change name, expiration policy or metadata of a vector store."""
    store, body = load_store(call), call.body
    if body.get("name") is not None:
        store["name"] = body["name"]
    if "expires_after" in body:
        store["expires_after"] = body["expires_after"]
    if "metadata" in body:
        store["metadata"] = body["metadata"] or {}
    return render(call, save_store(call, call.project, store))


@routes.delete(ITEM, "deleteVectorStore")
def delete_store(call: Call) -> Any:
    """Delete a vector store; its files remain."""
    id = load_store(call)["id"]
    for kind in ("vector_store_file", "vector_store_chunks", "vector_store_file_batch"):
        call.docs.delete_all(kind, scope=id)
    call.docs.delete("vector_store", id, scope=call.project)
    return {"id": id, "object": "vector_store.deleted", "deleted": True}


def search(
    call: Call, store: Doc, queries: list[str], *, filters: Any = None, threshold: float = 0.0, limit: int = 10
) -> list[Doc]:
    """Return the chunks of a store that are most similar to one of the queries."""
    found: list[Doc] = []
    for item in call.docs.iterate("vector_store_file", scope=store["id"], now=call.now_exact):
        if item["status"] != "completed" or not matches(filters, item["attributes"]):
            continue
        chunks = call.docs.get("vector_store_chunks", item["id"], scope=store["id"])
        for text in chunks["chunks"] if chunks else ():
            rank = score(queries, text)
            if rank > 0 and rank >= threshold:
                found.append(
                    {
                        "file_id": item["id"],
                        "filename": item["_filename"],
                        "score": rank,
                        "attributes": item["attributes"],
                        "content": [{"type": "text", "text": text}],
                    }
                )
    found.sort(key=lambda each: -each["score"])
    return found[:limit]


@routes.post(
    ITEM + "/search",
    "searchVectorStore",
    {
        "query": {"minItems": 1, "minLength": 1},
        "max_num_results": {"minimum": 1, "maximum": 50},
        "ranking_options.score_threshold": {"minimum": 0, "maximum": 1},
    },
)
def search_store(call: Call) -> Any:
    """Search a vector store."""
    store, body = usable_store(call), call.body
    queries = [body["query"]] if isinstance(body["query"], str) else list(body["query"])
    threshold = (body.get("ranking_options") or {}).get("score_threshold") or 0.0
    found = search(
        call,
        store,
        queries,
        filters=body.get("filters"),
        threshold=threshold,
        limit=body.get("max_num_results") or 10,
    )
    touch(call, store)
    return {
        "object": "vector_store.search_results.page",
        "search_query": queries,
        "data": found,
        "has_more": False,
        "next_page": None,
    }
