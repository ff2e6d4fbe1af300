# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every filter of every ``_info`` module, on a server that ignores all query parameters: objects are compared by the client."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.info import Info
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.report import Report

from tests.harness.samples import DECLARATIONS

from .server import Reply, Seen, Server
from .task import run_task

Object = dict[str, t.Any]

INFOS: dict[str, Info] = {name: found for name, found in DECLARATIONS.items() if isinstance(found, Info)}

PARENTS = {
    "project": "proj_1",
    "group": "group_1",
    "service_account": "svc_acct_1",
    "provider": "wip_1",
}
"""Ids for the options of parents."""

REQUIRED: dict[str, Object] = {"role_assignment_info": {"group": "group_1"}}

ACCOUNT = {"type": "service_account", "service_account": {"id": "svc_acct_1", "name": "deploy"}}
KEY = {"owner": ACCOUNT, "owner_project_access": "active"}
EVENT = {
    "type": "project.created",
    "effective_at": 100,
    "project": {"id": "proj_1"},
    "actor": {"session": {"user": {"id": "user_1", "email": "ada@x.example"}}},
    "project.created": {"id": "proj_2"},
}

# By module and option: the value of the filter, the fields of an object that it selects, and of one that it does not.
FILTERS: dict[str, dict[str, tuple[t.Any, Object, Object]]] = {
    "admin_api_key_info": {"name": ("a", {"name": "a"}, {"name": "b"})},
    "audit_log_info": {
        "effective_at": ({"gt": 99, "lte": 100}, EVENT, {**EVENT, "effective_at": 99}),
        "project_ids": (["proj_1"], EVENT, {**EVENT, "project": {"id": "proj_3"}}),
        "event_types": (["project.created"], EVENT, {**EVENT, "type": "project.archived"}),
        "actor_ids": (["user_1"], EVENT, {**EVENT, "actor": {"session": {"user": {"id": "user_2"}}}}),
        "actor_emails": (
            ["Ada@x.example"],
            EVENT,
            {**EVENT, "actor": {"api_key": {"user": {"email": "eve@x.example"}}}},
        ),
        "resource_ids": (["proj_2"], EVENT, {**EVENT, "project.created": {"id": "proj_4"}}),
        "tenant_only": (True, {**EVENT, "type": "tenant.user.added"}, EVENT),
    },
    "certificate_info": {
        "name": ("a", {"name": "a"}, {"name": "b"}),
        "active": (True, {"active": True}, {"active": False}),
    },
    "certificate_activation_info": {
        "name": ("a", {"name": "a"}, {"name": "b"}),
        "active": (False, {"active": False}, {"active": True}),
    },
    "chat_completion_info": {
        "model": ("gpt-4o", {"model": "gpt-4o-2024-08-06"}, {"model": "gpt-4o-mini"}),
        "metadata": ({"a": 1}, {"metadata": {"a": "1"}}, {"metadata": {"a": "2"}}),
    },
    "external_key_info": {
        "purpose": ("ekm", {"purpose": "ekm"}, {"purpose": "psp_decryption"}),
        "name": ("a", {"name": "a"}, {"name": "b"}),
        "type": ("aws", {"type": "aws"}, {"type": "gcp"}),
    },
    "external_storage_info": {"project": ("proj_1", {"project_id": "proj_1"}, {"project_id": "proj_2"})},
    "file_info": {
        "purpose": ("batch", {"purpose": "batch"}, {"purpose": "evals"}),
        "filename": ("a.txt", {"filename": "a.txt"}, {"filename": "b.txt"}),
    },
    "fine_tuning_job_info": {
        "metadata": ({"a": "1"}, {"metadata": {"a": "1"}}, {"metadata": None}),
        "status": ("failed", {"status": "failed"}, {"status": "running"}),
        "model": ("gpt-4o", {"model": "gpt-4o"}, {"model": "gpt-4.1"}),
        "training_file": ("file-1", {"training_file": "file-1"}, {"training_file": "file-2"}),
    },
    "group_info": {
        "name": ("a", {"name": "a"}, {"name": "b"}),
        "group_type": ("group", {"group_type": "group"}, {"group_type": "tenant_group"}),
        "is_scim_managed": (False, {"is_scim_managed": False}, {"is_scim_managed": True}),
    },
    "group_user_info": {"email": ("Ada@x.example", {"email": "ada@x.example"}, {"email": "eve@x.example"})},
    "invite_info": {
        "email": ("Ada@x.example", {"email": "ada@x.example"}, {"email": "eve@x.example"}),
        "status": ("pending", {"status": "pending"}, {"status": "expired"}),
    },
    "model_info": {"owned_by": ("me", {"owned_by": "me"}, {"owned_by": "openai"})},
    "organization_user_info": {
        "emails": (["Ada@x.example", "bob@x.example"], {"email": "ada@x.example"}, {"email": "eve@x.example"}),
        "role": ("owner", {"role": "owner"}, {"role": "reader"}),
    },
    "project_info": {
        "include_archived": (False, {"status": "active"}, {"status": "archived"}),
        "name": ("a", {"name": "a"}, {"name": "b"}),
    },
    "project_api_key_info": {
        "owner_project_access": ("inactive", {**KEY, "owner_project_access": "inactive"}, KEY),
        "name": ("a", {**KEY, "name": "a"}, {**KEY, "name": "b"}),
        "owner": ("deploy", KEY, {"owner": {"user": {"id": "user_1"}}, "owner_project_access": "active"}),
    },
    "project_group_info": {"group": ("a", {"group_name": "a"}, {"group_name": "b"})},
    "project_user_info": {
        "email": ("Ada@x.example", {"email": "ada@x.example"}, {"email": "eve@x.example"}),
        "role": ("owner", {"role": "owner"}, {"role": "member"}),
    },
    "rate_limit_info": {"model": ("gpt-4o", {"model": "gpt-4o"}, {"model": "gpt-4o-mini"})},
    "role_info": {
        "name": ("a", {"name": "A"}, {"name": "b"}),
        "predefined_role": (True, {"predefined_role": True}, {"predefined_role": False}),
    },
    "role_assignment_info": {"name": ("a", {"name": "A"}, {"name": "b"})},
    "service_account_info": {"name": ("a", {"name": "a"}, {"name": "b"})},
    "service_account_key_info": {
        "name": ("a", {**KEY, "name": "a"}, {**KEY, "name": "b"}),
        "service_account": (
            "svc_acct_1",
            KEY,
            {**KEY, "owner": {"type": "service_account", "service_account": {"id": "svc_acct_2", "name": "deploy"}}},
        ),
    },
    "spend_alert_info": {"threshold_amount": (5, {"threshold_amount": 5}, {"threshold_amount": 6})},
    "workload_identity_federation_rule_info": {
        "project": ("proj_1", {"project_id": "proj_1"}, {"project_id": "proj_2"}),
        "service_account_id": (
            "user-1",
            {"project_id": "proj_1", "service_account_id": "user-1"},
            {"project_id": "proj_1", "service_account_id": "user-2"},
        ),
        "name": ("a", {"name": "a", "project_id": "proj_1"}, {"name": "b", "project_id": "proj_1"}),
        "enabled": (True, {"enabled": True, "project_id": "proj_1"}, {"enabled": False, "project_id": "proj_1"}),
    },
    "workload_identity_provider_info": {
        "name": ("a", {"name": "a"}, {"name": "b"}),
        "enabled": (True, {"enabled": True}, {"enabled": False}),
    },
}

