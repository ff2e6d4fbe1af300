# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of the words that the project's texts use."""

from __future__ import annotations

from pathlib import Path

import pytest
import vocabulary
from vocabulary import Finding, Vocabulary

LIST = Vocabulary.load()

FORMER = [
    ("README.md", "Tasks say what shall be there; a second run changes nothing.\n", ["say what", "shall"]),
    ("README.md", "A module never sends the other one, and says\nso when only that is there.\n", ["says so"]),
    ("README.md", "`openai_api` goes by the path.\n", ["goes by the"]),
    ("README.md", "## What it takes\n", ["What it takes"]),
    ("guide.rst", "What there is\n-------------\n", ["What"]),
    ("guide.rst", "What a server lacks is told as such.\n", ["told"]),
    ("guide.rst", "A check reads for real, so wrong keys fail in it.\n", ["A check reads", "for real"]),
    ("defaults.yml", "# Seconds between two\n# looks at the job.\n", ["between two looks"]),
    ("play.yml", "- name: Its people\n  fjcorp.openai.openai_project_user:\n", ["Its"]),
    ("play.yml", '    - name: "And a letter at 400"\n', ["And"]),
    ("play.yml", "- name: Name a colour\n", ["colour"]),
    ("fragment.yml", "bugfixes:\n  - A key is issued anew where there is none.\n", ["anew", "where there is none"]),
]
"""Texts of this project as they once were: name of the file, text, what is found in it."""

FORMER_CODE = [
    ('"""Whether an environment variable says no."""', ["Whether", "says no"]),
    ('"""Forget what was listed, which is believed for five minutes."""', ["Forget", "believed"]),
    ('raise BadInput(f"{place} is no mapping", "Give a mapping there.")', ["_ is no mapping"]),
    ('raise BadInput("it is neither a "\n    "text nor a list", "Give one.")', ["neither a text"]),
    ("x = 1  # Somebody else's file; nobody asks for it.", ["Somebody", "nobody"]),
    ("# The object goes\n# by that name.", ["goes by that"]),
    ('r"""\noptions:\n  ends:\n    description: Not given, it never ends.\n"""', ["Not given"]),
    ('say(f"{name} goes on at the server")', ["goes on"]),
]


def words(findings: list[Finding]) -> list[str]:
    return [finding.text for finding in findings]


@pytest.mark.parametrize(("path", "text", "found"), FORMER)
def test_former_texts_are_found(path: str, text: str, found: list[str]) -> None:
    assert words(LIST.check(path, text)) == found


@pytest.mark.parametrize(("source", "found"), FORMER_CODE)
def test_former_comments_docstrings_and_messages_are_found(source: str, found: list[str]) -> None:
    assert words(LIST.check("module.py", source)) == found


GOOD_MODULE = '''
DOCUMENTATION = r"""
short_description: Manage projects of an organization
description:
  - Creates, renames and archives projects. There is no operation that deletes a project.
  - In check mode no request that writes is sent.
options:
  name:
    description:
      - Name of the project. Required if O(state=present).
      - Whether two names are equal does not depend on their case.
"""
EXAMPLES = r"""
- name: Create the payments project
  fjcorp.openai.openai_project:
    name: payments
"""


def told(file, things, nobody):
    """Return the position of a file, which is no longer than the limit."""
    # Only text is read, and identifiers are not.
    shall = things[file.tell()].forget(nobody, goes.by)
    return f"{shall.believed['told']}: the request failed: {things!r:>{shall}}. Set timeout to a greater value."
'''


def test_good_module_passes() -> None:
    assert LIST.check("module.py", GOOD_MODULE) == []


def test_code_is_not_read() -> None:
    assert LIST.check("module.py", "nobody = shall(things[told.forget(tell)])\n") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("guide.md", "## The path of a task\n\nA task is idempotent if the second run changes nothing.\n"),
        ("guide.rst", "Token usage and cost\n--------------------\n\nThere is no default; the task fails.\n"),
        ("play.yml", "- name: Create the payments project\n  fjcorp.openai.openai_project:\n    name: payments\n"),
        ("play.yml", "seealso:\n  - name: Projects in the API reference\n    link: https://example.com\n"),
        ("notes.md", "Otherwise the key is no longer valid. The size must be a premise of the exercise.\n"),
    ],
)
def test_good_text_passes(path: str, text: str) -> None:
    assert LIST.check(path, text) == []


def test_a_finding_names_the_place_the_reason_and_better_words() -> None:
    (finding,) = LIST.check("notes.md", "First line.\nThe new\ncolour.\n")
    assert str(finding) == "notes.md:3: 'colour': British spelling; better: -or (color, behavior)"


def test_a_phrase_is_not_found_across_code() -> None:
    assert LIST.check("module.py", 'pair = ("goes", "by")\n') == []
    assert words(LIST.check("module.py", 'text = ("it goes "\n    "by name")\n')) == ["goes by"]


def test_exceptions_and_unread_files_do_not_count() -> None:
    entry = {"pattern": "grey", "why": "spelling", "better": "gray", "except": ["grey-level image"]}
    own = Vocabulary({"unread": ["generated/*"], "phrases": [entry]})
    assert words(own.check("a.md", "A grey-level image on grey ground.\n")) == ["grey"]
    assert [own.reads(path) for path in ("generated/a.json", "a.md")] == [False, True]


def test_findings_are_printed_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "ROOT", tmp_path)
    monkeypatch.setattr(vocabulary, "tracked", lambda paths: ["docs/guide/a.md", "picture.png", "b.md"])
    (tmp_path / "docs/guide").mkdir(parents=True)
    (tmp_path / "docs/guide/a.md").write_text("Colours.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("Colors.\n", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    found = list(vocabulary.findings(LIST, []))
    assert [(finding.path, finding.line) for finding in found] == [("docs/guide/a.md", 1)]
    assert [vocabulary.folder(path) for path in ("docs/guide/a.md", "docs/a/b/c.md", "b.md")] == [
        "docs/guide",
        "docs/a",
        ".",
    ]


def test_every_entry_is_complete() -> None:
    assert {phrase.at for phrase in LIST.phrases} == {"", "docstring", "task", "heading"}
    assert all(phrase.why and phrase.better for phrase in LIST.phrases)
