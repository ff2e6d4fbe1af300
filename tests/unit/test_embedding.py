# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embeddings: few requests, each text charged once, and the files of the result."""

from __future__ import annotations

import base64
import json
import re
import struct
import threading
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._domain import embeddings as vectors
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING
from hypothesis import given
from hypothesis import strategies as st

from .server import Reply, Seen, Server, error
from .task import Clock, run_task


class Model:
    """Embeds a text as its length and its first letter, and counts what it is paid for.

    :ivar most: texts it takes at once. :ivar refuse: texts it fails on, with the answer it gives.
    """

    def __init__(self, server: Server) -> None:
        self.asked: list[list[str]] = []
        self.most = 2048
        self.size = 2
        self.refuse: dict[str, Reply] = {}
        self.as_numbers = False
        self.lock = threading.Lock()
        server.otherwise = self.answer

    @property
    def paid(self) -> list[str]:
        """Every text that was embedded."""
        return [text for texts in self.asked for text in texts]

    def vector(self, text: str) -> list[float]:
        """Return the vector of a text."""
        return [float(len(text)), float(ord(text[0])), 0.5, 0.25][: self.size]

    def answer(self, seen: Seen) -> Reply:
        """As the server."""
        texts = seen.json["input"]
        for text in texts:
            if text in self.refuse:
                return self.refuse[text]
        if len(texts) > self.most:
            return error(413, f"batch size {len(texts)} > maximum allowed batch size {self.most}")
        with self.lock:
            self.asked.append(texts)
        found = []
        for index, text in enumerate(texts):
            vector: t.Any = self.vector(text)
            if seen.json["encoding_format"] == "base64" and not self.as_numbers:
                vector = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
            found.append({"object": "embedding", "index": index, "embedding": vector})
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        return Reply(body={"object": "list", "model": "m", "data": found[::-1], "usage": usage})


@pytest.fixture
def model(server: Server, clock: Clock) -> Model:
    """A model that has received no request."""
    return Model(server)


def embed(server: Server, check: bool = False, **args: t.Any) -> dict[str, t.Any]:
    return run_task(EMBEDDING, server, {"model": "m", **args}, check)


def done(result: dict[str, t.Any]) -> dict[str, t.Any]:
    assert not result.get("failed"), result["msg"]
    return result


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "home")


# --- what is sent ------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.one_of(
            st.text(min_size=1, max_size=5),
            st.integers(1, 400_000).map(lambda size: "x" * size),
            st.lists(st.integers(0, 9), min_size=1, max_size=5),
        ),
        max_size=40,
    )
)
def test_batches_lose_nothing(texts: list[vectors.Text]) -> None:
    parts = vectors.batches(texts)
    assert [text for part in parts for text in part] == texts
    for part in parts:
        assert 0 < len(part) <= vectors.MOST_INPUTS
        assert len(part) == 1 or sum(map(vectors.weight, part)) <= vectors.MOST_BYTES
    for part, following in zip(parts, parts[1:], strict=False):
        full = len(part) == vectors.MOST_INPUTS
        assert full or sum(map(vectors.weight, [*part, following[0]])) > vectors.MOST_BYTES, "one more had gone in"


def test_few_requests_in_order(model: Model, server: Server, tmp_path: Path) -> None:
    texts = [f"{chr(97 + index % 26)}{'x' * (index % 50)}{index}" for index in range(5000)]
    # A busy machine takes long to answer two thousand texts.
    result = done(embed(server, input=texts, dest=str(tmp_path / "all.json"), timeout=600))
    assert sorted(map(len, model.asked)) == [904, 2048, 2048]
    assert [entry["embedding"] for entry in json.loads((tmp_path / "all.json").read_text())] == [
        model.vector(text) for text in texts
    ]
    assert "embeddings" not in result and result["count"] == result["embedded"] == 5000
    assert result["usage"] == {"prompt_tokens": 5000, "total_tokens": 5000}
    assert len(json.dumps(result)) < 2000, "the result is as small as the question is large"


def test_a_text_that_comes_twice_is_sent_once(model: Model, server: Server, tmp_path: Path) -> None:
    result = done(embed(server, input=["a", "bb", "a", "a"], dest=str(tmp_path / "x.json")))
    assert model.asked == [["a", "bb"]] and result["embedded"] == 2
    assert result["embeddings"] == [[1, 97], [2, 98], [1, 97], [1, 97]]


def test_only_what_changed_is_sent(model: Model, server: Server, tmp_path: Path) -> None:
    for name in ("x.json", "x.jsonl", "x.npy"):
        model.asked.clear()
        dest = str(tmp_path / name)
        done(embed(server, input=["a", "bb", "ccc"], dest=dest))
        result = done(embed(server, input=["ccc", "dddd", "a"], dest=dest))
        assert model.asked == [["a", "bb", "ccc"], ["dddd"]] and result["embedded"] == 1
        assert result["embeddings"] == [[3, 99], [4, 100], [1, 97]]
        fewer = done(embed(server, input=["a"], dest=dest))
        assert fewer["changed"] and not fewer["asked"] and fewer["embedded"] == 0 and fewer["model"] == "m"
        again = done(embed(server, input=["a"], dest=dest))
        assert not again["changed"] and again["embeddings"] == [[1, 97]]
        done(embed(server, input=["a"], dest=dest, dimensions=2))
        done(embed(server, input=["a"], dest=dest, dimensions=2, force=True))
        assert model.paid == ["a", "bb", "ccc", "dddd", "a", "a"]


