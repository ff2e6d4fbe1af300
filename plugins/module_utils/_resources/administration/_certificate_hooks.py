# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Finding certificates by their content, and removing those that are in use."""

from __future__ import annotations

import typing as t

from ..._domain.x509 import Certificate, read_pem
from ..._engine.context import TaskContext, ambiguous, is_predicted
from ..._engine.entity import Entity
from ..._engine.fields import Collection, get_path, select, set_path
from ..._support.errors import ApiError, InvalidArgument
from ..._support.files import readable_file
from ..._support.local_state import read_state, write_state
from ..._support.types import Object, Objects
from .project import PROJECTS

CERTIFICATES = Collection(
    "certificate",
    path="/organization/certificates",
    item="/organization/certificates/{certificate_id}",
    id_prefixes=("cert_",),
)
OF_PROJECT = Collection("certificate", path=f"{PROJECTS.item}/certificates", id_prefixes=CERTIFICATES.id_prefixes)
"""The same certificates as one project uses them."""

CONTENT = "certificate_details.content"


def given_certificate(context: TaskContext) -> Certificate | None:
    """Return the certificate that the task sets as text or as a file, or None.

    :raises InvalidArgument: it is not a single certificate.
    """
    if context.param("src"):
        path = readable_file("src", str(context.param("src")))
        with open(path, encoding="ascii", errors="replace") as handle:
            return read_pem(handle.read(), f"src ({path})")
    return read_pem(str(context.param("certificate")), "certificate") if context.param("certificate") else None


def toggle(context: TaskContext, place: Collection, action: str, ids: t.Sequence[str]) -> None:
    """Activate or deactivate certificates in the organization or in a project, ten per request, as the API allows.

    :param action: ``activate`` or ``deactivate``.
    """
    for first in range(0, len(ids), 10):
        batch = list(ids[first : first + 10])
        where = f" in the project {context.ids['project_id']}" if place is OF_PROJECT else ""
        answer = context.client.post(f"{place.path}/{action}", context.ids, {"certificate_ids": batch}, key=place.key)
        context.done.append(f"{action}d {', '.join(batch)}{where}")
        for certificate in answer["data"]:
            context.cache_object(place, certificate)


def with_content(context: TaskContext, certificate: Object) -> Object:
    """Return a certificate with its PEM, which lists do not contain."""
    ids = {CERTIFICATES.own_id: str(certificate["id"])}
    answer = context.client.find(CERTIFICATES.item, ids, key=CERTIFICATES.key, query={"include": ["content"]})
    return set_path(certificate, CONTENT, get_path(answer, CONTENT))


def title(resource: Entity, context: TaskContext) -> str:
    """Name the certificate by its fingerprint if it has no other name."""
    given = None if context.param("id") or context.param("name") else given_certificate(context)
    return resource.without("title").title(context) if given is None else f"certificate {given.fingerprint[:16]}"


def desired(resource: Entity, context: TaskContext) -> Object:
    """Add the content, wherever it comes from."""
    given = given_certificate(context)
    values = resource.without("desired").desired(context)
    return values if given is None else {**values, "certificate": given.pem}


def find(resource: Entity, context: TaskContext) -> Object | None:
    """Find a certificate by its content, and by its name if no content is set."""
    given = given_certificate(context)
    if given is None or context.param("id"):
        return resource.without("find").find(context)
    found = resource.match(context, resource.known(context, False))
    if len(found) > 1:
        raise ambiguous(CERTIFICATES, f"the content {given.fingerprint[:16]}", found, "id")
    return found[0] if found else None


def match(resource: Entity, context: TaskContext, objects: Objects) -> Objects:
    """Return the certificates with the same content."""
    given = given_certificate(context)
    if given is None:
        return resource.without("match").match(context, objects)
    possible = [(each, _fingerprint(context, each)) for each in objects if _may_be(each, given)]
    found = [each for each, mark in possible if mark == given.fingerprint]
    # If the same content exists twice, the name decides which one is meant.
    found = [each for each in found if each.get("name") == context.param("name")] or found
    return found or _assumed(context, [each for each, mark in possible if not mark])


def _may_be(certificate: Object, given: Certificate) -> bool:
    """Return whether the times of validity, as far as the server returns them, are those of the task's certificate."""
    times = [get_path(certificate, f"certificate_details.{name}") for name in ("valid_at", "expires_at")]
    return all(time in (None, own) for time, own in zip(times, (given.valid_at, given.expires_at)))


def _fingerprint(context: TaskContext, certificate: Object) -> str:
    """Return the fingerprint of a certificate's content; empty if neither the server nor this control node has it."""
    if get_path(certificate, CONTENT) is None and not is_predicted(certificate["id"]):
        # Requested only where the times may be equal, and once in a run.
        certificate = with_content(context, certificate)
        context.cache_object(CERTIFICATES, certificate)
    content = get_path(certificate, CONTENT)
    if content:
        return read_pem(content, certificate["id"]).fingerprint
    return read_state(_scope(context), "certificates", str(certificate["id"])) or ""


