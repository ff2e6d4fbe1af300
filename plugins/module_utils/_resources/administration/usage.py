# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Usage of the organization, for each kind of usage that the API counts."""

from __future__ import annotations

from ..._engine.fields import Collection, Field
from ..._engine.info import InfoHooks
from ..._engine.report import Report
from ..._engine.spec import Resource
from . import _usage_hooks as hooks
from .organization_user import USERS
from .project import PROJECTS

OF_PROJECTS = hooks.OF_PROJECTS

USAGE_INFO = Report(
    Resource(Collection("usage", path=f"{hooks.PATH}/completions", plural="usage")),
    widths={"1d": 31, "1h": 168, "1m": 1440},
    filters=hooks.FILTERS,
    extra_options=(Field("kind", required=True, choices=tuple(hooks.KINDS)),),
    validate=hooks.validate,
    hooks=InfoHooks(path=hooks.path),
    operations=(f"GET {PROJECTS.path}", f"GET {USERS.path}", *(f"GET {hooks.PATH}/{kind}" for kind in hooks.KINDS)),
)
