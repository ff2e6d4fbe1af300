# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""The in-process path: the engine of the modules, run inside Ansible's worker.

A module costs a new Python process for each task and item; this costs about as much as ``debug``. Every file in
``plugins/action`` is this one runner; it finds the declaration by the name of the task's action. If a process is
required (another host, another user, ``async``, another interpreter), it executes the module of the same name.
"""

from __future__ import annotations

import json
import os
import sys
import typing as t
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module

from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, get_file_vault_secret
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ENVIRONMENT
from ansible_collections.fjcorp.openai.plugins.module_utils._api.session import http
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.usage_log import TASK_VARIABLE, budget_check
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.arguments import argument_secrets, shown_arguments
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import is_disabled
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import BUDGET_VARIABLE, Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import FAMILIES, Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import (
    CALLS,
    HIDDEN,
    RESULT_ONLY,
    RETURNS_SECRET,
    USAGE,
    Outcome,
    environment,
    given_options,
    perform,
    secret_in_file,
    task_arguments,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import DeliveryError, OpenAIError

from . import _usage_log as usage_log
from ._native import to_native
from ._run import run_environment

SWITCH = "FJCORP_OPENAI_IN_PROCESS"
VARIABLE = "fjcorp_openai_in_process"
"""Either, set to false, makes every task a module process."""

RESOURCES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "module_utils", "_resources")

display = Display()


@cache
def declaration_of(action: str) -> Module:
    """Return the declaration of a module.

    By convention ``openai_file_info`` is ``FILE_INFO`` in ``_resources/project/file.py``.
    """
    name = action.removeprefix("openai_")
    file = name.removesuffix("_info")
    family = next(family for family in FAMILIES if os.path.exists(os.path.join(RESOURCES, family, f"{file}.py")))
    package = __name__.rsplit(".", 2)[0]
    return t.cast(Module, getattr(import_module(f"{package}.module_utils._resources.{family}.{file}"), name.upper()))


def preload(action: str) -> None:
    """Import what an action needs.

    Ansible loads action plugins before it forks, so that these imports run once per play and not once per task. They
    are expensive because the code of collections has no compiled form on disk.
    """
    declaration_of(action.rsplit(".", 1)[-1])
    # On a machine without it the task fails with a clear message.
    with suppress(OpenAIError):
        http()


def show(line: str) -> None:
    """Display progress immediately: standard output is buffered when it is a pipe."""
    display.display(line, stderr=True)


def vault_encrypt(content: bytes, password_file: str, vault_id: str) -> bytes:
    """Encrypt with Ansible's own library, regardless of the vault settings of the user."""
    try:
        secret = get_file_vault_secret(filename=password_file, vault_id=vault_id, loader=DataLoader())
        secret.load()
        return bytes(VaultLib().encrypt(content, secret, vault_id or None, salt=os.urandom(32)))
    except AnsibleError as error:
        raise DeliveryError(f"ansible-vault failed: {error}") from error


def stream_line(line: str) -> None:
    """Display a line of a model's output as it arrives; it is not logged."""
    display.display(line, stderr=True, screen_only=True)


