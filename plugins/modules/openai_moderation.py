#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_moderation
short_description: Classify text and images for harmful content
version_added: 0.1.0
description:
  - Classifies texts and images with a moderation model. The task can fail if harmful content is found, before the
    content is published or sent to another model.
  - Each text is a separate input with a separate result. All texts are sent in one request. Images are sent in separate
    requests, because the API supports one image in each request. Several requests are sent in parallel. The results
    are in the order of O(input), followed by those of O(images).
  - With O(dest), the result is stored in a JSON file with a manifest, and the next run with the same inputs sends
    no request. Images are compared by content. If O(dest) is not set, every run sends the requests and reports no
    change. OpenAI does not charge for moderations.
  - O(fail_on), O(threshold) and O(thresholds) let harmful content fail the task. The result is still returned. It
    is not written to O(dest), and the next run sends the requests again.
  - In check mode no request is sent, so content that was not classified before does not fail the task. A stored result
    is returned if there is one, and otherwise a placeholder that flags nothing.
  - With O(state=absent), the module deletes O(dest) and its manifest. The API stores nothing.
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
      - Full with O(dest). Otherwise each run sends the request and reports no change.
options:
  state:
    description:
      - With V(present), the module returns the result. Requests are sent only if O(dest) does not contain the result.
      - With V(absent), the module deletes O(dest) and its manifest.
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - Name of the model. The API defaults to V(omni-moderation-latest), which also supports images.
    type: str
  input:
    description:
      - Text to classify, or a list of texts.
      - A list of dictionaries is one input with several parts that are classified together, in the format of the
        API. A part has C(type) V(text) and C(text), or C(type) V(image_url) and C(image_url). The API supports one
        image in each input.
      - A part can have a C(path) instead of C(image_url). The file is then read on the machine that runs the task.
      - A list of texts can also contain such lists of dictionaries. Each of them is one input.
    type: raw
  images:
    description:
      - Images to classify, each as a separate input.
      - Each image is a URL that begins with C(https://), or the path of a PNG, JPEG, GIF or WEBP file of at most
        50 MiB on the machine that runs the task.
    type: list
    elements: str
  threshold:
    description:
      - Score from 0 to 1. The task fails if any category of any input reaches this score, even if the model did not
        flag the input.
      - Lower values are stricter.
    type: float
  thresholds:
    description:
      - Dictionary of category names and scores, for example for C(self-harm/intent). They override O(threshold) for
        these categories.
      - A category that the model does not return fails the task, so that a misspelled name is noticed.
    type: dict
  fail_on:
    description:
      - Types of results that fail the task. The result is still returned.
      - V(flagged) is a result that the model flagged.
    type: list
    elements: str
    choices:
      - flagged
seealso:
  - module: fjcorp.openai.openai_chat_completion
    description: Its option C(moderation) classifies the input and the output of a model.
  - name: Moderations in the API reference
    description: API reference for moderations, with the meaning of each category.
    link: https://platform.openai.com/docs/api-reference/moderations
"""

EXAMPLES = r"""
- name: Fail if a comment is harmful
  fjcorp.openai.openai_moderation:
    input:
      - What a lovely photo!
      - Where did you take it?
    fail_on: [flagged]

- name: Classify the text and the image of an upload together
  fjcorp.openai.openai_moderation:
    input:
      - type: text
        text: My new bicycle
      - type: image_url
        path: upload.png
    dest: upload.moderation.json
  register: upload

- name: Show the flagged categories
  ansible.builtin.debug:
    msg: "{{ upload.flagged_categories | default([]) | join(', ') | default('nothing', true) }}"

- name: Apply strict thresholds to a text for children
  fjcorp.openai.openai_moderation:
    input: The dragon and the knight became friends.
    threshold: 0.5
    thresholds:
      violence: 0.1
      sexual: 0.02

- name: Classify several images
  fjcorp.openai.openai_moderation:
    images:
      - upload.png
      - https://example.com/banner.png
  register: images

- name: Show the images that were not flagged
  ansible.builtin.debug:
    msg: "{{ item.0 }}"
  loop: "{{ ['upload.png', 'banner.png'] | zip(images.moderation.results | default([])) }}"
  loop_control:
    label: "{{ item.0 }}"
  when: not item.1.flagged
"""

RETURN = r"""
asked:
  description: Whether the task sent a request to the model.
  returned: success
  type: bool
  sample: true
moderation:
  description: Complete response of the API. Empty with O(state=absent).
  returned: success
  type: dict
  contains:
    id:
      description: Identifier of the moderation.
      returned: always
      type: str
    model:
      description: Name of the model that classified the input.
      returned: always
      type: str
    results:
      description: Results, one for each input.
      returned: always
      type: list
      elements: dict
      contains:
        categories:
          description: Whether the model flags the input, by category.
          returned: always
          type: dict
        category_applied_input_types:
          description: Types of input that a score is based on, by category.
          returned: always
          type: dict
        category_scores:
          description: Score between 0 and 1, by category.
          returned: always
          type: dict
        flagged:
          description: Whether the model flags the input.
          returned: always
          type: bool
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
          violence:
            - text
flagged:
  description: Whether the model flags any input.
  returned: when a response is available
  type: bool
  sample: false
flagged_categories:
  description: Categories for which the model flags any input.
  returned: when a response is available
  type: list
  elements: str
  sample: []
categories:
  description: Whether the model flags the input, by category; one dictionary for each input.
  returned: when a response is available
  type: list
  elements: dict
  sample:
    - violence: false
category_scores:
  description: Score between 0 and 1, by category; one dictionary for each input.
  returned: when a response is available
  type: list
  elements: dict
  sample:
    - violence: 0.0021
model:
  description: Name of the model that classified the input. For an alias, the name of its snapshot.
  returned: when a response is available
  type: str
  sample: omni-moderation-2024-09-26
dest:
  description: Path of the file that contains the result.
  returned: when O(dest) is set
  type: str
  sample: /srv/uploads/upload.moderation.json
removed:
  description: Path of the file that was deleted.
  returned: when O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/uploads/upload.moderation.json
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.moderation import MODERATION

if __name__ == "__main__":
    main(MODERATION)
