# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""New objects of every kind are invisible to every list and lookup for as long as the control route says."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

import requests

from openai_emulator.routes import load_router
from tests.harness.certificates import certificate

from .conftest import Organization

JSONL = b'{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}\n' * 10
QUESTION = {"model": "gpt-4.1", "store": True}
AWS = {"type": "aws", "bucket": "b", "role_arn": "arn:aws:iam::1:role/r"}


@dataclass
class World:
    """An organization, the ids of its objects, and requests to it."""

    org: Organization
    ids: dict[str, str]

    def request(self, method: str, path: str, **options: t.Any) -> requests.Response:
        """Send a request with the key that the path requires."""
        path = path.format(**self.ids)
        key = self.org.admin_key if path.startswith(("/organization", "/projects")) else self.org.api_key
        headers = {"Authorization": f"Bearer {key}"}
        return requests.request(method, self.org.emulator.base_url + path, headers=headers, timeout=30, **options)

    def filled(self, value: t.Any) -> t.Any:
        """Return a body with the ids of its objects."""
        if isinstance(value, dict):
            return {name: self.filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return value.format(**self.ids) if isinstance(value, str) else value

    def made(self, path: str, body: dict[str, t.Any], name: str) -> None:
        """Create an object and record its id under a name."""
        if "file" in body:
            answer = self.request("POST", path, files={"file": ("a.jsonl", JSONL)}, data={"purpose": body["purpose"]})
        else:
            answer = self.request("POST", path, json=self.filled(body))
        assert answer.status_code == 200, (path, answer.text)
        told = answer.json()
        self.ids[name] = told.get("id") or told.get("user_id") or told.get("group_id") or ""


PROJECT = "/organization/projects/{project}"
PROVIDERS = "/organization/workload_identity_providers"
FIRST: list[tuple[str, dict[str, t.Any], str]] = [
    ("/organization/groups", {"name": "first"}, "group"),
    ("/organization/certificates", {"certificate": certificate("first")}, "certificate"),
    ("/organization/roles", {"role_name": "first", "permissions": ["api.audit_logs.read"]}, "role"),
    ("/organization/groups", {"name": "second"}, "partner"),
    (f"{PROJECT}/groups", {"group_id": "{partner}", "role": "role-api-project-member"}, "place"),
    (f"{PROJECT}/service_accounts", {"name": "first"}, "account"),
    (PROVIDERS, {"name": "first", "type": "oidc", "issuer": "i", "audience": "a"}, "provider"),
    ("/files", {"file": True, "purpose": "fine-tune"}, "file"),
    ("/vector_stores", {"name": "first"}, "store"),
]
"""Objects that others belong to or name: path, body, and the name of the id."""

RULE = {"project_id": "{project}", "service_account_id": "{account}", "attribute_matchers": {"sub": "a"}}
ALERT = {
    "threshold_amount": 100,
    "currency": "USD",
    "interval": "month",
    "notification_channel": {"type": "email", "recipients": ["a@example.com"]},
}
EXTERNAL_KEY = {"type": "oci", "name": "a", "region": "r", "vault_ocid": "v", "key_ocid": "k"}
LIMIT = {"threshold_amount": 100, "currency": "USD", "interval": "month"}
CASES: list[tuple[str, dict[str, t.Any], str | None, str | None]] = [
    ("/organization/projects", {"name": "a"}, "", "/{new}"),
    ("/organization/groups", {"name": "a"}, "", "/{new}"),
    ("/organization/groups/{group}/users", {"user_id": "{person}"}, "", "/{new}"),
    ("/organization/groups/{group}/roles", {"role_id": "{role}"}, "", "/{role}"),
    ("/organization/users/{person}/roles", {"role_id": "{role}"}, "", "/{role}"),
    ("/projects/{project}/users/{owner}/roles", {"role_id": "role-api-project-viewer"}, "", None),
    ("/projects/{project}/groups/{partner}/roles", {"role_id": "role-api-project-viewer"}, "", None),
    ("/organization/invites", {"email": "a@example.com", "role": "reader"}, "", "/{new}"),
    ("/organization/roles", {"role_name": "a", "permissions": ["api.audit_logs.read"]}, "", "/{new}"),
    ("/organization/admin_api_keys", {"name": "a"}, "", "/{new}"),
    ("/organization/certificates", {"certificate": certificate("a")}, "", "/{new}"),
    ("/organization/external_keys", EXTERNAL_KEY, "", "/{new}"),
    ("/organization/external_storage", {"project_id": "{project}", "provider": AWS}, "", "/{new}"),
    ("/organization/spend_alerts", ALERT, "", "/{new}"),
    ("/organization/spend_limit", LIMIT, None, ""),
    (PROVIDERS, {"name": "a", "type": "oidc", "issuer": "i", "audience": "a"}, "", "/{new}"),
    (f"{PROVIDERS}/{{provider}}/federation_rules", RULE, "", "/{new}"),
    (f"{PROJECT}/users", {"user_id": "{person}", "role": "member"}, "", "/{new}"),
    (f"{PROJECT}/groups", {"group_id": "{group}", "role": "role-api-project-member"}, "", "/{new}"),
    (f"{PROJECT}/service_accounts", {"name": "a"}, "", "/{new}"),
    (f"{PROJECT}/service_accounts/{{account}}/api_keys", {"name": "a"}, f"{PROJECT}/api_keys", None),
    (f"{PROJECT}/certificates/activate", {"certificate_ids": ["{certificate}"]}, f"{PROJECT}/certificates", None),
    (f"{PROJECT}/spend_limit", LIMIT, None, ""),
    (f"{PROJECT}/spend_alerts", ALERT, "", "/{new}"),
    ("/projects/{project}/roles", {"role_name": "a", "permissions": ["api.model.request"]}, "", "/{new}"),
    ("/files", {"file": True, "purpose": "fine-tune"}, "", "/{new}"),
    ("/vector_stores", {"name": "a"}, "", "/{new}"),
    ("/vector_stores/{store}/files", {"file_id": "{file}"}, "", "/{new}"),
    ("/vector_stores/{store}/file_batches", {"file_ids": ["{file}"]}, None, "/{new}"),
    ("/fine_tuning/jobs", {"model": "gpt-4.1-2025-04-14", "training_file": "{file}"}, "", "/{new}"),
    ("/chat/completions", {**QUESTION, "messages": [{"role": "user", "content": "a"}]}, "", "/{new}"),
    ("/responses", {**QUESTION, "input": "a"}, None, "/{new}"),
]
"""Path and body of every operation that creates an object; its list and its lookup, from its path on: None without."""

SETTINGS = re.compile(
    r"data_retention|hosted_tool_permissions|model_permissions|service_tier_settings|rate_limits|organization/certificates/"
    r"|deactivate"
)
"""Operations that change what exists."""
ANSWERS = re.compile(
    r"/(audio|completions|content_provenance_checks|decisions|embeddings|images|moderations|responses/\w+|search|uploads)\b"
)
"""Operations whose results have no list and no lookup."""


def test_new_objects_are_invisible(org: Organization) -> None:
    world = World(org, {"project": org.project_id, "person": person(org), "owner": org.owner_id})
    for path, body, name in FIRST:
        world.made(path, body, name)
    org.control("visibility", {"seconds": 5})
    before = {path: listed(world, path, where) for path, _unused, where, _unused2 in CASES}
    found = []
    for path, body, where, lookup in CASES:
        world.made(path, body, "new")
        one = None if lookup is None else path + lookup.format(**world.ids)
        found.append((path, where, one))
        assert listed(world, path, where) == before[path], path
        assert one is None or world.request("GET", one).status_code == 404, path
    org.advance(5)
    for path, where, one in found:
        assert where is None or listed(world, path, where) > before[path], path
        assert one is None or world.request("GET", one).status_code == 200, path
    org.control("journal", method="DELETE")


def person(org: Organization) -> str:
    """Return the id of a reader."""
    [ada] = [
        each["id"] for each in org.control("objects", kind="organization_user")["objects"] if "ada" in each["email"]
    ]
    return str(ada)


def listed(world: World, path: str, where: str | None) -> int:
    """Return the number of objects in the list of a case; 0 without a list."""
    if where is None:
        return 0
    return len(world.request("GET", where or path).json()["data"])


def test_every_operation_that_creates_is_tested() -> None:
    names = re.compile(r"\{\w+\}")
    tested = {names.sub("{}", path) for path, *_unused in CASES}
    ending = re.compile(r"\}(/(archive|cancel|pause|resume|validate))?$")
    for route in load_router().routes:
        if route.method == "POST" and not (ending.search(route.template) or SETTINGS.search(route.template)):
            assert ANSWERS.search(route.template) or names.sub("{}", route.template) in tested, route.template
