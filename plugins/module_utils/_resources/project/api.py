# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Any operation of the API, for what has no module yet."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, replace
from urllib.parse import unquote

from ..._api.connection import ADMIN, PROJECT
from ..._api.pagination import ANY, paginate
from ..._api.request import Request
from ..._engine.cache import ListCache
from ..._engine.context import TaskContext
from ..._engine.spec import Module
from ..._support.errors import ApiError, InvalidArgument
from ..._support.masking import mask_fields, secret_values
from ..._support.types import Spec

_ADMIN_PATHS = ("/organization/", "/projects/")
_PLACEHOLDER = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Api(Module):
    """One request, with the client's keys, retries, pages and errors."""

    @property
    def module_name(self) -> str:
        return "openai_api"

    @property
    def key(self) -> str:
        # The path determines the key, so neither is required in advance.
        return ""

    def options(self) -> Spec:
        return {
            "method": {"type": "str", "choices": ["GET", "POST", "DELETE"], "default": "GET"},
            "path": {"type": "str", "required": True},
            "path_params": {"type": "dict", "default": {}},
            "query": {"type": "dict", "default": {}},
            "body": {"type": "dict"},
            "headers": {"type": "dict", "default": {}},
            "key": {"type": "str", "choices": ["auto", ADMIN, PROJECT], "default": "auto", "no_log": False},
            "all_pages": {"type": "bool", "default": False},
            "absent_ok": {"type": "bool", "default": False},
            "reads": {"type": "bool"},
            "return_secrets": {"type": "bool", "default": False, "no_log": False},
        }

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        path = self.path(context)
        request = Request(
            context.param("method"),
            path,
            {name: str(value) for name, value in context.param("path_params").items()},
            query=context.param("query"),
            body=context.param("body"),
            headers={str(name): str(value) for name, value in context.param("headers").items()},
            key=self.key_class(context, path),
        )
        missing = set(_PLACEHOLDER.findall(path)) - set(request.ids)
        if missing:
            raise InvalidArgument(
                f"path_params must contain {', '.join(sorted(missing))}", "Set a value for every placeholder of path."
            )
        reads = context.param("reads") if context.param("reads") is not None else request.method == "GET"
        result: dict[str, t.Any] = {"changed": not reads, "status": None, "body": None}
        if context.check_mode and not reads:
            return result
        with context.attempting(f"{request.method} {path}"):
            if context.param("all_pages"):
                if request.method != "GET":
                    raise InvalidArgument(
                        "all_pages is supported only when method is GET", "Omit all_pages, or set method to GET."
                    )
                objects = list(paginate(context.client, request, ANY))
                return {**result, "status": 200, "body": self.returned(context, {"data": objects})}
            try:
                # A POST that makes something must not be repeated blindly when its answer is lost.
                answer = context.client.send(replace(request, creates=request.method == "POST" and not reads))
            except ApiError as error:
                if error.absent and context.param("absent_ok"):
                    return {**result, "changed": False, "status": 404}
                raise
            finally:
                if not reads:
                    ListCache(context.client.connection.scope(request.key)).invalidate()
        body = self.returned(context, answer.body)
        return {**result, "status": answer.status, "body": body, "request_id": answer.request_id}

    def returned(self, context: TaskContext, body: t.Any) -> t.Any:
        """Return a response as the task returns it: without its secrets, or with a result that is not displayed."""
        if context.param("return_secrets"):
            context.hide_result = True
            return body
        for secret in secret_values(body):
            context.hide_secret(secret)
        return mask_fields(body)

    def path(self, context: TaskContext) -> str:
        """Return the path below the root, with or without a leading slash or ``/v1`` in the option."""
        path = "/" + str(context.param("path")).lstrip("/")
        if "://" in path or "?" in path or "#" in path:
            raise InvalidArgument(
                f"path must not contain a host, a query or a fragment, got {context.param('path')!r}",
                "Set a path such as /models, and set the query in query.",
            )
        if any(part in (".", "..") for part in unquote(path).split("/")):
            raise InvalidArgument(
                f"path must not contain the segments . and .., got {path!r}", "Set a path below the URL of the API."
            )
        return path[3:] if path.startswith("/v1/") and context.client.connection.base_url.endswith("/v1") else path

    def key_class(self, context: TaskContext, path: str) -> str:
        """Return the kind of key that the path requires."""
        chosen = context.param("key")
        return (ADMIN if path.startswith(_ADMIN_PATHS) else PROJECT) if chosen == "auto" else str(chosen)


API = Api()
