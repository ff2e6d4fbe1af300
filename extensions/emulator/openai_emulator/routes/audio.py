# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Speech, and back to text: the words of a sound made here are heard again, and translated word by word."""

from __future__ import annotations

import asyncio
import base64
import math
import re
import zlib
from typing import Any

from .. import audio_synthesis
from ..app import BytesReply, EventReply, TextReply
from ..errors import ApiError, bad_request
from ..ids import stable
from ..model_catalog import Model
from ..routing import Group, KeyClass, Part
from ..schema import Array, Bool, Int, Num, Object, Str, Union, req, text_or, unknown, wrong_value
from ..server import Call
from ..text_language import count_tokens, fraction
from ..text_language import tokens as split
from .chat_completions import check_quota, spend
from .models import known_to

routes = Group("audio", KeyClass.PROJECT)

OLD_VOICES = ("alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer")
VOICES = (*OLD_VOICES, "ballad", "verse", "marin", "cedar")
HEARD = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")
FORMATS = ("json", "text", "srt", "verbose_json", "vtt")
SHORTEST = 0.1
"""Seconds a sound must have to be transcribed."""
SPEAKERS_FROM = 30.0
"""Seconds from which telling speakers apart needs a chunking strategy."""

WORDS = {
    "german": "guten=good morgen=morning tag=day hallo=hello welt=world danke=thanks das=the der=the die=the ist=is "
    "ein=a eine=a und=and wie=how geht=goes es=it dir=you haus=house heute=today wir=we brauchen=need hilfe=help "
    "bitte=please nicht=not ich=I server=server läuft=runs wieder=again rechnung=invoice",
    "spanish": "hola=hello mundo=world gracias=thanks buenos=good días=days el=the la=the es=is un=a una=a y=and "
    "por=for favor=favor necesitamos=we-need ayuda=help hoy=today servidor=server factura=invoice",
    "french": "bonjour=hello monde=world merci=thanks le=the la=the est=is un=a une=a et=and nous=we avons=have "
    "besoin=need aide=help le=the serveur=server facture=invoice aujourd'hui=today",
}
CODES = {"english": "en", "german": "de", "spanish": "es", "french": "fr"}
DICTIONARY = {language: dict(pair.split("=") for pair in text.split()) for language, text in WORDS.items()}


# --- speech -----------------------------------------------------------------------------------------------------------


def check_speech(call: Call, model: Model) -> None:
    """Raise for a voice or an option that the model does not have."""
    body, old = call.body, model.id.startswith("tts-1")
    voice = body["voice"]
    if isinstance(voice, dict):
        if call.docs.get("voice", voice["id"], scope=call.project, now=call.now_exact) is None:
            raise bad_request(f"Voice with id '{voice['id']}' not found.", param="voice", code="voice_not_found")
    elif voice not in (OLD_VOICES if old else VOICES):
        raise wrong_value("voice", voice, OLD_VOICES if old else VOICES)
    if old and body.get("stream_format") == "sse":
        raise bad_request(
            f"'sse' stream format is not supported for '{model.id}'.", param="stream_format", code="invalid_value"
        )
    if old and body.get("instructions"):
        raise bad_request(
            f"'instructions' are not supported for '{model.id}'.", param="instructions", code="unsupported_parameter"
        )


async def prepare_speech(call: Call) -> None:
    """Check, then speak in a thread."""
    check_quota(call)
    body = call.body
    model = known_to(call, body["model"], "speech")
    check_speech(call, model)
    spend(call, model.id, count_tokens(body["input"]))
    voice = body["voice"] if isinstance(body["voice"], str) else body["voice"]["id"]
    note = {"text": body["input"], "voice": voice, "model": model.id, "at": call.now}
    call.prepared = await asyncio.to_thread(
        audio_synthesis.encode,
        body["input"],
        body.get("response_format") or "mp3",
        speed=float(body.get("speed") or 1.0),
        pitch=160 + int(fraction(voice) * 200),
        note=note,
    )


@routes.route(
    "POST",
    "/audio/speech",
    "createSpeech",
    body=Object(
        fields={
            "model": req(Str()),
            "input": req(Str(min=1, max=4096)),
            "voice": req(text_or(Object(fields={"id": req(Str(min=1))}), (dict,), "a voice")),
            "instructions": Str(max=4096),
            "response_format": Str(choices=tuple(audio_synthesis.TYPES)),
            "speed": Num(min=0.25, max=4.0),
            "stream_format": Str(choices=("sse", "audio")),
        }
    ),
    prepare=prepare_speech,
)
def speak(call: Call) -> Any:
    """The text as sound, sent while it is made; or as events."""
    content: bytes = call.prepared
    body = call.body
    if body.get("stream_format") != "sse":
        return BytesReply(content, audio_synthesis.TYPES[body.get("response_format") or "mp3"])
    asked, made = count_tokens(body["input"]), math.ceil(len(body["input"]) * 1.2)
    events: list[dict[str, Any]] = [
        {"type": "speech.audio.delta", "audio": base64.b64encode(content[at : at + 48_000]).decode()}
        for at in range(0, len(content), 48_000)
    ]
    usage = {"input_tokens": asked, "output_tokens": made, "total_tokens": asked + made}
    return EventReply([*events, {"type": "speech.audio.done", "usage": usage}], named=True)


