# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The options of a module and the API fields behind them."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._api.connection import ADMIN
from .._api.pagination import AFTER_LAST_ID, Pages
from .._support.errors import InvalidArgument
from .._support.types import Object, Spec


def always(dummy: Object) -> bool:
    """Return True for every object."""
    return True


@dataclass(frozen=True)
class Collection:
    """A list of the API, and how users name its objects.

    :param name: singular name, as in options and results.
    :param path: path of the list; its placeholders are the ids of the parents.
    :param item: path of one object; its last placeholder is the object's own id.
    :param key: key class that may read it.
    :param name_field: field that holds the name users know.
    :param id_prefixes: prefixes of ids; a value with such a prefix is never looked up by name.
    :param case_insensitive: names are compared without case, as for e-mail addresses.
    :param is_active: returns False for objects that are archived, expired or deleted.
    :param search_param: query parameter by which the server finds a name.
    :param query: fixed query parameters of the list.
    :param listable: the API lists the objects; otherwise they are known by id only.
    :param reads_one: the API answers a GET of one object; otherwise it is taken from the list.
    :param optional: a setting that may be unset: GET then returns 404, and DELETE unsets it.
    """

    name: str
    path: str
    item: str = ""
    key: str = ADMIN
    pagination: Pages = AFTER_LAST_ID
    name_field: str = "name"
    id_prefixes: tuple[str, ...] = ()
    case_insensitive: bool = False
    is_active: t.Callable[[Object], bool] = always
    search_param: str = ""
    query: t.Mapping[str, t.Any] = field(default_factory=dict)
    plural: str = ""
    listable: bool = True
    reads_one: bool = True
    optional: bool = False

    @property
    def plural_name(self) -> str:
        """Plural name, as in results of ``_info`` modules."""
        return self.plural or f"{self.name}s"

    @property
    def display_name(self) -> str:
        """Name in messages."""
        return self.name.replace("_", " ")

    @property
    def own_id(self) -> str:
        """Placeholder of an object's own id."""
        return self.item.rsplit("{", 1)[1].split("}")[0]

    def is_id(self, value: str) -> bool:
        """Return whether a value has the form of an id."""
        return bool(self.id_prefixes) and value.startswith(self.id_prefixes)

    def named(self, value: str, name: t.Any) -> bool:
        """Return whether an object with this name matches a value."""
        if self.case_insensitive:
            return str(name or "").casefold() == value.casefold()
        return bool(name == value)


