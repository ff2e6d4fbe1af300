#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_tier_settings
short_description: Manage the service tiers of a project
version_added: 0.1.0
description:
  - Sets which service tiers the requests of one project may ask for, and which tier they get when they ask for none.
  - Only the options given are compared and changed.
  - O(state=absent) is refused, as the API knows no default to go back to.
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
    support: full
  idempotent:
    support: full
options:
  state:
    description:
      - V(present) sets the options given; V(absent) is refused.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - The project, by its id or its name.
    type: str
    required: true
    aliases:
      - project_id
  default:
    description:
      - The tier of requests that leave out C(service_tier) or set it to V(auto).
    type: str
    choices:
      - standard
      - fast
      - scale
  enabled_tiers:
    description:
      - The tiers that requests may ask for beside the standard one. The list given is the whole list; its order does
        not matter.
      - V(all) alone means all tiers, those of the future too. An empty list leaves the standard tier only.
      - What the organization may use and what it has agreed with OpenAI applies beside.
    type: list
    elements: str
    choices:
      - all
      - flex
      - fast
      - ultrafast
notes:
  - A restricted admin key needs the scope C(api.management.write) to change something; for a check and where nothing
    differs C(api.management.read) is enough.
  - Everything that is set can be read back. Which tiers the organization may use cannot be seen here.
seealso:
  - module: fjcorp.openai.openai_service_tier_settings_info
  - module: fjcorp.openai.openai_rate_limit
"""

EXAMPLES = r"""
- name: A project for nightly work
  fjcorp.openai.openai_project:
    name: nightly

- name: It may save money, and never pays more for speed
  fjcorp.openai.openai_service_tier_settings:
    project: nightly
    default: standard
    enabled_tiers:
      - flex

- name: A project for the shop
  fjcorp.openai.openai_project:
    name: shop

- name: Customers do not wait there
  fjcorp.openai.openai_service_tier_settings:
    project: shop
    default: fast
    enabled_tiers:
      - flex
      - fast

- name: The default project has the standard tier only
  fjcorp.openai.openai_service_tier_settings:
    project: Default project
    enabled_tiers: []
"""

RETURN = r"""
service_tier_settings:
  description: Service tier settings after the task.
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
    SERVICE_TIER_SETTINGS,
)

if __name__ == "__main__":
    main(SERVICE_TIER_SETTINGS)
