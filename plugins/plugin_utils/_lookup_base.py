# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""Lookups that send requests to a model: the engine of the modules, for several requests at once."""

from __future__ import annotations

import os
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError, AnsibleLookupError
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import CONNECTION_OPTIONS
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.usage_log import budget_check
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.arguments import argument_secrets
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import (
    Outcome,
    environment,
    given_options,
    perform,
    task_arguments,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.concurrent import run_concurrently
from ansible_collections.fjcorp.openai.plugins.module_utils._support.files import private_folder
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import fingerprint

from . import _usage_log as usage_log
from ._native import to_native
from ._run import run_environment

Params = dict[str, t.Any]

MAX_SHOWN = 60
"""Characters of a question that a message shows."""

display = Display()


class LookupFailure(Exception):
    """One question failed; ``on_error`` decides what follows."""


def named(prompts: t.Sequence[str], index: int) -> str:
    """Return a question as messages name it: its number and how it begins."""
    text = " ".join(prompts[index].split())
    shown = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
    return f"question {index + 1} of {len(prompts)} ({shown!r})"


class GenerationLookup(LookupBase):
    """A lookup whose terms are prompts.

    :cvar declaration: the module behind it. :cvar passed: options that it passes on under their own names.
    """

    declaration: t.ClassVar[Module]
    passed: t.ClassVar[tuple[str, ...]] = ()

    def arguments(self, term: str) -> Params:
        """Return the arguments of the module for one prompt."""
        raise NotImplementedError(term)

    def answer(self, result: t.Mapping[str, t.Any]) -> t.Any:
        """Return what the lookup returns of a result.

        :raises LookupFailure: the result contains no such answer.
        """
        if not self.get_option("schema"):
            return result.get("text") or ""
        if result.get("parsed") is None:
            raise LookupFailure(f"the answer is not valid JSON: {str(result.get('text'))[:200]!r}")
        return result["parsed"]

    def run(self, terms: list[t.Any], variables: t.Mapping[str, t.Any] | None = None, **kwargs: t.Any) -> list[t.Any]:
        """Return an answer for each term, in their order."""
        self.set_options(var_options=variables, direct=kwargs)
        prompts = [to_native(term) for term in self._flatten(terms)]
        for prompt in prompts:
            if not isinstance(prompt, str) or not prompt.strip():
                raise AnsibleLookupError(f"{self.display_name}: a term must be a non-empty string, got {prompt!r}")
        check = bool((variables or {}).get("ansible_check_mode"))
        with environment(run_environment()):
            return self.answers(prompts, check)

    @property
    def display_name(self) -> str:
        """Name in messages."""
        return f"fjcorp.openai.{self._load_name.rsplit('.', 1)[-1]}"

    def answers(self, prompts: list[str], check: bool) -> list[t.Any]:
        """Return all answers; the requests are sent concurrently.

        An answer that failed is null with ``on_error=warn``, and left out with ``on_error=omit``.
        """

        def request(index: int) -> list[t.Any]:
            try:
                return [self.answer(self.perform(self.arguments(prompts[index]), check))]
            except LookupFailure as failure:
                return self.failed(named(prompts, index), failure)

        concurrency = max(1, int(self.get_option("concurrency")))
        results = dict(run_concurrently(request, range(len(prompts)), concurrency))
        return [answer for index in range(len(prompts)) for answer in results[index]]

    def failed(self, which: str, failure: LookupFailure) -> list[t.Any]:
        """Return what takes the place of an answer that failed.

        :param which: the question in messages.
        :raises AnsibleLookupError: the lookup fails.
        """
        message = f"{self.display_name}: {which}: {failure}"
        mode = self.get_option("on_error")
        if mode == "fail":
            raise AnsibleLookupError(message) from failure
        display.warning(message)
        return [None] if mode == "warn" else []

    def perform(self, own: Params, check: bool) -> Params:
        """Return the result of the module; in check mode, predicted where it takes a request.

        :raises LookupFailure: it failed.
        """
        outcome = self.outcome({**self.given(), **own}, check)
        result: Params = remove_values(outcome.result, {secret for secret in outcome.secrets if secret})
        usage_log.record(usage_log.current_task(self.display_name), outcome.usage)
        for warning in result.get("warnings") or ():
            display.warning(warning)
        if result.get("failed"):
            raise LookupFailure(str(result["msg"]))
        return result

    def given(self) -> Params:
        """Return the options that are set, by this call, variables, environment or configuration."""
        options: Params = to_native(self.get_options())
        own = {name: options[name] for name in (*CONNECTION_OPTIONS, *self.passed) if options.get(name) is not None}
        return {**(options.get("options") or {}), **own}

    def outcome(self, given: Params, check: bool) -> Outcome:
        """Run the module, with its answer stored where the same request finds it again."""
        spec = self.declaration.argument_spec()
        given = {"dest": self.place(given), "force": bool(self.get_option("fresh")), **given}
        given = task_arguments(self.declaration, given)
        secrets = argument_secrets(spec, given)
        validation = ModuleArgumentSpecValidator(spec, **self.declaration.constraints()).validate(given)
        if validation.error_messages:
            return Outcome({"failed": True, "msg": validation.errors.msg}, secrets)
        outcome = perform(
            self.declaration,
            validation.validated_parameters,
            given_options(spec, given),
            check_mode=check,
            runtime=Runtime(
                display=lambda line: display.display(line, stderr=True),
                observe=lambda record: display.vvv(record.line()),
                budget_error=budget_check(usage_log.log().budget()),
            ),
        )
        outcome.secrets |= secrets
        return outcome

    def place(self, given: Params) -> str:
        """Return the file that stores the answer: in the run's folder, or in one that the user sets."""
        cache = self.get_option("cache")
        folder = (
            os.path.expanduser(str(cache))
            if cache
            else os.path.join(str(getattr(C, "DEFAULT_LOCAL_TMP", "")), "openai-answers")
        )
        arguments = {name: value for name, value in given.items() if name not in CONNECTION_OPTIONS}
        view = [given.get(name) for name in ("base_url", "api_key", "organization_id", "project_header")]
        try:
            if cache:
                os.makedirs(folder, mode=0o700, exist_ok=True)
            else:
                private_folder(folder)
        except OSError as error:
            raise AnsibleError(f"{self.display_name}: cache: {error}") from error
        return os.path.join(
            folder, fingerprint(self.declaration.module_name, {"asked": arguments, "view": [] if cache else view})
        )
