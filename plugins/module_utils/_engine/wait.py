# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Waiting for something to end."""

from __future__ import annotations

import time
import typing as t

from .._support.errors import InvalidArgument, WaitError
from .._support.types import Object
from .context import TaskContext
from .spec import Field

WAIT_FIELDS = (
    Field("wait", "bool", default=False, sent_as="", read_as=""),
    Field("wait_timeout", "float", default=3600.0, least=0, sent_as="", read_as=""),
    Field("wait_interval", "float", default=10.0, sent_as="", read_as=""),
)
"""The options of everything that can be waited for; seconds."""


def wait_for(
    run: TaskContext, what: str, thing: Object, look: t.Callable[[], Object], ended: t.Callable[[Object], bool]
) -> Object:
    """Look at an object every ``wait_interval`` until it has ended.

    :param what: the object in a sentence. :param thing: it as it was just seen. :param look: reads it afresh.
    :raises WaitFailed: it did not end in time; it goes on at the server.
    """
    interval = float(run.param("wait_interval"))
    if interval < 0.05:
        raise InvalidArgument(
            f"wait_interval is {interval:g}", "Set wait_interval to the seconds between two looks, for example 10."
        )
    limit = float(run.param("wait_timeout"))
    deadline = time.monotonic() + limit
    while not ended(thing):
        left = deadline - time.monotonic()
        if left <= 0:
            error = WaitError(
                f"{what} has not ended after {limit:g} s (it is {thing.get('status')})",
                "It goes on: run the task again to wait for it, or raise wait_timeout.",
            )
            error.facts = {what.split()[0]: thing}
            raise error
        time.sleep(min(interval, left))
        thing = look()
    return thing