# --- hearing ----------------------------------------------------------------------------------------------------------


def heard(call: Call) -> tuple[audio_synthesis.Heard, str]:
    """Format and length of the sound that was sent, and the words in it, in a thread."""
    upload = call.files["file"]
    ending = upload.filename.rpartition(".")[2].lower()
    if ending not in HEARD:
        raise bad_request(f"Invalid file format. Supported formats: {list(HEARD)}", param="file")
    data = upload.path.read_bytes()
    known = audio_synthesis.listen(data)
    if known is None:
        raise bad_request("Audio file might be corrupted or unsupported", param="file", code="invalid_value")
    if known.seconds < SHORTEST:
        raise bad_request(
            f"Audio file is too short. Minimum audio length is {SHORTEST} seconds.",
            param="file",
            code="audio_too_short",
        )
    note = audio_synthesis.note_of(data)
    if note is None:
        return known, "" if known.silent else f"A sound of {known.seconds:.1f} seconds."
    return known, " ".join(str(note["text"]).replace("[[silence]]", "").split(" ")).strip()


def language_of(text: str) -> str:
    """The language most of the words belong to."""
    found = re.findall(r"[\w'-]+", text.lower())
    counts = {language: sum(word in known for word in found) for language, known in DICTIONARY.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] * 2 > len(found) else "english"


def translated(text: str) -> str:
    """The text in English, word by word; unknown words stay."""
    words = DICTIONARY.get(language_of(text), {})

    def english(found: re.Match[str]) -> str:
        word = words.get(found[0].lower(), found[0])
        word = word.replace("-", " ") if word is not found[0] else word
        return word[:1].upper() + word[1:] if found[0][:1].isupper() else word

    return re.sub(r"[\w'-]+", english, text)


def turns(text: str) -> list[tuple[str, str]]:
    """Who says what in a conversation, of which each line begins with a name and a colon; names are not spoken."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [re.fullmatch(r"(\w+): (.+)", line) for line in lines]
    if len(lines) > 1 and all(named):
        return [(found[1], found[2]) for found in named if found]
    return [("", line) for line in lines]


def pieces(text: str, seconds: float) -> list[tuple[float, float, str]]:
    """The sentences with their times, as long as their letters."""
    sentences = [found.strip() for found in re.findall(r"[^.!?]+[.!?]*", text) if found.strip()]
    return timed(sentences, seconds)


def timed(parts: list[str], seconds: float) -> list[tuple[float, float, str]]:
    """Parts of a text with their times."""
    total = sum(map(len, parts)) or 1
    out, at = [], 0
    for part in parts:
        begin, at = at, at + len(part)
        out.append((round(seconds * begin / total, 2), round(seconds * at / total, 2), part))
    return out


def clock(seconds: float, comma: str) -> str:
    """A time of a subtitle."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{comma}{thousandths:03}"


def subtitles(text: str, seconds: float, form: str) -> TextReply:
    """The text as ``srt`` or ``vtt``."""
    found = pieces(text, seconds)
    if form == "srt":
        lines = [
            f"{number}\n{clock(begin, ',')} --> {clock(end, ',')}\n{said}\n"
            for number, (begin, end, said) in enumerate(found, 1)
        ]
        return TextReply("\n".join(lines) + "\n", "text/plain; charset=utf-8")
    lines = [f"{clock(begin, '.')} --> {clock(end, '.')}\n{said}\n" for begin, end, said in found]
    return TextReply("WEBVTT\n\n" + "\n".join(lines) + "\n", "text/plain; charset=utf-8")


def segment(number: int, begin: float, end: float, text: str, temperature: float) -> dict[str, Any]:
    """A segment of a verbose answer."""
    raw = text.encode()
    return {
        "id": number,
        "seek": 0,
        "start": begin,
        "end": end,
        "text": f" {text}",
        "tokens": [zlib.crc32(piece.encode()) % 50_000 for piece in split(text)],
        "temperature": temperature,
        "avg_logprob": -round(0.1 + fraction(text) / 5, 6),
        "compression_ratio": round(len(raw) / len(zlib.compress(raw)), 6),
        "no_speech_prob": round(fraction(text + "?") / 20, 6),
    }


