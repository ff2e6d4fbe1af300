# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""The books of one run of Ansible: which task asked which model, and what that took.

Tasks and lookups run in forks of one process. They share the run's own temporary folder, in which the books are one file
that everybody appends to, and the limits another that the callback C(usage) writes before the first task.
"""

from __future__ import annotations

import json
import os
import typing as t

from ansible import constants as C
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.pricing import cost, tokens
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument
from ansible_collections.fjcorp.openai.plugins.module_utils._support.files import file_lock

Entry = dict[str, t.Any]


def _path(name: str) -> str:
    folder = str(getattr(C, "DEFAULT_LOCAL_TMP", ""))
    return os.path.join(folder, name) if os.path.isdir(folder) else ""


def book(task: str, asked: t.Iterable[Entry]) -> None:
    """Enter what a task asked; nothing where the run has no folder."""
    lines = [json.dumps({"task": task, **entry}) + "\n" for entry in asked]
    path = _path("openai-usage.jsonl")
    if lines and path:
        with file_lock(path, create=True) as handle:
            handle.seek(0, os.SEEK_END)
            handle.write("".join(lines).encode())


def entries() -> list[Entry]:
    """Everything that was asked so far: ``task``, ``model`` and ``usage`` of each."""
    path = _path("openai-usage.jsonl")
    if not path or not os.path.exists(path):
        return []
    with file_lock(path) as handle:
        handle.seek(0)
        return [json.loads(line) for line in handle.read().decode().splitlines()]


def limit(limits: dict[str, t.Any]) -> None:
    """Set what the run may spend: ``budget`` by ``prices``, ``budget_tokens``, or ``refused`` with a reason."""
    with open(_path("openai-budget.json"), "w", encoding="utf-8") as handle:
        json.dump(limits, handle)


def spent() -> str:
    """Why nothing may be asked any more; empty while something may."""
    path = _path("openai-budget.json")
    if not path or not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as handle:
        limits = json.load(handle)
    if "refused" in limits:
        return str(limits["refused"])
    asked = entries()
    most, many = limits["budget"], limits["budget_tokens"]
    used = sum(sum(tokens(entry["usage"]).values()) for entry in asked)
    if many is not None and used >= many:
        return f"the budget of {many:,} tokens is spent: {used:,} by {len(asked)} calls"
    if most is not None:
        try:
            price = sum(cost(entry["usage"], limits["prices"] or {}, entry["model"]) for entry in asked)
        except InvalidArgument as error:
            return f"the budget of {most:g} cannot be kept: {error.message}"
        if price >= most:
            return f"the budget of {most:g} is spent: {price:.6g} by {len(asked)} calls"
    return ""