def test_a_damaged_artifact_is_no_source(model: Model, server: Server, tmp_path: Path) -> None:
    dest = tmp_path / "x.json"
    done(embed(server, input=["a", "b"], dest=str(dest)))
    dest.write_text(dest.read_text().replace("97", "98"))
    assert done(embed(server, input=["a", "b"], dest=str(dest)))["embedded"] == 2


@pytest.mark.parametrize("lost", ["refused", "killed"])
def test_what_was_paid_for_is_kept(
    lost: str, model: Model, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"{index:05}" for index in range(3 * 2048)]
    dest = tmp_path / "x.npy"
    if lost == "refused":
        model.refuse["05000"] = error(400, "no")
        result = embed(server, input=texts, dest=str(dest))
        assert result["failed"] and "embedded 4096 of 6144 texts, which the next run uses" in result["msg"]
        model.refuse.clear()
    else:
        kept = vectors.UnfinishedVectors.add

        def killed(self: vectors.UnfinishedVectors, found: t.Any) -> None:
            kept(self, found)
            with open(self.path, "ab") as handle:
                handle.write(b"half a record")
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(vectors.UnfinishedVectors, "add", killed)
            with pytest.raises(KeyboardInterrupt):
                embed(server, input=texts, dest=str(dest))
    assert not dest.exists()
    [name] = left(tmp_path)
    assert re.fullmatch(r"\.x\.npy\.[0-9a-f]{16}\.unfinished-vectors", name)
    paid = len(model.paid) if lost == "refused" else None
    unfinished = vectors.UnfinishedVectors(str(dest))
    unfinished.load()
    known = len(unfinished)
    result = done(embed(server, input=texts, dest=str(dest)))
    assert result["embedded"] == 6144 - known and known >= 2048
    assert paid is None or (known == paid and len(model.paid) == 6144), "a text was paid for twice"
    assert left(tmp_path) == ["x.npy", "x.npy.manifest.json"]
    assert list(vectors.read_vectors(str(dest), "npy", 2)) == [
        struct.pack("<2f", *model.vector(text)) for text in texts
    ]


def test_what_is_left_over_goes_with_the_artifact(model: Model, server: Server, tmp_path: Path) -> None:
    dest = str(tmp_path / "x.json")
    vectors.UnfinishedVectors(dest).add({b"k" * 16: b"v" * 8})
    assert embed(server, True, state="absent", dest=dest)["changed"]
    assert embed(server, state="absent", dest=dest)["changed"] and left(tmp_path) == []
    assert not embed(server, state="absent", dest=dest)["changed"]


def test_planted_files_are_not_taken_for_vectors_of_an_earlier_run(tmp_path: Path) -> None:
    """A link, or a file with another name, is neither read nor written nor removed."""
    dest = str(tmp_path / "x.json")
    (tmp_path / "precious").write_bytes(b"24\n")
    planted = [tmp_path / f".x.json.{digit * 16}.unfinished-vectors" for digit in "01"]
    planted[0].symlink_to(tmp_path / "precious")
    planted[1].hardlink_to(tmp_path / "precious")
    unfinished = vectors.UnfinishedVectors(dest)
    unfinished.load()
    unfinished.add({b"k" * 16: b"v" * 8})
    assert len(vectors.UnfinishedVectors(dest)) == 0 and Path(unfinished.path) not in planted
    unfinished.remove()
    assert (tmp_path / "precious").read_bytes() == b"24\n" and sorted(tmp_path.glob(".x*")) == planted


def test_a_server_that_takes_fewer_at_once(model: Model, server: Server, tmp_path: Path) -> None:
    model.most = 3
    result = done(embed(server, input=[str(index) for index in range(10)], return_embeddings=True))
    assert len(result["embeddings"]) == 10 and max(map(len, model.asked)) <= 3 and len(model.paid) == 10


@pytest.mark.parametrize(
    ("refusal", "requests"),
    [
        (error(400, "Requested 9 tokens, max 8 tokens per request", code="max_tokens_per_request"), 3),
        (error(429, "Request too large for m on tokens per min (TPM): Limit 1", code="rate_limit_exceeded"), 3),
        (error(400, "something else"), 1),
    ],
)
def test_when_a_request_is_halved(refusal: Reply, requests: int, model: Model, server: Server, clock: Clock) -> None:
    usual = model.answer
    seen: list[int] = []

    def answer(request: Seen) -> Reply:
        seen.append(len(request.json["input"]))
        return refusal if len(request.json["input"]) > 1 else usual(request)

    server.otherwise = answer
    result = embed(server, input=["a", "b"])
    assert bool(result.get("failed")) == (requests == 1) and len(seen) == requests and not clock.slept