def verbose(text: str, seconds: float, language: str, task: str, body: dict[str, Any]) -> dict[str, Any]:
    """The answer with times."""
    wanted = body.get("timestamp_granularities") or ["segment"]
    temperature = float(body.get("temperature") or 0)
    answer: dict[str, Any] = {"task": task, "language": language, "duration": round(seconds, 2), "text": text}
    if "segment" in wanted:
        answer["segments"] = [
            segment(number, begin, end, said, temperature)
            for number, (begin, end, said) in enumerate(pieces(text, seconds))
        ]
    if "word" in wanted:
        answer["words"] = [
            {"word": said, "start": begin, "end": end}
            for begin, end, said in timed(re.findall(r"[\w'-]+", text), seconds)
        ]
    return answer


def used(model: Model, text: str, seconds: float) -> dict[str, Any]:
    """What a transcription costs: time with Whisper, tokens with its successors."""
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


def sure(text: str) -> list[dict[str, Any]]:
    """How sure the model was of each token."""
    return [
        {"token": piece, "logprob": -round(fraction(f"{text}:{at}") / 2, 6), "bytes": list(piece.encode())}
        for at, piece in enumerate(split(text))
    ]


def incompatible(form: str, model: str, others: str) -> ApiError:
    """The model does not answer in this format."""
    return bad_request(
        f"response_format '{form}' is not compatible with model '{model}'. Use {others} instead.",
        param="response_format",
        code="unsupported_value",
    )


def check_transcription(body: dict[str, Any], model: Model) -> None:
    """Raise for what the model does not take."""
    form, diarizes = body.get("response_format") or "json", model.id == "gpt-4o-transcribe-diarize"
    if diarizes:
        if form not in ("json", "text", "diarized_json"):
            raise incompatible(form, model.id, "'json', 'text' or 'diarized_json'")
        for name in ("prompt", "include", "timestamp_granularities"):
            if body.get(name):
                raise bad_request(
                    f"'{name}' is not supported with model '{model.id}'.", param=name, code="unsupported_parameter"
                )
    elif form == "diarized_json":
        raise incompatible(form, model.id, "a model that tells speakers apart")
    elif model.id != "whisper-1" and form not in ("json", "text"):
        raise incompatible(form, model.id, "'json' or 'text'")
    for name in ("known_speaker_names", "known_speaker_references"):
        if body.get(name) and not diarizes:
            raise unknown(name)
    if len(body.get("known_speaker_names") or ()) != len(body.get("known_speaker_references") or ()):
        raise bad_request(
            "'known_speaker_names' and 'known_speaker_references' must have the same length.",
            param="known_speaker_references",
            code="invalid_value",
        )
    for at, reference in enumerate(body.get("known_speaker_references") or ()):
        if not re.match(r"data:audio/[\w.+-]+;base64,", reference):
            raise bad_request(
                f"Invalid 'known_speaker_references[{at}]': expected a data URL.",
                param="known_speaker_references",
                code="invalid_value",
            )
    for name in ("keywords", "languages"):
        if body.get(name) and model.id != "gpt-transcribe":
            raise unknown(name)
    if body.get("timestamp_granularities") and form != "verbose_json":
        raise bad_request(
            "timestamp_granularities is only supported with response_format 'verbose_json'.",
            param="timestamp_granularities",
            code="invalid_value",
        )
    if body.get("include") and (form != "json" or model.id in ("whisper-1", "gpt-transcribe")):
        raise bad_request(
            "include[] 'logprobs' is only supported with response_format 'json' and the models gpt-4o-transcribe and "
            "gpt-4o-mini-transcribe.",
            param="include",
            code="unsupported_parameter",
        )
    for language in [body.get("language"), *(body.get("languages") or ())]:
        if language is not None and not re.fullmatch(r"[a-z]{2,3}", language):
            raise bad_request(
                f"Invalid language '{language}'. Language parameter must be specified in ISO-639-1 format.",
                param="language",
                code="invalid_language_format",
            )


async def prepare_transcription(call: Call) -> None:
    """Check, then listen in a thread."""
    check_quota(call)
    model = known_to(call, call.body["model"], "transcription")
    check_transcription(call.body, model)
    known, text = await asyncio.to_thread(heard, call)
    whole = not call.body.get("chunking_strategy")
    if whole and known.seconds > SPEAKERS_FROM and model.id == "gpt-4o-transcribe-diarize":
        raise bad_request(
            "chunking_strategy is required for diarization models", param="chunking_strategy", code="invalid_value"
        )
    spend(call, model.id, math.ceil(known.seconds * 10))
    call.prepared = model, known.seconds, text


HEARING = {
    "model": req(Str()),
    "prompt": Str(),
    "temperature": Num(min=0, max=1),
}


