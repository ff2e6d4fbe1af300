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
  description: Service tier settings.
  returned: success
  type: dict
  contains:
    object:
      description: Type of the object.
      returned: always
      type: str
      sample: project.service_tier_settings
    default:
      description: Service tier of requests that do not select one.
      returned: always
      type: str
      sample: standard
    enabled_tiers:
      description: Service tiers that requests can select in addition to the standard tier, a list or V(all).
      returned: always
      type: raw
      sample:
        - flex
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_tier_settings import (
    SERVICE_TIER_SETTINGS_INFO,
)

if __name__ == "__main__":
    main(SERVICE_TIER_SETTINGS_INFO)
