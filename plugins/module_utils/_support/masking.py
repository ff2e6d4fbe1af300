# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Secrets in objects of the API, in addresses and in headers, and how they are masked.

A secret is masked twice. Its field is always replaced. In addition the value is replaced wherever else
it appears, if it is long enough that replacing it does not damage other texts.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import typing as t
from urllib.parse import quote, quote_plus, unquote

MASKED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
"""Replaces a whole value, as Ansible does."""

STARS = "********"
"""Replaces a part of a text, as Ansible does."""

MIN_LENGTH = 6
"""Shorter values are replaced in their own fields only: they occur in other texts by chance."""

SECRET_FIELDS = frozenset(
    {
        "access_token",
        "api_key",
        "authorization",
        "client_secret",
        "password",
        "private_key",
        "refresh_token",
        "secret",
        "secret_access_key",
        "secret_key",
        "secret_value",
        "signing_secret",
    }
)
"""Names of fields that hold a secret in every object of the API: as a string, or as an object with a ``value``.

tests/tools/test_secret_fields.py compares this module with the types of the official package.
"""

HEADER_FIELDS = frozenset({"headers", "extra_headers"})
"""Names of dictionaries of which every value is masked, for example the headers of an MCP server."""

_WITH_SECRET_VALUE = frozenset({"domain", "expires_at", "field_id"})
"""Fields next to which ``value`` is a secret: secrets of a domain, client secrets, input into a login form."""

_WITH_PUBLIC_TOKEN = frozenset({"bytes", "logprob", "top_logprobs"})
"""Fields next to which ``token`` is a part of a text."""

_KEY = re.compile(r"(?:sk-|ek_|whsec_)[A-Za-z0-9_\-+/=]{16,}")
"""Keys, client secrets and signing secrets of the API, which shows redacted ones with ``...`` or ``*``."""

_SCHEMES = ("apikey", "basic", "bearer", "key", "token")
"""Schemes of the header ``Authorization``, after which the secret itself follows."""

_USERINFO = re.compile(r"(?<=://)[^/\s?#]*@")


def is_secret(name: str, value: t.Any, siblings: t.Mapping[str, t.Any], below: str = "") -> bool:
    """Return whether a field of an object of the API holds a secret.

    :param siblings: the object. :param below: name of the field that holds the object.
    """
    if not isinstance(value, str) or not value:
        return False
    if name in SECRET_FIELDS or below in HEADER_FIELDS or _KEY.fullmatch(value):
        return True
    if name == "token":
        return not _WITH_PUBLIC_TOKEN & set(siblings)
    if name != "value":
        return False
    kind = str(siblings.get("object") or "")
    return kind.endswith(("api_key", "secret")) or below in SECRET_FIELDS or bool(_WITH_SECRET_VALUE & set(siblings))


def mask_fields(value: t.Any, below: str = "") -> t.Any:
    """Return a value with the secrets in its fields masked."""
    if isinstance(value, t.Mapping):
        return {
            name: MASKED if is_secret(str(name), each, value, below) else mask_fields(each, str(name))
            for name, each in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [mask_fields(each, below) for each in value]
    return MASKED if isinstance(value, str) and _KEY.fullmatch(value) else value


def secret_values(value: t.Any, below: str = "") -> set[str]:
    """Return the secrets in the fields of a value, as far as they can be masked in other texts.

    The values of headers are not among them: most headers of a server that a model calls are public.
    """
    if isinstance(value, t.Mapping):
        found = {
            str(each)
            for name, each in value.items()
            if below not in HEADER_FIELDS and is_secret(str(name), each, value, below)
        }
        return maskable(found).union(*(secret_values(each, str(name)) for name, each in value.items()))
    if isinstance(value, (list, tuple)):
        return set().union(*(secret_values(each, below) for each in value))
    return {value} if isinstance(value, str) and _KEY.fullmatch(value) else set()


def maskable(values: t.Iterable[str]) -> set[str]:
    """Return the values that are long enough to be masked wherever they appear."""
    return {value for value in values if len(value) >= MIN_LENGTH}


def texts_in(value: t.Any) -> set[str]:
    """Return every text and number in a value as a text, except the keys of dictionaries."""
    if isinstance(value, t.Mapping):
        return set().union(*(texts_in(each) for each in value.values()))
    if isinstance(value, (list, tuple, set)):
        return set().union(*(texts_in(each) for each in value))
    return set() if value is None or isinstance(value, bool) else {str(value)} - {""}


def parts_of_header(value: str) -> set[str]:
    """Return a header value and the secrets in it: cookies, what follows a scheme, and the password of ``Basic``."""
    found = {value, *(cookie.partition("=")[2].strip() for cookie in value.split(";"))}
    scheme, _blank, rest = value.strip().partition(" ")
    if scheme.lower() not in _SCHEMES:
        return found
    found.add(rest.strip())
    if scheme.lower() == "basic":
        try:
            found |= parts_of_userinfo(base64.b64decode(rest, validate=True).decode())
        except (binascii.Error, UnicodeDecodeError):
            return found
    return found


def parts_of_userinfo(userinfo: str) -> set[str]:
    """Return ``user:password`` and its parts, also without percent-encoding."""
    user, _colon, password = userinfo.partition(":")
    # A user without a password is often a token.
    parts = maskable({password or user, unquote(password or user)})
    return ({userinfo, unquote(userinfo)} | parts) - {""}


def secrets_of_url(url: str) -> set[str]:
    """Return the secrets in a URL: user and password. The URL need not be valid."""
    userinfo, mark, _host = url.rpartition("@")
    return parts_of_userinfo(userinfo.rpartition("://")[2]) if mark else set()


def mask_url(url: str) -> str:
    """Return a URL without user, password and the values of a query. The URL need not be valid."""
    userinfo, at, rest = url.rpartition("@")
    scheme, mark, user = userinfo.rpartition("://")
    shown = f"{scheme}{mark}{STARS if user else ''}{at}" if at else ""
    address, question, query = rest.partition("?")
    return f"{shown}{address}{question}{STARS if query else ''}"


def mask_userinfo(value: t.Any) -> t.Any:
    """Return a value with user and password masked in every URL in it."""
    if isinstance(value, t.Mapping):
        return {name: mask_userinfo(each) for name, each in value.items()}
    if isinstance(value, list):
        return [mask_userinfo(each) for each in value]
    return _USERINFO.sub(f"{STARS}@", value) if isinstance(value, str) and "://" in value else value


def with_encodings(secrets: t.Iterable[str]) -> set[str]:
    """Return secrets and the forms in which URLs and JSON show them."""
    found = set()
    for secret in secrets:
        forms = (quote(secret, safe=""), quote(secret), quote_plus(secret), " ".join(secret.split()))
        found |= {secret, *forms, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return found - {""}


def mask_text(text: str, secrets: t.Iterable[str]) -> str:
    """Return a text with secrets masked; the longest first, as one may contain another."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, STARS)
    return text
