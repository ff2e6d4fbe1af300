# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a declaration as the action plugins and the modules do, and a clock that tests advance."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import Client
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._api.request import CallRecord
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import Outcome, given_options, perform

from .server import Server

API_KEY = "sk-proj-canary-0123456789abcdef"
ADMIN_KEY = "sk-admin-canary-0123456789abcdef"


class Clock:
    """A replacement for the module ``time``: sleeping does not wait and advances the clock.

    :ivar slept: every pause in seconds.
    :ivar at_sleep: called at each pause, to change something meanwhile.
    """

    def __init__(self, monotonic: t.Callable[[], float], wall: t.Callable[[], float]) -> None:
        self._monotonic, self._wall = monotonic, wall
        self.offset = 0.0
        self.slept: list[float] = []
        self.at_sleep: t.Callable[[], None] | None = None

    def sleep(self, seconds: float) -> None:
        """Advance the clock without waiting."""
        assert len(self.slept) < 5000, "too many pauses"
        self.slept.append(seconds)
        self.offset += seconds
        if self.at_sleep is not None:
            self.at_sleep()

    def monotonic(self) -> float:
        """Return the seconds of real time and of all pauses."""
        return self._monotonic() + self.offset

    def time(self) -> float:
        """Return the wall clock time, advanced by all pauses."""
        return self._wall() + self.offset


def client_for(server: Server, **options: t.Any) -> Client:
    """Return a client of a server, with both keys."""
    observe: t.Callable[[CallRecord], None] | None = options.pop("observe", None)
    display: t.Callable[[str], None] | None = options.pop("display", None)
    given = {"api_key": API_KEY, "admin_key": ADMIN_KEY, "base_url": server.base_url, "timeout": 5, **options}
    return Client(connection_from(given, {}), "fjcorp.openai.openai_test", display, observe)


def run_task(
    declaration: Module,
    server: Server,
    args: dict[str, t.Any],
    check: bool = False,
    display: t.Callable[[str], None] | None = None,
) -> dict[str, t.Any]:
    """Return the result of a task, its arguments validated as Ansible validates them."""
    return outcome_of(declaration, server, args, check, display).result


def outcome_of(
    declaration: Module,
    server: Server,
    args: dict[str, t.Any],
    check: bool = False,
    display: t.Callable[[str], None] | None = None,
) -> Outcome:
    """Return what :func:`run_task` returns, with the secrets of the task."""
    params, given = validated(declaration, server, args)
    return perform(declaration, params, given, check_mode=check, runtime=Runtime(display=display))


def context_for(declaration: Module, server: Server, args: dict[str, t.Any], check: bool = False) -> TaskContext:
    """Return the context of a task, as :func:`perform` creates it."""
    params, given = validated(declaration, server, args)
    client = Client(connection_from(params), f"fjcorp.openai.{declaration.module_name}")
    return TaskContext(params, given, client, check_mode=check)


def validated(declaration: Module, server: Server, args: dict[str, t.Any]) -> tuple[dict[str, t.Any], set[str]]:
    """Return the arguments as Ansible validates them, and the names of those that the task sets."""
    written = {"base_url": server.base_url, "api_key": API_KEY, "admin_key": ADMIN_KEY, "timeout": 5, **args}
    spec = declaration.argument_spec()
    validation = ModuleArgumentSpecValidator(spec, **declaration.constraints()).validate(written)
    assert not validation.error_messages, validation.error_messages
    return validation.validated_parameters, given_options(spec, written)
