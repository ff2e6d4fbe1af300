# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Certificates of mutual TLS that an organization trusts. A certificate is identified by its content."""

from __future__ import annotations

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.fields import Field
from ..._engine.info import Info
from ..._engine.spec import Hooks
from ..._support.types import Object
from . import _certificate_hooks as hooks
from .project import PROJECTS

CERTIFICATES = hooks.CERTIFICATES
OF_PROJECT = hooks.OF_PROJECT


def _validate(context: TaskContext) -> None:
    given = hooks.given_certificate(context)
    if given is not None and context.param("state") == "present":
        given.refuse_expired("src" if context.param("src") else "certificate")


CERTIFICATE = Entity(
    CERTIFICATES,
    fields=(
        Field("name"),
        Field("certificate", response_name=""),
        Field("src", "path", request_name="", response_name=""),
    ),
    validate=_validate,
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


def _add_content(context: TaskContext, certificate: Object) -> Object:
    return hooks.with_content(context, certificate) if context.param("content") else certificate


CERTIFICATE_INFO = Info(
    CERTIFICATE,
    client_filters=(Field("name"), Field("active", "bool")),
    extra_options=(Field("content", "bool", default=False),),
    add_details=_add_content,
)
