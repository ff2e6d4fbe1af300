# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The client of the API: every request of modules, actions, lookups and inventories is sent by it."""

from __future__ import annotations

import time
import typing as t
from urllib.parse import urljoin, urlsplit

from .._support.errors import (
    ApiError,
    ConnectionFailure,
    InvalidArgument,
    InvalidResponse,
    LostResponse,
    StreamInterrupted,
)
from .connection import ADMIN, PROJECT, Connection
from .deadline import Deadline, limited
from .error_response import STREAM_REMEDY, ErrorResponses, connection_error, never_sent, reason
from .json_text import parse_json
from .rate_limiter import RateLimiter
from .request import CallRecord, Request, accepting, flat_query, json_body
from .response import InvalidJson, Response, read_response, request_id_of, save_body, stream_data, whole_answer
from .retry import RetryableFailure, RetryPolicy, retryable
from .session import KeyHeader, http, origin, proxies_for, session, without_query

__all__ = ["CallRecord", "Client", "Request", "Response"]

MAX_REDIRECTS = 5
CONNECT_TIMEOUT = 30.0
"""Largest number of seconds to establish a connection, also if the timeout is longer."""

_REDIRECTS = (301, 302, 303, 307, 308)
_DISPLAY_AFTER = 5.0
"""Seconds from which a wait is displayed."""

Result = t.TypeVar("Result")


