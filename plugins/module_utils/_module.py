# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Between Ansible and the engine: the only file that uses AnsibleModule, and the one that makes results."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
import typing as t
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

if sys.version_info < (3, 9):  # noqa: UP036
    # Every module imports this file first, and the ones below need not load on an older Python. So the failure is
    # written here, as ansible-core does for a Python that it does not support itself.
    _version = ".".join(map(str, sys.version_info[:3]))
    _message = (
        f"fjcorp.openai requires Python 3.9 or later on the target host, and this is Python {_version}. "
        "Set ansible_python_interpreter to a later Python that has the requests library."
    )
    sys.stdout.write(json.dumps({"failed": True, "msg": _message}))
    raise SystemExit(1)

from ansible.module_utils.basic import AnsibleModule

from ._api.client import Client
from ._api.connection import connection_from
from ._api.request import CallRecord
from ._api.response import CHECK_COMPATIBLE
from ._domain.usage_log import TASK_VARIABLE, UsageLog, budget_check
from ._engine.arguments import argument_secrets, shown_arguments
from ._engine.cache import RUN_FOLDER, RUN_IS_CHECK
from ._engine.context import TaskContext
from ._engine.required import reject_empty
from ._engine.runtime import BUDGET_VARIABLE, Runtime, VaultEncrypt
from ._engine.spec import Module
from ._support.errors import (
    ApiError,
    DeliveryError,
    InvalidResponse,
    LostResponse,
    OpenAIError,
    UncertainOutcome,
)
from ._support.local_state import state_warnings
from ._support.masking import MIN_LENGTH, mask_text
from ._support.predicted_files import PredictedFiles, predicting

CALLS = "_openai_calls"
"""Key by which a module process passes its HTTP exchanges to the action plugin, which displays and removes it."""

USAGE = "_openai_usage"
"""Key by which a module process passes its requests to models to the action plugin, which records and removes it."""

HIDDEN = "_openai_hidden"
"""Key by which a module process asks the action plugin to keep the result off the screen."""

RETURNS_SECRET = ("return_key", "return_secrets")
"""Options with which a result contains a secret, so that it must not be displayed or stored."""

RESULT_ONLY = "FJCORP_OPENAI_RESULT_ONLY"
"""Environment variable that is set where the action plugin does not see the result, so that it must not contain those keys."""

MISFITS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""Exceptions by which the use of a response fails that has other fields or types than the API documents."""


@dataclass
class Outcome:
    """The outcome of a task.

    :ivar result: for Ansible, ``failed`` and ``msg`` included.
    :ivar secrets: values to mask in the result.
    :ivar usage: requests to models (:attr:`TaskContext.usage`).
    :ivar hide: the result contains a secret because of ``return_key``, so it must not be displayed.
    """

    result: dict[str, t.Any]
    secrets: set[str] = field(default_factory=set)
    hide: bool = False
    usage: list[dict[str, t.Any]] = field(default_factory=list)


def given_options(spec: t.Mapping[str, t.Mapping[str, t.Any]], raw: t.Mapping[str, t.Any]) -> set[str]:
    """Return the canonical names of the options that a task sets, by any alias and with any value."""
    return {
        name for name, entry in spec.items() if name in raw or any(alias in raw for alias in entry.get("aliases", ()))
    }


def without_empty(
    spec: t.Mapping[str, t.Mapping[str, t.Any]], raw: t.Mapping[str, t.Any], clearable: t.Container[str] = ()
) -> dict[str, t.Any]:
    """Return the arguments of a task without the empty strings that its options cannot have as a value.

    An empty string counts as not set for options of every type. Validation would reject it for a type such as ``int``, and make
    it a list with one item for ``list``. For ``str``, ``path`` and ``raw`` the engine does the same; it is left to them.
    Null counts as not set for options with choices as well, for which validation would reject it.

    :param clearable: options of which an empty value removes the present value; there it becomes null.
    """
    entries = {name: entry for option, entry in spec.items() for name in (option, *entry.get("aliases", ()))}
    names = {name: option for option, entry in spec.items() for name in (option, *entry.get("aliases", ()))}
    arguments: dict[str, t.Any] = {}
    for name, value in raw.items():
        entry = entries.get(name)
        if entry is None:
            arguments[name] = value
        elif value is None and entry.get("choices"):
            # Ansible would look for null among the choices.
            continue
        elif isinstance(value, str) and value == "" and _rejects_empty(entry):
            if names[name] in clearable:
                arguments[name] = None
        else:
            arguments[name] = _suboptions_without_empty(entry, value)
    return arguments


def _rejects_empty(entry: t.Mapping[str, t.Any]) -> bool:
    choices = entry.get("choices")
    return entry.get("type", "str") not in ("str", "path", "raw") or (choices is not None and "" not in choices)


def _suboptions_without_empty(entry: t.Mapping[str, t.Any], value: t.Any) -> t.Any:
    options = entry.get("options")
    if not options:
        return value
    if isinstance(value, t.Mapping):
        return without_empty(options, value)
    if isinstance(value, list):
        return [without_empty(options, item) if isinstance(item, t.Mapping) else item for item in value]
    return value


def task_arguments(declaration: Module, raw: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the arguments of a task as both paths validate them (:func:`without_empty`)."""
    fields = getattr(declaration, "fields", ())
    clearable = {entry.name for entry in fields if entry.clearable}
    texts = {name for entry in fields if entry.single_text for name in (entry.name, *entry.aliases)}
    arguments = without_empty(declaration.argument_spec(), raw, clearable)
    # Ansible would split a text at its commas.
    return {name: [value] if name in texts and isinstance(value, str) else value for name, value in arguments.items()}


