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
from ..._engine.spec import Collection, Field, get_path, select, set_path
from ..._support.errors import ApiError, InvalidArgument
from ..._support.files import readable_file
from ..._support.types import Object, Objects
from .project import PROJECTS

CERTIFICATES = Collection(
    "certificate",
    path="/organization/certificates",
    item="/organization/certificates/{certificate_id}",
    prefixes=("cert_",),
)
OF_PROJECT = Collection("certificate", path=f"{PROJECTS.item}/certificates", prefixes=CERTIFICATES.prefixes)
"""The same certificates as one project uses them."""

CONTENT = "certificate_details.content"


def given_certificate(run: TaskContext) -> Certificate | None:
    """The certificate the task gives, as text or as a file; None where it gives neither.

    :raises BadInput: it is no single certificate.
    """
    if run.param("src"):
        path = readable_file("src", str(run.param("src")))
        with open(path, encoding="ascii", errors="replace") as handle:
            return read_pem(handle.read(), f"src ({path})")
    return read_pem(str(run.param("certificate")), "certificate") if run.param("certificate") else None


def check_certificate(run: TaskContext) -> None:
    """Refuse what is no certificate, or shall be there and has expired.

    :raises BadInput: it is so.
    """
    given = given_certificate(run)
    if given is not None and run.param("state") == "present":
        given.refuse_expired("src" if run.param("src") else "certificate")


def toggle(run: TaskContext, place: Collection, action: str, ids: t.Sequence[str]) -> None:
    """Activate or deactivate certificates in the organization or in a project, ten at a time: more are refused.

    :param action: ``activate`` or ``deactivate``.
    """
    for first in range(0, len(ids), 10):
        batch = list(ids[first : first + 10])
        where = f" in the project {run.ids['project_id']}" if place is OF_PROJECT else ""
        answer = run.client.post(f"{place.path}/{action}", run.ids, {"certificate_ids": batch}, key=place.key)
        run.done.append(f"{action}d {', '.join(batch)}{where}")
        for certificate in answer["data"]:
            run.remember(place, certificate)


def with_content(run: TaskContext, certificate: Object) -> Object:
    """A certificate with its PEM, which lists do not tell."""
    ids = {CERTIFICATES.own_id: str(certificate["id"])}
    answer = run.client.find(CERTIFICATES.item, ids, key=CERTIFICATES.key, query={"include": ["content"]})
    return set_path(certificate, CONTENT, get_path(answer, CONTENT))


