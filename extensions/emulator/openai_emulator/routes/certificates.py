# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates: uploaded to the organization, activated for the organization or for projects, deleted when inactive."""

from __future__ import annotations

from typing import Any

from cryptography import x509

from .. import pagination
from ..errors import ApiError, bad_request
from ..ids import new_id
from ..routing import KeyClass, RouteGroup
from ..server import Call
from ..store import Doc
from .projects import load_active, load_project

routes = RouteGroup("certificates", KeyClass.ADMIN)

ORGANIZATION = "/organization/certificates"
PROJECT = "/organization/projects/{project_id}/certificates"
MAX_CERTIFICATES = 50
CERTIFICATE_IDS = {"certificate_ids": {"minItems": 1, "maxItems": 10}}


def load_certificate(call: Call, id: str | None = None) -> Doc:
    """Return the certificate of the path."""
    id = call.path["certificate_id"] if id is None else id
    return call.load("certificate", id, f"No certificate found with id '{id}'.", param="certificate_id")


def render(doc: Doc, object: str, active: bool | None = None, content: bool = False) -> Doc:
    """Return a certificate in one of the API's three forms."""
    details = {"valid_at": doc["_valid_at"], "expires_at": doc["_expires_at"]}
    answer: Doc = {
        "object": object,
        "id": doc["id"],
        "name": doc["name"],
        "created_at": doc["created_at"],
        "certificate_details": {**details, "content": doc["_content"]} if content else details,
    }
    return answer if active is None else {**answer, "active": active}


def invalid(message: str) -> ApiError:
    """Return the error for an invalid certificate."""
    return bad_request(message, param="certificate", code="invalid_certificate")


@routes.post(
    ORGANIZATION,
    "uploadCertificate",
    {"certificate": {"minLength": 1}},
)
def upload_certificate(call: Call) -> Any:
    """Upload a certificate. It is inactive."""
    content = call.body["certificate"]
    try:
        found = x509.load_pem_x509_certificates(content.encode())
    except ValueError:
        raise invalid("The certificate is not valid PEM.") from None
    if len(found) != 1:
        raise invalid("Exactly one certificate must be given.")
    if "PRIVATE KEY" in content:
        raise invalid("The content must not hold a private key.")
    if found[0].not_valid_after_utc.timestamp() < call.now:
        raise invalid("The certificate has expired.")
    if call.docs.count("certificate") >= MAX_CERTIFICATES:
        raise bad_request(
            f"An organization can have at most {MAX_CERTIFICATES} certificates.", code="certificate_limit_reached"
        )
    doc: Doc = {
        "id": new_id("cert_"),
        "name": call.body.get("name"),
        "created_at": call.now,
        "_valid_at": int(found[0].not_valid_before_utc.timestamp()),
        "_expires_at": int(found[0].not_valid_after_utc.timestamp()),
        "_content": content,
        "_active": False,
    }
    return render(call.create("certificate", doc), "certificate")


@routes.get(ORGANIZATION + "/{certificate_id}", "getCertificate")
def retrieve_certificate(call: Call) -> Any:
    """Retrieve a certificate, with its content on request."""
    return render(load_certificate(call), "certificate", content="content" in call.query.get("include", ()))


@routes.post(ORGANIZATION + "/{certificate_id}", "modifyCertificate")
def modify_certificate(call: Call) -> Any:
    """Rename a certificate."""
    doc = load_certificate(call)
    doc["name"] = call.body.get("name", doc["name"])
    return render(call.docs.update("certificate", doc), "certificate")


@routes.delete(ORGANIZATION + "/{certificate_id}", "deleteCertificate")
def delete_certificate(call: Call) -> Any:
    """Delete an inactive certificate."""
    doc = load_certificate(call)
    uses = [
        (scope, use) for scope, use in call.docs.iterate_with_scope("project_certificate") if use["id"] == doc["id"]
    ]
    if doc["_active"] or any(use["active"] and is_active_project(call, scope) for scope, use in uses):
        raise bad_request(
            f"Certificate {doc['id']} is active and cannot be deleted. Deactivate it in the organization and in all "
            "projects first.",
            code="certificate_active",
        )
    for scope, use in uses:
        call.docs.delete("project_certificate", use["id"], scope=scope)
    call.docs.delete("certificate", doc["id"])
    return {"object": "certificate.deleted", "id": doc["id"]}


def is_active_project(call: Call, project_id: str) -> bool:
    """Return whether a project is active."""
    project = call.docs.get("project", project_id)
    return project is not None and project["status"] == "active"


@routes.get(ORGANIZATION, "listOrganizationCertificates", pagination.page_limits(20, order="desc"))
def list_certificates(call: Call) -> Any:
    """List the certificates, newest first."""
    return pagination.paginate(
        call,
        "certificate",
        descending=True,
        render=lambda doc: render(doc, "organization.certificate", doc["_active"]),
    )


def toggle(call: Call, active: bool) -> Any:
    """Activate or deactivate certificates: all or none."""
    docs = [load_certificate(call, id) for id in dict.fromkeys(call.body["certificate_ids"])]
    for doc in docs:
        doc["_active"] = active
        call.docs.update("certificate", doc)
    return {
        "object": f"organization.certificate.{'activation' if active else 'deactivation'}",
        "data": [render(doc, "organization.certificate", active) for doc in docs],
    }


@routes.post(
    ORGANIZATION + "/activate",
    "activateOrganizationCertificates",
    CERTIFICATE_IDS,
)
def activate(call: Call) -> Any:
    """Activate certificates for the organization."""
    return toggle(call, True)


@routes.post(
    ORGANIZATION + "/deactivate",
    "deactivateOrganizationCertificates",
    CERTIFICATE_IDS,
)
def deactivate(call: Call) -> Any:
    """Deactivate certificates for the organization."""
    return toggle(call, False)


@routes.get(PROJECT, "listProjectCertificates", pagination.page_limits(20, order="desc"))
def list_project_certificates(call: Call) -> Any:
    """List the certificates that were ever activated or deactivated for the project, newest first."""
    return pagination.paginate(
        call,
        "project_certificate",
        scope=load_project(call)["id"],
        descending=True,
        render=lambda use: render(load_certificate(call, use["id"]), "organization.project.certificate", use["active"]),
    )


def toggle_in_project(call: Call, active: bool) -> Any:
    """Activate or deactivate certificates for a project: all or none."""
    project = load_active(call)["id"]
    docs = [load_certificate(call, id) for id in dict.fromkeys(call.body["certificate_ids"])]
    for doc in docs:
        use = {"id": doc["id"], "active": active}
        if call.docs.get("project_certificate", doc["id"], scope=project):
            call.docs.update("project_certificate", use, scope=project)
        else:
            call.create("project_certificate", use, scope=project)
    return {
        "object": f"organization.project.certificate.{'activation' if active else 'deactivation'}",
        "data": [render(doc, "organization.project.certificate", active) for doc in docs],
    }


@routes.post(
    PROJECT + "/activate",
    "activateProjectCertificates",
    CERTIFICATE_IDS,
)
def activate_in_project(call: Call) -> Any:
    """Activate certificates for the project."""
    return toggle_in_project(call, True)


@routes.post(
    PROJECT + "/deactivate",
    "deactivateProjectCertificates",
    CERTIFICATE_IDS,
)
def deactivate_in_project(call: Call) -> Any:
    """Deactivate certificates for the project."""
    return toggle_in_project(call, False)
