# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Moderations of texts, or of one input that consists of text and an image."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request
from ..ids import new_id
from ..moderation_scoring import check_images, score
from ..request_shapes import not_empty
from ..routing import KeyClass, RouteGroup
from ..server import Call
from .chat_completions import check_quota
from .models import require_model

routes = RouteGroup("moderations", KeyClass.PROJECT)

TEXT_ONLY = ("text-moderation-latest", "text-moderation-stable")


@routes.post(
    "/moderations",
    "createModeration",
    {
        **not_empty("input[].image_url.url", "model"),
        "input": {"minItems": 1},
    },
)
def create_moderation(call: Call) -> Any:
    """Classify the input."""
    check_quota(call)
    model = require_model(call, call.body.get("model") or "omni-moderation-latest", "moderation")
    given = call.body["input"]
    items: list[Any] = [given] if isinstance(given, str) else given
    if isinstance(items[0], str):
        results = [score([text], []) for text in items]
    else:
        texts = [part["text"] for part in items if part["type"] == "text"]
        images = [
            (part["image_url"]["url"], f"input[{index}].image_url.url")
            for index, part in enumerate(items)
            if part["type"] == "image_url"
        ]
        if images and model.id in TEXT_ONLY:
            raise bad_request("Image inputs are not supported with this model.", param="input", code="invalid_value")
        check_images(images)
        results = [score(texts, [url for url, _param in images])]
    return {"id": new_id("modr-", 8), "model": model.snapshot or model.id, "results": results}