SELECTS_NO_OBJECT = {
    ("audit_log_info", "after"): "the cursor of the first page",
    ("chat_completion_info", "order"): "the order; test_order",
    ("cost_info", "group_by"): "the shape of the rows",
    ("usage_info", "group_by"): "the shape of the rows",
}
"""Filters that choose a page, an order or a shape, and the reason."""

DIMENSIONS: dict[str, tuple[str, str, t.Any, t.Any]] = {
    "project_ids": ("completions", "project_id", "proj_1", "proj_2"),
    "user_ids": ("completions", "user_id", "user-1", "user-2"),
    "api_key_ids": ("completions", "api_key_id", "key_1", "key_2"),
    "models": ("completions", "model", "gpt-4o", "gpt-4o-mini"),
    "batch": ("completions", "batch", True, False),
    "sizes": ("images", "size", "1024x1024", "256x256"),
    "sources": ("images", "source", "image.edit", "image.generation"),
    "context_levels": ("web_search_calls", "context_level", "low", "high"),
    "vector_store_ids": ("file_search_calls", "vector_store_id", "vs_1", "vs_2"),
    "line_items": ("costs", "line_item", "gpt-4o, input", "gpt-4o, output"),
}
"""Filters of reports: a kind of usage that has it, the dimension, and two of its values."""


def table() -> list[tuple[str, str]]:
    """Return every filter of every module by its declaration."""
    return [
        (name, entry.name)
        for name, info in INFOS.items()
        if not info.single
        for entry in (*info.filters, *info.client_filters)
    ]


def test_the_table_is_complete() -> None:
    covered = {(name, option) for name, options in FILTERS.items() for option in options}
    covered |= {(name, option) for name in ("usage_info", "cost_info") for option in DIMENSIONS}
    assert {each for each in table() if each not in SELECTS_NO_OBJECT} <= covered
    for name, info in INFOS.items():
        for entry in info.filters:
            compared = bool(entry.response_path or entry.selects)
            assert compared != ((name, entry.name) in SELECTS_NO_OBJECT), (name, entry.name)


