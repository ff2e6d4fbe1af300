#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_fine_tuning_job_info
short_description: Gather information about fine-tuning jobs
version_added: 0.1.0
description:
  - Returns one fine-tuning job by its ID, or all jobs that match the filters. All pages of the list are read.
  - Optionally returns the events and the checkpoints of each job.
  - The module does not use cached lists and never changes anything.
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
      - ID of the job to return. If it does not exist, an empty list is returned.
    type: str
    aliases:
      - fine_tuning_job_id
  limit:
    description:
      - Maximum number of jobs to return. If omitted, all are returned.
    type: int
  status:
    description:
      - Return only jobs with this status, for example V(running).
    type: str
  model:
    description:
      - Return only jobs with exactly this base model.
    type: str
  training_file:
    description:
      - Return only jobs that use the training file with this ID.
    type: str
  metadata:
    description:
      - Return only jobs whose metadata contain these key-value pairs.
    type: dict
  events:
    description:
      - Whether to return each job with all its events in C(events), oldest first.
      - This sends one more request for each job.
    type: bool
    default: false
  checkpoints:
    description:
      - Whether to return each job with its checkpoints in C(checkpoints).
      - This sends one more request for each job.
    type: bool
    default: false
seealso:
  - module: fjcorp.openai.openai_fine_tuning_job
"""

EXAMPLES = r"""
- name: Upload the training data
  fjcorp.openai.openai_file:
    src: train.jsonl
    purpose: fine-tune
  register: training

- name: Start a job and wait for it
  fjcorp.openai.openai_fine_tuning_job:
    model: gpt-4o-mini-2024-07-18
    training_file: "{{ training.file.id }}"
    metadata:
      owner: support-team
    wait: true
    wait_interval: 2
  register: job

- name: Gather information about the jobs of one team
  fjcorp.openai.openai_fine_tuning_job_info:
    metadata:
      owner: support-team

- name: Gather information about running jobs
  fjcorp.openai.openai_fine_tuning_job_info:
    status: running

- name: Gather information about one job with its events and checkpoints
  fjcorp.openai.openai_fine_tuning_job_info:
    id: "{{ job.fine_tuning_job.id }}"
    events: true
    checkpoints: true
  register: details

- name: Show the messages of the events
  ansible.builtin.debug:
    msg: "{{ details.fine_tuning_jobs[0].events | map(attribute='message') }}"
"""

RETURN = r"""
fine_tuning_jobs:
  description: List of fine-tuning jobs that match the options.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the fine-tuning job.
      returned: always
      type: str
    created_at:
      description: Unix time in seconds when the fine-tuning job was created.
      returned: always
      type: int
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
    fine_tuned_model:
      description: Name of the fine-tuned model. V(null) until the job succeeds.
      returned: when available
      type: str
    finished_at:
      description: Unix time in seconds when the job ended. V(null) while the job runs.
      returned: when available
      type: int
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
    model:
      description: Name of the base model.
      returned: always
      type: str
    object:
      description: Type of the object.
      returned: always
      type: str
    organization_id:
      description: Identifier of the organization.
      returned: always
      type: str
    result_files:
      description: Identifiers of the files with the metrics of the training.
      returned: always
      type: list
      elements: str
    seed:
      description: Seed.
      returned: always
      type: int
    status:
      description: Status of the job, V(validating_files), V(queued), V(running), V(paused), V(succeeded), V(failed)
        or V(cancelled).
      returned: always
      type: str
    trained_tokens:
      description: Number of billed tokens. V(null) until the job ends.
      returned: when available
      type: int
    training_file:
      description: Identifier of the training file.
      returned: always
      type: str
    validation_file:
      description: Identifier of the validation file. V(null) if there is none.
      returned: when available
      type: str
    estimated_finish:
      description: Unix time in seconds of the estimated end. V(null) while the job does not run.
      returned: when available
      type: int
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
    metadata:
      description: Metadata of the job, including the fingerprint of the request.
      returned: when available
      type: dict
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
    user_provided_suffix:
      description: Suffix in the name of the fine-tuned model.
      returned: when available
      type: str
    events:
      description: Events of the job, oldest first. Only returned with O(events=true).
      returned: when available
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
    checkpoints:
      description: Checkpoints of the job. Only returned with O(checkpoints=true).
      returned: when available
      type: list
      elements: dict
      contains:
        id:
          description: Identifier of the checkpoint.
          returned: always
          type: str
        created_at:
          description: Unix time in seconds when the checkpoint was created.
          returned: always
          type: int
        fine_tuned_model_checkpoint:
          description: Name of the model of the checkpoint.
          returned: always
          type: str
        fine_tuning_job_id:
          description: Identifier of the fine-tuning job.
          returned: always
          type: str
        metrics:
          description: Metrics at the step of the checkpoint.
          returned: always
          type: dict
          contains:
            full_valid_loss:
              description: Loss on the whole validation file.
              returned: when available
              type: float
            full_valid_mean_token_accuracy:
              description: Mean token accuracy on the whole validation file.
              returned: when available
              type: float
            step:
              description: Number of the step.
              returned: when available
              type: float
            train_loss:
              description: Loss on the training batch.
              returned: when available
              type: float
            train_mean_token_accuracy:
              description: Mean token accuracy on the training batch.
              returned: when available
              type: float
            valid_loss:
              description: Loss on the validation batch.
              returned: when available
              type: float
            valid_mean_token_accuracy:
              description: Mean token accuracy on the validation batch.
              returned: when available
              type: float
        object:
          description: Type of the object.
          returned: always
          type: str
        step_number:
          description: Number of the step.
          returned: always
          type: int
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project.fine_tuning_job import (
    FINE_TUNING_JOB_INFO,
)

if __name__ == "__main__":
    main(FINE_TUNING_JOB_INFO)
