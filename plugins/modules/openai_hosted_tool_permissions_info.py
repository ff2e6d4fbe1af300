#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_hosted_tool_permissions_info
short_description: Gather information about hosted tool permissions of a project
version_added: 0.1.0
description:
  - Returns which hosted tools the requests of a project can use. Hosted tools are executed by the API.
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
  - module: fjcorp.openai.openai_hosted_tool_permissions
"""

EXAMPLES = r"""
- name: Get the hosted tool permissions of the default project
  fjcorp.openai.openai_hosted_tool_permissions_info:
    project: Default project
  register: tools

- name: Show the enabled tools
  ansible.builtin.debug:
    msg: "{{ tools.hosted_tool_permissions | dict2items | selectattr('value.enabled') | map(attribute='key') }}"

- name: Create a project
  fjcorp.openai.openai_project:
    name: reports

- name: Check that file search is enabled for the project
  fjcorp.openai.openai_hosted_tool_permissions_info:
    project: reports
  register: reports
  failed_when: not (reports.hosted_tool_permissions.file_search.enabled | default(true))

- name: Get the hosted tool permissions of several projects
  fjcorp.openai.openai_hosted_tool_permissions_info:
    project: "{{ item }}"
  loop:
    - Default project
    - reports
  register: permissions
"""

RETURN = r"""
hosted_tool_permissions:
  description: Permissions of the hosted tools.
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
    HOSTED_TOOL_PERMISSIONS_INFO,
)

if __name__ == "__main__":
    main(HOSTED_TOOL_PERMISSIONS_INFO)
