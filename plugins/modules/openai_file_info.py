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
  description: The files found, as the API shows them.
  returned: success
  type: list
  elements: dict
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
  description: Where the content is.
  returned: when O(dest) is given
  type: str
  sample: /srv/training/train-copy.jsonl
error:
  description: What went wrong, for the play to read. C(msg) says the same in one line.
  returned: failure
  type: dict
  contains:
    kind:
      description: The sort of failure, for example V(BadInput), V(Missing), V(Ambiguous), V(ApiError), V(ConnectionFailed).
      returned: always
      type: str
      sample: ApiError
    message:
      description: What happened.
      returned: always
      type: str
      sample: Incorrect API key provided.
    remedy:
      description: What to do about it; empty where nothing is known to help.
      returned: always
      type: str
      sample: "Check api_key and, if set, organization_id."
    attempted:
      description: What the task was doing.
      returned: always
      type: str
      sample: ensure project payments
    done:
      description: What the task had changed before it failed.
      returned: always
      type: list
      elements: str
      sample: []
    status:
      description: The HTTP status.
      returned: when the server answered with an error
      type: int
      sample: 401
    type:
      description: The API's error type.
      returned: when the server answered with an error
      type: str
      sample: invalid_request_error
    code:
      description: The API's error code.
      returned: when the server answered with an error
      type: str
      sample: invalid_api_key
    param:
      description: The parameter the API complains of.
      returned: when the server answered with an error
      type: str
      sample: model
    request_id:
      description: The server's id of the request, to quote to its support.
      returned: when the server answered with an error
      type: str
      sample: req_4f2d9c1ab0e84f7a
    call:
      description: The operation that was refused.
      returned: when the server answered with an error
      type: str
      sample: GET /organization/projects
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.file import FILE_INFO

if __name__ == "__main__":
    main(FILE_INFO)
