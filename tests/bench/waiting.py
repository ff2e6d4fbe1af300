# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Polling while a task waits."""

from __future__ import annotations

from tests.harness.play import task

from .figures import Figure
from .plays import Journal, Setting, play

INTERVAL = 0.5
STAGES = {"validating": 0.4, "queued": 0.4, "running": 2.0}
"""Seconds of a job's life; the emulator's clock runs as fast as ours."""

LINES = "".join(
    f'{{"messages": [{{"role": "user", "content": "{n}?"}}, {{"role": "assistant", "content": "{n}."}}]}}\n'
    for n in range(12)
)


def wait(setting: Setting) -> list[Figure]:
    """A fine-tuning job that is waited for; the figures are about the times of the polls."""
    gaps: list[float] = []
    late: list[float] = []
    after: list[float] = []
    for turn in range(setting.repeat):
        setting.say(f"wait: {turn + 1} of {setting.repeat}")
        organization = setting.organization("bench-wait", fine_tuning_seconds=STAGES)
        file = {"content": LINES, "filename": "train.jsonl", "purpose": "fine-tune"}
        # Different durations, so that the jobs end at different points between two polls.
        organization.control("options", {"fine_tuning_seconds": {**STAGES, "running": 2.0 + 0.17 * turn}})
        job = {"model": "gpt-4.1-mini", "training_file": "train.jsonl", "wait": True, "wait_interval": INTERVAL}
        tasks = [task("openai_file", "file", file), task("openai_fine_tuning_job", "job", job)]
        timed = play(setting, organization, tasks, changed=2)
        began, looks = polls(organization.journal())
        gaps += [later - earlier for earlier, later in zip([began, *looks], looks, strict=False)]
        end = began + sum(STAGES.values()) + 0.17 * turn
        late.append(looks[-1] - end)
        after.append(timed.times[-1] - timed.times[1] - (looks[-1] - began))
    return [
        Figure("wait: shortest time between two polls, in intervals", min(gaps) / INTERVAL, "x", 1, most=False),
        Figure("wait: end noticed after, in intervals", max(late) / INTERVAL, "x", 1.05, how=seconds(late)),
        Figure("wait: longest time between two polls, in intervals", max(gaps) / INTERVAL, "x"),
        Figure("wait: the rest of the task without its waiting", max(after), "s"),
    ]


def polls(journal: Journal) -> tuple[float, list[float]]:
    """Start of the job, and the times of the polls."""
    (began,) = [entry["at"] for entry in journal if entry["operation_id"] == "createFineTuningJob"]
    looks = [entry["at"] for entry in journal if entry["operation_id"] == "retrieveFineTuningJob"]
    return began, looks


def seconds(values: list[float]) -> str:
    """All of them."""
    return "s, ".join(f"{value:.2f}" for value in values) + f" s, interval {INTERVAL} s"
