# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""People of an organization."""

from __future__ import annotations

from .._resource import Collection

USERS = Collection(
    "user",
    path="/organization/users",
    item="/organization/users/{user_id}",
    label="email",
    prefixes=("user-", "user_"),
    folds=True,
    search="emails",
)
