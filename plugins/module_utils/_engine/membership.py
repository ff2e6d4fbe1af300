# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The engine for memberships: an object's place in another, identified by both."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._support.errors import NotFound
from .._support.types import Object, Objects, Spec
from .context import TaskContext, is_predicted
from .entity import Entity
from .fields import Collection
from .spec import hookable


@dataclass(frozen=True)
class Membership(Entity):
    """A member of a parent object.

    :param member: collection of the member; its option takes the id or the name.
    :param option: option that names the member.
    :param id_request_name: request field for a member given by id.
    :param name_request_name: request field for a member given by name; empty if the API takes ids only.
    """

    member: Collection = Collection("", "")
    option: str = ""
    aliases: tuple[str, ...] = ()
    id_request_name: str = ""
    name_request_name: str = ""
    identity: tuple[str, ...] = ()
    rejects_duplicates: bool = True

    def identity_options(self) -> Spec:
        return {self.option: {"type": "str", "required": True, "aliases": list(self.aliases)}}

    def constraints(self) -> dict[str, t.Any]:
        return dict(self.rules)

    def value(self, context: TaskContext) -> str:
        """Return the member as the user named it."""
        return str(context.param(self.option))

    @hookable
    def title(self, context: TaskContext) -> str:
        within = [f"in {option} {label}" for option, label in context.labels.items()]
        return " ".join([self.collection.display_name, self.value(context), *within])

    @hookable
    def find(self, context: TaskContext) -> Object | None:
        found = self.match(context, self.known(context, False))
        return found[0] if found else None

    @hookable
    def known(self, context: TaskContext, refresh: bool) -> Objects:
        return context.list_objects(self.place(context), refresh=refresh)

    @hookable
    def match(self, context: TaskContext, objects: Objects) -> Objects:
        place = self.place(context)
        value = self.value(context)
        return [
            each
            for each in objects
            if each.get(place.pagination.item_id) == value or place.named(value, each.get(place.name_field))
        ]

    @hookable
    def create_name(self, context: TaskContext, current: Object | None = None) -> str:
        return self.value(context).casefold()

    @hookable
    def verify_create(self, context: TaskContext) -> None:
        value = self.value(context)
        if is_predicted(value):
            return
        if not self.member.is_id(value):
            context.resolve_id(self.member, value, self.option)
        elif context.client.find(self.member.item, {self.member.own_id: value}, key=self.member.key) is None:
            raise NotFound(
                f"{self.option}: no {self.member.display_name} has the id {value!r}", f"Check {self.option}."
            )

    @hookable
    def create(self, context: TaskContext, body: Object) -> Object:
        value = self.value(context)
        if self.name_request_name and not self.member.is_id(value):
            member = {self.name_request_name: value}
        else:
            member = {self.id_request_name: context.resolve_id(self.member, value, self.option)}
        return super().create(context, {**member, **body})

    @hookable
    def predict(self, context: TaskContext, desired: Object) -> Object:
        value = self.value(context)
        place = self.place(context)
        name = place.pagination.item_id if self.member.is_id(value) else place.name_field
        return {**super().predict(context, desired), name: value}

    @hookable
    def removed_values(self, current: Object) -> Object:
        return {}
