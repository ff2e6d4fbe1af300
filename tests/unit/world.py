# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small API with state, and the declarations of its resources: one of each kind of the engine."""

from __future__ import annotations

import itertools
import typing as t
from dataclasses import dataclass, replace

from ansible_collections.fjcorp.openai.plugins.module_utils._engine.compare import contains
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.entity import Entity
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.fields import METADATA, Collection, Field, Parent
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.info import Info
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.job import Job
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.membership import Membership
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.setting import Setting
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Hooks, Post, Refuse
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.wait import WAIT_FIELDS
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import MARK
from ansible_collections.fjcorp.openai.plugins.module_utils._support.types import Object

from .server import Reply, Seen, Server, error

SHELVES = Collection("shelf", path="/shelves", item="/shelves/{shelf_id}", id_prefixes=("shelf_",), plural="shelves")
BOXES = Collection(
    "box",
    path="/boxes",
    item="/boxes/{box_id}",
    id_prefixes=("box_",),
    is_active=lambda box: box.get("status") != "archived",
    plural="boxes",
)
PEOPLE = Collection(
    "person",
    path="/people",
    item="/people/{person_id}",
    name_field="email",
    id_prefixes=("person_",),
    case_insensitive=True,
    plural="people",
)
IN_BOX = Parent(BOXES)

BOX = Entity(
    BOXES,
    fields=(
        Field("name"),
        Field("color", choices=("red", "blue")),
        Field("size", "int", min=0),
        Field("ratio", "float"),
        Field("open", "bool"),
        Field("region", immutable=True),
        Field("note", clearable=True),
        Field("tags", "list", elements="str", unordered=True, clearable=True),
        Field("shelf", ref=SHELVES, request_name="shelf_id", response_name="shelf_id", clearable=True),
        Field(
            "limits",
            "dict",
            options=(Field("low", "int"), Field("high", "int")),
            response_name="bounds",
            request_name="bounds",
        ),
        Field("password", no_log=True, response_name=""),
        Field("pin", no_log=True),
        METADATA,
    ),
    removal=Post("archive"),
)
BOX_INFO = Info(BOX, filters=(Field("color"),), client_filters=(Field("name"), Field("size", "int")))
ITEM = Entity(
    Collection("item", path="/boxes/{box_id}/items", item="/boxes/{box_id}/items/{item_id}", id_prefixes=("item_",)),
    parents=(IN_BOX,),
    fields=(Field("name"), Field("kind", required_on_create=True), Field("size", "int")),
)
KEEPER = Membership(
    Collection(
        "keeper",
        path="/boxes/{box_id}/keepers",
        item="/boxes/{box_id}/keepers/{person_id}",
        name_field="email",
        case_insensitive=True,
    ),
    parents=(IN_BOX,),
    member=PEOPLE,
    option="person",
    aliases=("email",),
    id_request_name="person_id",
    fields=(Field("role", choices=("owner", "member"), required_on_create=True),),
)
LIMIT = Setting(
    Collection("limit", path="/boxes/{box_id}/limits", item="/boxes/{box_id}/limits/{limit_id}"),
    parents=(IN_BOX,),
    identity=("model",),
    fields=(Field("model", required=True), Field("most", "int"), Field("least", "int")),
    removal=Refuse("Set the desired values."),
)
LID = Setting(
    Collection("lid", path="", item="/boxes/{box_id}/lid"),
    parents=(IN_BOX,),
    fields=(Field("kind"),),
    default=lambda context: {"kind": "plain"},
)
LATCH = Setting(
    Collection("latch", path="", item="/boxes/{box_id}/latch", optional=True),
    parents=(IN_BOX,),
    fields=(
        Field("kind"),
        Field("open", "bool", request_name="state.open", response_name="state.open"),
        Field("note", clearable=True, request_name="state.note", response_name="state.note"),
    ),
    replaces=True,
)
LATCH_INFO = Info(LATCH)


def same_chore(resource: Job, body: Object, job: Object) -> bool:
    """Return whether a chore does what a request asks for."""
    return contains({name: value for name, value in body.items() if name != "metadata"}, job)


CHORE = Job(
    Collection("chore", path="/chores", item="/chores/{chore_id}", id_prefixes=("chore_",)),
    fields=(
        Field("work", immutable=True),
        Field("times", "int", immutable=True),
        METADATA,
        Field("retry_failed", "bool", default=True, request_name="", response_name=""),
        *WAIT_FIELDS,
    ),
    pause="pause",
    resume="resume",
    hooks=Hooks(equivalent=same_chore),
)
CHORE_INFO = Info(CHORE, filters=(Field("metadata", "dict"),))


@dataclass
class Fault:
    """The failure of one write.

    :param how: ``cut``, ``reset``, ``half``, ``stall`` or a status.
    :param after: the write is carried out before it fails.
    """

    how: str | int
    after: bool = False
    method: str = "POST"


