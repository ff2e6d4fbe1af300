# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Types that every layer shares."""

from __future__ import annotations

import typing as t

Object = dict[str, t.Any]
"""A JSON object, as the API returns it."""

Objects = list[Object]
"""The objects of a list."""

Spec = dict[str, dict[str, t.Any]]
"""An Ansible argument specification."""
