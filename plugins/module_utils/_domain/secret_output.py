# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Secrets that are shown once: written where the user wants them before success is told, or not issued at all."""

from __future__ import annotations

import os
import typing as t

from .._engine.context import TaskContext
from .._engine.spec import Field
from .._support.artifact import intact, read_manifest, write_manifest
from .._support.errors import DeliveryError, InvalidArgument
from .._support.files import atomic_write, readable_file, writable_target

SECRET_FIELDS = (
    Field("dest", "path", sent_as="", read_as=""),
    Field("return_key", "bool", default=False, sent_as="", read_as="", no_log=False),
    Field("vault_password_file", "path", sent_as="", read_as="", no_log=False),
    Field("vault_id", sent_as="", read_as=""),
)
"""The options of everything that issues a secret."""


class Delivery:
    """Brings one secret to where a task wants it.

    :param what: the secret in a sentence, for example ``the key of service account ci``.
    """

    def __init__(self, run: TaskContext, what: str) -> None:
        self.run = run
        self.what = what
        self.dest = os.path.abspath(os.path.expanduser(run.param("dest"))) if run.param("dest") else ""

    @property
    def wanted(self) -> bool:
        """Whether anybody would receive the secret."""
        return bool(self.dest or self.run.param("return_key"))

    def prepare(self) -> None:
        """Refuse, before the secret is issued, what could not be delivered."""
        if not self.wanted:
            raise InvalidArgument(
                f"{self.what} would be lost: it is shown only once", "Set dest to a file, or return_key to true."
            )
        if self.dest:
            writable_target("dest", self.dest)
        if self.run.param("vault_password_file"):
            if not self.dest:
                raise InvalidArgument("vault_password_file is set and dest is not", "Set dest to the file to encrypt.")
            readable_file("vault_password_file", self.run.param("vault_password_file"))
            try:
                self._sealed(b"does the password work?")
            except (OSError, DeliveryError) as error:
                raise InvalidArgument(
                    f"{self.what} could not be sealed: {error}", "Correct vault_password_file; nothing was issued."
                ) from error

    def holds(self, owner: str) -> bool | None:
        """Whether ``dest`` holds a secret of this owner; None when it holds something nobody wrote a manifest for."""
        if not os.path.exists(self.dest):
            return False
        manifest = read_manifest(self.dest)
        if manifest is None:
            return None
        return manifest.get("owner") == owner and intact(self.dest, manifest)

    def deliver(self, value: str, owner: str, facts: t.Mapping[str, t.Any]) -> None:
        """Write the secret, readable by its owner alone.

        :raises DeliveryFailed: it is not there; the caller revokes it.
        """
        if self.run.param("return_key"):
            self.run.hide_result = True
        else:
            self.run.hide(value)
        if not self.dest:
            return
        try:
            content = f"{value}\n".encode()
            if self.run.param("vault_password_file"):
                content = self._sealed(content)
            with atomic_write(self.dest, 0o600) as handle:
                handle.write(content)
            write_manifest(self.dest, {"owner": owner, **facts}, 0o600)
        except (OSError, DeliveryError) as error:
            raise DeliveryError(f"{self.what} could not be written to {self.dest}: {error}") from error

    def _sealed(self, content: bytes) -> bytes:
        return self.run.host.seal(content, self.run.param("vault_password_file"), self.run.param("vault_id") or "")
