#!/usr/bin/python
# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: openai_audit_log_info
short_description: Gather information from the audit log of an organization
version_added: 0.1.0
description:
  - Returns the events of the audit log that match the options, newest first. All pages of the list are read.
  - The module does not use cached lists and never changes anything.
  - Events are recorded only after audit logging is enabled in the settings of the organization. It cannot be enabled
    with a key.
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
      - Maximum number of events to return, newest first. If omitted, all are returned.
    type: int
  effective_at:
    description:
      - Return only events in this time range.
      - Each limit is a number of seconds since 1970, a timestamp such as V(2026-11-01T00:00:00Z), or a relative time
        such as V(-7d), V(-24h) or V(-30m). A timestamp without a time zone is interpreted as UTC.
    type: dict
    suboptions:
      gt:
        description:
          - Return only events later than this time.
        type: str
      gte:
        description:
          - Return only events at or after this time.
        type: str
      lt:
        description:
          - Return only events earlier than this time.
        type: str
      lte:
        description:
          - Return only events at or before this time.
        type: str
  project_ids:
    description:
      - Return only events of these projects. Each project is specified by ID or name.
      - Actions that use an admin key are recorded for the default project.
    type: list
    elements: str
    aliases:
      - projects
  event_types:
    description:
      - Return only events of these types, for example V(project.created). The API rejects unknown types.
    type: list
    elements: str
  actor_ids:
    description:
      - Return only events caused by these actors. IDs of users, service accounts or keys.
    type: list
    elements: str
  actor_emails:
    description:
      - Return only events caused by the users with these email addresses.
    type: list
    elements: str
  resource_ids:
    description:
      - Return only events for the resources with these IDs.
    type: list
    elements: str
  tenant_only:
    description:
      - Whether to return the events of the tenant instead of the events of the organization. V(true) returns only
        the types that begin with V(tenant.), and the types V(role.bound_to_resource) and V(role.unbound_from_resource).
        These types are not returned otherwise.
    type: bool
  after:
    description:
      - Return only events that follow the event with this ID in the list, which are older events.
    type: str
notes:
  - A restricted admin key requires the permission to read the audit log. It also requires the permission to read
    projects if O(project_ids) contains names.
  - 'The details of an event are in a key with the same name as its type, including the dots: C(event[event.type]).'
seealso:
  - module: fjcorp.openai.openai_usage_info
  - name: Audit logs in the API reference
    description: API reference for audit log events and their types.
    link: https://platform.openai.com/docs/api-reference/audit-logs
"""

EXAMPLES = r"""
- name: Get the events of the last week
  fjcorp.openai.openai_audit_log_info:
    effective_at:
      gte: -7d
  register: events

- name: Show one line for each event
  ansible.builtin.debug:
    msg: "{{ item.type }} {{ item[item.type].id | default('') }}"
  loop: "{{ events.audit_logs }}"
  loop_control:
    label: "{{ item.id }}"

- name: List added and updated users of a month
  fjcorp.openai.openai_audit_log_info:
    effective_at:
      gte: "2026-11-01T00:00:00Z"
      lt: "2026-12-01T00:00:00Z"
    event_types:
      - user.added
      - user.updated

- name: Get the ten most recent actions of a user
  fjcorp.openai.openai_audit_log_info:
    actor_emails:
      - ada@example.com
    limit: 10
"""

RETURN = r"""
audit_logs:
  description: List of audit log events that match the options, newest first.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Identifier of the event.
      returned: always
      type: str
    effective_at:
      description: Unix time in seconds of the event.
      returned: always
      type: int
    type:
      description: Type of the event. The details of the event are in the key of this name, such as C(project.created).
      returned: always
      type: str
    actor:
      description: Actor that caused the event.
      returned: when available
      type: dict
      contains:
        api_key:
          description: API key that performed the action.
          returned: when available
          type: dict
          contains:
            id:
              description: Identifier of the key.
              returned: when available
              type: str
            service_account:
              description: Service account that owns the key.
              returned: when available
              type: dict
            type:
              description: Type of the owner of the key.
              returned: when available
              type: str
            user:
              description: User that owns the key.
              returned: when available
              type: dict
        session:
          description: Session in which a user performed the action.
          returned: when available
          type: dict
          contains:
            ip_address:
              description: IP address of the session.
              returned: when available
              type: str
            user:
              description: User of the session.
              returned: when available
              type: dict
        type:
          description: Type of the actor, V(session) or V(api_key).
          returned: when available
          type: str
    project:
      description: Project of the event.
      returned: when available
      type: dict
      contains:
        id:
          description: Identifier of the project.
          returned: when available
          type: str
        name:
          description: Name of the project.
          returned: when available
          type: str
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
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""

from ansible_collections.fjcorp.openai.plugins.module_utils._module import main
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.audit_log import AUDIT_LOG_INFO

if __name__ == "__main__":
    main(AUDIT_LOG_INFO)
