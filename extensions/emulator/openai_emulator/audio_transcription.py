# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Transcribe uploaded audio and format the transcription."""

from __future__ import annotations

import math
import re
import zlib
from typing import Any

from . import audio_synthesis
from .errors import bad_request
from .ids import deterministic_token
from .model_catalog import Model
from .replies import EventReply, TextReply
from .server import Call
from .text_language import count_tokens, deterministic_fraction
from .text_language import tokenize as split

INPUT_FORMATS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")
MIN_SECONDS = 0.1
"""Minimum duration of audio to transcribe, in seconds."""
WORDS = {
    "german": "guten=good morgen=morning tag=day hallo=hello welt=world danke=thanks das=the der=the die=the ist=is "
    "ein=a eine=a und=and wie=how geht=goes es=it dir=you haus=house heute=today wir=we brauchen=need hilfe=help "
    "bitte=please nicht=not ich=I server=server läuft=runs wieder=again rechnung=invoice",
    "spanish": "hola=hello mundo=world gracias=thanks buenos=good días=days el=the la=the es=is un=a una=a y=and "
    "por=for favor=favor necesitamos=we-need ayuda=help hoy=today servidor=server factura=invoice",
    "french": "bonjour=hello monde=world merci=thanks le=the la=the est=is un=a une=a et=and nous=we avons=have "
    "besoin=need aide=help le=the serveur=server facture=invoice aujourd'hui=today",
}
LANGUAGE_CODES = {"english": "en", "german": "de", "spanish": "es", "french": "fr"}
DICTIONARY = {language: dict(pair.split("=") for pair in text.split()) for language, text in WORDS.items()}


def decode_upload(call: Call) -> tuple[audio_synthesis.AudioInfo, str]:
    """Return format, duration and text of the uploaded audio. Runs in a thread."""
    upload = call.files["file"]
    ending = upload.filename.rpartition(".")[2].lower()
    if ending not in INPUT_FORMATS:
        raise bad_request(f"Invalid file format. Supported formats: {list(INPUT_FORMATS)}", param="file")
    data = upload.path.read_bytes()
    known = audio_synthesis.probe(data)
    if known is None:
        raise bad_request("Audio file might be corrupted or unsupported", param="file", code="invalid_value")
    if known.seconds < MIN_SECONDS:
        raise bad_request(
            f"Audio file is too short. Minimum audio length is {MIN_SECONDS} seconds.",
            param="file",
            code="audio_too_short",
        )
    note = audio_synthesis.read_metadata(data)
    if note is None:
        return known, "" if known.silent else f"Audio of {known.seconds:.1f} seconds."
    return known, " ".join(str(note["text"]).replace("[[silence]]", "").split(" ")).strip()


def detect_language(text: str) -> str:
    """Return the language that most of the words belong to."""
    found = re.findall(r"[\w'-]+", text.lower())
    counts = {language: sum(word in known for word in found) for language, known in DICTIONARY.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] * 2 > len(found) else "english"


def translate_text(text: str) -> str:
    """Translate text to English word by word; unknown words stay."""
    words = DICTIONARY.get(detect_language(text), {})

    def english(found: re.Match[str]) -> str:
        word = words.get(found[0].lower(), found[0])
        word = word.replace("-", " ") if word is not found[0] else word
        return word[:1].upper() + word[1:] if found[0][:1].isupper() else word

    return re.sub(r"[\w'-]+", english, text)


