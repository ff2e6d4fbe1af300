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
