#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_service_tier_settings
short_description: Manage service tier settings of a project
version_added: 0.1.0
description:
  - Sets which service tiers the requests of a project can use, and the tier of requests that do not specify one.
  - Only the options that are set are compared and changed.
  - O(state=absent) is rejected, because the API has no default to restore.
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
      - Desired state of the service tier settings.
      - V(present) sets the options. V(absent) is rejected.
    type: str
    default: present
    choices:
      - present
      - absent
  project:
    description:
      - ID or name of the project.
    type: str
    required: true
    aliases:
      - project_id
  default:
    description:
      - Service tier of requests that omit C(service_tier) or set it to V(auto).
    type: str
    choices:
      - standard
      - fast
      - scale
  enabled_tiers:
    description:
      - Service tiers that requests can use in addition to the standard tier. The list replaces the existing list.
        The order is ignored.
      - V(all) must be the only element and includes tiers that are added in the future. An empty list enables the
        standard tier only.
      - The tiers that the organization can use and its agreement with OpenAI also apply.
    type: list
    elements: str
    choices:
      - all
      - flex
      - fast
      - ultrafast
notes:
  - A restricted admin key requires the scope C(api.management.write) to make changes. C(api.management.read) is sufficient
    in check mode and if nothing differs.
  - All settings can be read back from the API. The service tiers that the organization can use are not included.
seealso:
  - module: fjcorp.openai.openai_service_tier_settings_info
  - module: fjcorp.openai.openai_rate_limit
"""

EXAMPLES = r"""
- name: Create a project for nightly jobs
  fjcorp.openai.openai_project:
    name: nightly

- name: Enable only the flex tier in addition to the standard tier
  fjcorp.openai.openai_service_tier_settings:
    project: nightly
    default: standard
    enabled_tiers:
      - flex

- name: Create a project for the shop
  fjcorp.openai.openai_project:
    name: shop

- name: Use the fast tier by default
  fjcorp.openai.openai_service_tier_settings:
    project: shop
    default: fast
    enabled_tiers:
      - flex
      - fast

- name: Enable only the standard tier for the default project
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
