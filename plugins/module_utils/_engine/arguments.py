# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""The arguments of a task as it wrote them: which are secret, and what of them a result may show.

Ansible collects the secrets of valid arguments only, so that a misspelled option would show its value.
"""

from __future__ import annotations

import json
import typing as t

from .._api.connection import secret_headers
from .._support.masking import (
    MASKED,
    mask_fields,
    mask_url,
    mask_userinfo,
    maskable,
    parts_of_header,
    secret_values,
    secrets_of_url,
    texts_in,
    with_encodings,
)
from .._support.types import Spec

HEADER_OPTIONS = ("extra_headers", "extra_query", "headers")
"""Options that are dictionaries of which every value is masked."""


def _entries(spec: Spec) -> dict[str, tuple[str, t.Mapping[str, t.Any]]]:
    """Return name and specification of each option by all its names."""
    return {name: (option, entry) for option, entry in spec.items() for name in (option, *entry.get("aliases", ()))}


def argument_secrets(spec: Spec, raw: t.Any) -> set[str]:
    """Return the values of secret options and suboptions. The arguments need not be valid.

    :param raw: the arguments as the task wrote them.
    """
    return with_encodings(_secrets(spec, raw)) if isinstance(raw, t.Mapping) else set()


def _secrets(spec: Spec, raw: t.Mapping[str, t.Any]) -> set[str]:
    found: set[str] = set()
    for name, (option, entry) in _entries(spec).items():
        value = raw.get(name)
        if value is None:
            continue
        if option in HEADER_OPTIONS:
            found |= _header_secrets(value)
        elif entry.get("no_log"):
            # The whole is what a message about a value of the wrong type shows.
            found |= texts_in(value) | ({str(value)} if value else set())
        elif option == "base_url":
            found |= secrets_of_url(str(value))
        elif entry.get("options"):
            for item in value if isinstance(value, list) else [value]:
                found |= _secrets(entry["options"], item) if isinstance(item, t.Mapping) else set()
        else:
            found |= secret_values(_parsed(value))
    return found


def _header_secrets(value: t.Any) -> set[str]:
    parsed = _parsed(value)
    if isinstance(parsed, t.Mapping):
        return secret_headers(parsed)
    # Not a dictionary, or one in the notation "name=value, name=value".
    texts = texts_in(parsed)
    values = {part.partition("=")[2].strip() for text in texts for part in text.split(",")}
    return maskable(texts | values | {part for each in values for part in parts_of_header(each)})


def _parsed(value: t.Any) -> t.Any:
    """Return a value, or the content of a JSON text, which Ansible accepts for a dictionary as well."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def shown_arguments(spec: Spec, raw: t.Any) -> t.Any:
    """Return the arguments as a result may show them.

    The value of an option that does not exist is not shown: a misspelled option may hold a key.
    """
    if not isinstance(raw, t.Mapping):
        return raw
    entries = _entries(spec)
    return {name: _shown(*entries[name], value) if name in entries else MASKED for name, value in raw.items()}


def _shown(option: str, entry: t.Mapping[str, t.Any], value: t.Any) -> t.Any:
    if value is None or value == "" or isinstance(value, bool):
        return value
    if option in HEADER_OPTIONS:
        parsed = _parsed(value)
        return dict.fromkeys(parsed, MASKED) if isinstance(parsed, t.Mapping) else MASKED
    if entry.get("no_log"):
        return MASKED
    if option == "base_url":
        return mask_url(str(value))
    options = entry.get("options")
    if options and isinstance(value, list):
        return [shown_arguments(options, item) for item in value]
    if options:
        return shown_arguments(options, value)
    parsed = _parsed(value)
    masked = mask_userinfo(mask_fields(parsed))
    # A JSON text without a secret is shown as it was written.
    return value if masked == parsed else masked
