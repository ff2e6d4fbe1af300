# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The one client: every request of modules, actions, lookups and inventories goes through it."""

from __future__ import annotations

import json
import re
import time
import typing as t
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from .._support.errors import ApiError, ConnectionFailure, InvalidArgument, LostResponse, OpenAIError, StreamInterrupted
from .._support.files import CHUNK
from .connection import ADMIN, PROJECT, Connection
from .rate_limiter import RateLimiter
from .retry import backoff_pause, requested_pause, retryable

MAX_ANSWER = 256 * 1024 * 1024
"""Bytes of an answer that are read into memory at most; downloads to a file have no such bound."""

MAX_ERROR = 1024 * 1024
"""Bytes of an error answer that are read at most."""

VERSION = "0.1.0"
_PLACEHOLDER = re.compile(r"{(\w+)}")
_SAY_AFTER = 5.0


@dataclass(frozen=True)
class CallRecord:
    """One HTTP exchange as ``-vvv`` shows it: no key, no body, no id, no e-mail."""

    method: str
    template: str
    status: int
    ms: int
    request_id: str
    attempt: int

    def line(self) -> str:
        """The record as one line."""
        outcome = str(self.status) if self.status else "no answer"
        return (
            f"openai: {self.method} {self.template} {outcome} {self.ms} ms "
            f"attempt {self.attempt}{' ' + self.request_id if self.request_id else ''}"
        )


