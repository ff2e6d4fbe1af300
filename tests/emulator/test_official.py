# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules by which failures of the official package's own tests are classified (``make official``)."""

from __future__ import annotations

import typing as t

import pytest

from .official.verdicts import UNTYPED, described, judge


def record(status: int = 400, message: str = "m", *, passed: bool = False, **more: t.Any) -> dict[str, t.Any]:
    """Return the record of a test with one request."""
    error: dict[str, t.Any] = {"message": message, "type": "t", "param": more.get("param"), "code": more.get("code")}
    exchange: dict[str, t.Any] = {
        "method": "POST",
        "template": more.get("template", "/widgets"),
        "path": "/v1/widgets",
        "query": more.get("query", ""),
        "body": more.get("body"),
        "status": status,
        "response": t.cast(t.Any, {"error": error} if status >= 400 else {"data": []}),
    }
    return {"test": "test_a", "passed": passed, "error": "E   failed", "exchanges": [exchange]}


@pytest.mark.parametrize(
    ("verdict", "found"),
    [
        ("passed", record(200, passed=True)),
        ("not served", record(404, "Invalid URL", template=None)),
        ("an id that names nothing", record(404, "No such File object: file_id")),
        ("an id that names nothing", record(400, "File 'file-abc123' does not exist.")),
        ("a placeholder in place of a value", record(param="items[0].email", body={"items": [{"email": "email"}]})),
        ("a placeholder in place of a value", record(param="permissions", body={"permissions": ["string"]})),
        ("a placeholder in place of a value", record(param="page", query="page=page&limit=0")),
        ("a placeholder in place of a value", record(param="n", body={"n": 0})),
        ("a placeholder in place of a value", record(400, "Invalid image file or mode", param="image", body=[])),
        ("parameters that exclude each other", record(400, "Mutually exclusive parameters: 'a' and 'b'.")),
        (
            "a parameter that does not apply to the model or method",
            record(code="unknown_parameter", param="style", body=[{"name": "style", "value": "vivid"}]),
        ),
        ("no value for a required parameter", record(code="missing_required_parameter", param="model", body={})),
        (UNTYPED, record(200, body={"encoding_format": "base64"})),
        ("", record(200, body={"encoding_format": "float"})),
        ("", record(500)),
        ("", record(400, "Invalid value", param="n", body={"n": 5})),
        ("", record(400, "Invalid value", param="name", body={"name": "a"})),
        ("", record(code="unknown_parameter", param="beta", body={})),
        ("", record(401, "Incorrect API key")),
    ],
)
def test_verdicts(verdict: str, found: dict[str, t.Any]) -> None:
    assert judge(found) == verdict


def test_failures_are_described() -> None:
    assert described(record(400, "no")) == "POST /widgets: 400 no"
    assert described(record(200)) == "POST /widgets: 200 E   failed"
