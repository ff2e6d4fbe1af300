# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images: generated, edited and varied, by the rules of each model."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ..app import EventReply
from ..errors import ApiError, bad_request
from ..ids import token
from ..model_catalog import Model
from ..routing import Group, KeyClass, Part
from ..schema import Bool, Fields, Int, Object, Str, req, unknown, wrong_value
from ..server import Call, Server, Upload
from ..store import Doc
from ..text_language import count_tokens
from .chat_completions import check_quota, spend
from .models import known_to

if TYPE_CHECKING:
    from PIL import Image

routes = Group("images", KeyClass.PROJECT)

LEGACY = ("dall-e-2", "dall-e-3")
SMALL = 4 * 1024 * 1024
"""Bytes of an image of DALL·E 2, and of any mask, at most."""
URL_SECONDS = 3600
SIZES = {
    "dall-e-2": ("256x256", "512x512", "1024x1024"),
    "dall-e-3": ("1024x1024", "1792x1024", "1024x1792"),
    "": ("1024x1024", "1024x1536", "1536x1024", "auto"),
}
PROMPT_MAX = {"dall-e-2": 1000, "dall-e-3": 4000, "": 32_000}
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")

SHARED: Fields = {
    "model": Str(nullable=True),
    "prompt": req(Str(min=1)),
    "n": Int(min=1, max=10, nullable=True),
    "size": Str(nullable=True),
    "quality": Str(
        choices=("standard", "hd", "low", "medium", "high", "xhigh", "max", "auto"),
        nullable=True,
    ),
    "background": Str(choices=("transparent", "opaque", "auto"), nullable=True),
    "complexity": Str(choices=("low", "medium", "high"), nullable=True),
    "output_format": Str(choices=("png", "webp", "jpeg", "gif", "svg"), nullable=True),
    "output_compression": Int(min=0, max=100, nullable=True),
    "frame_count": Int(min=2, max=16, nullable=True),
    "frame_duration_ms": Int(min=1, nullable=True),
    "svg": Object(
        fields={
            "model": Str(min=1),
            "reasoning": Object(fields={"effort": Str(choices=EFFORTS, nullable=True)}, nullable=True),
        },
        nullable=True,
    ),
    "response_format": Str(choices=("url", "b64_json"), nullable=True),
    "stream": Bool(nullable=True),
    "partial_images": Int(min=0, max=3, nullable=True),
    "user": Str(),
    "safety_identifier": Str(nullable=True),
}
MODERN_ONLY = (
    "background",
    "complexity",
    "output_format",
    "output_compression",
    "frame_count",
    "frame_duration_ms",
    "svg",
    "stream",
    "partial_images",
    "moderation",
    "input_fidelity",
)
"""What DALL·E never knew."""


@dataclass(frozen=True)
class Plan:
    """What is to be painted, once the request has been found good."""

    model: str
    count: int
    size: str
    form: str
    background: str
    quality: str
    events: str
    tokens: dict[str, Any]


# --- rules ------------------------------------------------------------------------------------------------------------


def model_of(call: Call, default: str) -> Model:
    """The image model a request names."""
    return known_to(call, call.body.get("model") or default, "image")


def check(call: Call, model: Model, *, legacy: tuple[str, ...]) -> None:
    """Raise for what this model does not take.

    :param legacy: the DALL·E models that the operation knows.
    """
    body, name = call.body, model.id
    given = {key for key, value in body.items() if value is not None}
    old = name in LEGACY
    if old and name not in legacy:
        wanted = " or ".join([*legacy, "a GPT image model"])
        raise bad_request(f"Invalid value: '{name}'. Value must be {wanted}.", param="model", code="invalid_value")
    for key in MODERN_ONLY if old else ("response_format", "style"):
        if key in given:
            raise unknown(key)
    if name == "dall-e-2" and "style" in given:
        raise unknown("style")
    longest = PROMPT_MAX[name if old else ""]
    Str(max=longest).check(body.get("prompt", ""), "prompt")
    if name == "dall-e-3" and (body.get("n") or 1) != 1:
        raise bad_request("You must provide n=1 for this model.", param="n", code="invalid_value")
    qualities = {"dall-e-2": ("standard",), "dall-e-3": ("standard", "hd")}.get(
        name,
        ("low", "medium", "high", "auto", *(("xhigh", "max") if newest(name) else ())),
    )
    if "quality" in given and body["quality"] not in qualities:
        raise wrong_value("quality", body["quality"], qualities)
    check_size(name, body.get("size"))
    check_output(body)
    if "[[blocked]]" in body.get("prompt", ""):
        raise ApiError(
            400,
            "Your request was rejected by the safety system. If you believe this is an error, contact us at "
            "help.openai.com and include the request ID.",
            type="image_generation_user_error",
            code="moderation_blocked",
        )


