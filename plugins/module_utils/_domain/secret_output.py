# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Delivery of secrets that are shown once: written to their destination before the task succeeds, or not issued."""

from __future__ import annotations

import os
import typing as t

from .._engine.context import TaskContext
from .._engine.fields import Field
from .._support.artifact import SECRET, current_manifest, intact, refuse_foreign, write_manifest
from .._support.errors import DeliveryError, InvalidArgument
from .._support.files import PendingFile, readable_file, writable_target

SECRET_FIELDS = (
    Field("dest", "path", request_name="", response_name=""),
    Field("return_key", "bool", default=False, request_name="", response_name="", no_log=False),
    Field("vault_password_file", "path", request_name="", response_name="", no_log=False),
    Field("vault_id", request_name="", response_name=""),
)
"""The options of every module that issues a secret."""


class Delivery:
    """Delivers one secret to the destination that a task sets.

    :param what: the secret in messages, for example ``the key of service account ci``.
    """

    def __init__(self, context: TaskContext, what: str) -> None:
        self.context = context
        self.what = what
        self.dest = os.path.abspath(os.path.expanduser(context.param("dest"))) if context.param("dest") else ""

    @property
    def wanted(self) -> bool:
        """Return whether the task sets a destination."""
        return bool(self.dest or self.context.param("return_key"))

    def prepare(self) -> None:
        """Fail, before the secret is issued, if it could not be delivered."""
        if not self.wanted:
            raise InvalidArgument(
                f"{self.what} would be lost: neither dest nor return_key is set",
                "Set dest to a file, or return_key=true.",
            )
        if self.dest:
            writable_target("dest", self.dest)
            refuse_foreign(self.dest, SECRET)
        if self.context.param("vault_password_file"):
            if not self.dest:
                raise InvalidArgument(
                    "dest is required when vault_password_file is set", "Set dest to the file to encrypt."
                )
            readable_file("vault_password_file", self.context.param("vault_password_file"))
            try:
                self._encrypted(b"test of the password")
            except (OSError, DeliveryError) as error:
                raise InvalidArgument(
                    f"{self.what} could not be encrypted: {error}", "Correct vault_password_file; nothing was issued."
                ) from error

    def holds(self, owner: str) -> bool:
        """Return whether ``dest`` holds a secret of this owner."""
        manifest = current_manifest(self.dest)
        return manifest.get("owner") == owner and intact(self.dest, manifest)

    def deliver(self, value: str, owner: str, facts: t.Mapping[str, t.Any]) -> None:
        """Write the secret, readable by the owner of the file only.

        Everything is on disk before the former file is replaced, which is the last step: if any of them fails, ``dest``
        holds what it held before.

        :raises DeliveryError: it was not written; the caller revokes it.
        """
        if self.context.param("return_key"):
            self.context.hide_result = True
        else:
            self.context.hide_secret(value)
        if not self.dest:
            return
        try:
            content = f"{value}\n".encode()
            if self.context.param("vault_password_file"):
                content = self._encrypted(content)
            self._replace(content, {"owner": owner, **facts})
        except (OSError, DeliveryError) as error:
            raise DeliveryError(f"{self.what} could not be written to {self.dest}: {error}") from error

    def _replace(self, content: bytes, facts: t.Mapping[str, t.Any]) -> None:
        pending = PendingFile(self.dest, 0o600)
        try:
            pending.handle.write(content)
            pending.complete()
            former = {name: value for name, value in current_manifest(self.dest).items() if name != "former"}
            more = {"former": former} if former else {}
            write_manifest(self.dest, {**facts, **more}, 0o600, {self.dest: pending.temporary})
            pending.move()
        finally:
            pending.discard()

    def _encrypted(self, content: bytes) -> bytes:
        return self.context.runtime.vault_encrypt(
            content, self.context.param("vault_password_file"), self.context.param("vault_id") or ""
        )
