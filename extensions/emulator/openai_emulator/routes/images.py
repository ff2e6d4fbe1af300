# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images: generate, edit and vary."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from ..errors import bad_request, unknown, wrong_value
from ..image_generation import build_reply, encode_images, parse_size, plan_images
from ..image_references import edit_body, read_references
from ..image_validation import (
    DALLE_MAX_BYTES,
    DALLE_MODELS,
    check_mask,
    check_parameters,
    check_size,
    check_square,
    default_model,
    edit_size,
    is_newest_family,
    load_image_model,
    read_image,
)
from ..request_shapes import not_empty
from ..routing import KeyClass, Part, RouteGroup
from ..server import Call, Server
from ..store import Doc
from .chat_completions import check_quota

if TYPE_CHECKING:
    from PIL import Image

routes = RouteGroup("images", KeyClass.PROJECT)


# --- storage ----------------------------------------------------------------------------------------------------------


def expire_image(call: Call, scope: str, doc: Doc) -> None:
    """Delete an image whose URL has expired."""
    call.docs.delete("image", doc["id"], scope=scope)
    call.blob(doc["id"]).unlink(missing_ok=True)


DUE_HANDLERS = {"image": expire_image}


def image_storage(server: Server) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that serves images by URL; like the API's storage it rejects API keys."""

    async def serve(request: Request) -> Response:
        org = server.organizations.get(request.path_params["organization"])
        if "authorization" in request.headers or "api-key" in request.headers:
            return Response("<Error><Code>AuthenticationFailed</Code></Error>", 403, media_type="application/xml")
        if org is None:
            return Response("<Error><Code>ContainerNotFound</Code></Error>", 404, media_type="application/xml")
        server.run_due(org)
        name = request.path_params["name"]
        if org.docs.get("image", name) is None or org.options["image_urls"] == "missing":
            return Response("<Error><Code>BlobNotFound</Code></Error>", 404, media_type="application/xml")
        return FileResponse(server.blobs / org.id / name, media_type="image/png")

    return serve


# --- operations -------------------------------------------------------------------------------------------------------


async def prepare_generation(call: Call) -> None:
    """Validate the request and generate the images in a thread."""
    check_quota(call)
    model = load_image_model(call, default_model(call.body))
    check_parameters(call, model, legacy=DALLE_MODELS)
    made = plan_images(call, model, "image_generation", 0)

    def work() -> list[bytes]:
        from .. import image_drawing

        clear = call.body.get("background") == "transparent"
        return encode_images(
            call,
            made,
            lambda index: image_drawing.draw(call.body["prompt"], parse_size(made.size), index, transparent=clear),
        )

    call.prepared = made, await asyncio.to_thread(work)


@routes.route(
    "POST",
    "/images/generations",
    "createImage",
    {
        **not_empty("prompt", "svg.model"),
        "n": {"minimum": 1, "maximum": 10},
        "output_compression": {"minimum": 0, "maximum": 100},
        "frame_count": {"minimum": 2, "maximum": 16},
        "frame_duration_ms": {"minimum": 1},
        "partial_images": {"minimum": 0, "maximum": 3},
    },
    prepare=prepare_generation,
)
def generate(call: Call) -> Any:
    """Generate images for a prompt."""
    return build_reply(call, call.prepared)


