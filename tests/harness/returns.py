# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compare what a task returned with the RETURN block of its module.

Every key of a result must be named in RETURN with its type. A dictionary without ``contains`` is open: its keys are not
checked. Whether a value is returned at all is not checked, as that depends on the task.
"""

from __future__ import annotations

import functools
import re
import typing as t
from collections.abc import Iterator, Mapping

import yaml

from .emulator import ROOT

COLLECTION = "fjcorp.openai."

ANSIBLE_KEYS = {
    "ansible_facts", "ansible_job_id", "ansible_loop_var", "attempts", "censored", "changed", "deprecations", "diff",
    "exception", "failed", "failed_when_result",
    "failed_when_suppressed_exception", "false_condition", "finished", "invocation", "item", "module_stderr", "module_stdout", "msg",
    "rc", "results_file", "retries", "skip_reason", "skipped", "started", "stderr", "stderr_lines", "stdout",
    "stdout_lines", "warnings",
}  # fmt: skip
"""Keys that Ansible adds to results or documents for every module."""

TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "dict": (dict,),
    "float": (int, float),
    "int": (int,),
    "list": (list,),
    "path": (str,),
    "str": (str,),
}

NAMED_BY_TYPE = {("openai_audit_log_info", "audit_logs")}
"""Lists whose dictionaries have one more key, which is called like the value of ``type`` and open."""

FLATTENED = {("openai_cost_info", "costs"), ("openai_usage_info", "usage")}
"""Lists that with ``flatten`` contain the dictionaries of their ``results`` instead."""


@functools.cache
def documented(module: str) -> dict[str, t.Any]:
    """Return the RETURN block of a module."""
    text = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    found = re.search(r'^RETURN = r?"""(.*?)^"""', text, re.DOTALL | re.MULTILINE)
    assert found, f"{module} has no RETURN block"
    return t.cast("dict[str, t.Any]", yaml.safe_load(found[1]))


@functools.cache
def documented_errors() -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of ``error`` and the codes of ``error.kind`` that their page documents."""
    page = (ROOT / "docs" / "docsite" / "rst" / "errors.rst").read_text(encoding="utf-8")
    keys, separator, codes = page.partition("\nCodes of ``error.kind``\n")
    assert separator, "the page of errors has no section of codes"
    row = re.compile(r"^ {3}\* - ``(\w+)``$", re.MULTILINE)
    return frozenset(row.findall(keys)), frozenset(row.findall(codes))


def check_result(module: str, result: Mapping[str, t.Any]) -> list[str]:
    """Return the differences between a result and the RETURN block of its module, none if they agree.

    :param module: name of the module, with or without the collection.
    :param result: result of the task as callbacks receive it, of a loop too.
    """
    module = module.removeprefix(COLLECTION)
    items = result.get("results")
    if items == [] and "skipped_reason" in result:
        # A loop over an empty list: Ansible creates the result, and the module does not run.
        return []
    if isinstance(items, list) and items and all("ansible_loop_var" in each or "censored" in each for each in items):
        return [difference for each in items for difference in check_result(module, each)]
    values = {
        name: value for name, value in result.items() if name not in ANSIBLE_KEYS and not name.startswith("_ansible")
    }
    error = values.pop("error", None) or {}
    keys, codes = documented_errors()
    found = [f"error.{name} is not documented" for name in error if name not in keys]
    if "kind" in error and error["kind"] not in codes:
        found.append(f"error.kind {error['kind']} is not documented")
    return [f"{module}: {each}" for each in (*found, *_of_dictionary(module, values, documented(module), ""))]


def check_records(records: list[dict[str, t.Any]]) -> list[str]:
    """Return the differences of all recorded results of modules of the collection, each once.

    :param records: lines of the callback ``record``.
    """
    own = (record for record in records if str(record["action"]).startswith(COLLECTION))
    return list(dict.fromkeys(each for record in own for each in check_result(record["action"], record["result"])))


def _of_dictionary(
    module: str, values: Mapping[str, t.Any], known: Mapping[str, t.Any], path: str, also: str = ""
) -> Iterator[str]:
    for name, value in values.items():
        place = f"{path}.{name}" if path else name
        if name in known:
            yield from _of_value(module, value, known[name], place)
        elif name != also and not name.startswith("_"):
            # A gateway in front of the API marks its own fields with an underscore.
            yield f"{place} is not documented"


def _of_value(module: str, value: t.Any, entry: Mapping[str, t.Any], path: str) -> Iterator[str]:
    if value is None or entry["type"] == "raw":
        return
    if not _has_type(value, entry["type"]):
        yield f"{path} is documented as {entry['type']} and is {type(value).__name__}"
        return
    contains = entry.get("contains")
    if isinstance(value, dict) and contains:
        yield from _of_dictionary(module, value, contains, path)
    for each in value if isinstance(value, list) else ():
        if each is None or entry.get("elements", "raw") == "raw":
            continue
        if not _has_type(each, entry["elements"]):
            yield f"{path} is documented as a list of {entry['elements']} and contains {type(each).__name__}"
        elif contains:
            known = contains
            if (module, path) in FLATTENED and "results" not in each:
                known = {**contains, **contains["results"]["contains"]}
            also = str(each.get("type", "")) if (module, path) in NAMED_BY_TYPE else ""
            yield from _of_dictionary(module, each, known, path, also)


def _has_type(value: t.Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
