# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plugin of pytest for the tests of the official package: their client uses the emulator, and their requests are recorded.

The tests expect a server that answers with the examples of the API's description. The environment names the emulator and the
file of the records, one line of JSON for each test.
"""

from __future__ import annotations

import json
import os
import typing as t
import urllib.request
from collections.abc import Iterator

import openai
import pytest

CONTROL = os.environ["OFFICIAL_CONTROL_URL"]
RECORDS = os.environ["OFFICIAL_RECORDS"]
FIELDS = ("method", "template", "path", "query", "body", "status", "response")

_read = 0
"""Number of the last journal entry that belongs to a previous test."""


@pytest.fixture(scope="session")
def client(request: pytest.FixtureRequest) -> Iterator[openai.OpenAI]:
    """The client of the tests, with the keys of the emulator and without retries."""
    with openai.OpenAI(
        base_url=os.environ["TEST_API_BASE_URL"],
        api_key=os.environ["OFFICIAL_API_KEY"],
        admin_api_key=os.environ["OFFICIAL_ADMIN_KEY"],
        max_retries=0,
        _strict_response_validation=getattr(request, "param", True),
    ) as made:
        yield made


def exchanges() -> list[dict[str, t.Any]]:
    """Return the requests since the last call."""
    global _read
    with urllib.request.urlopen(f"{CONTROL}/journal?since={_read}", timeout=60) as answer:
        entries = json.load(answer)["requests"]
    _read = max([_read, *(entry["n"] for entry in entries)])
    return [{name: entry[name] for name in FIELDS} for entry in entries]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Record a test after its call; one whose setup failed, or that was skipped, sent nothing."""
    outcome: t.Any = yield
    report: pytest.TestReport = outcome.get_result()
    if report.when == "call" and not report.skipped:
        lines = str(report.longrepr).splitlines() if report.failed else [""]
        record = {"test": item.nodeid, "passed": report.passed, "error": lines[-1], "exchanges": exchanges()}
        with open(RECORDS, "a", encoding="utf-8") as stream:
            stream.write(json.dumps(record) + "\n")