@dataclass(frozen=True)
class Request:
    """One request, before keys, retries and paging.

    :param template: path with placeholders, for example ``/files/{file_id}``; the operation it serves.
    :param ids: values for the placeholders; each is escaped.
    :param query: query parameters; a list is sent as ``name[]=v``, a mapping as ``name[key]=v``.
    :param body: JSON body.
    :param form: makes a fresh streaming body and its headers for each attempt (uploads).
    :param creates: doing it twice makes two; a lost answer raises :class:`LostAnswer` instead of a retry.
    :param lists: asks for a list, which is empty at the least where the server has it.
    :param address: where to go instead of the API, told nothing of keys and headers; see :meth:`Client.fetch`.
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
    address: str = ""

    def path(self) -> str:
        """The path with its ids filled in."""
        return _PLACEHOLDER.sub(
            lambda match: escape_id(match.group(1), self.ids.get(match.group(1), "")), self.template
        )


@dataclass(frozen=True)
class Answer:
    """A success: the parsed body (None when empty), or the raw one where it is not JSON."""

    status: int
    body: t.Any
    headers: t.Mapping[str, str]
    request_id: str


def escape_id(name: str, value: t.Any) -> str:
    """One path segment made of an id, or a refusal of what could leave the path."""
    text = str(value if value is not None else "")
    if text.strip() in ("", ".", ".."):
        raise InvalidArgument(
            f"{name} is {text!r}, which cannot be an id", f"Give {name} the id of an existing object."
        )
    return quote(text, safe="")


class _KeyHeader:
    """Sets the key; being an auth object it also keeps a .netrc from replacing it."""

    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value

    def __call__(self, request: t.Any) -> t.Any:
        if self.value:
            request.headers[self.name] = self.value
        return request


class Client:
    """Talks to one API with one set of credentials.

    :param plugin: the name of the module or plugin, for messages.
    :param say: prints one line for the person who waits.
    :param observe: is given every exchange.
    """

    def __init__(
        self,
        connection: Connection,
        plugin: str = "fjcorp.openai",
        say: t.Callable[[str], None] | None = None,
        observe: t.Callable[[CallRecord], None] | None = None,
    ) -> None:
        self.connection = connection
        self.plugin = plugin
        self.say = say or (lambda line: None)
        self.observe = observe or (lambda record: None)

    # --- verbs -----------------------------------------------------------------------------------------------------

    def get(self, template: str, ids: t.Mapping[str, str] | None = None, *, key: str = PROJECT, **more: t.Any) -> t.Any:
        """The body of a GET."""
        return self.send(Request("GET", template, ids or {}, key=key, **more)).body

    def post(
        self,
        template: str,
        ids: t.Mapping[str, str] | None = None,
        body: t.Any = None,
        *,
        key: str = PROJECT,
        **more: t.Any,
    ) -> t.Any:
        """The body of a POST."""
        return self.send(Request("POST", template, ids or {}, body=body, key=key, **more)).body

    def delete(self, template: str, ids: t.Mapping[str, str] | None = None, *, key: str = PROJECT) -> t.Any:
        """The body of a DELETE, or None where there was nothing left to delete."""
        try:
            return self.send(Request("DELETE", template, ids or {}, key=key)).body
        except ApiError as error:
            if error.absent:
                return None
            raise

    def find(self, template: str, ids: t.Mapping[str, str], *, key: str = PROJECT, **more: t.Any) -> t.Any:
        """The body of a GET of one object, or None where the server knows the path and not the object."""
        try:
            return self.get(template, ids, key=key, **more)
        except ApiError as error:
            if error.absent:
                return None
            raise

    def download(self, request: Request, sink: t.BinaryIO) -> int:
        """Stream an answer's body into ``sink``; the number of bytes. A broken download is begun again."""

        def fetch(response: t.Any) -> int:
            sink.seek(0)
            sink.truncate()
            total = 0
            for piece in response.iter_content(CHUNK):
                sink.write(piece)
                total += len(piece)
            promised = response.headers.get("content-length", "")
            if promised.isdigit() and "content-encoding" not in response.headers and int(promised) != total:
                raise http().exceptions.ChunkedEncodingError(f"{total} of {promised} bytes came")
            return total

        return t.cast(int, self._attempts(request, fetch))

    def fetch(self, address: str, sink: t.BinaryIO) -> int:
        """Stream what lies at an address that an answer names into ``sink``; the number of bytes.

        :raises ConnectionFailed: there is nothing, or the address is none to go to.
        """
        kind = urlsplit(address).scheme
        if kind != "https" and kind != urlsplit(self.connection.base_url).scheme:
            raise ConnectionFailure(f"the server keeps its answer at an address that begins with {kind!r}")
        try:
            return self.download(Request("GET", "(an address of the answer)", address=address), sink)
        except ApiError as error:
            raise ConnectionFailure(
                f"the answer cannot be read from {_origin(address)} (HTTP {error.status})",
                "Such addresses last for an hour; run the task again to ask again.",
            ) from error

    def send(self, request: Request) -> Answer:
        """Send a request with its key, retries and pacing.

        :raises ApiError: the server refused it.
        :raises ConnectionFailed: no usable answer within the patience.
        :raises LostAnswer: a create whose outcome is not known.
        """
        return t.cast(Answer, self._attempts(request, self._read))

    def events(self, request: Request, ends: bool = False) -> t.Iterator[dict[str, t.Any]]:
        """The JSON objects of a server-sent event stream, until ``[DONE]``.

        Retried like any request until the stream begins, never after.

        :param ends: the caller knows the last event by itself; there need not be a ``[DONE]``.
        :raises StreamBroken: it ended before its end.
        """
        response = self._attempts(request, lambda response: response, stream=True)
        try:
            for line in response.iter_lines():
                if line.startswith(b"data:"):
                    data = line[5:].strip()
                    if data == b"[DONE]":
                        return
                    event = json.loads(data)
                    self._stop_at_error(request, event)
                    yield event
            if not ends:
                raise StreamInterrupted("the stream broke off before its end", _STREAM_AGAIN)
        except (http().RequestException, ValueError) as error:
            raise StreamInterrupted(f"the stream broke off: {_reason(error)}", _STREAM_AGAIN) from error
        finally:
            response.close()

    def _stop_at_error(self, request: Request, event: t.Any) -> None:
        """Raise what a server reports in the middle of a stream."""
        error = event.get("error") if isinstance(event, dict) and "object" not in event else None
        if isinstance(event, dict) and event.get("type") == "error":
            error = error or event
        if isinstance(error, dict) and "message" in error:
            raise ApiError(
                200,
                self._mask(str(error["message"])),
                error_type=str(error.get("type") or ""),
                code=str(error.get("code") or ""),
                param=str(error.get("param") or ""),
                call=f"{request.method} {request.template}",
                remedy=_STREAM_AGAIN,
            )

    # --- one request, many attempts ----------------------------------------------------------------------------------

    def _attempts(self, request: Request, use: t.Callable[[t.Any], t.Any], stream: bool = False) -> t.Any:
        foreign = bool(request.address)
        auth = _KeyHeader(
            "" if foreign else self.connection.auth_header, "" if foreign else self._credential(request.key)
        )
        url = request.address or self._url(request.path())
        turnstile = (
            RateLimiter(self.connection.scope(ADMIN), f"{request.method} {request.template}")
            if request.key == ADMIN
            else None
        )
        patience = self.connection.patience(request.key)
        deadline = time.monotonic() + patience
        attempt = 0
        has_turn = False
        while True:
            if turnstile and not has_turn:
                queued = turnstile.turn()
                if queued:
                    # Standing in line is not failing: it does not count against the patience.
                    deadline += queued
                    self._pause(
                        queued, f"the admin API allows few requests a minute to {request.template}: in the queue"
                    )
            has_turn = False
            attempt += 1
            began = time.monotonic()
            status, request_id, pause = 0, "", None
            try:
                response = self._once(request, url, auth)
                status = response.status_code
                request_id = response.headers.get("x-request-id", "")
                try:
                    if status < 300:
                        return use(response)
                    refusal = self._refusal(request, response)
                finally:
                    if not (stream and status < 300):
                        response.close()
                if refusal.endpoint_missing or not retryable(
                    status, refusal.code, refusal.type, response.headers, refusal.message
                ):
                    raise refusal
                if request.creates and status >= 500:
                    raise LostResponse(refusal.line(), "error")
                failure: OpenAIError = refusal
                pause = requested_pause(response.headers, refusal.message)
                if (
                    turnstile
                    and status == 429
                    and pause is None
                    and "x-ratelimit-limit-requests" not in response.headers
                ):
                    pause = turnstile.refused()
                    has_turn = True
            except http().RequestException as error:
                failure = self._broken(request, error)
            finally:
                elapsed = int((time.monotonic() - began) * 1000)
                self.observe(CallRecord(request.method, request.template, status, elapsed, request_id, attempt))
            wait = backoff_pause(attempt) if pause is None else pause
            if time.monotonic() + wait > deadline:
                failure.remedy = failure.remedy or (
                    f"Tried {attempt} times in {patience:g} s; raise retry_timeout if it should wait longer."
                )
                raise failure
            self._pause(wait, failure.message)

    def _once(self, request: Request, url: str, auth: _KeyHeader) -> t.Any:
        headers = {} if request.address else {**self._headers(request.key), **request.headers}
        data: t.Any = None
        if request.form is not None:
            data, form_headers = request.form()
            headers.update(form_headers)
        elif request.body is not None:
            data = _json(request.body)
            headers["Content-Type"] = "application/json"
        query = [] if request.address else [*self.connection.extra_query.items(), *flat_query(request.query)]
        timeout = request.timeout or self.connection.timeout
        for _attempt in range(6):
            try:
                response = _session(self.connection.verify, self.connection.cert).request(
                    request.method,
                    url,
                    params=query,
                    data=data,
                    headers=headers,
                    auth=auth,
                    stream=True,
                    allow_redirects=False,
                    timeout=(min(timeout, 30.0), timeout),
                    proxies=_proxies(url),
                )
            except (UnicodeEncodeError, http().exceptions.InvalidHeader):
                # Its value may be a secret, so it is not shown.
                raise InvalidArgument(
                    "a header holds what no header may", "Check the keys and extra_headers."
                ) from None
            target = response.headers.get("location")
            if response.status_code not in (301, 302, 303, 307, 308) or not target:
                return response
            response.close()
            target = urljoin(url, target)
            if request.method != "GET":
                raise ConnectionFailure(
                    f"the server redirects {request.method} to {_origin(target)}",
                    "Set base_url to the address it names.",
                )
            if _origin(target) != _origin(url):
                auth, headers = _KeyHeader("", ""), {}
            url, query = target, []
        raise ConnectionFailure("the server redirects in a circle", "Check base_url.")

    def _read(self, response: t.Any) -> Answer:
        pieces = []
        size = 0
        for piece in response.iter_content(CHUNK):
            size += len(piece)
            if size > MAX_ANSWER:
                raise ConnectionFailure(
                    f"the answer is larger than {MAX_ANSWER // 1024 // 1024} MiB",
                    "Ask for less, or download to a file.",
                )
            pieces.append(piece)
        promised = response.headers.get("content-length", "")
        if promised.isdigit() and "content-encoding" not in response.headers and int(promised) != size:
            raise http().exceptions.ChunkedEncodingError(f"{size} of {promised} bytes came")
        raw = b"".join(pieces)
        kind = response.headers.get("content-type", "")
        body: t.Any = None
        if raw:
            try:
                body = json.loads(raw)
            except ValueError:
                if "html" in kind or raw.lstrip()[:1] == b"<":
                    raise ConnectionFailure(_not_the_api(response, "an HTML page"), _CHECK_BASE_URL) from None
                if "json" in kind:
                    raise http().exceptions.ChunkedEncodingError("the JSON breaks off") from None
                body = raw.decode("utf-8", "replace")
        return Answer(response.status_code, body, response.headers, response.headers.get("x-request-id", ""))

    # --- what a failure means ----------------------------------------------------------------------------------------

    def _broken(self, request: Request, error: Exception) -> OpenAIError:
        """What an exchange without a usable answer means: an error to retry, or one to raise at once."""
        reason = _reason(error)
        certificate = isinstance(error, http().exceptions.SSLError) and "certificate" in reason.lower()
        if certificate:
            raise ConnectionFailure(
                f"the server's certificate is not accepted: {reason}", "Set ca_path to the CA that signed it."
            ) from error
        if isinstance(error, http().exceptions.InvalidURL):
            raise InvalidArgument(f"the request cannot be sent: {reason}", "Check base_url.") from error
        if request.creates and not _never_sent(error):
            timed_out = isinstance(error, http().exceptions.ReadTimeout)
            raise LostResponse(reason, "timeout" if timed_out else "cut") from error
        return ConnectionFailure(f"no answer from {_origin(request.address or self.connection.base_url)}: {reason}")

    def _refusal(self, request: Request, response: t.Any) -> ApiError:
        """The server's error answer as an exception, with what to do about it."""
        raw = next(response.iter_content(MAX_ERROR), b"")
        status = response.status_code
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        error = body.get("error") if isinstance(body, dict) else None
        if isinstance(body, dict) and body.get("object") == "error":
            # The shape of older compatible servers.
            error = body
        api_shape = isinstance(error, dict)
        if not isinstance(error, dict):
            told = error if isinstance(error, str) else ""
            if not told and isinstance(body, dict):
                told = str(body.get("message") or body.get("detail") or "")
            if not told and raw and b"<" not in raw[:1]:
                told = raw[:200].decode("utf-8", "replace").strip()
            error = {"message": told or response.reason or "no message"}
        message = self._mask(" ".join(str(error.get("message") or "no message").split()))
        code = str(error.get("code") or "")
        missing = status in (405, 501) or (
            status == 404
            and (
                not api_shape
                or (request.lists and "{" not in request.template)
                or code in ("unknown_url", "route_not_found")
                or message.startswith(("Invalid URL", "Unknown path"))
            )
        )
        call = f"{request.method} {request.template}"
        if missing:
            message = f"this server has no {call}"
        return ApiError(
            status,
            message,
            error_type=str(error.get("type") or ""),
            code=code,
            param=str(error.get("param") or ""),
            request_id=response.headers.get("x-request-id", ""),
            call=call,
            endpoint_missing=missing,
            remedy=self._remedy(request, status, code, missing, raw),
        )

    def _remedy(self, request: Request, status: int, code: str, missing: bool, raw: bytes) -> str:
        option, kind = ("admin_key", "an admin key") if request.key == ADMIN else ("api_key", "a project key")
        if missing:
            looks_wrong = raw.lstrip()[:1] == b"<" or self.connection.is_openai
            return _CHECK_BASE_URL if looks_wrong else "Check base_url, or use a server that offers this operation."
        if status == 401:
            return f"{self.plugin} needs {kind} of this organization: check {option} and, if set, organization_id."
        if status == 403:
            return f"{self.plugin} needs {kind} with the scope named above, of an owner or member allowed to do this."
        if code == "insufficient_quota":
            return "Add credit or raise the spend limit; trying again does not help."
        if code == "model_not_found":
            return "List the models this key may use with fjcorp.openai.openai_model_info."
        return ""

    def _mask(self, message: str) -> str:
        for secret in self.connection.secrets():
            message = message.replace(secret, "********")
        return message

    # --- small things ------------------------------------------------------------------------------------------------

    def _headers(self, key_class: str) -> dict[str, str]:
        headers = {}
        if self.connection.organization_id:
            headers["OpenAI-Organization"] = self.connection.organization_id
        if key_class == PROJECT and self.connection.project_header:
            headers["OpenAI-Project"] = self.connection.project_header
        return {**headers, **self.connection.extra_headers}

    def _credential(self, key_class: str) -> str:
        key = self.connection.key(key_class, self.plugin)
        return f"{self.connection.auth_prefix} {key}".strip() if key else ""

    def _url(self, path: str) -> str:
        return self.connection.base_url + path

    def _pause(self, seconds: float, why: str) -> None:
        if seconds >= _SAY_AFTER:
            self.say(f"openai: waiting {seconds:.0f} s ({why})")
        time.sleep(seconds)


