# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of vectors, and concurrent requests."""

from __future__ import annotations

import struct
import threading
import tracemalloc
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._domain import embeddings as vectors
from ansible_collections.fjcorp.openai.plugins.module_utils._support.concurrent import run_concurrently
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument

COUNT, SIZE = 20_000, 1536


@pytest.mark.parametrize("form", ["npy", "jsonl"])
def test_memory_does_not_grow_with_the_vectors(form: str, tmp_path: Path) -> None:
    count = COUNT if form == "npy" else COUNT // 200
    keys = [struct.pack("<QQ", number, 7) for number in range(count)]
    store = vectors.UnfinishedVectors(str(tmp_path / "x"))
    path = tmp_path / "artifact"
    vector = struct.pack(f"<{SIZE}f", *[0.1] * SIZE)
    tracemalloc.start()
    try:
        for first in range(0, count, 100):
            store.add({key: key + vector[16:] for key in keys[first : first + 100]})
        again = vectors.UnfinishedVectors(str(tmp_path / "x"))
        again.load()
        with path.open("wb") as handle:
            vectors.write_vectors(handle, form, [{"id": 1}] * count, again.read(keys), again.size)
        found = sum(1 for _each in vectors.read_vectors(str(path), form, SIZE))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == len(again) == count and again.size == SIZE
    assert path.stat().st_size > count * SIZE * 4
    # Keys and offsets, and some vectors at a time.
    assert peak < 12 * 1024 * 1024 and (form != "npy" or peak < path.stat().st_size / 10)


def test_vectors_of_another_length_replace_the_former(tmp_path: Path) -> None:
    store = vectors.UnfinishedVectors(str(tmp_path / "x"))
    store.add({b"a" * 16: b"1" * 8, b"b" * 16: b"2" * 8})
    store.add({b"c" * 16: b"3" * 12})
    assert b"a" * 16 not in store and store.size == 3
    again = vectors.UnfinishedVectors(str(tmp_path / "x"))
    again.load()
    assert list(again.read([b"c" * 16])) == [b"3" * 12] and len(again) == 1


# --- together ----------------------------------------------------------------------------------------------------------


def collected(work: t.Callable[[int], int], items: list[int], most: int) -> list[tuple[int, int]]:
    """Return the results before the expected failure."""
    made: list[tuple[int, int]] = []
    with pytest.raises(InvalidArgument):
        for each in run_concurrently(work, items, most):
            made.append(each)
    return made


def test_together_begins_nothing_after_a_failure() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 1:
            raise InvalidArgument("no")
        return number * 10

    assert collected(work, [0, 1, 2, 3], 1) == [(0, 0)] and begun == [0, 1]


def test_together_finishes_what_is_on_its_way() -> None:
    both = threading.Barrier(2, timeout=10)

    def work(number: int) -> int:
        both.wait()
        if number == 0:
            raise InvalidArgument("no")
        return number * 10

    assert collected(work, [0, 1], 2) == [(1, 10)]


def test_together_tells_which_is_which() -> None:
    assert sorted(run_concurrently(lambda number: -number, [3, 4, 5])) == [(0, -3), (1, -4), (2, -5)]
    assert list(run_concurrently(lambda number: -number, [])) == []
