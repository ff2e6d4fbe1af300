# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Which certificates an organization or a project accepts."""

from __future__ import annotations

import typing as t
from contextlib import nullcontext
from dataclasses import dataclass, replace

from ..._engine.context import TaskContext
from ..._engine.entity import Stateful
from ..._engine.info import Info
from ..._engine.spec import Field
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object, Spec
from .certificate import CERTIFICATES, OF_PROJECT, toggle
from .role import IN_A_PROJECT


def check_activation(run: TaskContext) -> None:
    """Refuse what would mean two things.

    :raises BadInput: absent and exact.
    """
    if run.param("exact") and run.param("state") == "absent":
        raise InvalidArgument(
            "exact says that no other certificates are active, and state absent that these are not",
            "Leave one of them out; exact with an empty list deactivates all.",
        )


class _CertificateActivation(Stateful):
    """A set: those named are active, or are not; with ``exact`` no others are."""

    def identity_options(self) -> Spec:
        return {}

    def spoken(self, run: TaskContext) -> str:
        return " ".join(["active certificates", *(f"in {option} {label}" for option, label in run.labels.items())])

    def present(self, run: TaskContext) -> dict[str, t.Any]:
        return self.converge(run, active=True)

    def absent(self, run: TaskContext) -> dict[str, t.Any]:
        return self.converge(run, active=False)

    def converge(self, run: TaskContext, active: bool) -> dict[str, t.Any]:
        """Activate or deactivate what differs, the new before the old, so that there is always one to get in with."""
        place = OF_PROJECT if "project_id" in run.ids else CERTIFICATES
        everything = {str(each["id"]): each for each in run.objects(CERTIFICATES)}
        named = self.named(run, everything, active)
        # Other forks may be at the same place: one after the other, so that each sees what the one before has done.
        with nullcontext() if run.check_mode else run.kept(place).held(run.list_name(place)):
            before = [str(each["id"]) for each in run.objects(place) if each.get("active")]
            on = [each for each in named if active and each not in before]
            off = [each for each in named if not active and each in before]
            if run.param("exact"):
                off = [each for each in before if each not in named]
            for ids, action in ((on, "activate"), (off, "deactivate")):
                if run.check_mode:
                    for each in ids:
                        run.remember(place, {**everything.get(each, {"id": each}), "active": ids is on})
                else:
                    toggle(run, place, action, ids)
        after = [each for each in [*before, *on] if each not in off]
        touched = dict.fromkeys([*named, *on, *off])
        result = self.result(run, None, self.shown(everything, before), self.shown(everything, after), bool(on or off))
        result[self.thing] = {
            "certificates": [
                {"id": each, "name": everything.get(each, {}).get("name"), "active": each in after} for each in touched
            ]
        }
        return result

    def named(self, run: TaskContext, everything: dict[str, Object], active: bool) -> list[str]:
        """The ids of the certificates the task names, each once. What shall be inactive need not exist."""
        found: dict[str, None] = {}
        for value in map(str, run.param("certificates")):
            if value in everything:
                found[value] = None
                continue
            try:
                if CERTIFICATES.is_id(value):
                    raise NotFound(f"certificates: no certificate has the id {value!r}", "Upload it first.")
                found[run.resolve(CERTIFICATES, value, "certificates")] = None
            except NotFound:
                if active:
                    raise
        return list(found)

    def shown(self, everything: dict[str, Object], ids: list[str]) -> Object:
        """A side of the diff: the active certificates by name, or by id where they have none."""
        return {"active": sorted(str(everything.get(each, {}).get("name") or each) for each in ids)}

    def side(self, values: Object | None) -> Object:
        return values or {}


@dataclass(frozen=True)
class _CertificateActivationInfo(Info):
    def options(self) -> Spec:
        return {**super().options(), "id": {"type": "str", "aliases": ["certificate_id"]}}


ACTIVATIONS = replace(CERTIFICATES, thing="certificate_activation", item="", reads_one=False)

CERTIFICATE_ACTIVATION = _CertificateActivation(
    ACTIVATIONS,
    in_project=replace(ACTIVATIONS, path=OF_PROJECT.path),
    parents=(IN_A_PROJECT,),
    by=(),
    fields=(
        Field("certificates", "list", elements="str", required=True, aliases=("certificate_ids",)),
        Field("exact", "bool", default=False),
    ),
    check_input=check_activation,
    operations=tuple(
        operation
        for place in (CERTIFICATES, OF_PROJECT)
        for operation in (f"GET {place.path}", f"POST {place.path}/activate", f"POST {place.path}/deactivate")
    ),
)

CERTIFICATE_ACTIVATION_INFO = _CertificateActivationInfo(
    CERTIFICATE_ACTIVATION, matches=(Field("name"), Field("active", "bool"))
)