class World:
    """The API's state, by path.

    :ivar hidden_for: number of reads in which a new object does not appear yet.
    :ivar page: largest number of objects on a page.
    :ivar ignores_filters: query parameters do not limit what a list returns, as on many compatible servers.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.lists: dict[str, list[Object]] = {}
        self.singles: dict[str, Object] = {}
        self.faults: list[Fault] = []
        self.page = 100
        self.ignores_filters = False
        self.hidden_for = 0
        self.steps: dict[str, list[str]] = {}
        self._numbers = itertools.count(1)
        self._hidden: dict[str, int] = {}
        server.otherwise = self.answer

    def add(self, path: str, **fields: t.Any) -> Object:
        """Add an object to a list."""
        kind = {"shelves": "shelf", "people": "person", "boxes": "box"}.get(
            path.rsplit("/", 1)[1], path.rsplit("/", 1)[1][:-1]
        )
        thing = {"id": f"{kind}_{next(self._numbers)}", "object": kind, "created_at": 1_700_000_000, **fields}
        self.lists.setdefault(path, []).append(thing)
        return thing

    def hide(self, object_id: str, reads: int) -> None:
        """Let an object not appear in a number of reads."""
        self._hidden[object_id] = reads

    def active(self, path: str) -> list[Object]:
        """Return the active objects of a list."""
        return [each for each in self.lists.get(path, []) if each.get("status") != "archived"]

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "GET":
            return self._do(seen)
        fault = next((each for each in self.faults if each.method == seen.method), None)
        if fault is None:
            return self._do(seen)
        self.faults.remove(fault)
        done = self._do(seen) if fault.after else Reply(body={})
        if isinstance(fault.how, int):
            return error(fault.how)
        if fault.how == "half":
            return replace(done, cut="half")
        return Reply(cut={"cut": "before"}.get(fault.how, fault.how))

    def _do(self, seen: Seen) -> Reply:
        path = "/" + "/".join(seen.parts)
        if path.endswith("/latch"):
            return self._latch(path, seen)
        if path in self.singles:
            if seen.method == "POST":
                self.singles[path].update(seen.json)
            return Reply(body=self.singles[path])
        where, name = path.rsplit("/", 1)
        action = ""
        if name in _ACTIONS:
            (where, name), action = where.rsplit("/", 1), name
        elif path.count("/") % 2:
            if seen.method == "GET":
                return self._list(path, seen)
            return self._create(path, seen.json)
        thing = next((each for each in self.lists.get(where, []) if each["id"] == name), None)
        if seen.method == "GET" and self._hidden.get(name, 0) > 0:
            self._hidden[name] -= 1
            thing = None
        if thing is None:
            return error(404, f"No such object: {name}")
        if seen.method == "DELETE":
            self.lists[where].remove(thing)
            return Reply(body={"id": name, "deleted": True})
        if seen.method == "POST":
            thing.update(_ACTIONS[action] if action else _stored(seen.json))
        elif self.steps.get(name):
            thing["status"] = self.steps[name].pop(0)
        return Reply(body=dict(thing))

    def _latch(self, path: str, seen: Seen) -> Reply:
        if seen.method == "POST":
            self.singles[path] = seen.json
        if path not in self.singles:
            return error(404, "No latch is set.")
        return Reply(body=self.singles.pop(path) if seen.method == "DELETE" else self.singles[path])

    def _list(self, path: str, seen: Seen) -> Reply:
        query = dict(seen.query)
        shown = []
        for each in self.lists.get(path, []):
            if self._hidden.get(each["id"], 0) > 0:
                self._hidden[each["id"]] -= 1
            elif self.ignores_filters or all(
                _has(each, name, value) for name, value in query.items() if name not in ("limit", "after")
            ):
                shown.append(each)
        ids = [each["id"] for each in shown]
        start = ids.index(query["after"]) + 1 if "after" in query else 0
        page = shown[start : start + self.page]
        return Reply(
            body={
                "object": "list",
                "data": page,
                "has_more": start + len(page) < len(shown),
                "last_id": page[-1]["id"] if page else None,
            }
        )

    def _create(self, path: str, body: Object) -> Reply:
        extra: Object = {"status": "queued"} if path == "/chores" else {}
        if path.endswith("/keepers"):
            person = next(each for each in self.lists["/people"] if each["id"] == body["person_id"])
            extra = {"id": person["id"], "email": person["email"]}
            body = {name: value for name, value in body.items() if name != "person_id"}
        thing = self.add(path, **{**_stored(body), **extra})
        self._hidden[thing["id"]] = self.hidden_for
        return Reply(201, thing)


_ACTIONS: dict[str, Object] = {
    "archive": {"status": "archived"},
    "cancel": {"status": "cancelled"},
    "pause": {"status": "paused"},
    "resume": {"status": "running"},
}


def _stored(body: Object) -> Object:
    """Return what the API stores of a body: no secrets, empty metadata instead of null, and tags in its own order."""
    kept = {name: value for name, value in body.items() if name != "password"}
    if kept.get("metadata", 0) is None:
        kept["metadata"] = {}
    if isinstance(kept.get("tags"), list):
        kept["tags"] = sorted(kept["tags"], reverse=True)
    return kept


def _has(thing: Object, name: str, value: str) -> bool:
    if name.startswith("metadata["):
        return (thing.get("metadata") or {}).get(name[9:-1]) == value
    return str(thing.get(name)) == value


__all__ = [
    "BOX",
    "BOX_INFO",
    "CHORE",
    "CHORE_INFO",
    "ITEM",
    "KEEPER",
    "LATCH",
    "LATCH_INFO",
    "LID",
    "LIMIT",
    "MARK",
    "Fault",
    "World",
]
