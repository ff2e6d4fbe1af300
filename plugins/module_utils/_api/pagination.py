# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Pagination: one generator for all pagination styles of the API."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from .._support.errors import ConnectionFailure
from .client import Client
from .request import Request


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
    :raises ConnectionFailure: the response is not a list, or its cursor is missing or repeated.
    """
    query = dict(request.query)
    if pages.page_size is not None:
        query["limit"] = min(pages.page_size, most) if most else pages.page_size
    seen: set[str] = set()
    count = 0
    while True:
        response = client.send(replace(request, query=query, lists=True)).body
        if not isinstance(response, dict) or not isinstance(response.get("data"), list):
            raise ConnectionFailure(
                f"GET {request.template} did not return a list",
                "Check base_url: the server must be compatible with the OpenAI API.",
            )
        for item in response["data"]:
            yield item
            count += 1
            if most is not None and count >= most:
                return
        # Some servers return has_more=true on an empty page, which would never end.
        if not pages.cursor_param or not response["data"] or not response.get("has_more"):
            return
        style = pages if pages is not ANY else detect_style(response)
        cursor = (response.get(style.cursor_key) if style.cursor_key else None) or response["data"][-1].get(
            style.item_id
        )
        if not cursor or cursor in seen:
            # An incomplete list must not be used: objects that are not in it would be created again.
            raise ConnectionFailure(
                f"GET {request.template} returned has_more=true without a new cursor",
                "Check base_url: the server must use the pagination of the OpenAI API.",
            )
        seen.add(cursor)
        query[style.cursor_param] = cursor
