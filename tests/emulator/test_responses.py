# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Responses with the official package."""

from __future__ import annotations

import base64
import functools
import json
import typing as t

import jsonschema
import openai
import pytest
from openai._models import FinalRequestOptions

from tests.harness.media import picture

from .conftest import Organization, refused
from .contract import check_exchange

MODEL = "gpt-4.1-mini"
SCHEMA: dict[str, t.Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "people": {"type": "integer"}},
    "required": ["city", "people"],
    "additionalProperties": False,
}
WEATHER: t.Any = {"type": "function", "name": "weather", "parameters": SCHEMA, "strict": True}


def ask(client: openai.OpenAI, question: t.Any = "hello", /, **more: t.Any) -> t.Any:
    return client.responses.create(**{"model": MODEL, "input": question, **more})


def check_contract(org: Organization) -> None:
    """Check all exchanges of the test against the contract."""
    found = [violation for entry in org.journal() for violation in check_exchange(entry)]
    assert not found, found


def test_response_is_stored(client: openai.OpenAI, org: Organization) -> None:
    made = ask(client, "Say exactly: ready", metadata={"a": "b"}, instructions="Be brief.")
    assert made.output_text == "ready" and made.status == "completed" and made.usage.total_tokens > 0
    assert made.model == "gpt-4.1-mini-2025-04-14" and made.completed_at
    assert client.responses.retrieve(made.id) == made
    client.responses.delete(made.id)
    assert refused(lambda: client.responses.retrieve(made.id)).status_code == 404
    kept = ask(client, store=False)
    assert refused(lambda: client.responses.retrieve(kept.id)).status_code == 404
    check_contract(org)


def test_previous_responses_and_conversations(client: openai.OpenAI, org: Organization) -> None:
    first = ask(client, "My name is Ada.")
    second = ask(client, "What is 2 + 3?", previous_response_id=first.id)
    assert second.output_text == "5" and second.previous_response_id == first.id
    listed: list[t.Any] = list(client.responses.input_items.list(second.id, order="asc", limit=1))
    said = [item.content[0].text for item in listed]
    assert said == ["My name is Ada.", first.output_text, "What is 2 + 3?"]
    error = refused(lambda: ask(client, previous_response_id="resp_none"))
    assert error.status_code == 400 and error.code == "previous_response_not_found"
    assert refused(lambda: ask(client, conversation="conv_none")).status_code == 404
    both = refused(lambda: ask(client, previous_response_id=first.id, conversation="conv_x"))
    assert both.code == "mutually_exclusive_parameters"
    check_contract(org)


def test_function_calls(client: openai.OpenAI, org: Organization) -> None:
    made = ask(client, "What is the weather in Oslo?", tools=[WEATHER])
    (call,) = made.output
    jsonschema.validate(json.loads(call.arguments), SCHEMA)
    assert call.type == "function_call" and made.output_text == ""
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "four degrees"}
    done = ask(client, [output], previous_response_id=made.id, tools=[WEATHER])
    assert "four degrees" in done.output_text
    by_hand = [{"role": "user", "content": "What is the weather in Oslo?"}, call.model_dump(exclude_none=True), output]
    assert "four degrees" in ask(client, by_hand, tools=[WEATHER]).output_text
    assert "No tool output found" in str(refused(lambda: ask(client, "and?", previous_response_id=made.id)))
    assert "No tool call found" in str(refused(lambda: ask(client, [output])))
    assert ask(client, "hello", tools=[WEATHER]).output_text
    assert ask(client, "hello", tools=[WEATHER], tool_choice="required").output[0].name == "weather"
    assert ask(client, "weather", tools=[WEATHER], tool_choice="none").output_text
    check_contract(org)


