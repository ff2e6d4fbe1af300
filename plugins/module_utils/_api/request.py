# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Requests to the API and how they are written: path, query and JSON body."""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from .._support.errors import InvalidArgument
from .connection import PROJECT

_PLACEHOLDER = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class CallRecord:
    """One HTTP exchange as ``-vvv`` shows it: without keys, query and bodies.

    :param url: URL of the request without its query.
    """

    method: str
    template: str
    status: int
    ms: int
    request_id: str
    attempt: int
    url: str = ""

    def line(self) -> str:
        """Return the record as one line."""
        outcome = str(self.status) if self.status else "no response"
        more = "".join(f" {fact}" for fact in (self.request_id, self.url) if fact)
        return f"openai: {self.method} {self.template} {outcome} {self.ms} ms attempt {self.attempt}{more}"


@dataclass(frozen=True)
class Request:
    """One request, without keys, retries and pagination.

    :param template: path with placeholders, for example ``/files/{file_id}``; it identifies the operation.
    :param ids: values of the placeholders; each is escaped.
    :param query: query parameters; a list is sent as ``name[]=v``, a dictionary as ``name[key]=v``.
    :param body: JSON body.
    :param form: returns a new streaming body and its headers for each attempt (uploads).
    :param creates: sending it twice creates two objects; a lost response raises :class:`LostResponse` instead of a retry.
    :param lists: requests a list.
    :param charged: it costs money, so that it is sent at most once more if its response is lost.
    :param returns: fields that a successful response contains; None if any content is a success.
    :param may_be_unset: HTTP 404 is the answer of a setting that is not set, also below an object that was just created.
    :param address: absolute URL to request instead of the API, without keys and headers; see :meth:`Client.fetch`.
    """

    method: str
    template: str
    ids: t.Mapping[str, str] = field(default_factory=dict)
    query: t.Mapping[str, t.Any] = field(default_factory=dict)
    body: t.Any = None
    form: t.Callable[[], tuple[t.Any, dict[str, str]]] | None = None
    creates: bool = False
    key: str = PROJECT
    headers: t.Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    lists: bool = False
    may_be_unset: bool = False
    charged: bool = False
    returns: tuple[str, ...] | None = None
    address: str = ""

    @property
    def operation(self) -> str:
        """Method and path template, as messages name the request."""
        return f"{self.method} {self.template}"

    def path(self) -> str:
        """Return the path with its ids."""
        return _PLACEHOLDER.sub(
            lambda match: escape_id(match.group(1), self.ids.get(match.group(1), "")), self.template
        )


def accepting(request: Request, media_types: str) -> Request:
    """Return a request whose answer is not JSON.

    :param media_types: value of the header ``Accept``.
    """
    return replace(request, headers={"Accept": media_types, **request.headers})


def escape_id(name: str, value: t.Any) -> str:
    """Return an id as one segment of a path.

    :raises InvalidArgument: the value is empty or would change the path.
    """
    text = str(value if value is not None else "")
    if text.strip() in ("", ".", ".."):
        raise InvalidArgument(f"{name} must be an id, got {text!r}", f"Set {name} to the id of an existing object.")
    return quote(text, safe="")


def flat_query(query: t.Mapping[str, t.Any]) -> list[tuple[str, str]]:
    """Return query parameters as pairs, with lists and dictionaries in the notation of the API."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is None:
            continue
        if isinstance(value, t.Mapping):
            pairs += [(f"{name}[{key}]", _text(item)) for key, item in value.items() if item is not None]
        elif isinstance(value, (list, tuple)):
            pairs += [(f"{name}[]", _text(item)) for item in value]
        else:
            pairs.append((name, _text(value)))
    return pairs


def json_body(body: t.Any) -> bytes:
    """Return a request body as JSON.

    :raises InvalidArgument: it contains a value that JSON does not have.
    """
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise InvalidArgument(
            f"the request cannot be converted to JSON: {error}", "Use only strings, numbers, lists and dictionaries."
        ) from error


def _text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
