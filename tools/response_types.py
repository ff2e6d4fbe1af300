# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The structure of what the API returns, read from the response types of the official ``openai`` package."""

from __future__ import annotations

import functools
import importlib
import typing as t
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pydantic
import typing_extensions as te
from package_types import is_union, operation

DEPTH = 2
"""Number of levels of objects below a returned object that are expanded; deeper ones stay open."""
NONE = type(None)
"""Type of null in a union."""

WIDEST_UNION = 40
"""Fields up to which the alternatives of a union of objects are documented as one object; larger ones stay open."""

# --- shapes ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """The structure of a value.

    :ivar type: Ansible type. :ivar elements: Ansible type of the elements of a list.
    :ivar fields: keys of a dictionary or of the dictionaries in a list; None if its keys are open.
    :ivar required: the API always returns the value.
    :ivar by_hand: the package does not have the object, so its fields are documented by hand.
    """

    type: str
    elements: str = ""
    fields: Mapping[str, Shape] | None = None
    required: bool = True
    by_hand: bool = False

    @property
    def item(self) -> Shape:
        """The shape of an element of the list."""
        return Shape(self.elements or "raw", "", self.fields)


ANSIBLE_TYPES = ("str", "int", "float", "bool", "dict", "list", "raw")
RAW, OPEN = Shape("raw"), Shape("dict")
SCALARS: dict[t.Any, Shape] = {kind: Shape(kind.__name__) for kind in (str, int, float, bool)}


def several(shape: Shape) -> Shape:
    """A list of values of this shape."""
    return Shape("list", shape.type, shape.fields, by_hand=shape.by_hand)


def union(first: Shape, second: Shape) -> Shape:
    """The shape of a value that has one of two shapes."""
    required = first.required and second.required
    if {first.type, second.type} == {"int", "float"}:
        return Shape("float", required=required)
    if first.type != second.type:
        return Shape("raw", required=required)
    if first.elements != second.elements:
        return Shape(first.type, union(first.item, second.item).type, required=required)
    if first.fields is None or second.fields is None:
        return Shape(first.type, first.elements, required=required)
    fields: dict[str, Shape] = {}
    for name in dict.fromkeys((*first.fields, *second.fields)):
        found = [fields_of[name] for fields_of in (first.fields, second.fields) if name in fields_of]
        fields[name] = union(*found) if len(found) == 2 else replace(found[0], required=False)
    return Shape(first.type, first.elements, fields, required)


def shape_of(annotation: t.Any, depth: int = DEPTH + 1) -> Shape:
    """The shape of a value of a response type.

    :param depth: how many levels of objects are expanded.
    """
    origin, arguments = te.get_origin(annotation), te.get_args(annotation)
    if isinstance(annotation, te.TypeAliasType):
        return shape_of(annotation.__value__, depth)
    if origin is te.Annotated:
        return shape_of(arguments[0], depth)
    if origin is te.Literal:
        return functools.reduce(union, (SCALARS[type(value)] for value in arguments))
    if is_union(annotation):
        found = [shape_of(each, depth) for each in arguments if each is not NONE]
        merged = functools.reduce(union, found)
        wide = len(found) > 1 and merged.fields is not None and len(merged.fields) > WIDEST_UNION
        return replace(merged, fields=None) if wide else merged
    if origin is list:
        return several(shape_of(arguments[0], depth))
    if origin is dict:
        return OPEN
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        if not depth:
            return OPEN
        return Shape("dict", fields=dict(_fields_of(annotation, depth)))
    return SCALARS.get(annotation, RAW)


def _fields_of(model: type[pydantic.BaseModel], depth: int) -> Iterator[tuple[str, Shape]]:
    for name, entry in model.model_fields.items():
        optional = type(None) in te.get_args(entry.annotation) or not entry.is_required()
        yield entry.alias or name, replace(shape_of(entry.annotation, depth - 1), required=not optional)


# --- operations ------------------------------------------------------------------------------------------------------


@functools.cache
def returned_by(name: str, depth: int = DEPTH) -> Shape | None:
    """The shape of the object that an operation returns, or of the objects that it lists.

    :param name: Method and path, for example ``GET /files/{file_id}``.
    :param depth: See :data:`DEPTH`.
    :return: None if the package has no such operation, or no type of its response.
    """
    found = operation(*name.split(" ", 1))
    if found is None or found.answer is None:
        return None
    answer = found.answer
    origin, arguments = te.get_origin(answer), te.get_args(answer)
    if isinstance(origin, type) and issubclass(origin, pydantic.BaseModel) and arguments:
        return shape_of(arguments[0], depth + 1)
    data = (shape_of(answer, depth + 2).fields or {}).get("data")
    if name.startswith("GET ") and data is not None and data.type == "list":
        return data.item
    return shape_of(answer, depth + 1)


def parse(text: str, depth: int = DEPTH) -> Shape:
    """The shape that a text names.

    :param text: an Ansible type (``str``), a list of one (``list[str]``), an operation (``GET /files/{}``), a field of
        its response (``POST /files#expires_at``), a type below ``openai.types`` (``file_object.FileObject``), or
        ``list`` and one of the last three.
    :raises LookupError: the package has no such operation.
    """
    kind, bracket, elements = text.partition("[")
    if kind in ANSIBLE_TYPES:
        return Shape(kind, elements.rstrip("]") if bracket else "")
    if text.startswith("list "):
        return several(parse(text.removeprefix("list "), depth))
    if "/" not in text:
        module, _dot, symbol = f"openai.types.{text}".rpartition(".")
        return shape_of(getattr(importlib.import_module(module), symbol), depth + 1)
    name, _hash, field = text.partition("#")
    shape = returned_by(name, depth)
    if shape is None:
        raise LookupError(f"the package has no operation {name}")
    return (shape.fields or {})[field] if field else shape
