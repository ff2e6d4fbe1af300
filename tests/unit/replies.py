# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies and requests that the tests of the client share."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import Request
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import (
    ApiError,
)

from .server import Reply, Server
from .task import client_for

OK = Reply(body={"ok": True})
CREATE = Request("POST", "/items", body={"name": "a"}, creates=True)


def refusal_of(server: Server, reply: Reply, request: Request | None = None, **options: t.Any) -> ApiError:
    """The error a client makes of an answer that is final."""
    server.tell(reply)
    with pytest.raises(ApiError) as refused:
        client_for(server, **options).send(request or Request("GET", "/items/{item_id}", {"item_id": "t1"}))
    return refused.value