@routes.route(
    "POST",
    "/audio/transcriptions",
    "createTranscription",
    form={
        **HEARING,
        "response_format": Str(choices=(*FORMATS, "diarized_json")),
        "language": Str(min=1),
        "languages": Array(items=Str(min=1)),
        "keywords": Array(items=Str(min=1)),
        "include": Array(items=Str(choices=("logprobs",))),
        "timestamp_granularities": Array(items=Str(choices=("word", "segment"))),
        "stream": Bool(nullable=True),
        "chunking_strategy": Union(
            variants=(
                ((str,), Str(choices=("auto",))),
                (
                    (dict,),
                    Object(
                        fields={
                            "type": req(Str(choices=("server_vad",))),
                            "prefix_padding_ms": Int(min=0),
                            "silence_duration_ms": Int(min=0),
                            "threshold": Num(min=0, max=1),
                        }
                    ),
                ),
            ),
            wanted="'auto' or an object",
            nullable=True,
        ),
        "known_speaker_names": Array(items=Str(min=1), max=4),
        "known_speaker_references": Array(items=Str(min=1), max=4),
    },
    parts={"file": Part(max_option="max_sound_bytes")},
    prepare=prepare_transcription,
)
def transcribe(call: Call) -> Any:
    """The words of a sound."""
    model, seconds, raw = call.prepared
    body = call.body
    form = body.get("response_format") or "json"
    spoken = turns(raw)
    text = " ".join(said for _who, said in spoken)
    usage = used(model, text, seconds)
    if form == "diarized_json":
        return diarized(spoken, seconds, usage, body)
    if body.get("stream") and model.id != "whisper-1":
        return EventReply(deltas(text, usage, body), named=True)
    if form == "text":
        return TextReply(text + "\n")
    if form in ("srt", "vtt"):
        return subtitles(text, seconds, form)
    language = language_of(text)
    if form == "verbose_json":
        return {**verbose(text, seconds, language, "transcribe", body), "usage": usage}
    answer: dict[str, Any] = {"text": text, "usage": usage}
    if "logprobs" in (body.get("include") or ()):
        answer["logprobs"] = sure(text)
    if model.id == "gpt-transcribe":
        answer["languages"] = [{"code": CODES[language]}] if text else []
    return answer


def diarized(spoken: list[tuple[str, str]], seconds: float, usage: dict[str, Any], body: dict[str, Any]) -> Any:
    """Who said what: known speakers by their names, others by letters, in the order in which they speak."""
    labels: dict[str, str] = {}
    known = body.get("known_speaker_names") or []
    times = timed([said for _who, said in spoken], seconds)
    segments = []
    for (who, _said), (begin, end, said) in zip(spoken, times, strict=True):
        if who not in labels:
            number = len(labels)
            labels[who] = known[number] if number < len(known) else chr(65 + number - len(known))
        segments.append(
            {
                "type": "transcript.text.segment",
                "id": f"seg_{stable(f'{begin}{said}', 8)}",
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


def deltas(text: str, usage: dict[str, Any], body: dict[str, Any]) -> list[dict[str, Any]]:
    """The words as the events of a stream."""
    listed = sure(text) if "logprobs" in (body.get("include") or ()) else None
    out: list[dict[str, Any]] = []
    for at, piece in enumerate(split(text)):
        extra = {"logprobs": [listed[at]]} if listed else {}
        out.append({"type": "transcript.text.delta", "delta": piece, **extra})
    done = {"type": "transcript.text.done", "text": text, "usage": usage}
    return [*out, {**done, "logprobs": listed} if listed else done]


async def prepare_translation(call: Call) -> None:
    """Check, then listen in a thread."""
    check_quota(call)
    model = known_to(call, call.body["model"], "transcription")
    if model.id != "whisper-1":
        raise bad_request(
            f"Invalid model '{model.id}'. Only 'whisper-1' can translate.", param="model", code="unsupported_value"
        )
    known, text = await asyncio.to_thread(heard, call)
    spend(call, model.id, math.ceil(known.seconds * 10))
    call.prepared = known.seconds, translated(" ".join(said for _who, said in turns(text)))


@routes.route(
    "POST",
    "/audio/translations",
    "createTranslation",
    form={**HEARING, "response_format": Str(choices=FORMATS)},
    parts={"file": Part(max_option="max_sound_bytes")},
    prepare=prepare_translation,
)
def translate(call: Call) -> Any:
    """The words of a sound, in English."""
    seconds, text = call.prepared
    form = call.body.get("response_format") or "json"
    if form == "text":
        return TextReply(text + "\n")
    if form in ("srt", "vtt"):
        return subtitles(text, seconds, form)
    if form == "verbose_json":
        return verbose(text, seconds, "english", "translate", call.body)
    return {"text": text}
