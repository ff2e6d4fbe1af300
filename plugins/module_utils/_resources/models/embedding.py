# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Embeddings."""

from __future__ import annotations

from ..._domain.embeddings import FORMATS
from ..._engine.fields import Field
from ..._engine.generation import Generation
from ..._engine.generation_request import ARTIFACT_FIELDS, GenerationHooks
from . import _embedding_hooks as hooks
from . import _predictions as predictions

EMBEDDING = Generation(
    hooks.EMBEDDINGS,
    hooks=GenerationHooks(
        request=hooks.request,
        send=hooks.send,
        log_usage=hooks.log_usage,
        files=hooks.files,
        without_content=hooks.without_content,
        return_values=hooks.return_values,
        extra_values=hooks.extra_values,
        returned=hooks.returned,
        discard=hooks.discard,
        predict_answer=predictions.embedding,
        predict_files=predictions.embedding_files,
    ),
    fingerprint_ignore=("user", "encoding_format"),
    answer_fields=("data",),
    billed_by=(("input",),),
    fields=(
        Field("model"),
        Field("input", "raw"),
        Field("src", "path", request_name=""),
        Field("field", default="text", request_name=""),
        Field("dimensions", "int", min=1),
        Field("encoding_format", choices=("float", "base64")),
        Field("user"),
        Field("format", choices=FORMATS, request_name=""),
        Field("return_embeddings", "bool", request_name=""),
        *ARTIFACT_FIELDS,
    ),
)
