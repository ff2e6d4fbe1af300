# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files: other content, namesakes, expiry, downloads and uploads in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.emulator import Organization, Server
from tests.harness.play import Player, calls, task, writes

from .test_faults import TRAINING

# Requests to the API do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


@pytest.mark.parametrize("purpose", ["fine-tune", "user_data"])
@pytest.mark.parametrize("home", ["same controller", "another controller"])
def test_other_content_is_another_file(purpose: str, home: str, organization: Organization, tmp_path: Path) -> None:
    """Same name and size, other content: it is uploaded, the older file is reported, and deleted on request."""
    one, two = TRAINING, TRAINING.replace("3!", "4!")
    assert len(one) == len(two)
    args = {"src": "train.jsonl", "purpose": purpose}
    player = Player(tmp_path, organization)
    (tmp_path / "train.jsonl").write_text(one)
    player.run([task("openai_file", "one", args)]).succeed()
    if home == "another controller":
        player.variables["ANSIBLE_HOME"] = str(tmp_path / "other-ansible-home")
    played = player.run([task("openai_file", "same", args)]).succeed()
    assert played.result("same")["changed"] is False
    unknown = home == "another controller" and purpose == "user_data"
    assert bool(played.result("same").get("warnings")) is unknown
    if unknown:
        return
    (tmp_path / "train.jsonl").write_text(two)
    played = player.run([task("openai_file", "other", args, diff=True)]).succeed()
    assert played.result("other")["changed"] is True
    old = played.result("other")["superseded"]
    assert len(old) == 1
    played = player.run(
        [
            task("openai_file", "check prune", {**args, "prune": True}, check_mode=True, diff=True),
            task("openai_file", "prune", {**args, "prune": True}, diff=True),
            task("openai_file", "prune again", {**args, "prune": True}),
        ]
    ).succeed()
    assert played.result("check prune")["diff"] == played.result("prune")["diff"]
    assert [played.result(name)["changed"] for name in ("check prune", "prune", "prune again")] == [True, True, False]
    left = organization.get("/files", limit=100)["data"]
    assert [each["id"] for each in left] == [played.result("prune")["file"]["id"]] and left[0]["id"] not in old


def test_several_files_of_a_name_go_only_when_said(organization: Organization, player: Player) -> None:
    """Absence by a name that several files carry is ambiguous until prune is set."""
    tasks = [
        task("openai_file", f"{content}", {"content": content, "filename": "n.txt", "purpose": "user_data"})
        for content in ("one", "two")
    ]
    absent = {"filename": "n.txt", "state": "absent"}
    tasks += [
        task("openai_file", "ambiguous", absent, ignore_errors=True),
        task("openai_file", "all", {**absent, "prune": True}),
        task("openai_file", "none", {**absent, "prune": True}),
    ]
    played = player.run(tasks).succeed()
    played.failure("ambiguous", "ambiguous", "2", "n.txt", "prune")
    assert played.result("all")["changed"] is True and played.result("none")["changed"] is False
    assert organization.get("/files")["data"] == []


def test_file_that_expires(organization: Organization, player: Player) -> None:
    """A file's life is fixed when it is uploaded; one that ended is absent."""
    args = {"content": "x", "filename": "x.txt", "purpose": "user_data", "expires_after": {"seconds": 3600}}
    longer = {**args, "expires_after": {"seconds": 7200}}
    tasks = [
        task("openai_file", "make", args),
        task("openai_file", "again", args),
        task("openai_file", "longer", longer, ignore_errors=True),
    ]
    played = player.run(tasks).succeed()
    assert [played.result(name)["changed"] for name in ("make", "again")] == [True, False]
    played.failure("longer", "invalid_argument", "3600", "7200")
    organization.control("clock", {"advance": 4000})
    assert player.run([task("openai_file", "after expiry", args)]).succeed().result("after expiry")["changed"] is True


def test_download_is_whole_and_only_when_needed(organization: Organization, tmp_path: Path) -> None:
    """An interrupted download leaves the old file; a complete one is not repeated."""
    (tmp_path / "train.jsonl").write_text(TRAINING)
    (tmp_path / "back.jsonl").write_text("what was there")
    player = Player(tmp_path, organization)
    player.run([task("openai_file", "up", {"src": "train.jsonl", "purpose": "fine-tune"})]).succeed()
    file = organization.get("/files")["data"][0]["id"]
    down = {"id": file, "dest": "back.jsonl", "retry_timeout": 2}
    organization.fault("truncate", "GET", "/files/{file_id}/content", times=100)
    broken = player.run([task("openai_file_info", "broken", down)])
    assert broken.code != 0 and (tmp_path / "back.jsonl").read_text() == "what was there"
    assert not list(tmp_path.glob(".back*")), "half a download was left behind"
    organization.control("faults", method="DELETE")
    organization.fault("truncate", "GET", "/files/{file_id}/content", times=1)
    tasks = [task("openai_file_info", "down", down), task("openai_file_info", "again", down)]
    played = player.run(tasks).succeed()
    assert (tmp_path / "back.jsonl").read_text() == TRAINING
    assert played.result("down")["changed"] is True and played.result("again")["changed"] is False
    assert len(calls(organization.journal(), "again")) == 1


def test_large_file_goes_in_parts_and_resumes(server: Server, organization: Organization, tmp_path: Path) -> None:
    """Above the limit of one request the file goes in parts; an interrupted upload is resumed."""
    size = 520 * 1024 * 1024
    with (tmp_path / "large.bin").open("wb") as handle:
        handle.truncate(size)
        handle.write(b"beginning")
    args = {"src": "large.bin", "purpose": "vision"}
    player = Player(tmp_path, organization)
    # The connection dies with the sixth part and stays dead, as a killed run would leave it.
    organization.fault("cut_before", "POST", "/uploads/{upload_id}/parts", skip=5, times=100)
    failed = player.run([task("openai_file", "first", {**args, "retry_timeout": 2})])
    assert failed.code != 0
    organization.control("faults", method="DELETE")
    played = player.run([task("openai_file", "second", args), task("openai_file", "third", args)]).succeed()
    assert played.result("second")["changed"] is True and played.result("third")["changed"] is False
    journal = organization.journal()
    parts = [entry for entry in calls(journal, "second") if entry["template"].endswith("/parts")]
    assert 0 < len(parts) < 9, f"{len(parts)} of 9 parts were sent again"
    assert sum(entry["template"].endswith("/uploads") for entry in writes(journal)) == 1
    assert played.result("second")["file"]["bytes"] == size
