# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check an exchange in the emulator's journal against descriptions of the API that others wrote.

:func:`check_exchange` returns a list of violations, which is empty if there are none:

(a) query and body of the request against the request types of the official ``openai`` package. Unknown fields are
    violations at every depth, and ``Iterable`` fields are read as lists;
(b) the response against the package's response type, as strictly as its strict client;
(c) request and response against the API's published description, if it is available (see :func:`openapi_path`).

Operations and types are read from the installed package by ``tools/package_types.py``, which the generator of the
emulator's request shapes uses as well. Only :data:`DEVIATIONS` are listed here.
"""

from __future__ import annotations

import collections.abc
import functools
import json
import os
import re
import types
import typing as t
from pathlib import Path
from urllib.parse import unquote_plus

import pydantic
import typing_extensions as te
from openai import _models, _types
from package_types import Operation, is_union, normal, operation

from openai_emulator.routes import load_router

ROOT = Path(__file__).resolve().parents[2]

DEVIATIONS: tuple[tuple[str, str], ...] = (
    # The published sample of pausing a job returns "paused", a status that no enumeration has.
    (r"(GET|POST) /fine_tuning/jobs\b.*", r"\bstatus\b"),
    # Stored messages are those of the request; the descriptions only have the role "assistant".
    (r"GET /chat/completions/\{\}/messages", r"\brole\b"),
    # "evals" is a purpose of files in requests, but not in responses.
    (r"(GET|POST) /(files|uploads)\b.*", r"\bpurpose\b"),
    # Activated certificates are returned in an object of another type than "list".
    (r"POST /organization/(projects/\{\}/)?certificates/(de)?activate", r"must be list"),
    # Pages of search results and of content have types of their own.
    (r"(GET|POST) /vector_stores/\{\}/(search|files/\{\}/content)", r"must be list"),
    # A filter inside another one matches two alternatives of a oneOf.
    (r"POST /vector_stores/\{\}/search", r"request body openapi filters\."),
    # The description only permits "auto".
    (
        r"(GET|POST) /fine_tuning/jobs\b.*",
        r"openapi .*hyperparameters\.(beta|compute_multiplier|learning_rate_multiplier): ",
    ),
    # An embedding in the format base64 is a string; both descriptions only have the list of numbers.
    (r"POST /embeddings", r"answer (openapi )?data\.\d+\.embedding: (Input should be a valid list|'[\w+/=]+)"),
    # In a stream only the last chunk of a choice has a finish reason.
    (r"POST /completions", r"answer (openapi )?choices\.\d+\.finish_reason: (Input should be 'stop'|None is not)"),
    # The package discards the response and declares no type.
    (r"DELETE /responses/\{\}", r"answer : Input should be None"),
    # A response in progress has no usage; only the package permits null.
    (r"(GET|POST) /responses\b.*", r"openapi usage: None is not"),
    # A message made of parts matches two alternatives of a oneOf.
    (r"POST /responses\b.*", r"request body openapi input\.\d+: \{.*'role': "),
    # The package has one request type for each value of stream; the one without a stream is used here.
    (r"GET /responses/\{\}", r"query stream: Input should be False"),
    # A verbose response matches two alternatives of a oneOf.
    (r"POST /audio/(transcriptions|translations)", r"openapi : \{"),
    # The package has no type for the JSON body of an edit.
    (r"POST /images/edits", r"request body (image: Field required|(images|moderation|mask)\b.*: Extra inputs)"),
    # The images of a response are not a list of objects.
    (r"POST /images/.*", r"object: must be list"),
    # The description is older than the package: sizes, qualities and formats of GPT Image 2.5 are missing.
    (
        r"POST /images/(generations|edits)",
        r"openapi .*\b(size|quality|output_format|svg|complexity|frame_\w+|safety_identifier)\b",
    ),
    # The description is older than the package: some residencies are missing.
    (r"(GET|POST) /organization/projects(/\{\})?", r"openapi .*\bresidency\b"),
)
"""Known contradictions between the descriptions and the API: patterns of the operation and of the violation."""


# --- request types made strict ----------------------------------------------------------------------------------


@functools.cache
def strict(kind: t.Any, without: frozenset[str] = frozenset()) -> t.Any:
    """Return a type that rejects unknown fields at every depth and reads iterables as lists."""
    if te.is_typeddict(kind):
        return _strict_dict(kind, without)
    if kind in _FILE_TYPES or kind is object or kind is t.Any:
        return t.Any
    origin, arguments = te.get_origin(kind), te.get_args(kind)
    if origin is te.Annotated:
        return strict(arguments[0])
    if origin in (te.Required, te.NotRequired):
        return strict(arguments[0])
    if origin is te.Literal or origin is None:
        return kind
    if is_union(kind):
        if any(getattr(item, "__origin__", None) is t.IO for item in arguments):
            # A file, or several.
            return t.Any
        return t.Union[tuple(strict(item) for item in arguments)]  # noqa: UP007 - made at run time
    if origin is dict:
        return types.GenericAlias(dict, (arguments[0], strict(arguments[1])))
    sequences = (list, collections.abc.Iterable, collections.abc.Sequence, collections.abc.Collection)
    if origin in sequences or getattr(origin, "__name__", "") == "SequenceNotStr":
        return types.GenericAlias(list, (strict(arguments[0]),))
    return kind


_FILE_TYPES = [_types.FileTypes]


def _strict_dict(kind: t.Any, without: frozenset[str]) -> t.Any:
    hints = te.get_type_hints(kind, include_extras=True)
    fields: dict[str, t.Any] = {}
    for name, hint in hints.items():
        if name in without:
            continue
        origin: t.Any = te.get_origin(hint)
        required = origin is te.Required or (name in kind.__required_keys__ and origin is not te.NotRequired)
        inner = strict(hint)
        fields[name] = te.Required[inner] if required else te.NotRequired[inner]
    make: t.Any = te.TypedDict
    made = make(f"Strict{kind.__name__}", fields)
    made.__pydantic_config__ = pydantic.ConfigDict(extra="forbid")
    return made


@functools.cache
def _adapter(kind: t.Any, without: frozenset[str]) -> pydantic.TypeAdapter[t.Any]:
    return pydantic.TypeAdapter(strict(kind, without))


def _complaints(kinds: tuple[t.Any, ...], value: t.Any, without: frozenset[str], *, texts: bool) -> list[str]:
    """Return the violations of the type that fits best; an empty list if the value has one of the types."""
    best: list[str] | None = None
    for kind in kinds:
        try:
            _adapter(kind, without).validate_python(value, strict=not texts)
            return []
        except pydantic.ValidationError as error:
            told = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:8]]
            if best is None or len(told) < len(best):
                best = told
    return best or []


def query_of(raw: str) -> dict[str, t.Any]:
    """Return a query string as a value of the package's types."""
    out: dict[str, t.Any] = {}
    for part in raw.split("&"):
        if not part:
            continue
        name, _unused, value = (unquote_plus(text) for text in part.partition("="))
        base, bracket, rest = name.partition("[")
        if not bracket:
            out[base] = value
        elif rest == "]":
            out.setdefault(base, []).append(value)
        else:
            target = out.setdefault(base, {})
            *outer, last = rest[:-1].split("][")
            for key in outer:
                target = target.setdefault(key, {})
            target[last] = value
    return out


