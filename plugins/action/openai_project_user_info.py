# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the module of the same name in Ansible's own process. All action plugins have this content."""

from __future__ import annotations

from ansible_collections.fjcorp.openai.plugins.plugin_utils._action_runner import ActionModule, preload

preload(__name__)

__all__ = ["ActionModule"]
