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
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
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
    pages=Pages(limit=10_000),
    label="filename",
    prefixes=("file-", "file_"),
    live=lambda file: file.get("status") not in ("deleted", "error"),
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

    def spoken(self, run: TaskContext) -> str:
        return f"file {_filename(run) or run.param('id')}"

    def find(self, run: TaskContext) -> Object | None:
        if run.param("id"):
            return self.by_id(run, FILES, str(run.param("id")))
        found = self.candidates(run, self.known(run))
        source = _source(run)
        if source is None:
            if len(found) > 1 and not run.param("prune"):
                error = ambiguous(FILES, _filename(run), found, "id")
                error.remedy += " Or set prune to true to mean all of them."
                raise error
            return found[0] if found else None
        return _holding(run, source, found)

    def known(self, run: TaskContext, afresh: bool = False) -> Objects:
        return run.objects(FILES, afresh=afresh)

    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        purpose = run.param("purpose")
        named = [each for each in objects if FILES.live(each) and each.get("filename") == _filename(run)]
        named = [each for each in named if not purpose or each.get("purpose") == purpose]
        return sorted(named, key=lambda each: each.get("created_at", 0), reverse=True)

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        after = wanted.get("expires_after")
        if after and current.get("expires_at") != current.get("created_at", 0) + after["seconds"]:
            held = current.get("expires_at")
            now = f"{held - current.get('created_at', 0)} seconds after its creation" if held else "never"
            raise InvalidArgument(
                f"the file {current['id']} expires {now} and that cannot become {after['seconds']} seconds",
                "Leave expires_after out, or remove the file first (state: absent).",
            )
        return {}

    def prepare(self, run: TaskContext) -> None:
        source = _needed_source(run)
        if source.size == 0:
            raise InvalidArgument(f"{source.path or 'content'} is empty", "The API takes no empty file.")
        if run.param("validate"):
            with source.open() as lines:
                check_jsonl(lines, str(run.param("purpose")), source.path or _filename(run))

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        return {"filename": _filename(run), "purpose": run.param("purpose"), "bytes": _needed_source(run).size}

    def make(self, run: TaskContext, body: Object) -> Object:
        source = _needed_source(run)
        made = send_file(run.client, source, _filename(run), str(run.param("purpose")), body.get("expires_after"))
        _record(run, made["id"], source.digest())
        return made

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        kept = result["file"].get("id")
        others = (
            [] if run.param("id") else [each for each in self.candidates(run, self.known(run)) if each["id"] != kept]
        )
        result["superseded"] = [each["id"] for each in others]
        if run.param("prune") and others:
            result["changed"] = True
            for each in others:
                self.drop(run, each)
            result["diff"]["before"]["superseded"] = result["superseded"]
            result["diff"]["after"]["superseded"] = []
        return result

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        result = super().absent(run)
        if run.param("prune") and not run.param("id"):
            others = [each for each in self.candidates(run, self.known(run)) if each["id"] != result["file"].get("id")]
            result["superseded"] = [each["id"] for each in others]
            for each in others:
                result["changed"] = True
                self.drop(run, each)
        return result

    def drop(self, run: TaskContext, file: Object) -> None:
        if not run.check_mode:
            self.remove(run, file)
            run.done.append(f"deleted {file['id']}")
        run.forget(FILES, file)

    def identity(self, current: Object) -> Object:
        return {name: current.get(name) for name in ("filename", "purpose", "bytes")}


def _filename(run: TaskContext) -> str:
    return str(run.param("filename") or os.path.basename(run.param("src") or ""))


def _source(run: TaskContext) -> Source | None:
    if run.param("src"):
        return Source(readable_file("src", run.param("src")))
    if run.param("content") is not None:
        return Source(content=run.param("content").encode())
    return None


def _needed_source(run: TaskContext) -> Source:
    source = _source(run)
    if source is None:
        raise InvalidArgument(f"there is no file {_filename(run)!r} yet and nothing to upload", "Give src or content.")
    return source


def _holding(run: TaskContext, source: Source, found: Objects) -> Object | None:
    """The newest of some files that holds the wanted content."""
    doubtful = None
    wanted = ""
    for each in found:
        if each.get("bytes") != source.size:
            continue
        wanted = wanted or source.digest()
        held = _recorded(run, each["id"]) or _downloaded(run, each)
        if held == wanted:
            return each
        if held is None and doubtful is None:
            doubtful = each
    if doubtful is not None:
        run.warn(
            f"{doubtful['id']} has the wanted name and size; the API lets nobody download its purpose and this controller "
            "did not upload it, so its content is taken to be the same."
        )
    return doubtful


def _recorded(run: TaskContext, file_id: str) -> str | None:
    """The digest this controller recorded when it uploaded a file; files never change, so it stays true."""
    return read_state(run.client.connection.scope(PROJECT), "files", file_id)


def _record(run: TaskContext, file_id: str, checksum: str) -> None:
    write_state(run.client.connection.scope(PROJECT), "files", file_id, checksum)


def _downloaded(run: TaskContext, file: Object) -> str | None:
    """The digest of a file's content at the server; None for purposes it does not hand out."""
    if file.get("purpose") not in DOWNLOADABLE:
        return None
    with tempfile.TemporaryFile() as sink:
        run.client.download(Request("GET", CONTENT, {"file_id": file["id"]}), t.cast(t.BinaryIO, sink))
        total = hashlib.sha256()
        sink.seek(0)
        for piece in iter(lambda: sink.read(1024 * 1024), b""):
            total.update(piece)
    _record(run, file["id"], total.hexdigest())
    return total.hexdigest()


FILE = _File(
    FILES,
    by=("filename", "purpose"),
    updates=False,
    fields=(
        Field("src", "path", aliases=("file",), sent_as="", read_as=""),
        Field("content", sent_as="", read_as="", no_log=False),
        Field("filename"),
        Field("purpose", creates=True, choices=PURPOSES),
        Field(
            "expires_after",
            "dict",
            options=(
                Field("anchor", choices=("created_at",), default="created_at"),
                Field("seconds", "int", required=True, least=3600, most=2592000),
            ),
            read_as="",
        ),
        Field("validate", "bool", default=True, sent_as="", read_as=""),
        Field("prune", "bool", default=False, sent_as="", read_as=""),
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

    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        if run.param("dest"):
            writable_target("dest", run.param("dest"))
        result = super().execute(run)
        if run.param("dest"):
            if run.check_mode and is_predicted(run.param("id")):
                return {**result, "changed": True, "dest": run.param("dest")}
            if not result["files"]:
                raise InvalidArgument(
                    f"no file has the id {run.param('id')!r}, so nothing can be downloaded", "Check the id."
                )
            self.download(run, result)
        return result

    def download(self, run: TaskContext, result: dict[str, t.Any]) -> None:
        """Bring the content to ``dest``, unless it is there already."""
        dest = os.path.abspath(os.path.expanduser(run.param("dest")))
        file = result["files"][0]
        result["dest"] = dest
        held = _recorded(run, file["id"])
        if held and os.path.isfile(dest) and os.path.getsize(dest) == file.get("bytes") and digest(dest) == held:
            return
        result["changed"] = True
        if run.check_mode:
            return
        with atomic_write(dest) as sink:
            run.client.download(Request("GET", CONTENT, {"file_id": file["id"]}), sink)
        _record(run, file["id"], digest(dest))


FILE_INFO = _FileInfo(
    FILE,
    filters=(Field("purpose"),),
    matches=(Field("filename"),),
    extras=(Field("dest", "path"),),
    operations=(f"GET {CONTENT}",),
)
