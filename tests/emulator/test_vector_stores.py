# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Vector stores: ingestion, search, batches and expiry."""

from __future__ import annotations

import io
import typing as t
import zipfile

import openai
import pytest

from .conftest import Organization, refused

TEXTS = {
    "harbor.md": "# Harbor\nThe harbor is open from May to October. Boats are moored at pier three.",
    "billing.txt": "Invoices are sent on the first day of the month. Payment is due in thirty days.",
}


def uploaded(client: openai.OpenAI, name: str, content: str | bytes) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return client.files.create(file=(name, raw), purpose="assistants").id


@pytest.fixture
def files(client: openai.OpenAI) -> dict[str, str]:
    return {name: uploaded(client, name, text) for name, text in TEXTS.items()}


def test_files_are_ingested_and_found(client: openai.OpenAI, org: Organization, files: dict[str, str]) -> None:
    store = client.vector_stores.create(name="kb", file_ids=list(files.values()), metadata={"team": "docs"})
    assert (store.status, store.file_counts.in_progress, store.file_counts.total) == ("in_progress", 2, 2)
    assert client.vector_stores.search(store.id, query="pier").data == []
    org.advance(3)
    store = client.vector_stores.retrieve(store.id)
    assert (store.status, store.file_counts.completed) == ("completed", 2)
    assert store.usage_bytes == sum(len(text) for text in TEXTS.values())
    found = client.vector_stores.search(store.id, query="When is the harbor open?").data
    assert found[0].filename == "harbor.md"
    assert found[0].content[0].text == TEXTS["harbor.md"]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    content = client.vector_stores.files.content(files["billing.txt"], vector_store_id=store.id).data
    assert "".join(part.text or "" for part in content) == TEXTS["billing.txt"]


def test_attributes_filter_the_search(client: openai.OpenAI, org: Organization, files: dict[str, str]) -> None:
    store = client.vector_stores.create()
    for number, id in enumerate(files.values()):
        client.vector_stores.files.create(store.id, file_id=id, attributes={"number": number, "kind": "text"})
    org.advance(3)
    everything = "harbor boats invoices payment"

    def names(filters: t.Any) -> list[str]:
        data = client.vector_stores.search(store.id, query=everything, filters=filters).data
        return sorted(each.filename for each in data)

    assert names({"type": "eq", "key": "kind", "value": "text"}) == ["billing.txt", "harbor.md"]
    assert names({"type": "gt", "key": "number", "value": 0}) == ["billing.txt"]
    assert names({"type": "in", "key": "number", "value": [0, 7]}) == ["harbor.md"]
    first = {"type": "eq", "key": "number", "value": 0}
    assert names({"type": "and", "filters": [first, {"type": "ne", "key": "kind", "value": "text"}]}) == []
    assert names({"type": "or", "filters": [first, {"type": "eq", "key": "kind", "value": "text"}]}) != []
    changed = client.vector_stores.files.update(files["harbor.md"], vector_store_id=store.id, attributes={"number": 9})
    assert changed.attributes == {"number": 9}
    assert names(first) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("table.csv", b"a,b\n1,2\n", "unsupported_file"),
        ("latin.txt", b"\xe9\xe8", "invalid_file"),
        ("fake.pdf", b"no document", "invalid_file"),
        ("fake.docx", b"no archive", "invalid_file"),
        ("blank.md", b" \n", "invalid_file"),
    ],
)
def test_what_cannot_be_ingested_fails_with_a_reason(
    client: openai.OpenAI, org: Organization, name: str, content: bytes, code: str
) -> None:
    store = client.vector_stores.create()
    id = uploaded(client, name, content)
    client.vector_stores.files.create(store.id, file_id=id)
    org.advance(3)
    (item,) = client.vector_stores.files.list(store.id, filter="failed")
    assert item.status == "failed" and item.last_error is not None
    assert item.last_error.code == code
    assert client.vector_stores.retrieve(store.id).file_counts.failed == 1
    assert refused(lambda: client.vector_stores.files.content(id, vector_store_id=store.id)).status_code == 400


def test_office_documents_are_read(client: openai.OpenAI, org: Organization) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<w:p><w:r><w:t>The lighthouse keeper</w:t></w:r></w:p>")
    store = client.vector_stores.create(file_ids=[uploaded(client, "story.docx", packed.getvalue())])
    org.advance(3)
    (found,) = client.vector_stores.search(store.id, query="lighthouse").data
    assert found.content[0].text == "The lighthouse keeper"


