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
  - Uploads or deletes a file of a project. Files of the API cannot be changed, so new content is uploaded as another
    file.
  - A file is looked up by O(id), or by O(filename) and, if set, O(purpose) when O(id) is not set. With O(src) or
    O(content), the content must be the same too. File names are not unique.
  - Contents are compared by size first. Then they are compared by the checksum that this control node recorded when
    it uploaded or downloaded the file. If there is no checksum, the file is downloaded, which the API supports for
    the purposes V(batch), V(evals) and V(fine-tune). If the file cannot be downloaded, a file with the same name
    and size is considered to be the same, and the task displays a warning.
  - If the content differs, the new content is uploaded. Older files of the same name are not deleted, so that jobs
    can still use them. Their IDs are returned in RV(superseded). Set O(prune=true) to delete them.
  - Files are streamed from disk. Files of more than 512 MiB are uploaded in parts, several at a time and with a checksum.
    An interrupted upload is resumed if the task runs again within one hour.
  - With O(state=absent), the file is deleted. With O(src) or O(content), only the file with this content is deleted.
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
      - With V(present), the module uploads the file if it does not exist.
      - With V(absent), the module deletes the file.
    type: str
    default: present
    choices:
      - present
      - absent
  id:
    description:
      - ID of the file. With O(state=present), the task fails if the file does not exist.
    type: str
    aliases:
      - file_id
  src:
    description:
      - Path of the file to upload, on the machine that runs the task. A relative path is relative to the working
        directory.
    type: path
    aliases:
      - file
  content:
    description:
      - Text to upload instead of O(src). Requires O(filename).
    type: str
  filename:
    description:
      - Name of the file in the project. Defaults to the base name of O(src).
    type: str
  purpose:
    description:
      - Purpose of the file. Required to upload a file. Otherwise it restricts which files match.
      - 'V(assistants): Files for assistants and vector stores.'
      - 'V(batch): Requests of a batch. The API deletes these files after 30 days unless O(expires_after) is set.'
      - 'V(fine-tune): Examples for fine-tuning.'
      - 'V(vision): Images for fine-tuning.'
      - 'V(user_data): Files for any use, such as input of model requests.'
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
      - Time after which the API deletes the file automatically.
      - It cannot be changed after the upload. A different value for an existing file is an error.
    type: dict
    suboptions:
      anchor:
        description:
          - Timestamp from which the time is counted.
        type: str
        default: created_at
        choices:
          - created_at
      seconds:
        description:
          - Number of seconds after O(expires_after.anchor). Must be between 3600 (one hour) and 2592000 (30 days).
        type: int
        required: true
  validate:
    description:
      - Whether to check JSONL data before the upload, for the purposes V(fine-tune) and V(batch). If the check fails,
        the task fails with the line numbers and the errors, and uploads nothing.
      - The check finds lines that are not valid JSON, unknown roles, conversations without an answer, empty files
        and mixed formats, and in batches missing or duplicate custom IDs. It does not count tokens.
    type: bool
    default: true
  prune:
    description:
      - Whether to delete other files of the same name (and of the same O(purpose), if set).
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_file_info
  - module: fjcorp.openai.openai_fine_tuning_job
  - name: Files in the API reference
    description: API reference for files.
    link: https://platform.openai.com/docs/api-reference/files
"""

EXAMPLES = r"""
- name: Validate and upload training data
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: Verify that the file exists
  fjcorp.openai.openai_file:
    id: "{{ training.file.id }}"

- name: Upload batch requests that expire after two days
  fjcorp.openai.openai_file:
    src: batch.jsonl
    purpose: batch
    expires_after:
      seconds: 172800

- name: Upload the handbook and delete older versions
  fjcorp.openai.openai_file:
    content: |
      # Handbook
      Deploy on Tuesdays.
    filename: handbook.md
    purpose: assistants
    prune: true

- name: Delete all versions of the old handbook
  fjcorp.openai.openai_file:
    filename: handbook-2019.md
    prune: true
    state: absent
"""

RETURN = r"""
file:
  description:
    - File after the task. If the task deleted it, the file before the task. Empty if it does not exist.
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the file.
      returned: always
      type: str
      sample: file-6F2ksmvXxt4VdoqmHRw6kL
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: file
    filename:
      description: Name of the file.
      returned: always
      type: str
      sample: train.jsonl
    purpose:
      description: Purpose of the file.
      returned: always
      type: str
      sample: fine-tune
    bytes:
      description: Size of the file in bytes.
      returned: always
      type: int
      sample: 4096
    created_at:
      description: Unix time in seconds when the file was created.
      returned: always
      type: int
      sample: 1763683200
    expires_at:
      description: Unix time in seconds when the API deletes the file. V(null) if it does not expire.
      returned: when available
      type: int
      sample: null
    status:
      description: Status of the file. Deprecated by the API.
      returned: always
      type: str
      sample: processed
    status_details:
      description: Details of a failed validation. Deprecated by the API.
      returned: when available
      type: str
      sample: null
superseded:
  description: Identifiers of other files with the same name (and the same purpose if O(purpose) is set), newest first.
    With O(prune=true), these files were deleted.
  returned: when O(state=present), or when O(state=absent) and O(prune=true)
  type: list
  elements: str
  sample:
    - file-3Wd8bQzTn1yKcRj5LmPv9x
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.file import FILE

if __name__ == "__main__":
    main(FILE)
