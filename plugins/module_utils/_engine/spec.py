# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The vocabulary in which a thing of the API is declared."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._api.connection import ADMIN, CONNECTION_OPTIONS
from .._api.pagination import AFTER_LAST_ID, Pages
from .._support.errors import InvalidArgument
from .._support.types import Object, Spec

if t.TYPE_CHECKING:
    from .context import TaskContext


def always(dummy: Object) -> bool:
    """True of every object."""
    return True


@dataclass(frozen=True)
class Collection:
    """Where the API lists a kind of object, and how a person names one of them.

    :param thing: singular name, as in options and results.
    :param path: the list; placeholders are the parents' ids.
    :param item: one object; its last placeholder is the object's own id.
    :param key: the key class that may read it.
    :param label: the field that holds the human name.
    :param prefixes: how ids begin; a value that begins so is never looked up.
    :param folds: labels are equal whatever their case (e-mail addresses).
    :param live: tells objects that count from those that are archived, expired or deleted.
    :param search: query parameter by which the server itself finds a label.
    :param query: fixed query parameters of the list.
    :param listable: whether the API lists the objects at all; else they are known by their ids alone.
    :param reads_one: whether the API answers a GET of the item; else an object is picked from the list.
    :param unset: a setting that may not be set at all; a GET of it is then answered with 404, and DELETE unsets it.
    """

    thing: str
    path: str
    item: str = ""
    key: str = ADMIN
    pages: Pages = AFTER_LAST_ID
    label: str = "name"
    prefixes: tuple[str, ...] = ()
    folds: bool = False
    live: t.Callable[[Object], bool] = always
    search: str = ""
    query: t.Mapping[str, t.Any] = field(default_factory=dict)
    plural: str = ""
    listable: bool = True
    reads_one: bool = True
    unset: bool = False

    @property
    def many(self) -> str:
        """Plural name, as in results of ``_info`` modules."""
        return self.plural or f"{self.thing}s"

    @property
    def spoken(self) -> str:
        """The thing's name in a sentence."""
        return self.thing.replace("_", " ")

    @property
    def own_id(self) -> str:
        """The placeholder of an object's own id."""
        return self.item.rsplit("{", 1)[1].split("}")[0]

    def is_id(self, value: str) -> bool:
        """Whether a value is an id by its looks."""
        return bool(self.prefixes) and value.startswith(self.prefixes)

    def named(self, value: str, label: t.Any) -> bool:
        """Whether an object with this label goes by that name."""
        if self.folds:
            return str(label or "").casefold() == value.casefold()
        return bool(label == value)


@dataclass(frozen=True)
class Field:
    """One option of a module, and the field of the API behind it.

    :param name: the option; the API's own field name.
    :param kind: Ansible type.
    :param required: the task cannot do without it.
    :param creates: needed to make a new object, not to find or change one.
    :param immutable: cannot change after creation; a difference is an error.
    :param clearable: an explicit null or empty value takes the value away.
    :param sent_as: name in requests, with dots for a place in a nested object; empty for an option that is not sent.
    :param read_as: the same in answers; empty for a value that never comes back and so cannot be compared.
    :param no_log: the value is a secret; False for a name that merely looks like one.
    :param of: the collection whose objects this option names by id or by human name.
    :param unordered: a list whose order means nothing.
    :param least: smallest allowed number; ``most`` the largest; ``longest`` the longest text.
    :param same: compares a wanted with a present value where equality is not enough.
    """

    name: str
    kind: str = "str"
    required: bool = False
    creates: bool = False
    choices: tuple[t.Any, ...] = ()
    elements: str = ""
    options: tuple[Field, ...] = ()
    aliases: tuple[str, ...] = ()
    default: t.Any = None
    immutable: bool = False
    clearable: bool = False
    sent_as: str | None = None
    read_as: str | None = None
    no_log: bool | None = None
    of: Collection | None = None
    unordered: bool = False
    least: float | None = None
    most: float | None = None
    longest: int | None = None
    same: t.Callable[[t.Any, t.Any], bool] | None = None

    @property
    def sent(self) -> str:
        """The field's name in requests, empty when it is not sent."""
        return self.name if self.sent_as is None else self.sent_as

    @property
    def read(self) -> str:
        """The field's name in answers, empty when it never comes back."""
        return self.name if self.read_as is None else self.read_as

    def spec(self) -> dict[str, t.Any]:
        """The option's argument specification."""
        spec: dict[str, t.Any] = {"type": self.kind}
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
        """Refuse a value the API would refuse.

        :raises BadInput: naming the option and its limits.
        """
        name = f"{path}{self.name}"
        if value is None:
            return
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        too_small = number and self.least is not None and value < self.least
        too_large = number and self.most is not None and value > self.most
        if too_small or too_large:
            if self.most is None:
                bounds = f"at least {self.least}"
            elif self.least is None:
                bounds = f"at most {self.most}"
            else:
                bounds = f"from {self.least} to {self.most}"
            raise InvalidArgument(f"{name} is {value}", f"Set {name} to a value {bounds}.")
        if isinstance(value, (str, list)) and self.longest is not None and len(value) > self.longest:
            what = "characters" if isinstance(value, str) else "items"
            raise InvalidArgument(f"{name} has {len(value)} {what}", f"Give {name} at most {self.longest} {what}.")
        if self.options:
            for entry in value if isinstance(value, list) else [value]:
                for option in self.options:
                    option.check(entry.get(option.name), f"{name}.")


