# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The HTTP session: connections, proxies, certificates and the header with the key."""

from __future__ import annotations

import os
import typing as t
from functools import lru_cache
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from .._support.concurrent import MAX_CONCURRENT
from .._support.errors import MissingLibrary
from .deadline import LimitedResponse

VERSION = "0.1.0"
"""Version of the collection; a test compares it with galaxy.yml, which a module process does not have."""


@lru_cache(maxsize=1)
def http() -> t.Any:
    """Return the library requests, imported when the first request is sent: a task that is answered by the cache needs none.

    :raises MissingLibrary: it is not installed.
    """
    try:
        import requests
    except ImportError:
        raise MissingLibrary(
            "could not import the Python library requests", "Install it with: pip install requests."
        ) from None
    return requests


class KeyHeader:
    """Sets the header with the key. As an auth object it also prevents that ``.netrc`` replaces the key."""

    def __init__(self, name: str = "", value: str = "") -> None:
        self.name, self.value = name, value

    def __call__(self, request: t.Any) -> t.Any:
        if self.value:
            request.headers[self.name] = self.value
        return request


def session(verify: bool | str, cert: str | tuple[str, str] | None) -> t.Any:
    """Return the session of this process, so that the items of a loop share its connections.

    A forked process does not use the connections of its parent: responses of two hosts could be mixed.
    """
    return _session(os.getpid(), verify, cert)


@lru_cache(maxsize=4)
def _session(dummy_process: int, verify: bool | str, cert: str | tuple[str, str] | None) -> t.Any:
    made = http().Session()
    # The environment is read by this module instead of requests: its .netrc would replace the key, and reading the
    # system's proxy settings crashes forked processes on macOS.
    made.trust_env = False
    # A smaller pool would close connections that concurrent requests could use again.
    adapter = _adapter_class()(pool_maxsize=MAX_CONCURRENT)
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    made.verify = verify
    made.cert = cert
    # Cookies of one account must not be sent for another.
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.headers.update({"User-Agent": f"fjcorp.openai/{VERSION}", "Accept": "application/json"})
    return made


@lru_cache(maxsize=1)
def _adapter_class() -> t.Any:
    """Return an adapter whose responses have a deadline, also those of a proxy."""

    class LimitedAdapter(http().adapters.HTTPAdapter):  # type: ignore[misc]
        """Sends requests by connections whose responses are of :class:`LimitedResponse`."""

        def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            _limit(self.poolmanager)

        def proxy_manager_for(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            return _limit(super().proxy_manager_for(*args, **kwargs))

    return LimitedAdapter


def _limit(manager: t.Any) -> t.Any:
    """Make the connections of a pool manager limited ones, and return it."""
    pools = manager.pool_classes_by_scheme
    manager.pool_classes_by_scheme = {scheme: _limited_pool(pool) for scheme, pool in pools.items()}
    return manager


def _limited_pool(pool: t.Any) -> t.Any:
    if issubclass(pool.ConnectionCls.response_class, LimitedResponse):
        return pool
    connection = type("LimitedConnection", (pool.ConnectionCls,), {"response_class": LimitedResponse})
    return type("LimitedPool", (pool,), {"ConnectionCls": connection})


def without_query(url: str) -> str:
    """Return a URL without its query, which may contain a secret."""
    return url.partition("#")[0].partition("?")[0]


def origin(url: str) -> str:
    """Return scheme, host and port of a URL; a server may redirect to one that contains credentials."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def proxies_for(url: str) -> dict[str, str]:
    """Return the proxies that the environment sets for a URL."""
    proxies = getproxies_environment()
    host = urlsplit(url).hostname or ""
    return {} if proxy_bypass_environment(host, proxies) else proxies
