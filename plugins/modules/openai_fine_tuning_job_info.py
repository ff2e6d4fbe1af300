#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_fine_tuning_job_info
short_description: Read fine-tuning jobs, their events and checkpoints
version_added: 0.1.0
description:
  - Returns one job by its id, or all that match, from every page of the list.
  - It always reads afresh and never changes anything.
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
    support: N/A
  idempotent:
    support: full
options:
  id:
    description:
      - The id of the one job to read. Where there is none, the result is an empty list.
    type: str
    aliases:
      - fine_tuning_job_id
  limit:
    description:
      - The most jobs to return. Not given, all of them.
    type: int
  status:
    description:
      - Return the jobs with this status, for example V(running).
    type: str
  model:
    description:
      - Return the jobs that began with exactly this model.
    type: str
  training_file:
    description:
      - Return the jobs that learn from the file with this id.
    type: str
  metadata:
    description:
      - Return the jobs that carry these pairs.
    type: dict
  events:
    description:
      - Whether each job is returned with everything it reported, as C(events), oldest first. One request more for
        each job.
    type: bool
    default: false
  checkpoints:
    description:
      - Whether each job is returned with its checkpoints, as C(checkpoints). One request more for each job.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_fine_tuning_job
"""

EXAMPLES = r"""
- name: The training data
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: A job to look at
  fjcorp.openai.openai_fine_tuning_job:
    model: gpt-4o-mini-2024-07-18
    training_file: "{{ training.file.id }}"
    metadata:
      owner: support-team
    wait: true
    wait_interval: 2
  register: job

- name: Everything one team has trained
  fjcorp.openai.openai_fine_tuning_job_info:
    metadata:
      owner: support-team

- name: What is running at the moment
  fjcorp.openai.openai_fine_tuning_job_info:
    status: running

- name: One job with its course and its checkpoints
  fjcorp.openai.openai_fine_tuning_job_info:
    id: "{{ job.fine_tuning_job.id }}"
    events: true
    checkpoints: true
  register: course

- name: The last thing it said
  ansible.builtin.debug:
    msg: "{{ course.fine_tuning_jobs[0].events[-1].message }}"
  when: not ansible_check_mode
"""

RETURN = r"""
fine_tuning_jobs:
  description:
    - The jobs found, as the API shows them. With O(events=true) each has C(events), with O(checkpoints=true) each has
      C(checkpoints).
  returned: success
  type: list
  elements: dict
  sample:
    - id: ftjob-8rXc2VnQ5tLw1KzB7mYpHd3S
      object: fine_tuning.job
      status: succeeded
      model: gpt-4o-mini-2024-07-18
      fine_tuned_model: ft:gpt-4o-mini-2024-07-18:test-organization:support-v1:Aq3Zx9Lm
      training_file: file-6F2ksmvXxt4VdoqmHRw6kL
      validation_file: null
      result_files:
        - file-2Yb7hQwXc5RtMn8KpVz3Ls
      trained_tokens: 5768
      seed: 7
      created_at: 1763683200
      finished_at: 1763683260
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.fine_tuning_job import (
    FINE_TUNING_JOB_INFO,
)

if __name__ == "__main__":
    main(FINE_TUNING_JOB_INFO)
