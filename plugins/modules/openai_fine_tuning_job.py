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
