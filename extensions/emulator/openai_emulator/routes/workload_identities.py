# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workload identity providers, and federation rules that map identities to service accounts."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import not_found
from ..ids import new_id
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import load_active

routes = RouteGroup("workload_identities", KeyClass.ADMIN)

PROVIDERS = "/organization/workload_identity_providers"
PROVIDER = PROVIDERS + "/{workload_identity_provider_id}"
RULES = PROVIDER + "/federation_rules"
RULE = RULES + "/{workload_identity_federation_rule_id}"

PROVIDER_LIMITS = not_empty(
    "name",
    "issuer",
    "audience",
    "attribute_transformations[].attribute",
    "attribute_transformations[].expression",
    "verification.discovery_url",
)
RULE_LIMITS = not_empty("project_id", "service_account_id", "permissions.scopes", "permissions.scopes[]")


def load_provider(call: Call) -> Doc:
    """Return the provider of the path."""
    id = call.path["workload_identity_provider_id"]
    message = f"No workload identity provider found with id '{id}'."
    return call.load("workload_identity_provider", id, message, param="workload_identity_provider_id")


@routes.post(
    PROVIDERS,
    "create-workload-identity-provider",
    PROVIDER_LIMITS,
)
def create_provider(call: Call) -> Any:
    """Create a provider; by default its keys are discovered."""
    doc: Doc = {
        "id": new_id("wip_"),
        "object": "organization.workload_identity_provider",
        "created_at": call.now,
        "updated_at": call.now,
        "description": None,
        "enabled": True,
        "attribute_transformations": [],
        "verification": {"type": "discovery", "discovery_url": None},
        **call.body,
    }
    return public(call.create("workload_identity_provider", doc))


@routes.get(PROVIDERS, "list-workload-identity-providers", pagination.page_limits(20, order="desc"))
def list_providers(call: Call) -> Any:
    """List the providers, newest first."""
    return pagination.paginate(call, "workload_identity_provider")


@routes.get(PROVIDER, "retrieve-workload-identity-provider")
def retrieve_provider(call: Call) -> Any:
    """Retrieve a provider."""
    return public(load_provider(call))


@routes.post(
    PROVIDER,
    "update-workload-identity-provider",
    PROVIDER_LIMITS,
)
def update_provider(call: Call) -> Any:
    """Update a provider."""
    doc = {**load_provider(call), **call.body, "updated_at": call.now}
    return public(call.docs.update("workload_identity_provider", doc))


@routes.delete(PROVIDER, "delete-workload-identity-provider")
def delete_provider(call: Call) -> Any:
    """Delete a provider and its rules."""
    doc = load_provider(call)
    call.docs.delete_all("workload_identity_federation_rule", scope=doc["id"])
    call.docs.delete("workload_identity_provider", doc["id"])
    return {"object": "organization.workload_identity_provider.deleted", "id": doc["id"], "deleted": True}


def load_rule(call: Call) -> tuple[str, Doc]:
    """Return the id of the provider and the rule of the path."""
    provider = load_provider(call)["id"]
    id = call.path["workload_identity_federation_rule_id"]
    message = f"No workload identity federation rule found with id '{id}'."
    kind, param = "workload_identity_federation_rule", "workload_identity_federation_rule_id"
    return provider, call.load(kind, id, message, scope=provider, param=param)


@routes.post(
    RULES,
    "create-workload-identity-federation-rule",
    RULE_LIMITS,
)
def create_rule(call: Call) -> Any:
    """Create a rule for a service account of a project."""
    provider = load_provider(call)["id"]
    call.path["project_id"] = call.body["project_id"]
    project, account = load_active(call)["id"], call.body["service_account_id"]
    if call.find("service_account", account, scope=project) is None:
        raise not_found(f"No service account found with id '{account}'.", param="service_account_id")
    doc: Doc = {
        "id": new_id("wir_"),
        "object": "organization.workload_identity_federation_rule",
        "created_at": call.now,
        "updated_at": call.now,
        "name": None,
        "description": None,
        "enabled": True,
        "permissions": {"type": "service_account_default"},
        "workload_identity_provider_id": provider,
        **call.body,
    }
    return public(call.create("workload_identity_federation_rule", doc, scope=provider))


@routes.get(RULES, "list-workload-identity-federation-rules", pagination.page_limits(20, order="desc"))
def list_rules(call: Call) -> Any:
    """List the rules of a provider, newest first."""
    account = call.query.get("service_account_id")
    return pagination.paginate(
        call,
        "workload_identity_federation_rule",
        scope=load_provider(call)["id"],
        where=lambda doc: account in (None, doc["service_account_id"]),
    )


@routes.get(RULE, "retrieve-workload-identity-federation-rule")
def retrieve_rule(call: Call) -> Any:
    """Retrieve a rule."""
    return public(load_rule(call)[1])


@routes.post(
    RULE,
    "update-workload-identity-federation-rule",
    RULE_LIMITS,
)
def update_rule(call: Call) -> Any:
    """Update a rule."""
    provider, rule = load_rule(call)
    doc = {**rule, **call.body, "updated_at": call.now}
    return public(call.docs.update("workload_identity_federation_rule", doc, scope=provider))


@routes.delete(RULE, "delete-workload-identity-federation-rule")
def delete_rule(call: Call) -> Any:
    """Delete a rule."""
    provider, doc = load_rule(call)
    call.docs.delete("workload_identity_federation_rule", doc["id"], scope=provider)
    return {"object": "organization.workload_identity_federation_rule.deleted", "id": doc["id"], "deleted": True}
