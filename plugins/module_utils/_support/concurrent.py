# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Concurrent requests."""

from __future__ import annotations

import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor, as_completed

PARALLEL = 4
"""Default number of concurrent requests."""

MAX_CONCURRENT = 64
"""Largest number of concurrent requests, and of connections that a process keeps open to a server."""

Item = t.TypeVar("Item")
Result = t.TypeVar("Result")


def run_concurrently(
    function: t.Callable[[Item], Result], items: t.Sequence[Item], most: int = PARALLEL
) -> t.Iterator[tuple[int, Result]]:
    """Call a function for each item concurrently and yield the results as they arrive, with the index of the item.

    After a failure no other call is started. Calls in progress are completed and yielded, because their requests are
    charged, and then the first failure is raised.

    :param most: largest number of concurrent calls.
    """
    if len(items) == 1:
        yield 0, function(items[0])
        return
    failed = threading.Event()

    def one(item: Item) -> list[Result]:
        if failed.is_set():
            return []
        try:
            return [function(item)]
        except BaseException:
            failed.set()
            raise

    failure: BaseException | None = None
    with ThreadPoolExecutor(min(most, MAX_CONCURRENT)) as pool:
        indexes = {pool.submit(one, item): index for index, item in enumerate(items)}
        try:
            for each in as_completed(indexes):
                error = each.exception()
                if error is not None:
                    failure = failure or error
                    continue
                for result in each.result():
                    yield indexes[each], result
        finally:
            # If the caller stops iterating, no other call is started.
            failed.set()
    if failure is not None:
        raise failure
