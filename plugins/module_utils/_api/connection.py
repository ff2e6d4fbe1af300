# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The connection: the options that every plugin of the collection shares."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .._support.errors import InvalidArgument
from .._support.masking import mask_url, maskable, parts_of_header, secrets_of_url, texts_in, with_encodings

ADMIN = "admin"
PROJECT = "project"
"""The two key classes: an admin key for the administration of the organization, a project key for everything else."""

DEFAULT_BASE_URL = "https://api.openai.com/v1"

CONNECTION_OPTIONS: dict[str, dict[str, t.Any]] = {
    "api_key": {"type": "str", "no_log": True},
    "admin_key": {"type": "str", "no_log": True},
    "base_url": {"type": "str", "aliases": ["api_url"]},
    "append_v1": {"type": "bool"},
    "organization_id": {"type": "str", "aliases": ["organization"]},
    "project_header": {"type": "str"},
    "timeout": {"type": "float"},
    "retry_timeout": {"type": "float"},
    "ca_path": {"type": "path"},
    "validate_certs": {"type": "bool", "default": True},
    "client_cert": {"type": "path"},
    "client_key": {"type": "path", "no_log": False},
    "allow_http": {"type": "bool", "default": False},
    "auth_header": {"type": "str"},
    "auth_prefix": {"type": "str"},
    "extra_headers": {"type": "dict", "no_log": True},
    "extra_query": {"type": "dict", "no_log": True},
}
"""The argument specification of the connection; the environment is read in :func:`connection_from`."""

ENVIRONMENT: dict[str, tuple[str, ...]] = {
    "api_key": ("OPENAI_API_KEY",),
    "admin_key": ("OPENAI_ADMIN_KEY",),
    "base_url": ("OPENAI_BASE_URL",),
    "append_v1": ("OPENAI_APPEND_V1",),
    "organization_id": ("OPENAI_ORG_ID", "OPENAI_ORGANIZATION", "OPENAI_ORGANIZATION_ID"),
    "project_header": ("OPENAI_PROJECT_ID",),
    "timeout": ("OPENAI_TIMEOUT",),
    "retry_timeout": ("OPENAI_RETRY_TIMEOUT",),
}
"""Environment variables that are used if an option is not set; the first that is not empty is used."""

_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1", "y", "t"), True),
    **dict.fromkeys(("false", "no", "off", "0", "n", "f"), False),
}

_PUBLIC_HEADERS = ("accept", "api-version", "content-type", "openai-beta", "user-agent")
"""Headers and query parameters whose values are masked in the arguments only: they are part of many other texts."""

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True)
class Connection:
    """A resolved connection. ``timeout`` and ``retry_timeout`` are seconds."""

    base_url: str
    api_key: str = ""
    admin_key: str = ""
    organization_id: str = ""
    project_header: str = ""
    timeout: float = 60.0
    retry_timeout: float | None = None
    verify: bool | str = True
    cert: str | tuple[str, str] | None = None
    auth_header: str = "Authorization"
    auth_prefix: str = "Bearer"
    extra_headers: dict[str, str] = field(default_factory=dict)
    extra_query: dict[str, str] = field(default_factory=dict)
    elevated: bool = False
    """True if the process runs under sudo or doas, which drop environment variables."""
    proxy_secrets: frozenset[str] = frozenset()

    @property
    def is_openai(self) -> bool:
        """True for OpenAI's own server, where a key is always required."""
        host = urlsplit(self.base_url).hostname or ""
        return host == "openai.com" or host.endswith(".openai.com")

    def key(self, key_class: str, required_by: str) -> str:
        """Return the key of a class.

        :param required_by: name of the plugin, for the message.
        :raises InvalidArgument: the key is not set, or is one of the other class.
        """
        if key_class == ADMIN:
            if not self.admin_key:
                given = " (a project key is set, which has no access to administration)" if self.api_key else ""
                raise InvalidArgument(
                    f"{required_by} requires an admin key, and none is set{given}",
                    self._missing_key_remedy("admin_key", "OPENAI_ADMIN_KEY"),
                )
            if self.admin_key.startswith(("sk-proj-", "sk-svcacct-")):
                raise InvalidArgument(
                    f"{required_by} requires an admin key, and admin_key contains a project key",
                    "Set admin_key or OPENAI_ADMIN_KEY to an admin key (sk-admin-...).",
                )
            return self.admin_key
        if not self.api_key and self.is_openai:
            given = " (an admin key is set, which has no access to projects)" if self.admin_key else ""
            raise InvalidArgument(
                f"{required_by} requires a project key, and none is set{given}",
                self._missing_key_remedy("api_key", "OPENAI_API_KEY"),
            )
        if self.api_key.startswith("sk-admin-"):
            raise InvalidArgument(
                f"{required_by} requires a project key, and api_key contains an admin key",
                "Set api_key or OPENAI_API_KEY to a project key (sk-proj-... or sk-svcacct-...).",
            )
        return self.api_key

    def _missing_key_remedy(self, option: str, variable: str) -> str:
        if not self.elevated:
            return f"Set the option {option} or the environment variable {variable}."
        return (
            f"This process runs under sudo (become), which does not pass environment variables on: set the option {option}, "
            f"set {variable} in the environment of the task, or run the task without become."
        )

    def retry_timeout_for(self, key_class: str) -> float:
        """Return the seconds during which a failed request is sent again."""
        if self.retry_timeout is not None:
            return self.retry_timeout
        return 300.0 if key_class == ADMIN else 120.0

    def scope(self, key_class: str) -> str:
        """Return a digest that identifies the account and key without revealing the key."""
        key = self.admin_key if key_class == ADMIN else self.api_key
        view = "\0".join((self.base_url, self.organization_id, self.project_header, key))
        return hashlib.sha256(view.encode()).hexdigest()[:32]

    def secrets(self) -> set[str]:
        """Return every value that must not be shown, in each form in which it may appear."""
        values = secret_headers(self.extra_headers) | secret_headers(self.extra_query) | self.proxy_secrets
        return with_encodings(values | {key for key in (self.api_key, self.admin_key) if key})


