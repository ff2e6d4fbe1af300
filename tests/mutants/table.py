# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A rule of the engine, the change that breaks it, and the tests that must notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One change that breaks one rule.

    :ivar rule: the rule, as a statement that the change makes false.
    :ivar file: the file to change, relative to ``plugins``.
    :ivar old: text that occurs exactly once in the file. :ivar new: the text that replaces it.
    :ivar tests: pytest node ids, relative to ``tests``. They pass without the change, and one of them fails with it.
        They must not depend on time or chance, nor run playbooks, which use the collection of the checkout.
    """

    rule: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
