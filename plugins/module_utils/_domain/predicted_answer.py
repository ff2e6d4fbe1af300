# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Parts of the answers that check mode predicts."""

from __future__ import annotations

import json
import typing as t

from .._support.predicted_files import PLACEHOLDER
from .._support.types import Object, Objects
from .schema_instance import instance_of


def predicted_text(output_format: Object) -> str:
    """Return the text of an answer in an output format of the API: a JSON document where the format requires one."""
    kind = output_format.get("type")
    if kind == "json_schema":
        schema = (output_format.get("json_schema") or output_format).get("schema")
        return json.dumps(instance_of(schema), ensure_ascii=False)
    return "{}" if kind == "json_object" else PLACEHOLDER


def predicted_call(choice: t.Any, tools: Objects) -> tuple[Object | None, bool]:
    """Return the function that a model may call, and whether it must call one.

    A model that may do both calls a function and answers in text, so that later tasks can use either.

    :param choice: the option ``tool_choice``. :param tools: the functions, each with its ``name``.
    """
    functions = [each for each in tools if each.get("name")]
    if isinstance(choice, dict):
        name = (choice.get("function") or choice).get("name")
        functions = [each for each in functions if each["name"] == name]
    if not functions or choice == "none":
        return None, False
    return functions[0], choice == "required" or isinstance(choice, dict)


def predicted_arguments(function: Object) -> str:
    """Return the arguments of a function call as JSON."""
    return json.dumps(instance_of(function.get("parameters") or {"type": "object"}), ensure_ascii=False)
