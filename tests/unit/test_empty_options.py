# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An empty string counts as not set for options of every type, in the module process and in the in-process path."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from ansible.module_utils import basic
from ansible_collections.fjcorp.openai.plugins.module_utils import _module as module_module
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.fields import Field
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import main, task_arguments
from ansible_collections.fjcorp.openai.plugins.plugin_utils import _action_runner as runner_module
from ansible_collections.fjcorp.openai.plugins.plugin_utils import _usage_log as usage_log

from .task import API_KEY

INNER = (Field("count", "int"), Field("text"), Field("mode", choices=("a", "b")))


@dataclass(frozen=True)
class Echo(Module):
    """Returns its arguments."""

    fields: tuple[Field, ...] = (
        Field("name"),
        Field("file", "path"),
        Field("any", "raw"),
        Field("count", "int", aliases=("number",)),
        Field("ratio", "float"),
        Field("flag", "bool"),
        Field("items", "list", elements="str"),
        Field("facts", "dict"),
        Field("size", choices=("small", "large")),
        Field("tags", "dict", clearable=True, aliases=("labels",)),
        Field("inner", "dict", options=INNER),
        Field("entries", "list", elements="dict", options=INNER),
    )

    @property
    def module_name(self) -> str:
        return "openai_echo"

    @property
    def key(self) -> str:
        return ""

    def options(self) -> dict[str, dict[str, t.Any]]:
        return {entry.name: entry.spec() for entry in self.fields}

    def execute(self, context: TaskContext) -> dict[str, t.Any]:
        names = [entry.name for entry in self.fields]
        return {
            "changed": False,
            "values": {name: context.param(name) for name in names if context.param(name) is not None},
            "given": sorted(context.given & set(names)),
            "timeout": context.client.connection.timeout,
        }


def module_process(args: dict[str, t.Any], monkeypatch: pytest.MonkeyPatch, capsys: t.Any) -> dict[str, t.Any]:
    """The result of a module process."""
    monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": args}).encode())
    if hasattr(basic, "_ANSIBLE_PROFILE"):
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy")
    with pytest.raises(SystemExit):
        main(Echo())
    return t.cast("dict[str, t.Any]", json.loads(capsys.readouterr().out))


def in_process(args: dict[str, t.Any], monkeypatch: pytest.MonkeyPatch, capsys: t.Any) -> dict[str, t.Any]:
    """The result of the action plugin in the process of Ansible."""
    monkeypatch.setattr(runner_module, "declaration_of", lambda action: Echo())
    monkeypatch.setattr(usage_log, "record", lambda *dummy: None)
    runner = object.__new__(runner_module.ActionModule)
    task: t.Any = SimpleNamespace(
        action="openai_echo", args=args, check_mode=False, no_log=False, diff=False, get_name=lambda: "echo"
    )
    runner._task = task
    return runner._in_place()


PATHS = pytest.mark.parametrize("path", [module_process, in_process])


@PATHS
@pytest.mark.parametrize("name", ["count", "number", "ratio", "flag", "items", "facts", "size", "inner", "entries"])
def test_an_empty_string_counts_as_not_set(
    path: t.Callable[..., dict[str, t.Any]], name: str, monkeypatch: pytest.MonkeyPatch, capsys: t.Any
) -> None:
    result = path({"api_key": API_KEY, "name": "a", name: ""}, monkeypatch, capsys)
    assert not result.get("failed"), result["msg"]
    assert result["values"] == {"name": "a"} and result["given"] == ["name"]


@PATHS
def test_null_counts_as_not_set_where_there_are_choices(
    path: t.Callable[..., dict[str, t.Any]], monkeypatch: pytest.MonkeyPatch, capsys: t.Any
) -> None:
    given = {"name": "a", "size": None, "inner": {"text": "x", "mode": None}}
    result = path({"api_key": API_KEY, **given}, monkeypatch, capsys)
    assert not result.get("failed"), result["msg"]
    assert result["values"] == {"name": "a", "inner": {"count": None, "text": "x", "mode": None}}
    assert result["given"] == ["inner", "name"]


@PATHS
def test_the_connection_too(
    path: t.Callable[..., dict[str, t.Any]], monkeypatch: pytest.MonkeyPatch, capsys: t.Any
) -> None:
    empty = dict.fromkeys(
        ("timeout", "retry_timeout", "extra_headers", "extra_query", "validate_certs", "allow_http"), ""
    )
    result = path({"api_key": API_KEY, **empty}, monkeypatch, capsys)
    assert not result.get("failed"), result["msg"]
    assert result["timeout"] == 60


@PATHS
def test_suboptions(path: t.Callable[..., dict[str, t.Any]], monkeypatch: pytest.MonkeyPatch, capsys: t.Any) -> None:
    inner = {"count": "", "text": "x", "mode": ""}
    result = path({"api_key": API_KEY, "inner": inner, "entries": [inner, {"count": "3"}]}, monkeypatch, capsys)
    assert not result.get("failed"), result["msg"]
    assert result["values"]["inner"] == {"count": None, "text": "x", "mode": None}
    assert [each["count"] for each in result["values"]["entries"]] == [None, 3]


@PATHS
@pytest.mark.parametrize("name", ["tags", "labels"])
def test_an_empty_string_clears_what_can_be_cleared(
    path: t.Callable[..., dict[str, t.Any]], name: str, monkeypatch: pytest.MonkeyPatch, capsys: t.Any
) -> None:
    result = path({"api_key": API_KEY, name: ""}, monkeypatch, capsys)
    assert not result.get("failed"), result["msg"]
    assert result["given"] == ["tags"] and result["values"] == {}


def test_other_values_stay() -> None:
    raw = {"name": "", "file": "", "any": "", "count": 0, "flag": False, "items": [], "facts": {}, "unknown": ""}
    assert task_arguments(Echo(), raw) == raw
    assert module_module.without_empty({}, {"_ansible_x": ""}) == {"_ansible_x": ""}


@PATHS
def test_an_invalid_suboption_does_not_reveal_secrets(
    path: t.Callable[..., dict[str, t.Any]], monkeypatch: pytest.MonkeyPatch, capsys: t.Any
) -> None:
    result = path({"api_key": API_KEY, "inner": "no dictionary"}, monkeypatch, capsys)
    assert result["failed"] and API_KEY not in json.dumps(result)
