# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embeddings, moderations, completions and decisions: what is rejected, and by whom."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, task

from .vectors import INSTRUCT, SMALL, asks, snapshot

# The requests and files do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

QUESTION = {"type": "predicate", "instructions": "x"}
LUNA = {"model": "gpt-6-luna", "input": "x"}
TO = {"dest": "made.json"}

BAD: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "empty text": ("embedding", {"model": SMALL, "input": ["a", ""], **TO}, ("invalid_argument", "input[1]")),
    "nowhere to go": ("embedding", {"model": SMALL, "input": ["a"] * 9}, ("invalid_argument", "9", "dest")),
    "no file": ("embedding", {"model": SMALL, "src": "none.txt", **TO}, ("invalid_argument", "src", "none.txt")),
    "folder": ("embedding", {"model": SMALL, "src": "home", **TO}, ("invalid_argument", "src")),
    "gap": ("embedding", {"model": SMALL, "src": "gap.txt", **TO}, ("invalid_argument", "gap.txt", "2")),
    "no member": (
        "embedding",
        {"model": SMALL, "src": "faq.jsonl", "field": "body", **TO},
        ("invalid_argument", "faq.jsonl", "1", "body"),
    ),
    "no input": ("moderation", TO, ("invalid_argument", "input", "images")),
    "empty input": ("moderation", {"input": ["a", ""], **TO}, ("invalid_argument", "input[1]")),
    "no image": ("moderation", {"images": ["gap.txt"], **TO}, ("invalid_argument", "images[0]", "gap.txt", "PNG")),
    "no picture": ("moderation", {"images": ["none.png"], **TO}, ("invalid_argument", "images[0]", "none.png")),
    "high threshold": (
        "moderation",
        {"input": "a", "threshold": 7, **TO},
        ("invalid_argument", "threshold", "7", "0", "1"),
    ),
    "odd threshold": (
        "moderation",
        {"input": "a", "thresholds": {"hate": "much"}},
        ("invalid_argument", "thresholds.hate", "much"),
    ),
    "no prompt": ("completion", {"model": INSTRUCT, **TO}, ("invalid_argument", "prompt")),
    "best of fewer": (
        "completion",
        {"model": INSTRUCT, "prompt": "x", "n": 3, "best_of": 2},
        ("invalid_argument", "best_of", "2"),
    ),
    "no question": ("decision", {**LUNA, "questions": []}, ("invalid_argument", "questions")),
    "odd question": (
        "decision",
        {**LUNA, "questions": [{"type": "guess"}]},
        ("invalid_argument", "questions[0].type", "guess"),
    ),
    "mute question": ("decision", {**LUNA, "questions": [{"type": "score"}]}, ("invalid_argument", "questions[0]")),
    "one choice": (
        "decision",
        {**LUNA, "questions": [{**QUESTION, "type": "choice", "choices": [{"value": "a"}]}]},
        ("invalid_argument", "questions[0]", "1", "choices", "2", "255"),
    ),
    "same name": (
        "decision",
        {**LUNA, "questions": [{**QUESTION, "name": "a"}] * 2},
        ("invalid_argument", "questions[1].name", "a"),
    ),
}
BAD_FOR_SERVER: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
    "long text": (
        "embedding",
        {"model": SMALL, "input": ["a", "word " * 8193], **TO},
        ("api_error", "maximum context length is 8192", "input[1]", "40965"),
    ),
    "many dimensions": (
        "embedding",
        {"model": SMALL, "input": "a", "dimensions": 9999, **TO},
        ("api_error", "less than or equal"),
    ),
    "no embedding model": (
        "embedding",
        {"model": "none", "input": "a", **TO},
        ("api_error", "`none`", "openai_model_info"),
    ),
    "no moderation model": ("moderation", {"model": "none", "input": "a", **TO}, ("api_error", "`none` does not")),
    "two images": (
        "moderation",
        {"input": [{"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}] * 2, **TO},
        ("api_error", "Number of images (2) exceeds maximum of 1"),
    ),
    "chat model": ("completion", {"model": "gpt-4o", "prompt": "x", **TO}, ("api_error", "This is a chat model")),
    "long prompt": (
        "completion",
        {"model": INSTRUCT, "prompt": "word " * 5000, **TO},
        ("api_error", "maximum context length"),
    ),
    "no decision model": (
        "decision",
        {**LUNA, "model": "gpt-4o", "questions": [QUESTION], **TO},
        ("api_error", "not supported"),
    ),
}
COSTLY: dict[str, dict[str, t.Any]] = {
    "embedding": {"model": SMALL, "input": "a"},
    "moderation": {"input": "a"},
    "completion": {"model": INSTRUCT, "prompt": "x"},
    "decision": {**LUNA, "questions": [QUESTION]},
}
NO_MONEY = {
    f"no money {kind}": (kind, {**args, **TO}, ("api_error", "insufficient_quota")) for kind, args in COSTLY.items()
}


def test_bad_input(organization: Organization, tmp_path: Path) -> None:
    """Each failure is one line with a remedy; no unnecessary request is sent, and no file remains."""
    (tmp_path / "gap.txt").write_text("a\n\nb\n")
    (tmp_path / "faq.jsonl").write_text('{"question": "x"}\n')
    player = Player(tmp_path, organization)
    (tmp_path / "home").mkdir(exist_ok=True)
    before = snapshot(tmp_path)

    def failures(cases: t.Mapping[str, tuple[str, dict[str, t.Any], tuple[str, ...]]]) -> None:
        tasks = [task(f"openai_{kind}", name, args, ignore_errors=True) for name, (kind, args, _words) in cases.items()]
        played = player.run(tasks).succeed()
        for name, (_kind, _args, error) in cases.items():
            assert played.failure(name, *error)["changed"] is False, name

    failures(BAD)
    assert asks(organization) == []
    failures(BAD_FOR_SERVER)
    organization.control("options", {"quota": "exhausted"})
    failures(NO_MONEY)
    assert len(asks(organization)) == len(BAD_FOR_SERVER) + len(NO_MONEY), "a hopeless request was tried again"
    assert {name: sum_ for name, sum_ in snapshot(tmp_path).items() if name != "play.yml"} == before
