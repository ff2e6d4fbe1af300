# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys and storage of other providers: what is tried, and what is rejected before a write."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.emulator import Organization
from tests.harness.play import Played, Player, calls, task

from .trust import TEAM, changed, wrote

# Requests to the API do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only

AWS_KEY = {"name": "vault", "type": "aws", "kms_arn": "arn:kms", "role_arn": "arn:role", "external_id": "org"}
AWS_STORAGE = {"project": "team", "provider": {"type": "aws", "bucket": "data", "role_arn": "arn:role"}}


def test_other_side_is_tried(organization: Organization, tmp_path: Path) -> None:
    """Validation is asked for outside of a check, and a side that cannot be used fails the task."""
    player = Player(tmp_path, organization)
    key, storage = "openai_external_key", "openai_external_storage"
    tasks = [
        TEAM,
        task(key, "first key", {**AWS_KEY, "validate": True}, register="made"),
        task(key, "key by id", {"id": "{{ made.external_key.id }}", "validate": True}, check_mode=True),
        task(key, "key again", {"name": "vault", "validate": True}),
        task(storage, "first storage", {**AWS_STORAGE, "validate": True}, register="stored"),
        task(storage, "storage again", {**AWS_STORAGE, "validate": True}),
        task(f"{storage}_info", "storage is read", {"id": "{{ stored.external_storage.id }}"}),
        task(f"{key}_info", "key is read", {"id": "{{ made.external_key.id }}"}),
    ]
    played = player.run(tasks).succeed()
    assert changed(played) == [True, True, False, False, True, False, False, False]
    assert played.result("first key")["validation"] == played.result("key again")["validation"] == "valid"
    assert not wrote(organization, "key by id") and not wrote(organization, "storage again")
    assert played.result("storage is read")["external_storages"][0]["status"] == "validated"
    assert played.result("key is read")["external_keys"][0]["kms_arn"] == "arn:kms"
    organization.control("options", {"external_validation": "fails"})
    mine = {**AWS_STORAGE, "project": "Default project", "validate": True}
    tasks = [
        task(key, "broken key", {"name": "vault", "validate": True}, ignore_errors=True),
        task(storage, "broken storage", mine, ignore_errors=True),
        task(storage, "broken storage again", mine, ignore_errors=True),
        task(storage, "by id goes", {"id": "{{ id }}", "state": "absent"}, vars={"id": storage_id(played)}),
    ]
    played = player.run(tasks).succeed()
    played.failure("broken key", "wait_failed", "external key", "invalid")
    played.failure("broken storage", "wait_failed", "external storage", "unhealthy")
    played.failure("broken storage again", "wait_failed", "external storage", "unhealthy")
    assert len(organization.objects("external_storage")) == 1, "a storage that failed was made twice"
    organization.fault("status", "POST", "/organization/external_keys/{external_key_id}/validate", status=400)
    played = player.run([task(key, "refused", {"name": "vault", "validate": True}, ignore_errors=True)]).succeed()
    played.failure("refused", "api_error", "external key")


def storage_id(played: Played) -> str:
    """The id of the storage a run has made."""
    return str(played.result("first storage")["external_storage"]["id"])


def test_what_no_provider_takes(organization: Organization, player: Player) -> None:
    """Each case fails with one line before any request; a value that cannot change is reported with both values."""
    key, storage = "openai_external_key", "openai_external_storage"
    asked: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
        "lacks": (
            key,
            {"name": "x", "type": "azure", "tenant_id": "t"},
            ("invalid_argument", "type", "vault_uri", "key_name"),
        ),
        "strange": (key, {**AWS_KEY, "vault_uri": "u"}, ("invalid_argument", "vault_uri", "type")),
        "storage without": (
            storage,
            {"project": "team", "provider": {"type": "aws"}},
            ("invalid_argument", "provider.bucket"),
        ),
        "storage with more": (
            storage,
            {"project": "team", "provider": {**t.cast("dict[str, str]", AWS_STORAGE["provider"]), "container": "c"}},
            ("invalid_argument", "provider.container", "provider.type"),
        ),
    }
    told: dict[str, tuple[str, dict[str, t.Any], tuple[str, ...]]] = {
        "no type": (key, {"name": "none"}, ("invalid_argument", "type")),
        "other key": (key, {**AWS_KEY, "kms_arn": "arn:2"}, ("invalid_argument", "kms_arn", "arn:kms", "arn:2")),
        "other storage": (
            storage,
            {"project": "team", "provider": {"type": "aws", "bucket": "other", "role_arn": "arn:role"}},
            ("invalid_argument", "provider", "data", "other"),
        ),
        "no storage": (storage, {"project": "Default project"}, ("invalid_argument", "provider")),
    }
    setup = [TEAM, task(key, "key", AWS_KEY), task(storage, "storage", AWS_STORAGE)]
    cases = {**asked, **told}
    tasks = [task(module, step, args, ignore_errors=True) for step, (module, args, _unused) in cases.items()]
    played = player.run([*setup, *tasks]).succeed()
    for step, (_unused, _args, error) in cases.items():
        played.failure(step, *error)
        assert not (calls(organization.journal(), step) if step in asked else wrote(organization, step))
