# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Models the key may use."""

from __future__ import annotations

from ..._api.connection import PROJECT
from ..._api.pagination import ONE_PAGE
from ..._engine.fields import Collection, Field
from ..._engine.info import Info
from ..._engine.spec import Resource

MODELS = Collection("model", path="/models", item="/models/{model}", key=PROJECT, pagination=ONE_PAGE, name_field="id")

MODEL_INFO = Info(Resource(MODELS), client_filters=(Field("owned_by"),))
