# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Certificates of mutual TLS that an organization trusts. A certificate is identified by its content."""

from __future__ import annotations

from ..._engine.entity import Entity
from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from . import _certificate_hooks as hooks
from .project import PROJECTS

CERTIFICATES = hooks.CERTIFICATES

OF_PROJECT = hooks.OF_PROJECT

CERTIFICATE = Entity(
    CERTIFICATES,
    fields=(
        Field("name"),
        Field("certificate", response_name=""),
        Field("src", "path", request_name="", response_name=""),
    ),
    validate=hooks.validate,
    rules={
        "mutually_exclusive": [["certificate", "src"]],
        "required_one_of": [["id", "certificate", "src", "name"]],
    },
    hooks=Hooks(
        title=hooks.title,
        desired=hooks.desired,
        find=hooks.find,
        match=hooks.match,
        diff=hooks.diff,
        validate_create=hooks.validate_create,
        predict=hooks.predict,
        create=hooks.create,
        returned=hooks.returned,
        delete=hooks.delete,
    ),
    operations=(
        f"POST {CERTIFICATES.path}",
        f"POST {CERTIFICATES.path}/deactivate",
        f"GET {PROJECTS.path}",
        f"GET {OF_PROJECT.path}",
        f"POST {OF_PROJECT.path}/deactivate",
    ),
)

CERTIFICATE_INFO = Info(
    CERTIFICATE,
    client_filters=(Field("name"), Field("active", "bool")),
    extra_options=(Field("content", "bool", default=False),),
    add_details=hooks.add_content,
)