def test_chunks_have_the_requested_size_and_overlap(client: openai.OpenAI, org: Organization) -> None:
    id = uploaded(client, "long.txt", " ".join(f"word{number:03}" for number in range(300)))
    static: t.Any = {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 50}}
    store = client.vector_stores.create(file_ids=[id], chunking_strategy=static)
    org.advance(3)
    chunks = [part.text or "" for part in client.vector_stores.files.content(id, vector_store_id=store.id).data]
    assert len(chunks) > 3
    assert chunks[0][-20:] in chunks[1]
    static["static"]["chunk_overlap_tokens"] = 51
    error = refused(lambda: client.vector_stores.files.create(store.id, file_id=id, chunking_strategy=static))
    assert (error.status_code, error.param) == (400, "chunking_strategy.static.chunk_overlap_tokens")


def test_batches_follow_their_files(client: openai.OpenAI, org: Organization, files: dict[str, str]) -> None:
    store = client.vector_stores.create()
    batch = client.vector_stores.file_batches.create(
        store.id, files=[{"file_id": id, "attributes": {"name": name}} for name, id in files.items()]
    )
    assert (batch.status, batch.file_counts.total) == ("in_progress", 2)
    org.advance(3)
    batch = client.vector_stores.file_batches.retrieve(batch.id, vector_store_id=store.id)
    assert (batch.status, batch.file_counts.completed) == ("completed", 2)
    listed = client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id, filter="completed")
    assert {item.id for item in listed} == set(files.values())

    more = client.vector_stores.file_batches.create(store.id, file_ids=[uploaded(client, "more.txt", "more")])
    canceled = client.vector_stores.file_batches.cancel(more.id, vector_store_id=store.id)
    assert (canceled.status, canceled.file_counts.cancelled) == ("cancelled", 1)
    org.advance(3)
    assert client.vector_stores.retrieve(store.id).file_counts.cancelled == 1
    ids = list(files.values())
    both = refused(
        lambda: client.vector_stores.file_batches.create(store.id, file_ids=ids, files=[{"file_id": ids[0]}])
    )
    assert both.status_code == 400


def test_a_deleted_file_leaves_all_stores(client: openai.OpenAI, org: Organization, files: dict[str, str]) -> None:
    store = client.vector_stores.create(file_ids=list(files.values()))
    org.advance(3)
    client.vector_stores.files.delete(files["harbor.md"], vector_store_id=store.id)
    client.files.retrieve(files["harbor.md"])
    client.files.delete(files["billing.txt"])
    assert list(client.vector_stores.files.list(store.id)) == []
    error = refused(lambda: client.vector_stores.files.create(store.id, file_id=files["billing.txt"]))
    assert (error.status_code, error.param) == (404, "file_id")


def test_an_unused_store_expires(client: openai.OpenAI, org: Organization, files: dict[str, str]) -> None:
    store = client.vector_stores.create(
        name="short", file_ids=list(files.values()), expires_after={"anchor": "last_active_at", "days": 1}
    )
    org.advance(86000)
    client.vector_stores.search(store.id, query="harbor")
    org.advance(86000)
    assert client.vector_stores.retrieve(store.id).status == "completed"
    org.advance(500)
    store = client.vector_stores.retrieve(store.id)
    assert (store.status, store.file_counts.total) == ("expired", 0)
    assert refused(lambda: client.vector_stores.search(store.id, query="harbor")).status_code == 400
    assert client.vector_stores.delete(store.id).deleted
    assert refused(lambda: client.vector_stores.retrieve(store.id)).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"expires_after": {"anchor": "last_active_at", "days": 366}},
        {"expires_after": {"anchor": "created_at", "days": 1}},
        {"metadata": {str(number): "" for number in range(17)}},
        {"chunking_strategy": {"type": "auto"}},
        {"file_ids": ["file-missing"]},
    ],
)
def test_invalid_stores(client: openai.OpenAI, body: dict[str, t.Any]) -> None:
    assert refused(lambda: client.vector_stores.create(**body)).status_code in (400, 404)
    assert list(client.vector_stores.list()) == []
