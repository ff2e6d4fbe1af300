# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Pagination: one generator for all pagination styles of the API."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass, replace

from .._support.errors import InvalidResponse
from .client import Client
from .deadline import STREAM_FACTOR
from .request import Request
from .response import CHECK_COMPATIBLE, Response

MAX_PAGES = 10_000
"""Largest number of pages of one list."""


@dataclass(frozen=True)
class Pages:
    """A pagination style.

    :param page_size: largest number of objects per page; None sends no limit.
    :param cursor_param: query parameter of the cursor; empty if there is only one page.
    :param cursor_key: key of the response that contains the next cursor; the id of the last object if it is missing.
    """

    page_size: int | None = 100
    cursor_param: str = "after"
    cursor_key: str = "last_id"
    item_id: str = "id"


AFTER_LAST_ID = Pages()
"""``after=last_id`` while ``has_more`` is true: most lists."""

AFTER_LAST_ITEM = Pages(cursor_key="")
"""The same without ``last_id`` in the response."""

AFTER_NEXT = Pages(cursor_key="next")
"""``after=next``: groups of a project."""

THOUSAND_AFTER_NEXT = Pages(page_size=1000, cursor_key="next")
"""The same with larger pages: groups, their members, roles and role assignments."""

NEXT_PAGE = Pages(cursor_param="page", cursor_key="next_page")
"""``page=next_page``: usage and costs."""

ONE_PAGE = Pages(page_size=None, cursor_param="")
"""A single page: models."""

ANY = Pages(page_size=None)
"""The style is detected from each response."""


def detect_style(response: t.Mapping[str, t.Any]) -> Pages:
    """Return the pagination style of a response, by the cursor that it contains."""
    if response.get("next_page"):
        return NEXT_PAGE
    return AFTER_NEXT if response.get("next") else AFTER_LAST_ID


def paginate(client: Client, request: Request, pages: Pages, most: int | None = None) -> t.Iterator[dict[str, t.Any]]:
    """Yield every object of a list, with the largest page size.

    :param most: largest number of objects.
    :raises InvalidResponse: a response is not a list of objects, or the list does not end.
    """
    end = time.monotonic() + STREAM_FACTOR * (request.timeout or client.connection.timeout)
    paused = client.paused
    query = dict(request.query)
    if pages.page_size is not None:
        query["limit"] = min(pages.page_size, most) if most else pages.page_size
    seen: set[str | int] = set()
    count = 0
    objects: list[dict[str, t.Any]] = []
    while True:
        previous = objects
        answer = client.send(replace(request, query=query, lists=True))
        objects = _objects(answer)
        for item in objects:
            yield item
            count += 1
            if most is not None and count >= most:
                return
        # Some servers return has_more=true on an empty page, which would never end.
        if not pages.cursor_param or not objects or not answer.body.get("has_more"):
            return
        style = pages if pages is not ANY else detect_style(answer.body)
        cursor = (answer.body.get(style.cursor_key) if style.cursor_key else None) or objects[-1].get(style.item_id)
        # An incomplete list must not be used: objects that are not in it would be created again.
        if not isinstance(cursor, (str, int)) or cursor in seen or objects == previous:
            raise InvalidResponse(
                f"GET {answer.url} returned has_more=true without a new page",
                "Check base_url: the server must use the pagination of the OpenAI API.",
            )
        seen.add(cursor)
        if len(seen) >= MAX_PAGES or time.monotonic() - (client.paused - paused) > end:
            raise InvalidResponse(
                f"GET {answer.url} returned {len(seen)} pages with {count} objects, and there are more",
                "Use filters or limit to read fewer objects, or increase timeout.",
            )
        query[style.cursor_param] = cursor


def _objects(answer: Response) -> list[dict[str, t.Any]]:
    """Return the objects of a page."""
    objects = answer.body.get("data") if isinstance(answer.body, dict) else None
    if not isinstance(objects, list) or not all(isinstance(item, dict) for item in objects):
        raise InvalidResponse(f"GET {answer.url} did not return a list of objects", CHECK_COMPATIBLE)
    return objects
