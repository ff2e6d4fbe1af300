#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_file_info
short_description: Read files of a project, and download one
version_added: 0.1.0
description:
  - Returns one file by its id, or all that match, from every page of the list.
  - With O(dest) it downloads the content of the file with that O(id). The file at O(dest) is replaced whole or not
    at all.
  - The API hands out files of the purposes C(batch), C(batch_output), C(evals), C(fine-tune) and C(fine-tune-results)
    only.
  - The list is always read afresh. The module changes nothing at the API; it reports a change when it wrote O(dest).
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
      - A file never changes at the API, so one that this controller downloaded or uploaded before is not fetched
        again while O(dest) is intact.
  check_mode:
    support: full
  diff_mode:
    support: N/A
options:
  id:
    description:
      - The id of the one file to read. Where there is none, the result is an empty list, or a failure with O(dest).
    type: str
    aliases:
      - file_id
  limit:
    description:
      - The most files to return. Not given, all of them.
    type: int
  filename:
    description:
      - Return the files with exactly this name.
    type: str
  purpose:
    description:
      - Return the files of this purpose, for example V(fine-tune) or V(batch_output).
    type: str
  dest:
    description:
      - Where to write the content of the file O(id), on the machine that runs the task.
    type: path
seealso:
  - module: fjcorp.openai.openai_file
"""

EXAMPLES = r"""
- name: A file to read
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: All training data of the project
  fjcorp.openai.openai_file_info:
    purpose: fine-tune
  register: all_training

- name: How much room it takes
  ansible.builtin.debug:
    msg: "{{ all_training.files | map(attribute='bytes') | sum }} bytes in {{ all_training.files | length }} files"

- name: Every version of one file
  fjcorp.openai.openai_file_info:
    filename: train.jsonl

- name: Bring its content back
  fjcorp.openai.openai_file_info:
    id: "{{ training.file.id }}"
    dest: train-copy.jsonl
  when: not ansible_check_mode
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
