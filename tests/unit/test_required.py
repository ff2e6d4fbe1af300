# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A required option that is set and empty is rejected by every module before the first request, in check mode too."""

from __future__ import annotations

import typing as t

import pytest

from .server import Server
from .task import run_task
from .test_spec import DECLARATIONS

KINDS = {"int": 5, "float": 0.5, "bool": True, "list": ["x"], "dict": {}, "raw": "x"}


def placeholder(entry: t.Mapping[str, t.Any]) -> t.Any:
    """Return a value that Ansible accepts for an option."""
    if entry.get("choices"):
        return entry["choices"][0]
    return KINDS.get(entry.get("type", "str"), "x")


def cases() -> t.Iterator[tuple[str, tuple[str, ...], dict[str, t.Any]]]:
    """Return the module, the options of which one must have a value, and the other arguments of the task."""
    for module, declaration in sorted(DECLARATIONS.items()):
        options = declaration.options()
        required = {name: placeholder(entry) for name, entry in options.items() if entry.get("required")}
        groups = [tuple(group) for group in declaration.constraints().get("required_one_of", ())]
        for name in required:
            if options[name].get("type", "str") in ("str", "path") and not options[name].get("choices"):
                chosen = {group[0]: "x" for group in groups}
                yield module, (name,), {**required, **chosen}
        for group in groups:
            yield module, group, required


CASES = [pytest.param(*case, id=f"{case[0]} {'/'.join(case[1])}") for case in cases()]


@pytest.mark.parametrize(("module", "names", "others"), CASES)
@pytest.mark.parametrize("value", ["", "  ", None])
def test_a_required_option_is_not_empty(
    module: str, names: tuple[str, ...], others: dict[str, t.Any], value: str | None, server: Server
) -> None:
    options = DECLARATIONS[module].options()
    # What identifies the object is a text; another type would be rejected, or made of it, by Ansible.
    texts = [name for name in names if options[name].get("type", "str") == "str"]
    for state in options.get("state", {}).get("choices", (None,)):
        given = {**others, **({"state": state} if state else {}), texts[-1]: value}
        rules = DECLARATIONS[module].constraints().get("required_if", ())
        needed = [each for key, wanted, found, *_any in rules if given.get(key) == wanted for each in found]
        given.update({each: placeholder(options[each]) for each in needed if each not in given})
        for check in (True, False):
            result = run_task(DECLARATIONS[module], server, given, check)
            assert result.get("failed") and result["error"]["kind"] == "invalid_argument", result
            assert texts[-1] in result["msg"] and "empty" in result["msg"], result["msg"]
    assert not server.seen


def test_an_empty_suboption(server: Server) -> None:
    projects = [{"project": "proj_1"}, {"project": ""}]
    given = {"email": "ada@example.com", "role": "reader", "projects": projects}
    result = run_task(DECLARATIONS["openai_invite"], server, given)
    assert result["failed"] and "projects.project is required and is empty" in result["msg"]
    assert not server.seen


def test_zero_is_a_value(server: Server) -> None:
    result = run_task(DECLARATIONS["openai_spend_alert"], server, {"threshold_amount": 0, "recipients": []})
    assert result["failed"] and result["msg"].count("empty") == 1 and "recipients" in result["msg"]
    assert not server.seen