def form_of(parts: list[dict[str, t.Any]]) -> dict[str, t.Any]:
    """Return a multipart body from the journal as a value of the package's types."""
    pairs = "&".join(f"{part['name']}={_quoted(part['value'])}" for part in parts if "value" in part)
    files: dict[str, t.Any] = {}
    for part in parts:
        if "sha256" in part and part["name"].endswith("[]"):
            files.setdefault(part["name"][:-2], []).append(b"")
        elif "sha256" in part:
            files[part["name"]] = b""
    words = {"true": True, "false": False}
    fields = {
        name: words.get(value, value) if isinstance(value, str) else value for name, value in query_of(pairs).items()
    }
    return {**fields, **files}


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


# --- published description -----------------------------------------------------------------------------------------------


def openapi_path() -> Path | None:
    """Return the path of the published description: OPENAI_OPENAPI_JSON, or the one in ../shared/api, if that exists."""
    named = os.environ.get("OPENAI_OPENAPI_JSON")
    for path in [Path(named)] if named else [ROOT.parent / "shared" / "api" / "openapi.json"]:
        if path.is_file():
            return path
    return None


@functools.cache
def _openapi() -> tuple[dict[str, t.Any], t.Any, dict[tuple[str, str], dict[str, t.Any]]] | None:
    path = openapi_path()
    if path is None:
        return None
    import jsonschema
    import referencing
    import referencing.jsonschema

    document = json.loads(path.read_text(encoding="utf-8"))
    resource = referencing.Resource.from_contents(document, default_specification=referencing.jsonschema.DRAFT202012)
    registry: t.Any = referencing.Registry().with_resource("urn:openapi", resource)
    # Paths with a query describe a beta of the same operation.
    paths = [(template, item) for template, item in document["paths"].items() if "?" not in template]
    operations = {
        (verb.upper(), normal(template)): {**operation, "_path": template, "_verb": verb}
        for template, item in paths
        for verb, operation in item.items()
        if verb in ("get", "post", "delete")
    }
    return document, functools.partial(jsonschema.Draft202012Validator, registry=registry), operations