def _scope(context: TaskContext) -> str:
    return context.client.connection.scope(CERTIFICATES.key)


def _assumed(context: TaskContext, unknown: Objects) -> Objects:
    """Return the certificate that is probably the one of the task.

    :param unknown: certificates of equal validity whose content is not known.
    :raises InvalidArgument: it would be removed.
    """
    name = context.param("name")
    found = [each for each in unknown if not name or each.get("name") == name][:1]
    for each in found:
        if context.param("state") == "absent":
            raise InvalidArgument(
                f"the server does not return the content of {each['id']}, so it may be another certificate",
                f"Set id to {each['id']} and omit the content if this is the certificate to remove.",
            )
        context.warn(
            f"The server does not return the content of {each['id']}. It is assumed to be the certificate, because its "
            "name and its validity do not differ."
        )
    return found


def diff(resource: Entity, context: TaskContext, desired: Object, current: Object) -> Object:
    """Reject another content for an id."""
    given = given_certificate(context)
    if given is None or not context.param("id"):
        return resource.without("diff").diff(context, desired, current)
    if not _may_be(current, given) or _fingerprint(context, current) not in ("", given.fingerprint):
        raise InvalidArgument(
            f"{current['id']} is a different certificate, and the content of a certificate cannot change",
            "Omit id to upload this one as well.",
        )
    return resource.without("diff").diff(context, desired, current)


def validate_create(resource: Entity, context: TaskContext) -> None:
    """Require the content, and warn of other certificates of the name."""
    name = context.param("name")
    if given_certificate(context) is None:
        raise InvalidArgument(
            f"certificate or src is required to upload a certificate, and no certificate {name!r} exists",
            "Set certificate or src.",
        )
    for other in select(resource.known(context, False), CERTIFICATES, str(name)) if name else ():
        context.warn(
            f"{other['id']} has the name {name!r} as well and is another certificate. It is not removed; identify both by their ids."
        )


def predict(resource: Entity, context: TaskContext, desired: Object) -> Object:
    """Predict the validity from the content, and keep the content in the cached list."""
    given = t.cast(Certificate, given_certificate(context))
    times = {"valid_at": given.valid_at, "expires_at": given.expires_at, "content": given.pem}
    return {**resource.without("predict").predict(context, desired), "certificate_details": times}


def create(resource: Entity, context: TaskContext, body: Object) -> Object:
    """Keep the content in the cached list and its fingerprint on this control node: some servers do not return it."""
    made = resource.without("create").create(context, body)
    given = read_pem(str(body["certificate"]), "certificate")
    write_state(_scope(context), "certificates", str(made["id"]), given.fingerprint)
    return set_path(made, CONTENT, body["certificate"])


def returned(resource: Entity, thing: Object) -> Object:
    """Return a certificate without its content."""
    return without_content(thing)


def without_content(certificate: Object) -> Object:
    """Return a certificate without the content that only the cached list has."""
    details = certificate.get("certificate_details")
    if not isinstance(details, dict) or "content" not in details:
        return certificate
    return {**certificate, "certificate_details": {key: value for key, value in details.items() if key != "content"}}


def delete(resource: Entity, context: TaskContext, current: Object) -> None:
    """Deactivate the certificate wherever it is active, and delete it."""
    if not current.get("active") and _deleted(resource, context, current):
        return
    # It is in use. Only the projects show where.
    toggle(context, CERTIFICATES, "deactivate", [current["id"]])
    if _deleted(resource, context, current):
        return
    for project in context.list_objects(PROJECTS):
        context.ids[PROJECTS.own_id] = str(project["id"])
        used = context.list_objects(OF_PROJECT, refresh=True)
        if any(each["id"] == current["id"] and each.get("active") for each in used):
            toggle(context, OF_PROJECT, "deactivate", [current["id"]])
        context.uncache_object(OF_PROJECT, current)
    context.ids.clear()
    resource.without("delete").delete(context, current)


def _deleted(resource: Entity, context: TaskContext, current: Object) -> bool:
    """Return whether the server deletes it; it refuses to while the certificate is active anywhere."""
    try:
        resource.without("delete").delete(context, current)
    except ApiError as error:
        if error.status not in (400, 409):
            raise
        return False
    return True


def validate(context: TaskContext) -> None:
    given = given_certificate(context)
    if given is not None and context.param("state") == "present":
        given.refuse_expired("src" if context.param("src") else "certificate")


def add_content(context: TaskContext, certificate: Object) -> Object:
    return with_content(context, certificate) if context.param("content") else certificate
