# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Activation of certificates for an organization or a project."""

from __future__ import annotations

from dataclasses import replace

from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from ..._engine.stateful import Stateful
from . import _certificate_activation_hooks as hooks
from .certificate import CERTIFICATES, OF_PROJECT
from .role import IN_A_PROJECT

ACTIVATIONS = replace(CERTIFICATES, name="certificate_activation", item="", reads_one=False)

CERTIFICATE_ACTIVATION = Stateful(
    ACTIVATIONS,
    project_collection=replace(ACTIVATIONS, path=OF_PROJECT.path),
    parents=(IN_A_PROJECT,),
    identified_by_id=False,
    identity=(),
    fields=(
        Field("certificates", "list", elements="str", required=True, aliases=("certificate_ids",)),
        Field("exact", "bool", default=False),
    ),
    validate=hooks.validate,
    hooks=Hooks(title=hooks.title, exclusive=hooks.exclusive, plan_present=hooks.plan, plan_absent=hooks.plan),
    operations=tuple(
        operation
        for place in (CERTIFICATES, OF_PROJECT)
        for operation in (f"GET {place.path}", f"POST {place.path}/activate", f"POST {place.path}/deactivate")
    ),
)

CERTIFICATE_ACTIVATION_INFO = Info(
    CERTIFICATE_ACTIVATION, client_filters=(Field("name"), Field("active", "bool")), id_aliases=("certificate_id",)
)
