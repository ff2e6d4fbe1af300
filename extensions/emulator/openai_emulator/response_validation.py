# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of response requests that go beyond the types of their fields."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from . import chat_validation
from . import response_generation as answers
from .errors import ApiError, bad_request
from .model_catalog import Model
from .schema_validation import InvalidSchema, check_schema
from .server import Call

BETA = {
    "multi_agent": {
        "type": ["object", "null"],
        "properties": {"enabled": {"type": "boolean"}, "max_concurrent_subagents": {"type": "integer", "minimum": 1}},
        "required": ["enabled"],
        "additionalProperties": False,
    }
}
"""Parameters of the beta form of a request."""


def mutually_exclusive(one: str, other: str) -> ApiError:
    """Return the error for two mutually exclusive parameters."""
    return bad_request(
        f"Mutually exclusive parameters: '{one}' and '{other}'. Ensure you are only providing one of them.",
        param=one,
        code="mutually_exclusive_parameters",
    )


def iterate_parts(items: list[answers.Item]) -> Iterator[tuple[answers.Item, str]]:
    """Return each content part of the input items with its parameter path."""
    for index, item in enumerate(items):
        for name in ("content", "output"):
            held = item.get(name)
            for place, part in enumerate(held if isinstance(held, list) else ()):
                yield part, f"input[{index}].{name}[{place}]"


def check_parts(call: Call, items: list[answers.Item]) -> None:
    """Raise if an image or file of the input is invalid."""
    for part, path in iterate_parts(items):
        if part["type"] == "input_image":
            given = [name for name in ("image_url", "file_id") if part.get(name)]
        elif part["type"] == "input_file":
            given = [name for name in ("file_data", "file_url", "file_id") if part.get(name)]
        else:
            continue
        if len(given) != 1:
            raise bad_request(
                f"Missing required parameter: '{path}.{'image_url' if part['type'] == 'input_image' else 'file_id'}'.",
                param=path,
                code="missing_required_parameter",
            )
        value = part[given[0]]
        if given[0] == "file_id" and call.find("file", value, scope=call.project) is None:
            raise bad_request(f"No such File object: {value}", param=f"{path}.file_id", code="file_not_found")
        if given[0] == "file_data" or value.startswith("data:"):
            check_data(value, f"{path}.{given[0]}", "image" if part["type"] == "input_image" else "file")
        elif given[0].endswith("_url") and not re.match(r"https?://[^\s/]+", value):
            raise bad_request(
                f"Invalid '{path}.{given[0]}'. Expected a valid URL, but got a value with an invalid format.",
                param=f"{path}.{given[0]}",
                code="invalid_value",
            )


def check_data(value: str, path: str, what: str) -> None:
    """Raise if a data URL is invalid."""
    head, _unused, data = value.partition(",")
    try:
        raw = base64.b64decode(data, validate=True) if head.startswith("data:") and head.endswith(";base64") else b""
    except ValueError:
        raw = b""
    image = raw.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP")
    if not raw or (what == "image" and not image):
        raise bad_request(
            f"Invalid '{path}'. Expected a base64-encoded data URL with {'an image MIME type' if what == 'image' else 'data'}"
            f" (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got {'unsupported' if raw else 'invalid'} content.",
            param=path,
            code=f"invalid_{what}_format" if what == "image" else "invalid_value",
        )


def check_calls(items: list[answers.Item]) -> None:
    """Raise if tool calls and their outputs do not match."""
    open_calls: dict[str, None] = {}
    for item in items:
        if item.get("type") in ("function_call", "custom_tool_call"):
            open_calls[item["call_id"]] = None
        elif item.get("type") in ("function_call_output", "custom_tool_call_output"):
            if item["call_id"] not in open_calls:
                raise bad_request(
                    f"No tool call found for function call output with call_id {item['call_id']}.", param="input"
                )
            del open_calls[item["call_id"]]
    if open_calls:
        raise bad_request(f"No tool output found for function call {next(iter(open_calls))}.", param="input")


def check_tools(body: dict[str, Any]) -> None:
    """Raise if a tool, the tool choice or the text format is invalid."""
    offered = body.get("tools") or []
    for index, tool in enumerate(offered):
        if tool["type"] == "function":
            parameters = tool.get("parameters")
            if parameters and parameters.get("type") not in (None, "object"):
                why = f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{parameters['type']}\"'."
                raise bad_function(index, tool["name"], why)
            if parameters is not None:
                try:
                    check_schema(parameters, strict=bool(tool.get("strict")))
                except InvalidSchema as error:
                    raise bad_function(index, tool["name"], str(error)) from None
        if (
            tool["type"] == "mcp"
            and sum(bool(tool.get(name)) for name in ("server_url", "connector_id", "tunnel_id")) != 1
        ):
            raise bad_request(
                f"Missing required parameter: 'tools[{index}].server_url'.",
                param=f"tools[{index}].server_url",
                code="missing_required_parameter",
            )
    choice = body.get("tool_choice")
    if isinstance(choice, dict) and choice["type"] != "allowed_tools":
        name = choice.get("name") or choice["type"]
        if not any(
            choice["type"] == tool["type"] and choice.get("name") in (None, tool.get("name")) for tool in offered
        ):
            raise bad_request(f"Tool choice '{name}' not found in 'tools' parameter.", param="tool_choice")
    form = (body.get("text") or {}).get("format") or {"type": "text"}
    if form["type"] == "json_schema":
        try:
            check_schema(form["schema"], strict=bool(form.get("strict")))
        except InvalidSchema as error:
            raise bad_request(
                f"Invalid schema for response_format '{form['name']}': {error}",
                param="text.format.schema",
                code="invalid_json_schema",
            ) from None


def bad_function(index: int, name: str, why: str) -> ApiError:
    """Return the error for parameters of a function that are not a valid schema."""
    return bad_request(
        f"Invalid schema for function '{name}': {why}",
        param=f"tools[{index}].parameters",
        code="invalid_function_parameters",
    )


def check_model(body: dict[str, Any], items: list[answers.Item], model: Model) -> None:
    """Raise if the model does not support a parameter."""
    if (body.get("reasoning") or {}).get("effort") and not model.reasoning:
        raise bad_request(
            "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
            param="reasoning.effort",
            code="unsupported_parameter",
        )
    try:
        chat_validation.check_model(answers.to_chat_request(body, items), model)
    except ApiError as error:
        names = {"reasoning_effort": "reasoning.effort", "max_completion_tokens": "max_output_tokens"}
        for theirs, ours in names.items():
            error.message = error.message.replace(theirs, ours)
        error.param = names.get(error.param or "", error.param)
        raise


def truncate_to_context(call: Call, model: Model, items: list[answers.Item]) -> list[answers.Item]:
    """Return the items that fit into the context window; drop the oldest if ``truncation`` allows it."""
    while answers.input_tokens(call.body, items) > model.context:
        if call.body.get("truncation") != "auto" or len(items) < 2:
            raise bad_request(
                "Your input exceeds the context window of this model. Please adjust your input and try again.",
                param="input",
                code="context_length_exceeded",
            )
        items = items[1:]
    return items
