# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON of responses."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.json_text import MAX_DEPTH, parse_json


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"a": [1, 1.5, true, null, "x"]}', {"a": [1, 1.5, True, None, "x"]}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'{"\\ud83d": ["x\\udc00y", {"a": "\\uDFFF"}]}', {"\ufffd": ["x\ufffdy", {"a": "\ufffd"}]}),
        (b'"\\\\ud83d"', "\\ud83d"),
        (b'"\xff"', "\ufffd"),
        (b"[NaN, Infinity, -Infinity, 1e999, -1E+400, 1e-999, 1e100]", [None, None, None, None, None, 0.0, 1e100]),
        (b"[" + b"9" * 400 + b".0]", [None]),
    ],
)
def test_what_a_result_can_contain(raw: bytes, expected: t.Any) -> None:
    value = parse_json(raw)
    assert value == expected
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[1,]", b"nope", b"'a'", b"[" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000]
)
def test_what_is_not_json(raw: bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(raw)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_the_nesting_has_a_limit(opening: str) -> None:
    def nested(depth: int) -> bytes:
        return (opening * depth + "1" + {"[": "]"}.get(opening, "}") * depth).encode()

    parse_json(nested(MAX_DEPTH))
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json(nested(MAX_DEPTH + 1))
