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
