# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Score text and images for harmful content, deterministically by keywords."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from .errors import ApiError, bad_request
from .text_language import deterministic_fraction, words

CATEGORIES: dict[str, frozenset[str]] = {
    "harassment": frozenset({"idiot", "idiots", "stupid", "loser", "moron"}),
    "harassment/threatening": frozenset({"threat", "threaten"}),
    "hate": frozenset({"hate", "hateful", "vermin"}),
    "hate/threatening": frozenset({"exterminate"}),
    "illicit": frozenset({"shoplift", "counterfeit", "launder"}),
    "illicit/violent": frozenset({"bomb", "bombs", "explosive"}),
    "self-harm": frozenset({"suicide", "cutting"}),
    "self-harm/intent": frozenset({"suicidal"}),
    "self-harm/instructions": frozenset({"noose"}),
    "sexual": frozenset({"porn", "nude", "nudes"}),
    "sexual/minors": frozenset({"lolita"}),
    "violence": frozenset({"kill", "killed", "murder", "stab", "flagged"}),
    "violence/graphic": frozenset({"gore", "dismember"}),
}
"""Keywords of each category."""

IMAGE_CATEGORIES = ("self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "violence", "violence/graphic")
"""Categories that apply to images."""

_IMAGE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL)


def score(texts: list[str], images: list[str]) -> dict[str, Any]:
    """Return the result for the texts and images of one input.

    An image is scored by the words of its URL, such as ``https://example.com/gore/1.png``, or by marks such as
    ``[[gore]]`` in its data.
    """
    said = set().union(*(words(text) for text in texts)) if texts else set()
    shown = set().union(*(image_words(image) for image in images)) if images else set()
    seed = "\n".join([*texts, *images])
    scores: dict[str, float] = {}
    applied: dict[str, list[str]] = {}
    for name, known in CATEGORIES.items():
        found = known & said or (name in IMAGE_CATEGORIES and known & shown)
        chance = deterministic_fraction(f"{seed} {name}")
        scores[name] = round(0.9 + chance * 0.09, 6) if found else round(chance * 0.01, 6)
        applied[name] = [*(["text"] if texts else []), *(["image"] if images and name in IMAGE_CATEGORIES else [])]
    flags = {name: score >= 0.5 for name, score in scores.items()}
    return {
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": scores,
        "category_applied_input_types": applied,
    }


def image_words(url: str) -> set[str]:
    """Return the keywords of an image."""
    if url.startswith("data:"):
        return set().union(*(words(mark.decode()) for mark in re.findall(rb"\[\[(\w+)\]\]", read_image(url, ""))))
    return words(url)


def read_image(url: str, param: str) -> bytes:
    """Return the data of an image in a data URL."""
    try:
        raw = base64.b64decode(url.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not _IMAGE.match(raw):
        raise bad_request(
            "Invalid image. Please make sure that the image is a PNG, JPEG, GIF or WEBP file.",
            param=param,
            code="invalid_image_format",
        )
    return raw


def check_images(urls: list[tuple[str, str]]) -> None:
    """Raise if an image is invalid or there are too many.

    :param urls: URL and parameter path of each image.
    """
    for url, param in urls:
        if url.startswith("data:"):
            read_image(url, param)
        elif not re.match(r"https?://[^\s/]+", url):
            raise bad_request(
                f"Failed to download image from {url[:100]}: invalid URL.", param=param, code="invalid_image_url"
            )
    if len(urls) > 1:
        raise ApiError(
            400, f"Number of images ({len(urls)}) exceeds maximum of 1", param="input", code="too_many_images"
        )
