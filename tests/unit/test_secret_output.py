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
from ansible_collections.fjcorp.openai.plugins.module_utils._support.artifact import manifest_path, write_manifest
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
    dest.touch()
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
    with pytest.raises(InvalidArgument, match="vault_password_file not found"):
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
    assert delivery.holds("acct_1") is False
    with pytest.raises(InvalidArgument, match="was not written by this collection"):
        delivery.prepare()
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
    :ivar key: the key in the response to a create.
    """

    key: t.Any = {"id": "key_1", "value": VALUE, "name": "k", "created_at": 1}

    def __init__(self, server: Server, cuts: int = 0) -> None:
        self.accounts: list[dict[str, t.Any]] = []
        self.cuts = cuts
        self.created = 0
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        if seen.method == "GET":
            if seen.path == PATH:
                return Reply(body={"data": self.accounts, "has_more": False})
            found = next((each for each in self.accounts if each["id"] == seen.parts[-1]), None)
            if seen.path.endswith("/api_keys"):
                return Reply(body={"data": [], "has_more": False})
            return Reply(body=found) if found else error(404, "No such object")
        if seen.method == "DELETE":
            self.accounts = [each for each in self.accounts if each["id"] != seen.parts[-1]]
            return Reply(body={"deleted": True})
        if seen.path.endswith("/api_keys") and any(each["id"] == seen.parts[-2] for each in self.accounts):
            return Reply(body={"id": "key_2", "value": VALUE, "name": seen.json["name"], "created_at": 1})
        for account in self.accounts:
            if seen.parts[-1] == account["id"]:
                account.update(seen.json)
                return Reply(body=account)
        if seen.path != PATH:
            return error(404, "No such object")
        self.created += 1
        account = {"id": f"svc_acct_{self.created}", "name": seen.json["name"], "role": "member"}
        self.accounts.append(account)
        if self.created <= self.cuts:
            return Reply(cut="before")
        return Reply(body={**account, "api_key": self.key})


def test_an_account_whose_response_is_lost_is_replaced_and_its_key_delivered(
    server: Server, clock: Clock, tmp_path: Path
) -> None:
    world = Accounts(server, cuts=2)
    dest = tmp_path / "key"
    outcome = outcome_of(SERVICE_ACCOUNT, server, {"project": "proj_1", "name": "ci", "dest": str(dest)})
    assert outcome.result["changed"] and dest.read_text() == f"{VALUE}\n"
    assert [(each["id"], each["name"]) for each in world.accounts] == [("svc_acct_3", "ci")]
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


def test_an_account_of_another_run_is_never_removed(server: Server, clock: Clock, tmp_path: Path) -> None:
    """It has the same name and appears while this run looks for its own, whose create was not carried out."""
    world = Accounts(server)
    theirs = {"id": "svc_acct_theirs", "name": "ci", "role": "member"}

    def lose(seen: Seen) -> Reply:
        if seen.method == "POST" and seen.path == PATH and theirs not in world.accounts:
            world.accounts.append(theirs)
            return Reply(cut="before")
        return world.answer(seen)

    server.otherwise = lose
    outcome = outcome_of(SERVICE_ACCOUNT, server, {"project": "proj_1", "name": "ci", "dest": str(tmp_path / "key")})
    assert theirs in world.accounts and not any(call.startswith("DELETE") for call in server.calls)
    assert outcome.result["issued"] and (tmp_path / "key").read_text() == f"{VALUE}\n"


@pytest.mark.parametrize("key", [None, {}, {"id": "key_1", "name": "k"}, {"id": "key_1", "value": " "}, "sk-x"])
def test_an_account_without_key_in_the_response_is_not_reported_as_created(
    key: t.Any, server: Server, clock: Clock, tmp_path: Path
) -> None:
    world = Accounts(server)
    world.key = key
    dest = tmp_path / "key"
    outcome = outcome_of(SERVICE_ACCOUNT, server, {"project": "proj_1", "name": "ci", "dest": str(dest)})
    assert outcome.result["failed"] and outcome.result["error"]["kind"] == "delivery_error"
    assert "returned no value" in outcome.result["msg"] and "removed again" in outcome.result["msg"]
    assert not world.accounts and sorted(tmp_path.glob("key*")) == []


@pytest.mark.parametrize("holds", ["a file of another program", "a key of another account", "an admin key"])
def test_a_file_with_something_else_is_refused(holds: str, server: Server, clock: Clock, tmp_path: Path) -> None:
    """Before anything is sent, whether the account exists or not; a key of an account that no longer exists is replaced."""
    world = Accounts(server)
    dest = tmp_path / "key"
    dest.write_text("precious")
    owner = "organization" if holds == "an admin key" else "svc_acct_other"
    if holds != "a file of another program":
        write_manifest(str(dest), {"owner": owner, "within": {"project_id": "proj_1"}})
    if holds == "a key of another account":
        world.accounts.append({"id": owner, "name": "other", "role": "member"})
    args = {"project": "proj_1", "name": "ci", "dest": str(dest)}
    for exists in (False, True):
        if exists:
            world.accounts.append({"id": "svc_acct_mine", "name": "ci", "role": "member"})
        for check in (False, True):
            result = outcome_of(SERVICE_ACCOUNT, server, args, check).result
            assert result["failed"] and result["error"]["kind"] == "invalid_argument" and str(dest) in result["msg"]
    assert not server.writes and dest.read_text() == "precious"
    if holds == "a key of another account":
        world.accounts = [each for each in world.accounts if each["id"] != owner]
        assert outcome_of(SERVICE_ACCOUNT, server, args).result["issued"] is True


def test_the_lifetime_of_keys(server: Server, clock: Clock, tmp_path: Path) -> None:
    """The first key and another one have it; an account without a key cannot have one."""
    world = Accounts(server)
    args = {"project": "proj_1", "name": "ci", "dest": str(tmp_path / "key"), "expires_in_seconds": 60}
    assert outcome_of(SERVICE_ACCOUNT, server, args).result["changed"]
    (tmp_path / "key").unlink()
    assert outcome_of(SERVICE_ACCOUNT, server, args).result["issued"]
    sent = [seen.json.get("expires_in_seconds") for seen in server.seen if seen.method == "POST"]
    assert sent == [60, None, 60] and len(world.accounts) == 1
    result = outcome_of(SERVICE_ACCOUNT, server, {**args, "create_service_account_only": True}).result
    assert result["failed"] and "expires_in_seconds" in result["msg"]
