# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The declarations of this checkout, for the tools: found by the same convention as at run time."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
"""The collection's root."""

NAMESPACE = "fjcorp.openai"
PLUGINS = "ansible_collections.fjcorp.openai.plugins"


def bind() -> None:
    """Make ``ansible_collections.fjcorp.openai`` this checkout, regardless of its folder and of installed copies."""
    name = ""
    for part in ("ansible_collections", "fjcorp", "openai"):
        name = f"{name}.{part}" if name else part
        package = ModuleType(name)
        package.__path__ = [str(ROOT)] if part == "openai" else []
        sys.modules[name] = package


def private(name: str) -> Any:
    """A module of ``plugins/module_utils``, by its name."""
    if getattr(sys.modules.get("ansible_collections.fjcorp.openai"), "__path__", None) != [str(ROOT)]:
        bind()
    return importlib.import_module(f"{PLUGINS}.module_utils.{name}")


@dataclass(frozen=True)
class Declared:
    """One module and the declaration behind it.

    :ivar name: the module's name without the collection, for example ``openai_file_info``.
    :ivar file: the file in ``_resources`` without its suffix, and ``symbol`` the name in it.
    :ivar module: the ``_resource.Module``.
    """

    name: str
    file: str
    symbol: str
    module: Any

    @property
    def fqcn(self) -> str:
        """The name a task uses."""
        return f"{NAMESPACE}.{self.name}"

    @property
    def key(self) -> str:
        """``admin``, ``project``, or empty when the task decides."""
        return str(self.module.key)

    @property
    def _collections(self) -> tuple[Any, ...]:
        """The collections of the objects: the one of the organization, and the one of a project if there is one."""
        thing = getattr(self.module, "resource", self.module)
        found = (getattr(thing, name, None) for name in ("collection", "project_collection"))
        return tuple(each for each in found if each is not None)

    @property
    def lists(self) -> bool:
        """Return whether the module returns a list of objects."""
        return hasattr(self.module, "resource") and not self.module.single

    @property
    def result(self) -> str:
        """The return value that holds the object or the objects; empty if there is none."""
        if not self._collections:
            return ""
        return str(self._collections[0].plural_name if self.lists else self._collections[0].name)

    @property
    def returning(self) -> list[str]:
        """The operations of the API whose response is the object or the objects that the module returns."""
        verbs = ("GET",) if hasattr(self.module, "resource") else ("GET", "POST")
        paths = [path for each in self._collections for path in (each.item, each.path) if path]
        return [f"{verb} {path}" for path in paths for verb in verbs]


def declarations() -> list[Declared]:
    """Return every declared module, sorted by name.

    :raises SystemExit: a declaration's name and its place disagree, so that the runner would not find it.
    """
    base = private("_engine.spec").Module
    found = []
    for path in sorted((ROOT / "plugins" / "module_utils" / "_resources").rglob("*.py")):
        if path.stem == "__init__":
            continue
        resources = private(f"_resources.{path.parent.name}.{path.stem}")
        for symbol in (path.stem.upper(), f"{path.stem.upper()}_INFO"):
            module = getattr(resources, symbol, None)
            if not isinstance(module, base):
                continue
            name = f"openai_{symbol.lower()}"
            if module.module_name != name:
                raise SystemExit(
                    f"{path.name}: {symbol} calls itself {module.module_name}, and is found as {name} only"
                )
            found.append(Declared(name, f"{path.parent.name}.{path.stem}", symbol, module))
    return sorted(found, key=lambda each: each.name)


def option_groups() -> dict[str, dict[str, dict[str, Any]]]:
    """The options that are documented once, in the doc fragment of that name: option by option their specification."""

    def specs(fields: Any) -> dict[str, dict[str, Any]]:
        return {field.name: field.spec() for field in fields}

    return {
        "connection": dict(private("_api.connection").CONNECTION_OPTIONS),
        "secret": specs(private("_domain.secret_output").SECRET_FIELDS),
        "renewal": specs(private("_domain.key_files").RENEWAL_FIELDS),
        "wait": specs(private("_engine.wait").WAIT_FIELDS),
        "artifact": specs(private("_engine.generation_request").ARTIFACT_FIELDS),
    }
