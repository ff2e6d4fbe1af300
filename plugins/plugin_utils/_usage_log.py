# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""The usage log of one run of Ansible: which task sent requests to which model, and their token usage.

Tasks and lookups run in forks of one process. They share the temporary folder of the run. In it, the log is one file
that all of them append to, and the limits are another one that the callback C(usage) writes before the first task.
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


def record(task: str, usage: t.Iterable[Entry]) -> None:
    """Record the requests of a task; without a folder of the run, nothing is recorded."""
    lines = [json.dumps({"task": task, **entry}) + "\n" for entry in usage]
    path = _path("openai-usage.jsonl")
    if lines and path:
        with file_lock(path, create=True) as handle:
            handle.seek(0, os.SEEK_END)
            handle.write("".join(lines).encode())


def entries() -> list[Entry]:
    """Return all requests so far: ``task``, ``model`` and ``usage`` of each."""
    path = _path("openai-usage.jsonl")
    if not path or not os.path.exists(path):
        return []
    with file_lock(path) as handle:
        handle.seek(0)
        return [json.loads(line) for line in handle.read().decode().splitlines()]


def set_limits(limits: dict[str, t.Any]) -> None:
    """Set the limits of the run: ``budget`` by ``prices``, ``budget_tokens``, or ``refused`` with a reason."""
    with open(_path("openai-budget.json"), "w", encoding="utf-8") as handle:
        json.dump(limits, handle)


def budget_error() -> str:
    """Return why no request to a model is allowed any more; empty while one is."""
    path = _path("openai-budget.json")
    if not path or not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as handle:
        limits = json.load(handle)
    if "refused" in limits:
        return str(limits["refused"])
    requests = entries()
    budget, budget_tokens = limits["budget"], limits["budget_tokens"]
    used = sum(sum(tokens(entry["usage"]).values()) for entry in requests)
    if budget_tokens is not None and used >= budget_tokens:
        return f"the budget of {budget_tokens:,} tokens is spent: {used:,} tokens in {len(requests)} requests"
    if budget is not None:
        try:
            price = sum(cost(entry["usage"], limits["prices"] or {}, entry["model"]) for entry in requests)
        except InvalidArgument as error:
            return f"the budget of {budget:g} cannot be enforced: {error.message}"
        if price >= budget:
            return f"the budget of {budget:g} is spent: {price:.6g} in {len(requests)} requests"
    return ""
