# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Finding files by their content, uploading and downloading them: the content of a file never changes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import typing as t
from dataclasses import replace

from ..._api.connection import PROJECT
from ..._api.pagination import Pages
from ..._api.request import Request
from ..._api.source import Source
from ..._api.upload import send_file
from ..._domain.jsonl import check_jsonl
from ..._engine.context import TaskContext, ambiguous, is_predicted
from ..._engine.entity import Entity
from ..._engine.fields import Collection
from ..._engine.info import Info
from ..._engine.plan import Plan
from ..._support.errors import InvalidArgument
from ..._support.files import atomic_write, digest, readable_file, writable_target
from ..._support.local_state import read_state, write_state
from ..._support.types import Object, Objects

DOWNLOADABLE = ("batch", "batch_output", "evals", "fine-tune", "fine-tune-results")
"""Purposes of files that the API returns the content of."""

FILES = Collection(
    "file",
    path="/files",
    item="/files/{file_id}",
    key=PROJECT,
    pagination=Pages(page_size=10_000),
    name_field="filename",
    id_prefixes=("file-", "file_"),
    is_active=lambda file: file.get("status") not in ("deleted", "error"),
)
CONTENT = f"{FILES.item}/content"


def title(resource: Entity, context: TaskContext) -> str:
    """Name the file."""
    return f"file {_filename(context) or context.param('id')}"


def find(resource: Entity, context: TaskContext) -> Object | None:
    """Find the file with the same content; without a content, the file of that name."""
    if context.param("id"):
        return resource.by_id(context, FILES, str(context.param("id")))
    found = resource.match(context, resource.known(context, False))
    source = _source(context)
    if source is not None:
        return _with_content(context, source, found)
    if len(found) > 1 and not context.param("prune"):
        error = ambiguous(FILES, _filename(context), found, "id")
        error.remedy += " Or set prune=true to mean all of them."
        raise error
    return found[0] if found else None


def is_meant(resource: Entity, context: TaskContext, found: Object) -> bool:
    """Compare the content as well."""
    source = _source(context)
    named = resource.match(context, [found])
    return bool(named if source is None else _with_content(context, source, named))


def known(resource: Entity, context: TaskContext, refresh: bool) -> Objects:
    """Return all files, because the server can only filter by purpose."""
    return context.list_objects(FILES, refresh=refresh)


def match(resource: Entity, context: TaskContext, objects: Objects) -> Objects:
    """Return the files of that name and purpose, the newest first."""
    purpose = context.param("purpose")
    named = [each for each in objects if FILES.is_active(each) and each.get("filename") == _filename(context)]
    named = [each for each in named if not purpose or each.get("purpose") == purpose]
    return sorted(named, key=lambda each: each.get("created_at", 0), reverse=True)


def diff(resource: Entity, context: TaskContext, desired: Object, current: Object) -> Object:
    """Compare the expiry, which the server returns as a time."""
    after = desired.get("expires_after")
    if after and current.get("expires_at") != current.get("created_at", 0) + after["seconds"]:
        expires = current.get("expires_at")
        present = f"{expires - current.get('created_at', 0)} seconds after its creation" if expires else "never"
        raise InvalidArgument(
            f"expires_after cannot change on an existing file: {current['id']} expires {present}, not after "
            f"{after['seconds']} seconds",
            "Omit expires_after, or remove the file first with state=absent.",
        )
    return {}


def validate_create(resource: Entity, context: TaskContext) -> None:
    """Check the content before it is uploaded."""
    source = _required_source(context)
    if source.size == 0:
        raise InvalidArgument(
            f"{source.path or 'content'} is empty",
            "The API rejects empty files. Set src or content to a file that is not empty.",
        )
    if context.param("validate"):
        with source.open() as lines:
            check_jsonl(lines, str(context.param("purpose")), source.path or _filename(context))


def predict(resource: Entity, context: TaskContext, desired: Object) -> Object:
    """Predict what the content determines."""
    size = _required_source(context).size
    return {"filename": _filename(context), "purpose": context.param("purpose"), "bytes": size}


def create_name(resource: Entity, context: TaskContext, current: Object | None = None) -> str:
    """Return the name of the file, which may be that of ``src``."""
    return _filename(context) if current is None else str(current.get("filename"))


def create(resource: Entity, context: TaskContext, body: Object) -> Object:
    """Upload the content."""
    source = _required_source(context)
    purpose = str(context.param("purpose"))
    made = send_file(context.client, source, _filename(context), purpose, body.get("expires_after"))
    record_digest(context, made["id"], source.digest())
    return made