def _pointer(*parts: str) -> str:
    return "urn:openapi#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def _schema_complaints(pointer: str, value: t.Any) -> list[str]:
    api = _openapi()
    if api is None:
        return []
    errors = []
    for error in api[1]({"$ref": pointer}).iter_errors(value):
        deepest = error
        while deepest.context:
            deepest = max(deepest.context, key=lambda item: len(item.absolute_path))
        errors.append(f"{'.'.join(map(str, deepest.absolute_path))}: {deepest.message[:300]}")
    return errors[:8]


def openapi_answer(method: str, template: str, status: int, value: t.Any) -> list[str]:
    """Return the violations of a response; an empty list if the operation is not described."""
    api = _openapi()
    operation = api[2].get((method, normal(template))) if api else None
    if operation is None or str(status) not in operation["responses"]:
        return []
    content = operation["responses"][str(status)].get("content", {})
    if "application/json" not in content:
        return []
    place = ("paths", operation["_path"], operation["_verb"], "responses", str(status), "content")
    return _schema_complaints(_pointer(*place, "application/json", "schema"), value)


def openapi_request(method: str, template: str, value: t.Any) -> list[str]:
    """Return the violations of a JSON body; an empty list if the operation is not described."""
    api = _openapi()
    operation = api[2].get((method, normal(template))) if api else None
    if operation is None or "application/json" not in operation.get("requestBody", {}).get("content", {}):
        return []
    place = ("paths", operation["_path"], operation["_verb"], "requestBody", "content", "application/json", "schema")
    return _schema_complaints(_pointer(*place), value)


@functools.cache
def newer_operations() -> frozenset[tuple[str, str]]:
    """Return the operations whose routes declare their requests because the package does not have them yet."""
    return frozenset((route.method, route.template) for route in load_router().routes if route.request is not None)


# --- the check --------------------------------------------------------------------------------------------------

REFUSALS = (400, 401, 403, 404, 405, 413, 415)
"""With these statuses the request may be invalid."""
SPOILING = ("status", "html", "huge", "truncate", "cut_before", "cut_after", "status_after")
"""Faults whose response is not one of the API."""
TEXTS = ("/audio/transcriptions", "/audio/translations")
"""Operations that return plain text on request."""
UNTYPED_EVENTS = ("/audio/speech",)
"""Operations that stream events without a type in the package."""
UNREAD = ("status", "html", "huge", "cut_before")
"""Faults before the body, or a form, is read."""


