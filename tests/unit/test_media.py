# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images and audio files."""

from __future__ import annotations

import base64
import io
import tracemalloc
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.multipart import Multipart
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.media_file import local_audio
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models._transcription_hooks import (
    _text_of_subtitles,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.embedding import EMBEDDING
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.image import IMAGE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.response import RESPONSE
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.speech import SPEECH
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.models.transcription import TRANSCRIPTION
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import ConnectionFailure, InvalidArgument

from .server import Reply, Seen, Server, error
from .task import Clock, client_for, run_task

MEGABYTE = 1024 * 1024
WAV = b"RIFF\0\0\0\0WAVEfmt "


def test_an_address_of_an_answer_is_told_nothing(server: Server, clock: Clock) -> None:
    server.otherwise = lambda seen: Reply(body=b"picture")
    client = client_for(
        server, extra_headers={"X-Team": "payments"}, extra_query={"api-version": "1"}, organization_id="org-1"
    )
    sink = io.BytesIO()
    assert client.fetch(server.base_url.replace("/v1", "/storage/a.png?sig=1"), sink) == 7
    assert sink.getvalue() == b"picture"
    (seen,) = server.seen
    assert seen.target == "/storage/a.png?sig=1"
    assert not {"authorization", "x-team", "openai-organization"} & set(seen.headers)


def test_an_address_is_tried_again_as_anything_is(server: Server, clock: Clock) -> None:
    replies = [Reply(503), Reply(body=b"picture", cut="half"), Reply(body=b"picture")]
    server.otherwise = lambda seen: replies.pop(0)
    sink = io.BytesIO()
    client_for(server).fetch(server.base_url + "/a.png", sink)
    assert sink.getvalue() == b"picture" and not replies


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.com/a.png", "a.png", ""])
def test_addresses_nobody_goes_to(server: Server, clock: Clock, address: str) -> None:
    with pytest.raises(ConnectionFailure, match="must begin with https"):
        client_for(server).fetch(address, io.BytesIO())
    assert not server.seen


def test_an_encrypted_server_is_not_left_for_a_plain_one(server: Server, clock: Clock) -> None:
    client = client_for(server, base_url="https://api.example.com/v1")
    with pytest.raises(ConnectionFailure, match="'http'"):
        client.fetch(server.base_url + "/a.png", io.BytesIO())
    assert not server.seen


def test_nested_fields_of_a_form() -> None:
    form = Multipart({"svg": {"model": "m", "reasoning": {"effort": "low"}}, "tags": ["a", "b"], "stream": True})
    raw = b"".join(iter(form.read, b"")).decode()
    names = [line.split('"')[1] for line in raw.splitlines() if line.startswith("Content-Disposition")]
    assert names == ["svg[model]", "svg[reasoning][effort]", "tags[]", "tags[]", "stream"]
    assert len(raw) == len(form) and "\r\n\r\ntrue\r\n" in raw


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", True),
        (b"fLaC\0\0\0\x22", True),
        (b"OggS\0\2\0\0", True),
        (b"ID3\3\0\0\0", True),
        (b"\xff\xfb\x90\x44", True),
        (b"\0\0\0\x20ftypM4A ", True),
        (b"\x1a\x45\xdf\xa3\x01", True),
        (b"RIFF\0\0\0\0WEBP", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"\xff\xd8\xff\xe0", False),
        (b"words", False),
    ],
)
def test_sounds_are_known_by_their_first_bytes(tmp_path: Path, head: bytes, known: bool) -> None:
    path = tmp_path / "sound"
    path.write_bytes(head)
    if known:
        assert local_audio("file", str(path)).path == str(path)
    else:
        with pytest.raises(InvalidArgument, match="FLAC"):
            local_audio("file", str(path))


def test_speech_of_any_length_is_flat_in_memory(server: Server, clock: Clock, tmp_path: Path) -> None:
    content = bytes(64 * MEGABYTE)
    server.otherwise = lambda seen: Reply(body=content)
    args = {"model": "m", "input": "x", "voice": "v", "dest": str(tmp_path / "a.wav")}
    run_task(SPEECH, server, {**args, "dest": str(tmp_path / "warm.wav")})
    tracemalloc.start()
    result = run_task(SPEECH, server, args)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result["speech"]["bytes"] == (tmp_path / "a.wav").stat().st_size == len(content)
    assert peak < 16 * MEGABYTE