def test_json_conforms_to_schema(client: openai.OpenAI, org: Organization) -> None:
    form = {"type": "json_schema", "name": "city", "schema": SCHEMA, "strict": True}
    made = ask(client, "Prague has 1300000 people", text={"format": form})
    jsonschema.validate(json.loads(made.output_text), SCHEMA)
    loose = {**form, "schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
    assert refused(lambda: ask(client, text={"format": loose})).code == "invalid_json_schema"
    check_contract(org)


def test_response_status(client: openai.OpenAI, org: Organization) -> None:
    short = ask(client, "[[words:500]]", max_output_tokens=16)
    assert short.status == "incomplete" and short.incomplete_details.reason == "max_output_tokens"
    assert short.usage.output_tokens == 16
    assert ask(client, "[[content_filter]]").incomplete_details.reason == "content_filter"
    no = ask(client, "[[refusal]]")
    assert no.status == "completed" and no.output[0].content[0].refusal
    check_contract(org)


def test_background_response(client: openai.OpenAI, org: Organization) -> None:
    org.control("clock", {"freeze": True})
    made = ask(client, "Say done", background=True)
    assert made.status == "queued" and not made.output and made.usage is None
    org.advance(2)
    assert client.responses.retrieve(made.id).status == "in_progress"
    org.advance(8)
    done = client.responses.retrieve(made.id)
    assert done.status == "completed" and done.output_text == "done"
    assert client.responses.cancel(made.id).status == "completed"
    stopped = ask(client, background=True)
    assert client.responses.cancel(stopped.id).status == "cancelled"
    org.advance(60)
    assert client.responses.retrieve(stopped.id).status == "cancelled"
    failing = ask(client, "[[fail]]", background=True)
    org.advance(60)
    failed = client.responses.retrieve(failing.id)
    assert failed.status == "failed" and failed.error and failed.error.code == "server_error"
    assert refused(lambda: client.responses.cancel(ask(client).id)).status_code == 400
    assert refused(lambda: ask(client, background=True, store=False)).status_code == 400
    check_contract(org)


@pytest.mark.parametrize("text", ["Say exactly: one two three four", "[[refusal]]", "weather"])
def test_stream_equals_response(client: openai.OpenAI, org: Organization, text: str) -> None:
    whole = ask(client, text, tools=[WEATHER])
    seen = list(ask(client, text, tools=[WEATHER], stream=True, include=["message.output_text.logprobs"]))
    assert [event.sequence_number for event in seen] == list(range(len(seen)))
    assert seen[0].type == "response.created" and seen[-1].type == "response.completed"
    assert seen[-1].response.output_text == whole.output_text
    pieces = [event.delta for event in seen if event.type == "response.output_text.delta"]
    assert "".join(pieces) == whole.output_text
    with client.responses.stream(model=MODEL, input=text, tools=[WEATHER]) as stream:
        assert stream.get_final_response().output_text == whole.output_text
    assert client.responses.retrieve(seen[-1].response.id).output_text == whole.output_text


def test_background_stream_is_resumed(client: openai.OpenAI) -> None:
    seen = list(ask(client, "Say one two three", background=True, stream=True))
    id = seen[-1].response.id
    again = list(client.responses.retrieve(id, stream=True, starting_after=3))
    assert [event.sequence_number for event in again] == list(range(4, len(seen)))
    assert refused(lambda: client.responses.retrieve(ask(client).id, stream=True)).status_code == 400


def test_hosted_tools(client: openai.OpenAI, org: Organization) -> None:
    tools: list[t.Any] = [
        {"type": "web_search"},
        {"type": "file_search", "vector_store_ids": ["vs_1"]},
        {"type": "code_interpreter", "container": {"type": "auto"}},
        {"type": "image_generation"},
        {"type": "mcp", "server_label": "docs", "server_url": "https://mcp.example.com", "authorization": "secret"},
    ]
    made = ask(client, "Do a web search, a file search, run code and draw a cat", tools=tools)
    kinds = [item.type for item in made.output]
    assert set(kinds) == {
        "mcp_list_tools",
        "web_search_call",
        "file_search_call",
        "code_interpreter_call",
        "image_generation_call",
        "message",
    }
    image = next(item for item in made.output if item.type == "image_generation_call")
    assert base64.b64decode(image.result).startswith(b"\x89PNG")
    assert "secret" not in made.model_dump_json()
    check_contract(org)


def test_count_and_compact(client: openai.OpenAI, org: Organization) -> None:
    count = client.responses.input_tokens.count(model=MODEL, input="one two three")
    assert count.input_tokens == ask(client, "one two three").usage.input_tokens
    first = ask(client, "My name is Ada.")
    short = client.responses.compact(model=MODEL, previous_response_id=first.id)
    assert short.object == "response.compaction" and short.output[-1].type == "compaction"
    on = [item.model_dump(exclude_none=True) for item in short.output] + [{"role": "user", "content": "Say hi"}]
    assert ask(client, on).output_text == "hi"
    check_contract(org)


def test_images_and_files(client: openai.OpenAI, org: Organization) -> None:
    url = "data:image/png;base64," + base64.b64encode(picture("x")).decode()
    image = {"type": "input_image", "image_url": url, "detail": "auto"}
    data = "data:text/plain;base64," + base64.b64encode(b"text").decode()
    document = {"type": "input_file", "filename": "a.txt", "file_data": data}
    message = {"role": "user", "content": [{"type": "input_text", "text": "Say seen"}, image, document]}
    made = ask(client, [message])
    assert made.output_text == "seen"
    item: t.Any
    (item,) = client.responses.input_items.list(made.id)
    assert item.content[1].image_url is None
    (item,) = client.responses.input_items.list(made.id, include=["message.input_image.image_url"])
    assert item.content[1].image_url == url
    bad = {**image, "image_url": "data:image/png;base64," + base64.b64encode(b"text").decode()}
    error = refused(lambda: ask(client, [{"role": "user", "content": [bad]}]))
    assert error.code == "invalid_image_format" and error.param == "input[0].content[0].image_url"
    lost = {"type": "input_file", "file_id": "file-none"}
    assert refused(lambda: ask(client, [{"role": "user", "content": [lost]}])).code == "file_not_found"


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"model": "gpt-none"}, 404, "gpt-none"),
        ({"model": None}, 400, "model"),
        ({"input": None}, 400, "input"),
        ({"input": 7}, 400, "input"),
        ({"input": [{"role": "bot", "content": "x"}]}, 400, "input[0].role"),
        ({"input": [{"type": "nothing"}]}, 400, "input[0].type"),
        ({"color": "red"}, 400, "color"),
        ({"max_output_tokens": 15}, 400, "max_output_tokens"),
        ({"max_output_tokens": 1_000_000}, 400, "max_output_tokens"),
        ({"temperature": 3}, 400, "temperature"),
        ({"reasoning": {"effort": "low"}}, 400, "reasoning.effort"),
        ({"tools": [{"type": "hammer"}]}, 400, "tools[0].type"),
        ({"tools": [{"type": "mcp", "server_label": "x"}]}, 400, "server_url"),
        ({"tool_choice": {"type": "function", "name": "weather"}}, 400, "weather"),
        ({"stream_options": {}}, 400, "stream_options"),
        ({"model": "gpt-4-0613", "input": "word " * 9000}, 400, "context window"),
    ],
)
def test_invalid_requests(client: openai.OpenAI, body: dict[str, t.Any], status: int, word: str) -> None:
    sent = {name: value for name, value in {"model": MODEL, "input": "x", **body}.items() if value is not None}
    error = refused(lambda: client.post("/responses", body=sent, cast_to=object))
    assert error.status_code == status and word in f"{error} {error.param}"


