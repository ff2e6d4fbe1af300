# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""What can go wrong, and how a failed task tells it.

Everything below the entry raises :class:`OpenAIError` or one of its children; the entry turns it into one
``fail`` result. Nothing else in the collection decides how an error looks.
"""

from __future__ import annotations

import typing as t


class OpenAIError(Exception):
    """A failure with a remedy.

    :param message: what happened, one line.
    :param remedy: what the user can do about it, one line.
    :ivar facts: what the failed task returns beside, for example the job that failed.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.attempted = ""
        self.done: list[str] = []
        self.facts: dict[str, t.Any] = {}

    def details(self) -> dict[str, t.Any]:
        """The machine-readable part, returned by a failed task under ``error``."""
        return {
            "kind": type(self).__name__,
            "message": self.message,
            "remedy": self.remedy,
            "attempted": self.attempted,
            "done": self.done,
        }

    def line(self) -> str:
        """One line for ``msg``: what was attempted, what happened, what to do."""
        text = f"{self.attempted}: {self.message}" if self.attempted else self.message
        if self.done:
            text += f" (already done: {'; '.join(self.done)})"
        return f"{text.rstrip('.')}. {self.remedy}".strip() if self.remedy else text


class InvalidArgument(OpenAIError):
    """The task's arguments cannot be carried out; found before anything was written."""


class Ambiguous(InvalidArgument):
    """A human name that more than one object carries."""


class NotFound(InvalidArgument):
    """A reference to something that does not exist."""


class ConnectionFailure(OpenAIError):
    """No usable answer came: unreachable, timed out, cut off, or not the API at all."""


class LostResponse(OpenAIError):
    """A create was sent and its answer lost: it may have happened.

    :param how: ``error`` (the server said 5xx), ``cut`` (the connection broke) or ``timeout`` (the server may be
        at work still); it decides how long to look before trying again.
    """

    def __init__(self, message: str, how: str = "cut") -> None:
        super().__init__(message)
        self.how = how


class StreamInterrupted(OpenAIError):
    """A stream that had begun broke off: never asked for again by itself, as its words are paid for and were shown."""


class UnwantedAnswer(OpenAIError):
    """The model answered, and the task said that it does not want an answer of this kind."""


class DeliveryError(OpenAIError):
    """A secret that is shown only once could not be written where it was wanted."""


class SideEffect(OpenAIError):
    """A write was carried out, and the server did more than it was asked for."""


class WaitError(OpenAIError):
    """A job ended badly or not in time."""


class ApiError(OpenAIError):
    """The server answered with an error.

    :ivar status: HTTP status.
    :ivar type: the API's error type, for example ``invalid_request_error``.
    :ivar code: the API's error code, for example ``model_not_found``.
    :ivar param: the request parameter it complains of.
    :ivar request_id: the server's id of this request, to quote to its support.
    :ivar endpoint_missing: the server does not know this path at all, as opposed to this object.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "",
        code: str = "",
        param: str = "",
        request_id: str = "",
        call: str = "",
        endpoint_missing: bool = False,
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy)
        self.status = status
        self.type = kind
        self.code = code
        self.param = param
        self.request_id = request_id
        self.call = call
        self.endpoint_missing = endpoint_missing

    def details(self) -> dict[str, t.Any]:
        """As the parent's, with all that the server said."""
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
        """One line, with status, code and request id."""
        facts = [f"HTTP {self.status}"]
        facts += [str(fact) for fact in (self.type, self.code) if fact]
        if self.param:
            facts.append(f"param {self.param}")
        if self.request_id:
            facts.append(f"request {self.request_id}")
        text = f"{self.message.rstrip('.')} ({', '.join(facts)})"
        if self.attempted:
            text = f"{self.attempted}: {text}"
        if self.done:
            text += f" (already done: {'; '.join(self.done)})"
        return f"{text}. {self.remedy}" if self.remedy else text

    @property
    def absent(self) -> bool:
        """The path is known and the object is not there."""
        return self.status == 404 and not self.endpoint_missing
