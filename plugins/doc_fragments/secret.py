# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Options that control where a secret is stored that the API returns only once."""

    DOCUMENTATION = r"""
options:
  dest:
    description:
      - Path of the file to write the key to, on the machine that runs the task. The file is readable by its owner
        only, is written atomically, and is in place before the task reports success.
      - A manifest next to the file (the same name with the suffix C(.manifest.json)) records which key the file contains.
        The manifest does not contain the key.
    type: path
  return_key:
    description:
      - Whether to return the key as RV(api_key.value). The complete result is then hidden from the screen and from
        logs.
    type: bool
    default: false
  vault_password_file:
    description:
      - Path of a file with the password that is used to encrypt O(dest) with C(ansible-vault). C(ansible-vault) must
        be installed on the machine that runs the task.
    type: path
  vault_id:
    description:
      - Vault ID that is added as the label of the encrypted O(dest).
    type: str
"""
