# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Failed exchanges: the server's error responses and connection errors, as exceptions with a remedy."""

from __future__ import annotations

import re
import typing as t

from .._support.errors import ApiError, ConnectionFailure, InvalidArgument, LostResponse, OpenAIError
from .._support.files import CHUNK
from .._support.masking import mask_text
from .connection import ADMIN, Connection
from .error_words import error_words
from .json_text import parse_json
from .request import Request
from .response import CHECK_BASE_URL, check_length, request_id_of
from .session import http

MAX_ERROR = 1024 * 1024
"""Largest number of bytes of an error response that are read."""

STREAM_REMEDY = "The part that was received is discarded. Run the task again to send the request again."

_PERMISSION = r"[\w*-]+(?:\.[\w*-]+)+"
_PERMISSIONS = re.compile(rf"(?i:scopes?|permissions?):?\s+({_PERMISSION}(?:,\s*{_PERMISSION})*)")
"""Permissions that a key lacks, in a message of the API."""


class ErrorResponses:
    """Converts the error responses of one server to exceptions.

    :param plugin: name of the module or plugin, for messages.
    """

    def __init__(self, connection: Connection, plugin: str) -> None:
        self.connection = connection
        self.plugin = plugin

    def error(self, request: Request, response: t.Any, url: str) -> ApiError:
        """Return the exception for a response with an error status.

        :param url: URL of the request, to be shown.
        :raises requests.RequestException: the response was not received completely.
        """
        # Masked before anything is cut off: the beginning of a key would not be recognized.
        raw, body = _read_error(response, self._mask_bytes)
        status = response.status_code
        words = error_words(body, raw)
        message = self.mask(words.message or response.reason or "no message")
        endpoint_missing = status in (405, 501) or (status == 404 and (words.no_route or not words.is_json))
        if endpoint_missing:
            message = f"this server has no {request.operation}: {message}"
            remedy = self._endpoint_remedy(raw)
        else:
            remedy = self._remedy(request, status, words.code, message)
        return ApiError(
            status,
            message,
            error_type=words.type,
            code=self.mask(words.code),
            param=self.mask(words.param),
            innererror=words.innererror,
            request_id=request_id_of(response),
            call=request.operation,
            url=self.mask(url),
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

    def _remedy(self, request: Request, status: int, code: str, message: str) -> str:
        if status in (401, 403):
            return self._access_remedy(request, status, message)
        if status == 404 and request.lists and "{" not in request.template:
            # A list without parents exists, if only empty, on every server that has the endpoint.
            return "Check base_url, or use a server that supports this operation."
        if code == "insufficient_quota":
            return "Add credit or raise the spend limit. A retry does not help."
        if code == "model_not_found":
            return "List the models that this key may use with fjcorp.openai.openai_model_info."
        return ""

    def _access_remedy(self, request: Request, status: int, message: str) -> str:
        is_admin = request.key == ADMIN
        option, kind = ("admin_key", "an admin key (sk-admin-...)") if is_admin else ("api_key", "a project key")
        named = _PERMISSIONS.search(message)
        if status == 401:
            remedy = f"{self.plugin} requires {kind} of this organization. Check {option} and, if set, organization_id."
        elif named:
            remedy = (
                f"{self.plugin} requires {kind} with the permission {named.group(1)}, of an owner or member who has it."
            )
        else:
            remedy = f"{self.plugin} requires {kind}, of an owner or member with the permission for this request."
        if self.connection.is_openai:
            return remedy
        header = self.connection.auth_header
        return f"{remedy} The key was sent in the header {header}; set auth_header if this server expects another, such as api-key."


def connection_error(request: Request, error: Exception, url: str) -> OpenAIError:
    """Return the exception for an exchange without a usable response, if the request may be sent again.

    :param url: URL of the request, to be shown.
    :raises OpenAIError: it must not be sent again.
    """
    text = reason(error)
    if isinstance(error, http().exceptions.SSLError) and "certificate" in text.lower():
        raise ConnectionFailure(
            f"could not verify the server's certificate: {text}", "Set ca_path to the CA that signed it."
        ) from error
    if isinstance(error, http().exceptions.InvalidURL):
        raise InvalidArgument(f"could not send the request: {text}", "Check base_url.") from error
    if request.creates and not never_sent(error):
        timed_out = isinstance(error, http().exceptions.ReadTimeout)
        raise LostResponse(text, "timeout" if timed_out else "cut") from error
    return ConnectionFailure(f"no response from {url}: {text}")


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


def _read_error(response: t.Any, mask: t.Callable[[bytes], bytes]) -> tuple[bytes, t.Any]:
    """Return the body of an error response, and its JSON or None.

    :param mask: masks the secrets in a body.
    :raises requests.RequestException: it is shorter than announced, or is announced as JSON and is not.
    """
    raw = bytearray()
    for piece in response.iter_content(CHUNK):
        raw += piece
        if len(raw) >= MAX_ERROR:
            # The rest is not read, so the length is not known.
            return mask(bytes(raw[:MAX_ERROR])), None
    check_length(response, len(raw))
    masked = mask(bytes(raw))
    try:
        return masked, parse_json(masked)
    except ValueError:
        is_json = "json" in response.headers.get("content-type", "")
        if is_json and raw.strip() and raw.lstrip()[:1] != b"<":
            raise http().exceptions.ChunkedEncodingError("the JSON of the response is incomplete") from None
        return masked, None


def never_sent(error: BaseException) -> bool:
    """Return whether the request certainly did not reach the server: the connection itself failed."""
    never = (http().exceptions.ConnectTimeout, http().exceptions.ProxyError, http().exceptions.SSLError)
    if isinstance(error, never):
        return True
    inner: t.Any = error.args[0] if error.args else None
    cause = getattr(inner, "reason", inner)
    return type(cause).__name__ in ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")
