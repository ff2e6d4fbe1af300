#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_hosted_tool_permissions_info
short_description: Read which hosted tools a project may use
version_added: 0.1.0
description:
  - Returns for each tool that the API itself runs whether the requests of a project may use it.
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
  - module: fjcorp.openai.openai_hosted_tool_permissions
"""

EXAMPLES = r"""
- name: The tools of the default project
  fjcorp.openai.openai_hosted_tool_permissions_info:
    project: Default project
  register: tools

- name: Show those that may be used
  ansible.builtin.debug:
    msg: "{{ tools.hosted_tool_permissions | dict2items | selectattr('value.enabled') | map(attribute='key') }}"

- name: A new project
  fjcorp.openai.openai_project:
    name: reports

- name: It can search in files
  fjcorp.openai.openai_hosted_tool_permissions_info:
    project: reports
  register: reports
  failed_when: not (reports.hosted_tool_permissions.file_search.enabled | default(true))

- name: The same for several projects
  fjcorp.openai.openai_hosted_tool_permissions_info:
    project: "{{ item }}"
  loop:
    - Default project
    - reports
  register: all
"""

RETURN = r"""
hosted_tool_permissions:
  description: The tools, as the API shows them.
  returned: success
  type: dict
  contains:
    file_search:
      description: In C(enabled) whether the tool may be used.
      returned: always
      type: dict
      sample:
        enabled: true
    web_search:
      description: In C(enabled) whether the tool may be used.
      returned: always
      type: dict
      sample:
        enabled: true
    image_generation:
      description: In C(enabled) whether the tool may be used.
      returned: always
      type: dict
      sample:
        enabled: true
    mcp:
      description: In C(enabled) whether the tool may be used.
      returned: always
      type: dict
      sample:
        enabled: false
    code_interpreter:
      description: In C(enabled) whether the tool may be used.
      returned: always
      type: dict
      sample:
        enabled: false
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.hosted_tool_permissions import (
    HOSTED_TOOL_PERMISSIONS_INFO,
)

if __name__ == "__main__":
    main(HOSTED_TOOL_PERMISSIONS_INFO)