def more(resource: Entity, context: TaskContext, plan: Plan) -> Plan:
    """Report superseded files of that name, and remove them with ``prune``."""
    kept = (plan.current or {}).get("id")
    files = [] if context.param("id") else resource.match(context, resource.known(context, False))
    others = [each for each in files if each["id"] != kept]
    superseded = [each["id"] for each in others]
    plan = replace(plan, extra={**plan.extra, "superseded": superseded})
    if not context.param("prune") or not others:
        return plan
    return plan.then(
        *(resource.removing(context, each, f"deleted {each['id']}") for each in others),
        before={**(plan.before or {}), "superseded": superseded} if plan.before is not None else None,
        after={**(plan.after or {}), "superseded": []},
    )


def plan_absent(resource: Entity, context: TaskContext) -> Plan:
    """Remove with ``prune`` all files of that name."""
    plan = resource.without("plan_absent").plan_absent(context)
    if not context.param("prune") or context.param("id"):
        return plan
    gone = (plan.current or {}).get("id")
    others = [each for each in resource.match(context, resource.known(context, False)) if each["id"] != gone]
    plan = replace(plan, extra={**plan.extra, "superseded": [each["id"] for each in others]})
    return plan.then(*(resource.removing(context, each, f"deleted {each['id']}") for each in others))


def removed_values(resource: Entity, current: Object) -> Object:
    """Show what identifies the file."""
    return {name: current.get(name) for name in ("filename", "purpose", "bytes")}


def _filename(context: TaskContext) -> str:
    return str(context.param("filename") or os.path.basename(context.param("src") or ""))


def _source(context: TaskContext) -> Source | None:
    if context.param("src"):
        return Source(readable_file("src", context.param("src")))
    if context.param("content") is not None:
        return Source(content=context.param("content").encode())
    return None


def _required_source(context: TaskContext) -> Source:
    source = _source(context)
    if source is None:
        raise InvalidArgument(
            f"src or content is required to upload a file, and no file {_filename(context)!r} exists",
            "Set src or content.",
        )
    return source


def _with_content(context: TaskContext, source: Source, found: Objects) -> Object | None:
    """Return the newest of some files that has the desired content."""
    doubtful = None
    desired = ""
    for each in found:
        if each.get("bytes") != source.size:
            continue
        desired = desired or source.digest()
        present = recorded_digest(context, each["id"]) or _downloaded_digest(context, each)
        if present == desired:
            return each
        if present is None and doubtful is None:
            doubtful = each
    if doubtful is not None:
        context.warn(
            f"{doubtful['id']} has the desired name and size; its content cannot be downloaded for its purpose and was "
            "not uploaded from this control node, so it is assumed to be the same."
        )
    return doubtful


def recorded_digest(context: TaskContext, file_id: str) -> str | None:
    """Return the SHA-256 that this control node recorded at the upload; the content of a file never changes."""
    return read_state(context.client.connection.scope(PROJECT), "files", file_id)


def record_digest(context: TaskContext, file_id: str, checksum: str) -> None:
    """Record the SHA-256 of a file's content."""
    write_state(context.client.connection.scope(PROJECT), "files", file_id, checksum)


def _downloaded_digest(context: TaskContext, file: Object) -> str | None:
    """Return the SHA-256 of the content on the server, or None for purposes that it does not return."""
    if file.get("purpose") not in DOWNLOADABLE:
        return None
    with tempfile.TemporaryFile() as sink:
        context.client.download(Request("GET", CONTENT, {"file_id": file["id"]}), t.cast(t.BinaryIO, sink))
        total = hashlib.sha256()
        sink.seek(0)
        for piece in iter(lambda: sink.read(1024 * 1024), b""):
            total.update(piece)
    record_digest(context, file["id"], total.hexdigest())
    return total.hexdigest()


# --- downloading -----------------------------------------------------------------------------------------------------


def download(info: Info, context: TaskContext, result: dict[str, t.Any]) -> dict[str, t.Any]:
    """Write the content to ``dest`` unless it is there already."""
    if not context.param("dest"):
        return result
    if is_predicted(context.param("id")):
        return {**result, "changed": True, "dest": context.param("dest")}
    if not result["files"]:
        raise InvalidArgument(
            f"no file has the id {context.param('id')!r}, so nothing can be downloaded", "Check the id."
        )
    dest = os.path.abspath(os.path.expanduser(context.param("dest")))
    file = result["files"][0]
    held = recorded_digest(context, file["id"])
    intact = held and os.path.isfile(dest) and os.path.getsize(dest) == file.get("bytes") and digest(dest) == held
    if not intact and not context.check_mode:
        with atomic_write(dest) as sink:
            context.client.download(Request("GET", CONTENT, {"file_id": file["id"]}), sink)
        record_digest(context, file["id"], digest(dest))
    return {**result, "changed": not intact, "dest": dest}


def validate_download(context: TaskContext) -> None:
    if context.param("dest"):
        writable_target("dest", context.param("dest"))
