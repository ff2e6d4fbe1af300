# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chat completions: generated output, validation and storage."""

from __future__ import annotations

import base64
import io
import json
import typing as t
import wave

import jsonschema
import openai
import pytest

from .conftest import Organization, refused

MODEL = "gpt-4.1-mini"
PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "items": {"type": "string"}, "minItems": 2},
        "kind": {"enum": ["cat", "dog"]},
        "boss": {"anyOf": [{"$ref": "#/$defs/boss"}, {"type": "null"}]},
    },
    "required": ["name", "age", "tags", "kind", "boss"],
    "additionalProperties": False,
    "$defs": {
        "boss": {
            "type": "object",
            "properties": {
                "email": {"type": "string", "format": "email"},
                "score": {"type": "number", "multipleOf": 0.5},
            },
            "required": ["email", "score"],
            "additionalProperties": False,
        }
    },
}


def user(text: str) -> list[t.Any]:
    return [{"role": "user", "content": text}]


def ask(client: openai.OpenAI, text: str = "hello", **more: t.Any) -> t.Any:
    return client.chat.completions.create(**{"model": MODEL, "messages": user(text), **more})


def test_output_depends_on_the_prompt(client: openai.OpenAI) -> None:
    assert ask(client, "Say exactly: ready to go").choices[0].message.content == "ready to go"
    assert ask(client, "What is 17 * 3?").choices[0].message.content == "51"
    first, second = ask(client, "Describe Prague"), ask(client, "Describe Prague")
    assert first.choices[0].message.content == second.choices[0].message.content == "You asked: Describe Prague"
    assert first.model == "gpt-4.1-mini-2025-04-14" and first.usage.total_tokens == second.usage.total_tokens > 0
    assert first.usage.prompt_tokens + first.usage.completion_tokens == first.usage.total_tokens


def test_choices_stop_and_length(client: openai.OpenAI) -> None:
    several = ask(client, "[[words:20]]", n=3, stop=["elit"])
    assert len(several.choices) == 3
    assert several.choices[0].message.content == "lorem ipsum dolor sit amet consectetur adipiscing "
    short = ask(client, "[[words:500]]", max_completion_tokens=10)
    assert short.choices[0].finish_reason == "length" and short.usage.completion_tokens == 10
    thinking = ask(client, model="o4-mini", max_completion_tokens=50)
    assert thinking.choices[0].message.content == "" and thinking.choices[0].finish_reason == "length"
    assert thinking.usage.completion_tokens_details.reasoning_tokens == 50


def test_logprobs(client: openai.OpenAI) -> None:
    choice = ask(client, logprobs=True, top_logprobs=3).choices[0]
    listed = choice.logprobs.content
    assert "".join(item.token for item in listed) == choice.message.content
    assert all(len(item.top_logprobs) == 3 and item.logprob <= 0 for item in listed)


def test_refusal_and_filter(client: openai.OpenAI) -> None:
    message = ask(client, "please [[refusal]]").choices[0].message
    assert message.content is None and message.refusal
    assert ask(client, "[[content_filter]]").choices[0].finish_reason == "content_filter"


def test_json(client: openai.OpenAI) -> None:
    plain = ask(client, "Answer in JSON: what is 2 + 2?", response_format={"type": "json_object"})
    assert json.loads(plain.choices[0].message.content) == {"answer": "4"}
    form = {"type": "json_schema", "json_schema": {"name": "person", "strict": True, "schema": PERSON}}
    text = ask(client, "A dog called Rex, 7 years old", response_format=form).choices[0].message.content
    value = json.loads(text)
    jsonschema.validate(value, PERSON)
    assert (value["name"], value["age"], value["kind"]) == ("Rex", 7, "dog")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"additionalProperties": True}, "'additionalProperties' is required"),
        ({"required": ["name"]}, "'required' is required"),
        ({"type": "array", "items": {"type": "string"}}, "must be a JSON Schema of 'type: \"object\"'"),
        ({"allOf": [{}]}, "'allOf' is not permitted"),
    ],
)
def test_strict_schemas(client: openai.OpenAI, change: dict[str, t.Any], words: str) -> None:
    schema = {**PERSON, **change}
    form = {"type": "json_schema", "json_schema": {"name": "person", "strict": True, "schema": schema}}
    error = refused(lambda: ask(client, response_format=form))
    assert (error.status_code, error.param) == (400, "response_format") and words in error.message
    tool = {"type": "function", "function": {"name": "f", "strict": True, "parameters": schema}}
    assert refused(lambda: ask(client, tools=[tool])).code == "invalid_function_parameters"


def tool(name: str) -> dict[str, t.Any]:
    return {"type": "function", "function": {"name": name, "parameters": PERSON}}


