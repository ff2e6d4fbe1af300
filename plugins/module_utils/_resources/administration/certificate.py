# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Certificates of mutual TLS that an organization trusts."""

from __future__ import annotations

import typing as t

from ..._domain.x509 import Certificate, read_pem
from ..._engine.context import TaskContext, ambiguous, is_predicted
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.fields import Collection, Field, get_path, select, set_path
from ..._support.errors import ApiError, InvalidArgument
from ..._support.files import readable_file
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
    """The certificate the task gives, as text or as a file; None where it gives neither.

    :raises BadInput: it is no single certificate.
    """
    if context.param("src"):
        path = readable_file("src", str(context.param("src")))
        with open(path, encoding="ascii", errors="replace") as handle:
            return read_pem(handle.read(), f"src ({path})")
    return read_pem(str(context.param("certificate")), "certificate") if context.param("certificate") else None


def check_certificate(context: TaskContext) -> None:
    """Refuse what is no certificate, or shall be there and has expired.

    :raises BadInput: it is so.
    """
    given = given_certificate(context)
    if given is not None and context.param("state") == "present":
        given.refuse_expired("src" if context.param("src") else "certificate")


def toggle(context: TaskContext, place: Collection, action: str, ids: t.Sequence[str]) -> None:
    """Activate or deactivate certificates in the organization or in a project, ten at a time: more are refused.

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
    """A certificate with its PEM, which lists do not tell."""
    ids = {CERTIFICATES.own_id: str(certificate["id"])}
    answer = context.client.find(CERTIFICATES.item, ids, key=CERTIFICATES.key, query={"include": ["content"]})
    return set_path(certificate, CONTENT, get_path(answer, CONTENT))


class _Certificate(Entity):
    """A certificate is its content: it is found by that, and by its name where no content is given."""

    def constraints(self) -> dict[str, t.Any]:
        return {
            "mutually_exclusive": [["certificate", "src"]],
            "required_one_of": [["id", "certificate", "src", "name"]],
        }

    def spoken(self, context: TaskContext) -> str:
        given = None if context.param("id") or context.param("name") else given_certificate(context)
        return super().display_name(context) if given is None else f"certificate {given.fingerprint[:16]}"

    def wanted(self, context: TaskContext) -> Object:
        given = given_certificate(context)
        return super().wanted(context) if given is None else {**super().wanted(context), "certificate": given.pem}

    def find(self, context: TaskContext) -> Object | None:
        given = given_certificate(context)
        if given is None or context.param("id"):
            return super().find(context)
        found = self.candidates(context, self.known(context))
        if len(found) > 1:
            raise ambiguous(CERTIFICATES, f"the content {given.fingerprint[:16]}", found, "id")
        return found[0] if found else None

    def candidates(self, context: TaskContext, objects: Objects) -> Objects:
        given = given_certificate(context)
        if given is None:
            return super().candidates(context, objects)
        found = [each for each in objects if self.holds(context, each, given)]
        # Should the same content be there twice, the name tells which one is meant.
        return [each for each in found if each.get("name") == context.param("name")] or found

    def holds(self, context: TaskContext, certificate: Object, given: Certificate) -> bool:
        """Whether a certificate of the organization is the one the task gives."""
        times = [get_path(certificate, f"certificate_details.{name}") for name in ("valid_at", "expires_at")]
        if times != [given.valid_at, given.expires_at]:
            return False
        if get_path(certificate, CONTENT) is None and not is_predicted(certificate["id"]):
            # Asked for only where the times are the same, and once in a run.
            certificate = with_content(context, certificate)
            context.cache_object(CERTIFICATES, certificate)
        content = get_path(certificate, CONTENT)
        return bool(content) and read_pem(content, certificate["id"]).fingerprint == given.fingerprint

    def differing(self, context: TaskContext, wanted: Object, current: Object) -> Object:
        given = given_certificate(context)
        if given is not None and context.param("id") and not self.holds(context, current, given):
            raise InvalidArgument(
                f"{current['id']} is another certificate than the one given, and a certificate's content cannot change",
                "Leave id out to upload the other one beside it.",
            )
        return super().differing(context, wanted, current)

    def prepare(self, context: TaskContext) -> None:
        name = context.param("name")
        if given_certificate(context) is None:
            raise InvalidArgument(
                f"there is no certificate {name!r} yet and its content is needed to upload one",
                "Give certificate or src.",
            )
        for other in select(self.known(context), CERTIFICATES, str(name)) if name else ():
            context.warn(
                f"{other['id']} goes by the name {name!r} too and is another certificate. It stays as it is; "
                "name it by its id from now on."
            )

    def foreseen(self, context: TaskContext, wanted: Object) -> Object:
        given = t.cast(Certificate, given_certificate(context))
        times = {"valid_at": given.valid_at, "expires_at": given.expires_at}
        return {**super().foreseen(context, wanted), "certificate_details": times}

    def create(self, context: TaskContext, wanted: Object) -> dict[str, t.Any]:
        result = super().create(context, wanted)
        # So that the next task that gives it need not ask for its content.
        context.cache_object(CERTIFICATES, set_path(result["certificate"], CONTENT, wanted["certificate"]))
        return result

    def result(
        self, context: TaskContext, thing: Object | None, old: Object | None, new: Object | None, changed: bool
    ) -> dict[str, t.Any]:
        if get_path(thing, CONTENT) is not None:
            thing = set_path(t.cast(Object, thing), CONTENT, None)
            del thing["certificate_details"]["content"]
        return super().result(context, thing, old, new, changed)

    def remove(self, context: TaskContext, current: Object) -> None:
        if not current.get("active") and self.removed(context, current):
            return
        # It is in use. Where, only each project itself can tell.
        toggle(context, CERTIFICATES, "deactivate", [current["id"]])
        if self.removed(context, current):
            return
        for project in context.list_objects(PROJECTS):
            context.ids[PROJECTS.own_id] = str(project["id"])
            used = context.list_objects(OF_PROJECT, afresh=True)
            if any(each["id"] == current["id"] and each.get("active") for each in used):
                toggle(context, OF_PROJECT, "deactivate", [current["id"]])
            context.uncache_object(OF_PROJECT, current)
        context.ids.clear()
        super().remove(context, current)

    def removed(self, context: TaskContext, current: Object) -> bool:
        """Whether the server deletes it; it refuses to while the certificate is active anywhere."""
        try:
            super().remove(context, current)
        except ApiError as error:
            if error.status not in (400, 409):
                raise
            return False
        return True


CERTIFICATE = _Certificate(
    CERTIFICATES,
    fields=(
        Field("name"),
        Field("certificate", response_name=""),
        Field("src", "path", request_name="", response_name=""),
    ),
    validate=check_certificate,
    operations=(
        f"POST {CERTIFICATES.path}",
        f"POST {CERTIFICATES.path}/deactivate",
        f"GET {PROJECTS.path}",
        f"GET {OF_PROJECT.path}",
        f"POST {OF_PROJECT.path}/deactivate",
    ),
)


def _detail(context: TaskContext, certificate: Object) -> Object:
    return with_content(context, certificate) if context.param("content") else certificate


CERTIFICATE_INFO = Info(
    CERTIFICATE,
    client_filters=(Field("name"), Field("active", "bool")),
    extra_options=(Field("content", "bool", default=False),),
    add_details=_detail,
)
