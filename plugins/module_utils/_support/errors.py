# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Failures, and how a failed task reports them.

Everything below ``_module`` raises :class:`OpenAIError` or a subclass; ``_module`` turns it into one failed result. Nothing else
decides what an error looks like.
"""

from __future__ import annotations

import typing as t
from contextlib import contextmanager


class OpenAIError(Exception):
    """A failure with a remedy.

    :cvar kind: stable code, returned as ``error.kind`` and documented in docs/docsite/rst/errors.rst.
    :param message: what failed and why, one line. :param remedy: what the user can do about it, one line.
    :ivar facts: further return values of the failed task, for example the job that failed.
    """

    kind = "internal_error"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.attempted = ""
        self.done: list[str] = []
        self.facts: dict[str, t.Any] = {}

    def details(self) -> dict[str, t.Any]:
        """Return the machine-readable part, returned by a failed task as ``error``."""
        return {
            "kind": self.kind,
            "message": self.message,
            "remedy": self.remedy,
            "attempted": self.attempted,
            "done": self.done,
        }

    def line(self) -> str:
        """Return one line for ``msg``: what was attempted, what failed, what to do."""
        return self._compose(self.message)

    def _compose(self, text: str) -> str:
        if self.attempted:
            text = f"{self.attempted}: {text}"
        if self.done:
            text += f" (already done: {'; '.join(self.done)})"
        return f"{text.rstrip('.')}. {self.remedy}".strip() if self.remedy else text


class MissingLibrary(OpenAIError):
    """A Python library that the collection needs is not installed."""

    kind = "missing_library"


class InvalidArgument(OpenAIError):
    """The arguments of the task cannot be carried out; found before anything was written."""

    kind = "invalid_argument"


class Ambiguous(InvalidArgument):
    """A name that more than one object has."""

    kind = "ambiguous"


class NotFound(InvalidArgument):
    """A reference to an object that does not exist."""

    kind = "not_found"


class ConnectionFailure(OpenAIError):
    """No usable response: unreachable, timed out, interrupted, or not a server of the API."""

    kind = "connection_error"


class UncertainOutcome(ConnectionFailure):
    """A write was sent and its response was lost, and nothing shows whether it was carried out."""

    kind = "uncertain"


class Locked(OpenAIError):
    """Another process of this control node holds a lock for longer than the task waits."""

    kind = "locked"


class LostResponse(OpenAIError):
    """A create was sent and its response was lost: it may have been carried out.

    :param how: ``error`` (the server returned 5xx), ``cut`` (the connection broke) or ``timeout`` (the server may still be
        processing it); it decides how long to look before another attempt.
    """

    kind = "uncertain"

    def __init__(self, message: str, how: str = "cut") -> None:
        super().__init__(message)
        self.how = how


class StreamInterrupted(OpenAIError):
    """A stream that had begun was interrupted. It is never requested again automatically: its tokens are paid for."""

    kind = "stream_interrupted"


class UnwantedAnswer(OpenAIError):
    """The model answered, and the task does not accept an answer of this kind."""

    kind = "unwanted_answer"


class DeliveryError(OpenAIError):
    """A secret that is shown only once could not be delivered.

    :ivar active_key: id of the key, if it could not be revoked either.
    """

    kind = "delivery_error"
    active_key = ""


class SideEffect(OpenAIError):
    """A write was carried out, and the server changed more than was requested."""

    kind = "side_effect"


class WaitError(OpenAIError):
    """A job failed or did not end in time."""

    kind = "wait_failed"


class ApiError(OpenAIError):
    """The server returned an error.

    :ivar status: HTTP status. :ivar type: the API's error type, for example ``invalid_request_error``.
    :ivar code: the API's error code, for example ``model_not_found``. :ivar param: the request parameter it names.
    :ivar request_id: the server's id of this request, for its support. :ivar call: method and path.
    :ivar endpoint_missing: the server does not have this path at all, as opposed to this object.
    """

    kind = "api_error"

    def __init__(
        self,
        status: int,
        message: str,
        *,
        error_type: str = "",
        code: str = "",
        param: str = "",
        request_id: str = "",
        call: str = "",
        endpoint_missing: bool = False,
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy)
        self.status = status
        self.type = error_type
        self.code = code
        self.param = param
        self.request_id = request_id
        self.call = call
        self.endpoint_missing = endpoint_missing

    def details(self) -> dict[str, t.Any]:
        """Return the details of the failure, with those of the server."""
        return {
            **super().details(),
            "status": self.status,
            "type": self.type,
            "code": self.code,
            "param": self.param,
            "request_id": self.request_id,
            "call": self.call,
        }

    def line(self) -> str:
        """Return one line, with status, code and request id."""
        facts = [f"HTTP {self.status}"]
        facts += [str(fact) for fact in (self.type, self.code) if fact]
        if self.param:
            facts.append(f"param {self.param}")
        if self.request_id:
            facts.append(f"request {self.request_id}")
        return self._compose(f"{self.message.rstrip('.')} ({', '.join(facts)})")

    @property
    def absent(self) -> bool:
        """True if the server has the path and the object does not exist."""
        return self.status == 404 and not self.endpoint_missing


@contextmanager
def keep_done(done: list[str]) -> t.Iterator[None]:
    """Add to any error that leaves the block what was already done before it."""
    try:
        yield
    except OpenAIError as error:
        error.done = [*done, *error.done]
        raise
