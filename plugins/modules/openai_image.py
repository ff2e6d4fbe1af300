#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_image
short_description: TODO
version_added: 0.1.0
description:
  - TODO
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
    support: full
options:
  state:
    description:
      - TODO
    type: str
    default: present
    choices:
      - present
      - absent
  model:
    description:
      - TODO
    type: str
  prompt:
    description:
      - TODO
    type: str
  image:
    description:
      - TODO
    type: list
    elements: path
    aliases:
      - images
  mask:
    description:
      - TODO
    type: path
  markup:
    description:
      - TODO
    type: path
  n:
    description:
      - TODO
    type: int
  size:
    description:
      - TODO
    type: str
  quality:
    description:
      - TODO
    type: str
  style:
    description:
      - TODO
    type: str
  background:
    description:
      - TODO
    type: str
    choices:
      - auto
      - opaque
      - transparent
  complexity:
    description:
      - TODO
    type: str
    choices:
      - low
      - medium
      - high
  input_fidelity:
    description:
      - TODO
    type: str
    choices:
      - low
      - high
  moderation:
    description:
      - TODO
    type: str
    choices:
      - auto
      - low
  output_format:
    description:
      - TODO
    type: str
    choices:
      - png
      - jpeg
      - webp
      - gif
      - svg
  output_compression:
    description:
      - TODO
    type: int
  frame_count:
    description:
      - TODO
    type: int
  frame_duration_ms:
    description:
      - TODO
    type: int
  svg:
    description:
      - TODO
    type: dict
    suboptions:
      model:
        description:
          - TODO
        type: str
      reasoning:
        description:
          - TODO
        type: dict
        suboptions:
          effort:
            description:
              - TODO
            type: str
            choices:
              - none
              - minimal
              - low
              - medium
              - high
              - xhigh
              - max
  response_format:
    description:
      - TODO
    type: str
    choices:
      - url
      - b64_json
  stream:
    description:
      - TODO
    type: bool
  partial_images:
    description:
      - TODO
    type: int
  safety_identifier:
    description:
      - TODO
    type: str
  user:
    description:
      - TODO
    type: str
"""

EXAMPLES = r"""
# TODO
"""

RETURN = r"""
# TODO
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

from ..module_utils._entry import main
from ..module_utils._resources.image import IMAGE

if __name__ == "__main__":
    main(IMAGE)