class ActionModule(ActionBase):
    """Runs a module's declaration in this process, or executes the module."""

    _supports_check_mode = True
    _supports_async = True
    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the result of the task."""
        facts = task_vars or {}
        result: dict[str, t.Any] = super().run(tmp, facts)
        del tmp
        overlay = run_environment()
        returned = self._returned_secret()
        if self._task.async_val and returned:
            # The file contains the secret, and async_status returns it.
            result.update(failed=True, changed=False, msg=secret_in_file(returned))
            return result
        if not self._in_process(facts):
            with environment(overlay), self._keys_as_arguments(), self._quiet_connection(bool(returned)):
                result.update(self._execute_module(task_vars=facts, wrap_async=bool(self._task.async_val)))
            for line in result.pop(CALLS, ()):
                display.vvv(line)
            usage_log.record(self._task.get_name(), result.pop(USAGE, ()))
            if result.pop(HIDDEN, False):
                self._hide(result)
            return result
        task_environment: dict[str, t.Any] = {}
        self._compute_environment_string(task_environment)
        with environment({**overlay, **to_native(task_environment)}):
            result.update(self._in_place())
        return result

    def _returned_secret(self) -> str:
        """Return the option by which the task asks for a secret in its result; empty if there is none."""
        for name in RETURNS_SECRET:
            # A value that is not a boolean is rejected by the module.
            with suppress(TypeError):
                if self._task.args.get(name) is not None and boolean(self._task.args[name]):
                    return name
        return ""

    @contextmanager
    def _keys_as_arguments(self) -> t.Iterator[None]:
        """Pass the keys in the task's ``environment`` to the module as arguments until the block ends.

        Ansible writes the environment into the command line of the module, which the process list and ``-vvv`` show.
        """
        before = self._task.args, self._task.environment
        values: dict[str, t.Any] = {}
        self._compute_environment_string(values)
        arguments, emptied = dict(self._task.args), {}
        for option in ("api_key", "admin_key"):
            variables = [name for name in ENVIRONMENT[option] if values.get(name)]
            emptied.update(dict.fromkeys(variables, ""))
            if variables and not arguments.get(option):
                arguments[option] = to_native(values[variables[0]])
        own = {**emptied, **self._process_environment()}
        if own:
            # The values are not set again, as that would evaluate templates in them.
            self._task.environment = [*(before[1] or []), own]
        self._task.args = arguments
        try:
            yield
        finally:
            self._task.args, self._task.environment = before

    def _process_environment(self) -> dict[str, str]:
        """Return the variables for a module process."""
        values = {}
        if budget := usage_log.log().budget():
            # Also where the process is on another host, or does not inherit the environment.
            values[BUDGET_VARIABLE] = json.dumps(budget)
        if self._task.async_val:
            # Its result is stored in a file and returned by async_status, where nothing removes the keys for this plugin.
            values.update({RESULT_ONLY: "1", TASK_VARIABLE: self._task.get_name()})
        return values

    @contextmanager
    def _quiet_connection(self, quiet: bool) -> t.Iterator[None]:
        """Prevent, until the block ends, that the connection displays what the module prints, as ssh does with ``-vvv``.

        :param quiet: False changes nothing.
        """
        context_of_connection = getattr(self._connection, "_play_context", None)
        before = getattr(context_of_connection, "no_log", None)
        if not quiet or context_of_connection is None:
            yield
            return
        context_of_connection.no_log = True
        try:
            yield
        finally:
            context_of_connection.no_log = before

    def _in_process(self, facts: dict[str, t.Any]) -> bool:
        if self._task.async_val or getattr(self._connection, "transport", "") != "local" or self._play_context.become:
            return False
        if is_disabled(os.environ.get(SWITCH)) or is_disabled(str(facts.get(VARIABLE, ""))):
            return False
        interpreter = str(facts.get("ansible_python_interpreter") or "")
        if interpreter.replace(" ", "") == "{{ansible_playbook_python}}":
            # The value of the implicit localhost; templating it would cost more than many tasks.
            return True
        interpreter = str(self._templar.template(interpreter))
        if not interpreter or interpreter.startswith("auto"):
            return True
        # Links are not resolved: the interpreters of two virtual environments are links to the same file.
        same_folder = os.path.dirname(os.path.abspath(interpreter)) == os.path.dirname(os.path.abspath(sys.executable))
        return same_folder and os.path.realpath(interpreter) == os.path.realpath(sys.executable)

    def _in_place(self) -> dict[str, t.Any]:
        declaration = declaration_of(self._task.action.rsplit(".", 1)[-1])
        spec = declaration.argument_spec()
        written = task_arguments(declaration, to_native(self._task.args))
        validation = ModuleArgumentSpecValidator(spec, **declaration.constraints()).validate(written)
        mask_secrets = argument_secrets(spec, written)
        if validation.error_messages:
            # The wording of AnsibleModule, so that both paths fail with the same message.
            text = validation.errors.msg
            if isinstance(validation.errors[0], UnsupportedError):
                text = f"Unsupported parameters for ({self._task.action}) module: {text}"
            outcome = Outcome({"failed": True, "changed": False, "msg": text})
        else:
            outcome = perform(
                declaration,
                validation.validated_parameters,
                given_options(spec, written),
                check_mode=self._task.check_mode,
                runtime=Runtime(
                    display=show,
                    stream_line=None if self._task.no_log else stream_line,
                    observe=lambda record: display.vvv(record.line()),
                    vault_encrypt=vault_encrypt,
                    budget_error=budget_check(usage_log.log().budget()),
                ),
            )
            usage_log.record(self._task.get_name(), outcome.usage)
        mask_secrets |= {value for value in outcome.secrets if value}
        if not self._task.diff:
            outcome.result.pop("diff", None)
        outcome.result["invocation"] = {"module_args": shown_arguments(spec, written)}
        result: dict[str, t.Any] = remove_values(outcome.result, mask_secrets)
        if outcome.hide:
            self._hide(result)
        return result

    def _hide(self, result: dict[str, t.Any]) -> None:
        """Keep a result from being displayed and from callbacks."""
        result["_ansible_no_log"] = True
        # Until 2.18, ansible-core hides the result of a loop by the task of an item, and not by its result.
        self._task.no_log = True
