# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Public models, their capabilities, and the rate limits of the organization."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .request_shapes import generated
from .store import Doc, OrgStore


@dataclass(frozen=True)
class Model:
    """Public model or snapshot."""

    id: str
    created: int
    kind: str = "chat"
    snapshot: str | None = None
    shutdown_date: str | None = None
    context: int = 128_000
    max_output: int = 16_384
    reasoning: bool = False
    audio: bool = False
    decides: bool = False
    tunable: tuple[str, ...] = ()
    owned_by: str = "system"


def _family(alias: str, snapshot: str, created: int, **more: Any) -> list[Model]:
    return [Model(alias, created, snapshot=snapshot, **more), Model(snapshot, created, **more)]


_SFT = ("supervised",)
_SFT_DPO = ("supervised", "dpo")

_GPT5: dict[str, Any] = {"reasoning": True, "context": 400_000, "max_output": 128_000}
_GPT41: dict[str, Any] = {"context": 1_047_576, "max_output": 32_768, "tunable": _SFT_DPO}

MODELS: tuple[Model, ...] = (
    Model("gpt-6-luna", 1_793_000_000, decides=True, **{**_GPT5, "context": 1_050_000}),
    Model("gpt-5.6-sol", 1_782_000_000, **{**_GPT5, "context": 1_050_000}),
    Model("gpt-5.6-terra", 1_782_000_001, **{**_GPT5, "context": 1_050_000}),
    Model("gpt-5.6-luna", 1_782_000_002, **{**_GPT5, "context": 1_050_000}),
    *_family("gpt-5.5", "gpt-5.5-2026-04-23", 1_776_902_400, **{**_GPT5, "context": 1_050_000}),
    Model("gpt-5.4", 1_772_600_000, **{**_GPT5, "context": 1_050_000}),
    *_family("gpt-5.4-mini", "gpt-5.4-mini-2026-03-17", 1_773_705_600, **_GPT5),
    *_family("gpt-5.4-nano", "gpt-5.4-nano-2026-03-17", 1_773_705_601, shutdown_date="2027-04-01", **_GPT5),
    *_family("gpt-5.2", "gpt-5.2-2025-12-11", 1_765_411_200, **_GPT5),
    *_family("gpt-5.1", "gpt-5.1-2025-11-13", 1_762_992_000, shutdown_date="2027-04-01", **_GPT5),
    *_family("gpt-5", "gpt-5-2025-08-07", 1_754_524_800, shutdown_date="2026-12-11", **_GPT5),
    *_family("gpt-5-mini", "gpt-5-mini-2025-08-07", 1_754_524_801, shutdown_date="2026-12-11", **_GPT5),
    *_family("gpt-4.1", "gpt-4.1-2025-04-14", 1_744_588_800, shutdown_date="2027-01-14", **_GPT41),
    *_family("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14", 1_744_588_801, shutdown_date="2027-01-14", **_GPT41),
    *_family("gpt-4.1-nano", "gpt-4.1-nano-2025-04-14", 1_744_588_802, shutdown_date="2026-10-23", **_GPT41),
    *_family("gpt-4o", "gpt-4o-2024-08-06", 1_722_902_400, shutdown_date="2027-01-14", tunable=_SFT_DPO),
    *_family("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 1_721_260_800, shutdown_date="2027-01-14", tunable=_SFT_DPO),
    *_family(
        "o4-mini",
        "o4-mini-2025-04-16",
        1_744_761_600,
        shutdown_date="2026-10-23",
        reasoning=True,
        context=200_000,
        max_output=100_000,
        tunable=("reinforcement",),
    ),
    *_family(
        "o3",
        "o3-2025-04-16",
        1_744_761_601,
        shutdown_date="2026-12-11",
        reasoning=True,
        context=200_000,
        max_output=100_000,
    ),
    *_family(
        "gpt-3.5-turbo",
        "gpt-3.5-turbo-0125",
        1_706_048_358,
        shutdown_date="2026-10-23",
        context=16_385,
        max_output=4_096,
        tunable=_SFT,
        owned_by="openai",
    ),
    Model("gpt-4-0613", 1_686_588_896, shutdown_date="2026-10-23", context=8_192, max_output=8_192, owned_by="openai"),
    *_family("gpt-audio-mini", "gpt-audio-mini-2025-12-15", 1_765_756_800, shutdown_date="2027-01-20", audio=True),
    Model("gpt-4o-audio-preview", 1_727_460_443, shutdown_date="2026-05-07", audio=True),
    Model("gpt-realtime", 1_756_271_701, kind="realtime"),
    Model("text-embedding-3-small", 1_705_948_997, kind="embedding", context=8_192),
    Model("text-embedding-3-large", 1_705_953_180, kind="embedding", context=8_192),
    Model("text-embedding-ada-002", 1_671_217_299, kind="embedding", context=8_192, owned_by="openai-internal"),
    Model("gpt-image-2.6-sunburst", 1_792_000_000, kind="image"),
    Model("gpt-image-2.6-flare", 1_792_000_001, kind="image"),
    *_family("gpt-image-2.5-sunburst", "gpt-image-2.5-sunburst-2026-09-08", 1_788_825_600, kind="image"),
    *_family("gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08", 1_788_825_601, kind="image"),
    *_family("gpt-image-2", "gpt-image-2-2026-04-21", 1_776_729_600, kind="image"),
    Model("gpt-image-1.5", 1_764_030_620, kind="image"),
    Model("chatgpt-image-latest", 1_765_925_279, kind="image"),
    Model("gpt-image-1", 1_745_517_030, kind="image", shutdown_date="2026-10-23"),
    Model("gpt-image-1-mini", 1_758_845_821, kind="image"),
    Model("dall-e-2", 1_698_798_177, kind="image", shutdown_date="2026-05-12"),
    Model("dall-e-3", 1_698_785_189, kind="image", shutdown_date="2026-05-12"),
    Model("tts-1", 1_681_940_951, kind="speech", shutdown_date="2027-01-06", owned_by="openai-internal"),
    Model("tts-1-hd", 1_699_046_015, kind="speech", shutdown_date="2027-01-06"),
    *_family("gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-12-15", 1_742_403_959, kind="speech", shutdown_date="2027-01-06"),
    Model("gpt-transcribe", 1_784_000_000, kind="transcription"),
    Model("whisper-1", 1_677_532_384, kind="transcription", shutdown_date="2027-02-26", owned_by="openai-internal"),
    Model("gpt-4o-transcribe", 1_742_068_463, kind="transcription", shutdown_date="2027-02-26"),
    Model("gpt-4o-transcribe-diarize", 1_750_798_887, kind="transcription", shutdown_date="2027-02-26"),
    *_family(
        "gpt-4o-mini-transcribe",
        "gpt-4o-mini-transcribe-2025-12-15",
        1_742_068_596,
        kind="transcription",
        shutdown_date="2027-02-26",
    ),
    *_family("omni-moderation-latest", "omni-moderation-2024-09-26", 1_731_689_265, kind="moderation"),
    Model("text-moderation-latest", 1_696_464_000, kind="moderation"),
    Model("text-moderation-stable", 1_696_464_001, kind="moderation"),
    Model("sora-2", 1_759_708_615, kind="video"),
    Model("gpt-3.5-turbo-instruct", 1_692_901_427, kind="completion", context=4_096, max_output=4_096),
    Model("babbage-002", 1_692_634_615, kind="completion", context=16_384, tunable=_SFT),
    Model("davinci-002", 1_692_634_301, kind="completion", context=16_384, tunable=_SFT),
)

KIND_BY_OPERATION = {
    "chat_completions": {"POST /chat/completions": "chat"},
    "responses": {"POST /responses": "chat"},
    "completions": {"POST /completions": "completion"},
    "embeddings": {"POST /embeddings": "embedding"},
    "moderations": {"POST /moderations": "moderation"},
    "images": {"POST /images/generations": "image"},
    "audio": {"POST /audio/speech": "speech", "POST /audio/transcriptions": "transcription"},
}
"""Kinds of the models that the official package knows for an operation, by group of routes and operation."""
KINDS = (*dict.fromkeys(kind for found in KIND_BY_OPERATION.values() for kind in found.values()), "realtime", "video")
RETIRED = {
    "chatgpt-4o-latest": "2026-02-17",
    "codex-mini-latest": "2026-02-12",
    "gpt-3.5-turbo-0301": "2024-09-13",
    "gpt-3.5-turbo-0613": "2024-09-13",
    "gpt-3.5-turbo-1106": "2026-09-28",
    "gpt-3.5-turbo-16k-0613": "2024-09-13",
    "gpt-4-0125-preview": "2026-03-26",
    "gpt-4-0314": "2026-03-26",
    "gpt-4-1106-preview": "2026-03-26",
    "gpt-4-32k": "2025-06-06",
    "gpt-4-32k-0314": "2025-06-06",
    "gpt-4-32k-0613": "2025-06-06",
    "gpt-4-turbo-preview": "2026-03-26",
    "gpt-4-vision-preview": "2024-12-06",
    "gpt-4o-audio-preview-2024-10-01": "2025-10-10",
    "o1-mini": "2025-10-27",
    "o1-mini-2024-09-12": "2025-10-27",
    "o1-preview": "2025-07-28",
    "o1-preview-2024-09-12": "2025-07-28",
}
"""Shutdown dates of models that only the official package names."""
_DATED = re.compile(r"-(\d{4})-(\d\d)-(\d\d)$")
_REASONING = re.compile(r"(gpt-[5-9]|gpt-daybreak|gpt-rosalind|o\d|codex)")


def _named(name: str, kind: str) -> Model:
    """Return a model of which only the name is known: as its family, without what depends on the version."""
    family = max(
        (model for model in MODELS if name.startswith(f"{model.id}-")), key=lambda each: len(each.id), default=None
    )
    dated = _DATED.search(name)
    created = int(datetime.datetime.strptime(f"{dated[0]}+0000", "-%Y-%m-%d%z").timestamp()) if dated else 0
    if family is None or family.kind != kind:
        more: dict[str, Any] = _GPT5 if _REASONING.match(name) else {}
        return Model(name, created or 1_700_000_000, kind=kind, shutdown_date=RETIRED.get(name), **more)
    date = RETIRED.get(name, family.shutdown_date if dated else None)
    return dataclasses.replace(
        family, id=name, created=created or family.created, snapshot=None, shutdown_date=date, decides=False, tunable=()
    )


def _package_models() -> Iterator[Model]:
    """Yield the models that the types of the official package name and the list above does not."""
    seen = {model.id for model in MODELS}
    for group, operations in KIND_BY_OPERATION.items():
        for operation, kind in operations.items():
            parts = generated(group)["operations"][operation]
            schema = (parts.get("body") or parts["form"])["properties"]["model"]
            for name in schema.get("x-known", ()):
                if name not in seen:
                    seen.add(name)
                    yield _named(name, kind)


@functools.cache
def catalog() -> dict[str, Model]:
    """Return all models by name: the ones above, and those that only the official package names."""
    return {model.id: model for model in (*MODELS, *_package_models())}


SNAPSHOTS: frozenset[str] = frozenset(model.snapshot for model in MODELS if model.snapshot)


def limits_for(model: Model) -> dict[str, int]:
    """Return the rate limits of the organization for a model."""
    if model.kind in ("chat", "completion", "realtime"):
        small = any(word in model.id for word in ("mini", "nano", "luna"))
        limits = {
            "max_requests_per_1_minute": 10_000 if small else 5_000,
            "max_tokens_per_1_minute": 4_000_000 if small else 800_000,
        }
        if model.kind == "chat":
            limits["batch_1_day_max_input_tokens"] = 40_000_000 if small else 100_000_000
        if model.id == "gpt-3.5-turbo":
            limits["max_requests_per_1_day"] = 10_000
        return limits
    if model.kind == "embedding":
        return {
            "max_requests_per_1_minute": 5_000,
            "max_tokens_per_1_minute": 5_000_000,
            "batch_1_day_max_input_tokens": 500_000_000,
        }
    if model.kind == "image":
        return {"max_requests_per_1_minute": 250, "max_tokens_per_1_minute": 800_000, "max_images_per_1_minute": 50}
    if model.kind in ("speech", "transcription"):
        return {
            "max_requests_per_1_minute": 2_500,
            "max_tokens_per_1_minute": 200_000,
            "max_audio_megabytes_per_1_minute": 100,
        }
    return {"max_requests_per_1_minute": 1_000, "max_tokens_per_1_minute": 150_000, "max_requests_per_1_day": 10_000}


LIMITED: tuple[Model, ...] = tuple(model for model in MODELS if model.id not in SNAPSHOTS)
"""Models with a row in the rate limits of a project; snapshots share the row of their alias."""


# --- models that a user adds ------------------------------------------------------------------------------------------

ADDED = "extra_model"
"""Kind of the documents of models that a user adds to an organization."""
_TYPES = {
    "id": str,
    "kind": str,
    "shutdown_date": str,
    "owned_by": str,
    "created": int,
    "context": int,
    "max_output": int,
    "reasoning": bool,
}


def parse_model(value: Any) -> Doc:
    """Return the document of a model that a user adds: a name, or an object with the fields of a model.

    :raises ValueError: a field is unknown or has an invalid value.
    """
    doc: Doc = {"id": value} if isinstance(value, str) else value
    if not isinstance(doc, dict) or not doc.get("id"):
        raise ValueError(f"a model must be a name or an object with an id, got {value!r}")
    for name, item in doc.items():
        if name not in _TYPES:
            raise ValueError(f"unsupported key of a model: {name!r}. Supported keys: {', '.join(_TYPES)}")
        kind = _TYPES[name]
        is_valid = isinstance(item, kind) and isinstance(item, bool) is (kind is bool)
        if not is_valid and not (name == "shutdown_date" and item is None):
            raise ValueError(f"{name} of a model must be {kind.__name__}, got {item!r}")
    if doc.get("kind", "chat") not in KINDS:
        raise ValueError(f"unsupported value for kind: {doc['kind']!r}. Supported values: {', '.join(KINDS)}")
    if doc.get("shutdown_date"):
        datetime.date.fromisoformat(doc["shutdown_date"])
    return doc


def parse_option(text: str) -> Doc:
    """Return the model that a command line option adds, such as ``my-model,kind=embedding,shutdown_date=2027-01-31``."""
    name, *pairs = text.split(",")
    doc: Doc = {"id": name}
    for pair in pairs:
        key, _equals, value = pair.partition("=")
        doc[key] = int(value) if _TYPES.get(key) is int else value == "true" if _TYPES.get(key) is bool else value
    return parse_model(doc)


def add_model(docs: OrgStore, doc: Doc, now: int) -> None:
    """Add a model to an organization; one of the catalog is replaced, its other properties stay."""
    model = catalog().get(doc["id"]) or Model(doc["id"], now, kind=doc.get("kind", "chat"))
    fields = {name: getattr(model, name) for name in _TYPES} | doc
    whole = {**fields, "limits": limits_for(dataclasses.replace(model, **fields))}
    if docs.get(ADDED, doc["id"]) is None:
        docs.insert(ADDED, whole)
    else:
        docs.update(ADDED, whole)


def _added(doc: Doc) -> Model:
    model = catalog().get(doc["id"]) or Model(doc["id"], doc["created"])
    return dataclasses.replace(model, **{name: value for name, value in doc.items() if name in _TYPES})


def find_model(docs: OrgStore, name: str) -> Model | None:
    """Return a public model of an organization."""
    doc = docs.get(ADDED, name)
    return catalog().get(name) if doc is None else _added(doc)


def all_models(docs: OrgStore) -> list[Model]:
    """Return all public models of an organization."""
    added = {doc["id"]: _added(doc) for doc in docs.iterate(ADDED)}
    return [*(added.pop(model.id, model) for model in catalog().values()), *added.values()]
