# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups, roles and role assignments: all operations and their errors."""

from __future__ import annotations

import openai
import pytest

from .conftest import Organization, refused


def person(client: openai.OpenAI, email: str) -> str:
    """Return the id of a user of the organization."""
    return next(iter(client.admin.organization.users.list(emails=[email]))).id


def test_groups(client: openai.OpenAI, org: Organization) -> None:
    groups = client.admin.organization.groups
    made = groups.create(name="platform")
    assert (made.group_type, made.is_scim_managed) == ("group", False)
    twin = groups.create(name="platform")
    assert groups.retrieve(made.id) == made
    assert groups.update(made.id, name="core").name == "core"
    assert [group.id for group in groups.list(limit=1)] == [made.id, twin.id]
    assert [group.id for group in groups.list(order="desc")] == [twin.id, made.id]
    assert refused(lambda: groups.create(name="")).param == "name"
    assert refused(lambda: groups.create(name="x" * 256)).param == "name"
    assert groups.delete(twin.id).deleted
    assert refused(lambda: groups.retrieve(twin.id)).status_code == 404
    [managed] = org.control("objects", {"kind": "group", "count": 1, "scim": True})["ids"]
    ada = person(client, "ada@example.com")
    for call in (
        lambda: groups.update(managed, name="mine"),
        lambda: groups.delete(managed),
        lambda: groups.users.create(managed, user_id=ada),
    ):
        assert refused(call).code == "group_scim_managed"


def test_group_users(client: openai.OpenAI) -> None:
    groups = client.admin.organization.groups
    group = groups.create(name="platform").id
    people = [person(client, f"{name}@example.com") for name in ("ada", "grace", "linus")]
    for each in people:
        assert groups.users.create(group, user_id=each).user_id == each
    assert [user.id for user in groups.users.list(group, limit=2)] == people[::-1]
    one = groups.users.retrieve(people[0], group_id=group)
    assert (one.email, one.user_type) == ("ada@example.com", "user")
    assert refused(lambda: groups.users.create(group, user_id=people[0])).code == "user_already_in_group"
    assert refused(lambda: groups.users.create(group, user_id="user-unknown")).status_code == 404
    assert groups.users.delete(people[0], group_id=group).deleted
    assert refused(lambda: groups.users.delete(people[0], group_id=group)).status_code == 404
    client.admin.organization.users.delete(people[1])
    assert [user.id for user in groups.users.list(group)] == people[2:]


def test_roles_of_the_organization(client: openai.OpenAI, org: Organization) -> None:
    roles = client.admin.organization.roles
    made = roles.create(role_name="auditor", permissions=["api.audit_logs.read"], description="Reads logs")
    assert (made.name, made.predefined_role, made.resource_type) == ("auditor", False, "api.organization")
    assert [role.name for role in roles.list(limit=2)] == ["owner", "reader", "auditor"]
    changed = roles.update(made.id, role_name="watcher", permissions=[], description=None)
    assert (changed.name, changed.permissions, changed.description) == ("watcher", [], None)
    assert roles.retrieve(made.id) == changed
    owner = roles.retrieve("role-api-organization-owner")
    assert owner.id == f"role-api-organization-owner__api-organization__{org.id}"
    assert refused(lambda: roles.create(role_name="WATCHER", permissions=[])).code == "role_already_exists"
    assert refused(lambda: roles.create(role_name="odd", permissions=["fly"])).param == "permissions[0]"
    assert refused(lambda: roles.update(owner.id, description="mine")).code == "role_predefined"
    assert refused(lambda: roles.delete(owner.id)).code == "role_predefined"
    assert roles.delete(made.id).deleted
    assert refused(lambda: roles.retrieve(made.id)).status_code == 404


def test_roles_of_a_project(client: openai.OpenAI, org: Organization) -> None:
    roles = client.admin.organization.projects.roles
    one = client.admin.organization.projects.create(name="one").id
    two = client.admin.organization.projects.create(name="two").id
    made = roles.create(one, role_name="caller", permissions=["api.model.request"])
    assert made.resource_type == "api.project"
    assert [role.name for role in roles.list(one)] == ["owner", "member", "viewer", "caller"]
    assert made.id not in {role.id for role in roles.list(two)}
    assert roles.update(made.id, project_id=one, description="Calls").description == "Calls"
    assert roles.retrieve(made.id, project_id=one).description == "Calls"
    assert refused(lambda: roles.retrieve(made.id, project_id=two)).status_code == 404
    assert roles.delete(made.id, project_id=one).deleted


