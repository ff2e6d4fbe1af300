# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Images: generated, edited or varied, by what is given."""

from __future__ import annotations

import base64
import os
import typing as t

from ..._api.connection import PROJECT
from ..._domain.media_file import local_image
from ..._engine.context import TaskContext
from ..._engine.fields import Collection
from ..._engine.generation import Generation
from ..._engine.stream import no_text, streamed
from ..._support.artifact import Draft, numbered, refuse_further
from ..._support.errors import ConnectionFailure, InvalidArgument, StreamInterrupted, keep_done
from ..._support.types import Object

IMAGES = Collection("image", path="/images/generations", key=PROJECT, listable=False)
EDITS = "/images/edits"
VARIATIONS = "/images/variations"

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
EDITING = ("mask", "markup", "input_fidelity")
"""Options that only an edit accepts; ``GENERATING`` are those that only a generation accepts."""
GENERATING = ("moderation", "style")
VARYING = ("model", "image", "n", "size", "response_format", "user")
"""Options that a variation accepts."""
ENDINGS = {".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".gif": "gif", ".svg": "svg"}


def request_path(resource: Generation, context: TaskContext) -> str:
    if not context.param("image"):
        return IMAGES.path
    return EDITS if context.param("prompt") else VARIATIONS


def request(resource: Generation, context: TaskContext) -> Object:
    body = resource.without("request").request(context)
    _check(resource.request_path(context), body)
    images = [local_image("image", path) for path in body.get("image") or ()]
    if images:
        body["image"] = images if len(images) > 1 else images[0]
    for name in ("mask", "markup"):
        if name in body:
            body[name] = local_image(name, body[name])
    ending = ENDINGS.get(os.path.splitext(str(context.param("dest")))[1].lower())
    if ending and resource.request_path(context) != VARIATIONS and not str(body["model"]).startswith("dall-e"):
        body.setdefault("output_format", ending)
    return body


def claim(resource: Generation, context: TaskContext, dest: str) -> None:
    """Check the further files too: how many images there will be is known before the request."""
    resource.without("claim").claim(context, dest)
    if not context.param("force") and context.param("state") != "absent":
        for number in range(2, int(context.param("n") or 1) + 1):
            refuse_further(dest, numbered(dest, number))


def send(resource: Generation, context: TaskContext, body: Object, draft: Draft | None) -> Object:
    if body.get("stream"):
        answer = _assembled(streamed(context, resource.post(context, body), no_text, ends=True))
    else:
        answer = resource.without("send").send(context, body, draft)
    if not answer.get("data"):
        raise ConnectionFailure("the answer contains no image", "Run the task again to send the request again.")
    with keep_done([f"requested an answer from {body['model']}"]):
        for number, item in enumerate(answer["data"], 1):
            if draft is not None and item.get("url") and not item.get("b64_json"):
                with draft.open(numbered(draft.dest, number)) as handle:
                    context.client.fetch(item["url"], handle)
    return answer


def files(resource: Generation, answer: Object, dest: str) -> dict[str, bytes]:
    stem, ending = os.path.splitext(dest)
    finished = {numbered(dest, number): item for number, item in enumerate(answer["data"], 1)}
    previews = {
        f"{stem}-partial-{number}{ending}": item for number, item in enumerate(answer.get("partial_images") or (), 1)
    }
    return {
        path: base64.b64decode(item["b64_json"])
        for path, item in {**finished, **previews}.items()
        if item.get("b64_json")
    }


def without_content(resource: Generation, answer: Object) -> Object:
    def slim(items: list[Object]) -> list[Object]:
        return [{name: value for name, value in item.items() if name not in ("b64_json", "url")} for item in items]

    lists = {name: slim(answer[name]) for name in ("data", "partial_images") if answer.get(name)}
    return {**answer, **lists}


def return_values(resource: Generation, answer: Object) -> Object:
    return {
        "revised_prompt": answer["data"][0].get("revised_prompt"),
        "usage": answer.get("usage") or {},
    }


def extra_values(resource: Generation, context: TaskContext, answer: Object, dest: str, asked: bool) -> Object:
    return {"files": [numbered(dest, number) for number, _item in enumerate(answer["data"], 1)]} if dest else {}


def _check(path: str, body: Object) -> None:
    """Reject options that the operation of the request does not accept."""
    if path == IMAGES.path:
        if not body.get("prompt"):
            raise InvalidArgument(
                "prompt or image is required", "Set prompt, image and prompt to edit, or image to vary."
            )
        _reject(body, EDITING, "require image", "Set image to the image to edit.")
    elif path == EDITS:
        _reject(body, GENERATING, "are not supported with image", "Omit them to edit an image.")
        if "mask" in body and "markup" in body:
            raise InvalidArgument("mask and markup are mutually exclusive", "Omit one of them.")
    else:
        others = tuple(name for name in body if name not in VARYING)
        _reject(body, others, "require prompt", "Set prompt to edit the image; a variation accepts none of them.")
        if isinstance(body["image"], list) and len(body["image"]) > 1:
            raise InvalidArgument("several images require prompt", "Set one image to vary, or set prompt.")


def _reject(body: Object, names: t.Sequence[str], why: str, remedy: str) -> None:
    found = [name for name in names if name in body]
    if found:
        raise InvalidArgument(f"{', '.join(found)} {why}", remedy)


def _assembled(events: t.Iterable[Object]) -> Object:
    """Return the answer of a stream, with its previews."""
    whole: Object = {"data": [], "partial_images": []}
    for event in events:
        kind = str(event.get("type"))
        if kind.endswith(".partial_image"):
            whole["partial_images"].append({"b64_json": event["b64_json"]})
        elif kind.endswith(".completed"):
            whole["data"].append({"b64_json": event["b64_json"]})
            whole["created"] = event.get("created_at")
            copied = ("background", "output_format", "quality", "size", "usage", "safety_identifier")
            whole.update({name: event[name] for name in copied if name in event})
    if not whole["data"]:
        raise StreamInterrupted(
            "the stream ended before the image was complete", "Run the task again to send the request again."
        )
    return whole
