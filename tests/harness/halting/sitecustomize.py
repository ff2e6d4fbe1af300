# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stops a process where it puts a file in place, so that a test can kill it there.

Python imports this at its start where the folder is on ``PYTHONPATH``. ``HALT_AT`` is ``before`` or ``after`` and the
file's name; the file ``HALT_MARK`` is created when the place is reached.
"""

from __future__ import annotations

import os
import signal
import typing as t

_replace = os.replace
_when, _name = os.environ["HALT_AT"].split()


def _halting(source: t.Any, target: t.Any, **more: t.Any) -> None:
    here = os.path.basename(os.fspath(target)) == _name
    if not here or _when == "after":
        _replace(source, target, **more)
    if here:
        with open(os.environ["HALT_MARK"], "w", encoding="ascii"):
            pass
        while True:
            signal.pause()


os.__dict__["replace"] = _halting
