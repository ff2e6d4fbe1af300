#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_fine_tuning_job
short_description: Manage fine-tuning jobs
version_added: 0.1.0
description:
  - Starts a fine-tuning job only once, and optionally waits until it has finished. Pauses, resumes or cancels a job.
  - A job is looked up by O(id). If O(id) is not set, it is looked up by a fingerprint of the request that this module
    stores in the metadata of the job as C(ansible_fingerprint). Jobs that were started in another way are compared
    by their options.
  - Jobs that failed or were cancelled are ignored, so the next run starts another job. If a job of the same request
    has failed, a warning contains its ID, the time and the reason. O(retry_failed=false) fails the task instead.
    The fingerprint does not cover O(metadata).
  - A job cannot be changed after it was started. Different options start another job. If O(id) is set, a difference
    is an error.
  - V(auto), and hyperparameters that are not set, match every value that the service selected. The name of a model
    matches its dated snapshots.
  - With O(state=absent), the module cancels a job that is still running. A job that has ended remains in the list,
    because the API does not delete jobs.
  - While the module waits, new events of the job (steps and losses) are displayed if the task runs in the Ansible
    process.
  - Training incurs cost. In check mode no job is started.
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
      - With V(present), the module starts the job, or resumes it if it is paused.
      - With V(paused), the module pauses a running job, and fails if there is none.
      - With V(absent), the module cancels the job.
    type: str
    default: present
    choices:
      - present
      - paused
      - absent
  id:
    description:
      - ID of a job to wait for, pause, resume or cancel, regardless of how it was started.
    type: str
    aliases:
      - fine_tuning_job_id
  model:
    description:
      - Name of the base model. Can be an alias, a dated snapshot or a fine-tuned model.
      - Required if O(state=present), unless O(id) is set.
    type: str
  training_file:
    description:
      - ID or name of the file with the training examples. It must have been uploaded with the purpose C(fine-tune).
        Required if O(state=present), unless O(id) is set.
      - Prefer the ID. If several files have the same name, the task fails and lists their IDs.
    type: str
  validation_file:
    description:
      - ID or name of the file with the validation examples, which are used to measure the result.
    type: str
  method:
    description:
      - Method of fine-tuning. If omitted, the service uses V(supervised).
    type: dict
    suboptions:
      type:
        description:
          - Type of the method. Settings of other methods are rejected.
          - 'V(supervised): Learns from examples of good answers.'
          - 'V(dpo): Learns from pairs of a preferred and a non-preferred answer.'
          - 'V(reinforcement): Learns from the scores of a grader.'
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
              - Hyperparameters of the training.
            type: dict
            suboptions:
              batch_size:
                description:
                  - Number of examples in each batch. Must be V(auto) or an integer from 1 to 256.
                  - If omitted, the service selects a value.
                type: raw
              learning_rate_multiplier:
                description:
                  - Factor by which the learning rate is multiplied. Must be V(auto) or a number greater than 0.
                  - If omitted, the service selects a value.
                type: raw
              n_epochs:
                description:
                  - Number of passes over the training data. Must be V(auto) or an integer from 1 to 50.
                  - If omitted, the service selects a value.
                type: raw
      dpo:
        description:
          - Settings of direct preference optimization.
        type: dict
        suboptions:
          hyperparameters:
            description:
              - Hyperparameters of the training.
            type: dict
            suboptions:
              batch_size:
                description:
                  - Number of examples in each batch. Must be V(auto) or an integer from 1 to 256.
                  - If omitted, the service selects a value.
                type: raw
              learning_rate_multiplier:
                description:
                  - Factor by which the learning rate is multiplied. Must be V(auto) or a number greater than 0.
                  - If omitted, the service selects a value.
                type: raw
              n_epochs:
                description:
                  - Number of passes over the training data. Must be V(auto) or an integer from 1 to 50.
                  - If omitted, the service selects a value.
                type: raw
              beta:
                description:
                  - Strength of the penalty for differences from the base model. Must be V(auto) or a number greater
                    than 0 and of at most 2.
                type: raw
      reinforcement:
        description:
          - Settings of reinforcement fine-tuning.
        type: dict
        suboptions:
          grader:
            description:
              - Grader that scores the answers, in the format of the API. Required for this method.
            type: dict
          hyperparameters:
            description:
              - Hyperparameters of the training.
            type: dict
            suboptions:
              batch_size:
                description:
                  - Number of examples in each batch. Must be V(auto) or an integer from 1 to 256.
                  - If omitted, the service selects a value.
                type: raw
              learning_rate_multiplier:
                description:
                  - Factor by which the learning rate is multiplied. Must be V(auto) or a number greater than 0.
                  - If omitted, the service selects a value.
                type: raw
              n_epochs:
                description:
                  - Number of passes over the training data. Must be V(auto) or an integer from 1 to 50.
                  - If omitted, the service selects a value.
                type: raw
              compute_multiplier:
                description:
                  - Factor by which the compute for exploration is multiplied. Must be V(auto) or a number greater
                    than 0.00001 and of at most 10.
                type: raw
              eval_interval:
                description:
                  - Number of training steps between two evaluations. Must be V(auto) or an integer of at least 1.
                type: raw
              eval_samples:
                description:
                  - Number of samples in each evaluation. Must be V(auto) or an integer of at least 1.
                type: raw
              reasoning_effort:
                description:
                  - Reasoning effort of the model. Can be V(default), V(low), V(medium) or V(high).
                type: raw
  hyperparameters:
    description:
      - Hyperparameters of supervised fine-tuning, in the older format of the API.
      - Deprecated by the API. Use O(method) instead.
    type: dict
    suboptions:
      batch_size:
        description:
          - Number of examples in each batch. Must be V(auto) or an integer from 1 to 256.
          - If omitted, the service selects a value.
        type: raw
      learning_rate_multiplier:
        description:
          - Factor by which the learning rate is multiplied. Must be V(auto) or a number greater than 0.
          - If omitted, the service selects a value.
        type: raw
      n_epochs:
        description:
          - Number of passes over the training data. Must be V(auto) or an integer from 1 to 50.
          - If omitted, the service selects a value.
        type: raw
  suffix:
    description:
      - Suffix of up to 64 characters that is added to the name of the fine-tuned model.
    type: str
  seed:
    description:
      - Seed that makes the results of jobs with the same options reproducible.
      - If omitted, the service selects a value.
    type: int
  integrations:
    description:
      - External services to which the job reports its progress.
    type: list
    elements: dict
    suboptions:
      type:
        description:
          - Type of the service.
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
              - Name of the Weights and Biases project of the run.
            type: str
            required: true
          name:
            description:
              - Name of the run. Defaults to the ID of the job.
            type: str
          entity:
            description:
              - User or team of the run. Defaults to the entity of the key that is registered with OpenAI.
            type: str
          tags:
            description:
              - Tags of the run.
            type: list
            elements: str
  metadata:
    description:
      - Up to 15 key-value pairs of strings that are stored with the job. One more pair stores the fingerprint.
      - Keys have at most 64 characters, and values at most 512 characters.
      - They are compared only if the job is identified by O(id).
    type: dict
  retry_failed:
    description:
      - Whether to start another job if a job of the same request has failed. With V(false), the task fails with the
        reason of that job.
      - Jobs that were started in another way are not considered.
    type: bool
    default: true
