# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Files of a project. A file is its content: equal content under the same name is the same file."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field
from ..._engine.info import Info, InfoHooks
from ..._engine.spec import Hooks
from . import _file_hooks as hooks

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")

FILES = hooks.FILES

FILE = Entity(
    FILES,
    identity=("filename", "purpose"),
    updates=False,
    fields=(
        Field("src", "path", aliases=("file",), request_name="", response_name=""),
        Field("content", request_name="", response_name="", no_log=False),
        Field("filename"),
        Field("purpose", required_on_create=True, choices=PURPOSES),
        Field(
            "expires_after",
            "dict",
            options=(
                Field("anchor", choices=("created_at",), default="created_at"),
                Field("seconds", "int", required=True, min=3600, max=2592000),
            ),
            response_name="",
        ),
        Field("validate", "bool", default=True, request_name="", response_name=""),
        Field("prune", "bool", default=False, request_name="", response_name=""),
    ),
    rules={
        "mutually_exclusive": [["src", "content"]],
        "required_one_of": [["id", "src", "filename"]],
        "required_by": {"content": ["filename"]},
    },
    hooks=Hooks(
        title=hooks.title,
        is_meant=hooks.is_meant,
        find=hooks.find,
        known=hooks.known,
        match=hooks.match,
        diff=hooks.diff,
        validate_create=hooks.validate_create,
        predict=hooks.predict,
        create_name=hooks.create_name,
        create=hooks.create,
        more=hooks.more,
        plan_absent=hooks.plan_absent,
        removed_values=hooks.removed_values,
    ),
    operations=(
        "POST /files",
        f"GET {hooks.CONTENT}",
        "POST /uploads",
        "POST /uploads/{upload_id}/parts",
        "POST /uploads/{upload_id}/complete",
    ),
)

FILE_INFO = Info(
    FILE,
    filters=(Field("purpose"),),
    client_filters=(Field("filename"),),
    extra_options=(Field("dest", "path"),),
    validate=hooks.validate_download,
    rules={"required_by": {"dest": ["id"]}},
    hooks=InfoHooks(more=hooks.download),
    operations=(f"GET {hooks.CONTENT}",),
)