def test_tools(client: openai.OpenAI) -> None:
    tools = [tool("get_weather"), tool("send_mail"), {"type": "custom", "custom": {"name": "shell"}}]
    silent = ask(client, "hello", tools=tools).choices[0]
    assert silent.message.tool_calls is None and silent.finish_reason == "stop"
    meant = ask(client, "How is the weather in Brno?", tools=tools).choices[0]
    assert meant.finish_reason == "tool_calls"
    [call] = meant.message.tool_calls
    assert call.function.name == "get_weather"
    jsonschema.validate(json.loads(call.function.arguments), PERSON)
    [forced] = ask(client, tools=tools, tool_choice="required").choices[0].message.tool_calls
    assert forced.function.name == "get_weather"
    named = {"type": "function", "function": {"name": "send_mail"}}
    [chosen] = ask(client, tools=tools, tool_choice=named).choices[0].message.tool_calls
    assert chosen.function.name == "send_mail"
    [custom] = ask(client, "run the shell", tools=tools).choices[0].message.tool_calls
    assert custom.type == "custom" and custom.custom.input == "run the shell"
    allowed = {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [named]}}
    [only] = ask(client, tools=tools, tool_choice=allowed).choices[0].message.tool_calls
    assert only.function.name == "send_mail"
    assert ask(client, "weather", tools=tools, tool_choice="none").choices[0].message.tool_calls is None
    after = ask(
        client,
        tools=tools,
        messages=[
            *user("weather?"),
            {"role": "assistant", "tool_calls": [call.to_dict()]},
            {"role": "tool", "tool_call_id": call.id, "content": "sunny"},
        ],
    )
    assert after.choices[0].message.content == "The tool answered: sunny"
    old = ask(client, "the weather please", functions=[tool("get_weather")["function"]]).choices[0]
    assert old.finish_reason == "function_call" and old.message.function_call.name == "get_weather"


def test_stream(client: openai.OpenAI) -> None:
    whole = ask(client, "Describe Prague").choices[0].message.content
    chunks = list(ask(client, "Describe Prague", stream=True, stream_options={"include_usage": True}))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert said == whole and chunks[-1].choices == [] and chunks[-1].usage.total_tokens > 0
    assert chunks[-2].choices[0].finish_reason == "stop"
    called = list(ask(client, "get_weather", tools=[tool("get_weather")], stream=True))
    pieces = [piece for chunk in called for piece in chunk.choices[0].delta.tool_calls or ()]
    jsonschema.validate(json.loads("".join(piece.function.arguments for piece in pieces)), PERSON)


def test_audio(client: openai.OpenAI) -> None:
    options: dict[str, t.Any] = {"model": "gpt-audio-mini", "modalities": ["text", "audio"]}
    message = ask(client, "Say good day", audio={"voice": "alloy", "format": "wav"}, **options).choices[0].message
    assert message.content is None and message.audio.transcript == "good day"
    with wave.open(io.BytesIO(base64.b64decode(message.audio.data))) as sound:
        assert sound.getframerate() == 24000 and sound.getnframes() > 1000
    assert (
        refused(lambda: ask(client, modalities=["audio"], audio={"voice": "a", "format": "wav"})).param == "modalities"
    )
    streamed = refused(lambda: ask(client, stream=True, audio={"voice": "alloy", "format": "wav"}, **options))
    assert streamed.param == "audio.format"


def test_moderation_and_vision_and_files(client: openai.OpenAI) -> None:
    answer = ask(client, "[[flagged]] text", moderation={"model": "omni-moderation-latest"})
    assert answer.moderation.input.results[0].flagged and not answer.moderation.output.results[0].flagged
    blocking = {"model": "omni-moderation-latest", "policy": {"input": {"mode": "block"}}}
    assert refused(lambda: ask(client, "[[flagged]]", moderation=blocking)).status_code == 400
    file = client.files.create(file=("a.txt", b"a"), purpose="user_data").id
    parts: list[t.Any] = [
        {"type": "text", "text": "look"},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
        {"type": "file", "file": {"file_id": file}},
    ]
    seen = ask(client, messages=[{"role": "user", "content": parts}])
    assert seen.usage.prompt_tokens > 100
    parts[2]["file"]["file_id"] = "file-none"
    assert refused(lambda: ask(client, messages=[{"role": "user", "content": parts}])).code == "file_not_found"
    parts[1]["image_url"]["url"] = "ftp://example.com/a.png"
    assert refused(lambda: ask(client, messages=[{"role": "user", "content": parts}])).code == "invalid_image_url"


