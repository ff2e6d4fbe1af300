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
  description: The settings as they are after the task.
  returned: success
  type: dict
  contains:
    object:
      description: The kind of object.
      returned: when the server tells it
      type: str
      sample: project.service_tier_settings
    default:
      description: The tier of requests that ask for none.
      returned: when the server tells it
      type: str
      sample: standard
    enabled_tiers:
      description: The tiers that may be asked for beside the standard one, a list or V(all).
      returned: when the server tells it
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
    SERVICE_TIER_SETTINGS,
)

if __name__ == "__main__":
    main(SERVICE_TIER_SETTINGS)
