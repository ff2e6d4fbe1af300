# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sends a request to a control route of the emulator from within a play, without a process for it."""

from __future__ import annotations

import json
import typing as t
import urllib.request

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    """Takes ``url``, ``body``, and ``key`` where the route needs one."""

    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """The status of the response."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        given = self._task.args
        headers = {"Content-Type": "application/json"}
        if "key" in given:
            headers["Authorization"] = f"Bearer {given['key']}"
        request = urllib.request.Request(
            str(given["url"]), json.dumps(given.get("body")).encode(), headers, method="POST"
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return {**result, "changed": True, "status": response.status}
