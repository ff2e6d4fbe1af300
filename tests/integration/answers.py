# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests for answers of models that tests share."""

from __future__ import annotations

import typing as t

from tests.harness.emulator import Organization
from tests.harness.play import calls, task, writes

MODEL = "gpt-4.1-mini"
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}, "people": {"type": "integer"}}}
WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object", "properties": {}}}
MAY_FAIL = {"ignore_errors": True}


def asked(organization: Organization, step: str) -> list[str]:
    """Writes of a task, as ``METHOD template``."""
    return [f"{entry['method']} {entry['template']}" for entry in writes(calls(organization.journal(), step))]


def response(name: str, args: dict[str, t.Any], **keywords: t.Any) -> dict[str, t.Any]:
    return task("openai_response", name, {"model": MODEL, **args}, **keywords)


def chat(name: str, args: dict[str, t.Any], **keywords: t.Any) -> dict[str, t.Any]:
    text = args.pop("text", "Say hello")
    whole = {"model": MODEL, "messages": [{"role": "user", "content": text}], **args}
    return task("openai_chat_completion", name, whole, **keywords)
