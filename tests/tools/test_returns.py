# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Return values are derived from response types, and their prose is kept."""

from __future__ import annotations

import typing as t
from types import SimpleNamespace

import pydantic
import pytest
import returns
from response_types import Shape, parse, returned_by, shape_of, union


class Inner(pydantic.BaseModel):
    size: int | None = None


class Outer(pydantic.BaseModel):
    name: str
    kind: t.Literal["a", "b"]
    inner: Inner
    many: list[Inner]
    free: dict[str, str]
    either: str | list[str]


class Other(pydantic.BaseModel):
    name: str
    color: str


def test_types_become_ansible_types() -> None:
    fields = shape_of(Outer).fields or {}
    assert {name: each.type for name, each in fields.items()} == {
        "name": "str", "kind": "str", "inner": "dict", "many": "list", "free": "dict", "either": "raw",
    }  # fmt: skip
    assert fields["many"].elements == "dict"
    assert fields["free"].fields is None
    assert (fields["inner"].fields or {})["size"] == Shape("int", required=False)


def test_depth_ends_in_open_dictionaries() -> None:
    assert (shape_of(Outer, 1).fields or {})["inner"].fields is None


def test_alternatives_become_one_object() -> None:
    fields = shape_of(t.Union[Outer, Other]).fields or {}  # noqa: UP007 - a union made at run time
    assert fields["name"].required
    assert not fields["color"].required and not fields["kind"].required


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [("int", "float", "float"), ("str", "int", "raw"), ("str", "str", "str"), ("dict", "list", "raw")],
)
def test_union_of_types(first: str, second: str, kind: str) -> None:
    assert union(Shape(first), Shape(second)).type == kind


def test_operations_of_the_package_are_found() -> None:
    project = returned_by("GET /organization/projects/{id}")
    assert project is not None and (project.fields or {})["created_at"].type == "int"
    assert returned_by("GET /organization/projects") == project
    assert returned_by("GET /widgets") is None
    assert parse("list GET /organization/projects").elements == "dict"
    with pytest.raises(LookupError, match="no operation GET /widgets"):
        parse("GET /widgets")


def declared(name: str, path: str) -> t.Any:
    """Return the parts of a declaration that the tool reads."""
    resource = name.removeprefix("openai_")
    return SimpleNamespace(name=name, lists=False, result=resource, returning=[f"GET {path}"])


def test_prose_is_kept_and_new_fields_are_added() -> None:
    old = {
        "project": {
            "description": "The project.",
            "returned": "when asked",
            "type": "str",
            "contains": {
                "status": {"description": "Its status.", "returned": "sometimes", "type": "int", "sample": "active"},
                "color": {"description": "Its color.", "returned": "always", "type": "str", "sample": "red"},
            },
        }
    }
    new = returns.document(declared("openai_project", "/organization/projects/{}"), old)["project"]
    assert (new["description"], new["returned"], new["type"]) == ("The project.", "when asked", "dict")
    assert new["contains"]["status"] == {
        "description": "Its status.", "returned": "sometimes", "type": "str", "sample": "active",
    }  # fmt: skip
    assert "color" not in new["contains"]
    assert new["contains"]["archived_at"]["returned"] == "when available"
    assert new["contains"]["created_at"]["description"] == "Unix time in seconds when the project was created."
    reports = list(returns.differences(old, {"project": new}))
    assert "return value project is documented as str and returned as dict" in reports
    assert "return value project.color is documented and not returned" in reports
    assert "return value project.archived_at is not documented" in reports
    assert "return value project.archived_at has no description" in list(returns.lacking({"project": new}))


def test_objects_that_the_package_lacks_are_documented_by_hand() -> None:
    widget = declared("openai_widget", "/widgets/{}")
    assert list(returns.lacking(returns.document(widget, {}))) == [
        "return value widget has no description",
        "return value widget has no sample",
    ]
    field = {"description": "Name.", "returned": "always", "type": "str", "sample": "w"}
    old = {"widget": {"description": "Widget.", "returned": "success", "type": "dict", "contains": {"name": field}}}
    assert returns.document(widget, old) == old
