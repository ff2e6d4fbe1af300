# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images as users make them, read by decoders of others."""

from __future__ import annotations

import json
import os
import typing as t
from pathlib import Path

import pytest
from PIL import Image

from tests.harness.emulator import ROOT, Organization
from tests.harness.play import Player, task

from .media import PAINTER, asked, changes, files, looked_at, picture

# Requests and stored images do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


@pytest.fixture(params=[True, False], ids=["in_process", "modules"])
def either(request: pytest.FixtureRequest, tmp_path: Path, organization: Organization) -> Player:
    """Both ways to run the tasks."""
    return Player(tmp_path, organization, in_process=request.param)


# --- images -----------------------------------------------------------------------------------------------------------


def test_images_are_made_once_and_again_when_they_are_not_what_they_were(
    either: Player, organization: Organization, tmp_path: Path
) -> None:
    args = {"model": PAINTER, "prompt": "a red boat", "n": 3, "size": "64x48", "dest": "boat.png"}
    first = either.run(
        [
            task("openai_image", "check", args, check_mode=True),
            task("openai_image", "make", args),
            task("openai_image", "again", {**args, "user": "ada"}),
        ]
    ).succeed()
    assert changes(first) == {"check": True, "make": True, "again": False}
    assert first.result("make")["files"] == [str(tmp_path / name) for name in ("boat.png", "boat-2.png", "boat-3.png")]
    assert first.result("again")["files"] == first.result("make")["files"]
    assert "b64_json" not in json.dumps([record["result"] for record in first.records])
    assert first.result("again")["usage"] == first.result("make")["usage"] != {}
    assert asked(organization) == ["/images/generations"]
    everything = {"boat.png", "boat-2.png", "boat-3.png", "boat.png.manifest.json"}
    assert files(tmp_path) == everything
    assert {looked_at(tmp_path / name) for name in everything if name.endswith(".png")} == {("PNG", (64, 48))}
    assert len({(tmp_path / name).read_bytes() for name in everything}) == 4

    (tmp_path / "boat-2.png").unlink()
    picture(tmp_path / "boat-3.png")
    fewer = {**args, "n": 1}
    second = either.run(
        [
            task("openai_image", "repair", args),
            task("openai_image", "repair again", args),
            task("openai_image", "force", {**args, "force": True}),
            task("openai_image", "fewer", fewer),
            task("openai_image", "fewer again", fewer),
        ]
    ).succeed()
    assert changes(second) == {
        "repair": True,
        "repair again": False,
        "force": True,
        "fewer": True,
        "fewer again": False,
    }
    assert files(tmp_path) == {"boat.png", "boat.png.manifest.json"}, "images of the former request are left"
    gone = either.run([task("openai_image", "gone", {"dest": "boat.png", "state": "absent"})]).succeed()
    assert changes(gone) == {"gone": True} and files(tmp_path) == set()


def test_formats_follow_the_ending(player: Player, tmp_path: Path) -> None:
    base = {"model": PAINTER, "prompt": "a red boat", "size": "64x64"}
    more: dict[str, dict[str, t.Any]] = {
        "a.jpg": {"output_compression": 60},
        "a.webp": {"background": "transparent"},
        "a.gif": {"frame_count": 3, "frame_duration_ms": 100},
        "a.png": {"complexity": "high", "moderation": "low", "safety_identifier": "b1946ac9"},
        "a.svg": {"svg": {"model": "gpt-5.6-sol", "reasoning": {"effort": "low"}}},
        "b.bin": {"output_format": "jpeg"},
    }
    player.run([task("openai_image", name, {**base, **args, "dest": name}) for name, args in more.items()]).succeed()
    kinds = {"a.jpg": "JPEG", "a.webp": "WEBP", "a.gif": "GIF", "a.png": "PNG", "b.bin": "JPEG"}
    assert {name: looked_at(tmp_path / name)[0] for name in kinds} == kinds
    assert (tmp_path / "a.svg").read_text().startswith("<svg ")


