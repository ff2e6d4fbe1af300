# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Derive the structure of the return values from the official ``openai`` package.

A declaration names the operations of the API behind a module, and the response types of the package define the fields,
their types and their nesting. :data:`OBJECTS` and :data:`RESULTS` list what the modules add and leave out. Types and
nesting in the RETURN blocks are generated; descriptions, conditions and samples are written by hand and kept.

``tools/returns.py`` writes the RETURN blocks. ``tools/returns.py --check`` writes nothing, reports every difference and
every missing description and sample, and exits with 1 if there is one. ``tools/sync.py`` includes both.
"""

from __future__ import annotations

import argparse
import functools
import sys
import typing as t
from collections.abc import Iterator, Mapping
from dataclasses import replace

from declarations import ROOT, Declared, declarations
from documents import UNWRITTEN, Document, block, dump, read_yaml, strings_of, with_string, written
from response_types import DEPTH, Shape, parse, returned_by, several, union

STANDARD = ("always", "success", "when available")
"""Values of ``returned`` that follow from the response types. All others are conditions that are written by hand."""
ERROR = """\
error:
  description: Details of the failure, see R(Errors,ansible_collections.fjcorp.openai.docsite.errors) for all keys and codes.
  returned: failure
  type: dict
  sample: {kind: api_error, message: Incorrect API key provided.}
"""
"""The return value that every module has, always the last one; ``docs/docsite/rst/errors.rst`` documents its keys."""
COMMON = {
    "object": "Type of the object.",
    "created_at": "Unix time in seconds when the {noun} was created.",
    "id": "Identifier of the {noun}.",
    "name": "Name of the {noun}.",
}
"""Descriptions of fields that mean the same in every object."""

# --- what the modules add --------------------------------------------------------------------------------------------

_PRINCIPALS = ("/organization/groups/{}", "/organization/users/{}", "/projects/{}/groups/{}", "/projects/{}/users/{}")

OPERATIONS: dict[str, tuple[str, ...]] = {
    # The response to adding a member only holds identifiers; the module returns the member as lists do.
    "group_user": ("GET /organization/groups/{}/users",),
    "role_assignment": tuple(f"GET {each}/roles" for each in _PRINCIPALS),
    "transcription": (
        "audio.transcription.Transcription",
        "audio.transcription_verbose.TranscriptionVerbose",
        "audio.transcription_diarized.TranscriptionDiarized",
    ),
    "translation": ("audio.translation.Translation", "audio.translation_verbose.TranslationVerbose"),
    # Objects that the module composes.
    "certificate_activation": ("dict",),
    "certificate_activation_info": ("GET /organization/certificates",),
    "embedding": ("dict",),
    "speech": ("dict",),
}
"""Operations or types whose shape a module returns instead of those of its declaration; by resource or module.

Written as for :func:`response_types.parse`.
"""

DEPTHS = {"moderation": 1, "response": 0, "transcription": 1, "translation": 1}
"""Resources whose objects are expanded less deep, as they consist of many alternatives."""


_RESPONSE: dict[str, str | None] = {
    # The package declares the times as fractions.
    "created_at": "int",
    "completed_at": "int",
    "store": "bool",
    **{name: f"POST /responses#{name}" for name in ("error", "incomplete_details", "usage")},
}

OBJECTS: dict[str, dict[str, str | None]] = {
    "admin_api_key": {"value": None},
    "certificate": {"certificate_details.content": None},
    "certificate_info": {},
    "certificate_activation": {"certificates": "list[dict]"},
    "certificate_activation_info": {},
    "chat_completion_info": {"messages": "list GET /chat/completions/{}/messages", "messages.name": "str"},
    "cost": {"results": "list admin.organization.usage_costs_response.DataResultOrganizationCostsResult"},
    "embedding": {
        "object": "str", "model": "str", "count": "int", "dimensions": "int", "format": "str", "usage": "dict",
        "data": "list[dict]",
    },
    "fine_tuning_job": {"user_provided_suffix": "str"},
    "fine_tuning_job_info": {
        "user_provided_suffix": "str",
        "events": "list GET /fine_tuning/jobs/{}/events",
        "checkpoints": "list GET /fine_tuning/jobs/{}/checkpoints",
    },
    "group_user_info": {"user_type": "str", "picture": "str", "is_service_account": "bool"},
    "image": {"data": "list[dict]", "partial_images": "list[dict]"},
    "project_group": {"id": "str", "roles": "list[str]"},
    "role_assignment": {"object": "str"},
    "response": _RESPONSE,
    "response_info": {**_RESPONSE, "input_items": "list[dict]"},
    "service_account": {"api_key": None},
    "speech": {"model": "str", "voice": "raw", "format": "str", "bytes": "int", "usage": "dict"},
    "transcription": {"srt": "str", "vtt": "str"},
    "translation": {"task": "str", "srt": "str", "vtt": "str"},
    # The union of all reports includes costs, which are another module's.
    "usage": {f"results.{each}": None for each in ("amount", "line_item", "quantity", "quantity_unit")},
}  # fmt: skip
"""Fields of the object that a module adds, replaces or (None) leaves out; by resource, or by module
where the two of a resource differ.

