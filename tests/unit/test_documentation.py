# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The comparison of documented output with real output."""

from __future__ import annotations

import pytest

from tests.harness.documentation import assert_documented, output_after

OUTPUT = """
TASK [Create the project] ******
changed: [localhost]

ok: [localhost] => {
    "id": "proj_1a2b"
}
"""


@pytest.mark.parametrize("block", ["", "changed: [localhost]", 'TASK [...] ******\n...\n  "id": "proj_..."'])
def test_shortened_output_is_accepted(block: str) -> None:
    assert_documented(block, OUTPUT)


@pytest.mark.parametrize("block", ["changed: [other]", "changed", '"id": "proj_..."\nchanged: [localhost]'])
def test_other_output_is_rejected(block: str) -> None:
    with pytest.raises(AssertionError, match="not in the output"):
        assert_documented(block, OUTPUT)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("README.md", "make quickstart"),
        ("README.md", "Set up the payments project"),
        ("docs/docsite/rst/guide.rst", "Set up the research project"),
        ("docs/docsite/rst/people.rst", "fjcorp.openai.offboarding"),
        ("docs/docsite/rst/playbooks.rst", "fjcorp.openai.chat"),
    ],
)
def test_output_blocks_are_found(page: str, text: str) -> None:
    assert "localhost" in output_after(page, text)
