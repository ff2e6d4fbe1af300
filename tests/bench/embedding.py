# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two thousand texts as vectors: the requests that takes, and its cost compared with one request of ``uri``."""

from __future__ import annotations

import json
import math
import typing as t

from tests.harness.emulator import Organization
from tests.harness.play import Task

from .figures import Figure, exactly
from .plays import Journal, Setting, Spent, play, ratio, uri

TEXTS = 2000
MOST_INPUTS = 2048
"""Texts that the API takes in one request."""

MODEL = "text-embedding-3-small"
SECONDS = (1.0, "s")


def text(number: int) -> str:
    """One of the texts."""
    return (
        f"Ticket {number}: the customer cannot sign in since the last update, and asks for help with invoice {number}."
    )


def lines(count: int) -> str:
    """A file of texts."""
    return "".join(json.dumps({"text": text(number)}) + "\n" for number in range(count))


def by_uri(organization: Organization, source: str, dest: str) -> list[Task]:
    """The same by ``uri``: all texts in one list, and the response in a file. It requests them in every run."""
    texts = f"{{{{ lookup('file', '{source}').splitlines() | map('from_json') | map(attribute='text') | list }}}}"
    body = {"model": MODEL, "input": texts}
    return [uri(f"{organization.server.base_url}/embeddings", organization.api_key, body, dest=dest)]


def posts(journal: Journal) -> int:
    """Requests for embeddings."""
    return sum(entry["template"] == "/embeddings" for entry in journal)


def embeddings(setting: Setting) -> list[Figure]:
    """A file of texts becomes a file of vectors; then the same again, and again with one text more."""
    turns = min(setting.repeat, 3)
    source = setting.folder / "tickets.jsonl"
    spent: dict[str, list[Spent]] = {"first": [], "second": [], "uri": []}
    counted: list[Figure] = []
    for turn in range(turns):
        setting.say(f"embeddings: {turn + 1} of {turns}")
        organization = setting.organization("bench-embeddings")
        dest = setting.folder / f"tickets-{turn}.npy"
        arguments: dict[str, t.Any] = {"model": MODEL, "src": str(source), "dest": str(dest)}
        tasks: list[Task] = [{"name": "embed", "fjcorp.openai.openai_embedding": arguments}]
        source.write_text(lines(TEXTS))
        spent["first"].append(play(setting, organization, tasks, changed=1).tasks)
        made = posts(organization.journal())
        spent["second"].append(play(setting, organization, tasks, changed=0).tasks)
        again = posts(organization.journal())
        rival = by_uri(organization, str(source), str(setting.folder / f"tickets-{turn}.json"))
        spent["uri"].append(play(setting, organization, rival).tasks)
        mark = posts(organization.journal())
        source.write_text(lines(TEXTS + 1))
        play(setting, organization, tasks, changed=1)
        journal = [entry for entry in organization.journal() if entry["template"] == "/embeddings"]
        counted = [
            Figure(f"{TEXTS} embeddings: requests", made, "", math.ceil(TEXTS / MOST_INPUTS)),
            exactly("the same again: requests", again - made, 0),
            exactly("one text more: texts sent", sum(len(entry["body"]["input"]) for entry in journal[mark:]), 1),
        ]
        organization.control("organizations", method="DELETE")
    return [
        *counted,
        ratio(f"{TEXTS} embeddings: times cheaper than uri", spent["uri"], spent["first"], scale=SECONDS),
        ratio("the same again: times cheaper than uri", spent["uri"], spent["second"], scale=SECONDS),
    ]
