# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this is not part of the collection's interface and may change at any time.

"""Base of the filters: failures in the form that Ansible shows."""

from __future__ import annotations

import functools
import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import OpenAIError

Filter = t.Callable[..., t.Any]


def filters(**functions: Filter) -> type:
    """The class by which Ansible finds filters."""

    class FilterModule:
        """Filters by their names."""

        def filters(self) -> dict[str, Filter]:
            """Return the filters by name; called by Ansible."""
            return {name: _with_context(name, function) for name, function in functions.items()}

    return FilterModule


def _with_context(name: str, function: Filter) -> Filter:
    """Return a filter whose failures name the filter and the remedy."""

    @functools.wraps(function)
    def call(*values: t.Any, **options: t.Any) -> t.Any:
        try:
            return function(*values, **options)
        except OpenAIError as error:
            raise AnsibleFilterError(f"fjcorp.openai.{name}: {error.line()}") from error

    return call
