# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The samples: data with which the ritual tests a resource. One YAML file for each resource, in ``tests/samples``."""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import yaml
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import ADMIN
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.info import Info
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.spec import Module

from .emulator import ROOT, Organization

RESOURCES = "ansible_collections.fjcorp.openai.plugins.module_utils._resources"


def declarations() -> dict[str, Module]:
    """Return every declaration by the name of its module without the prefix."""
    found = {}
    for path in sorted((ROOT / "plugins" / "module_utils" / "_resources").rglob("*.py")):
        module = import_module(f"{RESOURCES}.{path.parent.name}.{path.stem}")
        for name in (path.stem, f"{path.stem}_info"):
            if isinstance(getattr(module, name.upper(), None), Module):
                found[name] = getattr(module, name.upper())
    return found


DECLARATIONS = declarations()


@dataclass
class Sample:
    """Steps of the ritual for one resource; see ``tests/samples/README.md`` for the keys."""

    name: str
    setup: list[dict[str, t.Any]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    missing: dict[str, t.Any] | None = None
    create: dict[str, t.Any] | None = None
    create_writes: list[str] = field(default_factory=list)
    create_calls: int = 3
    update: dict[str, t.Any] | None = None
    update_writes: list[str] = field(default_factory=list)
    others: list[dict[str, t.Any]] = field(default_factory=list)
    info: dict[str, t.Any] | None = None
    info_all: dict[str, t.Any] = field(default_factory=dict)
    listed: int = 0
    absent: dict[str, t.Any] | None = None
    absent_writes: list[str] = field(default_factory=list)
    absence_refused: bool = False
    unforeseen: list[str] = field(default_factory=list)
    wrong: dict[str, t.Any] | None = None

    @property
    def module(self) -> str:
        """The module's name."""
        return f"openai_{self.name}"

    @property
    def declaration(self) -> Module:
        """Return the declaration of the resource, or of its ``_info`` module if it has no other."""
        return DECLARATIONS[self.name] if self.name in DECLARATIONS else DECLARATIONS[f"{self.name}_info"]

    @property
    def thing(self) -> str:
        """The key of its result."""
        return self.name

    @property
    def many(self) -> str:
        """The key of its reader's result."""
        reader = DECLARATIONS[f"{self.name}_info"]
        assert isinstance(reader, Info)
        return reader.resource.collection.plural_name

    @property
    def single(self) -> bool:
        """Return whether there is exactly one object."""
        reader = DECLARATIONS.get(f"{self.name}_info")
        return isinstance(reader, Info) and reader.single

    @property
    def key_option(self) -> str:
        """The option that takes its key."""
        return "admin_key" if self.declaration.key == ADMIN else "api_key"

    def write_files(self, folder: Path) -> None:
        """Put the files it names where its tasks look for them."""
        for name, content in self.files.items():
            (folder / name).write_text(content)


def samples() -> dict[str, Sample]:
    """Return every sample by the name of its resource."""
    found = {}
    for path in sorted((ROOT / "tests" / "samples").glob("*.yml")):
        found[path.stem] = Sample(path.stem, **yaml.safe_load(path.read_text()))
    return found


SAMPLES = samples()

_CHANGING = re.compile(r"\b(?:[a-z]+[-_])+[A-Za-z0-9]{16,}")
"""Ids and keys: a prefix and random letters and digits, as ``new_id`` of the emulator creates them."""

_CHANGING_KEYS = {
    "created_at",
    "generated_at",
    "updated_at",
    "created",
    "added_at",
    "finished_at",
    "completed_at",
    "expires_at",
    "redacted_value",
    "estimated_finish",
    "archived_at",
    "accepted_at",
    "effective_at",
    "request_id",
    "invocation",
    "seed",
    "fine_tuned_model",
    "_ansible_verbose_override",
    "failed_when_result",
    "failed_when_suppressed_exception",
    "exception",
    "events",
    "ansible_fingerprint",
}


def normal(result: t.Any, organization: Organization, folder: Path) -> t.Any:
    """A result without what differs between any two runs: ids, times and folders."""
    text = json.dumps(result, sort_keys=True, default=str)
    text = text.replace(organization.id, "ORGANIZATION").replace(organization.project_id, "PROJECT")
    text = text.replace(str(folder), "FOLDER")
    return _without(json.loads(_CHANGING.sub("ID", text)))


def _without(value: t.Any) -> t.Any:
    if isinstance(value, dict):
        return {
            name: _without(item)
            for name, item in value.items()
            if name not in _CHANGING_KEYS and not name.startswith("_ansible")
        }
    if isinstance(value, list):
        return [_without(item) for item in value]
    return value
