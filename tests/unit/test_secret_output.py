# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that are shown once."""

from __future__ import annotations

import os
import shutil
import typing as t
from pathlib import Path

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._api.client import Client
from ansible_collections.fjcorp.openai.plugins.module_utils._api.connection import connection_from
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.secret_output import Delivery
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.context import TaskContext
from ansible_collections.fjcorp.openai.plugins.module_utils._engine.runtime import Runtime
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.service_account import (
    SERVICE_ACCOUNT,
)
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import manifest_path
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import DeliveryError, InvalidArgument
from ansible_collections.fjcorp.openai.plugins.plugin_utils._action_runner import vault_encrypt

from .server import Reply, Seen, Server, error
from .task import Clock, outcome_of

VALUE = "sk-svcacct-once-0123456789"


def context_with(**params: t.Any) -> TaskContext:
    """Return the context of a task with these options."""
    return TaskContext(
        params, set(params), Client(connection_from({}, {})), runtime=Runtime(vault_encrypt=vault_encrypt)
    )


def mode_of(path: Path | str) -> int:
    """Return the permissions of a file."""
    return os.stat(path).st_mode & 0o777


def test_a_secret_is_readable_by_the_owner_of_its_file_only(tmp_path: Path) -> None:
    dest = tmp_path / "key"
    dest.write_text("old")
    dest.chmod(0o644)
    context = context_with(dest=str(dest))
    delivery = Delivery(context, "the key")
    delivery.prepare()
    delivery.deliver(VALUE, "acct_1", {"api_key_id": "key_1"})
    assert dest.read_text() == f"{VALUE}\n"
    assert mode_of(dest) == mode_of(manifest_path(str(dest))) == 0o600
    assert VALUE not in Path(manifest_path(str(dest))).read_text()
    assert VALUE in context.secrets and not context.hide_result


def test_a_returned_secret_hides_the_result(tmp_path: Path) -> None:
    context = context_with(return_key=True)
    delivery = Delivery(context, "the key")
    delivery.prepare()
    delivery.deliver(VALUE, "acct_1", {})
    assert context.hide_result and VALUE not in context.secrets


def test_a_secret_without_destination_is_rejected_before_it_is_issued() -> None:
    with pytest.raises(InvalidArgument, match="would be lost") as rejected:
        Delivery(context_with(), "the key").prepare()
    assert "dest" in rejected.value.remedy and "return_key" in rejected.value.remedy


def test_a_file_that_cannot_be_written_is_rejected_before_the_secret_is_issued(tmp_path: Path) -> None:
    for dest in (tmp_path, tmp_path / "none" / "key"):
        with pytest.raises(InvalidArgument, match="dest"):
            Delivery(context_with(dest=str(dest)), "the key").prepare()
    with pytest.raises(InvalidArgument, match="vault_password_file: .* does not exist"):
        Delivery(
            context_with(dest=str(tmp_path / "key"), vault_password_file=str(tmp_path / "none")), "the key"
        ).prepare()
    (tmp_path / "pw").write_text("x")
    with pytest.raises(InvalidArgument, match="dest is required when vault_password_file"):
        Delivery(context_with(return_key=True, vault_password_file=str(tmp_path / "pw")), "the key").prepare()


def test_a_failed_delivery_does_not_show_the_secret(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError) as failed:
        Delivery(context_with(dest=str(tmp_path / "gone" / "key")), "the key").deliver(VALUE, "acct_1", {})
    assert "the key could not be written" in failed.value.message and VALUE not in failed.value.line()


def test_the_owner_of_the_secret_in_a_file(tmp_path: Path) -> None:
    dest = tmp_path / "key"
    delivery = Delivery(context_with(dest=str(dest)), "the key")
    assert delivery.holds("acct_1") is False
    dest.write_text("another secret")
    assert delivery.holds("acct_1") is None
    delivery.deliver(VALUE, "acct_1", {})
    assert delivery.holds("acct_1") is True
    assert delivery.holds("acct_2") is False
    dest.write_text("damaged")
    assert delivery.holds("acct_1") is False
    dest.unlink()
    assert delivery.holds("acct_1") is False


# --- ansible-vault -----------------------------------------------------------------------------------------------------


def decrypted(content: bytes, password: str) -> str:
    """Return the content that ansible-vault decrypts."""
    from ansible.parsing.vault import VaultLib, VaultSecret

    vault = VaultLib([("default", VaultSecret(password.encode()))])
    return bytes(vault.decrypt(content)).decode()


@pytest.fixture()
def password_file(tmp_path: Path) -> Path:
    """Return a file with a password."""
    path = tmp_path / "password"
    path.write_text("open sesame\n")
    return path