def test_a_voice_of_ones_own_is_sent_by_its_id(server: Server, clock: Clock, tmp_path: Path) -> None:
    server.otherwise = lambda seen: Reply(body=b"sound")
    args = {"model": "m", "input": "x", "dest": str(tmp_path / "a.opus")}
    run_task(SPEECH, server, {**args, "voice": "voice_1234"})
    again = run_task(SPEECH, server, {**args, "voice": {"id": "voice_1234"}})
    assert server.seen[0].json["voice"] == {"id": "voice_1234"} and server.seen[0].json["response_format"] == "opus"
    assert not again["changed"] and len(server.seen) == 1


@pytest.mark.parametrize("answer", [Reply(body={"created": 1, "data": []}), Reply(body={"created": 1})])
def test_an_answer_without_image(server: Server, clock: Clock, tmp_path: Path, answer: Reply) -> None:
    server.otherwise = lambda seen: answer
    result = run_task(IMAGE, server, {"model": "m", "prompt": "x", "dest": str(tmp_path / "a.png")})
    assert result["failed"] and "no image" in result["msg"]
    assert not list(tmp_path.glob("*a.png*"))


def test_an_image_beside_one_at_an_address(server: Server, clock: Clock, tmp_path: Path) -> None:
    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return Reply(body=b"second") if seen.path == "/b.png" else error(404)
        first = {"b64_json": base64.b64encode(b"first").decode()}
        return Reply(body={"created": 1, "data": [first, {"url": server.base_url.replace("/v1", "/b.png")}]})

    server.otherwise = answer
    args = {"model": "m", "prompt": "x", "n": 2, "dest": str(tmp_path / "a.png")}
    result = run_task(IMAGE, server, args)
    assert (tmp_path / "a.png").read_bytes() == b"first" and (tmp_path / "a-2.png").read_bytes() == b"second"
    assert result["image"] == {"created": 1, "data": [{}, {}]}
    assert not run_task(IMAGE, server, args)["changed"] and len(server.seen) == 2


FOREIGN: dict[str, tuple[Module, dict[str, t.Any], str]] = {
    "image": (IMAGE, {"model": "m", "prompt": "p"}, "x"),
    "second image": (IMAGE, {"model": "m", "prompt": "p", "n": 2}, "x-2"),
    "speech": (SPEECH, {"model": "m", "input": "i", "voice": "v"}, "x"),
    "transcription": (TRANSCRIPTION, {"model": "m", "file": "a.wav"}, "x"),
    "embedding": (EMBEDDING, {"model": "m", "input": "i"}, "x"),
    "response": (RESPONSE, {"model": "m", "input": "i"}, "x"),
}


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_a_file_of_another_program_is_not_replaced(name: str, server: Server, clock: Clock, tmp_path: Path) -> None:
    """Nothing is sent, and the file stays as it is; with force it is replaced."""
    declaration, args, foreign = FOREIGN[name]
    (tmp_path / "a.wav").write_bytes(WAV)
    (tmp_path / foreign).write_bytes(b"mine")
    args = {name: str(tmp_path / value) if name == "file" else value for name, value in args.items()}
    for check in (False, True):
        result = run_task(declaration, server, {**args, "dest": str(tmp_path / "x")}, check)
        assert result["failed"] and result["error"]["kind"] == "invalid_argument", result
        assert str(tmp_path / foreign) in result["msg"] and "force=true" in result["msg"]
    assert not server.seen and (tmp_path / foreign).read_bytes() == b"mine"
    server.tell(error(400, "seen"))
    assert "seen" in run_task(declaration, server, {**args, "dest": str(tmp_path / "x"), "force": True})["msg"]


def test_words_that_look_like_json_are_words(server: Server, clock: Clock, tmp_path: Path) -> None:
    server.otherwise = lambda seen: Reply(body=b"42\n")
    sound = tmp_path / "a.mp3"
    sound.write_bytes(b"ID3" + bytes(20))
    args: dict[str, t.Any] = {"model": "m", "file": str(sound), "response_format": "text"}
    assert run_task(TRANSCRIPTION, server, args)["text"] == "42"


def test_words_of_subtitles() -> None:
    srt = "1\r\n00:00:00,000 --> 00:00:01,000\r\nOne line,\r\nand another.\r\n\r\n2\r\n00:00:01,000 --> 00:00:02,000\r\n42\r\n"
    assert _text_of_subtitles(srt) == "One line, and another. 42"
    assert _text_of_subtitles("WEBVTT\n\nNOTE x\n\n00:00.000 --> 00:01.000\nHi.\n") == "Hi."
