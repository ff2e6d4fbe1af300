# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The words of error responses, in the format of the API and in those of other servers."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field

MAX_WORDS = 2000
"""Largest number of characters of a server's message that are shown."""

_MESSAGES = ("message", "title", "detail", "error_description", "msg", "reason", "errors")
_UNKNOWN_URL_CODES = ("unknown_url", "route_not_found")
_UNKNOWN_URL_MESSAGES = ("Invalid URL", "Unknown path")
_NO_ROUTE: tuple[dict[str, str], ...] = ({"detail": "Not Found"}, {"message": "no Route matched with those values"})
"""Bodies that the routers of widely used servers return for a path that they do not have."""


@dataclass(frozen=True)
class ErrorWords:
    """The content of an error response. All values are empty if the server returned none.

    :ivar is_json: the body is JSON with a content. :ivar no_route: the body says that the server does not have the path.
    :ivar innererror: the cause that Azure adds.
    """

    message: str = ""
    type: str = ""
    code: str = ""
    param: str = ""
    innererror: dict[str, t.Any] = field(default_factory=dict)
    is_json: bool = False
    no_route: bool = False


def error_words(body: t.Any, raw: bytes) -> ErrorWords:
    """Return the content of an error response.

    :param body: its JSON, or None. :param raw: its bytes.
    """
    if body is None:
        return ErrorWords(_text(_plain(raw)))
    error = _error_object(body)
    inner = error.get("innererror") or error.get("inner_error")
    inner = inner if isinstance(inner, dict) else {}
    message = _message(error) or _message(body)
    cause = ": ".join(str(part) for part in (inner.get("code"), _message(inner)) if part)
    if not message and all(value is None for value in error.values()):
        message = "no message"
    message = message or _compact(error)
    if cause and cause not in message:
        message = f"{message.rstrip('.')} ({cause})"
    code, message = _fact(error.get("code")), _text(message)
    no_route = body in _NO_ROUTE or code in _UNKNOWN_URL_CODES or message.startswith(_UNKNOWN_URL_MESSAGES)
    return ErrorWords(
        message, _fact(error.get("type")), code, _fact(error.get("param")), inner, is_json=True, no_route=no_route
    )


def _error_object(body: t.Any) -> dict[str, t.Any]:
    """Return the part of a response that describes the error."""
    while True:
        inner = body[0] if isinstance(body, list) and body else None
        if isinstance(body, dict):
            inner = next((body[name] for name in ("error", "detail") if isinstance(body.get(name), dict)), None)
        if inner is None:
            return body if isinstance(body, dict) else {"message": body or None}
        body = inner


def _message(error: t.Any) -> str:
    """Return the sentence of an error in any form."""
    if isinstance(error, str):
        return error
    if isinstance(error, list):
        # The errors of a validation, each with the place that it is about.
        return "; ".join(filter(None, map(_message, error)))
    if not isinstance(error, dict):
        return "" if error is None else str(error)
    texts = [_message(error.get(name)) for name in _MESSAGES if error.get(name)]
    if isinstance(error.get("error"), (str, list)):
        texts.insert(0, _message(error["error"]))
    place = error.get("loc")
    if texts and isinstance(place, list):
        return f"{'.'.join(map(str, place))}: {texts[0]}"
    return ": ".join(dict.fromkeys(text for text in texts if text))


def _compact(value: t.Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _plain(raw: bytes) -> str:
    """Return the text of a body that is not JSON; empty for an HTML page."""
    return "" if raw.lstrip()[:1] == b"<" else raw[: 4 * MAX_WORDS].decode("utf-8", "replace")


def _text(message: str) -> str:
    words = " ".join(message.split())
    return words if len(words) <= MAX_WORDS else f"{words[:MAX_WORDS]}..."


def _fact(value: t.Any) -> str:
    return "" if value is None else _text(_compact(value) if isinstance(value, (dict, list)) else str(value))
