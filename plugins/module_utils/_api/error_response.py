# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Failed exchanges: the server's error responses and connection errors, as exceptions with a remedy."""

from __future__ import annotations

import json
import re
import typing as t

from .._support.errors import ApiError, ConnectionFailure, InvalidArgument, LostResponse, OpenAIError
from .._support.masking import mask_text
from .connection import ADMIN, Connection
from .request import Request
from .response import CHECK_BASE_URL, request_id_of
from .session import http, origin

MAX_ERROR = 1024 * 1024
"""Largest number of bytes of an error response that are read."""

STREAM_REMEDY = "The part that was received is discarded. Run the task again to send the request again."

_UNKNOWN_URL_CODES = ("unknown_url", "route_not_found")
_UNKNOWN_URL_MESSAGES = ("Invalid URL", "Unknown path")


class ErrorResponses:
    """Converts the error responses of one server to exceptions.

    :param plugin: name of the module or plugin, for messages.
    """

    def __init__(self, connection: Connection, plugin: str) -> None:
        self.connection = connection
        self.plugin = plugin

    def error(self, request: Request, response: t.Any) -> ApiError:
        """Return the exception for a response with an error status."""
        # Masked before anything is cut off: the beginning of a key would not be recognized.
        raw = self._mask_bytes(next(response.iter_content(MAX_ERROR), b""))
        status = response.status_code
        body = _json_or_none(raw)
        details = _error_object(body)
        in_api_format = details is not None
        if details is None:
            details = {"message": _plain_message(body, raw) or response.reason}
        message = self.mask(" ".join(str(details.get("message") or "no message").split()))
        code = str(details.get("code") or "")
        endpoint_missing = _is_endpoint_missing(request, status, code, message, in_api_format)
        if endpoint_missing:
            message = f"this server has no {request.operation}"
            remedy = self._endpoint_remedy(raw)
        else:
            remedy = self._remedy(request, status, code)
        return ApiError(
            status,
            message,
            error_type=str(details.get("type") or ""),
            code=code,
            param=str(details.get("param") or ""),
            request_id=request_id_of(response),
            call=request.operation,
            endpoint_missing=endpoint_missing,
            remedy=remedy,
        )

    def stream_error(self, request: Request, event: t.Any) -> ApiError | None:
        """Return the exception for an event that reports an error, or None for any other event."""
        if not isinstance(event, dict):
            return None
        error = event.get("error") if "object" not in event else None
        if event.get("type") == "error":
            error = error or event
        if not isinstance(error, dict) or "message" not in error:
            return None
        return ApiError(
            200,
            self.mask(str(error["message"])),
            error_type=str(error.get("type") or ""),
            code=str(error.get("code") or ""),
            param=str(error.get("param") or ""),
            call=request.operation,
            remedy=STREAM_REMEDY,
        )

    def mask(self, message: str) -> str:
        """Return a message with the secrets of the connection masked."""
        return mask_text(message, self.connection.secrets())

    def _mask_bytes(self, raw: bytes) -> bytes:
        return self.mask(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _endpoint_remedy(self, raw: bytes) -> str:
        is_html = raw.lstrip()[:1] == b"<"
        if is_html or self.connection.is_openai:
            return CHECK_BASE_URL
        return "Check base_url, or use a server that supports this operation."

    def _remedy(self, request: Request, status: int, code: str) -> str:
        option, kind = ("admin_key", "an admin key") if request.key == ADMIN else ("api_key", "a project key")
        if status == 401:
            return f"{self.plugin} requires {kind} of this organization. Check {option} and, if set, organization_id."
        if status == 403:
            return (
                f"{self.plugin} requires {kind} with the scope named above, of an owner or member with this permission."
            )
        if code == "insufficient_quota":
            return "Add credit or raise the spend limit. A retry does not help."
        if code == "model_not_found":
            return "List the models that this key may use with fjcorp.openai.openai_model_info."
        return ""


def connection_error(request: Request, error: Exception, base_url: str) -> OpenAIError:
    """Return the exception for an exchange without a usable response, if the request may be sent again.

    :raises OpenAIError: it must not be sent again.
    """
    text = reason(error)
    if isinstance(error, http().exceptions.SSLError) and "certificate" in text.lower():
        raise ConnectionFailure(
            f"could not verify the server's certificate: {text}", "Set ca_path to the CA that signed it."
        ) from error
    if isinstance(error, http().exceptions.InvalidURL):
        raise InvalidArgument(f"could not send the request: {text}", "Check base_url.") from error
    if request.creates and not _never_sent(error):
        timed_out = isinstance(error, http().exceptions.ReadTimeout)
        raise LostResponse(text, "timeout" if timed_out else "cut") from error
    return ConnectionFailure(f"no response from {origin(request.address or base_url)}: {text}")


def reason(error: BaseException) -> str:
    """Return the innermost message of a chain of wrapped connection errors, without object addresses."""
    inner: t.Any = error
    for _depth in range(8):
        following = getattr(inner, "reason", None) or next(
            (each for each in inner.args if isinstance(each, BaseException)), None
        )
        if not isinstance(following, BaseException):
            break
        inner = following
    text = str(inner) or type(inner).__name__
    return re.sub(r"<[^>]*>:? ?|\([^()]*object at 0x[^()]*\)", "", text).strip() or type(inner).__name__


def _json_or_none(raw: bytes) -> t.Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _error_object(body: t.Any) -> dict[str, t.Any] | None:
    """Return the error object of a response in the format of the API or of older compatible servers."""
    if not isinstance(body, dict):
        return None
    error = body if body.get("object") == "error" else body.get("error")
    return error if isinstance(error, dict) else None


def _plain_message(body: t.Any, raw: bytes) -> str:
    """Return the message of an error response in another format; empty for an HTML page."""
    if isinstance(body, dict):
        message = body.get("error") if isinstance(body.get("error"), str) else ""
        message = message or body.get("message") or body.get("detail")
        if message:
            return str(message)
    return "" if raw[:1] == b"<" else raw[:200].decode("utf-8", "replace").strip()


def _is_endpoint_missing(request: Request, status: int, code: str, message: str, in_api_format: bool) -> bool:
    """Return whether the server does not have the endpoint, as opposed to the object."""
    if status in (405, 501):
        return True
    if status != 404:
        return False
    # A list without parents exists, if only empty, on every server that has the endpoint.
    is_top_level_list = request.lists and "{" not in request.template
    is_unknown_url = code in _UNKNOWN_URL_CODES or message.startswith(_UNKNOWN_URL_MESSAGES)
    return not in_api_format or is_top_level_list or is_unknown_url


def _never_sent(error: BaseException) -> bool:
    """Return whether the request certainly did not reach the server: the connection itself failed."""
    never = (http().exceptions.ConnectTimeout, http().exceptions.ProxyError, http().exceptions.SSLError)
    if isinstance(error, never):
        return True
    inner: t.Any = error.args[0] if error.args else None
    cause = getattr(inner, "reason", inner)
    return type(cause).__name__ in ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")
