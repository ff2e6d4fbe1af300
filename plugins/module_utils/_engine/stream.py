# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Display of a streamed answer, line by line."""

from __future__ import annotations

import typing as t

from .._api.request import Request
from .._api.response import WholeAnswer
from .._support.types import Object
from .context import TaskContext

WIDTH = 76
"""Characters of a line: terminals are given whole lines only, so that forks do not mix theirs."""


def streamed(
    context: TaskContext,
    request: Request,
    text_of: t.Callable[[Object], str],
    ends: bool = False,
    sink: t.BinaryIO | None = None,
) -> t.Iterator[Object]:
    """Yield the events of a streamed answer, and display their text as it arrives.

    The only event may be a :class:`WholeAnswer`, see :meth:`Client.events`.

    :param text_of: the text of one event. :param ends: see :meth:`Client.events`, also for ``sink``.
    """
    line = ""
    try:
        for event in context.client.events(request, ends, sink):
            if isinstance(event, WholeAnswer):
                yield event
                return
            line += text_of(event)
            *full, line = _lines(line)
            for each in full:
                context.stream_line(each)
            yield event
    finally:
        if line:
            context.stream_line(line)


def no_text(dummy: Object) -> str:
    """Return the text of an event that has none, such as a part of an image."""
    return ""


def _lines(text: str) -> list[str]:
    """Split a text into lines of moderate width; the last may still grow."""
    lines = text.split("\n")
    while len(lines[-1]) > WIDTH and " " in lines[-1].strip():
        at = lines[-1].rfind(" ", 1, WIDTH + 1)
        at = at if at > 0 else lines[-1].find(" ", 1)
        if at < 0:
            break
        lines[-1:] = [lines[-1][:at], lines[-1][at + 1 :]]
    return lines
