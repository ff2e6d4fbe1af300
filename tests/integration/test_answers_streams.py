# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Streams of answers, shown as they arrive."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, kill_run

from .answers import MAY_FAIL, asked, chat, response

# Requests and stored answers do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


@pytest.mark.parametrize("in_process", [True, False])
def test_a_stream_is_shown_and_the_same(in_process: bool, organization: Organization, tmp_path: Path) -> None:
    """The words are on the terminal, in process; the result is that of a task without a stream."""
    player = Player(tmp_path, organization, in_process)
    tasks = [
        response("response", {"input": "Say amber and azure", "stream": True, "dest": "a.txt"}),
        response("whole", {"input": "Say amber and azure"}),
        chat("chat", {"text": "Say beige and black", "stream": True}),
        chat("plain chat", {"text": "Say beige and black"}),
        response("secret", {"input": "Say crimson and cyan", "stream": True}, no_log=True),
    ]
    played = player.run(tasks).succeed()
    for streamed, whole in (("response", "whole"), ("chat", "plain chat")):
        for name in ("text", "parsed", "usage", "model", "tool_calls", "refusal"):
            assert played.result(streamed)[name] == played.result(whole)[name]
    for words in ("amber and azure\n", "beige and black\n"):
        assert (words in played.output) == in_process
    assert "crimson and cyan" not in played.output


def test_words_are_shown_as_they_come(organization: Organization, player: Player) -> None:
    """Half of a slow answer is on the terminal while the other half is not yet said."""
    organization.fault("slow", path="/responses", chunk=400, delay=0.4)
    tasks = [response("ask", {"input": "Say " + "la " * 40 + "end", "stream": True, "dest": "song.txt"})]
    process = player.start(tasks)
    assert process.stdout is not None
    seen = ""
    while "la la" not in seen and (read := os.read(process.stdout.fileno(), 4096)):
        seen += read.decode()
    assert "la la" in seen and "end" not in seen.split("TASK")[-1] and not (player.folder / "song.txt").exists()
    kill_run(process)
    assert not (player.folder / "song.txt").exists()
    organization.control("faults", method="DELETE")
    assert player.run(tasks).succeed().result("ask")["changed"]
    assert not [path for path in player.folder.iterdir() if path.name.startswith(".song")]


def test_a_broken_stream_is_not_repeated(organization: Organization, player: Player) -> None:
    """After a broken stream a stored answer is read, any other fails the task, and neither request is sent twice."""
    for path in ("/responses", "/responses", "/chat/completions"):
        organization.fault("truncate", path=path)
    tasks = [
        response("stored", {"input": "Say one two three", "stream": True, "dest": "a.txt"}),
        response("lost", {"input": "Say one two three", "stream": True, "store": False, "dest": "b.txt"}, **MAY_FAIL),
        chat("chat", {"text": "Say one two three", "stream": True, "dest": "c.txt"}, **MAY_FAIL),
    ]
    played = player.run(tasks).succeed()
    assert played.result("stored")["text"] == "one two three"
    for name in ("lost", "chat"):
        played.failure(name, "stream_interrupted", "stream")
    assert [len(asked(organization, name)) for name in ("stored", "lost", "chat")] == [1, 1, 1]
    assert [path.name for path in player.folder.glob("*.txt")] == ["a.txt"]