def test_an_edit_keeps_what_the_mask_covers(player: Player, organization: Organization, tmp_path: Path) -> None:
    picture(tmp_path / "boat.png", (96, 48))
    mask = Image.new("RGBA", (96, 48), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 48, 48))
    mask.save(tmp_path / "mask.png")
    picture(tmp_path / "markup.png", (96, 48), fill=(0, 0, 0, 0))
    args = {"model": PAINTER, "image": "boat.png", "mask": "mask.png", "prompt": "make it red", "dest": "edited.png"}
    several = {
        "model": PAINTER,
        "images": ["boat.png", "mask.png"],
        "markup": "markup.png",
        "prompt": "green",
        "output_format": "svg",
        "svg": {"model": "gpt-5.6-sol", "reasoning": {"effort": "low"}},
        "dest": "both.svg",
    }
    played = player.run(
        [
            task("openai_image", "edit", args),
            task("openai_image", "again", args),
            task("openai_image", "several", several),
        ]
    ).succeed()
    assert changes(played) == {"edit": True, "again": False, "several": True}
    with Image.open(tmp_path / "edited.png") as image:
        assert image.size == (96, 48)
        assert image.getpixel((10, 10)) == (255, 0, 0, 255) and image.getpixel((90, 10)) == (0, 0, 255, 255)
    # The same path with another content is another request; another path with the same content is not.
    os.rename(tmp_path / "mask.png", tmp_path / "moved.png")
    same = player.run([task("openai_image", "same", {**args, "mask": "moved.png"})]).succeed()
    picture(tmp_path / "boat.png", (96, 48), fill="yellow")
    other = player.run([task("openai_image", "other", {**args, "mask": "moved.png"})]).succeed()
    assert (changes(same), changes(other)) == ({"same": False}, {"other": True})
    (sent, *_rest) = [entry for entry in organization.journal() if entry["template"] == "/images/edits"]
    assert {part["name"] for part in sent["body"]} == {"image", "mask", "prompt", "model"}


def test_variations_and_addresses_are_downloaded_without_the_key(
    player: Player, organization: Organization, tmp_path: Path
) -> None:
    picture(tmp_path / "square.png")
    vary = {"model": "dall-e-2", "image": "square.png", "n": 2, "size": "256x256", "dest": "varied.png"}
    paint = {"model": "dall-e-3", "prompt": "a boat", "style": "natural", "quality": "hd", "dest": "boat.png"}
    played = player.run(
        [
            task("openai_image", "vary", vary),
            task("openai_image", "again", {**vary, "response_format": "b64_json"}),
            task("openai_image", "paint", paint),
        ]
    ).succeed()
    assert changes(played) == {"vary": True, "again": False, "paint": True}
    assert [looked_at(tmp_path / name) for name in ("varied.png", "varied-2.png")] == [("PNG", (256, 256))] * 2
    assert looked_at(tmp_path / "boat.png") == ("PNG", (1024, 1024))
    assert played.result("paint")["revised_prompt"] == "a boat, in great detail."
    assert "sig=" not in (tmp_path / "boat.png.manifest.json").read_text(), "an address that opens is kept"


def test_a_stream_writes_its_previews(player: Player, tmp_path: Path) -> None:
    args = {"model": PAINTER, "prompt": "a boat", "size": "64x64", "stream": True, "dest": "boat.png"}
    played = player.run(
        [
            task("openai_image", "previews", {**args, "partial_images": 2}),
            task("openai_image", "again", {**args, "partial_images": 2}),
            task("openai_image", "none", args),
            task("openai_image", "unstreamed", {**args, "stream": False}),
        ]
    ).succeed()
    assert changes(played) == {"previews": True, "again": False, "none": True, "unstreamed": False}
    assert played.result("previews")["files"] == [str(tmp_path / "boat.png")]
    assert files(tmp_path) == {"boat.png", "boat.png.manifest.json"}
    assert looked_at(tmp_path / "boat.png") == ("PNG", (64, 64))


# --- the example playbooks --------------------------------------------------------------------------------------------


def test_the_playbook_of_images(player: Player, organization: Organization, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    options = ("-e", f"output_folder={folder}", "-e", "images_variation_model=dall-e-2")
    book = ROOT / "playbooks" / "images.yml"
    player.run(book, "--check", *options).succeed()
    assert asked(organization) == [] and not folder.exists()
    player.run(book, *options).succeed()
    spent = ["/images/generations", "/images/edits", "/images/edits", "/images/variations"]
    assert asked(organization) == spent
    second = player.run(book, *options).succeed()
    assert asked(organization) == spent and not any(changes(second).values())
    kinds = {path.name: looked_at(path) for path in folder.iterdir() if path.suffix != ".json"}
    assert kinds == {
        "bicycle.png": ("PNG", (512, 512)),
        "bicycle-meadow.png": ("PNG", (512, 512)),
        "bicycle-autumn.webp": ("WEBP", (512, 512)),
        "bicycle-autumn-2.webp": ("WEBP", (512, 512)),
        "bicycle-variation.png": ("PNG", (256, 256)),
    }
    with Image.open(folder / "bicycle.png") as old, Image.open(folder / "bicycle-meadow.png") as new:
        left, right = (0, 0, 256, 512), (256, 0, 512, 512)
        assert old.crop(left).tobytes() == new.crop(left).tobytes()
        assert new.crop(right).convert("RGB").getcolors() == [(256 * 512, (0, 128, 0))]
