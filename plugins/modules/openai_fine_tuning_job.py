#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_fine_tuning_job
short_description: Fine-tune a model
version_added: 0.1.0
description:
  - Starts a fine-tuning job once, and optionally waits until it has ended; pauses, resumes or cancels it.
  - A job is found by its O(id), else by a fingerprint of the request that this module leaves in the job's metadata
    (under C(ansible_fingerprint)), else among jobs that were started otherwise by what they do. A job that failed
    or was cancelled does not count, so the next run starts another one. O(metadata) is not part of the fingerprint.
  - A job cannot be changed once it has started. Other options mean another job; with O(id), a difference is an error.
  - V(auto) and hyperparameters that are not given match whatever the service chose, and a model matches its dated
    snapshots.
  - O(state=absent) cancels a job that still runs. A job that has ended stays in the list, as the API deletes none.
  - While it waits, each new event of the job (steps and losses) is shown on screen, where the task runs in Ansible's
    own process.
  - Training costs money. Check mode starts nothing.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.wait
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
      - V(present) starts the job, or resumes it when it is paused; V(paused) holds a job that runs, and fails where
        there is none; V(absent) cancels it.
    type: str
    default: present
    choices:
      - present
      - paused
      - absent
  id:
    description:
      - The id of a job, to wait for it, pause, resume or cancel it, whatever started it.
    type: str
    aliases:
      - fine_tuning_job_id
  model:
    description:
      - The model to begin with, an alias, a dated snapshot or a fine-tuned model. Needed with O(state=present) unless
        O(id) is given.
    type: str
  training_file:
    description:
      - The file with the examples, by its id or its name, uploaded for the purpose C(fine-tune). Needed with O(state=present)
        unless O(id) is given.
      - The id is safer, as several files may have the same name; the task then fails and lists their ids.
    type: str
  validation_file:
    description:
      - A file with other examples to measure the result with, by its id or its name.
    type: str
  method:
    description:
      - How to train. Not given, the service trains with V(supervised).
    type: dict
    suboptions:
      type:
        description:
          - The method. Settings of another method than this are refused.
          - 'V(supervised): Learns from examples of good answers.'
          - 'V(dpo): Learns from pairs of a preferred and another answer.'
          - 'V(reinforcement): Learns from the marks of a grader.'
        type: str
        required: true
        choices:
          - supervised
          - dpo
          - reinforcement
      supervised:
        description:
          - Settings of supervised fine-tuning.
        type: dict
        suboptions:
          hyperparameters:
            description:
              - Numbers of the training.
            type: dict
            suboptions:
              batch_size:
                description:
                  - Examples in a batch; V(auto) or a whole number from 1 to 256. The service chooses where it is
                    not given.
                type: raw
              learning_rate_multiplier:
                description:
                  - Scales the learning rate; V(auto) or a number above 0. The service chooses where it is not given.
                type: raw
              n_epochs:
                description:
                  - How often the training goes through the data; V(auto) or a whole number from 1 to 50. The service
                    chooses where it is not given.
                type: raw
      dpo:
        description:
          - Settings of direct preference optimization.
        type: dict
        suboptions:
          hyperparameters:
            description:
              - Numbers of the training.
            type: dict
            suboptions:
              batch_size:
                description:
                  - Examples in a batch; V(auto) or a whole number from 1 to 256. The service chooses where it is
                    not given.
                type: raw
              learning_rate_multiplier:
                description:
                  - Scales the learning rate; V(auto) or a number above 0. The service chooses where it is not given.
                type: raw
              n_epochs:
                description:
                  - How often the training goes through the data; V(auto) or a whole number from 1 to 50. The service
                    chooses where it is not given.
                type: raw
              beta:
                description:
                  - How strongly the result is held to the model it begins with; V(auto) or a number up to 2.
                type: raw
      reinforcement:
        description:
          - Settings of reinforcement fine-tuning.
        type: dict
        suboptions:
          grader:
            description:
              - What marks the answers, in the API's own form. Needed for this method.
            type: dict
          hyperparameters:
            description:
              - Numbers of the training.
            type: dict
            suboptions:
              batch_size:
                description:
                  - Examples in a batch; V(auto) or a whole number from 1 to 256. The service chooses where it is
                    not given.
                type: raw
              learning_rate_multiplier:
                description:
                  - Scales the learning rate; V(auto) or a number above 0. The service chooses where it is not given.
                type: raw
              n_epochs:
                description:
                  - How often the training goes through the data; V(auto) or a whole number from 1 to 50. The service
                    chooses where it is not given.
                type: raw
              compute_multiplier:
                description:
                  - Scales the computing spent on exploring; V(auto) or a number up to 10.
                type: raw
              eval_interval:
                description:
                  - Training steps between two evaluations; V(auto) or a whole number of at least 1.
                type: raw
              eval_samples:
                description:
                  - Samples of each evaluation; V(auto) or a whole number of at least 1.
                type: raw
              reasoning_effort:
                description:
                  - How much the model reasons, V(default), V(low), V(medium) or V(high).
                type: raw
  hyperparameters:
    description:
      - Numbers of a supervised training, in the API's older form. Deprecated there; use O(method).
    type: dict
    suboptions:
      batch_size:
        description:
          - Examples in a batch; V(auto) or a whole number from 1 to 256. The service chooses where it is not given.
        type: raw
      learning_rate_multiplier:
        description:
          - Scales the learning rate; V(auto) or a number above 0. The service chooses where it is not given.
        type: raw
      n_epochs:
        description:
          - How often the training goes through the data; V(auto) or a whole number from 1 to 50. The service chooses
            where it is not given.
        type: raw
  suffix:
    description:
      - Up to 64 characters that become part of the name of the fine-tuned model.
    type: str
  seed:
    description:
      - Makes two jobs with the same options alike. The service chooses one where it is not given.
    type: int
  integrations:
    description:
      - Where else the job reports its progress.
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - The kind of service.
        type: str
        default: wandb
        choices:
          - wandb
      wandb:
        description:
          - Settings of Weights and Biases.
        type: dict
        required: true
        suboptions:
          project:
            description:
              - The project there that the run belongs to.
            type: str
            required: true
          name:
            description:
              - The run's name there. Not given, the job's id.
            type: str
          entity:
            description:
              - The user or team there. Not given, the default of the key registered with OpenAI.
            type: str
          tags:
            description:
              - Tags of the run there.
            type: list
            elements: str
  metadata:
    description:
      - Up to 15 pairs of text to keep with the job; keys of at most 64 and values of at most 512 characters. One
        more pair holds the fingerprint.
      - It is compared only for a job called by its O(id).
    type: dict