def check_exchange(entry: dict[str, t.Any], *, refused_too: bool = False) -> list[str]:
    """Return the violations of a journal entry. A rejected request is only checked if ``refused_too`` is set."""
    method, template = entry["method"], entry["template"]
    where = f"{method} {normal(template or entry['path'])}"
    found: list[str] = []
    described = operation(method, template) if template else None
    status = entry["status"]
    fault = (entry.get("fault") or {}).get("kind")
    # A throttled request is not read.
    refused = (status in REFUSALS and fault not in SPOILING) or status == 429
    if template is None:
        return [f"{where}: no such operation"] if not refused or refused_too else []
    if described is None and (method, template) in newer_operations():
        return []
    if described is None:
        return [f"{where}: the official package has no such operation"]
    if not refused or refused_too:
        found += [f"request {text}" for text in check_request(described, entry)]
    if status is not None and fault not in SPOILING:
        found += [f"answer {text}" for text in check_answer(described, status, entry["response"])]
    return [f"{where}: {text}" for text in found if not _deviates(where, text)]


def _deviates(where: str, text: str) -> bool:
    return any(re.search(f"^{place}$", where) and re.search(what, text) for place, what in DEVIATIONS)


def check_request(operation: Operation, entry: dict[str, t.Any]) -> list[str]:
    """Return the violations of query and body."""
    found = []
    query, body = query_of(entry["query"]), entry["body"]
    if operation.template.startswith("/responses") and query.get("beta") == "true":
        # The types of the beta form differ by this parameter of the body.
        del query["beta"]
        body = {name: value for name, value in body.items() if name != "multi_agent"} if body else body
    if operation.query:
        query = {name: _as_typed(operation.query[0], name, value) for name, value in query.items()}
        found += [f"query {text}" for text in _complaints(operation.query, query, operation.path_names, texts=True)]
    elif query:
        found.append(f"query: this operation takes none, but {sorted(query)} was sent")
    form = isinstance(body, list)
    value = form_of(body) if form else body
    if isinstance(value, dict) and "_truncated" in value:
        return found
    if body is None and (entry.get("fault") or {}).get("kind") in UNREAD:
        return found
    if operation.body:
        told = _complaints(operation.body, value or {}, operation.path_names, texts=form)
        found += [f"body {text}" for text in told]
        if value and not form:
            found += [f"body openapi {text}" for text in openapi_request(operation.method, operation.template, value)]
    elif value:
        found.append("body: this operation takes none, but one was sent")
    return found


def _as_typed(kind: t.Any, name: str, value: t.Any) -> t.Any:
    """Return a query text as a list or null if the type requires it. Arrays may also be sent without brackets."""
    hint = str(te.get_type_hints(kind, include_extras=True).get(name))
    if value == "null" and "Optional" in hint:
        return None
    if isinstance(value, str) and re.search(r"\b(Sequence|SequenceNotStr|List|Iterable)\[", hint):
        return [value]
    return value


def check_answer(operation: Operation, status: int, value: t.Any) -> list[str]:
    """Return the violations of the response."""
    if isinstance(value, dict) and "_truncated" in value:
        return []
    if status >= 400:
        return check_error(value)
    if isinstance(value, dict) and "_events" in value:
        if operation.template in UNTYPED_EVENTS:
            return []
        if operation.event is None:
            return ["this operation does not stream"]
        return [text for event in value["_events"] for text in _type_complaints(operation.event, event)]
    if isinstance(value, dict) and "_text" in value:
        return [] if operation.template in TEXTS else ["plain text where JSON is expected"]
    if isinstance(value, dict) and value.get("_raw"):
        name = getattr(operation.answer, "__name__", "")
        return [] if "Binary" in name or operation.answer is str else ["raw bytes where JSON is expected"]
    found = _type_complaints(operation.answer, value) if operation.answer is not None else []
    if isinstance(value, dict) and isinstance(value.get("data"), list) and value.get("object") not in ("list", "page"):
        found.append("object: must be list")
    found += [f"openapi {text}" for text in openapi_answer(operation.method, operation.template, status, value)]
    return found


def _type_complaints(kind: t.Any, value: t.Any) -> list[str]:
    try:
        _models.validate_type(type_=kind, value=value)
    except pydantic.ValidationError as error:
        return [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:8]]
    return []


def check_error(value: t.Any) -> list[str]:
    """Return the violations of the shape of errors."""
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict):
        return ["error: not the API's shape"]
    found = [f"error.{key}: missing" for key in ("message", "type", "param", "code") if key not in error]
    found += [f"error.{key}: not a string" for key in ("message", "type") if not isinstance(error.get(key), str)]
    return found
