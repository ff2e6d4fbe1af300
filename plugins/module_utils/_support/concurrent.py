# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Several requests on their way at once."""

from __future__ import annotations

import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed

PARALLEL = 4
"""Requests on their way at once, where nothing else is said."""

Item = t.TypeVar("Item")
Made = t.TypeVar("Made")


def run_concurrently(
    work: t.Callable[[Item], Made], items: t.Sequence[Item], most: int = PARALLEL
) -> t.Iterator[tuple[int, Made]]:
    """What some work makes of each item, with the item's number, as it comes.

    When one fails, no other is begun; those on their way are still finished and given, as they are paid for, and then
    the first failure is raised.
    """
    if len(items) == 1:
        yield 0, work(items[0])
        return
    failed = threading.Event()

    def one(item: Item) -> list[Made]:
        if failed.is_set():
            return []
        try:
            return [work(item)]
        except BaseException:
            failed.set()
            raise

    failure: BaseException | None = None
    with ThreadPoolExecutor(most) as pool:
        numbers = {pool.submit(one, item): number for number, item in enumerate(items)}
        try:
            for each in as_completed(numbers):
                error = each.exception()
                if error is not None:
                    failure = failure or error
                    continue
                for made in each.result():
                    yield numbers[each], made
        finally:
            # Whoever asks no more wants no more to begin.
            failed.set()
    if failure is not None:
        raise failure