def test_truncation(client: openai.OpenAI) -> None:
    long = [{"role": "user", "content": "word " * 9000}, {"role": "user", "content": "Say hi"}]
    assert refused(lambda: ask(client, long, model="gpt-4-0613")).code == "context_length_exceeded"
    assert ask(client, long, model="gpt-4-0613", truncation="auto").output_text == "hi"


def test_exhausted_quota(client: openai.OpenAI, org: Organization) -> None:
    org.control("options", {"quota": "exhausted"})
    error = refused(lambda: ask(client))
    assert error.status_code == 429 and error.code == "insufficient_quota"


def test_beta_form(client: openai.OpenAI) -> None:
    """The requests of the package's beta resources; their types take seconds to build."""

    def beta(method: str, path: str, **body: t.Any) -> t.Any:
        options: t.Any = {"method": method, "url": f"/responses{path}?beta=true", "json_data": body or None}
        return client.request(object, FinalRequestOptions.construct(**options))

    question = {"model": "gpt-4.1", "input": "Say hello."}
    made = beta("post", "", **question, multi_agent={"enabled": True, "max_concurrent_subagents": 2})
    assert made["output"][0]["content"][0]["text"] == "hello"
    assert beta("get", f"/{made['id']}")["id"] == made["id"]
    assert len(beta("get", f"/{made['id']}/input_items")["data"]) == 1
    assert beta("post", "/input_tokens", **question)["input_tokens"] > 0
    assert beta("post", "/compact", **question)["output"]
    assert refused(lambda: beta("post", "", **question, multi_agent={})).param == "multi_agent.enabled"
    plain: t.Any = client.responses.create
    error = refused(lambda: plain(**question, extra_body={"multi_agent": {"enabled": True}}))
    assert (error.code, error.param) == ("unknown_parameter", "multi_agent")
    for query in ({"beta": "false"}, {"beta": "yes"}):
        assert refused(functools.partial(plain, **question, extra_query=query)).param == "beta"
    assert beta("delete", f"/{made['id']}")["deleted"]


def test_compaction_of_nothing(client: openai.OpenAI) -> None:
    made = client.responses.compact(model="gpt-4.1")
    assert [item.type for item in made.output] == ["compaction"]
