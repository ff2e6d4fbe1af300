# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Generate the images of a request and build the response from them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .ids import random_token
from .image_validation import DALLE_MODELS
from .model_catalog import Model
from .replies import EventReply
from .routes.chat_completions import consume_rate_limit
from .server import Call
from .store import Doc
from .text_language import count_tokens

if TYPE_CHECKING:
    from PIL import Image

URL_LIFETIME = 3600


@dataclass(frozen=True)
class ImagePlan:
    """Parameters of the images of a valid request."""

    model: str
    count: int
    size: str
    form: str
    background: str
    quality: str
    events: str
    tokens: dict[str, Any]


def plan_images(call: Call, model: Model, events: str, pictures: int, size: str = "") -> ImagePlan:
    """Determine the parameters of the images, and consume the rate limit.

    :param pictures: number of uploaded images.
    :param size: size to use for ``auto``.
    """
    body = call.body
    asked = count_tokens(body.get("prompt") or "")
    wanted = body.get("size")
    chosen = wanted if wanted not in (None, "auto") else size or "1024x1024"
    count = body.get("n") or 1
    cost = {"low": 272, "high": 4160}.get(body.get("quality") or "", 1056) * count
    consume_rate_limit(call, model.id, asked + cost)
    ground = body.get("background") or "auto"
    quality = body.get("quality") or "auto"
    return ImagePlan(
        model.id,
        count,
        chosen,
        body.get("output_format") or "png",
        "transparent" if ground == "transparent" else "opaque",
        "medium" if quality == "auto" else quality,
        events,
        {
            "total_tokens": asked + 194 * pictures + cost,
            "input_tokens": asked + 194 * pictures,
            "output_tokens": cost,
            "input_tokens_details": {"text_tokens": asked, "image_tokens": 194 * pictures},
        },
    )


def parse_size(size: str) -> tuple[int, int]:
    """Return width and height of ``WIDTHxHEIGHT``."""
    width, _x, height = size.partition("x")
    return int(width), int(height)


def encode_images(call: Call, made: ImagePlan, paint: Callable[[int], Image.Image]) -> list[bytes]:
    """Encode the images as files; for a stream each after its partial images. Runs in a thread."""
    from . import image_drawing

    body = call.body
    quality = body.get("output_compression")
    note = {"model": made.model, "at": call.now}
    turns = body.get("frame_count") or 9

    def file(image: Image.Image) -> bytes:
        return image_drawing.encode(
            image,
            made.form,
            100 if quality is None else quality,
            note,
            turns,
            body.get("frame_duration_ms") or 200,
        )

    out = []
    for index in range(made.count):
        image = paint(index)
        for step in range(body.get("partial_images") or 0):
            scale = 32 >> step
            small = image.resize((max(1, image.width // scale), max(1, image.height // scale)))
            out.append(file(small.resize(image.size)))
        out.append(file(image))
    return out


def build_reply(call: Call, found: tuple[ImagePlan, list[bytes]]) -> Any:
    """Return the response: JSON with images or their URLs, or a stream."""
    made, content = found
    body = call.body
    old = made.model in DALLE_MODELS
    effective = body.get("safety_identifier") or body.get("user")
    if body.get("stream"):
        return EventReply(list(stream_events(call, made, content, effective)), named=True)
    data: list[dict[str, Any]] = []
    for raw in content:
        if old and body.get("response_format") != "b64_json":
            data.append({"url": store_image(call, raw)})
        else:
            data.append({"b64_json": base64.b64encode(raw).decode()})
        if made.model == "dall-e-3":
            data[-1]["revised_prompt"] = f"{body['prompt'].rstrip('.')}, in great detail."
    answer: dict[str, Any] = {"created": call.now, "data": data}
    if not old:
        answer |= {
            "background": made.background,
            "output_format": made.form,
            "quality": made.quality,
            "size": made.size,
            "usage": {
                **made.tokens,
                "output_tokens_details": {"image_tokens": made.tokens["output_tokens"], "text_tokens": 0},
            },
        }
        if effective:
            answer["safety_identifier"] = effective
        if made.form == "svg":
            answer["svg_usage"] = {
                "model": (body.get("svg") or {}).get("model") or "gpt-5.6-sol",
                "input_tokens": made.tokens["input_tokens"],
                "output_tokens": 120,
                "reasoning_tokens": 0,
                "total_tokens": made.tokens["input_tokens"] + 120,
            }
    return answer


def stream_events(call: Call, made: ImagePlan, content: list[bytes], effective: str | None) -> Any:
    """Return the events of a stream."""
    previews = call.body.get("partial_images") or 0
    shared = {
        "created_at": call.now,
        "size": made.size,
        "quality": made.quality,
        "background": made.background,
        "output_format": made.form,
    }
    for at, raw in enumerate(content):
        step = at % (previews + 1)
        event = {"b64_json": base64.b64encode(raw).decode(), **shared}
        if step < previews:
            yield {"type": f"{made.events}.partial_image", "partial_image_index": step, **event}
        else:
            known = {"safety_identifier": effective} if effective else {}
            yield {"type": f"{made.events}.completed", "usage": made.tokens, **event, **known}


def store_image(call: Call, raw: bytes) -> str:
    """Store an image for an hour and return its URL."""
    name = f"img-{random_token(24)}.png"
    doc: Doc = {"id": name, "object": "image"}
    call.docs.insert("image", doc, due=call.now + URL_LIFETIME)
    call.blob(name).write_bytes(raw)
    return f"http://{call.headers['host']}/_images/{call.org.id}/{name}?sig={random_token(16)}"