def perform(
    declaration: Module,
    params: dict[str, t.Any],
    given: set[str],
    *,
    check_mode: bool,
    runtime: Runtime,
) -> Outcome:
    """Carry out one task and return its outcome; never raises."""
    context: TaskContext | None = None
    secrets: set[str] = set()
    try:
        connection = connection_from(params)
        secrets |= connection.secrets()
        runtime = masking_runtime(runtime, argument_secrets(declaration.argument_spec(), params) | secrets)
        client = Client(connection, f"fjcorp.openai.{declaration.module_name}", runtime.display, runtime.observe)
        context = TaskContext(params, given, client, check_mode=check_mode, runtime=runtime)
        if declaration.key:
            connection.key(declaration.key, client.plugin)
        reject_empty(declaration, params)
        with predicting(predicted_files_of(context)):
            try:
                result = declaration.execute(context)
            except ApiError as error:
                if not (context.used_cache and not context.done and error.gone):
                    raise
                context.invalidate()
                result = declaration.execute(context)
    except OpenAIError as error:
        result = failure(error, context)
    except Exception as error:
        result = unexpected(error, context)
    if context is None:
        return Outcome(result, secrets)
    warnings = [*context.warnings, *state_warnings()]
    if warnings:
        result["warnings"] = warnings
    return Outcome(result, secrets | context.secrets, context.hide_result, context.usage)


def unexpected(error: Exception, context: TaskContext | None) -> dict[str, t.Any]:
    """Return the result of a task that failed by an exception that is not an :class:`OpenAIError`."""
    if context is not None and context.client.last_call and isinstance(error, MISFITS):
        # What a server returns is checked where it decides something. The rest is used as the API documents it.
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return failure(
            InvalidResponse(
                f"a response does not have the form that the API documents; the last was that of {context.client.last_call} "
                f"({what}, in {os.path.basename(place.filename)} line {place.lineno})",
                f"{CHECK_COMPATIBLE} If it is OpenAI's, please report this.",
            ),
            context,
        )
    # A defect of this collection or of the machine is reported like any other failure.
    result = failure(OpenAIError(f"{type(error).__name__}: {error}", "Please report this."), context)
    result["exception"] = traceback.format_exc()
    return result


def predicted_files_of(context: TaskContext) -> PredictedFiles | None:
    """Return the files that check mode predicts, if the whole run is in check mode."""
    folder = os.environ.get(RUN_FOLDER, "")
    if not context.check_mode or os.environ.get(RUN_IS_CHECK) != "1" or not os.path.isdir(folder):
        return None
    return PredictedFiles(folder, context.warn)


def masking_runtime(runtime: Runtime, secrets: set[str]) -> Runtime:
    """Return a runtime that displays lines with secrets masked: a server may repeat them in an error or an answer."""

    def mask(line: str) -> str:
        return mask_text(line, secrets)

    def masked(show: t.Callable[[str], None] | None) -> t.Callable[[str], None] | None:
        return None if show is None else lambda line: show(mask(line))

    def observe(record: CallRecord) -> None:
        if runtime.observe:
            runtime.observe(replace(record, template=mask(record.template), request_id=mask(record.request_id)))

    return replace(
        runtime,
        display=masked(runtime.display),
        stream_line=masked(runtime.stream_line),
        observe=observe if runtime.observe else None,
    )


def failure(error: OpenAIError, context: TaskContext | None) -> dict[str, t.Any]:
    """Return the result of a failed task."""
    if isinstance(error, LostResponse):
        attempted = error.attempted
        error = UncertainOutcome(error.message, "Run the task again; whether it was carried out is not known.")
        error.attempted = attempted
    done = context.done if context else []
    error.done = error.done or list(done)
    return {
        **error.facts,
        "failed": True,
        "changed": bool(done),
        "msg": " ".join(error.line().split()),
        "error": error.details(),
    }