def get_path(thing: Object | None, path: str) -> t.Any:
    """The value at a field's place in an object; None where there is none."""
    value: t.Any = thing
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def set_path(thing: Object, path: str, value: t.Any) -> Object:
    """The object with a value at a field's place."""
    first, dot, rest = path.partition(".")
    inner = thing.get(first)
    return {**thing, first: set_path(inner if isinstance(inner, dict) else {}, rest, value) if dot else value}


METADATA = Field("metadata", "dict", clearable=True)
"""At most 16 pairs of text; the API keeps null, empty and missing apart nowhere."""


def check_metadata(value: t.Any) -> None:
    """Refuse metadata the API would refuse.

    :raises BadInput: too many pairs, too long a key or value.
    """
    if len(value or {}) > 16:
        raise InvalidArgument(f"metadata has {len(value)} pairs", "Give metadata at most 16 pairs.")
    for key, item in (value or {}).items():
        if len(str(key)) > 64 or len(str(item)) > 512:
            raise InvalidArgument(
                f"metadata.{str(key)[:64]} is too long", "Keys have at most 64 characters, values 512."
            )


FAMILIES = ("administration", "models", "project")
"""The packages of ``_resources``."""


@dataclass(frozen=True)
class Parent:
    """An object that the thing lives in.

    :param of: where its id or human name is looked up.
    :param name: the option, where it is not called after the collection.
    """

    of: Collection
    required: bool = True
    aliases: tuple[str, ...] | None = None
    name: str = ""

    @property
    def option(self) -> str:
        """The option's name."""
        return self.name or self.of.thing

    def spec(self) -> dict[str, t.Any]:
        """The option's argument specification."""
        aliases = (f"{self.option}_id",) if self.aliases is None else self.aliases
        spec: dict[str, t.Any] = {"type": "str"}
        if aliases:
            spec["aliases"] = list(aliases)
        if self.required:
            spec["required"] = True
        return spec


@dataclass(frozen=True)
class Module:
    """What a module file and the in-process runner need of a declaration."""

    @property
    def module_name(self) -> str:
        """The module's name without its collection."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """The key class the module needs; empty when the task decides."""
        raise NotImplementedError

    def options(self) -> Spec:
        """The module's own options, without those of the connection."""
        raise NotImplementedError

    def constraints(self) -> dict[str, t.Any]:
        """``mutually_exclusive``, ``required_if`` and their like."""
        return {}

    def argument_spec(self) -> Spec:
        """Everything the module accepts."""
        return {**self.options(), **CONNECTION_OPTIONS}

    def execute(self, run: TaskContext) -> dict[str, t.Any]:
        """Do the task; the result without ``failed``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Resource(Module):
    """What entities, memberships, settings and jobs have in common.

    :param collection: where the objects are listed.
    :param in_project: the same for one project, for a thing that exists for the organization and for a project.
    :param parents: the objects it lives in.
    :param by: the fields that tell one object from another when no id is given.
    :param fields: its options.
    :param check_input: refuses what the API would refuse and a single field cannot tell.
    :param operations: operations of the API a hook calls beside those the declaration names, for the report.
    """

    collection: Collection
    in_project: Collection | None = None
    parents: tuple[Parent, ...] = ()
    by: tuple[str, ...] = ("name",)
    fields: tuple[Field, ...] = ()
    check_input: t.Callable[[TaskContext], None] | None = None
    operations: tuple[str, ...] = ()

    @property
    def thing(self) -> str:
        """Singular name."""
        return self.collection.thing

    @property
    def module_name(self) -> str:
        return f"openai_{self.thing}"

    @property
    def key(self) -> str:
        return self.collection.key

    def place(self, run: TaskContext) -> Collection:
        """The collection the task is about: the project's where one is given."""
        if self.in_project is not None and "project_id" in run.ids:
            return self.in_project
        return self.collection

    def states(self) -> tuple[str, ...]:
        """What ``state`` may be; the first is the default."""
        return ("present", "absent")

    def identity_options(self) -> Spec:
        """Options that find one object."""
        return {"id": {"type": "str", "aliases": [f"{self.thing}_id"]}}

    def options(self) -> Spec:
        return {
            "state": {"type": "str", "choices": list(self.states()), "default": self.states()[0]},
            **{parent.option: parent.spec() for parent in self.parents},
            **self.identity_options(),
            **{entry.name: entry.spec() for entry in self.fields},
        }

    def field(self, name: str) -> Field:
        """A field by its option's name."""
        return next(entry for entry in self.fields if entry.name == name)


def select(objects: t.Iterable[Object], collection: Collection, name: str) -> list[Object]:
    """The live objects that go by a name."""
    return [each for each in objects if collection.live(each) and collection.named(name, each.get(collection.label))]