@dataclass(frozen=True)
class Field:
    """One option of a module and the API field behind it.

    :param name: name of the option, equal to that of the API field.
    :param type: Ansible type.
    :param required_on_create: required to create an object, not to find or change one.
    :param immutable: cannot change after creation; a difference is an error.
    :param clearable: an explicit null or empty value removes the value.
    :param request_name: name in requests, with dots for nested objects; empty if it is not sent.
    :param response_name: the same in responses; empty if it is never returned and cannot be compared.
    :param no_log: the value is a secret; False for a name that only looks like one.
    :param ref: collection whose objects the option names by id or by name.
    :param unordered: list whose order has no meaning.
    :param min: smallest allowed number. :param max: largest allowed number.
    :param max_length: largest number of characters or items. :param min_length: smallest number of items of a list.
    :param compare: compares a desired with a present value where equality is not enough.
    """

    name: str
    type: str = "str"
    required: bool = False
    required_on_create: bool = False
    choices: tuple[t.Any, ...] = ()
    elements: str = ""
    options: tuple[Field, ...] = ()
    aliases: tuple[str, ...] = ()
    default: t.Any = None
    immutable: bool = False
    clearable: bool = False
    request_name: str | None = None
    response_name: str | None = None
    no_log: bool | None = None
    ref: Collection | None = None
    unordered: bool = False
    min: float | None = None
    max: float | None = None
    max_length: int | None = None
    min_length: int | None = None
    compare: t.Callable[[t.Any, t.Any], bool] | None = None

    @property
    def request_path(self) -> str:
        """Name in requests, empty if the field is not sent."""
        return self.name if self.request_name is None else self.request_name

    @property
    def response_path(self) -> str:
        """Name in responses, empty if the field is never returned."""
        return self.name if self.response_name is None else self.response_name

    def spec(self) -> dict[str, t.Any]:
        """Return the argument specification of the option."""
        spec: dict[str, t.Any] = {"type": self.type}
        if self.required:
            spec["required"] = True
        if self.default is not None:
            spec["default"] = self.default
        if self.choices:
            spec["choices"] = list(self.choices)
        if self.elements:
            spec["elements"] = self.elements
        if self.aliases:
            spec["aliases"] = list(self.aliases)
        if self.no_log is not None:
            spec["no_log"] = self.no_log
        if self.options:
            spec["options"] = {option.name: option.spec() for option in self.options}
        return spec

    def check(self, value: t.Any, path: str = "") -> None:
        """Reject a value that the API would reject.

        :raises InvalidArgument: the value exceeds the limits of the option.
        """
        name = f"{path}{self.name}"
        if value is None:
            return
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self._check_bounds(name, value)
        if isinstance(value, (str, list)) and self.max_length is not None and len(value) > self.max_length:
            unit = "characters" if isinstance(value, str) else "items"
            raise InvalidArgument(
                f"{name} must have at most {self.max_length} {unit}, got {len(value)}", f"Shorten {name}."
            )
        if isinstance(value, list) and self.min_length is not None and len(value) < self.min_length:
            least = f"{self.min_length} item{'' if self.min_length == 1 else 's'}"
            raise InvalidArgument(
                f"{name} must have at least {least}, got {len(value)}", f"Add an item, or omit {name}."
            )
        if self.options:
            for entry in value if isinstance(value, list) else [value]:
                for option in self.options:
                    option.check(entry.get(option.name), f"{name}.")

    def _check_bounds(self, name: str, value: float) -> None:
        too_small = self.min is not None and value < self.min
        too_large = self.max is not None and value > self.max
        if not too_small and not too_large:
            return
        if self.max is None:
            bounds = f"at least {self.min}"
        elif self.min is None:
            bounds = f"at most {self.max}"
        else:
            bounds = f"between {self.min} and {self.max}"
        raise InvalidArgument(f"{name} must be {bounds}, got {value}", f"Change {name}.")


def get_path(thing: Object | None, path: str) -> t.Any:
    """Return the value at a dotted path of an object, or None."""
    value: t.Any = thing
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def set_path(thing: Object, path: str, value: t.Any) -> Object:
    """Return the object with a value at a dotted path."""
    first, dot, rest = path.partition(".")
    inner = thing.get(first)
    return {**thing, first: set_path(inner if isinstance(inner, dict) else {}, rest, value) if dot else value}


METADATA = Field("metadata", "dict", clearable=True)
"""At most 16 pairs of strings; the API does not distinguish null, empty and missing metadata."""


def check_metadata(value: t.Any) -> None:
    """Reject metadata that the API would reject.

    :raises InvalidArgument: too many pairs, or a key or value that is too long.
    """
    if len(value or {}) > 16:
        raise InvalidArgument(f"metadata must have at most 16 pairs, got {len(value)}", "Remove some pairs.")
    for key, item in (value or {}).items():
        if len(str(key)) > 64 or len(str(item)) > 512:
            raise InvalidArgument(
                f"metadata.{str(key)[:64]} is too long", "Keys must have at most 64 characters, values at most 512."
            )


@dataclass(frozen=True)
class Parent:
    """An object that contains the resource.

    :param ref: where its id or name is looked up.
    :param name: name of the option, if it is not that of the collection.
    """

    ref: Collection
    required: bool = True
    aliases: tuple[str, ...] | None = None
    name: str = ""

    @property
    def option(self) -> str:
        """Name of the option."""
        return self.name or self.ref.name

    def spec(self) -> dict[str, t.Any]:
        """Return the argument specification of the option."""
        aliases = (f"{self.option}_id",) if self.aliases is None else self.aliases
        spec: dict[str, t.Any] = {"type": "str"}
        if aliases:
            spec["aliases"] = list(aliases)
        if self.required:
            spec["required"] = True
        return spec


def select(objects: t.Iterable[Object], collection: Collection, name: str) -> list[Object]:
    """Return the active objects of that name."""
    return [
        each
        for each in objects
        if collection.is_active(each) and collection.named(name, each.get(collection.name_field))
    ]


__all__ = [
    "METADATA",
    "Collection",
    "Field",
    "Object",
    "Parent",
    "Spec",
    "check_metadata",
    "get_path",
    "select",
    "set_path",
]