def test_groups_of_a_project(client: openai.OpenAI) -> None:
    project = client.admin.organization.projects.create(name="search").id
    group = client.admin.organization.groups.create(name="platform").id
    places = client.admin.organization.projects.groups
    made = places.create(project, group_id=group, role="role-api-project-member")
    assert (made.group_id, made.group_name) == (group, "platform")
    assert places.retrieve(group, project_id=project) == made
    assert [each.group_id for each in places.list(project)] == [group]
    [held] = places.roles.list(group, project_id=project)
    assert held.id == f"role-api-project-member__api-project__{project}"
    again = refused(lambda: places.create(project, group_id=group, role="role-api-project-owner"))
    assert again.code == "group_already_in_project"
    other = client.admin.organization.groups.create(name="other").id
    assert refused(lambda: places.create(project, group_id=other, role="role_no")).param == "role"
    assert refused(lambda: places.roles.create(other, project_id=project, role_id=held.id)).status_code == 404
    assert places.delete(group, project_id=project).deleted
    assert refused(lambda: places.retrieve(group, project_id=project)).status_code == 404


def test_assignments_in_the_organization(client: openai.OpenAI) -> None:
    admin = client.admin.organization
    role = admin.roles.create(role_name="auditor", permissions=["api.audit_logs.read"])
    group = admin.groups.create(name="audit").id
    ada = person(client, "ada@example.com")
    assert admin.users.roles.create(ada, role_id=role.id).role == role
    assert refused(lambda: admin.users.roles.create(ada, role_id=role.id)).code == "role_already_assigned"
    assert refused(lambda: admin.users.roles.create(ada, role_id="role_no")).param == "role_id"
    assert [each.name for each in admin.users.roles.list(ada)] == ["auditor"]
    assert admin.users.roles.retrieve(role.id, user_id=ada).assignment_sources is None
    assert admin.users.roles.delete(role.id, user_id=ada).object == "user.role.deleted"
    made = admin.groups.roles.create(group, role_id="role-api-organization-reader")
    assert made.role.id.startswith("role-api-organization-reader__") and made.group.name == "audit"
    admin.groups.roles.create(group, role_id=role.id)
    assert [each.name for each in admin.groups.roles.list(group, limit=1)] == ["reader", "auditor"]
    short = refused(lambda: admin.groups.roles.retrieve("role-api-organization-reader", group_id=group))
    assert short.status_code == 404
    assert admin.groups.roles.retrieve(made.role.id, group_id=group).predefined_role
    admin.groups.users.create(group, user_id=ada)
    inherited = admin.users.roles.retrieve(role.id, user_id=ada)
    assert inherited.assignment_sources is not None
    assert [source.principal_id for source in inherited.assignment_sources] == [group]
    assert refused(lambda: admin.users.roles.delete(role.id, user_id=ada)).code == "role_inherited"
    assert admin.groups.roles.delete(role.id, group_id=group).object == "group.role.deleted"


@pytest.mark.parametrize("short", ["role-api-project-viewer", "custom"])
def test_assignments_in_a_project(short: str, client: openai.OpenAI) -> None:
    admin = client.admin.organization
    project = admin.projects.create(name="search").id
    custom = admin.projects.roles.create(project, role_name="caller", permissions=[]).id
    role = custom if short == "custom" else short
    group = admin.groups.create(name="platform").id
    admin.projects.groups.create(project, group_id=group, role="role-api-project-member")
    ada = person(client, "ada@example.com")
    users, groups = admin.projects.users.roles, admin.projects.groups.roles
    assert refused(lambda: users.create(ada, project_id=project, role_id=role)).status_code == 404
    admin.projects.users.create(project, user_id=ada, role="member")
    full = users.create(ada, project_id=project, role_id=role).role.id
    assert [each.id for each in users.list(ada, project_id=project)] == [full]
    assert users.retrieve(full, project_id=project, user_id=ada).id == full
    assert users.delete(full, project_id=project, user_id=ada).deleted
    assert groups.create(group, project_id=project, role_id=role).role.id == full
    assert groups.retrieve(full, project_id=project, group_id=group).id == full
    assert groups.delete(full, project_id=project, group_id=group).deleted
