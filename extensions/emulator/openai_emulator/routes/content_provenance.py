# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Content provenance: detect files that this emulator generated."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path
from typing import Any

from .. import audio_synthesis
from ..errors import bad_request
from ..routing import KeyClass, Part, RouteGroup
from ..server import Call

routes = RouteGroup("content_provenance_checks", KeyClass.PROJECT)


def results(path: Path) -> list[dict[str, Any]]:
    """Return the provenance signals of a file. Runs in a thread."""
    from .. import image_drawing

    data = path.read_bytes()
    if audio_synthesis.probe(data) is not None or data[:2] in (b"\xff\xf1", b"\xff\xf9"):
        note = audio_synthesis.read_metadata(data) or {}
        return [read_mark("synthid", "model" in note, note.get("model"), note.get("at"))]
    try:
        image_drawing.open_image(data)
    except image_drawing.UnreadableImage:
        raise bad_request(
            "The file is neither an image nor an audio file that can be checked. Supported image formats are PNG, JPEG, WebP "
            "and GIF.",
            param="file",
            code="invalid_file_format",
        ) from None
    made = image_drawing.read_provenance(data)
    known = made is not None and made.unmodified
    state = "not_present" if made is None else "trusted" if made.unmodified else "invalid"
    model, at = (made.model, made.generated_at) if made is not None and known else (None, None)
    credentials = {
        **read_mark("c2pa", known, model, at),
        "validation_state": state,
        "issuer": "OpenAI" if made is not None else None,
    }
    return [credentials, read_mark("synthid", known, model, at)]


def read_mark(kind: str, found: bool, model: str | None, at: int | None) -> dict[str, Any]:
    """Return one signal."""
    made = datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at and found else None
    return {
        "type": kind,
        "outcome": "detected" if found else "not_detected",
        "model": model if found else None,
        "generated_at": made,
    }


async def prepare_check(call: Call) -> None:
    """Read the file in a thread."""
    call.prepared = await asyncio.to_thread(results, call.files["file"].path)


@routes.route(
    "POST",
    "/content_provenance_checks",
    "Createcontentprovenancecheck",
    parts={"file": Part(max_option="max_image_bytes")},
    prepare=prepare_check,
)
def check(call: Call) -> Any:
    """Check whether a model of this API generated a file."""
    return {"object": "content_provenance_check", "created_at": call.now, "results": call.prepared}
