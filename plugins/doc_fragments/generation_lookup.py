# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """Options of all lookups that send requests to a model."""

    DOCUMENTATION = r"""
options:
  model:
    description:
      - Name of the model.
    type: str
    required: true
    vars:
      - name: fjcorp_openai_model
  options:
    description:
      - Dictionary of additional options of the corresponding module.
    type: dict
  cache:
    description:
      - Path of a directory in which answers are stored, so that later runs return them and send no request.
      - If omitted, answers are stored for the duration of the run, because Ansible evaluates a template each time its
        value is used.
    type: path
    vars:
      - name: fjcorp_openai_cache
    env:
      - name: FJCORP_OPENAI_ANSWERS
    ini:
      - section: fjcorp_openai
        key: answers
  fresh:
    description:
      - Whether to send the request even if the answer is already stored.
    type: bool
    default: false
  concurrency:
    description:
      - Maximum number of requests that are sent in parallel. If the server limits the rate, the requests are retried
        after the time that the server returns.
    type: int
    default: 8
    vars:
      - name: fjcorp_openai_concurrency
    env:
      - name: FJCORP_OPENAI_CONCURRENCY
    ini:
      - section: fjcorp_openai
        key: concurrency
  on_error:
    description:
      - What happens if a question fails. Every message contains the number of the question and how it begins.
      - V(fail) fails the lookup.
      - V(warn) displays a warning and returns null in place of the answer.
      - V(omit) displays a warning and leaves the answer out of the list.
    type: str
    choices: [fail, warn, omit]
    default: fail
notes:
  - In check mode no request is sent. A stored answer is returned. Otherwise the lookup returns a text that states that
    no request was sent, or, with a schema, a value that is valid for it.
  - Set the key in the environment, in a variable or in the configuration. Ansible can display the arguments of a lookup.
"""
