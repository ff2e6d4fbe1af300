# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The values of ``error.kind`` by their documented codes."""

from __future__ import annotations

KIND = {
    "invalid_argument": "BadInput",
    "ambiguous": "Ambiguous",
    "not_found": "Missing",
    "api_error": "ApiError",
    "connection_error": "ConnectionFailed",
    "uncertain": "LostAnswer",
    "delivery_error": "DeliveryFailed",
    "wait_failed": "WaitFailed",
    "unwanted_answer": "Unwanted",
    "side_effect": "SideEffect",
    "stream_broken": "StreamBroken",
}
"""What a task returns for each code."""
