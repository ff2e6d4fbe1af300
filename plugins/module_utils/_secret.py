# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Secrets that are shown once: written where the user wants them before success is told, or not issued at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import typing as t

from ._artifact import intact, read_manifest, write_manifest
from ._errors import BadInput, DeliveryFailed
from ._files import readable_file, replacing, writable_target
from ._resource import Field
from ._run import Run

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

    def __init__(self, run: Run, what: str) -> None:
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
            raise BadInput(
                f"{self.what} would be lost: it is shown only once", "Set dest to a file, or return_key to true."
            )
        if self.dest:
            writable_target("dest", self.dest)
        if self.run.param("vault_password_file"):
            if not self.dest:
                raise BadInput("vault_password_file is set and dest is not", "Set dest to the file to encrypt.")
            readable_file("vault_password_file", self.run.param("vault_password_file"))
            _vault_command()

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
            content = self._sealed(value) if self.run.param("vault_password_file") else f"{value}\n".encode()
            with replacing(self.dest, 0o600) as handle:
                handle.write(content)
            write_manifest(self.dest, {"owner": owner, **facts}, 0o600)
        except (OSError, subprocess.SubprocessError) as error:
            raise DeliveryFailed(f"{self.what} could not be written to {self.dest}: {error}") from error

    def _sealed(self, value: str) -> bytes:
        command = [
            _vault_command(),
            "encrypt",
            "--output",
            "-",
            "--vault-password-file",
            self.run.param("vault_password_file"),
        ]
        if self.run.param("vault_id"):
            label = self.run.param("vault_id")
            command[4:] = [
                "--vault-id",
                f"{label}@{self.run.param('vault_password_file')}",
                "--encrypt-vault-id",
                label,
            ]
        # The user's own vault settings must not decide how this file is sealed.
        with tempfile.NamedTemporaryFile(suffix=".cfg") as empty:
            own = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_VAULT")}
            done = subprocess.run(
                command,
                env={**own, "ANSIBLE_CONFIG": empty.name},
                input=f"{value}\n".encode(),
                capture_output=True,
                timeout=60,
                check=False,
            )
        if done.returncode or not done.stdout.startswith(b"$ANSIBLE_VAULT"):
            raise subprocess.SubprocessError(
                "ansible-vault refused: " + done.stderr.decode("utf-8", "replace").strip()[-300:]
            )
        return done.stdout


def _vault_command() -> str:
    beside = os.path.join(os.path.dirname(sys.executable), "ansible-vault")
    found = beside if os.access(beside, os.X_OK) else shutil.which("ansible-vault")
    if not found:
        raise BadInput(
            "ansible-vault is not on this machine", "Install ansible-core there, or drop vault_password_file."
        )
    return found
