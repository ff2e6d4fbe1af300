# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files, whose content never changes after the upload."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.file import FILE

from .server import Reply, Seen, Server
from .task import Clock, run_task


class Files:
    """The files of a project.

    :ivar unlisted: ids that the list does not contain yet.
    :ivar lost: one entry for each of the next uploads, whose response is lost: whether it is carried out.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.files: list[dict[str, t.Any]] = []
        self.content: dict[str, bytes] = {}
        self.lost: list[bool] = []
        self.unlisted: set[str] = set()
        server.otherwise = self.answer

    def add(self, filename: str, content: bytes, purpose: str = "user_data") -> dict[str, t.Any]:
        """Add a file."""
        number = len(self.content) + 1
        file = {
            "id": f"file-{number}",
            "filename": filename,
            "bytes": len(content),
            "purpose": purpose,
            "created_at": 1_700_000_000 + number,
            "status": "processed",
        }
        self.files.append(file)
        self.content[f"file-{number}"] = content
        return file

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "DELETE":
            self.files = [each for each in self.files if each["id"] != seen.parts[-1]]
            return Reply(body={"deleted": True})
        if seen.parts[-1] == "content":
            return Reply(body=self.content[seen.parts[1]])
        if seen.method == "GET" and len(seen.parts) > 1:
            return Reply(body=next(each for each in self.files if each["id"] == seen.parts[1]))
        if seen.method == "GET":
            listed = [each for each in self.files if each["id"] not in self.unlisted]
            return Reply(body={"data": listed, "has_more": False})
        carried_out = self.lost.pop(0) if self.lost else None
        if carried_out is False:
            return Reply(cut="before")
        content = seen.body.split(b"octet-stream\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        purpose = seen.body.split(b'name="purpose"\r\n\r\n', 1)[1].split(b"\r\n", 1)[0].decode()
        file = self.add("a.txt", content, purpose)
        return Reply(cut="before") if carried_out else Reply(body=file)


@pytest.fixture()
def files(server: Server, clock: Clock) -> Files:
    """Return a project without files."""
    return Files(server)


def put(files: Files, content: str, check: bool = False, **args: t.Any) -> dict[str, t.Any]:
    """Return the result of a task that uploads a content."""
    given = {"filename": "a.txt", "purpose": "user_data", "content": content, **args}
    result = run_task(FILE, files.server, given, check)
    assert not result.get("failed"), result["msg"]
    return result


def test_equal_content_is_not_uploaded_again(files: Files) -> None:
    first = put(files, "hello")
    assert first["changed"] and first["file"]["id"] == "file-1"
    for uncached in (False, True):
        if uncached:
            cache_module._MEMORY.clear()
        again = put(files, "hello")
        assert not again["changed"] and again["file"]["id"] == "file-1"


@pytest.mark.parametrize("purpose", ["user_data", "batch"])
def test_other_content_of_the_same_size_is_a_change(files: Files, purpose: str) -> None:
    put(files, "hello", purpose=purpose, validate=False)
    check = put(files, "jello", check=True, purpose=purpose, validate=False)
    run = put(files, "jello", purpose=purpose, validate=False)
    assert (check["changed"], check["diff"]) == (run["changed"], run["diff"])
    assert run["file"]["id"] == "file-2" and run["superseded"] == ["file-1"]
    assert not put(files, "jello", purpose=purpose, validate=False)["changed"]


def test_content_uploaded_by_another_user_is_downloaded_and_compared(files: Files) -> None:
    files.add("a.txt", b"hello", "batch")
    assert not put(files, "hello", purpose="batch", validate=False)["changed"]
    assert put(files, "jello", purpose="batch", validate=False)["changed"]
    assert files.server.calls.count("GET /files/file-1/content") == 1, "files never change, so one download is enough"


def test_content_that_cannot_be_downloaded_counts_as_equal_with_a_warning(files: Files) -> None:
    files.add("a.txt", b"hello")
    result = put(files, "jello")
    assert not result["changed"] and "file-1" in result["warnings"][0]
    assert put(files, "another size")["changed"]


@pytest.mark.parametrize("carried_out", [False, True])
def test_an_upload_without_response_is_found_and_an_older_file_is_not_mistaken_for_it(
    files: Files, carried_out: bool
) -> None:
    files.add("a.txt", b"other content")
    files.lost = [carried_out]
    result = put(files, "hello")
    assert result["changed"] and result["file"]["id"] == "file-2"
    assert [files.content[each["id"]] for each in files.files] == [b"other content", b"hello"]


def test_an_upload_that_is_not_listed_yet_is_found_by_its_id_and_its_content(files: Files, clock: Clock) -> None:
    put(files, "hello")
    files.unlisted.add("file-1")
    cache_module._MEMORY.clear()
    assert not put(files, "hello")["changed"], "another run has uploaded it"
    cache_module._MEMORY.clear()
    assert put(files, "jello")["file"]["id"] == "file-2", "a file of another content was mistaken for it"
    assert not clock.slept


def test_prune_removes_older_files(files: Files) -> None:
    files.add("a.txt", b"one")
    files.add("a.txt", b"another")
    check = put(files, "hello", check=True, prune=True)
    run = put(files, "hello", prune=True)
    assert check["diff"] == run["diff"] and sorted(run["superseded"]) == ["file-1", "file-2"]
    assert [each["id"] for each in files.files] == ["file-3"]
    assert not put(files, "hello", prune=True)["changed"]
