# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of chat completion requests that go beyond the types of their fields: between fields, and by model."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from .errors import ApiError, bad_request, missing
from .model_catalog import Model
from .schema_validation import InvalidSchema, check_schema
from .text_language import count_tokens

REASONING_TOKENS = {"none": 0, "minimal": 16, "low": 64, "medium": 128, "high": 256, "xhigh": 512, "max": 1024}
_IMAGE_TOKENS = 85
_AUDIO_TOKENS = 50
_FILE_TOKENS = 100


def text_of(content: Any) -> str:
    """Return the text of a message's content."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text") or part.get("refusal") or "" for part in content)


def last_text(messages: list[dict[str, Any]], role: str = "user") -> str:
    """Return the text of the last message with this role."""
    return next((text_of(item["content"]) for item in reversed(messages) if item["role"] == role), "")


def prompt_tokens(body: dict[str, Any]) -> dict[str, int]:
    """Return the number of text, image and audio tokens of the request."""
    text, image, audio = 3, 0, 0
    for message in body["messages"]:
        text += 3 + count_tokens(text_of(message.get("content"))) + count_tokens(message.get("name", ""))
        content = message.get("content")
        for part in content if isinstance(content, list) else ():
            image += _IMAGE_TOKENS if part["type"] == "image_url" else 0
            audio += _AUDIO_TOKENS if part["type"] == "input_audio" else 0
            text += _FILE_TOKENS if part["type"] == "file" else 0
        for made in message.get("tool_calls") or ():
            inner = made.get("function") or made.get("custom") or {}
            text += count_tokens(inner.get("name", "")) + count_tokens(inner.get("arguments", inner.get("input", "")))
    for key in ("tools", "functions", "response_format"):
        if key in body:
            text += count_tokens(re.sub(r"\W+", " ", str(body[key])))
    return {"text": text, "image": image, "audio": audio}


def effort_of(body: dict[str, Any], model: Model) -> str:
    """Return the reasoning effort of the request."""
    if not model.reasoning:
        return "none"
    return str(body.get("reasoning_effort") or ("none" if _optional_reasoning(model) else "medium"))


def _optional_reasoning(model: Model) -> bool:
    """Return whether reasoning is off by default, as from GPT-5.1 on."""
    return re.match(r"gpt-5\.[1-9]", model.id) is not None


def unsupported(name: str, message: str) -> ApiError:
    """Return the error for a parameter that the model does not support."""
    return bad_request(message, param=name, code="unsupported_parameter")


def check_model(body: dict[str, Any], model: Model) -> None:
    """Raise if the model does not support a parameter."""
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        raise bad_request(
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            param="max_tokens",
            code="invalid_parameter_combination",
        )
    if model.reasoning:
        _check_reasoning(body, model)
    elif body.get("reasoning_effort") is not None:
        raise unsupported(
            "reasoning_effort", "Unsupported parameter: 'reasoning_effort' is not supported with this model."
        )
    for name in ("max_tokens", "max_completion_tokens"):
        if (body.get(name) or 0) > model.max_output:
            raise bad_request(
                f"{name} is too large: {body[name]}. This model supports at most {model.max_output} completion tokens, "
                f"whereas you provided {body[name]}.",
                param=name,
                code="invalid_value",
            )
    if "audio" in (body.get("modalities") or ()):
        if not model.audio:
            raise bad_request(
                "Invalid value: 'audio'. Supported values are: 'text'.", param="modalities", code="invalid_value"
            )
        if not body.get("audio"):
            raise bad_request("Missing required parameter: 'audio'.", param="audio", code="missing_required_parameter")
        if body.get("stream") and body["audio"]["format"] != "pcm16":
            raise bad_request(
                f"Unsupported value: 'audio.format' does not support '{body['audio']['format']}' when stream=true. "
                "Supported values are: 'pcm16'.",
                param="audio.format",
                code="unsupported_value",
            )
    if "web_search_options" in body and "search" not in model.id:
        raise unsupported("web_search_options", "Web search options not supported with this model.")
    if "prompt_cache_options" in body and not re.match(r"gpt-(5\.[6-9]|[6-9])", model.id):
        raise unsupported(
            "prompt_cache_options", "Unsupported parameter: 'prompt_cache_options' is not supported with this model."
        )
    if body.get("prompt_cache_retention") == "in_memory" and re.match(r"gpt-5\.[5-9]", model.id):
        raise bad_request(
            "Unsupported value: 'prompt_cache_retention' does not support 'in_memory' with this model. Supported "
            "values are: '24h'.",
            param="prompt_cache_retention",
            code="unsupported_value",
        )


def _check_reasoning(body: dict[str, Any], model: Model) -> None:
    if body.get("max_tokens") is not None:
        raise unsupported(
            "max_tokens",
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
            "instead.",
        )
    effort = body.get("reasoning_effort")
    if effort == "none" and not _optional_reasoning(model):
        raise bad_request(
            "Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: "
            "'minimal', 'low', 'medium', and 'high'.",
            param="reasoning_effort",
            code="unsupported_value",
        )
    if effort_of(body, model) == "none":
        return
    for name, default in (("temperature", 1), ("top_p", 1), ("presence_penalty", 0), ("frequency_penalty", 0)):
        if body.get(name) is not None and body[name] != default:
            raise bad_request(
                f"Unsupported value: '{name}' does not support {body[name]} with this model. Only the default "
                f"({default}) value is supported.",
                param=name,
                code="unsupported_value",
            )
    for name in ("logprobs", "top_logprobs", "logit_bias", "stop"):
        if body.get(name):
            raise unsupported(name, f"Unsupported parameter: '{name}' is not supported with this model.")


def tool_names(body: dict[str, Any]) -> set[str]:
    """Return the names of the tools in the request."""
    return {tool[tool["type"]]["name"] for tool in body.get("tools", ())}


def check_combinations(body: dict[str, Any]) -> None:
    """Raise if fields contradict each other, regardless of the model."""
    if body.get("stream_options") is not None and not body.get("stream"):
        raise bad_request(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
            code="invalid_parameter_combination",
        )
    if body.get("metadata") and not body.get("store"):
        raise bad_request(
            "The 'metadata' parameter is only allowed when 'store' is enabled.",
            param="metadata",
            code="invalid_parameter_combination",
        )
    if body.get("top_logprobs") is not None and not body.get("logprobs"):
        raise bad_request(
            "'top_logprobs' requires 'logprobs' to be set to true.",
            param="top_logprobs",
            code="invalid_parameter_combination",
        )
    if body.get("audio") and "audio" not in (body.get("modalities") or ()):
        raise bad_request(
            "The 'audio' parameter is only allowed when 'modalities' includes 'audio'.",
            param="audio",
            code="invalid_parameter_combination",
        )
    for name, needs in (("tool_choice", "tools"), ("parallel_tool_calls", "tools"), ("function_call", "functions")):
        if name in body and needs not in body:
            raise bad_request(
                f"'{name}' is only allowed when '{needs}' are specified.",
                param=name,
                code="invalid_parameter_combination",
            )
    if "tools" in body and "functions" in body:
        raise bad_request("'functions' and 'tools' cannot both be specified.", param="functions")
    check_choice(body)
    check_messages(body["messages"])
    check_format(body)


def check_choice(body: dict[str, Any]) -> None:
    """Raise if ``tool_choice`` or ``function_call`` names a tool that is not in the request, or a tool's schema is
    invalid."""
    choice = body.get("tool_choice")
    if isinstance(choice, dict):
        kind = choice["type"]
        wanted = (
            [(item.get("function") or item.get("custom") or {}).get("name") for item in choice[kind]["tools"]]
            if kind == "allowed_tools"
            else [choice[kind]["name"]]
        )
        for name in wanted:
            if name not in tool_names(body):
                raise bad_request(f"Tool choice '{name}' not found in 'tools' parameter.", param="tool_choice")
    call = body.get("function_call")
    if isinstance(call, dict) and call["name"] not in {item["name"] for item in body["functions"]}:
        raise bad_request(
            f"Invalid value for 'function_call': no function named '{call['name']}' was specified in the 'functions' "
            "parameter.",
            param="function_call",
        )
    for index, function in enumerate(body.get("functions", ())):
        if "parameters" in function:
            try:
                check_schema(function["parameters"], strict=False)
            except InvalidSchema as error:
                path = f"functions[{index}].parameters"
                raise bad_function(path, function["name"], str(error)) from None
    for index, tool in enumerate(body.get("tools", ())):
        function = tool.get("function", {})
        parameters = function.get("parameters")
        if parameters and parameters.get("type") not in (None, "object"):
            raise bad_function(
                f"tools[{index}].function.parameters",
                function["name"],
                f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{parameters['type']}\"'.",
            )
        if parameters is not None:
            try:
                check_schema(parameters, strict=bool(function.get("strict")))
            except InvalidSchema as error:
                raise bad_function(f"tools[{index}].function.parameters", function["name"], str(error)) from None


def bad_function(path: str, name: str, why: str) -> ApiError:
    """Return the error for parameters of a function that are not a valid schema."""
    return bad_request(
        f"Invalid schema for function '{name}': {why}",
        param=path,
        code="invalid_function_parameters",
    )


def check_messages(messages: list[dict[str, Any]]) -> None:
    """Raise if tool calls and tool messages do not match, or a content part is invalid."""
    open_calls: set[str] = set()
    for index, message in enumerate(messages):
        if message["role"] == "tool":
            if message["tool_call_id"] not in open_calls:
                raise bad_request(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    "'tool_calls'.",
                    param=f"messages[{index}].role",
                )
            open_calls.discard(message["tool_call_id"])
            continue
        _check_all_answered(open_calls, index)
        if message["role"] == "assistant":
            open_calls = {made["id"] for made in message.get("tool_calls") or ()}
            if not open_calls and all(
                message.get(key) is None for key in ("content", "refusal", "function_call", "audio")
            ):
                raise bad_request(
                    f"Invalid value for 'content': expected a string, got null. (messages[{index}])",
                    param=f"messages[{index}].content",
                    code="invalid_value",
                )
        content = message.get("content")
        for place, part in enumerate(content if isinstance(content, list) else ()):
            _check_part(part, f"messages[{index}].content[{place}]")
    _check_all_answered(open_calls, len(messages))


def _check_all_answered(open_calls: set[str], index: int) -> None:
    if open_calls:
        raise bad_request(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            "'tool_call_id'. The following tool_call_ids did not have response messages: "
            + ", ".join(sorted(open_calls)),
            param=f"messages[{index}].role" if index else "messages",
        )


def _check_part(part: dict[str, Any], path: str) -> None:
    if part["type"] == "image_url":
        url = part["image_url"]["url"]
        if url.startswith("data:"):
            _check_base64(url.partition(",")[2], f"{path}.image_url.url", "image")
        elif not re.match(r"https?://[^\s/]+", url):
            raise bad_request(
                f"Failed to download image from {url[:100]}: invalid URL.",
                param=f"{path}.image_url.url",
                code="invalid_image_url",
            )
    elif part["type"] == "input_audio":
        _check_base64(part["input_audio"]["data"], f"{path}.input_audio.data", "audio")
    elif part["type"] == "file" and ("file_id" in part["file"]) == ("file_data" in part["file"]):
        raise bad_request(
            "Exactly one of 'file_id' and 'file_data' must be provided.", param=f"{path}.file", code="invalid_value"
        )


def _check_base64(data: str, path: str, what: str) -> None:
    try:
        if not base64.b64decode(data, validate=True):
            raise ValueError
    except (binascii.Error, ValueError):
        raise bad_request(f"Invalid {what} data: expected base64.", param=path, code=f"invalid_{what}_format") from None


def check_format(body: dict[str, Any]) -> None:
    """Raise if the response format is not possible."""
    form = body.get("response_format") or {"type": "text"}
    if form["type"] == "json_object":
        everything = " ".join(text_of(message.get("content")) for message in body["messages"])
        if "json" not in everything.lower():
            raise bad_request(
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
                param="messages",
            )
    if form["type"] == "json_schema":
        if "schema" not in form["json_schema"]:
            raise missing("response_format.json_schema.schema")
        try:
            check_schema(form["json_schema"]["schema"], strict=bool(form["json_schema"].get("strict")))
        except InvalidSchema as error:
            raise bad_request(
                f"Invalid schema for response_format '{form['json_schema']['name']}': {error}", param="response_format"
            ) from None


def check_context(model: Model, prompt: int) -> None:
    """Raise if the messages exceed the context window of the model."""
    if prompt > model.context:
        raise bad_request(
            f"This model's maximum context length is {model.context} tokens. However, your messages resulted in "
            f"{prompt} tokens. Please reduce the length of the messages.",
            param="messages",
            code="context_length_exceeded",
        )


def file_ids(messages: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Return the id of each file in the messages, with its parameter path."""
    for index, message in enumerate(messages):
        content = message.get("content")
        for place, part in enumerate(content if isinstance(content, list) else ()):
            if part["type"] == "file" and "file_id" in part["file"]:
                yield part["file"]["file_id"], f"messages[{index}].content[{place}].file.file_id"
