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
from ..._engine.fields import Field
from ..._support.errors import InvalidArgument, NotFound
from ..._support.types import Object, Spec
from .certificate import CERTIFICATES, OF_PROJECT, toggle
from .role import IN_A_PROJECT


def check_activation(context: TaskContext) -> None:
    """Refuse what would mean two things.

    :raises BadInput: absent and exact.
    """
    if context.param("exact") and context.param("state") == "absent":
        raise InvalidArgument(
            "exact says that no other certificates are active, and state absent that these are not",
            "Leave one of them out; exact with an empty list deactivates all.",
        )


class _CertificateActivation(Stateful):
    """A set: those named are active, or are not; with ``exact`` no others are."""

    def identity_options(self) -> Spec:
        return {}

    def spoken(self, context: TaskContext) -> str:
        return " ".join(["active certificates", *(f"in {option} {label}" for option, label in context.labels.items())])

    def present(self, context: TaskContext) -> dict[str, t.Any]:
        return self.converge(context, active=True)

    def absent(self, context: TaskContext) -> dict[str, t.Any]:
        return self.converge(context, active=False)

    def converge(self, context: TaskContext, active: bool) -> dict[str, t.Any]:
        """Activate or deactivate what differs, the new before the old, so that there is always one to get in with."""
        place = OF_PROJECT if "project_id" in context.ids else CERTIFICATES
        everything = {str(each["id"]): each for each in context.list_objects(CERTIFICATES)}
        named = self.named(context, everything, active)
        # Other forks may be at the same place: one after the other, so that each sees what the one before has done.
        with nullcontext() if context.check_mode else context.cache(place).held(context.cache_key(place)):
            before = [str(each["id"]) for each in context.list_objects(place) if each.get("active")]
            on = [each for each in named if active and each not in before]
            off = [each for each in named if not active and each in before]
            if context.param("exact"):
                off = [each for each in before if each not in named]
            for ids, action in ((on, "activate"), (off, "deactivate")):
                if context.check_mode:
                    for each in ids:
                        context.cache_object(place, {**everything.get(each, {"id": each}), "active": ids is on})
                else:
                    toggle(context, place, action, ids)
        after = [each for each in [*before, *on] if each not in off]
        touched = dict.fromkeys([*named, *on, *off])
        result = self.result(context, None, self.shown(everything, before), self.shown(everything, after), bool(on or off))
        result[self.name] = {
            "certificates": [
                {"id": each, "name": everything.get(each, {}).get("name"), "active": each in after} for each in touched
            ]
        }
        return result

    def named(self, context: TaskContext, everything: dict[str, Object], active: bool) -> list[str]:
        """The ids of the certificates the task names, each once. What shall be inactive need not exist."""
        found: dict[str, None] = {}
        for value in map(str, context.param("certificates")):
            if value in everything:
                found[value] = None
                continue
            try:
                if CERTIFICATES.is_id(value):
                    raise NotFound(f"certificates: no certificate has the id {value!r}", "Upload it first.")
                found[context.resolve_id(CERTIFICATES, value, "certificates")] = None
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


ACTIVATIONS = replace(CERTIFICATES, name="certificate_activation", item="", reads_one=False)

CERTIFICATE_ACTIVATION = _CertificateActivation(
    ACTIVATIONS,
    project_collection=replace(ACTIVATIONS, path=OF_PROJECT.path),
    parents=(IN_A_PROJECT,),
    identity=(),
    fields=(
        Field("certificates", "list", elements="str", required=True, aliases=("certificate_ids",)),
        Field("exact", "bool", default=False),
    ),
    validate=check_activation,
    operations=tuple(
        operation
        for place in (CERTIFICATES, OF_PROJECT)
        for operation in (f"GET {place.path}", f"POST {place.path}/activate", f"POST {place.path}/deactivate")
    ),
)

CERTIFICATE_ACTIVATION_INFO = _CertificateActivationInfo(
    CERTIFICATE_ACTIVATION, client_filters=(Field("name"), Field("active", "bool"))
)