def test_it_waits_as_told(model: Model, server: Server, clock: Clock) -> None:
    server.script = [error(429, "slow", headers={"retry-after": "7"})]
    done(embed(server, input=["a"]))
    assert clock.slept == [7.0] and model.asked == [["a"]]


def test_numbers_from_a_server_that_knows_no_base64(model: Model, server: Server) -> None:
    model.as_numbers = True
    assert done(embed(server, input="abc"))["embeddings"] == [[3, 97]]


@pytest.mark.parametrize(
    "body",
    [
        {"data": []},
        {"data": [{"index": 0, "embedding": "###"}]},
        {"data": [{"index": 0, "embedding": ["a"]}]},
        {"data": [{"index": 0, "embedding": []}]},
        {"data": [{"index": 0, "embedding": "AADAfw=="}]},
        ["data"],
    ],
)
def test_what_is_no_embedding(body: t.Any, model: Model, server: Server, tmp_path: Path) -> None:
    server.otherwise = lambda seen: Reply(body=body)
    result = embed(server, input="abc", dest=str(tmp_path / "x.json"))
    assert result["failed"] and "base_url" in result["msg"] and left(tmp_path) == []


# --- files -------------------------------------------------------------------------------------------------------------


def test_formats(model: Model, server: Server, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 7, "body": "é\\u2028x", "embedding": 1}\n"plain"\n\n')
    args: dict[str, t.Any] = {"src": str(source), "field": "body"}
    done(embed(server, dest=str(tmp_path / "out.json"), **args))
    first = {"id": 7, "body": "é\u2028x", "embedding": [3, 233]}
    second = {"body": "plain", "embedding": [5, 112]}
    assert json.loads((tmp_path / "out.json").read_text()) == [first, second]
    done(embed(server, dest=str(tmp_path / "out"), format="jsonl", **args))
    lines = (tmp_path / "out").read_text().split("\n")
    assert [json.loads(line) for line in lines[:2]] == [first, second] and lines[2:] == [""]
    source.write_text(source.read_text().replace("7", "8"))
    other = done(embed(server, dest=str(tmp_path / "out.json"), **args))
    assert other["changed"] and not other["asked"], "the other values are written again, without a request"
    assert json.loads((tmp_path / "out.json").read_text())[0]["id"] == 8


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_lines_of_a_text_file(end: str, model: Model, server: Server, tmp_path: Path) -> None:
    source = tmp_path / "in.txt"
    source.write_bytes(f"\ufeffone{end or chr(10)}two{end}".encode())
    assert done(embed(server, src=str(source)))["embeddings"] == [[3, 111], [3, 116]]


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=5))
def test_written_numbers_are_the_numbers(numbers: list[float]) -> None:
    raw = struct.pack(f"<{len(numbers)}f", *numbers)
    assert struct.pack(f"<{len(numbers)}f", *vectors.shown(raw)) == raw


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({}, "input and src"),
        ({"input": "a", "src": "x"}, "input and src"),
        ({"input": ""}, "input is empty"),
        ({"input": ["a", ""]}, "input[1] is empty"),
        ({"input": []}, "string or a list"),
        ({"input": [1, "a"]}, "input[0] must be"),
        ({"input": {"a": 1}}, "string or a list"),
        ({"input": [str(index) for index in range(9)]}, "9 embeddings"),
        ({"input": "a", "return_embeddings": False}, "1 embeddings"),
        ({"src": "none.txt"}, "none.txt"),
        ({"src": "empty.txt"}, "empty.txt is empty"),
        ({"src": "gap.txt"}, "gap.txt line 2 is empty"),
        ({"src": "latin.txt"}, "UTF-8"),
        ({"src": "bad.jsonl"}, "bad.jsonl line 2"),
        ({"src": "bare.jsonl"}, "bare.jsonl line 1 does not contain 'text'"),
        ({"src": "number.jsonl"}, "number.jsonl line 1 must be"),
        ({"input": "a", "dimensions": 0}, "dimensions must be"),
        ({"input": "a", "dest": "no/where"}, "does not exist"),
    ],
)
def test_bad_input(
    args: dict[str, t.Any],
    words: str,
    model: Model,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        "empty.txt": b"\n",
        "gap.txt": b"a\n\nb\n",
        "latin.txt": b"\xe9",
        "bad.jsonl": b'"a"\n{"text":\n',
        "bare.jsonl": b'{"body": "x"}',
        "number.jsonl": b'{"text": 7}',
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    result = embed(server, **args)
    assert result["failed"] and words in result["msg"] and not server.seen
    assert left(tmp_path) == sorted(files)


def test_the_longest_text_is_named(model: Model, server: Server, tmp_path: Path) -> None:
    model.refuse["long" * 9] = error(400, "This model's maximum context length is 8 tokens, however you requested 9.")
    result = embed(server, input=["a", "long" * 9, "b"], dest=str(tmp_path / "x.json"))
    assert "the longest text, input[1], which has 36 characters" in result["msg"] and left(tmp_path) == []
    (tmp_path / "in.txt").write_text("a\n" + "long" * 9)
    result = embed(server, src=str(tmp_path / "in.txt"))
    assert "in.txt line 2, which has 36 characters" in result["msg"]
