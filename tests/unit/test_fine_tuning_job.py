# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hyperparameters of fine-tuning jobs."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.project._fine_tuning_job_hooks import number
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("n_epochs", "3", 3),
        ("n_epochs", "auto", "auto"),
        ("n_epochs", None, None),
        ("n_epochs", 50, 50),
        ("beta", "0.1", 0.1),
        ("beta", 2, 2.0),
        ("learning_rate_multiplier", 1e-9, 1e-9),
        ("compute_multiplier", 10, 10.0),
        ("reasoning_effort", "low", "low"),
    ],
)
def test_numbers_are_converted(name: str, value: t.Any, sent: t.Any) -> None:
    assert number(name, value) == sent and type(number(name, value)) is type(sent)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("n_epochs", 0, "whole number between 1 and 50, got 0"),
        ("n_epochs", 51, "between 1 and 50"),
        ("n_epochs", 1.5, "1.5"),
        ("n_epochs", True, "whole number"),
        ("eval_samples", "many", "whole number of at least 1, got 'many'"),
        ("beta", 0, "number greater than 0 and of at most 2, got 0"),
        ("beta", "2.1", "at most 2"),
        ("beta", [1], "number greater"),
        ("learning_rate_multiplier", 0, "greater than 0, got 0"),
        ("learning_rate_multiplier", "nan", "'nan'"),
        ("learning_rate_multiplier", "inf", "'inf'"),
        ("compute_multiplier", 0.00001, "greater than 1e-05 and of at most 10"),
    ],
)
def test_numbers_out_of_bounds(name: str, value: t.Any, words: str) -> None:
    with pytest.raises(InvalidArgument, match=words):
        number(name, value)