_STREAM_AGAIN = "What had come so far is not kept; run the task again to ask again."
_CHECK_BASE_URL = "Check base_url: it must be the root of the API, usually ending in /v1."


@lru_cache(maxsize=1)
def http() -> t.Any:
    """The library requests, imported when something is sent: a task that finds all it needs kept does without.

    :raises OpenAIError: it is not installed.
    """
    try:
        import requests
    except ImportError:
        raise OpenAIError("the Python library requests is missing", "Install it: pip install requests.") from None
    return requests


@lru_cache(maxsize=4)
def _session(verify: bool | str, cert: str | tuple[str, str] | None) -> t.Any:
    """One pool of connections for a process, so that the items of a loop share them."""
    session = http().Session()
    # The environment is read by this module rather than by requests: its .netrc would replace the key, and its look
    # at the system's proxy settings crashes forked processes on macOS.
    session.trust_env = False
    session.verify = verify
    session.cert = cert
    # Cookies of one account must not reach another.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"User-Agent": f"fjcorp.openai/{VERSION}", "Accept": "application/json"})
    return session


def flat_query(query: t.Mapping[str, t.Any]) -> list[tuple[str, str]]:
    """Query parameters as pairs, in the API's own spelling of lists and mappings."""
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


def _json(body: t.Any) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise InvalidArgument(
            f"the request cannot be written as JSON: {error}", "Give plain text, numbers, lists and maps."
        ) from error