@pytest.mark.parametrize("label", [None, "prod"])
def test_a_secret_is_encrypted(tmp_path: Path, password_file: Path, label: str | None) -> None:
    dest = tmp_path / "key"
    delivery = Delivery(context_with(dest=str(dest), vault_password_file=str(password_file), vault_id=label), "the key")
    delivery.prepare()
    delivery.deliver(VALUE, "acct_1", {})
    content = dest.read_bytes()
    assert content.startswith(b"$ANSIBLE_VAULT;1.2;AES256;prod\n" if label else b"$ANSIBLE_VAULT;1.1;AES256\n")
    assert VALUE.encode() not in content and mode_of(dest) == 0o600
    assert decrypted(content, "open sesame") == f"{VALUE}\n"
    assert delivery.holds("acct_1") is True


def test_the_vault_settings_of_the_user_are_ignored(
    tmp_path: Path, password_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.write_text("another password\n")
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(other))
    monkeypatch.setenv("ANSIBLE_VAULT_IDENTITY_LIST", f"dev@{other}")
    dest = tmp_path / "key"
    Delivery(context_with(dest=str(dest), vault_password_file=str(password_file)), "the key").deliver(
        VALUE, "acct_1", {}
    )
    assert decrypted(dest.read_bytes(), "open sesame") == f"{VALUE}\n"


def test_a_password_that_cannot_be_used_is_rejected_before_the_secret_is_issued(
    tmp_path: Path, password_file: Path
) -> None:
    password_file.write_text("")
    dest = tmp_path / "key"
    delivery = Delivery(context_with(dest=str(dest), vault_password_file=str(password_file)), "the key")
    with pytest.raises(InvalidArgument, match="could not be encrypted: ansible-vault failed"):
        delivery.prepare()
    assert not dest.exists()
    with pytest.raises(DeliveryError) as failed:
        delivery.deliver(VALUE, "a", {})
    assert "ansible-vault failed" in failed.value.message and VALUE not in failed.value.line()
    assert not dest.exists()


# --- a service account's first key -------------------------------------------------------------------------------------

PATH = "/v1/organization/projects/proj_1/service_accounts"


class Accounts:
    """Service accounts of one project, each created with a key.

    :param cuts: number of creates that are carried out and whose response is lost.
    """

    def __init__(self, server: Server, cuts: int = 0) -> None:
        self.accounts: list[dict[str, t.Any]] = []
        self.cuts = cuts
        self.created = 0
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "GET":
            return Reply(body={"data": self.accounts, "has_more": False})
        if seen.method == "DELETE":
            self.accounts = [each for each in self.accounts if each["id"] != seen.parts[-1]]
            return Reply(body={"deleted": True})
        if seen.path.endswith("/api_keys") and any(each["id"] == seen.parts[-2] for each in self.accounts):
            return Reply(body={"id": "key_2", "value": VALUE, "name": seen.json["name"], "created_at": 1})
        if seen.path != PATH:
            return error(404, "No such object")
        self.created += 1
        account = {"id": f"svc_acct_{self.created}", "name": seen.json["name"], "role": "member"}
        self.accounts.append(account)
        if self.created <= self.cuts:
            return Reply(cut="before")
        return Reply(body={**account, "api_key": {"id": "key_1", "value": VALUE, "name": "k", "created_at": 1}})


def test_an_account_whose_response_is_lost_is_replaced_and_its_key_delivered(
    server: Server, clock: Clock, tmp_path: Path
) -> None:
    world = Accounts(server, cuts=2)
    dest = tmp_path / "key"
    outcome = outcome_of(SERVICE_ACCOUNT, server, {"project": "proj_1", "name": "ci", "dest": str(dest)})
    assert outcome.result["changed"] and dest.read_text() == f"{VALUE}\n"
    assert [each["id"] for each in world.accounts] == ["svc_acct_3"]
    assert VALUE in outcome.secrets and VALUE not in str(outcome.result)


def test_creates_without_response_end_after_the_retry_timeout(server: Server, clock: Clock, tmp_path: Path) -> None:
    world = Accounts(server, cuts=60)
    args = {"project": "proj_1", "name": "ci", "dest": str(tmp_path / "key"), "retry_timeout": 10}
    result = outcome_of(SERVICE_ACCOUNT, server, args).result
    assert result.get("failed"), f"created and removed {world.created} accounts"
    assert not world.accounts and not (tmp_path / "key").exists()


def test_an_account_whose_key_cannot_be_delivered_is_removed(
    server: Server, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Accounts(server)
    dest = tmp_path / "folder" / "key"
    dest.parent.mkdir()

    def create(seen: Seen) -> Reply:
        if seen.method == "POST":
            shutil.rmtree(dest.parent)
        return world.answer(seen)

    server.otherwise = create
    outcome = outcome_of(SERVICE_ACCOUNT, server, {"project": "proj_1", "name": "ci", "dest": str(dest)})
    assert outcome.result["failed"] and not outcome.result["changed"]
    assert "removed again" in outcome.result["msg"] and VALUE not in str(outcome.result)
    assert not world.accounts


def test_an_account_is_not_created_if_its_key_would_be_lost(server: Server, clock: Clock) -> None:
    Accounts(server)
    for check in (True, False):
        result = outcome_of(SERVICE_ACCOUNT, server, {"project": "proj_1", "name": "ci"}, check).result
        assert result["failed"] and "would be lost" in result["msg"]
    assert not server.writes