@contextmanager
def environment(values: t.Mapping[str, t.Any]) -> t.Iterator[None]:
    """Apply a task's ``environment`` to the process until the block ends."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update({name: str(value) for name, value in values.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Recording(AnsibleModule):
    """Keeps the arguments as the task wrote them, so that an explicit null differs from an omitted option."""

    def __init__(self, declaration: Module, **kwargs: t.Any) -> None:
        self._declaration = declaration
        super().__init__(**kwargs)

    def _load_params(self) -> None:
        super()._load_params()
        self.params = task_arguments(self._declaration, self.params)
        self.written = dict(self.params)
        self.secrets = argument_secrets(self._declaration.argument_spec(), self.written)
        self.no_log_values.update(self.secrets)

    def add_path_info(self, kwargs: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the result with the arguments as they may be shown, before Ansible masks the rest of it.

        The in-process path does not add owner and mode of ``dest`` either.
        """
        kwargs["invocation"] = {"module_args": shown_arguments(self._declaration.argument_spec(), self.written)}
        self.no_log_values = {
            value for value in self.no_log_values if value in self.secrets or len(value) >= MIN_LENGTH
        }
        return kwargs


def vault_encrypt_command(module: AnsibleModule) -> VaultEncrypt:
    """Return encryption by the command ansible-vault, as a module may not use Ansible's own library."""

    def encrypt(content: bytes, password_file: str, vault_id: str) -> bytes:
        sibling = os.path.join(os.path.dirname(sys.executable), "ansible-vault")
        command = sibling if os.access(sibling, os.X_OK) else module.get_bin_path("ansible-vault")
        if not command:
            raise DeliveryError("ansible-vault was not found on this machine: install ansible-core there")
        words = [command, "encrypt", "--output", "-"]
        if vault_id:
            words += ["--vault-id", f"{vault_id}@{password_file}", "--encrypt-vault-id", vault_id]
        else:
            words += ["--vault-password-file", password_file]
        # The user's own vault settings must not decide how this file is encrypted.
        for name in [name for name in os.environ if name.startswith("ANSIBLE_VAULT")]:
            del os.environ[name]
        with tempfile.NamedTemporaryFile(suffix=".cfg") as empty:
            code, encrypted, output = module.run_command(
                words,
                data=content,
                binary_data=True,
                encoding=None,
                environ_update={"ANSIBLE_CONFIG": empty.name},
                expand_user_and_vars=False,
                handle_exceptions=False,
            )
        if code or not encrypted.startswith(b"$ANSIBLE_VAULT"):
            raise DeliveryError("ansible-vault failed: " + output.decode("utf-8", "replace").strip()[-300:])
        return t.cast(bytes, encrypted)

    return encrypt


def secret_in_file(option: str) -> str:
    """Return the message for a task whose result, with a secret in it, would be stored in a file."""
    remedy = "Set dest to a file instead of return_key" if option == "return_key" else "Remove async"
    return (
        f"{option} and async are mutually exclusive: the result of an asynchronous task is stored in a file. {remedy}."
    )


def main(declaration: Module) -> None:
    """Run a declaration as a module."""
    spec = declaration.argument_spec()
    module = _Recording(declaration, argument_spec=spec, supports_check_mode=True, **declaration.constraints())
    returned = [name for name in RETURNS_SECRET if module.params.get(name)]
    if RESULT_ONLY in os.environ and returned:
        # The action plugin rejects it before; nothing else may issue a key that would be stored with the result.
        module.fail_json(msg=secret_in_file(returned[0]))
    calls: list[str] = []
    runtime = Runtime(
        observe=(lambda record: calls.append(record.line())) if module._verbosity >= 3 else None,
        vault_encrypt=vault_encrypt_command(module),
        budget_error=budget_check(json.loads(os.environ.get(BUDGET_VARIABLE) or "{}")),
    )
    written = given_options(spec, module.written)
    outcome = perform(declaration, module.params, written, check_mode=module.check_mode, runtime=runtime)
    module.secrets |= outcome.secrets
    module.no_log_values.update(outcome.secrets)
    if not module._diff:
        outcome.result.pop("diff", None)
    if RESULT_ONLY in os.environ:
        # The run may have ended, and its folder with it.
        with suppress(OSError):
            UsageLog(os.environ.get(RUN_FOLDER, "")).record(os.environ.get(TASK_VARIABLE, ""), outcome.usage)
    else:
        passed = {CALLS: calls, USAGE: outcome.usage, HIDDEN: outcome.hide}
        outcome.result.update({key: value for key, value in passed.items() if value})
    if outcome.result.pop("failed", False):
        module.fail_json(**outcome.result)
    module.exit_json(**outcome.result)
