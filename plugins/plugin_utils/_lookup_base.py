# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""Lookups that ask a model: the engine of the modules, for many questions at once."""

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
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._module import Outcome, given_options, perform
from ansible_collections.fjcorp.openai.plugins.module_utils._support.concurrent import run_concurrently
from ansible_collections.fjcorp.openai.plugins.module_utils._support.files import private_folder
from ansible_collections.fjcorp.openai.plugins.module_utils._support.fingerprint import fingerprint

from . import _usage_log as books
from ._native import plain

Params = dict[str, t.Any]

display = Display()


class GenerationLookup(LookupBase):
    """A lookup whose terms are questions.

    :cvar declaration: the module behind it. :cvar passed: options it hands over under their own names.
    """

    declaration: t.ClassVar[Module]
    passed: t.ClassVar[tuple[str, ...]] = ()

    def question(self, term: str) -> Params:
        """The options of the module that ask one question."""
        raise NotImplementedError(term)

    def answer(self, result: t.Mapping[str, t.Any]) -> t.Any:
        """What a result is worth to a template."""
        if not self.get_option("schema"):
            return result.get("text") or ""
        if result.get("parsed") is None:
            raise AnsibleLookupError(f"{self.spoken}: the answer is no JSON: {str(result.get('text'))[:200]!r}")
        return result["parsed"]

    def unasked(self) -> t.Any:
        """What stands for an answer in check mode, which asks nothing."""
        return {} if self.get_option("schema") else "(not asked in check mode)"

    def run(self, terms: list[t.Any], variables: t.Mapping[str, t.Any] | None = None, **kwargs: t.Any) -> list[t.Any]:
        """As any lookup: an answer for each term, in their order."""
        self.set_options(var_options=variables, direct=kwargs)
        questions = [plain(term) for term in self._flatten(terms)]
        for question in questions:
            if not isinstance(question, str) or not question.strip():
                raise AnsibleLookupError(f"{self.spoken}: a question must be a text, and {question!r} is none")
        check = bool((variables or {}).get("ansible_check_mode"))
        return self.answers(questions, check)

    @property
    def spoken(self) -> str:
        """Its name in messages."""
        return f"fjcorp.openai.{self._load_name.rsplit('.', 1)[-1]}"

    def answers(self, questions: list[str], check: bool) -> list[t.Any]:
        """Every answer; the questions are asked side by side."""

        def ask(question: str) -> Params | None:
            return self.carried_out(self.question(question), check)

        results = dict(run_concurrently(ask, questions, max(1, int(self.get_option("concurrency")))))
        found = [results[number] for number in range(len(questions))]
        return [self.unasked() if result is None else self.answer(result) for result in found]

    def carried_out(self, own: Params, check: bool) -> Params | None:
        """The result of the module for some options; None where only asking would give one and this is a check.

        :raises AnsibleLookupError: it failed.
        """
        outcome = self.performed({**self.given(), **own}, check)
        result: Params = remove_values(outcome.result, {secret for secret in outcome.secrets if secret})
        books.book(self.spoken, outcome.usage)
        for warning in result.get("warnings") or ():
            display.warning(warning)
        if result.get("failed"):
            raise AnsibleLookupError(f"{self.spoken}: {result['msg']}")
        return None if check and not result.get(self.declaration.module_name.removeprefix("openai_")) else result

    def given(self) -> Params:
        """The options that are set, by this call, variables, environment or configuration."""
        options: Params = plain(self.get_options())
        own = {name: options[name] for name in (*CONNECTION_OPTIONS, *self.passed) if options.get(name) is not None}
        return {**(options.get("options") or {}), **own}

    def performed(self, given: Params, check: bool) -> Outcome:
        """The module's work, its answer kept where the same question finds it again."""
        spec = self.declaration.argument_spec()
        given = {"dest": self.place(given), "force": bool(self.get_option("fresh")), **given}
        validation = ModuleArgumentSpecValidator(spec, **self.declaration.constraints()).validate(given)
        if validation.error_messages:
            return Outcome({"failed": True, "msg": validation.errors.msg}, set(validation._no_log_values))
        outcome = perform(
            self.declaration,
            validation.validated_parameters,
            given_options(spec, given),
            check_mode=check,
            host=Runtime(
                say=lambda line: display.display(line, stderr=True),
                observe=lambda record: display.vvv(record.line()),
                spent=books.spent(),
            ),
        )
        outcome.secrets |= validation._no_log_values
        return outcome

    def place(self, given: Params) -> str:
        """The file that keeps the answer to a question: for the run, or in a folder of the user's."""
        cache = self.get_option("cache")
        folder = (
            os.path.expanduser(str(cache))
            if cache
            else os.path.join(str(getattr(C, "DEFAULT_LOCAL_TMP", "")), "openai-answers")
        )
        asked = {name: value for name, value in given.items() if name not in CONNECTION_OPTIONS}
        view = [given.get(name) for name in ("base_url", "api_key", "organization_id", "project_header")]
        try:
            if cache:
                os.makedirs(folder, mode=0o700, exist_ok=True)
            else:
                private_folder(folder)
        except OSError as error:
            raise AnsibleError(f"{self.spoken}: cache: {error}") from error
        return os.path.join(
            folder, fingerprint(self.declaration.module_name, {"asked": asked, "view": [] if cache else view})
        )
