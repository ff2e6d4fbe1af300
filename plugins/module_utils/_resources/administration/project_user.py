# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People in a project."""

from __future__ import annotations

from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.membership import Membership
from .organization_user import USERS
from .project import IN_PROJECT

PROJECT_USER = Membership(
    Collection(
        "project_user",
        path="/organization/projects/{project_id}/users",
        item="/organization/projects/{project_id}/users/{user_id}",
        name_field="email",
        case_insensitive=True,
    ),
    parents=(IN_PROJECT,),
    member=USERS,
    option="user",
    aliases=("user_id", "email"),
    id_request_name="user_id",
    name_request_name="email",
    fields=(Field("role", choices=("owner", "member"), required_on_create=True),),
)

PROJECT_USER_INFO = Info(PROJECT_USER, client_filters=(Field("email"), Field("role", choices=("owner", "member"))))
