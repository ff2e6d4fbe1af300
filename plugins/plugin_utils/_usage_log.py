# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""The usage log of this run of Ansible, for action plugins, lookups and the callback, which share a process and its forks."""

from __future__ import annotations

import typing as t

from ansible import constants as C
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.usage_log import Entry, UsageLog

_STARTED: list[str] = []
"""The name of the task that was started last, set by the callback. Forks inherit it, so that a lookup can name its task."""


def log() -> UsageLog:
    """Return the log in the temporary folder of the run."""
    return UsageLog(str(getattr(C, "DEFAULT_LOCAL_TMP", "")))


def record(task: str, usage: t.Iterable[Entry]) -> None:
    """Record the requests of a task."""
    log().record(task, usage)


def set_task(name: str) -> None:
    """Set the name of the task that is about to be started."""
    _STARTED[:] = [name]


def current_task(default: str) -> str:
    """Return the name of the task that was started last.

    :param default: the name if the callback is not enabled, or no task was started.
    """
    return _STARTED[0] if _STARTED else default
