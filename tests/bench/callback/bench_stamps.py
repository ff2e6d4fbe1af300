# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes when every task and the play as a whole began and ended to the file that STAMPS_FILE names."""

from __future__ import annotations

import json
import os
import time
import typing as t

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: bench_stamps
type: aggregate
short_description: Writes the moments at which tasks begin, for the benches
description: One line of JSON for the start of each task and one for the end of the play, with seconds of a clock.
"""


class CallbackModule(CallbackBase):
    """See the documentation above."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "bench_stamps"

    def _write(self, **facts: t.Any) -> None:
        used = os.times()
        # The workers are children of this process: their work is in it once they have ended.
        cpu = used.user + used.system + used.children_user + used.children_system
        with open(os.environ["STAMPS_FILE"], "a", encoding="utf-8") as handle:
            handle.write(json.dumps({"at": time.monotonic(), "cpu": cpu, **facts}) + "\n")

    def v2_playbook_on_task_start(self, task: t.Any, is_conditional: bool) -> None:
        self._write(task=task.get_name())

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        hosts = [stats.summarize(host) for host in stats.processed]
        self._write(changed=sum(host["changed"] for host in hosts))
