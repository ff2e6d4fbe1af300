# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Images: generated, edited or varied, by what is given."""

from __future__ import annotations

import base64
import os
import typing as t

from ..._api.client import keep_done
from ..._api.connection import PROJECT
from ..._domain.media_file import local_image
from ..._engine.context import TaskContext
from ..._engine.generation import ARTIFACT_FIELDS, Generation
from ..._engine.spec import Collection, Field
from ..._support.artifact import Draft, numbered
from ..._support.errors import ConnectionFailure, InvalidArgument, StreamInterrupted
from ..._support.types import Object

IMAGES = Collection("image", path="/images/generations", key=PROJECT, listable=False)
EDITS = "/images/edits"
VARIATIONS = "/images/variations"

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
EDITING = ("mask", "markup", "input_fidelity")
"""What an edit takes and a generation does not; the reverse are ``GENERATING``."""
GENERATING = ("moderation", "style")
VARYING = ("model", "image", "n", "size", "response_format", "user")
"""All that a variation takes."""
ENDINGS = {".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".gif": "gif", ".svg": "svg"}


class _Image(Generation):
    def path(self, run: TaskContext) -> str:
        if not run.param("image"):
            return IMAGES.path
        return EDITS if run.param("prompt") else VARIATIONS

    def request(self, run: TaskContext) -> Object:
        body = super().request(run)
        _check(self.path(run), body)
        images = [local_image("image", path) for path in body.get("image") or ()]
        if images:
            body["image"] = images if len(images) > 1 else images[0]
        for name in ("mask", "markup"):
            if name in body:
                body[name] = local_image(name, body[name])
        ending = ENDINGS.get(os.path.splitext(str(run.param("dest")))[1].lower())
        if ending and self.path(run) != VARIATIONS and not str(body["model"]).startswith("dall-e"):
            body.setdefault("output_format", ending)
        return body

    def ask(self, run: TaskContext, body: Object, draft: Draft | None) -> Object:
        if body.get("stream"):
            answer = _assembled(self.streamed(run, self.post(run, body), _no_words, ends=True))
        else:
            answer = super().ask(run, body, draft)
        if not answer.get("data"):
            raise ConnectionFailure("the answer holds no image", "Run the task again to ask again.")
        with keep_done([f"asked {body['model']}"]):
            for number, item in enumerate(answer["data"], 1):
                if draft is not None and item.get("url") and not item.get("b64_json"):
                    with draft.open(numbered(draft.dest, number)) as handle:
                        run.client.fetch(item["url"], handle)
        return answer

    def artifacts(self, answer: Object, dest: str) -> dict[str, bytes]:
        stem, ending = os.path.splitext(dest)
        finished = {numbered(dest, number): item for number, item in enumerate(answer["data"], 1)}
        previews = {
            f"{stem}-partial-{number}{ending}": item
            for number, item in enumerate(answer.get("partial_images") or (), 1)
        }
        return {
            path: base64.b64decode(item["b64_json"])
            for path, item in {**finished, **previews}.items()
            if item.get("b64_json")
        }

    def slim(self, answer: Object) -> Object:
        def told(items: list[Object]) -> list[Object]:
            return [{name: value for name, value in item.items() if name not in ("b64_json", "url")} for item in items]

        lists = {name: told(answer[name]) for name in ("data", "partial_images") if answer.get(name)}
        return {**answer, **lists}

    def shortcuts(self, answer: Object) -> Object:
        return {
            "revised_prompt": answer["data"][0].get("revised_prompt"),
            "usage": answer.get("usage") or {},
        }

    def made(
        self, run: TaskContext, answer: Object | None, dest: str, *, changed: bool, asked: bool
    ) -> dict[str, t.Any]:
        result = super().made(run, answer, dest, changed=changed, asked=asked)
        if answer and dest:
            result["files"] = [numbered(dest, number) for number, dummy in enumerate(answer["data"], 1)]
        return result


def _check(path: str, body: Object) -> None:
    """Refuse what the operation that the request leads to does not take."""
    if path == IMAGES.path:
        lost = [name for name in EDITING if name in body]
        if lost:
            raise InvalidArgument(f"{' and '.join(lost)} without image", "Give the image that is to be edited.")
        if not body.get("prompt"):
            raise InvalidArgument(
                "prompt and image missing", "Give a prompt, an image and a prompt, or an image to be varied."
            )
    elif path == EDITS:
        lost = [name for name in GENERATING if name in body]
        if lost:
            raise InvalidArgument(f"{' and '.join(lost)} with image", "An edit takes none of it; leave it out.")
        if "mask" in body and "markup" in body:
            raise InvalidArgument("mask and markup are both given", "Give one of them.")
    else:
        lost = [name for name in body if name not in VARYING]
        if lost:
            raise InvalidArgument(
                f"{' and '.join(lost)} without prompt", "Give a prompt to edit the image; a variation takes none of it."
            )
        if len(body["image"]) > 1:
            raise InvalidArgument("several images without prompt", "Give one image to be varied, or a prompt.")


def _no_words(dummy: Object) -> str:
    """A picture has nothing to be shown on a terminal."""
    return ""


def _assembled(events: t.Iterable[Object]) -> Object:
    """The answer that a stream adds up to, with the previews beside."""
    whole: Object = {"data": [], "partial_images": []}
    for event in events:
        kind = str(event.get("type"))
        if kind.endswith(".partial_image"):
            whole["partial_images"].append({"b64_json": event["b64_json"]})
        elif kind.endswith(".completed"):
            whole["data"].append({"b64_json": event["b64_json"]})
            whole["created"] = event.get("created_at")
            told = ("background", "output_format", "quality", "size", "usage", "safety_identifier")
            whole.update({name: event[name] for name in told if name in event})
    if not whole["data"]:
        raise StreamInterrupted("the stream ended before the image was complete", "Run the task again to ask again.")
    return whole


IMAGE = _Image(
    IMAGES,
    asks=("model", "dest"),
    silent=("user", "safety_identifier", "stream", "response_format"),
    fields=(
        Field("model"),
        Field("prompt", longest=32_000),
        Field("image", "list", elements="path", aliases=("images",), longest=16),
        Field("mask", "path"),
        Field("markup", "path"),
        Field("n", "int", least=1, most=10),
        Field("size"),
        Field("quality"),
        Field("style"),
        Field("background", choices=("auto", "opaque", "transparent")),
        Field("complexity", choices=("low", "medium", "high")),
        Field("input_fidelity", choices=("low", "high")),
        Field("moderation", choices=("auto", "low")),
        Field("output_format", choices=("png", "jpeg", "webp", "gif", "svg")),
        Field("output_compression", "int", least=0, most=100),
        Field("frame_count", "int", least=2, most=16),
        Field("frame_duration_ms", "int", least=1),
        Field(
            "svg",
            "dict",
            options=(Field("model"), Field("reasoning", "dict", options=(Field("effort", choices=EFFORTS),))),
        ),
        Field("response_format", choices=("url", "b64_json")),
        Field("stream", "bool"),
        Field("partial_images", "int", least=0, most=3),
        Field("safety_identifier", longest=64),
        Field("user"),
        *ARTIFACT_FIELDS,
    ),
    operations=(f"POST {EDITS}", f"POST {VARIATIONS}"),
)
