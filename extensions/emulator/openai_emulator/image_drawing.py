# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draw, edit and vary images, deterministically for a request.

The metadata of an image contains its model, its time and a checksum of its pixels in place of content credentials.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageOps, PngImagePlugin

from .ids import deterministic_token
from .text_language import deterministic_fraction

Size = tuple[int, int]

FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "GIF": "gif"}
_METADATA = re.compile(rb"MADE=([A-Za-z0-9+/]+=*);")
_COLORS = ("red", "orange", "yellow", "green", "blue", "purple", "brown", "black", "white", "gray", "pink", "teal")


class UnreadableImage(Exception):
    """The data is not a supported image."""


def open_image(data: bytes) -> Image.Image:
    """Open an image and apply its orientation; ``format`` is kept.

    :raises UnreadableImage: the data is not an image, or is damaged.
    """
    try:
        image = Image.open(io.BytesIO(data))
        kind = FORMATS.get(image.format or "")
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableImage(str(error)) from None
    if kind is None:
        raise UnreadableImage(f"{image.format} is not supported")
    upright = ImageOps.exif_transpose(image)
    upright.format = image.format
    return upright


def color(prompt: str) -> tuple[int, int, int]:
    """Return the first color in the prompt, or one that depends on the prompt."""
    for word in re.findall(r"[a-z]+", prompt.lower()):
        if word in _COLORS:
            red, green, blue = ImageColor.getrgb(word)[:3]
            return red, green, blue
    return tuple(int(deterministic_fraction(f"{prompt} {part}") * 200) + 28 for part in range(3))  # type: ignore[return-value]


def draw(prompt: str, size: Size, index: int = 0, transparent: bool = False) -> Image.Image:
    """Draw a disc in the color of the prompt on a plain or transparent background."""
    ground = tuple(int(deterministic_fraction(f"{prompt} {index} ground {part}") * 60) + 190 for part in range(3))
    image = Image.new("RGBA", size, (0, 0, 0, 0) if transparent else (*ground, 255))
    _draw_disc(image, prompt, index)
    return image


def _draw_disc(image: Image.Image, prompt: str, index: int) -> None:
    width, height = image.size
    reach = min(width, height) * (0.30 + 0.02 * (index % 5))
    box = (width / 2 - reach, height / 2 - reach, width / 2 + reach, height / 2 + reach)
    ImageDraw.Draw(image).ellipse(box, fill=(*color(prompt), 255))


def edit_image(prompt: str, image: Image.Image, mask: Image.Image | None, index: int = 0) -> Image.Image:
    """Paint over the fully transparent area of the mask, or the center, in the color of the prompt."""
    base = image.convert("RGBA")
    if mask is None:
        _draw_disc(base, prompt, index)
        return base
    holes = mask.convert("RGBA").getchannel("A").point(lambda alpha: 255 if alpha == 0 else 0)
    red, green, blue = color(prompt)
    fill = (min(255, red + index), green, blue, 255)
    base.paste(Image.new("RGBA", base.size, fill), (0, 0), holes)
    return base


def create_variation(image: Image.Image, size: Size, index: int = 0) -> Image.Image:
    """Return the image in other colors."""
    hue, light, value = image.convert("RGB").resize(size).convert("HSV").split()
    turned = hue.point(lambda angle: (angle + 40 * (index + 1)) % 256)
    return Image.merge("HSV", (turned, light, value)).convert("RGB")


# --- encoding and provenance ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Provenance:
    """Origin of an image according to its metadata."""

    model: str
    generated_at: int
    unmodified: bool


def _pixels(data: bytes) -> str:
    image = open_image(data)
    return hashlib.sha256(repr(image.size).encode() + image.convert("RGBA").tobytes()).hexdigest()


def encode(
    image: Image.Image, form: str, quality: int, made: dict[str, Any], frames: int = 1, frame_ms: int = 200
) -> bytes:
    """Encode an image as a file with its provenance."""
    if form == "svg":
        return _svg(image, made)
    plain = _encode(image, form, quality, b"", frames, frame_ms)
    text = json.dumps({**made, "pixels": _pixels(plain)}).encode()
    return _encode(image, form, quality, b"MADE=" + base64.b64encode(text) + b";", frames, frame_ms)


def _encode(image: Image.Image, form: str, quality: int, note: bytes, frames: int, frame_ms: int) -> bytes:
    out = io.BytesIO()
    if form == "png":
        info = PngImagePlugin.PngInfo()
        if note:
            info.add_text("Comment", note.decode())
        image.save(out, "PNG", pnginfo=info, compress_level=1)
    elif form == "jpeg":
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
        flat.save(out, "JPEG", quality=max(1, min(95, quality)), comment=note)
    elif form == "webp":
        exif = Image.Exif()
        if note:
            exif[0x010E] = note.decode()
        image.save(out, "WEBP", quality=quality, method=0, exif=exif.tobytes() if note else b"")
    else:
        turns = [image.rotate(360 * at / frames) for at in range(frames)]
        turns[0].save(out, "GIF", save_all=True, append_images=turns[1:], duration=frame_ms, loop=0, comment=note)
    return out.getvalue()


def _svg(image: Image.Image, made: dict[str, Any]) -> bytes:
    width, height = image.size
    fill = "#{:02x}{:02x}{:02x}".format(*image.convert("RGB").getpixel((width // 2, height // 2)))  # type: ignore[misc]
    note = base64.b64encode(json.dumps({**made, "pixels": deterministic_token(fill, 8)}).encode()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<!-- MADE={note}; --><circle cx="{width // 2}" cy="{height // 2}" r="{min(width, height) // 3}" fill="{fill}"/>'
        "</svg>\n"
    ).encode()


def read_provenance(data: bytes) -> Provenance | None:
    """Return the provenance of an image, or None if it contains none."""
    found = _METADATA.search(data)
    if found is None:
        return None
    try:
        note = json.loads(base64.b64decode(found[1]))
        return Provenance(str(note["model"]), int(note["at"]), note["pixels"] == _pixels(data))
    except (ValueError, KeyError, TypeError, UnreadableImage):
        return None