class _Certificate(Entity):
    """A certificate is its content: it is found by that, and by its name where no content is given."""

    def constraints(self) -> dict[str, t.Any]:
        return {
            "mutually_exclusive": [["certificate", "src"]],
            "required_one_of": [["id", "certificate", "src", "name"]],
        }

    def spoken(self, run: TaskContext) -> str:
        given = None if run.param("id") or run.param("name") else given_certificate(run)
        return super().spoken(run) if given is None else f"certificate {given.fingerprint[:16]}"

    def wanted(self, run: TaskContext) -> Object:
        given = given_certificate(run)
        return super().wanted(run) if given is None else {**super().wanted(run), "certificate": given.pem}

    def find(self, run: TaskContext) -> Object | None:
        given = given_certificate(run)
        if given is None or run.param("id"):
            return super().find(run)
        found = self.candidates(run, self.known(run))
        if len(found) > 1:
            raise ambiguous(CERTIFICATES, f"the content {given.fingerprint[:16]}", found, "id")
        return found[0] if found else None

    def candidates(self, run: TaskContext, objects: Objects) -> Objects:
        given = given_certificate(run)
        if given is None:
            return super().candidates(run, objects)
        found = [each for each in objects if self.holds(run, each, given)]
        # Should the same content be there twice, the name tells which one is meant.
        return [each for each in found if each.get("name") == run.param("name")] or found

    def holds(self, run: TaskContext, certificate: Object, given: Certificate) -> bool:
        """Whether a certificate of the organization is the one the task gives."""
        times = [get_path(certificate, f"certificate_details.{name}") for name in ("valid_at", "expires_at")]
        if times != [given.valid_at, given.expires_at]:
            return False
        if get_path(certificate, CONTENT) is None and not is_predicted(certificate["id"]):
            # Asked for only where the times are the same, and once in a run.
            certificate = with_content(run, certificate)
            run.remember(CERTIFICATES, certificate)
        content = get_path(certificate, CONTENT)
        return bool(content) and read_pem(content, certificate["id"]).fingerprint == given.fingerprint

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        given = given_certificate(run)
        if given is not None and run.param("id") and not self.holds(run, current, given):
            raise InvalidArgument(
                f"{current['id']} is another certificate than the one given, and a certificate's content cannot change",
                "Leave id out to upload the other one beside it.",
            )
        return super().differing(run, wanted, current)

    def prepare(self, run: TaskContext) -> None:
        name = run.param("name")
        if given_certificate(run) is None:
            raise InvalidArgument(
                f"there is no certificate {name!r} yet and its content is needed to upload one",
                "Give certificate or src.",
            )
        for other in select(self.known(run), CERTIFICATES, str(name)) if name else ():
            run.warn(
                f"{other['id']} goes by the name {name!r} too and is another certificate. It stays as it is; "
                "name it by its id from now on."
            )

    def foreseen(self, run: TaskContext, wanted: Object) -> Object:
        given = t.cast(Certificate, given_certificate(run))
        times = {"valid_at": given.valid_at, "expires_at": given.expires_at}
        return {**super().foreseen(run, wanted), "certificate_details": times}

    def create(self, run: TaskContext, wanted: Object) -> dict[str, t.Any]:
        result = super().create(run, wanted)
        # So that the next task that gives it need not ask for its content.
        run.remember(CERTIFICATES, set_path(result["certificate"], CONTENT, wanted["certificate"]))
        return result

    def result(
        self, run: TaskContext, thing: Object | None, old: Object | None, new: Object | None, changed: bool
    ) -> dict[str, t.Any]:
        if get_path(thing, CONTENT) is not None:
            thing = set_path(t.cast(Object, thing), CONTENT, None)
            del thing["certificate_details"]["content"]
        return super().result(run, thing, old, new, changed)

    def remove(self, run: TaskContext, current: Object) -> None:
        if not current.get("active") and self.removed(run, current):
            return
        # It is in use. Where, only each project itself can tell.
        toggle(run, CERTIFICATES, "deactivate", [current["id"]])
        if self.removed(run, current):
            return
        for project in run.objects(PROJECTS):
            run.ids[PROJECTS.own_id] = str(project["id"])
            used = run.objects(OF_PROJECT, afresh=True)
            if any(each["id"] == current["id"] and each.get("active") for each in used):
                toggle(run, OF_PROJECT, "deactivate", [current["id"]])
            run.forget(OF_PROJECT, current)
        run.ids.clear()
        super().remove(run, current)

    def removed(self, run: TaskContext, current: Object) -> bool:
        """Whether the server deletes it; it refuses to while the certificate is active anywhere."""
        try:
            super().remove(run, current)
        except ApiError as error:
            if error.status not in (400, 409):
                raise
            return False
        return True


CERTIFICATE = _Certificate(
    CERTIFICATES,
    fields=(
        Field("name"),
        Field("certificate", read_as=""),
        Field("src", "path", sent_as="", read_as=""),
    ),
    check_input=check_certificate,
    operations=(
        f"POST {CERTIFICATES.path}",
        f"POST {CERTIFICATES.path}/deactivate",
        f"GET {PROJECTS.path}",
        f"GET {OF_PROJECT.path}",
        f"POST {OF_PROJECT.path}/deactivate",
    ),
)


def _detail(run: TaskContext, certificate: Object) -> Object:
    return with_content(run, certificate) if run.param("content") else certificate


CERTIFICATE_INFO = Info(
    CERTIFICATE,
    matches=(Field("name"), Field("active", "bool")),
    extras=(Field("content", "bool", default=False),),
    detail=_detail,
)
