# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pagination styles of the API's lists."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from .errors import bad_request
from .request_shapes import Limits
from .server import Call
from .store import Doc, public

FULL = "full"
"""``object, data, first_id, last_id, has_more``."""
SHORT = "short"
"""``object, data, has_more``; the cursor is the id of the last item."""
TEXT = "text"
"""As ``FULL``, but the ids of an empty page are empty texts instead of null."""
NEXT = "next"
"""``object, data, has_more, next``."""


def page_limits(default: int, maximum: int = 100, *, order: str | None = None) -> Limits:
    """Return the limits of a list: how many items a page has, and in which order they are by default."""
    size = {"limit": {"minimum": 0, "maximum": maximum, "default": default}}
    return {**size, "order": {"default": order}} if order else size


def paginate(
    call: Call,
    kind: str,
    *,
    scope: str = "",
    style: str = FULL,
    descending: bool = False,
    where: Callable[[Doc], bool] | None = None,
    equal: tuple[str, Collection[str]] | None = None,
    render: Callable[[Doc], Any] = public,
) -> dict[str, Any]:
    """Return one page of the documents of a kind as requested by the query.

    :param where: a condition that each document is checked for.
    :param equal: an indexed field and its accepted values, see :meth:`.store.OrgStore.iterate`.
    """
    query = call.query
    if "order" in query:
        descending = query["order"] in ("desc", "descending")
    size: int = query["limit"]
    if call.org.page_max is not None:
        size = min(size, call.org.page_max)
    backwards = query.get("before") is not None
    name = "before" if backwards else "after"
    after_position = None
    if query.get(name):
        after_position = call.docs.position(kind, query[name], scope=scope)
        if after_position is None:
            raise bad_request(f"No object found for cursor '{query[name]}'.", param=name, code="invalid_value")
    found: list[Doc] = []
    more = False
    newest_first = descending != backwards
    for doc in call.docs.iterate(
        kind, scope=scope, newest_first=newest_first, now=call.now_exact, after_position=after_position, equal=equal
    ):
        if where is not None and not where(doc):
            continue
        if len(found) == size:
            more = True
            break
        found.append(doc)
    if backwards:
        found.reverse()
    return build_page([render(doc) for doc in found], more, style, ids=[doc["id"] for doc in found])


def build_page(data: list[Any], more: bool, style: str, *, ids: list[str]) -> dict[str, Any]:
    """Return a page in a pagination style."""
    page: dict[str, Any] = {"object": "list", "data": data, "has_more": more}
    if style in (FULL, TEXT):
        nothing = "" if style == TEXT else None
        page["first_id"] = ids[0] if ids else nothing
        page["last_id"] = ids[-1] if ids else nothing
    elif style == NEXT:
        page["next"] = ids[-1] if more and ids else None
    return page


def paginate_list(
    call: Call, docs: list[Doc], *, style: str = FULL, render: Callable[[Doc], Any] = public
) -> dict[str, Any]:
    """Return one page of documents that are not stored."""
    query = call.query
    size: int = query["limit"]
    if call.org.page_max is not None:
        size = min(size, call.org.page_max)
    places = {doc["id"]: index for index, doc in enumerate(docs)}
    for name in ("after", "before"):
        if query.get(name) and query[name] not in places:
            raise bad_request(f"No object found for cursor '{query[name]}'.", param=name, code="invalid_value")
    if query.get("before"):
        end = places[query["before"]]
        chosen, more = docs[max(0, end - size) : end], end > size
    else:
        start = places[query["after"]] + 1 if query.get("after") else 0
        chosen, more = docs[start : start + size], len(docs) > start + size
    return build_page([render(doc) for doc in chosen], more, style, ids=[doc["id"] for doc in chosen])
