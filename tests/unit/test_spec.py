# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The classes that declarations consist of, and every declaration."""

from __future__ import annotations

import json
import re
import typing as t
from importlib import import_module
from pathlib import Path

import pytest
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN, CONNECTION_OPTIONS
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import spec as spec_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.fields import (
    Collection,
    Field,
    Parent,
    check_metadata,
    select,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.types import Object

from .server import Server, error
from .task import Clock, run_task


def declarations() -> dict[str, Module]:
    """Return every declaration by the name of its module."""
    package = spec_module.__name__.rsplit(".", 2)[0]
    found = {}
    for path in sorted((Path(spec_module.__file__).parent.parent / "_resources").rglob("*.py")):
        module = import_module(f"{package}._resources.{path.parent.name}.{path.stem}")
        for name in (path.stem, f"{path.stem}_info"):
            declaration = getattr(module, name.upper(), None)
            if isinstance(declaration, Module):
                found[f"openai_{name}"] = declaration
    return found


DECLARATIONS = declarations()
EACH = pytest.mark.parametrize("name", sorted(DECLARATIONS))
SECRET = re.compile(r"pass(?!ive)|secret|token|cryptkey|(^|_)key$", re.IGNORECASE)


# --- fields ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "good", "bad", "words"),
    [
        (Field("n", "int", min=1, max=5), [1, 5, None], [0, 6, -1], ["n must be", "between 1 and 5", "-1"]),
        (Field("n", "int", min=1), [1, 10**9], [0], ["n must be", "at least 1", "got 0"]),
        (Field("n", "float", max=2), [-9.5, 2], [2.1], ["n must be", "at most 2", "got 2.1"]),
        (
            Field("n", "int", min=0, max=2147483647),
            [2147483647],
            [2147483648],
            ["n must be", "between 0 and 2147483647", "got 2147483648"],
        ),
        (Field("flag", "bool", min=5), [True, False], [], []),
        (Field("text", max_length=3), ["", "abc", None], ["abcd"], ["text must", "at most 3 characters", "got 4"]),
        (Field("rows", "list", max_length=2), [[], [1, 2]], [[1, 2, 3]], ["rows must", "at most 2 items", "got 3"]),
        (Field("rows", "list", min_length=1), [[1], [1, 2], None], [[]], ["rows must", "at least 1 item,", "got 0"]),
        (
            Field("outer", "dict", options=(Field("inner", "int", min=1),)),
            [None, {"inner": 1}, {"inner": None}, {}],
            [{"inner": 0}],
            ["outer.inner must", "at least 1", "got 0"],
        ),
        (
            Field("rows", "list", elements="dict", options=(Field("cell", max_length=1),)),
            [[], [{"cell": "a"}]],
            [[{"cell": "a"}, {"cell": "ab"}]],
            ["rows.cell must", "at most 1 characters", "got 2"],
        ),
    ],
)
def test_limits_of_a_field(entry: Field, good: list[t.Any], bad: list[t.Any], words: list[str]) -> None:
    for value in good:
        entry.check(value)
    for value in bad:
        with pytest.raises(InvalidArgument) as rejected:
            entry.check(value)
        if value == bad[-1]:
            assert all(word in rejected.value.line() for word in words), rejected.value.line()


def test_the_argument_specification_of_a_field() -> None:
    entry = Field(
        "method",
        "list",
        required=True,
        choices=("a", "b"),
        elements="dict",
        aliases=("way",),
        no_log=False,
        options=(Field("inner", "int", default=0),),
    )
    assert entry.spec() == {
        "type": "list",
        "required": True,
        "choices": ["a", "b"],
        "elements": "dict",
        "aliases": ["way"],
        "no_log": False,
        "options": {"inner": {"type": "int", "default": 0}},
    }
    assert Field("plain").spec() == {"type": "str"}
    assert Field("off", "bool", default=False).spec() == {"type": "bool", "default": False}