seealso:
  - module: fjcorp.openai.openai_fine_tuning_job_info
  - module: fjcorp.openai.openai_file
  - module: fjcorp.openai.openai_chat_completion
  - name: Fine-tuning in the API reference
    description: What the API says about fine-tuning.
    link: https://platform.openai.com/docs/api-reference/fine-tuning
"""

EXAMPLES = r"""
- name: The training data
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: Train once, and wait for the model
  fjcorp.openai.openai_fine_tuning_job:
    model: gpt-4o-mini-2024-07-18
    training_file: "{{ training.file.id }}"
    suffix: support-v1
    seed: 7
    method:
      type: supervised
      supervised:
        hyperparameters:
          n_epochs: 2
    wait: true
    wait_timeout: 7200
    wait_interval: 2
  register: job

- name: The name of the new model
  ansible.builtin.debug:
    msg: "{{ job.fine_tuning_job.fine_tuned_model }}"
  when: not ansible_check_mode

- name: Start another one and go on with the play
  fjcorp.openai.openai_fine_tuning_job:
    model: gpt-4o-mini-2024-07-18
    training_file: "{{ training.file.id }}"
    suffix: support-v2
    metadata:
      owner: support-team
      ticket: ML-214

- name: What somebody paused and forgot
  fjcorp.openai.openai_fine_tuning_job_info:
    status: paused
  register: forgotten

