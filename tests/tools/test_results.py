# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results are compared with RETURN blocks, and the samples in RETURN blocks agree with the types there."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import ApiError, OpenAIError

from tests.harness.emulator import ROOT
from tests.harness.returns import check_records, check_result, documented, documented_errors

PROJECT = {"id": "proj_1", "object": "organization.project", "name": "payments", "status": "active", "created_at": 1}
EVENT = {"id": "audit_log-1", "type": "project.created", "effective_at": 1, "project.created": {"id": "proj_1", "x": 1}}


def test_a_documented_result_has_no_differences() -> None:
    result = {
        "changed": True,
        "project": PROJECT,
        "diff": {},
        "invocation": {"module_args": {}},
        "_ansible_no_log": False,
    }
    assert check_result("openai_project", result) == []
    assert check_result("fjcorp.openai.openai_project", {"changed": False, "project": {}}) == []
    assert check_result("openai_project", {"project": {**PROJECT, "archived_at": None}}) == []


@pytest.mark.parametrize(
    ("result", "reported"),
    [
        ({"projekt": {}}, "openai_project: projekt is not documented"),
        ({"project": {"color": "red"}}, "openai_project: project.color is not documented"),
        ({"project": []}, "openai_project: project is documented as dict and is list"),
        ({"project": {"created_at": "now"}}, "openai_project: project.created_at is documented as int and is str"),
        ({"project": {"created_at": True}}, "openai_project: project.created_at is documented as int and is bool"),
        ({"error": {"color": "red"}}, "openai_project: error.color is not documented"),
        ({"error": {"kind": "odd"}}, "openai_project: error.kind odd is not documented"),
    ],
)
def test_differences_are_reported(result: dict[str, t.Any], reported: str) -> None:
    assert check_result("openai_project", result) == [reported]


def test_failures_are_checked_too() -> None:
    error = {"kind": "api_error", "message": "m", "remedy": "", "attempted": "", "done": [], "status": 404}
    assert check_result("openai_project", {"failed": True, "msg": "m", "error": error}) == []


def test_lists_and_nested_dictionaries_are_checked() -> None:
    assert check_result("openai_project_info", {"projects": [PROJECT, PROJECT]}) == []
    [reported] = check_result("openai_project_info", {"projects": [PROJECT, {"color": "red"}]})
    assert reported == "openai_project_info: projects.color is not documented"
    [reported] = check_result("openai_project_info", {"projects": ["proj_1"]})
    assert reported == "openai_project_info: projects is documented as a list of dict and contains str"
    [reported] = check_result("openai_spend_limit", {"spend_limit": {"enforcement": {"color": "red"}}})
    assert reported == "openai_spend_limit: spend_limit.enforcement.color is not documented"


def test_open_values_are_not_checked() -> None:
    assert check_result("openai_api", {"changed": False, "status": 200, "body": {"anything": [1]}}) == []
    assert check_result("openai_file_info", {"files": [{"status_details": None}]}) == []
    metadata = {"color": "red", "size": 3}
    assert check_result("openai_fine_tuning_job", {"fine_tuning_job": {"metadata": metadata}}) == []


def test_items_of_a_loop_are_checked() -> None:
    item = {"ansible_loop_var": "item", "item": "payments", "project": {"color": "red"}}
    assert check_result("openai_project", {"changed": True, "results": [item]}) != []


def test_an_event_has_the_key_that_its_type_names() -> None:
    assert check_result("openai_audit_log_info", {"audit_logs": [EVENT]}) == []
    assert check_result("openai_audit_log_info", {"audit_logs": [{**EVENT, "project.deleted": {}}]}) != []


def test_flattened_reports_have_the_fields_of_results() -> None:
    row = {"start_time": 1, "end_time": 2, "object": "organization.usage.completions.result", "input_tokens": 3}
    bucket = {"start_time": 1, "end_time": 2, "object": "bucket", "results": []}
    assert check_result("openai_usage_info", {"usage": [row]}) == []
    assert check_result("openai_usage_info", {"usage": [{**bucket, "input_tokens": 3}]}) != []


def test_records_of_other_modules_are_ignored() -> None:
    records = [
        {"action": "ansible.builtin.debug", "result": {"color": "red"}},
        {"action": "fjcorp.openai.openai_project", "result": {"color": "red"}},
        {"action": "fjcorp.openai.openai_project", "result": {"color": "red"}},
    ]
    assert check_records(records) == ["openai_project: color is not documented"]


def test_every_error_is_documented() -> None:
    pending: list[type[OpenAIError]] = [OpenAIError]
    kinds, keys = set(), set()
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        kinds.add(kind.kind)
        keys |= set(ApiError(400, "m").details() if kind is ApiError else kind("m").details())
    documented_keys, documented_kinds = documented_errors()
    assert documented_keys == keys
    assert documented_kinds == kinds


def sampled(entry: dict[str, t.Any]) -> t.Any:
    """Return the sample of a value, put together from those of its fields where it has none itself."""
    if "sample" in entry or "contains" not in entry:
        return entry.get("sample")
    whole = {name: sampled(field) for name, field in entry["contains"].items()}
    return [whole] if entry["type"] == "list" else whole


@pytest.mark.parametrize("module", sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("openai_*.py")))
def test_samples_agree_with_the_types(module: str) -> None:
    values = documented(module)
    assert check_result(module, {name: sampled(value) for name, value in values.items() if name != "msg"}) == []