async def prepare_edit(call: Call) -> None:
    """Validate the request and edit the images in a thread."""
    check_quota(call)
    model = load_image_model(call, "gpt-image-1.5")
    check_parameters(call, model, legacy=("dall-e-2",))
    body, old = call.body, model.id in DALLE_MODELS
    if "images" in body:
        await asyncio.to_thread(read_references, call)
    uploads = call.uploads("image")
    if old and len(uploads) > 1:
        raise bad_request("Only one image is supported for this model.", param="image", code="invalid_value")
    fidelity = body.get("input_fidelity")
    if fidelity and (model.id.startswith("gpt-image-2") and not is_newest_family(model.id)):
        raise unknown("input_fidelity")
    if fidelity == "high" and model.id == "gpt-image-1-mini":
        raise wrong_value("input_fidelity", fidelity, ("low",))
    mask, markup = call.files.get("mask"), call.files.get("markup")
    if mask and markup:
        raise bad_request("'markup' cannot be combined with 'mask'.", param="markup", code="invalid_value")
    if markup and not is_newest_family(model.id):
        raise unknown("markup")
    if mask and body.get("output_format") == "gif":
        raise bad_request("GIF output does not support masks.", param="mask", code="invalid_value")

    def read() -> tuple[Image.Image, Image.Image | None]:
        images = [read_image(each, "image", png=old, largest=DALLE_MAX_BYTES if old else 0) for each in uploads]
        over = None
        for name, upload in (("mask", mask), ("markup", markup)):
            if upload is not None:
                over = read_image(upload, name, png=True, largest=DALLE_MAX_BYTES)
                check_mask(over, images[0], name)
        if old:
            check_square(images[0], "image")
            if mask is None and "A" not in images[0].getbands():
                raise bad_request(
                    "Invalid input image - format must be in ['RGBA', 'LA', 'L'], got RGB.",
                    param="image",
                    code="invalid_image_format",
                )
        return images[0], over

    image, over = await asyncio.to_thread(read)
    made = plan_images(call, model, "image_edit", len(uploads), edit_size(model.id, image.width, image.height))

    def work() -> list[bytes]:
        from .. import image_drawing

        # Without a mask DALL·E 2 uses the transparent area of the image.
        holes = over if mask is not None else image if old else None

        def paint(index: int) -> Image.Image:
            return image_drawing.edit_image(body["prompt"], image, holes, index).resize(parse_size(made.size))

        return encode_images(call, made, paint)

    call.prepared = made, await asyncio.to_thread(work)


@routes.route(
    "POST",
    "/images/edits",
    "createImageEdit",
    {
        **not_empty("prompt", "svg.model"),
        "n": {"minimum": 1, "maximum": 10},
        "output_compression": {"minimum": 0, "maximum": 100},
        "frame_count": {"minimum": 2, "maximum": 16},
        "frame_duration_ms": {"minimum": 1},
        "partial_images": {"minimum": 0, "maximum": 3},
    },
    parts={
        "image": Part(max_option="max_image_bytes", max_count=16),
        "mask": Part(max_option="max_image_bytes"),
        "markup": Part(max_option="max_image_bytes"),
    },
    prepare=prepare_edit,
    json_body=edit_body,
)
def edit(call: Call) -> Any:
    """Edit images."""
    return build_reply(call, call.prepared)


async def prepare_variation(call: Call) -> None:
    """Validate the request and generate the variations in a thread."""
    check_quota(call)
    model = load_image_model(call, "dall-e-2")
    if model.id != "dall-e-2":
        raise bad_request(
            f"Invalid value: '{model.id}'. Value must be 'dall-e-2'.", param="model", code="invalid_value"
        )
    check_size(model.id, call.body.get("size"))
    image = await asyncio.to_thread(read_image, call.files["image"], "image", png=True, largest=DALLE_MAX_BYTES)
    check_square(image, "image")
    made = plan_images(call, model, "", 1)

    def work() -> list[bytes]:
        from .. import image_drawing

        return encode_images(
            call, made, lambda index: image_drawing.create_variation(image, parse_size(made.size), index)
        )

    call.prepared = made, await asyncio.to_thread(work)


@routes.route(
    "POST",
    "/images/variations",
    "createImageVariation",
    {"n": {"minimum": 1, "maximum": 10}},
    parts={"image": Part(max_option="max_image_bytes")},
    prepare=prepare_variation,
)
def vary(call: Call) -> Any:
    """Create variations of an image."""
    return build_reply(call, call.prepared)