class Client:
    """Sends requests to one API with one set of credentials.

    :param plugin: name of the module or plugin, for messages.
    :param display: prints one line of progress for the user.
    :param observe: is called with every HTTP exchange.
    :ivar visible: ids in the paths of requests that succeeded.
    :ivar pause_before_visible: returns the pause before another attempt if an object that a rejected request names is new.
    :ivar last_call: method and URL of the last request that was answered, without its query.
    :ivar paused: seconds for which requests have waited for a slot or for another attempt.
    """

    def __init__(
        self,
        connection: Connection,
        plugin: str = "fjcorp.openai",
        display: t.Callable[[str], None] | None = None,
        observe: t.Callable[[CallRecord], None] | None = None,
    ) -> None:
        self.connection = connection
        self.plugin = plugin
        self.display = display or (lambda line: None)
        self.observe = observe or (lambda record: None)
        self.last_call = ""
        self.paused = 0.0
        self._errors = ErrorResponses(connection, plugin)
        self.visible: set[str] = set()
        self.pause_before_visible: t.Callable[[Request, ApiError], float | None] = lambda request, error: None

    # --- methods of HTTP -------------------------------------------------------------------------------------------

    def get(self, template: str, ids: t.Mapping[str, str] | None = None, *, key: str = PROJECT, **more: t.Any) -> t.Any:
        """Return the body of a GET of one object."""
        return self.send(Request("GET", template, ids or {}, key=key, **{"returns": (), **more})).body

    def post(
        self,
        template: str,
        ids: t.Mapping[str, str] | None = None,
        body: t.Any = None,
        *,
        key: str = PROJECT,
        **more: t.Any,
    ) -> t.Any:
        """Return the object that a POST returns."""
        return self.send(Request("POST", template, ids or {}, body=body, key=key, **{"returns": (), **more})).body

    def delete(self, template: str, ids: t.Mapping[str, str] | None = None, *, key: str = PROJECT) -> t.Any:
        """Return the body of a DELETE, or None if the object did not exist."""
        try:
            return self.send(Request("DELETE", template, ids or {}, key=key)).body
        except ApiError as error:
            if error.absent:
                return None
            raise

    def find(self, template: str, ids: t.Mapping[str, str], *, key: str = PROJECT, **more: t.Any) -> t.Any:
        """Return the body of a GET of one object, or None if the server has the path and not the object."""
        try:
            return self.get(template, ids, key=key, **more)
        except ApiError as error:
            if error.absent:
                return None
            raise

    def send(self, request: Request) -> Response:
        """Send a request with its key, retries and rate limit, and return the response.

        :raises ApiError: the server returned an error.
        :raises ConnectionFailure: no usable response within the timeout.
        :raises InvalidResponse: the response is not what the request returns.
        :raises LostResponse: a create whose outcome is not known.
        """
        return self._send_with_retries(request, lambda response: read_response(response, request.returns))

    def download(self, request: Request, sink: t.BinaryIO) -> int:
        """Write the body of a response to ``sink`` and return its size in bytes.

        An interrupted download starts again from the beginning.
        """
        return self._send_with_retries(accepting(request, "*/*"), lambda response: save_body(response, sink))

    def fetch(self, address: str, sink: t.BinaryIO) -> int:
        """Write the content of an address that a response contains to ``sink`` and return its size in bytes.

        :raises ConnectionFailure: it cannot be downloaded, or the scheme of the address is not allowed.
        """
        scheme = urlsplit(address).scheme
        if scheme not in ("https", urlsplit(self.connection.base_url).scheme):
            raise ConnectionFailure(f"the address in the response must begin with https, got {scheme!r}")
        try:
            return self.download(Request("GET", "(an address of the answer)", address=address), sink)
        except ApiError as error:
            raise ConnectionFailure(
                f"could not download the answer from {origin(address)} (HTTP {error.status})",
                "Such addresses expire after an hour. Run the task again to send the request again.",
            ) from error

    def events(
        self, request: Request, ends: bool = False, sink: t.BinaryIO | None = None
    ) -> t.Iterator[dict[str, t.Any]]:
        """Yield the JSON objects of a server-sent event stream until ``[DONE]``.

        The request is retried like any other until the stream begins, and not after that. A server that ignores the
        request for a stream returns the whole answer, which is yielded as the only event, a :class:`WholeAnswer`.

        :param ends: the caller detects the last event; ``[DONE]`` is not required.
        :param sink: where a whole answer that is binary is written.
        :raises StreamInterrupted: the stream ended early.
        """
        request = accepting(request, "text/event-stream, application/json;q=0.9, */*;q=0.8")
        response = self._send_with_retries(request, lambda response: response, stream=True)
        deadline: Deadline = response.deadline
        deadline.stream()
        try:
            whole = whole_answer(response, sink)
            if whole is not None:
                error = self._errors.stream_error(request, whole)
                if error is not None:
                    raise error
                yield whole
                return
            for data in stream_data(response):
                if data == b"[DONE]":
                    return
                event = parse_json(data)
                if not isinstance(event, dict):
                    raise StreamInterrupted("the stream contains an event that is not an object", STREAM_REMEDY)
                error = self._errors.stream_error(request, event)
                if error is not None:
                    raise error
                deadline.progress()
                yield event
                # The time that the caller takes for an event is not the server's.
                deadline.progress()
            if not ends:
                raise StreamInterrupted("the stream ended before its last event", STREAM_REMEDY)
        except (http().RequestException, ConnectionFailure, ValueError) as error:
            why = deadline.explanation() or reason(error)
            raise StreamInterrupted(f"the stream was interrupted: {why}", STREAM_REMEDY) from error
        finally:
            response.close()

    # --- attempts ----------------------------------------------------------------------------------------------------

    def _send_with_retries(self, request: Request, use: t.Callable[[t.Any], Result], stream: bool = False) -> Result:
        """Send a request until ``use`` has processed a response.

        :param stream: ``use`` returns the response, which stays open.
        """
        # Resolved before the first attempt: a missing key or an invalid id sends nothing.
        auth, url = self._auth(request), self._url(request)
        limiter = RateLimiter(self.connection.scope(ADMIN), request.operation) if request.key == ADMIN else None
        policy = RetryPolicy(self.connection.retry_timeout_for(request.key), time.monotonic())
        has_slot = False
        while True:
            if limiter and not has_slot:
                queued = limiter.acquire()
                # Waiting for a slot is not a failure: it does not count against retry_timeout.
                policy.extend(queued)
                self._wait_for_slot(queued, limiter, request)
            has_slot = False
            policy.attempts += 1
            try:
                return self._exchange(request, url, auth, use, stream, policy.attempts)
            except RetryableFailure as failed:
                error, requested = failed.error, failed.pause
                is_unannounced_limit = failed.is_unannounced_limit
                policy.count(failed)
            if limiter and is_unannounced_limit:
                requested = limiter.rejected()
                has_slot = True
            pause = policy.next_pause(error, requested, time.monotonic())
            if limiter and has_slot:
                self._wait_for_slot(pause, limiter, request)
            else:
                self._wait(pause, error.message)

    def _exchange(
        self,
        request: Request,
        url: str,
        auth: KeyHeader,
        use: t.Callable[[t.Any], Result],
        stream: bool,
        attempt: int,
    ) -> Result:
        """Send a request once and return what ``use`` returns for the response.

        :raises RetryableFailure: it may be sent again. :raises OpenAIError: it must not.
        """
        started = time.monotonic()
        status, request_id = 0, ""
        shown = self._errors.mask(without_query(url))
        try:
            response = self._send_once(request, url, auth)
            status, request_id = response.status_code, request_id_of(response)
            self.last_call = f"{request.method} {shown}"
            try:
                if status < 300:
                    self.visible.update(request.ids.values())
                    return use(response)
                raise self._failure(request, response, shown)
            finally:
                if not (stream and status < 300):
                    response.close()
        except http().RequestException as error:
            lost = request.charged and not never_sent(error)
            raise RetryableFailure(connection_error(request, error, shown), once=lost) from error
        except InvalidJson as error:
            raise self._unusable(
                request, InvalidResponse(f"{shown} returned no usable response: {error}"), True
            ) from error
        except InvalidResponse as error:
            raise self._unusable(request, error, False) from error
        finally:
            elapsed = int((time.monotonic() - started) * 1000)
            self.observe(CallRecord(request.method, request.template, status, elapsed, request_id, attempt, shown))

    def _unusable(self, request: Request, error: InvalidResponse, damaged: bool) -> Exception:
        """Return the exception for a success without a usable content, a :class:`RetryableFailure` if it may be sent again.

        :param damaged: the content was damaged by the transfer, so that another attempt may succeed.
        """
        if request.creates:
            return LostResponse(error.message)
        if request.charged:
            error.remedy = f"The request may be charged, so it was not sent again. {error.remedy}".strip()
            return error
        if damaged:
            return RetryableFailure(error)
        return error if request.method == "GET" else RetryableFailure(error, once=True)

    def _failure(self, request: Request, response: t.Any, url: str) -> Exception:
        """Return the exception for a response with an error status, a :class:`RetryableFailure` if it may be sent again."""
        try:
            error = self._errors.error(request, response, url)
        except http().RequestException as failed:
            # The status is certain, and a request that the server rejected was not carried out.
            why = f"{url} returned HTTP {response.status_code}, and its response was interrupted: {reason(failed)}"
            if request.creates and response.status_code >= 500:
                return LostResponse(why, "error")
            return RetryableFailure(ConnectionFailure(why), response.headers)
        if (pause := self.pause_before_visible(request, error)) is not None:
            return RetryableFailure(error, pause=pause)
        is_temporary = retryable(error.status, error.code, error.type, response.headers, error.message)
        if error.endpoint_missing or not is_temporary:
            return error
        if request.creates and error.status >= 500:
            return LostResponse(error.line(), "error")
        return RetryableFailure(error, response.headers)

    # --- one exchange ------------------------------------------------------------------------------------------------

    def _send_once(self, request: Request, url: str, auth: KeyHeader) -> t.Any:
        """Send a request, follow the redirects of a GET, and return the response with its body unread."""
        headers, data = self._headers_and_data(request)
        query = [] if request.address else [*self.connection.extra_query.items(), *flat_query(request.query)]
        for _redirect in range(MAX_REDIRECTS + 1):
            response = self._transmit(request, url, query, headers, data, auth)
            target = response.headers.get("location")
            if response.status_code not in _REDIRECTS or not target:
                return response
            response.close()
            target = urljoin(url, target)
            if request.method != "GET":
                raise ConnectionFailure(
                    f"the server redirects {request.method} to {origin(target)}", "Set base_url to this address."
                )
            if origin(target) != origin(url):
                auth, headers = KeyHeader(), {}
            url, query = target, []
        raise ConnectionFailure(f"the server returned more than {MAX_REDIRECTS} redirects", "Check base_url.")

    def _transmit(
        self,
        request: Request,
        url: str,
        query: list[tuple[str, str]],
        headers: dict[str, str],
        data: t.Any,
        auth: KeyHeader,
    ) -> t.Any:
        timeout = request.timeout or self.connection.timeout
        deadline = Deadline(timeout)
        try:
            with limited(deadline):
                response = session(self.connection.verify, self.connection.cert).request(
                    request.method,
                    url,
                    params=query,
                    data=data,
                    headers=headers,
                    auth=auth,
                    stream=True,
                    allow_redirects=False,
                    timeout=(min(timeout, CONNECT_TIMEOUT), timeout),
                    proxies=proxies_for(url),
                )
            response.deadline = deadline
            return response
        except (UnicodeEncodeError, http().exceptions.InvalidHeader):
            # The value may be a secret, so it is not shown.
            raise InvalidArgument(
                "a header contains characters that are not allowed in HTTP", "Check the keys and extra_headers."
            ) from None

    def _headers_and_data(self, request: Request) -> tuple[dict[str, str], t.Any]:
        own = {} if request.address else self._connection_headers(request.key)
        headers = {**own, **request.headers}
        if request.form is not None:
            data, form_headers = request.form()
            return {**headers, **form_headers}, data
        if request.body is not None:
            return {**headers, "Content-Type": "application/json"}, json_body(request.body)
        return headers, None

    def _connection_headers(self, key_class: str) -> dict[str, str]:
        headers = {}
        if self.connection.organization_id:
            headers["OpenAI-Organization"] = self.connection.organization_id
        if key_class == PROJECT and self.connection.project_header:
            headers["OpenAI-Project"] = self.connection.project_header
        return {**headers, **self.connection.extra_headers}

    def _auth(self, request: Request) -> KeyHeader:
        if request.address:
            return KeyHeader()
        key = self.connection.key(request.key, self.plugin)
        value = f"{self.connection.auth_prefix} {key}".strip() if key else ""
        return KeyHeader(self.connection.auth_header, value)

    def _url(self, request: Request) -> str:
        return request.address or self.connection.base_url + request.path()

    # --- waiting -----------------------------------------------------------------------------------------------------

    def _wait(self, seconds: float, why: str) -> None:
        if seconds >= _DISPLAY_AFTER:
            self.display(f"openai: waiting {seconds:.0f} s ({why})")
        self._pause(seconds)

    def _wait_for_slot(self, seconds: float, limiter: RateLimiter, request: Request) -> None:
        """Wait for a slot of the rate limiter; of all processes together, one line per minute is displayed."""
        if not seconds:
            return
        if seconds >= _DISPLAY_AFTER and limiter.display_due():
            self.display(
                f"openai: waiting {seconds:.0f} s for the rate limit of {request.operation}"
                " (displayed at most once per minute)"
            )
        self._pause(seconds)

    def _pause(self, seconds: float) -> None:
        self.paused += seconds
        time.sleep(seconds)
