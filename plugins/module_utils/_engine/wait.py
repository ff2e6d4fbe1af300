# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Waiting until an object has ended."""

from __future__ import annotations

import time
import typing as t

from .._support.errors import InvalidArgument, WaitError
from .._support.types import Object
from .context import TaskContext
from .fields import Field

WAIT_FIELDS = (
    Field("wait", "bool", default=False, request_name="", response_name=""),
    Field("wait_timeout", "float", default=3600.0, min=0, request_name="", response_name=""),
    Field("wait_interval", "float", default=10.0, request_name="", response_name=""),
)
"""The options of what can be waited for, in seconds."""


def wait_for(
    context: TaskContext, what: str, current: Object, look: t.Callable[[], Object], ended: t.Callable[[Object], bool]
) -> Object:
    """Poll an object every ``wait_interval`` seconds until it has ended.

    :param what: the object in messages. :param current: its latest state. :param look: reads it.
    :raises WaitError: it did not end in time; it continues on the server.
    """
    interval = float(context.param("wait_interval"))
    if interval < 0.05:
        raise InvalidArgument(
            f"wait_interval must be at least 0.05, got {interval:g}",
            "Set wait_interval to the seconds between two polls, for example 10.",
        )
    limit = float(context.param("wait_timeout"))
    deadline = time.monotonic() + limit
    while not ended(current):
        left = deadline - time.monotonic()
        if left <= 0:
            error = WaitError(
                f"{what} has not ended after {limit:g} s (status {current.get('status')})",
                "It continues on the server: run the task again to wait for it, or raise wait_timeout.",
            )
            error.facts = {what.split()[0]: current}
            raise error
        time.sleep(min(interval, left))
        current = look()
    return current
