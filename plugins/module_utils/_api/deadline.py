# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The time that a response may take.

The timeout of a socket limits the wait for the next bytes, so that a server that sends one byte at a time is never
too slow. A :class:`Deadline` limits the whole response instead: its headers, and each part of its body.
"""

from __future__ import annotations

import io
import socket
import threading
import time
import typing as t
from contextlib import contextmanager
from http.client import HTTPResponse

PART = 256 * 1024
"""Bytes of a body for which the timeout starts again."""

STREAM_FACTOR = 10
"""An event stream and the pages of a list may take this many times the timeout, as long as they make progress."""


class Deadline:
    """The time until which the next progress of one response is due.

    Progress is a part of the body or, after :meth:`stream`, an event.

    :param timeout: seconds between one progress and the next.
    """

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._due = time.monotonic() + timeout
        self._last: float | None = None
        self._received = 0

    def begin(self) -> None:
        """Start the time, when the request has been sent."""
        self._due = time.monotonic() + self.timeout

    def stream(self) -> None:
        """Take events for progress instead of bytes, and limit the time of all events together."""
        self._last = time.monotonic() + STREAM_FACTOR * self.timeout
        self.progress()

    def progress(self) -> None:
        """Start the time again."""
        due = time.monotonic() + self.timeout
        self._due = due if self._last is None else min(due, self._last)

    def received(self, size: int) -> None:
        """Count the bytes of a body."""
        self._received += size
        if self._received >= PART and self._last is None:
            self._received = 0
            self.progress()

    def left(self) -> float:
        """Return the seconds until progress is due.

        :raises socket.timeout: it is overdue.
        """
        left = self._due - time.monotonic()
        if left <= 0:
            # TimeoutError is another class on Python 3.9, which urllib3 does not expect.
            raise socket.timeout("timed out")
        return left

    def explanation(self) -> str:
        """Return why a stream ended early, empty if it was not too slow."""
        now = time.monotonic()
        if self._last is not None and now >= self._last:
            return f"it was not complete after {STREAM_FACTOR * self.timeout:g} s"
        return f"no event for {self.timeout:g} s" if now >= self._due else ""


class _State(threading.local):
    deadline: Deadline | None = None


_current = _State()


@contextmanager
def limited(deadline: Deadline) -> t.Iterator[None]:
    """Apply a deadline to the responses that this thread receives within the block, and to their bodies after it."""
    before, _current.deadline = _current.deadline, deadline
    try:
        yield
    finally:
        _current.deadline = before


class _Limited(io.RawIOBase):
    """The bytes of a socket, until a deadline."""

    def __init__(self, raw: t.Any, sock: t.Any, deadline: Deadline) -> None:
        super().__init__()
        self._raw, self._sock, self._deadline = raw, sock, deadline
        self._timeout = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int | None:
        self._sock.settimeout(self._deadline.left())
        size = t.cast("int | None", self._raw.readinto(buffer))
        self._deadline.received(size or 0)
        return size

    def close(self) -> None:
        if not self.closed:
            # The connection may be used for another request.
            self._sock.settimeout(self._timeout)
            self._raw.close()
        super().close()


class LimitedResponse(HTTPResponse):
    """A response within the deadline of its thread; see :func:`limited`."""

    def __init__(self, sock: t.Any, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(sock, *args, **kwargs)
        if _current.deadline is not None:
            _current.deadline.begin()
            raw = self.fp.detach()
            self.fp = io.BufferedReader(_Limited(raw, sock, _current.deadline))
