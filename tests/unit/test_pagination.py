# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of several pages, in every pagination style of the API."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.pagination import (
    AFTER_LAST_ID,
    AFTER_LAST_ITEM,
    AFTER_NEXT,
    ANY,
    NEXT_PAGE,
    ONE_PAGE,
    Pages,
    paginate,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import Request
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import ConnectionFailure

from .server import Reply, Seen, Server, error
from .task import Clock, client_for

WIDGETS = [{"id": f"t{number}"} for number in range(7)]
LIST = Request("GET", "/widgets", query={"kind": "x"})


def paged(ask: str, cursors: str, size: int = 3) -> t.Callable[[Seen], Reply]:
    """Return a server that lists ``WIDGETS`` in one style.

    :param ask: the parameter that takes the cursor.
    :param cursors: the key of the response that contains the next cursor; empty for none.
    """

    def answer(seen: Seen) -> Reply:
        query = dict(seen.query)
        assert not {"after", "page"} - {ask} & set(query), query
        after = query.get(ask)
        start = 0 if after is None else [each["id"] for each in WIDGETS].index(after.removeprefix("c-")) + 1
        data = WIDGETS[start : start + min(size, int(query.get("limit", size)))]
        more = start + len(data) < len(WIDGETS)
        body: dict[str, t.Any] = {"object": "list", "data": data, "has_more": more}
        if cursors == "last_id":
            body.update(first_id=data[0]["id"], last_id=data[-1]["id"])
        elif cursors:
            body[cursors] = f"c-{data[-1]['id']}" if more else None
        return Reply(body=body)

    return answer


STYLES = {
    "after last_id": (AFTER_LAST_ID, "after", "last_id"),
    "after last_id, which is missing": (AFTER_LAST_ID, "after", ""),
    "after the last item": (AFTER_LAST_ITEM, "after", ""),
    "after next": (AFTER_NEXT, "after", "next"),
    "next page": (NEXT_PAGE, "page", "next_page"),
    "any, after last_id": (ANY, "after", "last_id"),
    "any, after the last item": (ANY, "after", ""),
    "any, after next": (ANY, "after", "next"),
    "any, next page": (ANY, "page", "next_page"),
}


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_page_of_every_style(server: Server, style: str) -> None:
    pages, ask, cursors = STYLES[style]
    server.otherwise = paged(ask, cursors)
    assert list(paginate(client_for(server), LIST, pages)) == WIDGETS
    assert len(server.seen) == 3
    assert all(("kind", "x") in each.query for each in server.seen)
    limits = [dict(each.query).get("limit") for each in server.seen]
    assert limits == [None if pages.page_size is None else "100"] * 3


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 6, 7, 8, 100, 101])
def test_the_number_of_objects_is_limited(server: Server, limit: int) -> None:
    server.otherwise = paged("after", "last_id")
    assert list(paginate(client_for(server), LIST, AFTER_LAST_ID, limit)) == WIDGETS[:limit]
    assert [dict(each.query)["limit"] for each in server.seen][0] == str(min(limit, 100))
    assert len(server.seen) == -(-min(limit, 7) // 3), "an unnecessary page was fetched"


def test_a_list_without_pages(server: Server) -> None:
    server.tell(Reply(body={"object": "list", "data": WIDGETS}))
    assert list(paginate(client_for(server), LIST, ONE_PAGE)) == WIDGETS
    assert server.seen[0].query == [("kind", "x")]


def test_own_page_sizes_and_item_ids(server: Server) -> None:
    rows = [{"user": "u1"}, {"user": "u2"}]
    server.tell(Reply(body={"data": rows[:1], "has_more": True}), Reply(body={"data": rows[1:], "has_more": False}))
    pages = Pages(page_size=10_000, cursor_key="", item_id="user")
    assert list(paginate(client_for(server), LIST, pages)) == rows
    assert dict(server.seen[0].query)["limit"] == "10000"
    assert dict(server.seen[1].query)["after"] == "u1"


def test_an_empty_list(server: Server) -> None:
    server.tell(Reply(body={"data": [], "has_more": False}))
    assert not list(paginate(client_for(server), LIST, AFTER_LAST_ID))


def test_pages_are_fetched_when_they_are_needed(server: Server) -> None:
    server.otherwise = paged("after", "last_id")
    found = paginate(client_for(server), LIST, AFTER_LAST_ID)
    assert not server.seen
    assert [next(found) for _each in range(3)] == WIDGETS[:3]
    assert len(server.seen) == 1


def test_an_empty_page_with_has_more_is_the_last(server: Server) -> None:
    server.tell(
        Reply(body={"data": WIDGETS[:2], "has_more": True, "last_id": "t1"}),
        Reply(body={"data": [], "has_more": True, "last_id": None}),
    )
    assert list(paginate(client_for(server), LIST, AFTER_LAST_ID)) == WIDGETS[:2]


@pytest.mark.parametrize("pages", [AFTER_LAST_ID, AFTER_NEXT, NEXT_PAGE, ANY], ids=["last_id", "next", "page", "any"])
def test_a_server_that_ignores_the_cursor_fails_the_task(server: Server, pages: Pages) -> None:
    body = {"data": WIDGETS[:3], "has_more": True, "last_id": "t2", "next": "c", "next_page": "c"}
    server.otherwise = lambda seen: Reply(body=body)
    with pytest.raises(ConnectionFailure, match="widgets"):
        list(paginate(client_for(server), LIST, pages))
    assert len(server.seen) <= 2


def test_repeated_cursors_fail_the_task(server: Server) -> None:
    pages = [{"data": [{"id": name}], "has_more": True, "last_id": name} for name in ("a", "b", "c")]
    server.otherwise = lambda seen: Reply(body=pages[(len(server.seen) - 1) % 3])
    with pytest.raises(ConnectionFailure):
        list(paginate(client_for(server), LIST, AFTER_LAST_ID))
    assert len(server.seen) <= 4


def test_a_missing_cursor_fails_the_task(server: Server) -> None:
    server.tell(Reply(body={"data": [{"name": "no id"}], "has_more": True}))
    with pytest.raises(ConnectionFailure):
        list(paginate(client_for(server), LIST, AFTER_LAST_ID))


@pytest.mark.parametrize(
    "body",
    [{"data": {"id": "t1"}}, {"object": "list"}, [], "text", None, {"data": None}, {"data": ["t1"]}, {"data": [None]}],
)
def test_a_response_that_is_not_a_list(server: Server, body: t.Any) -> None:
    server.tell(Reply(body=body))
    with pytest.raises(ConnectionFailure, match="v1/widgets did not return a list of objects") as failed:
        list(paginate(client_for(server), LIST, AFTER_LAST_ID))
    assert "base_url" in failed.value.remedy


def test_a_page_is_requested_again_after_a_failure(server: Server, clock: Clock) -> None:
    answer = paged("after", "last_id")
    server.tell(answer, error(500), Reply(cut="half", body=[0] * 100), answer, answer)
    assert list(paginate(client_for(server), LIST, AFTER_LAST_ID)) == WIDGETS
