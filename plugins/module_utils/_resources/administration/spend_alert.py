# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Alerts by e-mail when the spending of the organization or one project passes an amount."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field, Parent
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _spend_alert_hooks as hooks
from ._spend_limit_hooks import desired_spending
from .project import PROJECTS
from .spend_limit import ALERTS, ALERTS_IN_PROJECT, LIMIT, LIMIT_IN_PROJECT, MONEY

CHANNEL = "notification_channel"

SPEND_ALERT = Entity(
    ALERTS,
    checks_duplicates=True,
    project_collection=ALERTS_IN_PROJECT,
    parents=(Parent(PROJECTS, required=False),),
    identity=("threshold_amount",),
    fields=(
        Field("threshold_amount", "int", min=0),
        *MONEY,
        Field(
            "channel",
            choices=("email",),
            default="email",
            request_name=f"{CHANNEL}.type",
            response_name=f"{CHANNEL}.type",
        ),
        Field(
            "recipients",
            "list",
            elements="str",
            required_on_create=True,
            unordered=True,
            request_name=f"{CHANNEL}.recipients",
            response_name=f"{CHANNEL}.recipients",
            compare=hooks.same_people,
        ),
        Field(
            "subject_prefix",
            clearable=True,
            request_name=f"{CHANNEL}.subject_prefix",
            response_name=f"{CHANNEL}.subject_prefix",
        ),
    ),
    validate=hooks.check,
    replaces=True,
    hooks=Hooks(
        desired=desired_spending,
        match=hooks.match,
        predict=hooks.predict,
        create_once=hooks.create_once,
        update=hooks.update,
        delete=hooks.delete,
    ),
    operations=(
        *(f"GET {place.item}" for place in (LIMIT, LIMIT_IN_PROJECT)),
        *(f"POST {place.item}" for place in (ALERTS, ALERTS_IN_PROJECT)),
    ),
)

SPEND_ALERT_INFO = Info(SPEND_ALERT, client_filters=(Field("threshold_amount", "int"),))