Types are written as in :func:`response_types.parse`.
"""

_ISSUED: dict[str, str] = {"issued": "bool", "unproven": "list[str]"}
_ANSWER: dict[str, str] = {"asked": "bool", "dest": "str", "removed": "list[str]"}

RESULTS: dict[str, dict[str, str]] = {
    "admin_api_key": {"api_key": "POST /organization/admin_api_keys", **_ISSUED, "revoked": "list[str]"},
    "api": {"status": "int", "body": "raw", "request_id": "str"},
    "chat_completion": {
        **_ANSWER, "text": "str", "parsed": "raw", "refusal": "str", "tool_calls": "list[dict]", "function_call": "dict",
        "finish_reason": "str", "usage": "dict", "model": "str",
    },
    "completion": {**_ANSWER, "text": "str", "texts": "list[str]", "finish_reason": "str", "usage": "dict", "model": "str"},
    "content_provenance_check": {**_ANSWER, "detected": "bool", "model": "str", "issuer": "str", "generated_at": "str"},
    "cost_info": {"totals": "dict"},
    "decision": {**_ANSWER, "answers": "list[dict]", "decided": "dict", "usage": "dict", "model": "str"},
    "embedding": {
        **_ANSWER, "embedded": "int", "embeddings": "list[list]", "count": "int", "dimensions": "int", "usage": "dict",
        "model": "str",
    },
    "external_key": {"validation": "str"},
    "file": {"superseded": "list[str]"},
    "file_info": {"dest": "str"},
    "fine_tuning_job": {"events": "list GET /fine_tuning/jobs/{}/events"},
    "image": {**_ANSWER, "files": "list[str]", "revised_prompt": "str", "usage": "dict"},
    "invite": {"accepted": "bool", "organization_user": "GET /organization/users/{}", "msg": "str"},
    "moderation": {
        **_ANSWER, "flagged": "bool", "flagged_categories": "list[str]", "categories": "list[dict]",
        "category_scores": "list[dict]", "model": "str",
    },
    "response": {
        **_ANSWER, "text": "str", "parsed": "raw", "refusal": "str", "tool_calls": "list[dict]", "status": "str",
        "usage": "dict", "model": "str", "input_tokens": "int",
    },
    "service_account": {"api_key": "POST /organization/projects/{}/service_accounts#api_key", **_ISSUED},
    "service_account_key": {
        "api_key": "POST /organization/projects/{}/service_accounts/{}/api_keys",
        "api_key.owner": "GET /organization/projects/{}/api_keys/{}#owner",
        **_ISSUED,
        "revoked": "list[str]",
    },
    "speech": {**_ANSWER, "usage": "dict"},
    "transcription": {
        **_ANSWER, "text": "str", "language": "str", "duration": "float", "segments": "list[dict]", "usage": "dict",
    },
    "translation": {
        **_ANSWER, "text": "str", "language": "str", "duration": "float", "segments": "list[dict]", "usage": "dict",
    },
}  # fmt: skip
"""Return values in addition to the object, by module; those that repeat a part of it stay open.

