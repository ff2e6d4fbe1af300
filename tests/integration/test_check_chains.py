# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that read what earlier tasks produce: a check of the whole run reaches its end and predicts the run."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Player, Task, task, writes

pytestmark = pytest.mark.newest_only

TICKET = {
    "type": "object",
    "properties": {
        "severity": {"type": "string", "enum": ["low", "high"]},
        "hosts": {"type": "array", "items": {"$ref": "#/$defs/host"}},
    },
    "required": ["severity", "hosts"],
    "additionalProperties": False,
    "$defs": {
        "host": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "disks": {"type": "integer", "minimum": 1}},
            "required": ["name", "disks"],
            "additionalProperties": False,
        }
    },
}
FUNCTION = {
    "name": "free_space",
    "parameters": {
        "type": "object",
        "properties": {"host": {"type": "string"}},
        "required": ["host"],
        "additionalProperties": False,
    },
}


def assertion(name: str, *conditions: str, **variables: t.Any) -> Task:
    """A task that tests what later tasks of a play would use."""
    return {"name": name, "ansible.builtin.assert": {"that": list(conditions)}, "vars": variables}


def chat(name: str, content: t.Any = "Name a color.", register: str = "unused", **args: t.Any) -> Task:
    """A question to a chat model."""
    messages = [{"role": "user", "content": content}]
    args = {"model": "gpt-4o-mini", "messages": messages, **args}
    return task("openai_chat_completion", name, args, register=register)


def response(name: str, content: t.Any = "Name a color.", register: str = "unused", **args: t.Any) -> Task:
    """A question to a model by the Responses API."""
    return task("openai_response", name, {"model": "gpt-4o-mini", "input": content, **args}, register=register)