- name: Call it off
  fjcorp.openai.openai_fine_tuning_job:
    id: "{{ item.id }}"
    state: absent
  loop: "{{ forgotten.fine_tuning_jobs }}"
"""

RETURN = r"""
fine_tuning_job:
  description:
    - The job as it is after the task; empty where there was none to cancel. A task that failed because the job failed returns
      it too.
  returned: success, and failure of the job
  type: dict
  contains:
    id:
      description: The job's id.
      returned: always
      type: str
      sample: ftjob-8rXc2VnQ5tLw1KzB7mYpHd3S
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: fine_tuning.job
    status:
      description: V(validating_files), V(queued), V(running), V(paused), V(succeeded), V(failed) or V(cancelled).
      returned: always
      type: str
      sample: succeeded
    model:
      description: The model it began with.
      returned: always
      type: str
      sample: gpt-4o-mini-2024-07-18
    fine_tuned_model:
      description: The name of the new model; V(null) until the job has succeeded.
      returned: always
      type: str
      sample: ft:gpt-4o-mini-2024-07-18:test-organization:support-v1:Aq3Zx9Lm
    training_file:
      description: The id of the file it learns from.
      returned: always
      type: str
      sample: file-6F2ksmvXxt4VdoqmHRw6kL
    validation_file:
      description: The id of the file it is measured with.
      returned: when the server tells it
      type: str
      sample: null
    result_files:
      description: The ids of files with the metrics of the training.
      returned: always
      type: list
      elements: str
      sample:
        - file-2Yb7hQwXc5RtMn8KpVz3Ls
    trained_tokens:
      description: The tokens that are billed; V(null) until it has ended.
      returned: when the server tells it
      type: int
      sample: 5768
    method:
      description: The method with its hyperparameters, as the service settled them.
      returned: when the server tells it
      type: dict
      sample:
        type: supervised
        supervised:
          hyperparameters:
            batch_size: 1
            learning_rate_multiplier: 1.8
            n_epochs: 2
    hyperparameters:
      description: The numbers of a supervised training, as the service settled them.
      returned: when the server tells it
      type: dict
      sample:
        batch_size: 1
        learning_rate_multiplier: 1.8
        n_epochs: 2
    user_provided_suffix:
      description: The suffix.
      returned: when the server tells it
      type: str
      sample: support-v1
    integrations:
      description: Where else it reports its progress.
      returned: when the server tells it
      type: list
      elements: dict
      sample: []
    organization_id:
      description: The organization it belongs to.
      returned: when the server tells it
      type: str
      sample: org-U3hx1hedH8TsoPHVCvSsRWUu
    seed:
      description: The seed.
      returned: when the server tells it
      type: int
      sample: 7
    created_at:
      description: When it was started, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683200
    estimated_finish:
      description: When it will probably end, in seconds since 1970; V(null) while it does not run.
      returned: when the server tells it
      type: int
      sample: null
    finished_at:
      description: When it ended, in seconds since 1970.
      returned: when the server tells it
      type: int
      sample: 1763683260
    error:
      description: Why it failed, with C(code), C(message) and C(param).
      returned: when the server tells it
      type: dict
      sample: null
    metadata:
      description: The pairs that are kept with it, the fingerprint among them.
      returned: when the server tells it
      type: dict
      sample:
        ansible_fingerprint: 1f0c7c2f1f8a0f4c8a0f5d3c9b7e6a5d4c3b2a19
events:
  description: Everything the job reported, oldest first.
  returned: with O(wait=true), when the job has succeeded
  type: list
  elements: dict
  sample:
    - id: ftevent-4Kc8XvQz1LmTr6WnYb2Hp9Sd
      object: fine_tuning.job.event
      created_at: 1763683230
      level: info
      type: metrics
      message: "Step 12/24: training loss=0.84"
      data:
        step: 12
        total_steps: 24
        train_loss: 0.84
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.fine_tuning_job import FINE_TUNING_JOB

if __name__ == "__main__":
    main(FINE_TUNING_JOB)
