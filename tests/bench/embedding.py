# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two thousand texts as vectors: the requests that takes, and its time against a loop of ``uri``."""

from __future__ import annotations

import json
import math

from tests.harness.emulator import Organization
from tests.harness.play import Task

from .figures import Figure, exactly
from .plays import Journal, Setting, median, play, spread

TEXTS = 2000
MOST_INPUTS = 2048
"""Texts that the API takes in one request."""

URI_TEXTS = 200
MODEL = "text-embedding-3-small"


def text(number: int) -> str:
    """One of the texts."""
    return (
        f"Ticket {number}: the customer cannot sign in since the last update, and asks for help with invoice {number}."
    )


def by_uri(organization: Organization) -> list[Task]:
    """What one does without the module: a request for each text, its answer registered."""
    body = {"model": MODEL, "input": "{{ item }}"}
    arguments = {
        "url": f"{organization.server.base_url}/embeddings",
        "method": "POST",
        "headers": {"Authorization": f"Bearer {organization.api_key}"},
        "body": body,
        "body_format": "json",
        "return_content": True,
    }
    texts = [text(number) for number in range(URI_TEXTS)]
    return [{"name": "uri", "ansible.builtin.uri": arguments, "loop": texts, "register": "vectors"}]


def posts(journal: Journal) -> int:
    """Requests for embeddings."""
    return sum(entry["template"] == "/embeddings" for entry in journal)


def embeddings(setting: Setting) -> list[Figure]:
    """A file of texts becomes a file of vectors, again, and again with one text more."""
    turns = min(setting.repeat, 3)
    source = setting.folder / "tickets.jsonl"
    lines = [json.dumps({"text": text(number)}) for number in range(TEXTS + 1)]
    first: list[float] = []
    second: list[float] = []
    loops: list[float] = []
    counted: list[Figure] = []
    for turn in range(turns):
        setting.say(f"embeddings: {turn + 1} of {turns}")
        organization = setting.organization("bench-embeddings")
        dest = setting.folder / f"tickets-{turn}.npy"
        arguments = {"model": MODEL, "src": str(source), "dest": str(dest)}
        tasks: list[Task] = [{"name": "embed", "fjcorp.openai.openai_embedding": arguments}]
        source.write_text("\n".join(lines[:TEXTS]) + "\n")
        first.append(play(setting, organization, tasks, changed=1).tasks)
        made = posts(organization.journal())
        second.append(play(setting, organization, tasks, changed=0).tasks)
        again = posts(organization.journal())
        source.write_text("\n".join(lines) + "\n")
        play(setting, organization, tasks, changed=1)
        journal = [entry for entry in organization.journal() if entry["template"] == "/embeddings"]
        counted = [
            Figure(f"{TEXTS} embeddings: requests", made, "", math.ceil(TEXTS / MOST_INPUTS)),
            exactly("the same again: requests", again - made, 0),
            exactly("one text more: texts sent", sum(len(entry["body"]["input"]) for entry in journal[again:]), 1),
        ]
        if turn == 0:
            # It takes minutes, and varies by a few per cent.
            loops.append(play(setting, organization, by_uri(organization)).tasks * TEXTS / URI_TEXTS)
        organization.control("organizations", method="DELETE")
    how = f"uri, {URI_TEXTS} texts x {TEXTS // URI_TEXTS}: {spread(loops, 1, 's')}"
    return [
        *counted,
        Figure(
            f"{TEXTS} embeddings: times faster than uri",
            median(loops) / median(first),
            "x",
            5,
            most=False,
            how=f"{spread(first, 1, 's')}; {how}",
        ),
        Figure("the same again: seconds", median(second), "s", how=spread(second, 1, "s")),
    ]
