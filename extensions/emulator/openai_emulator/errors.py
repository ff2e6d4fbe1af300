# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Error shape of the API, and errors that several routes share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


class ApiError(Exception):
    """Response of the form ``{"error": {message, type, param, code}}``."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the response."""
        return {"error": {"message": self.message, "type": self.type, "param": self.param, "code": self.code}}


def bad_request(message: str, *, param: str | None = None, code: str | None = None) -> ApiError:
    """Return an error with status 400."""
    return ApiError(400, message, param=param, code=code)


def not_found(message: str, *, param: str | None = None, code: str | None = None) -> ApiError:
    """Return an error with status 404."""
    return ApiError(404, message, param=param, code=code)


# --- what is wrong with a parameter -----------------------------------------------------------------------------------


def type_name(value: Any) -> str:
    """Return a JSON type as the API names it in its messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a decimal"
    if isinstance(value, str):
        return "a string"
    return "an array" if isinstance(value, list) else "an object"


def wrong_type(path: str, expected: str, value: Any) -> ApiError:
    """The value has another JSON type than the parameter."""
    return bad_request(
        f"Invalid type for '{path}': expected {expected}, but got {type_name(value)} instead.",
        param=path,
        code="invalid_type",
    )


def wrong_value(path: str, value: Any, choices: Sequence[Any]) -> ApiError:
    """The value is not one of those that are supported."""
    quoted = [f"'{choice}'" for choice in choices]
    names = quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + (f", and {quoted[-1]}")
    shown = value if isinstance(value, str) else json.dumps(value)
    return bad_request(
        f"Invalid value: '{shown}'. Supported values are: {names}.", param=path or None, code="invalid_value"
    )


def missing(path: str) -> ApiError:
    """A required parameter was not sent."""
    return bad_request(f"Missing required parameter: '{path}'.", param=path, code="missing_required_parameter")


def unknown(path: str) -> ApiError:
    """A parameter that does not exist was sent."""
    return bad_request(f"Unknown parameter: '{path}'.", param=path, code="unknown_parameter")


def too_long(path: str, value: str, maximum: int) -> ApiError:
    """A string has more characters than the parameter may have."""
    return bad_request(
        f"Invalid '{path}': string too long. Expected a string with maximum length {maximum}, but got a string with "
        f"length {len(value)} instead.",
        param=path,
        code="string_above_max_length",
    )


def duplicate(path: str) -> ApiError:
    """A parameter was sent twice."""
    return bad_request(f"Duplicate parameter: '{path}'.", param=path, code="duplicate_parameter")


# --- by status --------------------------------------------------------------------------------------------------------

DEFAULT_STATUS_ERRORS: dict[int, tuple[str, str, str | None]] = {
    400: ("invalid_request_error", "The request could not be understood.", None),
    401: ("invalid_request_error", "Incorrect API key provided.", "invalid_api_key"),
    403: ("invalid_request_error", "You have insufficient permissions for this operation.", None),
    404: ("invalid_request_error", "Not found.", None),
    409: ("invalid_request_error", "The resource was modified by another request. Please retry.", "conflict"),
    429: ("requests", "Rate limit reached for requests. Please try again later.", "rate_limit_exceeded"),
    500: ("server_error", "The server had an error while processing your request. Sorry about that!", None),
    502: ("server_error", "Bad gateway.", None),
    503: ("server_error", "The engine is currently overloaded, please try again later.", None),
    504: ("server_error", "The server timed out.", None),
}


def error_for_status(status: int) -> ApiError:
    """Return the default error of a status."""
    kind, message, code = DEFAULT_STATUS_ERRORS.get(status, ("server_error", f"HTTP status {status}.", None))
    return ApiError(status, message, type=kind, code=code)