def test_names_in_requests_and_responses() -> None:
    assert (Field("a").request_path, Field("a").response_path) == ("a", "a")
    assert (Field("a", request_name="b").request_path, Field("a", response_name="c").response_path) == ("b", "c")
    assert (Field("a", request_name="").request_path, Field("a", response_name="").response_path) == ("", "")


@pytest.mark.parametrize(
    ("metadata", "fine"),
    [
        (None, True),
        ({}, True),
        ({f"k{n}": "v" for n in range(16)}, True),
        ({f"k{n}": "v" for n in range(17)}, False),
        ({"k" * 64: "v" * 512}, True),
        ({"k" * 65: "v"}, False),
        ({"k": "v" * 513}, False),
    ],
)
def test_metadata(metadata: t.Any, fine: bool) -> None:
    if fine:
        check_metadata(metadata)
    else:
        with pytest.raises(InvalidArgument, match="metadata"):
            check_metadata(metadata)


# --- collections -------------------------------------------------------------------------------------------------------

BOXES = Collection(
    "toy_box",
    path="/shelves/{shelf_id}/boxes",
    item="/shelves/{shelf_id}/boxes/{box_id}",
    id_prefixes=("box_", "box-"),
    is_active=lambda box: box.get("status") != "archived",
)


def test_names_of_a_collection() -> None:
    assert (BOXES.own_id, BOXES.display_name, BOXES.plural_name) == ("box_id", "toy box", "toy_boxs")
    assert Collection("box", path="", plural="boxes").plural_name == "boxes"


@pytest.mark.parametrize(
    ("value", "expected"), [("box_1", True), ("box-1", True), ("boxer", False), ("my box_1", False)]
)
def test_ids_are_recognized_by_their_prefix(value: str, expected: bool) -> None:
    assert BOXES.is_id(value) is expected
    assert Collection("widget", path="").is_id(value) is False


def test_select_returns_the_active_objects_of_the_name() -> None:
    boxes: list[Object] = [
        {"id": "1", "name": "a"},
        {"id": "2", "name": "a", "status": "archived"},
        {"id": "3", "name": "A"},
        {"id": "4", "name": "a", "status": "active"},
        {"id": "5"},
        {"id": "6", "name": None},
    ]
    assert [each["id"] for each in select(boxes, BOXES, "a")] == ["1", "4"]
    assert not select(boxes, BOXES, "b")
    assert not select(boxes, BOXES, "")


def test_email_addresses_are_case_insensitive() -> None:
    users = Collection("user", path="", name_field="email", case_insensitive=True)
    people: list[Object] = [
        {"id": "1", "email": "Ann@X.example"},
        {"id": "2", "email": "bob@x.example"},
        {"id": "3", "email": None},
    ]
    assert [each["id"] for each in select(people, users, "ann@x.EXAMPLE")] == ["1"]


def test_the_option_of_a_parent() -> None:
    assert Parent(BOXES).spec() == {"type": "str", "aliases": ["toy_box_id"], "required": True}
    assert Parent(BOXES, required=False, aliases=()).spec() == {"type": "str"}


# --- all declarations --------------------------------------------------------------------------------------------------


def options_of(spec: t.Mapping[str, t.Any], path: str = "") -> t.Iterator[tuple[str, str, dict[str, t.Any]]]:
    """Return every option with its path and name, suboptions included."""
    for name, entry in spec.items():
        yield f"{path}{name}", name, entry
        yield from options_of(entry.get("options", {}), f"{path}{name}.")


def test_there_are_declarations() -> None:
    assert {"openai_project", "openai_file_info", "openai_chat_completion", "openai_api"} <= set(DECLARATIONS)


@EACH
def test_a_declaration_has_the_name_of_its_module(name: str) -> None:
    assert DECLARATIONS[name].module_name == name