def speaker_turns(text: str) -> list[tuple[str, str]]:
    """Return speaker and text of each line of the form ``Name: text``; without such names, each line with an empty
    speaker."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [re.fullmatch(r"(\w+): (.+)", line) for line in lines]
    if len(lines) > 1 and all(named):
        return [(found[1], found[2]) for found in named if found]
    return [("", line) for line in lines]


def sentence_times(text: str, seconds: float) -> list[tuple[float, float, str]]:
    """Return start, end and text of each sentence, in proportion to its length."""
    sentences = [found.strip() for found in re.findall(r"[^.!?]+[.!?]*", text) if found.strip()]
    return assign_times(sentences, seconds)


def assign_times(parts: list[str], seconds: float) -> list[tuple[float, float, str]]:
    """Return start, end and text of each part, in proportion to its length."""
    total = sum(map(len, parts)) or 1
    out, at = [], 0
    for part in parts:
        begin, at = at, at + len(part)
        out.append((round(seconds * begin / total, 2), round(seconds * at / total, 2), part))
    return out


def format_timestamp(seconds: float, comma: str) -> str:
    """Return a subtitle timestamp.

    :param comma: separator of the milliseconds.
    """
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{comma}{thousandths:03}"


def subtitles(text: str, seconds: float, form: str) -> TextReply:
    """Return the text as ``srt`` or ``vtt`` subtitles."""
    found = sentence_times(text, seconds)
    if form == "srt":
        lines = [
            f"{number}\n{format_timestamp(begin, ',')} --> {format_timestamp(end, ',')}\n{said}\n"
            for number, (begin, end, said) in enumerate(found, 1)
        ]
        return TextReply("\n".join(lines) + "\n", "text/plain; charset=utf-8")
    lines = [f"{format_timestamp(begin, '.')} --> {format_timestamp(end, '.')}\n{said}\n" for begin, end, said in found]
    return TextReply("WEBVTT\n\n" + "\n".join(lines) + "\n", "text/plain; charset=utf-8")


def build_segment(number: int, begin: float, end: float, text: str, temperature: float) -> dict[str, Any]:
    """Return one segment of a ``verbose_json`` response."""
    raw = text.encode()
    return {
        "id": number,
        "seek": 0,
        "start": begin,
        "end": end,
        "text": f" {text}",
        "tokens": [zlib.crc32(piece.encode()) % 50_000 for piece in split(text)],
        "temperature": temperature,
        "avg_logprob": -round(0.1 + deterministic_fraction(text) / 5, 6),
        "compression_ratio": round(len(raw) / len(zlib.compress(raw)), 6),
        "no_speech_prob": round(deterministic_fraction(text + "?") / 20, 6),
    }


def verbose_transcription(text: str, seconds: float, language: str, task: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a ``verbose_json`` response."""
    wanted = body.get("timestamp_granularities") or ["segment"]
    temperature = float(body.get("temperature") or 0)
    answer: dict[str, Any] = {"task": task, "language": language, "duration": round(seconds, 2), "text": text}
    if "segment" in wanted:
        answer["segments"] = [
            build_segment(number, begin, end, said, temperature)
            for number, (begin, end, said) in enumerate(sentence_times(text, seconds))
        ]
    if "word" in wanted:
        answer["words"] = [
            {"word": said, "start": begin, "end": end}
            for begin, end, said in assign_times(re.findall(r"[\w'-]+", text), seconds)
        ]
    return answer


def transcription_usage(model: Model, text: str, seconds: float) -> dict[str, Any]:
    """Return the usage of a transcription: duration for Whisper, tokens for later models."""
    if model.id == "whisper-1":
        return {"type": "duration", "seconds": math.ceil(seconds)}
    asked, made = math.ceil(seconds * 10), count_tokens(text)
    return {
        "type": "tokens",
        "input_tokens": asked,
        "input_token_details": {"text_tokens": 0, "audio_tokens": asked},
        "output_tokens": made,
        "total_tokens": asked + made,
    }


def token_logprobs(text: str) -> list[dict[str, Any]]:
    """Return the log probability of each token."""
    return [
        {
            "token": piece,
            "logprob": -round(deterministic_fraction(f"{text}:{at}") / 2, 6),
            "bytes": list(piece.encode()),
        }
        for at, piece in enumerate(split(text))
    ]


def diarized_transcription(
    spoken: list[tuple[str, str]], seconds: float, usage: dict[str, Any], body: dict[str, Any]
) -> Any:
    """Return a ``diarized_json`` response: known speakers by name, others as letters, in order of appearance."""
    labels: dict[str, str] = {}
    known = body.get("known_speaker_names") or []
    times = assign_times([said for _who, said in spoken], seconds)
    segments = []
    for (who, _said), (begin, end, said) in zip(spoken, times, strict=True):
        if who not in labels:
            number = len(labels)
            labels[who] = known[number] if number < len(known) else chr(65 + number - len(known))
        segments.append(
            {
                "type": "transcript.text.segment",
                "id": f"seg_{deterministic_token(f'{begin}{said}', 8)}",
                "start": begin,
                "end": end,
                "text": said,
                "speaker": labels[who],
            }
        )
    text = " ".join(said for _who, said in spoken)
    if body.get("stream"):
        return EventReply([*segments, {"type": "transcript.text.done", "text": text, "usage": usage}], named=True)
    return {"task": "transcribe", "duration": round(seconds, 2), "text": text, "segments": segments, "usage": usage}


def stream_events(text: str, usage: dict[str, Any], body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of a streamed transcription."""
    listed = token_logprobs(text) if "logprobs" in (body.get("include") or ()) else None
    out: list[dict[str, Any]] = []
    for at, piece in enumerate(split(text)):
        extra = {"logprobs": [listed[at]]} if listed else {}
        out.append({"type": "transcript.text.delta", "delta": piece, **extra})
    done = {"type": "transcript.text.done", "text": text, "usage": usage}
    return [*out, {**done, "logprobs": listed} if listed else done]
