# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images that the JSON body of an edit refers to: by file, by data URL or by address."""

from __future__ import annotations

import base64
import functools
import hashlib
from typing import Any

from .errors import bad_request, not_found
from .ids import random_token
from .request_shapes import Schema, generated
from .routes.files import join_parts
from .server import Call, UploadedFile

REFERENCE: Schema = {
    "type": "object",
    "properties": {"image_url": {"type": "string", "maxLength": 20 * 1024 * 1024}, "file_id": {"type": "string"}},
    "additionalProperties": False,
}
FILES = ("image", "mask", "markup")


@functools.cache
def edit_body() -> Schema:
    """Return the schema of the JSON body: the fields of the form, with references in place of files."""
    form: Schema = generated("images")["operations"]["POST /images/edits"]["form"]
    fields = {name: schema for name, schema in form["properties"].items() if name not in FILES}
    references = {
        "images": {"type": "array", "items": REFERENCE, "minItems": 1, "maxItems": 16},
        "mask": REFERENCE,
        "moderation": {"type": ["string", "null"], "enum": ["low", "auto", None]},
    }
    return {
        "type": "object",
        "properties": {**fields, **references},
        "required": ["images", "prompt"],
        "additionalProperties": False,
    }


def read_references(call: Call) -> None:
    """Make the images and the mask of a JSON body available as if they had been uploaded. Runs in a thread."""
    for index, reference in enumerate(call.body["images"]):
        call.files[f"image[{index}]" if index else "image"] = _read(call, reference, f"images[{index}]")
    if "mask" in call.body:
        call.files["mask"] = _read(call, call.body["mask"], "mask")


def _read(call: Call, reference: dict[str, Any], path: str) -> UploadedFile:
    if len(reference) != 1:
        raise bad_request("Provide exactly one of 'image_url' and 'file_id'.", param=path, code="invalid_value")
    content = _of_file(call, reference["file_id"], path) if "file_id" in reference else _of_url(reference, path)
    target = call.server.incoming / random_token(20)
    target.write_bytes(content)
    return UploadedFile("image", "application/octet-stream", len(content), hashlib.sha256(content).hexdigest(), target)


def _of_file(call: Call, id: str, path: str) -> bytes:
    if call.find("file", id, scope=call.project) is None:
        raise not_found(f"No such File object: {id}", param=f"{path}.file_id")
    join_parts(call, id)
    return call.blob(id).read_bytes()


def _of_url(reference: dict[str, Any], path: str) -> bytes:
    """Return the content of a data URL; for another address, which is never called, an image in the color it names."""
    from . import image_drawing

    url = reference["image_url"]
    head, _comma, data = url.partition(",")
    try:
        if head.startswith("data:image/") and head.endswith(";base64"):
            return base64.b64decode(data, validate=True)
    except ValueError:
        url = ""
    if not url.startswith(("https://", "http://")):
        raise bad_request(
            f"Invalid '{path}.image_url'. Expected a valid URL or a data URL of an image.",
            param=f"{path}.image_url",
            code="invalid_value",
        )
    return image_drawing.encode(image_drawing.draw(url, (1024, 1024)), "png", 100, {}, 9, 200)