@EACH
def test_options_that_look_like_secrets_set_no_log(name: str) -> None:
    for path, option, entry in options_of(DECLARATIONS[name].argument_spec()):
        if SECRET.search(option):
            assert "no_log" in entry, f"{name}: {path}"


@EACH
def test_options_do_not_collide(name: str) -> None:
    declaration = DECLARATIONS[name]
    assert not set(declaration.options()) & set(CONNECTION_OPTIONS)
    spec = declaration.argument_spec()
    names = [*spec, *(alias for entry in spec.values() for alias in entry.get("aliases", ()))]
    assert len(names) == len(set(names)), sorted(each for each in names if names.count(each) > 1)


@EACH
def test_argument_specifications_are_consistent(name: str) -> None:
    declaration = DECLARATIONS[name]
    spec = declaration.argument_spec()
    json.dumps(spec)
    for path, _option, entry in options_of(spec):
        assert not (entry.get("required") and "default" in entry), path
        assert entry["type"] != "list" or "elements" in entry, path
        if "default" in entry and entry.get("choices"):
            assert entry["default"] in entry["choices"], path
    constraints = json.dumps(declaration.constraints())
    for mentioned in re.findall(r'"([a-z_]+)"', constraints):
        known = {*spec, *declaration.constraints(), "present", "absent", "paused"}
        assert mentioned in known, f"{name} constrains the unknown option {mentioned}"


@EACH
def test_every_declaration_has_a_key_class(name: str) -> None:
    declaration = DECLARATIONS[name]
    assert declaration.key in (ADMIN, "project") or name == "openai_api"


@EACH
def test_an_info_module_uses_the_same_key(name: str) -> None:
    if not name.endswith("_info") or name.removesuffix("_info") not in DECLARATIONS:
        return
    reader, writer = DECLARATIONS[name], DECLARATIONS[name.removesuffix("_info")]
    assert reader.key == writer.key


def some_arguments(declaration: Module) -> list[dict[str, t.Any]]:
    """Return arguments that a declaration accepts: the required ones, for each state."""
    samples: dict[str, t.Any] = {
        "str": "x",
        "path": "/nonexistent/x",
        "int": 5000,
        "float": 1.5,
        "bool": True,
        "list": [],
        "dict": {},
        "raw": 1,
    }
    spec = declaration.argument_spec()
    least = {
        option: entry["choices"][0] if entry.get("choices") else samples[entry["type"]]
        for option, entry in spec.items()
        if entry.get("required")
    }
    full = {
        option: entry["choices"][0] if entry.get("choices") else samples[entry["type"]]
        for option, entry in spec.items()
        if option not in CONNECTION_OPTIONS and entry["type"] in ("str", "int", "bool") and option != "id"
    }
    chosen = {names[0]: "x" for names in declaration.constraints().get("required_one_of", ())}
    states = spec.get("state", {}).get("choices", [None])
    tries = []
    for state in states:
        for base in (least, {**least, "id": "x"}, {**least, **chosen}, full, {**full, "id": "x"}):
            tries.append({**base, **({"state": state} if state else {})})
    validator = ModuleArgumentSpecValidator(spec, **declaration.constraints())
    return [each for each in tries if not validator.validate(each).error_messages]


@EACH
@pytest.mark.parametrize("check", [False, True], ids=["run", "check"])
def test_every_declaration_runs_and_fails_with_a_message(server: Server, clock: Clock, name: str, check: bool) -> None:
    server.otherwise = lambda seen: error(401, "Incorrect key", code="invalid_api_key")
    tries = some_arguments(DECLARATIONS[name])
    assert tries, "no arguments are accepted"
    for args in tries:
        result = run_task(DECLARATIONS[name], server, args, check=check)
        assert "exception" not in result, (args, result["exception"])
        if result.get("failed"):
            assert result["msg"] and "\n" not in result["msg"]
            assert result["error"]["remedy"], result["msg"]
    if name != "openai_api":
        assert any("error" in run_task(DECLARATIONS[name], server, args, check=check) for args in tries)
