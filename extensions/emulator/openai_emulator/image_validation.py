# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of image requests: model, size, output format, uploaded images and masks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .errors import ApiError, bad_request, too_long, unknown, wrong_value
from .model_catalog import Model
from .routes.models import require_model
from .server import Call, UploadedFile

if TYPE_CHECKING:
    from PIL import Image

DALLE_MODELS = ("dall-e-2", "dall-e-3")
DALLE_MAX_BYTES = 4 * 1024 * 1024
"""Maximum size of images for DALL·E 2 and of masks, in bytes."""
SIZES = {
    "dall-e-2": ("256x256", "512x512", "1024x1024"),
    "dall-e-3": ("1024x1024", "1792x1024", "1024x1792"),
    "": ("1024x1024", "1024x1536", "1536x1024", "auto"),
}
PROMPT_MAX = {"dall-e-2": 1000, "dall-e-3": 4000, "": 32_000}
GPT_IMAGE_PARAMETERS = (
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
"""Parameters that DALL·E models do not support."""


def load_image_model(call: Call, default: str) -> Model:
    """Return the image model of the request."""
    return require_model(call, call.body.get("model") or default, "image")


def default_model(body: dict[str, Any]) -> str:
    """Return the model of a request for images that names none: DALL·E 2 unless a parameter requires another one."""
    return "gpt-image-1.5" if any(body.get(name) is not None for name in GPT_IMAGE_PARAMETERS) else "dall-e-2"


def edit_size(model: str, width: int, height: int) -> str:
    """Return the size of an edited image for which none was requested: as the image if the model supports that."""
    if model in DALLE_MODELS or (width == height and not model.startswith("gpt-image-2")):
        return "1024x1024"
    if model.startswith("gpt-image-2"):
        width, height = (max(16, round(side / 16) * 16) for side in (width, height))
        if max(width, height) <= min(3 * min(width, height), 3840) and min(width, height) <= 2160:
            return f"{width}x{height}"
    return "1536x1024" if width > height else "1024x1536" if width < height else "1024x1024"


def check_parameters(call: Call, model: Model, *, legacy: tuple[str, ...]) -> None:
    """Raise if the model does not support a parameter.

    :param legacy: DALL·E models that the operation supports.
    """
    body, name = call.body, model.id
    given = {key for key, value in body.items() if value is not None}
    old = name in DALLE_MODELS
    if old and name not in legacy:
        wanted = " or ".join([*legacy, "a GPT image model"])
        raise bad_request(f"Invalid value: '{name}'. Value must be {wanted}.", param="model", code="invalid_value")
    for key in GPT_IMAGE_PARAMETERS if old else ("response_format", "style"):
        if key in given:
            raise unknown(key)
    if name == "dall-e-2" and "style" in given:
        raise unknown("style")
    longest = PROMPT_MAX[name if old else ""]
    if len(body.get("prompt", "")) > longest:
        raise too_long("prompt", body["prompt"], longest)
    if name == "dall-e-3" and (body.get("n") or 1) != 1:
        raise bad_request("You must provide n=1 for this model.", param="n", code="invalid_value")
    qualities = {"dall-e-2": ("standard",), "dall-e-3": ("standard", "hd")}.get(
        name,
        ("low", "medium", "high", "auto", *(("xhigh", "max") if is_newest_family(name) else ())),
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


def is_newest_family(model: str) -> bool:
    """Return whether the model belongs to the family of GPT Image 2.5."""
    return model.startswith(("gpt-image-2.5", "gpt-image-2.6"))


def check_size(model: str, size: str | None) -> None:
    """Raise if the model does not support a size."""
    if size is None:
        return
    if not model.startswith("gpt-image-2"):
        allowed = SIZES[model if model in DALLE_MODELS else ""]
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
    """Raise if output parameters cannot be combined."""
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


def read_image(upload: UploadedFile, param: str, *, png: bool = False, largest: int = 0) -> Image.Image:
    """Open an uploaded image. Runs in a thread."""
    from . import image_drawing

    if largest and upload.size >= largest:
        raise bad_request(
            f"Uploaded image must be a PNG and less than {largest // 1024 // 1024} MB.",
            param=param,
            code="invalid_image_size",
        )
    try:
        image = image_drawing.open_image(upload.path.read_bytes())
    except image_drawing.UnreadableImage:
        raise bad_request(
            "Invalid image file or mode for image, please check your image file.",
            param=param,
            code="invalid_image_file",
        ) from None
    form = image_drawing.FORMATS[image.format or ""]
    if png and form != "png":
        raise bad_request(
            f"Uploaded image must be a PNG and less than {DALLE_MAX_BYTES // 1024 // 1024} MB.",
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


def check_square(image: Image.Image, param: str) -> None:
    """Raise unless width and height are equal."""
    if image.width != image.height:
        raise bad_request("Uploaded image must be square.", param=param, code="invalid_image_size")


def check_mask(mask: Image.Image, image: Image.Image, param: str = "mask") -> None:
    """Raise unless the mask has the size of the image and an alpha channel."""
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
