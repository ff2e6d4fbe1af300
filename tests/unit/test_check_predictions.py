# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers and files that exist in check mode only."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.pricing import cost, missing_price
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.schema_instance import instance_of
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.cache import RUN_FOLDER, RUN_IS_CHECK
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.chat_completion import CHAT_COMPLETION
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.speech import SPEECH
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.transcription import TRANSCRIPTION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument

from .server import Server
from .task import run_task

Schema = dict[str, t.Any]

TREE: Schema = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "child": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
    "required": ["name", "child"],
}
LIST: Schema = {
    "$defs": {
        "node": {
            "type": "object",
            "properties": {"next": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
            "required": ["next"],
        }
    },
    "$ref": "#/$defs/node",
}
SCHEMAS: list[Schema] = [
    {"type": "string", "maxLength": 4},
    {"type": "string", "minLength": 80},
    {"type": "string", "format": "date-time"},
    {"type": "string", "pattern": "^[A-Z]{2}-\\d{3,5}(\\.x|y)?$"},
    {"type": "string", "pattern": "^(?:red|blue)[^a-f]\\s\\w+$"},
    {"type": "string", "enum": ["a", "b"]},
    {"const": 3},
    {"type": "integer", "minimum": 7, "multipleOf": 5},
    {"type": "integer", "exclusiveMaximum": -3},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    {"type": "number", "maximum": -1.5},
    {"type": ["null", "boolean"]},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3},
    {"type": "array", "items": {"type": "integer"}, "maxItems": 0},
    {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "null"}}, "required": ["a"]}]},
    {"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"required": ["a"]}]},
    {
        "type": "object",
        "properties": {"a/b": {"type": "string"}, "c": {"$ref": "#/properties/a~1b"}},
        "required": ["c"],
    },
    TREE,
    LIST,
]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_instance_is_valid_for_its_schema(schema: Schema) -> None:
    validators = pytest.importorskip("jsonschema_rs", reason="a validator of JSON schemas is required")
    validators.validator_for(schema).validate(instance_of(schema))


def test_an_instance_is_a_placeholder_where_it_can_be() -> None:
    schema = {"type": "object", "properties": {"why": {"type": "string"}, "tags": {"type": "array"}}}
    assert instance_of(schema) == dict(
        zip(("why", "tags"), ("(not requested in check mode)", ["(not requested in check mode)"]), strict=True)
    )
    # A pattern that cannot match is not the reason for a failure.
    assert isinstance(instance_of({"type": "string", "pattern": "^(?!)$"}), str)
    assert isinstance(instance_of({"type": "string", "pattern": "("}), str)
    assert instance_of({"$ref": "#/$defs/none"}) is not None


