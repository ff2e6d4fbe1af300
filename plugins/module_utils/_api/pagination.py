# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Lists: one generator for every way in which the API pages."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from .._support.errors import ConnectionFailure
from .client import Client, Request


@dataclass(frozen=True)
class Pages:
    """How a list is paged.

    :param limit: the most the server gives at once; None sends no limit.
    :param ask: the query parameter that takes the cursor; empty when there is only one page.
    :param cursor: the key of the answer that holds the next cursor; the last item's id where it is missing.
    """

    page_size: int | None = 100
    cursor_param: str = "after"
    cursor_key: str = "last_id"
    item_id: str = "id"


AFTER_LAST_ID = Pages()
"""``after=last_id`` while ``has_more``: most lists."""

AFTER_LAST_ITEM = Pages(cursor_key="")
"""The same without ``last_id`` in the answer."""

AFTER_NEXT = Pages(cursor_key="next")
"""``after=next``: groups of a project."""

THOUSAND_AFTER_NEXT = Pages(page_size=1000, cursor_key="next")
"""The same in larger pages: groups, their members, roles and who holds them."""

NEXT_PAGE = Pages(cursor_param="page", cursor_key="next_page")
"""``page=next_page``: usage and costs."""

ONE_PAGE = Pages(page_size=None, cursor_param="")
"""All at once: models."""


ANY = Pages(page_size=None)
"""Whichever of them the answers follow."""


def detect_style(answer: t.Mapping[str, t.Any]) -> Pages:
    """The style an answer follows, by the cursor it holds."""
    if answer.get("next_page"):
        return NEXT_PAGE
    return AFTER_NEXT if answer.get("next") else AFTER_LAST_ID


def paginate(client: Client, request: Request, pages: Pages, most: int | None = None) -> t.Iterator[dict[str, t.Any]]:
    """Every object of a list, page after page at the largest size.

    :param most: stop after so many objects.
    :raises ConnectionFailed: the answer is no list, or its cursors lead nowhere.
    """
    query = dict(request.query)
    if pages.page_size is not None:
        query["limit"] = min(pages.page_size, most) if most else pages.page_size
    seen: set[str] = set()
    given = 0
    while True:
        answer = client.send(replace(request, query=query, lists=True)).body
        if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
            raise ConnectionFailure(
                f"GET {request.template} answered no list", "Check base_url: is this a server of the OpenAI API?"
            )
        for item in answer["data"]:
            yield item
            given += 1
            if most is not None and given >= most:
                return
        # Some servers say has_more on an empty page, which would never end.
        if not pages.cursor_param or not answer["data"] or not answer.get("has_more"):
            return
        style = pages if pages is not ANY else detect_style(answer)
        cursor = (answer.get(style.cursor_key) if style.cursor_key else None) or answer["data"][-1].get(style.item_id)
        if not cursor or cursor in seen:
            # Half a list must not pass for the whole: what is not in it would be made a second time.
            raise ConnectionFailure(
                f"GET {request.template} promises more and its pages do not go on",
                "Check base_url: is its paging the API's?",
            )
        seen.add(cursor)
        query[style.cursor_param] = cursor
