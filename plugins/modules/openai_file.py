#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_file
short_description: Manage files of a project
version_added: 0.1.0
description:
  - Uploads a file, or deletes it. A file of the API never changes, so other content is another file.
  - A file is found by its O(id), else by its name and, where it is given, its O(purpose). With O(src) or O(content)
    it must hold the same content too. Names are not unique.
  - Contents are compared by size first, then by the digest that this controller recorded when it uploaded or downloaded
    the file, else by downloading it, where the API hands out files of this purpose (V(batch), V(evals), V(fine-tune)).
    Where neither is possible, a file of the same name and size is taken to be the same, and a warning says so.
  - Where the content differs, the new content is uploaded. The older files of the same name stay and their ids are
    returned as RV(superseded), so that jobs that use them go on; O(prune=true) deletes them.
  - Files stream from disk. Those above 512 MiB are sent in parts, several at a time and with a checksum; an upload
    that was interrupted is taken up again within its hour.
  - With O(state=absent) the file is deleted at once. With O(src) or O(content) only the file with this content goes.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) uploads what is not there; V(absent) deletes it.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - The file's id. With O(state=present) the task fails when there is no such file.
    type: str
    aliases:
      - file_id
  src:
    description:
      - The file to upload, on the machine that runs the task. A relative path begins at the working folder.
    type: path
    aliases:
      - file
  content:
    description:
      - The text to upload, in place of O(src). O(filename) is then needed.
    type: str
  filename:
    description:
      - The name of the file at the API. Not given, the last part of O(src).
    type: str
  purpose:
    description:
      - What the file is for. Needed to upload; otherwise it narrows the search.
      - 'V(assistants): For assistants and vector stores.'
      - 'V(batch): Requests of a batch. The API deletes such a file after 30 days unless O(expires_after) says otherwise.'
      - 'V(fine-tune): Examples for fine-tuning.'
      - 'V(vision): Images for fine-tuning.'
      - 'V(user_data): For any use; input of model calls.'
      - 'V(evals): Data of evals.'
    type: str
    choices:
      - assistants
      - batch
      - fine-tune
      - vision
      - user_data
      - evals
  expires_after:
    description:
      - When the API deletes the file by itself. It is fixed when the file is uploaded; a different value for an existing
        file is an error.
    type: dict
    suboptions:
      anchor:
        description:
          - What the time is counted from.
        type: str
        default: created_at
        choices:
          - created_at
      seconds:
        description:
          - Seconds after O(expires_after.anchor), from 3600 (one hour) to 2592000 (30 days).
        type: int
        required: true
  validate:
    description:
      - Whether to look for mistakes in JSONL before it is uploaded, for the purposes V(fine-tune) and V(batch). The
        task then fails with the numbers of the lines and what is wrong with each, and uploads nothing.
      - Found are lines that are not JSON, unknown roles, conversations without an answer, empty files, mixed formats,
        and in batches missing or repeated custom ids. Tokens are not counted.
    type: bool
    default: true
  prune:
    description:
      - Whether other files of the same name (and O(purpose), where it is given) are deleted.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_file_info
  - module: fjcorp.openai.openai_fine_tuning_job
  - name: Files in the API reference
    description: What the API says about files.
    link: https://platform.openai.com/docs/api-reference/files
"""

EXAMPLES = r"""
- name: Training data, looked through before it is sent
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: The file is there
  fjcorp.openai.openai_file:
    id: "{{ training.file.id }}"

- name: Requests of tonight's batch, gone by themselves after two days
  fjcorp.openai.openai_file:
    src: batch.jsonl
    purpose: batch
    expires_after:
      seconds: 172800

- name: Only the newest version of the handbook is kept
  fjcorp.openai.openai_file:
    content: |
      # Handbook
      Deploy on Tuesdays.
    filename: handbook.md
    purpose: assistants
    prune: true

- name: No trace of the old one, however often it was uploaded
  fjcorp.openai.openai_file:
    filename: handbook-2019.md
    prune: true
    state: absent
"""

RETURN = r"""
file:
  description:
    - The file as it is after the task. When the task deleted it, the file as it was; empty when there was none.
  returned: success
  type: dict
  contains:
    id:
      description: The file's id.
      returned: always
      type: str
      sample: file-6F2ksmvXxt4VdoqmHRw6kL
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: file
    filename:
      description: Its name.
      returned: always
      type: str
      sample: train.jsonl
    purpose:
      description: What it is for.
      returned: always
      type: str
      sample: fine-tune
    bytes:
      description: Its size.
      returned: always
      type: int
      sample: 4096
    created_at:
      description: When it was uploaded, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    expires_at:
      description: When the API deletes it, in seconds since 1970; missing or V(null) for never.
      returned: when the server tells it
      type: int
      sample: null
    status:
      description: What the API says of it; deprecated there.
      returned: when the server tells it
      type: str
      sample: processed
superseded:
  description:
    - The ids of other files of the same name (and purpose, where it is given), newest first. With O(prune=true) they were
      deleted.
  returned: with O(state=present), and with O(state=absent) and O(prune=true)
  type: list
  elements: str
  sample:
    - file-3Wd8bQzTn1yKcRj5LmPv9x
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.file import FILE

if __name__ == "__main__":
    main(FILE)
