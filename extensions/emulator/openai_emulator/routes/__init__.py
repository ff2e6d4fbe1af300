# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Routes of the API: each file declares the routes of one group and implements the rules of its objects."""

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
    """Return the router of all routes."""
    found: list[Route] = []
    for module in _modules():
        found.extend(module.routes.routes)  # type: ignore[attr-defined]
    return Router(found)


def load_due_handlers() -> dict[str, DueHandler]:
    """Return the handlers of due documents, by kind."""
    found: dict[str, DueHandler] = {}
    for module in _modules():
        found.update(getattr(module, "DUE_HANDLERS", {}))
    return found


def load_observers() -> list[Observer]:
    """Return the functions that are called after every successful operation."""
    return [module.OBSERVER for module in _modules() if hasattr(module, "OBSERVER")]
