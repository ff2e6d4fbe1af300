# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API groups served: each file declares its routes and keeps the rules of its objects' states."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from ..routing import Route, Router
from ..server import DueHandler, Observer


def _modules() -> Iterator[object]:
    for info in sorted(iter_modules(__path__), key=lambda info: info.name):
        yield import_module(f"{__name__}.{info.name}")


def load_router() -> Router:
    """All routes of all groups."""
    found: list[Route] = []
    for module in _modules():
        found.extend(module.routes.routes)  # type: ignore[attr-defined]
    return Router(found)


def load_due_handlers() -> dict[str, DueHandler]:
    """What each kind of document wants done when it is due."""
    found: dict[str, DueHandler] = {}
    for module in _modules():
        found.update(getattr(module, "DUE_HANDLERS", {}))
    return found


def load_observers() -> list[Observer]:
    """What wants to know of every operation that was carried out."""
    return [module.OBSERVER for module in _modules() if hasattr(module, "OBSERVER")]