def newest(model: str) -> bool:
    """Whether it is of the family that began with GPT Image 2.5."""
    return model.startswith(("gpt-image-2.5", "gpt-image-2.6"))


def check_size(model: str, size: str | None) -> None:
    """Raise for a size the model does not paint."""
    if size is None:
        return
    if not model.startswith("gpt-image-2"):
        allowed = SIZES[model if model in LEGACY else ""]
        if size not in allowed:
            raise wrong_value("size", size, allowed)
        return
    if size == "auto":
        return
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", size)
    if found is None:
        raise bad_request(
            f"Invalid size '{size}'. Expected 'auto' or WIDTHxHEIGHT.", param="size", code="invalid_value"
        )
    width, height = int(found[1]), int(found[2])
    if width % 16 or height % 16 or not width or not height:
        raise bad_request(
            f"Invalid size '{size}'. Width and height must both be divisible by 16.", param="size", code="invalid_value"
        )
    if max(width, height) > 3 * min(width, height):
        raise bad_request(
            f"Invalid size '{size}'. The aspect ratio must be between 1:3 and 3:1.", param="size", code="invalid_value"
        )
    if max(width, height) > 3840 or min(width, height) > 2160:
        raise bad_request(
            f"Invalid size '{size}'. The maximum supported resolution is 3840x2160.", param="size", code="invalid_value"
        )


def check_output(body: dict[str, Any]) -> None:
    """Raise for what does not go together in the form of the answer."""
    form = body.get("output_format") or "png"
    if body.get("background") == "transparent" and form not in ("png", "webp"):
        raise bad_request(
            f"Transparent background is not supported for {form.upper()} output format.",
            param="background",
            code="invalid_value",
        )
    if body.get("output_compression", 100) not in (None, 100) and form not in ("webp", "jpeg"):
        raise bad_request(
            f"Compression less than 100 is not supported for {form.upper()} output format",
            param="output_compression",
            code="invalid_png_output_compression" if form == "png" else "invalid_value",
        )
    for key in ("frame_count", "frame_duration_ms"):
        if body.get(key) is not None and form != "gif":
            raise bad_request(f"'{key}' is only supported with output_format=gif.", param=key, code="invalid_value")
    if body.get("svg") and form != "svg":
        raise bad_request("'svg' is only supported with output_format=svg.", param="svg", code="invalid_value")
    if form == "svg" and (body.get("n") or 1) != 1:
        raise bad_request("SVG output requires n=1.", param="n", code="invalid_value")
    if form in ("gif", "svg") and body.get("stream"):
        raise bad_request(
            f"Streaming is not supported for {form.upper()} output.", param="stream", code="invalid_value"
        )
    if body.get("partial_images") and not body.get("stream"):
        raise bad_request(
            "The 'partial_images' parameter is only supported when 'stream' is true.",
            param="partial_images",
            code="invalid_value",
        )


def read_image(upload: Upload, param: str, *, png: bool = False, largest: int = 0) -> Image.Image:
    """The picture of an uploaded file, in a thread."""
    from .. import image_drawing

    if largest and upload.size >= largest:
        raise bad_request(
            f"Uploaded image must be a PNG and less than {largest // 1024 // 1024} MB.",
            param=param,
            code="invalid_image_size",
        )
    try:
        image = image_drawing.opened(upload.path.read_bytes())
    except image_drawing.Unreadable:
        raise bad_request(
            "Invalid image file or mode for image, please check your image file.",
            param=param,
            code="invalid_image_file",
        ) from None
    form = image_drawing.FORMATS[image.format or ""]
    if png and form != "png":
        raise bad_request(
            f"Uploaded image must be a PNG and less than {SMALL // 1024 // 1024} MB.",
            param=param,
            code="invalid_image_format",
        )
    if form == "gif":
        raise bad_request(
            f"Invalid file '{param}': unsupported mimetype ('image/gif'). Supported file formats are 'image/jpeg', "
            "'image/png', and 'image/webp'.",
            param=param,
            code="unsupported_file_mimetype",
        )
    return image


def square(image: Image.Image, param: str) -> None:
    """Raise unless width and height are equal."""
    if image.width != image.height:
        raise bad_request("Uploaded image must be square.", param=param, code="invalid_image_size")


