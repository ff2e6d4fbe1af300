# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run declarations against an emulator without a playbook, as modules do, for rules that need a server and many tasks."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import given_options, perform, task_arguments

from tests.harness.emulator import Organization
from tests.harness.play import writes

Args = dict[str, t.Any]


def run(declaration: Module, organization: Organization, args: Args, *, check: bool = False) -> dict[str, t.Any]:
    """Return the result of a task."""
    server = organization.server
    keys = {"base_url": server.base_url, "api_key": organization.api_key, "admin_key": organization.admin_key}
    written = task_arguments(declaration, {**keys, **args})
    spec = declaration.argument_spec()
    validation = ModuleArgumentSpecValidator(spec, **declaration.constraints()).validate(written)
    if validation.error_messages:
        return {"failed": True, "msg": "; ".join(validation.error_messages), "error": {}}
    given = given_options(spec, written)
    return perform(declaration, validation.validated_parameters, given, check_mode=check, runtime=Runtime()).result


def succeed(declaration: Module, organization: Organization, args: Args) -> dict[str, t.Any]:
    """Return the result of a task that must succeed, which check mode must predict and a second run must not change."""
    since = len(organization.journal())
    check = run(declaration, organization, args, check=True)
    assert not check.get("failed"), check["msg"]
    assert not writes(organization.journal()[since:]), "check mode sent a write"
    result = run(declaration, organization, args)
    assert not result.get("failed"), result["msg"]
    assert (check["changed"], check.get("warnings")) == (result["changed"], result.get("warnings"))
    again = run(declaration, organization, args)
    assert not again.get("failed") and not again["changed"], again
    return result


def refuse(declaration: Module, organization: Organization, args: Args, kind: str, *terms: str) -> str:
    """Return the message of a task that must fail before a write, with the same message in check mode."""
    since = len(organization.journal())
    checked, ran = (run(declaration, organization, args, check=check) for check in (True, False))
    assert checked.get("failed") and ran.get("failed"), (checked, ran)
    assert checked["msg"] == ran["msg"] and ran["error"].get("kind") == kind, (checked, ran)
    assert not writes(organization.journal()[since:])
    missing = [term for term in terms if term not in ran["msg"]]
    assert not missing, f"{missing} not in {ran['msg']!r}"
    return str(ran["msg"])