seealso:
  - module: fjcorp.openai.openai_fine_tuning_job_info
  - module: fjcorp.openai.openai_file
  - module: fjcorp.openai.openai_chat_completion
  - name: Fine-tuning in the API reference
    description: API reference for fine-tuning.
    link: https://platform.openai.com/docs/api-reference/fine-tuning
"""

EXAMPLES = r"""
- name: Upload the training data
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: Start a fine-tuning job only once and wait for the model
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

- name: Show the name of the fine-tuned model
  ansible.builtin.debug:
    msg: "{{ job.fine_tuning_job.fine_tuned_model }}"
  when: not ansible_check_mode

- name: Start another job without waiting for it
  fjcorp.openai.openai_fine_tuning_job:
    model: gpt-4o-mini-2024-07-18
    training_file: "{{ training.file.id }}"
    suffix: support-v2
    metadata:
      owner: support-team
      ticket: ML-214

- name: Find paused jobs
  fjcorp.openai.openai_fine_tuning_job_info:
    status: paused
  register: paused

- name: Cancel paused jobs
  fjcorp.openai.openai_fine_tuning_job:
    id: "{{ item.id }}"
    state: absent
  loop: "{{ paused.fine_tuning_jobs }}"
"""

RETURN = r"""
fine_tuning_job:
  description: Job after the task. Empty if there is no job to cancel. Also returned if the task fails because the
    job failed.
  returned: success, and failure of the job
  type: dict
  contains:
    id:
      description: Identifier of the fine-tuning job.
      returned: always
      type: str
      sample: ftjob-8rXc2VnQ5tLw1KzB7mYpHd3S
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: fine_tuning.job
    status:
      description: Status of the job, V(validating_files), V(queued), V(running), V(paused), V(succeeded), V(failed)
        or V(cancelled).
      returned: always
      type: str
      sample: succeeded
    model:
      description: Name of the base model.
      returned: always
      type: str
      sample: gpt-4o-mini-2024-07-18
    fine_tuned_model:
      description: Name of the fine-tuned model. V(null) until the job succeeds.
      returned: when available
      type: str
      sample: ft:gpt-4o-mini-2024-07-18:test-organization:support-v1:Aq3Zx9Lm
    training_file:
      description: Identifier of the training file.
      returned: always
      type: str
      sample: file-6F2ksmvXxt4VdoqmHRw6kL
    validation_file:
      description: Identifier of the validation file. V(null) if there is none.
      returned: when available
      type: str
      sample: null
    result_files:
      description: Identifiers of the files with the metrics of the training.
      returned: always
      type: list
      elements: str
      sample:
        - file-2Yb7hQwXc5RtMn8KpVz3Ls
    trained_tokens:
      description: Number of billed tokens. V(null) until the job ends.
      returned: when available
      type: int
      sample: 5768
    method:
      description: Method of fine-tuning with its hyperparameters.
      returned: when available
      type: dict
      contains:
        type:
          description: Type of the method.
          returned: always
          type: str
        dpo:
          description: Configuration of direct preference optimization.
          returned: when available
          type: dict
          contains:
            hyperparameters:
              description: Hyperparameters of the method.
              returned: when available
              type: dict
        reinforcement:
          description: Configuration of reinforcement fine-tuning.
          returned: when available
          type: dict
          contains:
            grader:
              description: Grader that scores the outputs.
              returned: always
              type: dict
            hyperparameters:
              description: Hyperparameters of the method.
              returned: when available
              type: dict
        supervised:
          description: Configuration of supervised fine-tuning.
          returned: when available
          type: dict
          contains:
            hyperparameters:
              description: Hyperparameters of the method.
              returned: when available
              type: dict
      sample:
        type: supervised
        supervised:
          hyperparameters:
            batch_size: 1
            learning_rate_multiplier: 1.8
            n_epochs: 2
    hyperparameters:
      description: Hyperparameters of supervised fine-tuning.
      returned: always
      type: dict
      contains:
        batch_size:
          description: Number of examples in a batch, or V(auto).
          returned: when available
          type: raw
        learning_rate_multiplier:
          description: Scaling factor of the learning rate, or V(auto).
          returned: when available
          type: raw
        n_epochs:
          description: Number of epochs, or V(auto).
          returned: when available
          type: raw
      sample:
        batch_size: 1
        learning_rate_multiplier: 1.8
        n_epochs: 2
    user_provided_suffix:
      description: Suffix in the name of the fine-tuned model.
      returned: when available
      type: str
      sample: support-v1
    integrations:
      description: Integrations that report metrics of the job.
      returned: when available
      type: list
      elements: dict
      contains:
        type:
          description: Type of the integration.
          returned: always
          type: str
        wandb:
          description: Configuration of Weights & Biases.
          returned: always
          type: dict
          contains:
            project:
              description: Name of the project.
              returned: always
              type: str
            entity:
              description: Name of the team or user.
              returned: when available
              type: str
            name:
              description: Display name of the run.
              returned: when available
              type: str
            tags:
              description: Tags of the run.
              returned: when available
              type: list
              elements: str
      sample: []
    organization_id:
      description: Identifier of the organization.
      returned: always
      type: str
      sample: org-U3hx1hedH8TsoPHVCvSsRWUu
    seed:
      description: Seed.
      returned: always
      type: int
      sample: 7
    created_at:
      description: Unix time in seconds when the fine-tuning job was created.
      returned: always
      type: int
      sample: 1763683200
    estimated_finish:
      description: Unix time in seconds of the estimated end. V(null) while the job does not run.
      returned: when available
      type: int
      sample: null
    finished_at:
      description: Unix time in seconds when the job ended. V(null) while the job runs.
      returned: when available
      type: int
      sample: 1763683260
    error:
      description: Error of a failed job. V(null) if there is none.
      returned: when available
      type: dict
      contains:
        code:
          description: Error code.
          returned: always
          type: str
        message:
          description: Error message.
          returned: always
          type: str
        param:
          description: Request parameter that caused the error.
          returned: when available
          type: str
      sample: null
    metadata:
      description: Metadata of the job, including the fingerprint of the request.
      returned: when available
      type: dict
      sample:
        ansible_fingerprint: 1f0c7c2f1f8a0f4c8a0f5d3c9b7e6a5d4c3b2a19
events:
  description: Events of the job, oldest first.
  returned: when O(wait=true) and the job succeeded
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the event.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the event was created.
      returned: always
      type: int
    level:
      description: Severity of the event.
      returned: always
      type: str
    message:
      description: Message of the event.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    data:
      description: Data of the event, such as metrics.
      returned: when available
      type: raw
    type:
      description: Type of the event.
      returned: when available
      type: str
  sample:
    - id: ftevent-4Kc8XvQz1LmTr6WnYb2Hp9Sd
      object: fine_tuning.job.event
      created_at: 1763683230
      level: info
      type: metrics
      message: 'Step 12/24: training loss=0.84'
      data:
        step: 12
        total_steps: 24
        train_loss: 0.84
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.fine_tuning_job import FINE_TUNING_JOB

if __name__ == "__main__":
    main(FINE_TUNING_JOB)