def test_stored_completions(client: openai.OpenAI, org: Organization) -> None:
    completions = client.chat.completions
    kept = ask(client, "keep me", store=True, metadata={"fingerprint": "abc"})
    ask(client, "discard me")
    ask(client, "keep me too", store=True, model="gpt-4o-mini")
    assert len(list(completions.list(limit=1))) == 2
    [found] = completions.list(metadata={"fingerprint": "abc"})
    assert found.id == kept.id and found.metadata == {"fingerprint": "abc"}
    assert [item.id for item in completions.list(model=MODEL)] == [kept.id]
    assert [item.id for item in completions.list(order="desc")][-1] == kept.id
    assert completions.retrieve(kept.id).choices == kept.choices
    assert completions.update(kept.id, metadata={"other": "x"}).metadata == {"other": "x"}
    assert list(completions.list(metadata={"fingerprint": "abc"})) == []
    page: t.Any = client.get(f"/chat/completions/{kept.id}/messages", cast_to=object)
    assert [(item["id"], item["role"], item["content"]) for item in page["data"]] == [
        (f"{kept.id}-0", "user", "keep me")
    ]
    assert completions.delete(kept.id).deleted
    assert refused(lambda: completions.retrieve(kept.id)).status_code == 404


BAD: list[tuple[dict[str, t.Any], str, str | None]] = [
    ({"model": "gpt-none"}, "model_not_found", None),
    ({"model": "text-embedding-3-small"}, "model_not_found", None),
    ({"messages": []}, "empty_array", "messages"),
    ({"messages": [{"role": "user"}]}, "missing_required_parameter", "messages[0].content"),
    ({"messages": [{"role": "wizard", "content": ""}]}, "invalid_value", "messages[0].role"),
    ({"messages": [{"role": "user", "content": 7}]}, "invalid_type", "messages[0].content"),
    ({"messages": [{"role": "user", "content": "a", "mood": "b"}]}, "unknown_parameter", "messages[0].mood"),
    ({"temperature": 2.1}, "decimal_above_max_value", "temperature"),
    ({"temperature": "hot"}, "invalid_type", "temperature"),
    ({"n": 0}, "integer_below_min_value", "n"),
    ({"n": 129}, "integer_above_max_value", "n"),
    ({"stop": ["a"] * 5}, "array_above_max_length", "stop"),
    ({"top_logprobs": 5}, "invalid_parameter_combination", "top_logprobs"),
    ({"logprobs": True, "top_logprobs": 21}, "integer_above_max_value", "top_logprobs"),
    ({"logit_bias": {"50256": -101}}, "integer_below_min_value", "logit_bias.50256"),
    ({"metadata": {"a": "b"}}, "invalid_parameter_combination", "metadata"),
    ({"store": True, "metadata": {"a": 1}}, "invalid_type", "metadata.a"),
    ({"stream_options": {"include_usage": True}}, "invalid_parameter_combination", "stream_options"),
    ({"tool_choice": "auto"}, "invalid_parameter_combination", "tool_choice"),
    ({"max_tokens": 5, "max_completion_tokens": 5}, "invalid_parameter_combination", "max_tokens"),
    ({"max_tokens": 100_000}, "invalid_value", "max_tokens"),
    ({"model": "o4-mini", "max_tokens": 5}, "unsupported_parameter", "max_tokens"),
    ({"model": "gpt-5", "temperature": 0}, "unsupported_value", "temperature"),
    ({"model": "gpt-5.4", "reasoning_effort": "high", "top_p": 0.5}, "unsupported_value", "top_p"),
    ({"reasoning_effort": "low"}, "unsupported_parameter", "reasoning_effort"),
    ({"web_search_options": {}}, "unsupported_parameter", "web_search_options"),
    ({"prompt_cache_options": {"ttl": "30m"}}, "unsupported_parameter", "prompt_cache_options"),
    ({"response_format": {"type": "json_object"}}, None, "messages"),  # type: ignore[list-item]
    ({"response_format": {"type": "xml"}}, "invalid_value", "response_format.type"),
    ({"safety_identifier": "x" * 65}, "string_above_max_length", "safety_identifier"),
    ({"service_tier": "gold"}, "invalid_value", "service_tier"),
    ({"color": "red"}, "unknown_parameter", "color"),
    ({"model": "gpt-4-0613", "messages": user("word " * 8200)}, "context_length_exceeded", "messages"),
    ({"messages": [{"role": "tool", "tool_call_id": "x", "content": "y"}]}, None, "messages[0].role"),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("change", "code", "param"), BAD, ids=[str(item[0])[:40] for item in BAD])
def test_invalid_requests(client: openai.OpenAI, change: dict[str, t.Any], code: str | None, param: str | None) -> None:
    body = {"model": MODEL, "messages": user("hello"), **change}
    error = refused(lambda: client.post("/chat/completions", body=body, cast_to=object))
    assert (error.code, error.param) == (code, param)
    assert error.status_code == (404 if code == "model_not_found" else 400)


def test_account_options(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"quota": "exhausted"})
    error = refused(lambda: ask(client))
    assert (error.status_code, error.code, error.type) == (429, "insufficient_quota", "insufficient_quota")
    org.control("options", {"quota": None, "enforce_shutdown": True})
    assert ask(client, model="gpt-5.6-sol").choices[0].message.content
    assert refused(lambda: ask(client, model="gpt-4o-audio-preview")).code == "model_not_found"
