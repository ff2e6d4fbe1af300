# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""External keys and external storage. The option ``external_validation`` determines whether their validation
succeeds."""

from __future__ import annotations

from typing import Any

from .. import pagination
from ..errors import bad_request
from ..ids import new_id
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc, public
from .projects import load_active

routes = RouteGroup("external", KeyClass.ADMIN)

KEYS = "/organization/external_keys"
STORAGE = "/organization/external_storage"

KEY_LIMITS = not_empty(
    "name",
    "external_id",
    "kms_arn",
    "role_arn",
    "audience",
    "kms_key_location",
    "kms_key_name",
    "kms_key_ring_name",
    "kms_project_id",
    "kms_key_version",
    "workload_identity_pool_id",
    "workload_identity_project_number",
    "workload_identity_provider_id",
    "key_name",
    "key_version",
    "tenant_id",
    "vault_uri",
    "key_ocid",
    "key_version_ocid",
    "region",
    "vault_ocid",
)
STORAGE_LIMITS = not_empty(
    "project_id",
    "provider.bucket",
    "provider.role_arn",
    "provider.account_name",
    "provider.container",
    "provider.resource_group",
    "provider.subscription_id",
    "provider.tenant_id",
    "provider.workload_identity_pool_id",
    "provider.workload_identity_project_number",
    "provider.workload_identity_provider_id",
    "provider.region",
    "provider.tenancy_ocid",
)


@routes.post(KEYS, "create-external-key", KEY_LIMITS)
def create_key(call: Call) -> Any:
    """Create a key. It is not validated."""
    doc: Doc = {
        "id": new_id("extkey_"),
        "object": "organization.external_key",
        "created_at": call.now,
        "workspace_id": call.org.id,
        "api_project_ids": [],
        "purpose": "ekm",
        **call.body,
    }
    return public(call.create("external_key", doc))


def load_key(call: Call) -> Doc:
    """Return the key of the path."""
    id = call.path["external_key_id"]
    return call.load("external_key", id, f"No external key found with id '{id}'.", param="external_key_id")


def projects_using_key(call: Call, doc: Doc) -> list[str]:
    """Return the active projects that use the key."""
    return [
        project["id"]
        for _scope, project in call.docs.find("project", "external_key_id", doc["id"])
        if project["status"] == "active"
    ]


def render_key(call: Call, doc: Doc) -> Doc:
    """Return a key with the projects that use it."""
    return {**public(doc), "api_project_ids": projects_using_key(call, doc)}


@routes.get(KEYS, "list-external-keys", pagination.page_limits(20, order="desc"))
def list_keys(call: Call) -> Any:
    """List the keys, newest first."""
    purpose = call.query.get("purpose")
    return pagination.paginate(
        call,
        "external_key",
        where=lambda doc: purpose in (None, doc["purpose"]),
        render=lambda doc: render_key(call, doc),
    )


@routes.get(KEYS + "/{external_key_id}", "retrieve-external-key")
def retrieve_key(call: Call) -> Any:
    """Retrieve a key."""
    return render_key(call, load_key(call))


@routes.delete(KEYS + "/{external_key_id}", "delete-external-key")
def delete_key(call: Call) -> Any:
    """Delete a key that no project uses; return it."""
    doc = load_key(call)
    if projects_using_key(call, doc):
        raise bad_request("The external key is used by a project.", code="external_key_in_use")
    call.docs.delete("external_key", doc["id"])
    return render_key(call, doc)


@routes.post(KEYS + "/{external_key_id}/validate", "validate-external-key")
def validate_key(call: Call) -> Any:
    """Validate a key."""
    load_key(call)
    return {"status": "valid" if call.org.options["external_validation"] == "succeeds" else "invalid"}


@routes.post(
    STORAGE,
    "create-external-storage",
    STORAGE_LIMITS,
)
def create_storage(call: Call) -> Any:
    """Create storage for a project. It is not validated."""
    project = load_active_project(call, call.body["project_id"])
    doc: Doc = {
        "id": new_id("extstore_"),
        "object": "organization.external_storage",
        "created_at": call.now,
        "geography": "US",
        "project_id": project["id"],
        "provider": {**call.body["provider"], **provider_details(call)},
        "status": "pending",
    }
    return public(call.create("external_storage", doc))


def provider_details(call: Call) -> Doc:
    """Return the provider fields that the API adds."""
    told: dict[str, Doc] = {
        "aws": {"account_id": "111122223333", "external_id": call.org.id, "region": "us-east-1"},
        "azure": {"region": "eastus"},
        "gcp": {"audience": "https://iam.googleapis.com/openai", "region": "us-east1"},
    }
    return told.get(call.body["provider"]["type"], {})


def load_active_project(call: Call, id: str) -> Doc:
    """Return an active project that the body names."""
    call.path["project_id"] = id
    return load_active(call)


def load_storage(call: Call) -> Doc:
    """Return the storage of the path."""
    id = call.path["external_storage_id"]
    message = f"No external storage found with id '{id}'."
    return call.load("external_storage", id, message, param="external_storage_id")


@routes.get(STORAGE, "list-external-storage", pagination.page_limits(20, order="desc"))
def list_storage(call: Call) -> Any:
    """List the storage of all projects or of one, newest first."""
    project = call.query.get("project_id")
    return pagination.paginate(call, "external_storage", where=lambda doc: project in (None, doc["project_id"]))


@routes.get(STORAGE + "/{external_storage_id}", "retrieve-external-storage")
def retrieve_storage(call: Call) -> Any:
    """Retrieve a storage."""
    return public(load_storage(call))


@routes.delete(STORAGE + "/{external_storage_id}", "delete-external-storage")
def delete_storage(call: Call) -> Any:
    """Delete a storage; its content stays."""
    doc = load_storage(call)
    call.docs.delete("external_storage", doc["id"])
    return {"object": "organization.external_storage.deleted", "id": doc["id"], "deleted": True}


@routes.post(STORAGE + "/{external_storage_id}/validate", "validate-external-storage")
def validate_storage(call: Call) -> Any:
    """Validate a storage."""
    doc = load_storage(call)
    doc["status"] = "validated" if call.org.options["external_validation"] == "succeeds" else "unhealthy"
    return public(call.docs.update("external_storage", doc))