def user(*parts: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    """The input of a message that has parts."""
    return [{"role": "user", "content": list(parts)}]


SPEECH = [
    task(
        "openai_speech",
        "say",
        {"model": "gpt-4o-mini-tts", "voice": "cedar", "input": "Good morning.", "dest": "out/speech.wav"},
        register="said",
    ),
    task(
        "openai_transcription",
        "transcribe",
        {"model": "gpt-4o-transcribe", "file": "{{ said.dest }}", "dest": "out/transcript.txt"},
        register="heard",
    ),
    task(
        "openai_transcription", "subtitles", {"model": "whisper-1", "file": "out/speech.wav", "dest": "out/speech.srt"}
    ),
    task("openai_translation", "translate", {"model": "whisper-1", "file": "out/speech.wav"}, register="translated"),
    chat("summarize", "{{ heard.text }} {{ translated.text }}", dest="out/summary.txt"),
    chat(
        "speak",
        modalities=["text", "audio"],
        model="gpt-4o-audio-preview",
        audio={"voice": "alloy", "format": "wav"},
        dest="out/answer.wav",
    ),
    task("openai_transcription", "transcribe the answer", {"model": "whisper-1", "file": "out/answer.wav"}),
]
IMAGES = [
    task(
        "openai_image",
        "draw",
        {"model": "gpt-image-1", "prompt": "A red bicycle", "n": 2, "dest": "out/bicycle.png"},
        register="drawn",
    ),
    task(
        "openai_image",
        "edit",
        {"model": "gpt-image-1", "image": "{{ drawn.files }}", "prompt": "At night", "dest": "out/night.webp"},
        register="edited",
    ),
    response(
        "describe",
        user({"type": "input_text", "text": "What is this?"}, {"type": "input_image", "path": "{{ edited.dest }}"}),
        dest="out/description.txt",
    ),
    chat("describe in a chat", [{"type": "image_url", "path": "{{ drawn.files[1] }}"}]),
    task(
        "openai_moderation",
        "moderate",
        {"images": "{{ drawn.files }}", "input": "Fine.", "threshold": 0.9},
        register="classified",
    ),
    task("openai_content_provenance_check", "trace", {"file": "{{ drawn.dest }}"}, register="traced"),
    assertion(
        "images have results",
        "classified.category_scores | length == 3",
        "not classified.flagged",
        "traced.detected is defined",
    ),
]
DATA = [
    response("classify", "The disk of db1 is full.", schema=TICKET, dest="out/ticket.json"),
    response("read the data", schema=TICKET, dest="out/other.json"),
    task("openai_file", "upload the answer", {"src": "out/ticket.json", "purpose": "user_data"}, register="uploaded"),
    task("openai_file_info", "read the file", {"id": "{{ uploaded.file.id }}"}, register="read"),
    response(
        "ask about the file",
        user(
            {"type": "input_text", "text": "Which host?"}, {"type": "input_file", "file_id": "{{ read.files[0].id }}"}
        ),
    ),
    response(
        "ask about the local file",
        user({"type": "input_text", "text": "Which host?"}, {"type": "input_file", "path": "out/ticket.json"}),
    ),
    {
        "name": "lookup with a schema",
        "ansible.builtin.debug": {"msg": "{{ item.name }} {{ item.disks + 1 }}"},
        "loop": "{{ lookup('fjcorp.openai.response', 'Which hosts?', model='gpt-4o-mini', schema=schema).hosts }}",
        "vars": {"schema": TICKET},
    },
]
TUNING = [
    {
        "name": "write examples",
        "ansible.builtin.copy": {
            "dest": "{{ playbook_dir }}/tuning.jsonl",
            "content": "{{ answers | fjcorp.openai.chat_examples | fjcorp.openai.to_jsonl }}",
        },
        "vars": {"answers": {f"Question {number}?": f"Answer {number}." for number in range(12)}},
    },
    task(
        "openai_file",
        "upload examples",
        {"src": "{{ playbook_dir }}/tuning.jsonl", "purpose": "fine-tune"},
        register="examples",
    ),
    task("openai_file_info", "list files", {"purpose": "fine-tune"}, register="listed"),
    task(
        "openai_fine_tuning_job",
        "tune",
        {
            "model": "gpt-4o-mini-2024-07-18",
            "training_file": "{{ listed.files[0].id }}",
            "wait": True,
            "wait_interval": 0.2,
        },
        register="tuned",
    ),
    task(
        "openai_fine_tuning_job_info",
        "read the job",
        {"id": "{{ tuned.fine_tuning_job.id }}", "events": True},
        register="jobs",
    ),
    chat(
        "ask the tuned model",
        model="{{ jobs.fine_tuning_jobs[0].fine_tuned_model }}",
        store=True,
        metadata={"topic": "tuned"},
    ),
    response("ask the tuned model again", model="{{ tuned.fine_tuning_job.fine_tuned_model }}", dest="out/tuned.txt"),
]
STORED = [
    task("openai_chat_completion_info", "list answers", {"metadata": {"topic": "tuned"}}, register="answers"),
    task(
        "openai_chat_completion_info",
        "read an answer",
        {"id": "{{ answers.chat_completions[0].id }}", "messages": True},
        register="answer",
    ),
    chat("follow up", "{{ answer.chat_completions[0].messages[0].content }}"),
    task(
        "openai_chat_completion", "delete the answer", {"id": "{{ answers.chat_completions[0].id }}", "state": "absent"}
    ),
    response("begin", store=True, dest="out/begin.txt"),
    response("begin again", store=True, dest="out/begin.txt", register="begun"),
    response("continue", "And then?", previous_response_id="{{ begun.response.id }}"),
    response("count", "And then?", previous_response_id="{{ begun.response.id }}", state="counted", register="counted"),
    task(
        "openai_response_info",
        "read the response",
        {"id": "{{ begun.response.id }}", "input_items": True},
        register="items",
    ),
    task("openai_response", "write the response", {"id": "{{ begun.response.id }}", "dest": "out/copy.txt"}),
    response("compact", state="compacted", register="compacted"),
    response("continue compacted", "{{ compacted.response.output + [{'role': 'user', 'content': 'Continue.'}] }}"),
    assertion("tokens are a number", "counted.input_tokens >= 0", "items.responses[0].input_items | length == 1"),
    task("openai_response", "remove the file", {"dest": "out/copy.txt", "state": "absent"}),
]
VECTORS = [
    task(
        "openai_embedding",
        "embed the summary",
        {"model": "text-embedding-3-small", "src": "out/summary.txt", "dest": "out/one.jsonl"},
        register="one",
    ),
    task(
        "openai_embedding",
        "embed",
        {"model": "text-embedding-3-small", "input": ["Red.", "Blue."], "dimensions": 64},
        register="two",
    ),
    task(
        "openai_embedding",
        "embed a text",
        {"model": "text-embedding-3-small", "input": "Red.", "dimensions": 64, "dest": "out/two.json"},
        register="three",
    ),
    assertion(
        "vectors can be compared",
        "one.count >= 1",
        "similarity >= -1 and similarity <= 1.000001",
        "texts[0] | fjcorp.openai.cosine_similarity(one.embeddings[0]) <= 1.000001",
        similarity="{{ two.embeddings[1] | fjcorp.openai.cosine_similarity(three.embeddings[0]) }}",
        texts="{{ query('fjcorp.openai.embedding', 'Red.', 'Green.', model='text-embedding-3-small') }}",
    ),
]
OTHERS = [
    {
        "name": "write a batch",
        "ansible.builtin.copy": {
            "dest": "{{ playbook_dir }}/batch.jsonl",
            "content": "{{ lines | fjcorp.openai.to_jsonl }}",
        },
        "vars": {
            "lines": [
                {
                    "custom_id": "one",
                    "method": "POST",
                    "url": "/v1/chat/completions",
                    "body": {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "One?"}]},
                }
            ]
        },
    },
    task(
        "openai_file",
        "upload the batch",
        {"src": "{{ playbook_dir }}/batch.jsonl", "purpose": "batch"},
        register="batch",
    ),
    task("openai_file_info", "download the batch", {"id": "{{ batch.file.id }}", "dest": "out/batch-copy.jsonl"}),
    task("openai_file", "upload the copy", {"src": "out/batch-copy.jsonl", "purpose": "batch"}),
    chat(
        "call",
        tools=[{"type": "function", "function": FUNCTION}],
        tool_choice="required",
        dest="out/call.json",
        register="called",
    ),
    chat("answer the call", "{{ (called.tool_calls[0].function.arguments | from_json).host }}"),
    response(
        "call by response", tools=[{"type": "function", **FUNCTION}], tool_choice="required", register="called_too"
    ),
    assertion("the function has arguments", "(called_too.tool_calls[0].arguments | from_json).host is string"),
    task(
        "openai_completion",
        "complete",
        {"model": "gpt-3.5-turbo-instruct", "prompt": ["One", "Two"], "n": 2},
        register="completed",
    ),
    task(
        "openai_decision",
        "decide",
        {
            "model": "gpt-6-luna",
            "input": "The disk is full.",
            "questions": [
                {
                    "type": "choice",
                    "name": "team",
                    "instructions": "Which team?",
                    "choices": [{"value": "net"}, {"value": "disk"}],
                },
                {"type": "predicate", "name": "urgent", "instructions": "Is it urgent?"},
            ],
        },
        register="decided",
    ),
    assertion(
        "answers have their shape",
        "completed.texts | length == 4",
        "decided.decided.team in ['net', 'disk']",
        "decided.decided.urgent >= 0",
    ),
    {
        "name": "lookup",
        "ansible.builtin.debug": {
            "msg": "{{ query('fjcorp.openai.chat', 'One?', 'Two?', model='gpt-4o-mini') | map('length') }}"
        },
    },
]
CHAINS = {
    "speech": SPEECH,
    "images": IMAGES,
    "data": DATA,
    "tuning": TUNING,
    "stored": STORED,
    "vectors": VECTORS,
    "others": OTHERS,
}


def test_check_of_a_whole_run(organization: Organization, tmp_path: Path) -> None:
    """The check sends no write, writes no file, and reports the same changes as the run."""
    player = Player(tmp_path, organization)
    folder = {"name": "folder", "ansible.builtin.file": {"path": "{{ playbook_dir }}/out", "state": "directory"}}
    tasks = [folder, *(each for chain in CHAINS.values() for each in chain)]
    check = player.run(tasks, "--check", "--diff").succeed()
    assert not writes(organization.journal())
    assert not (tmp_path / "out").exists()
    run = player.run(tasks, "--diff").succeed()
    predicted = {record["task"]: record["result"].get("changed") for record in check.records}
    changed = {record["task"]: record["result"].get("changed") for record in run.records}
    assert predicted == changed
    assert json.loads((tmp_path / "out" / "ticket.json").read_text())["severity"] in ("low", "high")
    for name in ("summarize", "transcribe", "describe"):
        assert "not requested in check mode" in check.result(name)["text"]
    assert check.result("classify")["parsed"]["hosts"][0]["disks"] >= 1
