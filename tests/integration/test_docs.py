# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the documentation works: each is run in check mode first, and then twice."""

from __future__ import annotations

import ast
import re
import typing as t
import wave
from pathlib import Path

import pytest
import yaml
from PIL import Image

from tests.emulator.test_embeddings_moderations_decisions import png
from tests.harness.documentation import assert_documented, output_after
from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Player, writes
from tests.harness.samples import DECLARATIONS, SAMPLES

MODULES = sorted((ROOT / "plugins" / "modules").glob("openai_*.py"))
PLUGINS = sorted(path for kind in ("filter", "lookup") for path in (ROOT / "plugins" / kind).glob("*.py"))
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "docs/**/*.rst", "roles/*/README.md", "extensions/**/*.md")
    for path in ROOT.glob(pattern)
)


def text_of(module: Path, name: str) -> str:
    """One of a module's documentation strings."""
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return str(ast.literal_eval(node.value))
    raise AssertionError(f"{module.name} has no {name}")


def snippets(page: Path) -> list[list[dict[str, t.Any]]]:
    """The plays and task lists among a page's YAML snippets; a page may hold others, such as requirement files."""
    text = page.read_text()
    blocks = re.findall(r"^```ya?ml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for block in re.findall(r"^\.\. code-block:: yaml.*?\n\n((?:   .*\n|\n)+)", text, re.MULTILINE):
        blocks.append("\n".join(line[3:] for line in block.splitlines()))
    found = []
    for block in blocks:
        content = yaml.safe_load(block)
        if isinstance(content, list) and all(isinstance(entry, dict) for entry in content):
            runs = [
                entry for entry in content if "hosts" in entry or any(key.startswith("fjcorp.openai.") for key in entry)
            ]
            if runs:
                found.append(content)
    return found


def scratch(folder: Path) -> None:
    """Create the files that the examples mention."""
    (folder / "files").mkdir(exist_ok=True)
    for path in (folder, folder / "files"):
        (path / "train.jsonl").write_text(SAMPLES["file"].files["train.jsonl"])
        (path / "batch-ca.pem").write_text((SAMPLES["certificate"].create or {})["certificate"])
    # The role asks a question about these examples.
    (folder / "files" / "train.jsonl").write_text((ROOT / "playbooks" / "files" / "train.jsonl").read_text())
    line = '{"custom_id": "%d", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "gpt-4o", "messages": []}}\n'
    Image.new("RGBA", (64, 64), "navy").save(folder / "harbor.png")
    for name in ("call.wav", "message.wav"):
        with wave.open(str(folder / name), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(b"\x00\x20" * 8000)
    (folder / "batch.jsonl").write_text("".join(line % index for index in range(3)))
    (folder / "faq.jsonl").write_text((ROOT / "playbooks" / "files" / "faq.jsonl").read_text())
    (folder / "upload.png").write_bytes(png())


def play(
    folder: Path, organization: Organization, content: list[dict[str, t.Any]], raw: bool = False, reads: bool = False
) -> str:
    """Check, run, and run again: the check writes nothing, the second run changes nothing.

    :param raw: it calls operations by hand, and so answers for that itself.
    :param reads: it shows how to read, which check mode and a second run do in the same way; it is run once.
    :returns: the output of the first run.
    """
    scratch(folder)
    player = Player(folder, organization)
    if reads:
        return player.run(content, "--diff").succeed().output
    before = len(organization.journal())
    player.run(content, "--check", "--diff").succeed()
    assert raw or not writes(organization.journal()[before:]), "the check wrote"
    first = player.run(content, "--diff").succeed()
    assert first.records
    if not raw:
        again = player.run(content).succeed()
        changed = [record["task"] for record in again.records if record["result"].get("changed")]
        assert not changed, f"changed again: {changed}"
    return first.output


# The ritual tries every module on every ansible-core.
@pytest.mark.newest_only
@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_examples(module: Path, organization: Organization, tmp_path: Path) -> None:
    """The examples of a module, as one task list, three of them at the least."""
    tasks = yaml.safe_load(text_of(module, "EXAMPLES"))
    assert sum(any(key == f"fjcorp.openai.{module.stem}" for key in entry) for entry in tasks) >= 3
    play(tmp_path, organization, tasks, raw=module.stem == "openai_api", reads=module.stem.endswith("_info"))


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_examples_of_plugins(plugin: Path, organization: Organization, tmp_path: Path) -> None:
    """Those of a filter or lookup use it, and run as one task list."""
    tasks = yaml.safe_load(text_of(plugin, "EXAMPLES"))
    assert f"fjcorp.openai.{plugin.stem}" in str(tasks)
    play(tmp_path, organization, tasks)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if snippets(page)], ids=lambda page: str(page.relative_to(ROOT))
)
def test_snippets(page: Path, organization: Organization, tmp_path: Path) -> None:
    """The playbooks and task lists of a page, in order, and the output that the page shows for them."""
    for content in snippets(page):
        output = play(tmp_path, organization, content)
        assert_documented(output_after(str(page.relative_to(ROOT)), str(content[0]["name"])), output)


def test_every_page_names_what_exists() -> None:
    """No page mentions a module that does not exist."""
    known = {path.stem for path in MODULES}
    assert known == {f"openai_{name}" for name in DECLARATIONS}
    for page in PAGES:
        named = set(re.findall(r"\bfjcorp\.openai\.(openai_\w+)", page.read_text()))
        # The guide adds a made-up resource.
        made_up = {"openai_widget", "openai_widget_info"} if page.name == "add-a-resource.md" else set()
        assert named <= known | made_up, f"{page.relative_to(ROOT)} names {named - known}"
