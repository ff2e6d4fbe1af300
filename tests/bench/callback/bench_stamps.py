# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the times at which tasks start and the play ends to the file that STAMPS_FILE names."""

from __future__ import annotations

import json
import os
import resource
import time
import typing as t

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: bench_stamps
type: aggregate
short_description: Write the times at which tasks start, for the benchmarks
description: Writes a line of JSON at the start of each task and at the end of the play, with its times.
"""


class CallbackModule(CallbackBase):
    """See the documentation above."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "bench_stamps"

    def _write(self, **facts: t.Any) -> None:
        # The workers are children of this process: their time counts once they have ended.
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        cpu = sum(each.ru_utime + each.ru_stime for each in used)
        with open(os.environ["STAMPS_FILE"], "a", encoding="utf-8") as handle:
            handle.write(json.dumps({"at": time.monotonic(), "cpu": cpu, **facts}) + "\n")

    def v2_playbook_on_task_start(self, task: t.Any, is_conditional: bool) -> None:
        self._write(task=task.get_name())

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        hosts = [stats.summarize(host) for host in stats.processed]
        self._write(changed=sum(host["changed"] for host in hosts))
