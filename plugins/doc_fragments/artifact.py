# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Options of modules that store the answer of a model."""

    DOCUMENTATION = r"""
options:
  dest:
    description:
      - Path of the file to which the answer is written, on the machine that runs the task.
      - A manifest is written next to it, with the same name and the suffix C(.manifest.json). It contains the answer
        and the fingerprint of the request. If the request is the same and the file is intact, the next run returns
        the answer from the manifest and sends no request.
      - A file that this collection did not write, which is one without such a manifest, is neither replaced nor deleted,
        and the task fails before it sends a request. An empty file is replaced.
    type: path
  force:
    description:
      - Whether to send the request even if the answer is already stored, and to replace a file at O(dest) that this
        collection did not write.
    type: bool
    default: false
  extra_body:
    description:
      - Additional fields of the request, for servers that support more fields than the API, such as a gateway that
        uses them for routing.
      - The fingerprint of the request covers these fields.
    type: dict
"""
