# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Where a secret goes that the API shows once."""

    DOCUMENTATION = r"""
options:
  dest:
    description:
      - The file to write the key to, on the machine that runs the task. It is readable by its owner alone, written
        whole or not at all, and in place before the task reports success.
      - A manifest beside it (the same name with C(.manifest.json)) tells the next run whose key it is. It does not
        hold the key.
    type: path
  return_key:
    description:
      - Whether the task returns the key as RV(api_key.value). The whole result is then kept off the screen and out
        of logs.
    type: bool
    default: false
  vault_password_file:
    description:
      - Encrypts O(dest) with C(ansible-vault) and the password in this file. C(ansible-vault) must be on the machine
        that runs the task.
    type: path
  vault_id:
    description:
      - The vault id to label the encrypted O(dest) with.
    type: str
"""
