#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_tier_settings_info
short_description: Read the service tiers of a project
version_added: 0.1.0
description:
  - Returns which service tiers the requests of a project may ask for, and which they get when they ask for none.
  - It always reads afresh and never changes anything.
author:
  - fjcorp maintainers (@fjcorp)
extends_documentation_fragment:
  - fjcorp.openai.connection
  - fjcorp.openai.admin
  - fjcorp.openai.attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
  idempotent:
    support: full
options:
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
notes:
  - A restricted admin key needs the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_service_tier_settings
"""

EXAMPLES = r"""
- name: The tiers of the default project
  fjcorp.openai.openai_service_tier_settings_info:
    project: Default project
  register: tiers

- name: Show what a request gets that asks for nothing
  ansible.builtin.debug:
    msg: "{{ tiers.service_tier_settings.default }}"

- name: Say so where requests may ask for every tier
  ansible.builtin.debug:
    msg: The default project may use tiers that cost more.
  when: tiers.service_tier_settings.enabled_tiers == 'all'

- name: Another look, for a report
  fjcorp.openai.openai_service_tier_settings_info:
    project: Default project
  register: report

- name: No project pays more for speed unasked
  fjcorp.openai.openai_service_tier_settings_info:
    project: "{{ item }}"
  loop:
    - Default project
  register: checked
  failed_when: checked.service_tier_settings.default != 'standard'
"""

RETURN = r"""
service_tier_settings:
  description: The settings, as the API shows them.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object.
      returned: always
      type: str
      sample: project.service_tier_settings
    default:
      description: The tier of requests that ask for none.
      returned: always
      type: str
      sample: standard
    enabled_tiers:
      description: The tiers that may be asked for beside the standard one, a list or V(all).
      returned: always
      type: raw
      sample:
        - flex
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_tier_settings import (
    SERVICE_TIER_SETTINGS_INFO,
)

if __name__ == "__main__":
    main(SERVICE_TIER_SETTINGS_INFO)
