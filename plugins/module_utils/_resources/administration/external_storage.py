# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Storage of one's own in which a project keeps its files."""

from __future__ import annotations

from ..._engine.compare import contains
from ..._engine.entity import Entity
from ..._engine.fields import Field, Parent
from ..._engine.info import Info, InfoHooks
from ..._engine.spec import Hooks
from . import _external_storage_hooks as hooks
from .external_key import VALIDATE
from .project import PROJECTS

EXTERNAL_STORAGE = Entity(
    hooks.STORAGE,
    checks_duplicates=True,
    parents=(Parent(PROJECTS, required=False),),
    identity=(),
    fields=(
        Field(
            "provider",
            "dict",
            required_on_create=True,
            immutable=True,
            compare=contains,  # the response contains more than was sent
            options=(
                Field("type", required=True, choices=tuple(hooks.PROVIDERS)),
                *(
                    Field(name)
                    for name in dict.fromkeys(sum((needed for needed, dummy in hooks.PROVIDERS.values()), ()))
                ),
            ),
        ),
        VALIDATE,
    ),
    validate=hooks.check_provider,
    rules={"required_one_of": [["id", "project"]]},
    hooks=Hooks(find=hooks.find, match=hooks.match, predict=hooks.predict, create=hooks.create, more=hooks.more),
    updates=False,
    operations=(f"POST {hooks.STORAGE.item}/validate",),
)

EXTERNAL_STORAGE_INFO = Info(EXTERNAL_STORAGE, hooks=InfoHooks(read=hooks.read))
