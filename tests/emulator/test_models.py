# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalog: models of the official package, and those that a user adds by an option, a file or a control route."""

from __future__ import annotations

import argparse
import json
import typing as t
from pathlib import Path

import openai
import pytest
from openai.types import ChatModel, EmbeddingModel, ImageModel
from openai.types.shared import AllModels

from openai_emulator import cli, model_catalog

from .conftest import Organization, refused, running


def names(kind: t.Any) -> set[str]:
    """Return the names in a type."""
    if isinstance(kind, str):
        return {kind}
    return {name for part in t.get_args(kind) for name in names(part)}


def test_the_catalog_has_every_model_of_the_package(client: openai.OpenAI) -> None:
    known = names(AllModels) | names(ChatModel) | names(EmbeddingModel) | names(ImageModel)
    assert len(known) > 100
    listed = {model.id for model in client.models.list()}
    assert known <= listed and "gpt-4o-2024-11-20" in listed
    old, new = (model_catalog.catalog()[name] for name in ("gpt-4-32k", "gpt-4o-2024-11-20"))
    assert (old.kind, old.shutdown_date) == ("chat", "2025-06-06")
    assert (new.shutdown_date, new.created, new.tunable) == ("2027-01-14", 1_732_060_800, ())
    assert (
        client.chat.completions.create(model="o3-mini", messages=[{"role": "user", "content": "Say hi."}])
        .choices[0]
        .message.content
        == "hi"
    )


def test_models_are_added_and_changed(client: openai.OpenAI, org: Organization) -> None:
    ask: t.Any = client.chat.completions.create
    question = {"messages": [{"role": "user", "content": "Say hi."}]}
    assert refused(lambda: ask(model="house-1", **question)).code == "model_not_found"
    org.control("models", ["house-1", {"id": "house-2", "kind": "embedding", "shutdown_date": "2027-01-31"}])
    assert ask(model="house-1", **question).model == "house-1"
    assert client.models.retrieve("house-2").model_dump()["shutdown_date"] == "2027-01-31"
    assert client.embeddings.create(model="house-2", input="a", encoding_format="float").data
    rows = client.admin.organization.projects.rate_limits.list_rate_limits(org.project_id)
    assert {"house-1", "house-2"} <= {row.model for row in rows}
    org.control("models", {"id": "gpt-4.1", "shutdown_date": "2020-01-01"})
    org.control("options", {"enforce_shutdown": True})
    assert refused(lambda: ask(model="gpt-4.1", **question)).status_code == 404
    assert client.responses.create(model="gpt-4.1-mini", input="hi").id
    told = {model["id"]: model for model in org.control("models", method="DELETE", id="gpt-4.1")["models"]}
    assert told["gpt-4.1"]["shutdown_date"] == "2027-01-14" and told["house-2"]["kind"] == "embedding"
    assert ask(model="gpt-4.1", **question).choices
    assert "house-1" not in str(org.control("models", method="DELETE"))
    for wrong in (
        {},
        {"id": "a", "kind": "zz"},
        {"id": "a", "shutdown_date": "soon"},
        {"id": "a", "x": 1},
        {"id": 5},
        7,
    ):
        with pytest.raises(AssertionError, match="ValueError"):
            org.control("models", wrong)


def test_models_of_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "models.json"
    file.write_text(json.dumps(["first", {"id": "gpt-4o", "shutdown_date": "2026-12-24"}]))
    asked = ["--models", str(file), "--model", "second,kind=image,context=100"]
    with running(tmp_path, *asked) as server:
        told = {model["id"]: model for model in server.control("models")["models"]}
        other = server.control("organizations", {})["organization_id"]
        assert server.control("models", organization=other)["models"] == list(told.values())
    assert told["first"]["kind"] == "chat" and told["second"]["kind"] == "image"
    assert told["gpt-4o"]["shutdown_date"] == "2026-12-24"


@pytest.mark.parametrize("text", ["", "a,kind=zz", "a,context=x", "a,hue=red"])
def test_wrong_models_of_the_command_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        cli._model(text)
    (tmp_path / "models.json").write_text(json.dumps([{"id": text, "kind": "zz"}]))
    with pytest.raises(argparse.ArgumentTypeError, match=r"cannot read .*models.json"):
        cli._models(str(tmp_path / "models.json"))
