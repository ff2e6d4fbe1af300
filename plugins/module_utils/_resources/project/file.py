# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Files of a project: content that is uploaded once and never changes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import typing as t

from ..._api.client import Request
from ..._api.connection import PROJECT
from ..._api.pagination import Pages
from ..._api.upload import Source, send_file
from ..._domain.jsonl import check_jsonl
from ..._engine.context import TaskContext, ambiguous, is_predicted
from ..._engine.entity import Entity
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._support.errors import InvalidArgument
from ..._support.files import atomic_write, digest, readable_file, writable_target
from ..._support.local_state import read_state, write_state
from ..._support.types import Object, Objects

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
DOWNLOADABLE = ("batch", "batch_output", "evals", "fine-tune", "fine-tune-results")

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


class _File(Entity):
    """A file is its content: equal content under the same name is the same file, other content is another."""

    def constraints(self) -> dict[str, t.Any]:
        return {
            "mutually_exclusive": [["src", "content"]],
            "required_one_of": [["id", "src", "filename"]],
            "required_by": {"content": ["filename"]},
        }

    def spoken(self, context: TaskContext) -> str:
        return f"file {_filename(run) or context.param('id')}"

    def find(self, context: TaskContext) -> Object | None:
        if context.param("id"):
            return self.by_id(context, FILES, str(context.param("id")))
        found = self.candidates(context, self.known(context))
        source = _source(context)
        if source is None:
            if len(found) > 1 and not context.param("prune"):
                error = ambiguous(FILES, _filename(context), found, "id")
                error.remedy += " Or set prune to true to mean all of them."
                raise error
            return found[0] if found else None
        return _holding(context, source, found)

    def known(self, context: TaskContext, afresh: bool = False) -> Objects:
        return context.list_objects(FILES, afresh=afresh)

    def candidates(self, context: TaskContext, objects: Objects) -> Objects:
        purpose = context.param("purpose")
        named = [each for each in objects if FILES.is_active(each) and each.get("filename") == _filename(context)]
        named = [each for each in named if not purpose or each.get("purpose") == purpose]
        return sorted(named, key=lambda each: each.get("created_at", 0), reverse=True)

    def differing(self, context: TaskContext, wanted: Object, current: Object) -> Object:
        after = wanted.get("expires_after")
        if after and current.get("expires_at") != current.get("created_at", 0) + after["seconds"]:
            held = current.get("expires_at")
            now = f"{held - current.get('created_at', 0)} seconds after its creation" if held else "never"
            raise InvalidArgument(
                f"the file {current['id']} expires {now} and that cannot become {after['seconds']} seconds",
                "Leave expires_after out, or remove the file first (state: absent).",
            )
        return {}

    def prepare(self, context: TaskContext) -> None:
        source = _needed_source(context)
        if source.size == 0:
            raise InvalidArgument(f"{source.path or 'content'} is empty", "The API takes no empty file.")
        if context.param("validate"):
            with source.open() as lines:
                check_jsonl(lines, str(context.param("purpose")), source.path or _filename(context))

    def foreseen(self, context: TaskContext, wanted: Object) -> Object:
        return {
            "filename": _filename(context),
            "purpose": context.param("purpose"),
            "bytes": _needed_source(context).size,
        }

    def make(self, context: TaskContext, body: Object) -> Object:
        source = _needed_source(context)
        made = send_file(
            context.client, source, _filename(context), str(context.param("purpose")), body.get("expires_after")
        )
        _record(context, made["id"], source.digest())
        return made

    def finish(self, context: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        kept = result["file"].get("id")
        others = (
            []
            if context.param("id")
            else [each for each in self.candidates(context, self.known(context)) if each["id"] != kept]
        )
        result["superseded"] = [each["id"] for each in others]
        if context.param("prune") and others:
            result["changed"] = True
            for each in others:
                self.drop(context, each)
            result["diff"]["before"]["superseded"] = result["superseded"]
            result["diff"]["after"]["superseded"] = []
        return result

    def absent(self, context: TaskContext) -> dict[str, t.Any]:
        result = super().absent(context)
        if context.param("prune") and not context.param("id"):
            others = [
                each for each in self.candidates(context, self.known(context)) if each["id"] != result["file"].get("id")
            ]
            result["superseded"] = [each["id"] for each in others]
            for each in others:
                result["changed"] = True
                self.drop(context, each)
        return result

    def drop(self, context: TaskContext, file: Object) -> None:
        if not context.check_mode:
            self.remove(context, file)
            context.done.append(f"deleted {file['id']}")
        context.uncache_object(FILES, file)

    def identity(self, current: Object) -> Object:
        return {name: current.get(name) for name in ("filename", "purpose", "bytes")}


def _filename(context: TaskContext) -> str:
    return str(context.param("filename") or os.path.basename(context.param("src") or ""))


def _source(context: TaskContext) -> Source | None:
    if context.param("src"):
        return Source(readable_file("src", context.param("src")))
    if context.param("content") is not None:
        return Source(content=context.param("content").encode())
    return None


def _needed_source(context: TaskContext) -> Source:
    source = _source(context)
    if source is None:
        raise InvalidArgument(f"there is no file {_filename(run)!r} yet and nothing to upload", "Give src or content.")
    return source


def _holding(context: TaskContext, source: Source, found: Objects) -> Object | None:
    """The newest of some files that holds the wanted content."""
    doubtful = None
    wanted = ""
    for each in found:
        if each.get("bytes") != source.size:
            continue
        wanted = wanted or source.digest()
        held = _recorded(context, each["id"]) or _downloaded(context, each)
        if held == wanted:
            return each
        if held is None and doubtful is None:
            doubtful = each
    if doubtful is not None:
        context.warn(
            f"{doubtful['id']} has the wanted name and size; the API lets nobody download its purpose and this controller "
            "did not upload it, so its content is taken to be the same."
        )
    return doubtful


def _recorded(context: TaskContext, file_id: str) -> str | None:
    """The digest this controller recorded when it uploaded a file; files never change, so it stays true."""
    return read_state(context.client.connection.scope(PROJECT), "files", file_id)


def _record(context: TaskContext, file_id: str, checksum: str) -> None:
    write_state(context.client.connection.scope(PROJECT), "files", file_id, checksum)


def _downloaded(context: TaskContext, file: Object) -> str | None:
    """The digest of a file's content at the server; None for purposes it does not hand out."""
    if file.get("purpose") not in DOWNLOADABLE:
        return None
    with tempfile.TemporaryFile() as sink:
        context.client.download(Request("GET", CONTENT, {"file_id": file["id"]}), t.cast(t.BinaryIO, sink))
        total = hashlib.sha256()
        sink.seek(0)
        for piece in iter(lambda: sink.read(1024 * 1024), b""):
            total.update(piece)
    _record(context, file["id"], total.hexdigest())
    return total.hexdigest()


FILE = _File(
    FILES,
    identity=("filename", "purpose"),
    updates=False,
    fields=(
        Field("src", "path", aliases=("file",), request_name="", response_name=""),
        Field("content", request_name="", response_name="", no_log=False),
        Field("filename"),
        Field("purpose", required_on_create=True, choices=PURPOSES),
        Field(
            "expires_after",
            "dict",
            options=(
                Field("anchor", choices=("created_at",), default="created_at"),
                Field("seconds", "int", required=True, min=3600, max=2592000),
            ),
            response_name="",
        ),
        Field("validate", "bool", default=True, request_name="", response_name=""),
        Field("prune", "bool", default=False, request_name="", response_name=""),
    ),
    operations=(
        "POST /files",
        f"GET {CONTENT}",
        "POST /uploads",
        "POST /uploads/{upload_id}/parts",
        "POST /uploads/{upload_id}/complete",
    ),
)


class _FileInfo(Info):
    def constraints(self) -> dict[str, t.Any]:
        return {**super().constraints(), "required_by": {"dest": ["id"]}}

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        if context.param("dest"):
            writable_target("dest", context.param("dest"))
        result = super().execute(context)
        if context.param("dest"):
            if context.check_mode and is_predicted(context.param("id")):
                return {**result, "changed": True, "dest": context.param("dest")}
            if not result["files"]:
                raise InvalidArgument(
                    f"no file has the id {context.param('id')!r}, so nothing can be downloaded", "Check the id."
                )
            self.download(context, result)
        return result

    def download(self, context: TaskContext, result: dict[str, t.Any]) -> None:
        """Bring the content to ``dest``, unless it is there already."""
        dest = os.path.abspath(os.path.expanduser(context.param("dest")))
        file = result["files"][0]
        result["dest"] = dest
        held = _recorded(context, file["id"])
        if held and os.path.isfile(dest) and os.path.getsize(dest) == file.get("bytes") and digest(dest) == held:
            return
        result["changed"] = True
        if context.check_mode:
            return
        with atomic_write(dest) as sink:
            context.client.download(Request("GET", CONTENT, {"file_id": file["id"]}), sink)
        _record(context, file["id"], digest(dest))


FILE_INFO = _FileInfo(
    FILE,
    filters=(Field("purpose"),),
    client_filters=(Field("filename"),),
    extra_options=(Field("dest", "path"),),
    operations=(f"GET {CONTENT}",),
)
