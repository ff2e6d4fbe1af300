# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Rate limits of a project, one row a model."""

from __future__ import annotations

from ..._engine.fields import Field
from ..._engine.info import Info, InfoHooks
from ..._engine.setting import Setting
from ..._engine.spec import Hooks, Refuse
from . import _rate_limit_hooks as hooks
from .project import IN_PROJECT

RATE_LIMIT = Setting(
    hooks.RATE_LIMITS,
    parents=(IN_PROJECT,),
    identity=("model",),  # the row's own id is used and never built from the model
    # Their names contain "token", which Ansible would take for a secret.
    fields=(
        Field("model", required=True),
        Field("max_requests_per_1_minute", "int", aliases=("max_requests_per_minute",), no_log=False, min=0),
        Field("max_tokens_per_1_minute", "int", aliases=("max_tokens_per_minute",), no_log=False, min=0),
        Field("max_images_per_1_minute", "int", aliases=("max_images_per_minute",), no_log=False, min=0),
        Field("max_audio_megabytes_per_1_minute", "int", no_log=False, min=0),
        Field("max_requests_per_1_day", "int", no_log=False, min=0),
        Field("batch_1_day_max_input_tokens", "int", no_log=False, min=0),
    ),
    removal=Refuse("The API has no default: set the desired values."),
    hooks=Hooks(find=hooks.find, diff=hooks.diff),
    operations=(f"GET {hooks.PERMISSIONS.item}",),
)

RATE_LIMIT_INFO = Info(RATE_LIMIT, client_filters=(Field("model"),), hooks=InfoHooks(matching=hooks.matching))
