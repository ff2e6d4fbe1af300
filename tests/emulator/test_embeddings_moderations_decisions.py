# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Embeddings, moderations, completions and decisions: generated output and validation."""

from __future__ import annotations

import base64
import math
import struct
import typing as t
import zlib

import openai
import pytest

from .conftest import Organization, refused

SMALL = "text-embedding-3-small"


def embed(client: openai.OpenAI, *texts: t.Any, **more: t.Any) -> list[list[float]]:
    # By default the package requests base64, which its own strict validation rejects.
    asked = {"model": SMALL, "input": list(texts), "encoding_format": "float", **more}
    answer = client.embeddings.create(**asked)
    assert [item.index for item in answer.data] == list(range(len(texts)))
    return [item.embedding for item in answer.data]


def close(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_similar_texts_have_similar_embeddings(client: openai.OpenAI) -> None:
    tire, puncture, invoice = embed(
        client, "How do I repair a flat tire?", "Repairing a flat tire yourself", "Where is the invoice of last month?"
    )
    assert close(tire, puncture) > 0.5 > 0.3 > close(tire, invoice)
    assert all(math.isclose(close(each, each), 1, abs_tol=1e-5) for each in (tire, puncture, invoice))
    assert embed(client, "How do I repair a flat tire?") == [tire] == embed(client, "how do I repair a FLAT tire?")


def test_sizes_and_formats(client: openai.OpenAI) -> None:
    (small,), (large,) = embed(client, "a"), embed(client, "a", model="text-embedding-3-large")
    assert (len(small), len(large)) == (1536, 3072)
    (short,) = embed(client, "repair a tire", dimensions=8)
    assert len(short) == 8 and math.isclose(close(short, short), 1, abs_tol=1e-5)
    body = {"model": SMALL, "input": "repair a tire", "dimensions": 8, "encoding_format": "base64"}
    raw: t.Any = client.post("/embeddings", body=body, cast_to=object)
    assert struct.unpack("<8f", base64.b64decode(raw["data"][0]["embedding"])) == tuple(short)
    plain = client.embeddings.create(model=SMALL, input="repair a tire", dimensions=8, encoding_format="float")
    assert plain.data[0].embedding == short
    assert plain.usage.prompt_tokens == plain.usage.total_tokens == 3 and plain.model == SMALL
    assert embed(client, [1, 2, 3]) == embed(client, [1, 2, 3]) != embed(client, [1, 2, 4])
    assert len(client.embeddings.create(model=SMALL, input=[1, 2, 3], encoding_format="float").data) == 1
    assert embed(client, "!") != embed(client, "?")


BAD_EMBEDDINGS: list[tuple[dict[str, t.Any], int, str | None, str]] = [
    ({"input": ""}, 400, "input", "cannot be an empty string"),
    ({"input": ["a", ""]}, 400, "input[1]", "cannot be an empty string"),
    ({"input": []}, 400, "input", "empty array"),
    ({"input": ["a"] * 2049}, 400, "input", "maximum length 2048"),
    ({"input": ["a", 7]}, 400, "input", "of one type"),
    ({"input": [7.5]}, 400, "input[0]", "Invalid type"),
    ({"input": "word " * 8193}, 400, None, "maximum context length is 8192 tokens"),
    ({"input": ["word " * 8000] * 40}, 400, None, "max 300000 tokens per request"),
    ({"model": "text-embedding-none"}, 404, None, "does not exist"),
    ({"model": "gpt-4o"}, 404, "model", "not a model for this endpoint"),
    ({"dimensions": 2000}, 400, "dimensions", "less than or equal to 1536"),
    ({"dimensions": 0}, 400, "dimensions", "below minimum"),
    ({"model": "text-embedding-ada-002", "dimensions": 8}, 400, None, "does not support specifying dimensions"),
    ({"encoding_format": "npy"}, 400, "encoding_format", "Supported values"),
    ({"color": "red"}, 400, "color", "Unknown parameter"),
]


@pytest.mark.parametrize(("change", "status", "param", "words"), BAD_EMBEDDINGS)
def test_invalid_embeddings(
    change: dict[str, t.Any], status: int, param: str | None, words: str, client: openai.OpenAI
) -> None:
    body: dict[str, t.Any] = {"model": SMALL, "input": "a", **change}
    error = refused(lambda: client.post("/embeddings", body=body, cast_to=object))
    assert (error.status_code, error.param) == (status, param) and words in error.message


def test_embeddings_use_quota_and_rate_limit(org: Organization, client: openai.OpenAI) -> None:
    answer = client.embeddings.with_raw_response.create(model=SMALL, input="a", encoding_format="float")
    assert answer.headers["x-ratelimit-limit-tokens"] == "5000000"
    org.control("options", {"quota": "exhausted"})
    assert refused(lambda: embed(client, "a")).code == "insufficient_quota"
    assert refused(lambda: client.moderations.create(input="a")).code == "insufficient_quota"


# --- moderations --------------------------------------------------------------------------------------------------------


def png(comment: str = "") -> bytes:
    """Return a PNG image of one pixel with these words in its data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    text = chunk(b"tEXt", f"Comment\0{comment}".encode())
    pixels = chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + text + pixels + chunk(b"IEND", b"")


def image(url: str) -> t.Any:
    return {"type": "image_url", "image_url": {"url": url}}


def data_url(raw: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(raw).decode()}"


def test_texts_are_classified_separately(client: openai.OpenAI) -> None:
    answer = client.moderations.create(input=["What a nice day", "I will kill you, idiot"])
    assert answer.model == "omni-moderation-2024-09-26" and answer.id.startswith("modr-")
    nice, nasty = answer.results
    assert not nice.flagged and all(score < 0.02 for _name, score in nice.category_scores)
    assert nasty.flagged and nasty.categories.violence and nasty.categories.harassment
    assert nasty.category_scores.violence > 0.9 and not nasty.categories.sexual
    assert nasty.category_applied_input_types.violence == ["text"]
    assert client.moderations.create(input="What a nice day").results == [nice]


def test_image_is_classified_with_its_text(client: openai.OpenAI) -> None:
    (clean,) = client.moderations.create(input=[image(data_url(png()))]).results
    assert not clean.flagged and clean.category_applied_input_types.violence == ["image"]
    assert clean.category_applied_input_types.hate == []
    (bloody,) = client.moderations.create(input=[image(data_url(png("[[gore]]")))]).results
    assert bloody.flagged and bloody.categories.violence_graphic
    (both,) = client.moderations.create(
        input=[{"type": "text", "text": "stupid"}, image("https://example.com/gore/1.png")]
    ).results
    assert both.categories.harassment and both.categories.violence_graphic
    assert both.category_applied_input_types.violence_graphic == ["text", "image"]


BAD_MODERATIONS: list[tuple[dict[str, t.Any], str | None, str]] = [
    ({"input": []}, "input", "empty array"),
    ({"input": ["a", {"type": "text", "text": "b"}]}, "input", "array of strings or an array of objects"),
    ({"input": [image("data:image/png;base64,AAAA")]}, "input[0].image_url.url", "Invalid image"),
    ({"input": [image("ftp://x/y.png")]}, "input[0].image_url.url", "Failed to download"),
    ({"input": [image("https://x/y.png"), image("https://x/z.png")]}, "input", "Number of images (2) exceeds"),
    ({"input": [{"type": "sound"}]}, "input[0].type", "Supported values"),
    ({"model": "gpt-4o"}, "model", "not a model for this endpoint"),
    ({"model": "text-moderation-latest", "input": [image("https://x/y.png")]}, "input", "not supported"),
    ({"threshold": 0.5}, "threshold", "Unknown parameter"),
]


@pytest.mark.parametrize(("change", "param", "words"), BAD_MODERATIONS)
def test_invalid_moderations(change: dict[str, t.Any], param: str | None, words: str, client: openai.OpenAI) -> None:
    body: dict[str, t.Any] = {"input": "a", **change}
    error = refused(lambda: client.post("/moderations", body=body, cast_to=object))
    assert error.param == param and words in error.message


# --- completions --------------------------------------------------------------------------------------------------------

INSTRUCT = "gpt-3.5-turbo-instruct"


def complete(client: openai.OpenAI, prompt: t.Any = "Say exactly: ready to go", **more: t.Any) -> t.Any:
    return client.completions.create(**{"model": INSTRUCT, "prompt": prompt, **more})


def test_prompts_are_completed(client: openai.OpenAI) -> None:
    answer = complete(client)
    assert answer.choices[0].text == "ready to go" and answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    several = complete(client, ["Say: one", "Say: two"], n=2, best_of=3).choices
    assert [(each.index, each.text[:3]) for each in several] == [(0, "one"), (1, "one"), (2, "two"), (3, "two")]
    long = complete(client, "[[words:100]]").choices[0]
    assert long.finish_reason == "length" and len(long.text.split()) < 20
    assert complete(client, "[[words:100]]", max_tokens=200, stop="amet").choices[0].text.endswith("sit ")
    assert complete(client, "Say: x", echo=True).choices[0].text == "Say: xx"
    assert complete(client, "[[content_filter]]").choices[0].finish_reason == "content_filter"
    assert complete(client, [1, 2]).choices[0].text and len(complete(client, [[1], [2]]).choices) == 2
    sure = complete(client, logprobs=2).choices[0].logprobs
    assert "".join(sure.tokens) == "ready to go" and len(sure.top_logprobs[0]) == 2
    assert sure.text_offset[0] == 0 and max(sure.token_logprobs) <= 0


def test_completion_is_streamed(org: Organization) -> None:
    # The package's strict validation requires a finish reason in every chunk.
    client = openai.OpenAI(base_url=org.emulator.base_url, api_key=org.api_key)
    parts = list(complete(client, ["Say: one two", "Say: three"], stream=True, stream_options={"include_usage": True}))
    said = {0: "", 1: ""}
    for part in parts:
        for choice in part.choices:
            said[choice.index] += choice.text
    assert said == {0: "one two", 1: "three"} and parts[-1].usage.total_tokens > 0


BAD_COMPLETIONS: list[tuple[dict[str, t.Any], int, str | None]] = [
    ({"model": "gpt-4o"}, 404, "model"),
    ({"model": "none"}, 404, None),
    ({"model": SMALL}, 404, None),
    ({"n": 3, "best_of": 2}, 400, "best_of"),
    ({"best_of": 2, "stream": True}, 400, "best_of"),
    ({"suffix": "x", "model": "babbage-002"}, 400, "suffix"),
    ({"max_tokens": 5000}, 400, None),
    ({"logprobs": 6}, 400, "logprobs"),
    ({"stream_options": {"include_usage": True}}, 400, "stream_options"),
    ({"messages": []}, 400, "messages"),
]


@pytest.mark.parametrize(("change", "status", "param"), BAD_COMPLETIONS)
def test_invalid_completions(change: dict[str, t.Any], status: int, param: str | None, client: openai.OpenAI) -> None:
    body: dict[str, t.Any] = {"model": INSTRUCT, "prompt": "a", **change}
    error = refused(lambda: client.post("/completions", body=body, cast_to=object))
    assert (error.status_code, error.param) == (status, param)


# --- decisions ----------------------------------------------------------------------------------------------------------

LUNA = "gpt-6-luna"
TICKET = "I was charged twice in May, please refund the second invoice."
QUESTIONS: list[t.Any] = [
    {"type": "predicate", "name": "refund", "instructions": "The customer asks for a refund."},
    {"type": "predicate", "instructions": "The bicycle was stolen."},
    {
        "type": "choice",
        "name": "team",
        "instructions": "Which team answers?",
        "choices": [{"value": "billing", "description": "invoice, charged, refund"}, {"value": "support"}],
    },
    {"type": "choice", "name": "typed", "instructions": "Which?", "choices": [{"value": True}, {"value": "True"}]},
    {"type": "score", "name": "anger", "instructions": "How angry?", "levels": [{"label": "calm"}, {"label": "angry"}]},
    {"type": "predicate", "name": "no", "instructions": "[[refusal]]"},
]


def test_questions_are_answered_in_order(client: openai.OpenAI) -> None:
    decision = client.decisions.create(model=LUNA, input=TICKET, questions=QUESTIONS)
    answers: list[t.Any] = list(decision.answers)
    assert [each.name for each in answers] == ["refund", None, "team", "typed", "anger", "no"]
    assert answers[0].probability > 0.5 > answers[1].probability
    assert answers[2].choice == "billing" and answers[2].confidence > 0.5
    assert math.isclose(sum(each.probability for each in answers[2].probabilities), 1, abs_tol=1e-4)
    assert {type(each.value) for each in answers[3].probabilities} == {bool, str}
    assert 1 <= answers[4].score <= 2 and [each.label for each in answers[4].probabilities] == ["calm", "angry"]
    assert answers[5].type == "refusal"
    assert decision.model == LUNA and decision.usage.output_tokens == 6


def test_inputs_of_every_kind(client: openai.OpenAI) -> None:
    given: list[t.Any] = [
        {"role": "developer", "content": "Classify strictly."},
        {
            "role": "user",
            "content": [
                {"type": "input_text", "text": "What is this?"},
                {"type": "input_image", "image_url": data_url(png())},
                {"type": "input_json", "data": {"order": {"refund": True, "lines": [1, 2]}}},
            ],
        },
        {"role": "assistant", "content": [{"type": "output_text", "text": "An order."}]},
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "customer asks"},
    ]
    (answer,) = client.decisions.create(model=LUNA, input=given, questions=QUESTIONS[:1]).answers
    assert answer.type == "predicate" and answer.probability > 0.5


BAD_DECISIONS: list[tuple[dict[str, t.Any], int, str | None]] = [
    ({"model": "gpt-4o"}, 400, "model"),
    ({"model": "none"}, 404, None),
    ({"questions": []}, 400, "questions"),
    ({"questions": QUESTIONS[:1] * 401}, 400, "questions"),
    ({"questions": [{"type": "guess", "instructions": "x"}]}, 400, "questions[0].type"),
    ({"questions": [{"type": "predicate"}]}, 400, "questions[0].instructions"),
    (
        {"questions": [{"type": "choice", "instructions": "x", "choices": [{"value": "a"}]}]},
        400,
        "questions[0].choices",
    ),
    (
        {"questions": [{"type": "choice", "instructions": "x", "choices": [{"value": "a"}, {"value": "a"}]}]},
        400,
        "questions[0].choices[1].value",
    ),
    (
        {"questions": [{"type": "choice", "instructions": "x", "choices": [{"value": "a"}, {"value": 1}]}]},
        400,
        "questions[0].choices[1].value",
    ),
    ({"input": ""}, 400, "input"),
    ({"input": [{"role": "wizard", "content": "x"}]}, 400, "input[0].role"),
    ({"input": [{"type": "function_call_output", "call_id": "c", "output": "x"}]}, 400, "input[0].call_id"),
    (
        {"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "data:image/png;base64,AA"}]}]},
        400,
        "input[0].content[0].image_url",
    ),
    (
        {"input": [{"role": "user", "content": [{"type": "input_json", "data": {"x": "y" * 300000}}]}]},
        400,
        "input[0].content[0].data",
    ),
    ({"prompt_cache_options": {"ttl": "1h"}}, 400, "prompt_cache_options.ttl"),
]


@pytest.mark.parametrize(("change", "status", "param"), BAD_DECISIONS)
def test_invalid_decisions(change: dict[str, t.Any], status: int, param: str | None, client: openai.OpenAI) -> None:
    body: dict[str, t.Any] = {"model": LUNA, "input": "a", "questions": QUESTIONS[:1], **change}
    error = refused(lambda: client.post("/decisions", body=body, cast_to=object))
    assert (error.status_code, error.param) == (status, param)