def answering(server: Server, objects: list[Object], parents: t.Mapping[str, str] | None = None) -> None:
    """Answer every list with all objects.

    :param parents: ids of parents, by the path of the list that contains them.
    """

    def answer(seen: Seen) -> Reply:
        parent = (parents or {}).get(seen.path.removeprefix("/v1"))
        data = objects if parent is None else [{"id": parent}]
        return Reply(body={"object": "list", "data": data, "has_more": False, "last_id": None})

    server.otherwise = answer


@pytest.mark.parametrize(
    ("name", "option"), [(name, option) for name, options in FILTERS.items() for option in options]
)
def test_filter(name: str, option: str, server: Server) -> None:
    info = INFOS[name]
    value, selected, other = FILTERS[name][option]
    objects = [{"id": "other_1", "status": "active", **other}, {"id": "mine_1", "status": "active", **selected}]
    parents = {each.option: each for each in info.resource.parents if each.required or each.option == option}
    lists = {each.ref.path: PARENTS[each.option] for each in parents.values()}
    args = {**{each: PARENTS[each] for each in parents}, **REQUIRED.get(name, {}), option: value}
    answering(server, objects, {"/organization/groups": "group_1", **lists} if name != "group_info" else lists)
    found = run_task(info, server, args)
    assert not found.get("failed"), found
    assert [each["id"] for each in found[info.resource.collection.plural_name]] == ["mine_1"]


def reported(server: Server, option: str, rows: list[Object], **args: t.Any) -> list[Object]:
    """Return the rows of a report, filtered by a dimension, of a server that returns all rows."""
    kind, _dimension, value, _other = DIMENSIONS[option]
    bucket = {"object": "bucket", "start_time": 0, "end_time": 86400, "results": rows}
    answering(server, [bucket, {**bucket, "start_time": 864000, "end_time": 950400}])
    filters = {option: value if option == "batch" else [value]}
    span = {"start_time": 10, "end_time": 20, "flatten": True, **args}
    info, which = (INFOS["cost_info"], {}) if kind == "costs" else (INFOS["usage_info"], {"kind": kind})
    assert isinstance(info, Report)
    result = run_task(info, server, {**which, **filters, **span})
    assert not result.get("failed"), result
    return t.cast("list[Object]", result[info.resource.collection.plural_name])


@pytest.mark.parametrize("option", DIMENSIONS)
def test_filter_of_a_report(option: str, server: Server) -> None:
    _kind, dimension, mine, other = DIMENSIONS[option]
    rows = [
        {"group": "a", dimension: other, "num": 100},
        {"group": "a", dimension: mine, "num": 1},
        {"group": "a", dimension: mine, "num": 2},
        {"group": "b", dimension: mine, "num": 4},
        {"group": "b", dimension: None, "num": 100},
    ]
    found = reported(server, option, rows)
    assert [(row["group"], row[dimension], row["num"]) for row in found] == [("a", None, 3), ("b", None, 4)]
    assert [value for name, value in server.seen[-1].query if name.startswith("group_by")] == [dimension]
    found = reported(server, option, rows, group_by=[dimension])
    assert [row["num"] for row in found] == [1, 2, 4]


def test_amounts_are_added_up_exactly(server: Server) -> None:
    def row(project: str, value: t.Any, currency: str = "usd") -> Object:
        return {"project_id": project, "amount": {"value": value, "currency": currency}, "quantity": None}

    rows = [row("proj_1", 0.1), row("proj_1", 0.2), row("proj_1", 3, "eur"), row("proj_2", 1)]
    found = reported(server, "line_items", [{"line_item": "gpt-4o, input", **each} for each in rows])
    amounts = [(each["project_id"], each["amount"]) for each in found]
    assert amounts == [
        ("proj_1", {"value": 0.3, "currency": "usd"}),
        ("proj_1", {"value": 3, "currency": "eur"}),
        ("proj_2", {"value": 1, "currency": "usd"}),
    ]


@pytest.mark.parametrize("served", [(1, 2, 3), (3, 2, 1)])
def test_order(served: tuple[int, ...], server: Server) -> None:
    answering(server, [{"id": f"c_{at}", "created": at} for at in served])
    for order, ids in (("asc", ["c_1", "c_2", "c_3"]), ("desc", ["c_3", "c_2", "c_1"])):
        for limit in (None, 1, 2):
            args: Object = {"order": order, **({"limit": limit} if limit else {})}
            found = run_task(INFOS["chat_completion_info"], server, args)["chat_completions"]
            assert [each["id"] for each in found] == ids[:limit]
