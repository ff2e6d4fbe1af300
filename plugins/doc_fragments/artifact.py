# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Where the answer of a model goes."""

    DOCUMENTATION = r"""
options:
  dest:
    description:
      - The file to write the answer to, on the machine that runs the task.
      - A manifest beside it (the same name with C(.manifest.json)) holds the answer and the fingerprint of the request.
        As long as the request is the same and the file intact, the next run returns the answer from there and asks
        nobody.
    type: path
  force:
    description:
      - Whether to ask again even where the answer is kept.
    type: bool
    default: false
  extra_body:
    description:
      - Further fields of the request, for a server that takes more than the API, such as a gateway that routes by
        them.
      - They count for what decides the answer.
    type: dict
"""