def _text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _proxies(url: str) -> dict[str, str]:
    proxies = getproxies_environment()
    host = urlsplit(url).hostname or ""
    return {} if proxy_bypass_environment(host, proxies) else proxies


def _not_the_api(response: t.Any, what: str) -> str:
    return f"{_origin(response.url)} answered {what} (HTTP {response.status_code}), so it is not the API"


def _reason(error: BaseException) -> str:
    """The innermost words of a chain of wrapped connection errors, without object addresses."""
    inner: t.Any = error
    for _depth in range(8):
        following = getattr(inner, "reason", None) or next(
            (a for a in inner.args if isinstance(a, BaseException)), None
        )
        if not isinstance(following, BaseException):
            break
        inner = following
    text = str(inner) or type(inner).__name__
    return re.sub(r"<[^>]*>:? ?|\([^()]*object at 0x[^()]*\)", "", text).strip() or type(inner).__name__


def _never_sent(error: BaseException) -> bool:
    """Whether the request surely did not reach the server: the connection itself failed."""
    never = (http().exceptions.ConnectTimeout, http().exceptions.ProxyError, http().exceptions.SSLError)
    if isinstance(error, never):
        return True
    inner: t.Any = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    return type(reason).__name__ in ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")


@contextmanager
def keep_done(done: list[str]) -> t.Iterator[None]:
    """Tell in any error that leaves the block what was already done before it."""
    try:
        yield
    except OpenAIError as error:
        error.done = [*done, *error.done]
        raise
