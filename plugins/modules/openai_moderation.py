#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_moderation
short_description: Judge whether texts and images are harmful
version_added: 0.1.0
description:
  - Has a moderation model judge texts and images, and can fail the play over what it finds, before a text is published
    or sent on to another model.
  - Every text is an input of its own with a result of its own; all texts go in one request. Images go one in a request,
    as the API takes no more, several requests on their way at once. Results come in the order of O(input), followed
    by those of O(images).
  - With O(dest) the judgement is kept in a JSON file with a manifest, and the next run with the same inputs asks
    nothing. Images count by their content. Without O(dest) each run asks and reports no change. OpenAI charges nothing
    for moderations.
  - O(fail_on), O(threshold) and O(thresholds) make the task a gate. A judgement that fails the task is returned all
    the same, is not written to O(dest), and the next run asks again.
  - Check mode never asks, so in it the gate stands open. It returns a kept judgement where there is one.
  - O(state=absent) deletes O(dest) with its manifest. The API itself keeps nothing.
  - It needs a project key.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.artifact
  - fjcorp.openai.connection
  - fjcorp.openai.project
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - Full with O(dest). Otherwise each run asks again, and reports no change.
options:
  state:
    description:
      - V(present) has the judgement; V(absent) deletes O(dest), where it was kept.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - The model. Not given, the API takes V(omni-moderation-latest), which also sees images.
    type: str
  input:
    description:
      - The text to judge, or a list of texts.
      - A list of mappings is one input made of parts that are judged together, in the API's own form; a part is a
        mapping with C(type) V(text) and C(text), or with C(type) V(image_url) and C(image_url). Instead of C(image_url)
        it may have a C(path), which is read on the machine that runs the task. Such lists may also stand in a list
        of texts, each as one input. The API takes one image in each.
    type: raw
  images:
    description:
      - Images to judge, each for itself; addresses that begin with C(https://), or paths of PNG, JPEG, GIF or WEBP
        files on the machine that runs the task, of at most 50 MiB.
    type: list
    elements: str
  threshold:
    description:
      - A score from 0 to 1. The task fails where any category of any input reaches it, flagged or not. The smaller,
        the stricter.
    type: float
  thresholds:
    description:
      - Scores for single categories, by their names, for example C(self-harm/intent). For these they replace O(threshold).
      - A name that the model does not score fails the task, as a gate with a misspelt name would let everything pass.
    type: dict
  fail_on:
    description:
      - Judgements that fail the task, which then returns them all the same. V(flagged) is one that the model itself
        flags.
    type: list
    elements: str
    choices:
      - flagged
seealso:
  - module: fjcorp.openai.openai_chat_completion
    description: Its option moderation judges question and answer on the way.
  - name: Moderations in the API reference
    description: What the API says about moderations, and what each category means.
    link: https://platform.openai.com/docs/api-reference/moderations
"""

EXAMPLES = r"""
- name: Let no harmful comment through
  fjcorp.openai.openai_moderation:
    input:
      - What a lovely photo!
      - Where did you take it?
    fail_on: [flagged]

- name: Judge what was uploaded, text and image together
  fjcorp.openai.openai_moderation:
    input:
      - type: text
        text: My new bicycle
      - type: image_url
        path: upload.png
    dest: upload.moderation.json
  register: upload

- name: Show what was found
  ansible.builtin.debug:
    msg: "{{ upload.flagged_categories | default([]) | join(', ') | default('nothing', true) }}"

- name: Be strict with a text for children
  fjcorp.openai.openai_moderation:
    input: The dragon and the knight became friends.
    threshold: 0.5
    thresholds:
      violence: 0.1
      sexual: 0.02

- name: Judge several images at once
  fjcorp.openai.openai_moderation:
    images:
      - upload.png
      - https://example.com/banner.png
  register: images

- name: Name those that may be shown
  ansible.builtin.debug:
    msg: "{{ item.0 }}"
  loop: "{{ ['upload.png', 'banner.png'] | zip(images.moderation.results | default([])) }}"
  loop_control:
    label: "{{ item.0 }}"
  when: not item.1.flagged
"""

RETURN = r"""
asked:
  description: Whether the model was asked in this run.
  returned: success
  type: bool
  sample: true
moderation:
  description: The whole answer, with a result for each input; empty where there is none (in check mode, or after a deletion).
  returned: success
  type: dict
  sample:
    id: modr-5KzP2mQx
    model: omni-moderation-2024-09-26
    results:
      - flagged: false
        categories:
          violence: false
        category_scores:
          violence: 0.0021
        category_applied_input_types:
          violence: [text]
flagged:
  description: Whether the model flags any of the inputs.
  returned: when there is an answer
  type: bool
  sample: false
flagged_categories:
  description: The categories for which any input is flagged.
  returned: when there is an answer
  type: list
  elements: str
  sample: []
categories:
  description: For each input, which categories it is flagged for.
  returned: when there is an answer
  type: list
  elements: dict
  sample:
    - violence: false
category_scores:
  description: For each input, the score of each category, from 0 to 1.
  returned: when there is an answer
  type: list
  elements: dict
  sample:
    - violence: 0.0021
model:
  description: The model that judged; an alias comes back as its dated snapshot.
  returned: when there is an answer
  type: str
  sample: omni-moderation-2024-09-26
dest:
  description: The file that holds the judgement.
  returned: when O(dest) is given
  type: str
  sample: /srv/uploads/upload.moderation.json
removed:
  description: The file that was deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/uploads/upload.moderation.json
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.moderation import MODERATION

if __name__ == "__main__":
    main(MODERATION)
