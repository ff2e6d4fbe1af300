# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations


class ModuleDocFragment:
    """What lookups that ask a model have in common."""

    DOCUMENTATION = r"""
options:
  model:
    description:
      - The model to ask.
    type: str
    required: true
    vars:
      - name: fjcorp_openai_model
  options:
    description:
      - Further options of the module behind the lookup, by their names there.
    type: dict
  cache:
    description:
      - A folder in which answers are kept, so that later runs find them and ask nothing.
      - Where it is not given, answers are kept for this run, since Ansible evaluates a template each time its value is
        used.
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
      - Ask even where an answer is kept.
    type: bool
    default: false
  concurrency:
    description:
      - How many questions are asked side by side. When the server says that it is too many, they wait as it asks them to.
    type: int
    default: 8
    vars:
      - name: fjcorp_openai_concurrency
    env:
      - name: FJCORP_OPENAI_CONCURRENCY
    ini:
      - section: fjcorp_openai
        key: concurrency
notes:
  - In check mode nothing is asked. An answer that is kept is returned even then; in place of another stands a text that says
    so, or an empty mapping where the answer would be JSON.
  - Set the key by the environment, a variable or the configuration rather than in the call, which Ansible may show.
"""