def check_mask(mask: Image.Image, image: Image.Image, param: str = "mask") -> None:
    """Raise unless the mask fits the image and says where."""
    if mask.size != image.size:
        raise bad_request(
            f"Invalid {param} image format - {param} size does not match image size",
            param=param,
            code=f"invalid_{param}_image_format",
        )
    if "A" not in mask.getbands() and "transparency" not in mask.info:
        raise bad_request(
            f"Invalid {param} image format - {param} image missing alpha channel",
            param=param,
            code=f"invalid_{param}_image_format",
        )


# --- painting ---------------------------------------------------------------------------------------------------------


def plan(call: Call, model: Model, events: str, pictures: int, size: str = "") -> Plan:
    """What to paint; takes the request from the rate limits.

    :param pictures: how many were sent.
    :param size: what ``auto`` stands for.
    """
    body = call.body
    asked = count_tokens(body.get("prompt") or "")
    wanted = body.get("size")
    chosen = wanted if wanted not in (None, "auto") else size or "1024x1024"
    count = body.get("n") or 1
    cost = {"low": 272, "high": 4160}.get(body.get("quality") or "", 1056) * count
    spend(call, model.id, asked + cost)
    ground = body.get("background") or "auto"
    quality = body.get("quality") or "auto"
    return Plan(
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


def pixels(size: str) -> tuple[int, int]:
    """Width and height of ``WIDTHxHEIGHT``."""
    width, _x, height = size.partition("x")
    return int(width), int(height)


def files(call: Call, made: Plan, paint: Callable[[int], Image.Image]) -> list[bytes]:
    """The pictures as files, in a thread; those of a stream come after their previews."""
    from .. import image_drawing

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


def reply(call: Call, found: tuple[Plan, list[bytes]]) -> Any:
    """The answer: JSON with the pictures or their addresses, or a stream."""
    made, content = found
    body = call.body
    old = made.model in LEGACY
    effective = body.get("safety_identifier") or body.get("user")
    if body.get("stream"):
        return EventReply(list(events(call, made, content, effective)), named=True)
    data: list[dict[str, Any]] = []
    for raw in content:
        if old and body.get("response_format") != "b64_json":
            data.append({"url": keep(call, raw)})
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


def events(call: Call, made: Plan, content: list[bytes], effective: str | None) -> Any:
    """The pictures as the events of a stream."""
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


def keep(call: Call, raw: bytes) -> str:
    """Put a picture where its address leads for an hour."""
    name = f"img-{token(24)}.png"
    doc: Doc = {"id": name, "object": "picture"}
    call.docs.insert("picture", doc, due=call.now + URL_SECONDS)
    call.blob(name).write_bytes(raw)
    return f"http://{call.headers['host']}/_pictures/{call.org.id}/{name}?sig={token(16)}"


def forget(call: Call, scope: str, doc: Doc) -> None:
    """An address has expired."""
    call.docs.delete("picture", doc["id"], scope=scope)
    call.blob(doc["id"]).unlink(missing_ok=True)


DUE = {"picture": forget}


def picture_storage(server: Server) -> Callable[[Request], Awaitable[Response]]:
    """Serves pictures by their addresses; like the storage behind the API it knows no keys of the API."""

    async def serve(request: Request) -> Response:
        org = server.organizations.get(request.path_params["organization"])
        if "authorization" in request.headers or "api-key" in request.headers:
            return Response("<Error><Code>AuthenticationFailed</Code></Error>", 403, media_type="application/xml")
        if org is None:
            return Response("<Error><Code>ContainerNotFound</Code></Error>", 404, media_type="application/xml")
        server.catch_up(org)
        name = request.path_params["name"]
        if org.docs.get("picture", name) is None or org.options["pictures"] == "lost":
            return Response("<Error><Code>BlobNotFound</Code></Error>", 404, media_type="application/xml")
        return FileResponse(server.blobs / org.id / name, media_type="image/png")

    return serve


# --- operations -------------------------------------------------------------------------------------------------------


async def prepare_generation(call: Call) -> None:
    """Check, then paint in a thread."""
    check_quota(call)
    model = model_of(call, "dall-e-2")
    check(call, model, legacy=LEGACY)
    made = plan(call, model, "image_generation", 0)

    def work() -> list[bytes]:
        from .. import image_drawing

        clear = call.body.get("background") == "transparent"
        return files(
            call,
            made,
            lambda index: image_drawing.paint(call.body["prompt"], pixels(made.size), index, transparent=clear),
        )

    call.prepared = made, await asyncio.to_thread(work)


@routes.route(
    "POST",
    "/images/generations",
    "createImage",
    body=Object(
        fields={
            **SHARED,
            "moderation": Str(choices=("low", "auto"), nullable=True),
            "style": Str(choices=("vivid", "natural"), nullable=True),
        }
    ),
    prepare=prepare_generation,
)
def generate(call: Call) -> Any:
    """Pictures for a prompt."""
    return reply(call, call.prepared)


async def prepare_edit(call: Call) -> None:
    """Check request and pictures, then paint over in a thread."""
    check_quota(call)
    model = model_of(call, "gpt-image-1.5")
    check(call, model, legacy=("dall-e-2",))
    body, old = call.body, model.id in LEGACY
    uploads = call.uploads("image")
    if old and len(uploads) > 1:
        raise bad_request("Only one image is supported for this model.", param="image", code="invalid_value")
    fidelity = body.get("input_fidelity")
    if fidelity and (model.id.startswith("gpt-image-2") and not newest(model.id)):
        raise unknown("input_fidelity")
    if fidelity == "high" and model.id == "gpt-image-1-mini":
        raise wrong_value("input_fidelity", fidelity, ("low",))
    mask, markup = call.files.get("mask"), call.files.get("markup")
    if mask and markup:
        raise bad_request("'markup' cannot be combined with 'mask'.", param="markup", code="invalid_value")
    if markup and not newest(model.id):
        raise unknown("markup")
    if mask and body.get("output_format") == "gif":
        raise bad_request("GIF output does not support masks.", param="mask", code="invalid_value")

    def read() -> tuple[Image.Image, Image.Image | None]:
        images = [read_image(each, "image", png=old, largest=SMALL if old else 0) for each in uploads]
        over = None
        for name, upload in (("mask", mask), ("markup", markup)):
            if upload is not None:
                over = read_image(upload, name, png=True, largest=SMALL)
                check_mask(over, images[0], name)
        if old:
            square(images[0], "image")
            if mask is None and "A" not in images[0].getbands():
                raise bad_request(
                    "Invalid input image - format must be in ['RGBA', 'LA', 'L'], got RGB.",
                    param="image",
                    code="invalid_image_format",
                )
        return images[0], over

    image, over = await asyncio.to_thread(read)
    size = f"{image.width}x{image.height}"
    made = plan(call, model, "image_edit", len(uploads), "1024x1024" if old else size)

    def work() -> list[bytes]:
        from .. import image_drawing

        # Without a mask DALL·E 2 takes the image's own transparent places.
        holes = over if mask is not None else image if old else None

        def paint(index: int) -> Image.Image:
            return image_drawing.edit(body["prompt"], image, holes, index).resize(pixels(made.size))

        return files(call, made, paint)

    call.prepared = made, await asyncio.to_thread(work)


@routes.route(
    "POST",
    "/images/edits",
    "createImageEdit",
    form={**SHARED, "input_fidelity": Str(choices=("high", "low"), nullable=True)},
    parts={
        "image": Part(max_option="max_image_bytes", many=16),
        "mask": Part(required=False, max_option="max_image_bytes"),
        "markup": Part(required=False, max_option="max_image_bytes"),
    },
    prepare=prepare_edit,
)
def edit(call: Call) -> Any:
    """Pictures made of others."""
    return reply(call, call.prepared)


async def prepare_variation(call: Call) -> None:
    """Check request and picture, then paint in a thread."""
    check_quota(call)
    model = model_of(call, "dall-e-2")
    if model.id != "dall-e-2":
        raise bad_request(
            f"Invalid value: '{model.id}'. Value must be 'dall-e-2'.", param="model", code="invalid_value"
        )
    check_size(model.id, call.body.get("size"))
    image = await asyncio.to_thread(read_image, call.files["image"], "image", png=True, largest=SMALL)
    square(image, "image")
    made = plan(call, model, "", 1)

    def work() -> list[bytes]:
        from .. import image_drawing

        return files(call, made, lambda index: image_drawing.vary(image, pixels(made.size), index))

    call.prepared = made, await asyncio.to_thread(work)


@routes.route(
    "POST",
    "/images/variations",
    "createImageVariation",
    form={
        "model": Str(nullable=True),
        "n": Int(min=1, max=10, nullable=True),
        "response_format": Str(choices=("url", "b64_json"), nullable=True),
        "size": Str(choices=SIZES["dall-e-2"], nullable=True),
        "user": Str(),
    },
    parts={"image": Part(max_option="max_image_bytes")},
    prepare=prepare_variation,
)
def vary(call: Call) -> Any:
    """Other pictures like this one."""
    return reply(call, call.prepared)
