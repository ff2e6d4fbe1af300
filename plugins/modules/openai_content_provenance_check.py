#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_content_provenance_check
short_description: Check whether a file was made by a model
version_added: 0.1.0
description:
  - Asks the API whether an image or a sound carries signs that a model of OpenAI made it. Images are checked for
    content credentials (C2PA) and for a watermark (SynthID), sounds for the watermark.
  - That nothing is found proves nothing. Signs can be removed, older models left none, and models of others are not
    known.
  - With O(dest) the answer is a file with a manifest beside it. As long as the content of O(file) is the same and
    the report intact, the next run asks nobody.
  - Without O(dest) the file is checked on every run, and the task reports no change.
  - Check mode never asks. It says whether the task would.
  - O(state=absent) deletes the report O(dest) and its manifest. The API keeps nothing that could be deleted.
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
      - V(present) makes it where it is not there, or is not what the request asks for; V(absent) deletes the file
        and its manifest.
    type: str
    default: present
    choices:
      - present
      - absent
  file:
    description:
      - Path of the image (PNG, JPEG, WEBP or GIF) or sound, on the machine that runs the task, at most 50 MB. Needed
        to check.
    type: path
    aliases:
      - src
  fail_on:
    description:
      - Findings that are a failure.
      - V(detected), a model made it; V(not_detected), nothing says so; V(invalid), its content credentials do not
        fit its content.
      - The report is not written then, and the next run asks again.
    type: list
    elements: str
    choices:
      - detected
      - not_detected
      - invalid
notes:
  - It needs a project key (O(api_key)).
  - What is found may change as the API learns to find more; O(force=true) asks again.
  - The API keeps nothing and lists nothing, so there is no module that reads it back; the manifest is all there is.
seealso:
  - module: fjcorp.openai.openai_image
  - module: fjcorp.openai.openai_speech
"""

EXAMPLES = r"""
- name: Where does it come from?
  fjcorp.openai.openai_content_provenance_check:
    file: harbour.png
  register: origin

- name: Say so
  ansible.builtin.debug:
    msg: "{{ 'made by ' ~ origin.model if origin.detected | default(false) else 'nothing is known' }}"

- name: Keep a report beside it
  fjcorp.openai.openai_content_provenance_check:
    file: harbour.png
    dest: harbour.provenance.json

- name: What photographers send us must not be made by a model
  fjcorp.openai.openai_content_provenance_check:
    file: harbour.png
    fail_on: [detected, invalid]

- name: Forget the report of a picture that is gone
  fjcorp.openai.openai_content_provenance_check:
    dest: lighthouse.provenance.json
    state: absent
"""

RETURN = r"""
asked:
  description: Whether the API was asked in this run.
  returned: success
  type: bool
  sample: true

content_provenance_check:
  description: The whole answer, as the API gave it; empty where there is none (in check mode, or after a deletion).
  returned: success
  type: dict
  sample:
    object: content_provenance_check
    created_at: 1763683200
    results:
      - type: c2pa
        outcome: detected
        validation_state: trusted
        issuer: OpenAI
        model: gpt-image-2.5-flare
        generated_at: "2026-11-20T08:00:00Z"
      - type: synthid
        outcome: detected
        model: gpt-image-2.5-flare
        generated_at: "2026-11-20T08:00:00Z"
detected:
  description: Whether any sign was found.
  returned: when there is an answer
  type: bool
  sample: true
model:
  description: The model that made it, where a sign tells; else V(null).
  returned: when there is an answer
  type: str
  sample: gpt-image-2.5-flare
issuer:
  description: Who issued the content credentials, where there are any; else V(null).
  returned: when there is an answer
  type: str
  sample: OpenAI
generated_at:
  description: When it was made, in UTC, where a sign tells; else V(null).
  returned: when there is an answer
  type: str
  sample: "2026-11-20T08:00:00Z"
dest:
  description: The file that holds the report.
  returned: when O(dest) is given
  type: str
  sample: /srv/press/harbour.provenance.json

removed:
  description: The file that was deleted.
  returned: with O(state=absent)
  type: list
  elements: str
  sample:
    - /srv/press/lighthouse.provenance.json
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.content_provenance_check import (
    CONTENT_PROVENANCE_CHECK,
)

if __name__ == "__main__":
    main(CONTENT_PROVENANCE_CHECK)