def secret_headers(values: t.Mapping[str, t.Any]) -> set[str]:
    """Return the values of headers or query parameters that must not be shown."""
    texts = set().union(*(texts_in(each) for name, each in values.items() if str(name).lower() not in _PUBLIC_HEADERS))
    return maskable({part for text in texts for part in parts_of_header(text)})


def connection_from(params: t.Mapping[str, t.Any], environ: t.Mapping[str, str] | None = None) -> Connection:
    """Return the connection that options and environment set; an option takes precedence, and an empty string counts as not set.

    :raises InvalidArgument: an address, header or number is not valid.
    """
    env = os.environ if environ is None else environ

    def value(name: str) -> t.Any:
        given = params.get(name)
        if given is not None and given != "":
            return given
        return next((env[var] for var in ENVIRONMENT.get(name, ()) if env.get(var)), None)

    verify: bool | str = bool(params.get("validate_certs", True))
    bundle = (
        params.get("ca_path") or env.get("REQUESTS_CA_BUNDLE") or env.get("CURL_CA_BUNDLE") or env.get("SSL_CERT_FILE")
    )
    if verify and bundle:
        if not os.path.exists(bundle):
            raise InvalidArgument(
                f"ca_path not found: {bundle}", "Set ca_path to a PEM file or a directory of PEM files."
            )
        verify = str(bundle)
    auth_header = str(params.get("auth_header") or "Authorization")
    prefix = params.get("auth_prefix")
    if prefix is None:
        prefix = "Bearer" if auth_header.lower() == "authorization" else ""
    cert: str | tuple[str, str] | None = params.get("client_cert") or None
    if cert and params.get("client_key"):
        cert = (str(cert), str(params["client_key"]))
    return Connection(
        base_url=_base_url(
            str(value("base_url") or DEFAULT_BASE_URL),
            bool(params.get("allow_http")),
            _boolean("append_v1", value("append_v1"), True),
        ),
        api_key=_key("api_key", value("api_key")),
        admin_key=_key("admin_key", value("admin_key")),
        organization_id=str(value("organization_id") or ""),
        project_header=str(value("project_header") or ""),
        timeout=_seconds("timeout", value("timeout"), 60.0) or 60.0,
        retry_timeout=_seconds("retry_timeout", value("retry_timeout"), None),
        verify=verify,
        cert=cert,
        auth_header=auth_header,
        auth_prefix=str(prefix),
        extra_headers={str(k): _text(v) for k, v in (params.get("extra_headers") or {}).items()},
        extra_query={str(k): _text(v) for k, v in (params.get("extra_query") or {}).items()},
        elevated=bool(env.get("SUDO_USER") or env.get("DOAS_USER")),
        proxy_secrets=frozenset(
            secret
            for name, address in env.items()
            if name.lower() in _PROXIES
            for secret in secrets_of_url(address if "://" in address else f"http://{address}")
        ),
    )


def _text(value: t.Any) -> str:
    """Return a value of a header or a query parameter; booleans are written as in JSON."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key(name: str, value: t.Any) -> str:
    key = str(value or "").strip()
    if any(not 32 < ord(char) < 127 for char in key):
        # The value is not shown: it contains most of a key.
        raise InvalidArgument(
            f"{name} must not contain blanks or characters other than ASCII",
            f"Set {name} to the key alone, on one line.",
        )
    return key


def _boolean(name: str, value: t.Any, default: bool) -> bool:
    """Return an option that a variable may set, whose value Ansible has not validated."""
    text = str(default if value is None else value).strip().lower()
    if text not in _BOOLEANS:
        raise InvalidArgument(f"{name} must be true or false, got {value!r}", f"Set {name} to true or false.")
    return _BOOLEANS[text]


def _seconds(name: str, value: t.Any, default: float | None) -> float | None:
    if value is None:
        return default
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        raise InvalidArgument(
            f"{name} must be a number of seconds, got {value!r}", f"Set {name} to seconds, for example 60."
        ) from None
    if not 0 <= seconds < float("inf"):
        raise InvalidArgument(f"{name} must be at least 0, got {value!r}", f"Set {name} to seconds, for example 60.")
    return seconds


def _base_url(given: str, allow_http: bool, append_v1: bool) -> str:
    # The part before an @ may be a password, and a query may hold a key.
    shown = mask_url(given)
    remedy = "Set base_url to an address such as https://api.openai.com/v1."
    try:
        parts = urlsplit(given.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InvalidArgument(f"base_url must be an http or https address, got {shown!r}", remedy)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise InvalidArgument(
            "base_url must not contain credentials, a query or a fragment", "Use api_key and extra_query instead."
        )
    if parts.scheme == "http" and not allow_http and not _is_loopback(str(parts.hostname)):
        raise InvalidArgument(
            f"base_url must begin with https, got {shown!r}: the key would be sent unencrypted to another machine",
            "Use https, or set allow_http=true to allow it.",
        )
    # A path is used as it is.
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/') or ('/v1' if append_v1 else '')}"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
