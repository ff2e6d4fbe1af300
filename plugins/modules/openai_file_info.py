#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_file_info
short_description: Gather information about files of a project
version_added: 0.1.0
description:
  - Returns one file by its ID, or all files that match the filters. All pages of the list are read.
  - With O(dest), the module downloads the content of the file with the ID O(id). The file at O(dest) is replaced
    atomically.
  - The API supports downloads only for the purposes C(batch), C(batch_output), C(evals), C(fine-tune) and C(fine-tune-results).
  - The module does not use cached lists. It changes nothing in the API and reports a change only if it wrote O(dest).
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  idempotent:
    support: full
    details:
      - Files of the API cannot be changed. A file that this control node downloaded or uploaded before is not downloaded
        again if O(dest) is intact.
  check_mode:
    support: full
  diff_mode:
    support: N/A
options:
  id:
    description:
      - ID of the file to return. If it does not exist, an empty list is returned, or the task fails if O(dest) is
        set.
    type: str
    aliases:
      - file_id
  limit:
    description:
      - Maximum number of files to return. If omitted, all are returned.
    type: int
  filename:
    description:
      - Return only files with exactly this name.
    type: str
  purpose:
    description:
      - Return only files with this purpose, for example V(fine-tune) or V(batch_output).
    type: str
  dest:
    description:
      - Path to which the content of the file O(id) is written, on the machine that runs the task.
    type: path
seealso:
  - module: fjcorp.openai.openai_file
"""

EXAMPLES = r"""
- name: Upload training data
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: Gather information about all training data of the project
  fjcorp.openai.openai_file_info:
    purpose: fine-tune
  register: all_training

- name: Show the total size of the training data
  ansible.builtin.debug:
    msg: "{{ all_training.files | map(attribute='bytes') | sum }} bytes in {{ all_training.files | length }} files"

- name: Gather information about all versions of one file
  fjcorp.openai.openai_file_info:
    filename: train.jsonl

- name: Download the content of the file
  fjcorp.openai.openai_file_info:
    id: "{{ training.file.id }}"
    dest: train-copy.jsonl
"""

RETURN = r"""
files:
  description: List of files that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the file.
      returned: always
      type: str
    bytes:
      description: Size of the file in bytes.
      returned: always
      type: int
    created_at:
      description: Unix time in seconds when the file was created.
      returned: always
      type: int
    filename:
      description: Name of the file.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    purpose:
      description: Purpose of the file.
      returned: always
      type: str
    status:
      description: Status of the file. Deprecated by the API.
      returned: always
      type: str
    expires_at:
      description: Unix time in seconds when the API deletes the file. V(null) if it does not expire.
      returned: when available
      type: int
    status_details:
      description: Details of a failed validation. Deprecated by the API.
      returned: when available
      type: str
  sample:
    - id: file-6F2ksmvXxt4VdoqmHRw6kL
      object: file
      filename: train.jsonl
      purpose: fine-tune
      bytes: 4096
      created_at: 1763683200
      expires_at: null
      status: processed
dest:
  description: Path of the file that contains the content.
  returned: when O(dest) is set
  type: str
  sample: /srv/training/train-copy.jsonl
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.file import FILE_INFO

if __name__ == "__main__":
    main(FILE_INFO)
