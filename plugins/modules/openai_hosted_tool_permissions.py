#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_hosted_tool_permissions
short_description: Manage hosted tool permissions of a project
version_added: 0.1.0
description:
  - Sets which hosted tools the requests of a project can use. Hosted tools are executed by the API.
  - Only the tools that are set are compared and changed.
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
      - Desired state of the hosted tool permissions.
      - V(present) sets the permissions. V(absent) is rejected.
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
  file_search:
    description:
      - Search in files and vector stores. V(true) enables it and V(false) disables it. If omitted, it is not changed.
    type: bool
  web_search:
    description:
      - Search on the web. V(true) enables it and V(false) disables it. If omitted, it is not changed.
    type: bool
  image_generation:
    description:
      - Image generation. V(true) enables it and V(false) disables it. If omitted, it is not changed.
    type: bool
  mcp:
    description:
      - Calls of remote MCP servers. V(true) enables it and V(false) disables it. If omitted, it is not changed.
    type: bool
  code_interpreter:
    description:
      - Execution of code in a container. V(true) enables it and V(false) disables it. If omitted, it is not changed.
    type: bool
notes:
  - A restricted admin key requires the scope C(api.management.write) to make changes. C(api.management.read) is sufficient
    in check mode and if nothing differs.
  - All settings can be read back from the API.
  - A tool that the organization enables for all projects cannot be disabled for one project. The API rejects the
    complete change and the error reports the reason. Check mode does not predict this, because the setting of the
    organization cannot be read.
seealso:
  - module: fjcorp.openai.openai_hosted_tool_permissions_info
  - module: fjcorp.openai.openai_model_permissions
"""

EXAMPLES = r"""
- name: Create a project for health records
  fjcorp.openai.openai_project:
    name: health

- name: Disable hosted tools that reach external services
  fjcorp.openai.openai_hosted_tool_permissions:
    project: health
    web_search: false
    mcp: false

- name: Create a project for the editors
  fjcorp.openai.openai_project:
    name: editors

- name: Enable image generation and disable the code interpreter
  fjcorp.openai.openai_hosted_tool_permissions:
    project: editors
    image_generation: true
    code_interpreter: false

- name: Disable remote MCP servers for several projects
  fjcorp.openai.openai_hosted_tool_permissions:
    project: "{{ item }}"
    mcp: false
  loop:
    - Default project
    - editors
"""

RETURN = r"""
hosted_tool_permissions:
  description: Permissions of all hosted tools after the task. In check mode, only the permissions that the task sets
    if the project does not exist yet.
  returned: success
  type: dict
  contains:
    file_search:
      description: Permission to use file search.
      returned: always
      type: dict
      contains:
        enabled:
          description: Whether the tool is enabled.
          returned: always
          type: bool
      sample:
        enabled: true
    web_search:
      description: Permission to use web search.
      returned: always
      type: dict
      contains:
        enabled:
          description: Whether the tool is enabled.
          returned: always
          type: bool
      sample:
        enabled: true
    image_generation:
      description: Permission to use image generation.
      returned: always
      type: dict
      contains:
        enabled:
          description: Whether the tool is enabled.
          returned: always
          type: bool
      sample:
        enabled: true
    mcp:
      description: Permission to use MCP servers.
      returned: always
      type: dict
      contains:
        enabled:
          description: Whether the tool is enabled.
          returned: always
          type: bool
      sample:
        enabled: false
    code_interpreter:
      description: Permission to use the code interpreter.
      returned: always
      type: dict
      contains:
        enabled:
          description: Whether the tool is enabled.
          returned: always
          type: bool
      sample:
        enabled: false
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.hosted_tool_permissions import (
    HOSTED_TOOL_PERMISSIONS,
)

if __name__ == "__main__":
    main(HOSTED_TOOL_PERMISSIONS)