A name with a dot adds a field to the value before it."""


# --- skeletons -------------------------------------------------------------------------------------------------------


def resource(declared: Declared) -> str:
    """Singular name of what a module manages or reads."""
    return declared.name.removeprefix("openai_").removesuffix("_info")


def skeleton(declared: Declared) -> dict[str, Shape]:
    """The return values of a module, in their order and without ``error``."""
    name = declared.name.removeprefix("openai_")
    values: dict[str, Shape] = {}
    if declared.result:
        shape = returned_object(declared)
        values[declared.result] = several(shape) if declared.lists else shape
    results: dict[str, Shape] = {}
    for path, kind in RESULTS.get(name, {}).items():
        key, dot, field = path.partition(".")
        results[key] = changed(results[key], field, parse(kind, DEPTH - 1)) if dot else parse(kind)
    first = {key: shape for key, shape in results.items() if key == "asked"}
    return {**first, **values, **results}


def returned_object(declared: Declared) -> Shape:
    """The object that a module returns, or the objects in its list."""
    name, thing = declared.name.removeprefix("openai_"), resource(declared)
    depth = DEPTHS.get(thing, DEPTH)
    named = OPERATIONS.get(name, OPERATIONS.get(thing))
    if named:
        found = [parse(each, depth) for each in named]
    else:
        answers = (returned_by(each, depth) for each in declared.returning)
        found = [each for each in answers if each is not None]
    if not found:
        return Shape("dict", by_hand=True)
    shape = functools.reduce(union, found)
    # An event of the audit log has its details in one of about a hundred fields that are called like its type.
    shape = replace(shape, fields={key: each for key, each in (shape.fields or {}).items() if "." not in key})
    for path, text in OBJECTS.get(name, OBJECTS.get(thing, {})).items():
        shape = changed(shape, path, None if text is None else parse(text, DEPTH - 1))
    return shape


def changed(shape: Shape, path: str, new: Shape | None) -> Shape:
    """The shape with another field at a path, or without it."""
    name, dot, rest = path.partition(".")
    fields = dict(shape.fields or {})
    if dot:
        fields[name] = changed(fields[name], rest, new)
    elif new is None:
        fields.pop(name, None)
    else:
        fields[name] = replace(new, required=name in fields and fields[name].required)
    return replace(shape, fields=fields)


# --- documents -------------------------------------------------------------------------------------------------------


def documented(name: str, shape: Shape, old: Mapping[str, t.Any], noun: str, sampled: bool = False) -> Document:
    """One return value: its structure as derived, its prose as it was.

    :param noun: what the object is called in a description. :param sampled: a sample of the object includes it.
    """
    returned = old.get("returned")
    if returned is None or returned in STANDARD:
        returned = "always" if shape.required else "when available"
    new: Document = {
        "description": old.get("description") or COMMON.get(name, UNWRITTEN).format(noun=noun),
        "returned": returned,
        "type": shape.type,
    }
    if shape.elements:
        new["elements"] = shape.elements
    sampled = sampled or "sample" in old
    if shape.fields:
        known = old.get("contains") or {}
        order = [
            *(field for field in known if field in shape.fields),
            *(each for each in shape.fields if each not in known),
        ]
        new["contains"] = {
            field: documented(field, shape.fields[field], known.get(field, {}), noun, sampled) for field in order
        }
    elif shape.by_hand and "contains" in old:
        new["contains"] = old["contains"]
    if "sample" in old:
        new["sample"] = old["sample"]
    elif not sampled and "contains" not in new:
        new["sample"] = UNWRITTEN
    return new


def document(declared: Declared, old: Mapping[str, t.Any]) -> Document:
    """The return values of a module with the prose that they have, without ``error``."""
    noun = resource(declared).replace("_", " ")
    values = skeleton(declared)
    order = [*(name for name in old if name in values), *(name for name in values if name not in old)]
    new = {}
    for name in order:
        new[name] = documented(name, values[name], old.get(name, {}), noun)
        # The response types do not define when a whole return value is returned.
        condition = "success" if name == declared.result else UNWRITTEN
        new[name]["returned"] = old.get(name, {}).get("returned", condition)
    return new


def block_of(values: Document) -> str:
    """The text of a RETURN block."""
    return block(dump(values) + ERROR)


# --- checks ----------------------------------------------------------------------------------------------------------


def lacking(values: Mapping[str, t.Any], path: str = "") -> Iterator[str]:
    """Report what a person has to write in the return values."""
    for name, value in values.items():
        place = f"{path}.{name}" if path else name
        if not written(value.get("description")):
            yield f"return value {place} has no description"
        if value.get("returned", UNWRITTEN) == UNWRITTEN:
            yield f"return value {place} has no condition in returned"
        if value.get("sample") == UNWRITTEN:
            yield f"return value {place} has no sample"
        yield from lacking(value.get("contains") or {}, place)


def differences(old: Mapping[str, t.Any], new: Mapping[str, t.Any], path: str = "") -> Iterator[str]:
    """Report how the structure that is documented differs from the one that is returned."""
    for name in dict.fromkeys((*old, *new)):
        place = f"{path}.{name}" if path else name
        if name not in old:
            yield f"return value {place} is not documented"
        elif name not in new:
            yield f"return value {place} is documented and not returned"
        else:
            kinds = [
                " of ".join(filter(None, (each.get("type"), each.get("elements")))) for each in (old[name], new[name])
            ]
            if kinds[0] != kinds[1]:
                yield f"return value {place} is documented as {kinds[0]} and returned as {kinds[1]}"
            inner = [each.get("contains") or {} for each in (old[name], new[name])]
            yield from differences(inner[0], inner[1], place)


def main(arguments: list[str] | None = None) -> int:
    """Run the tool and return its exit code."""
    parser = argparse.ArgumentParser(description="Derive the structure of the return values from the openai package.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, report differences, exit with 1 if there are any"
    )
    options = parser.parse_args(arguments)
    found = 0
    for declared in declarations():
        place = f"plugins/modules/{declared.name}.py"
        content = (ROOT / place).read_text(encoding="utf-8")
        node = strings_of(content)["RETURN"]
        old = read_yaml(str(node.value), f"{place}: RETURN") or {}
        old.pop("error", None)
        new = document(declared, old)
        if not options.check:
            (ROOT / place).write_text(with_string(content, node, block_of(new)), encoding="utf-8")
        reports = [*(differences(old, new) if options.check else ()), *lacking(new)]
        found += len(reports)
        for report in reports:
            print(f"{place}: {report}")
    print(f"{found} differences and missing descriptions" if found else "all return values are documented")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
