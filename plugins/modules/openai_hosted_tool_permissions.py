#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_hosted_tool_permissions
short_description: Manage which hosted tools a project may use
version_added: 0.1.0
description:
  - Sets which of the tools that the API itself runs may be used by the requests of one project.
  - Only the tools given are compared and changed; the others stay as they are.
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
      - V(present) sets the tools given; V(absent) is refused.
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
  file_search:
    description:
      - Search in files and vector stores. V(true) enables it, V(false) disables it; left out, it stays as it is.
    type: bool
  web_search:
    description:
      - Search on the web. V(true) enables it, V(false) disables it; left out, it stays as it is.
    type: bool
  image_generation:
    description:
      - Making of images. V(true) enables it, V(false) disables it; left out, it stays as it is.
    type: bool
  mcp:
    description:
      - Calls of remote MCP servers. V(true) enables it, V(false) disables it; left out, it stays as it is.
    type: bool
  code_interpreter:
    description:
      - Running of code in a container. V(true) enables it, V(false) disables it; left out, it stays as it is.
    type: bool
notes:
  - A restricted admin key needs the scope C(api.management.write) to change something; for a check and where nothing
    differs C(api.management.read) is enough.
  - Everything that is set can be read back.
  - A tool that the organization enables for all its projects cannot be disabled for one. The API refuses the whole
    change, and the error says so. As the organization's own setting cannot be read, a check does not foresee it.
seealso:
  - module: fjcorp.openai.openai_hosted_tool_permissions_info
  - module: fjcorp.openai.openai_model_permissions
"""

EXAMPLES = r"""
- name: A project for patient data
  fjcorp.openai.openai_project:
    name: patients

- name: Nothing leaves it for the web or for servers of others
  fjcorp.openai.openai_hosted_tool_permissions:
    project: patients
    web_search: false
    mcp: false

- name: A project for the editors
  fjcorp.openai.openai_project:
    name: editors

- name: They may make images, and need no code
  fjcorp.openai.openai_hosted_tool_permissions:
    project: editors
    image_generation: true
    code_interpreter: false

- name: No project runs tools of others
  fjcorp.openai.openai_hosted_tool_permissions:
    project: "{{ item }}"
    mcp: false
  loop:
    - Default project
    - editors
"""

RETURN = r"""
hosted_tool_permissions:
  description: All five tools as they are after the task. In check mode, below a project that a check would make, those given.
  returned: success
  type: dict
  contains:
    file_search:
      description: In C(enabled) whether the tool may be used.
      returned: when the server tells it
      type: dict
      sample:
        enabled: true
    web_search:
      description: In C(enabled) whether the tool may be used.
      returned: when the server tells it
      type: dict
      sample:
        enabled: true
    image_generation:
      description: In C(enabled) whether the tool may be used.
      returned: when the server tells it
      type: dict
      sample:
        enabled: true
    mcp:
      description: In C(enabled) whether the tool may be used.
      returned: when the server tells it
      type: dict
      sample:
        enabled: false
    code_interpreter:
      description: In C(enabled) whether the tool may be used.
      returned: when the server tells it
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
    HOSTED_TOOL_PERMISSIONS,
)

if __name__ == "__main__":
    main(HOSTED_TOOL_PERMISSIONS)
