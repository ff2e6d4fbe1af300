#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_audit_log_info
short_description: Read the audit log of an organization
version_added: 0.1.0
description:
  - Returns the events of the organization's audit log that match, the newest first, from every page.
  - It always reads afresh and never changes anything.
  - The log keeps nothing until it is switched on in the organization's settings, which no key can do.
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
  limit:
    description:
      - The most events to return, the newest ones. Not given, all that match.
    type: int
  effective_at:
    description:
      - Return the events of a span of time.
      - Each bound is a number of seconds since 1970, a time like V(2026-11-01T00:00:00Z) (UTC where it names no zone),
        or a time ago like V(-7d), V(-24h) or V(-30m).
    type: dict
    suboptions:
      gt:
        description:
          - Later than this.
        type: str
      gte:
        description:
          - At this moment or later.
        type: str
      lt:
        description:
          - Earlier than this.
        type: str
      lte:
        description:
          - At this moment or earlier.
        type: str
  project_ids:
    description:
      - Return the events of these projects, each given by its id or name.
      - What an admin key does is booked on the default project.
    type: list
    elements: str
    aliases:
      - projects
  event_types:
    description:
      - Return the events of these types, for example V(project.created). The API refuses a type that it does not
        know.
    type: list
    elements: str
  actor_ids:
    description:
      - Return what was done by these actors; the ids of people, service accounts or keys.
    type: list
    elements: str
  actor_emails:
    description:
      - Return what was done by the people with these addresses.
    type: list
    elements: str
  resource_ids:
    description:
      - Return what was done to the things with these ids.
    type: list
    elements: str
  tenant_only:
    description:
      - Whether to return the events of the tenant rather than those of the organization. Types that begin with V(tenant.),
        and V(role.bound_to_resource) and V(role.unbound_from_resource), are found with V(true) only, and no others
        with them.
    type: bool
  after:
    description:
      - Return what comes after the event with this id in the list, that is what is older.
    type: str
notes:
  - An admin key that is restricted needs the permission to read the audit log; for projects by name, that to read
    projects.
  - 'What an event tells is under a key that is spelled like its type, dots included: C(event[event.type]).'
seealso:
  - module: fjcorp.openai.openai_usage_info
  - name: Audit logs in the API reference
    description: What the API says about events and their types.
    link: https://platform.openai.com/docs/api-reference/audit-logs
"""

EXAMPLES = r"""
- name: What happened in the last week
  fjcorp.openai.openai_audit_log_info:
    effective_at:
      gte: -7d
  register: week

- name: One line an event
  ansible.builtin.debug:
    msg: "{{ item.type }} {{ item[item.type].id | default('') }}"
  loop: "{{ week.audit_logs }}"
  loop_control:
    label: "{{ item.id }}"

- name: Who was let in, and who was made an owner, this month
  fjcorp.openai.openai_audit_log_info:
    effective_at:
      gte: "2026-11-01T00:00:00Z"
      lt: "2026-12-01T00:00:00Z"
    event_types:
      - user.added
      - user.updated

- name: The ten newest deeds of one person
  fjcorp.openai.openai_audit_log_info:
    actor_emails:
      - ada@example.com
    limit: 10
"""

RETURN = r"""
audit_logs:
  description: The events found, as the API shows them, the newest first.
  returned: success
  type: list
  elements: dict
  sample:
    - id: audit_log-8Kd3RtWq5ZxC1VbN7mPs2YhL
      type: project.created
      effective_at: 1763683200
      project:
        id: proj_GYZu7dKi4A9PqV4pK1mWbXcE
        name: Default project
      actor:
        type: api_key
        api_key:
          id: key_Rt5Wq8ZxC1VbN7mP
          type: user
          user:
            id: user-5fJq2ZtR8mYc1VbN7xWd3LpK
            email: ada@example.com
      project.created:
        id: proj_K1mWbXcEGYZu7dKi4A9PqV4p
        data:
          name: payments
          title: payments
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
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.audit_log import AUDIT_LOG_INFO

if __name__ == "__main__":
    main(AUDIT_LOG_INFO)