@pytest.fixture()
def whole_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the working folder of a run that is in check mode as a whole."""
    (tmp_path / "run").mkdir()
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path / "run"))
    monkeypatch.setenv(RUN_IS_CHECK, "1")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


SPEECH_ARGS = {"model": "m", "voice": "v", "input": "hi"}


def test_a_predicted_file_is_read(whole_run: Path, server: Server) -> None:
    said = run_task(SPEECH, server, {**SPEECH_ARGS, "dest": "new/a.mp3"}, check=True)
    assert said["changed"] and said["speech"]["format"] == "mp3"
    assert said["warnings"] == [
        f"the directory {whole_run / 'new'} does not exist. Check mode assumes that an earlier task creates it."
    ]
    heard = run_task(TRANSCRIPTION, server, {"model": "m", "file": "new/a.mp3", "dest": "a.txt"}, check=True)
    assert heard["changed"] and "check mode" in heard["text"] and "warnings" not in heard
    again = run_task(SPEECH, server, {**SPEECH_ARGS, "dest": "new/a.mp3"}, check=True)
    assert not again["changed"], "an earlier task writes the same file"
    other = run_task(SPEECH, server, {**SPEECH_ARGS, "voice": "w", "dest": "new/a.mp3"}, check=True)
    assert other["changed"]
    removed = run_task(SPEECH, server, {"dest": "new/a.mp3", "state": "absent"}, check=True)
    assert removed["changed"] and removed["removed"] == [str(whole_run / "new" / "a.mp3")]
    assert not run_task(SPEECH, server, {"dest": "new/a.mp3", "state": "absent"}, check=True)["changed"]
    assert list(whole_run.iterdir()) == [] and not server.seen


def test_a_missing_file_is_a_warning_if_another_task_may_create_it(whole_run: Path, server: Server) -> None:
    args = {"model": "m", "file": "missing.wav"}
    assumed = run_task(TRANSCRIPTION, server, args, check=True)
    assert "missing.wav" in assumed["warnings"][0] and "check mode" in assumed["text"]
    # A task that is not in check mode reads the file itself, and a file of another type is not audio.
    assert "does not exist" in run_task(TRANSCRIPTION, server, args)["msg"]
    assert "must be a" in run_task(TRANSCRIPTION, server, {**args, "file": "notes.txt"}, check=True)["msg"]


def test_a_single_task_in_check_mode_reads_real_files(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run_task(TRANSCRIPTION, server, {"model": "m", "file": "missing.wav"}, check=True)
    assert result["failed"] and "does not exist" in result["msg"]
    predicted = run_task(
        CHAT_COMPLETION, server, {"model": "m", "messages": [{"role": "user", "content": "hi"}]}, check=True
    )
    assert re.fullmatch(r"chatcmpl-check-mode-\w+", predicted["chat_completion"]["id"]) and not predicted["changed"]


def test_a_model_that_may_call_a_function_does_both(server: Server) -> None:
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tools = [{"type": "function", "name": "weather", "parameters": parameters}]
    for choice, has_text, calls in ((None, True, 1), ("auto", True, 1), ("required", False, 1), ("none", True, 0)):
        args = {"model": "m", "input": "hi", "tools": tools, "tool_choice": choice}
        result = run_task(RESPONSE, server, args, check=True)
        assert (result["text"] is not None, len(result["tool_calls"])) == (has_text, calls), choice
        chat = {
            "model": "m",
            "messages": [{"role": "user", "content": "hi"}],
            "tools": [{"type": "function", "function": {"name": "weather", "parameters": parameters}}],
            "tool_choice": choice,
        }
        result = run_task(CHAT_COMPLETION, server, chat, check=True)
        assert (result["text"] is not None, len(result["tool_calls"])) == (has_text, calls), choice
        assert all("city" in json.loads(each["function"]["arguments"]) for each in result["tool_calls"])


# --- prices --------------------------------------------------------------------------------------------------------------

TABLE = {
    "gpt-image-1": {"input": 1, "image_input": 2, "image_output": 4},
    "dall-e-3": {"image": 3},
    "tts-1": {"characters": 15},
    "whisper-1": {"minute": 6},
    "gpt-4o-transcribe": {"input": 1, "audio_input": 10, "output": 2},
}


@pytest.mark.parametrize(
    ("model", "usage", "price"),
    [
        (
            "gpt-image-1",
            {
                "input_tokens": 9,
                "input_tokens_details": {"image_tokens": 4},
                "output_tokens": 2,
                "output_tokens_details": {"image_tokens": 2},
                "images": 1,
            },
            21e-6,
        ),
        ("dall-e-3", {"images": 2}, 6),
        ("tts-1", {"characters": 2_000_000, "output_tokens": 9}, 30),
        ("whisper-1", {"type": "duration", "seconds": 30}, 3),
        ("gpt-4o-transcribe", {"input_tokens": 5, "input_token_details": {"audio_tokens": 4, "text_tokens": 1}, "output_tokens": 1}, 43e-6),
        ("any", {"free": True}, 0),
        ("tts-1", {"characters": float("inf"), "input_tokens": float("inf")}, 0),
    ],
)  # fmt: skip
def test_media_are_priced_by_their_own_units(model: str, usage: dict[str, t.Any], price: float) -> None:
    assert cost(usage, TABLE, model) == pytest.approx(price)


def test_a_missing_price_is_named() -> None:
    with pytest.raises(InvalidArgument, match="image_output of gpt-4o-transcribe|image of gpt-4o-transcribe"):
        cost({"images": 1}, TABLE, "gpt-4o-transcribe")
    assert "no prices for 'none'" in missing_price("none", (("input",),), TABLE)
    assert "image or output of tts-1" in missing_price("tts-1", (("image", "output"),), TABLE)
    assert missing_price("dall-e-3", (("image", "output"),), TABLE) == missing_price("none", (), TABLE) == ""
