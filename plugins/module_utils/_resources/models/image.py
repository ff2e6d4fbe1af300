# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Images: generations, edits and variations."""

from __future__ import annotations

from ..._engine.fields import Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks
from . import _image_hooks as hooks

IMAGE = Generation(
    hooks.IMAGES,
    hooks=GenerationHooks(
        request_path=hooks.request_path,
        claim=hooks.claim,
        request=hooks.request,
        send=hooks.send,
        files=hooks.files,
        without_content=hooks.without_content,
        return_values=hooks.return_values,
        extra_values=hooks.extra_values,
    ),
    required_inputs=("model", "dest"),
    fingerprint_ignore=("user", "safety_identifier", "stream", "response_format"),
    fields=(
        Field("model"),
        Field("prompt", max_length=32_000),
        Field("image", "list", elements="path", aliases=("images",), max_length=16),
        Field("mask", "path"),
        Field("markup", "path"),
        Field("n", "int", min=1, max=10),
        Field("size"),
        Field("quality"),
        Field("style"),
        Field("background", choices=("auto", "opaque", "transparent")),
        Field("complexity", choices=("low", "medium", "high")),
        Field("input_fidelity", choices=("low", "high")),
        Field("moderation", choices=("auto", "low")),
        Field("output_format", choices=("png", "jpeg", "webp", "gif", "svg")),
        Field("output_compression", "int", min=0, max=100),
        Field("frame_count", "int", min=2, max=16),
        Field("frame_duration_ms", "int", min=1),
        Field(
            "svg",
            "dict",
            options=(Field("model"), Field("reasoning", "dict", options=(Field("effort", choices=hooks.EFFORTS),))),
        ),
        Field("response_format", choices=("url", "b64_json")),
        Field("stream", "bool"),
        Field("partial_images", "int", min=0, max=3),
        Field("safety_identifier", max_length=64),
        Field("user"),
        *ARTIFACT_FIELDS,
    ),
    operations=(f"POST {hooks.EDITS}", f"POST {hooks.VARIATIONS}"),
)
