#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_tier_settings_info
short_description: Gather information about service tier settings of a project
version_added: 0.1.0
description:
  - Returns which service tiers the requests of a project can use, and the tier of requests that do not specify one.
  - The module does not use cached lists and never changes anything.
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
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
notes:
  - A restricted admin key requires the scope C(api.management.read).
seealso:
  - module: fjcorp.openai.openai_service_tier_settings
"""

EXAMPLES = r"""
- name: Get the service tier settings of the default project
  fjcorp.openai.openai_service_tier_settings_info:
    project: Default project
  register: tiers

- name: Show the default service tier
  ansible.builtin.debug:
    msg: "{{ tiers.service_tier_settings.default }}"

- name: Show a message if all service tiers are enabled
  ansible.builtin.debug:
    msg: The default project can use all service tiers.
  when: tiers.service_tier_settings.enabled_tiers == 'all'

- name: Get the service tier settings for a report
  fjcorp.openai.openai_service_tier_settings_info:
    project: Default project
  register: report

- name: Fail if the default tier of a project is not the standard tier
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
