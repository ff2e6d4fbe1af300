# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""State of the server: organizations, keys, file contents and journal; and the call that a handler receives."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .clock import Clock
from .errors import ApiError, not_found
from .faults import Fault, TokenBuckets
from .ids import digest, new_id
from .journal import DEFAULT_SIZE, Journal
from .model_catalog import add_model
from .routing import KeyClass, Route, Router
from .store import Doc, OrgStore, StateError, Store, unusable

DEFAULT_OPTIONS: dict[str, Any] = {
    "quota": "ok",
    "fine_tuning": "open",
    "fine_tuning_seconds": {"validating": 2, "queued": 3, "running": 20},
    "ingestion_seconds": 2,
    "response_seconds": {"queued": 2, "in_progress": 8},
    "max_file_bytes": 512 * 1024 * 1024,
    "max_part_bytes": 64 * 1024 * 1024,
    "max_upload_bytes": 8 * 1024 * 1024 * 1024,
    "max_image_bytes": 50 * 1024 * 1024,
    "max_audio_bytes": 25 * 1024 * 1024,
    "enforce_shutdown": False,
    "rate_limits": True,
    "forced_tools": [],
    "alert_deletes_limit": False,
    "external_validation": "succeeds",
    "unique_invites": False,
    "audit_log": False,
    "service_account_keys": "deletable",
    "image_urls": "available",
}
"""Options of an account and their defaults, described in the README."""

DueHandler = Callable[["Call", str, Doc], None]

Observer = Callable[["Call", Any], None]
"""Function that is called after every successful operation with its response, in the same transaction."""


@dataclass(frozen=True)
class Key:
    """Properties of a key, without its secret."""

    id: str
    key_class: KeyClass
    project_id: str | None
    owner: dict[str, Any]
    expires_at: int | None = None
    scopes: tuple[str, ...] = ()


class Organization:
    """Organization: its documents, clock, options, faults and throttle."""

    def __init__(self, server: Server, id: str, state: dict[str, Any]) -> None:
        self.server = server
        self.id = id
        self.name: str = state["name"]
        self.slug: str = state["slug"]
        self.admin_key: str = state["admin_key"]
        self.api_key: str = state["api_key"]
        self.project_id: str = state["project_id"]
        self.owner: dict[str, Any] = state["owner"]
        self.clock = Clock(**state["clock"])
        self.options: dict[str, Any] = {**DEFAULT_OPTIONS, **state.get("options", {})}
        self.page_max: int | None = state.get("page_max")
        self.visibility: float = state.get("visibility", 0.0)
        self.admin_rpm: float | None = state.get("admin_rpm")
        self.faults: list[Fault] = []
        self.buckets = TokenBuckets()
        self.docs: OrgStore = server.store.organization(id)

    def save(self) -> None:
        """Save the properties to the state file; faults and journal are not saved."""
        changed = {name: value for name, value in self.options.items() if DEFAULT_OPTIONS.get(name) != value}
        self.server.store.set_setting(
            f"org:{self.id}",
            {
                "name": self.name,
                "slug": self.slug,
                "admin_key": self.admin_key,
                "api_key": self.api_key,
                "project_id": self.project_id,
                "owner": self.owner,
                "clock": self.clock.to_json(),
                "options": changed,
                "page_max": self.page_max,
                "visibility": self.visibility,
                "admin_rpm": self.admin_rpm,
            },
        )

    def describe(self) -> dict[str, Any]:
        """Return the properties that the control routes show."""
        return {
            "organization_id": self.id,
            "name": self.name,
            "admin_key": self.admin_key,
            "api_key": self.api_key,
            "project_id": self.project_id,
            "owner_id": self.owner["id"],
            "owner_email": self.owner["email"],
        }


@dataclass
class UploadedFile:
    """Uploaded file, stored on disk."""

    filename: str
    content_type: str
    size: int
    sha256: str
    path: Path
    error: ApiError | None = None


@dataclass
class Call:
    """Request that a handler processes, or a call for a document that is due."""

    server: Server
    org: Organization
    now_exact: float
    key: Key | None = None
    route: Route | None = None
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    files: dict[str, UploadedFile] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    response_headers: dict[str, str] = field(default_factory=dict)
    full_response: Any = None
    """The complete result of a streamed response, for observers."""
    prepared: Any = None
    """Result of the route's preparation."""

    @property
    def now(self) -> int:
        """Return the emulated Unix time in whole seconds."""
        return int(self.now_exact)

    @property
    def docs(self) -> OrgStore:
        """Return the documents of the organization."""
        return self.org.docs

    @property
    def project(self) -> str:
        """Return the project of the key; calls for due documents have none."""
        if self.key is None or self.key.project_id is None:
            raise RuntimeError("calls for due documents have no project")
        return self.key.project_id

    def create(self, kind: str, doc: Doc, *, scope: str = "", due: float | None = None) -> Doc:
        """Store a new document; it is visible after the organization's delay."""
        visible_at = self.now_exact + self.org.visibility if self.org.visibility else 0.0
        return self.docs.insert(kind, doc, scope=scope, visible_at=visible_at, due=due)

    def find(self, kind: str, id: str, *, scope: str = "") -> Doc | None:
        """Return a document if it is visible; for objects that a request refers to."""
        return self.docs.get(kind, id, scope=scope, now=self.now_exact)

    def load(self, kind: str, id: str, message: str, *, scope: str = "", param: str | None = None) -> Doc:
        """Return a document.

        :raises ApiError: there is no such document (404).
        """
        doc = self.find(kind, id, scope=scope)
        if doc is None:
            raise not_found(message, param=param)
        return doc

    def blob(self, id: str) -> Path:
        """Return the path of a file's content."""
        return self.server.blobs / self.org.id / id

    def uploads(self, name: str) -> list[UploadedFile]:
        """Return the files of a field in their order."""
        return [upload for key, upload in self.files.items() if key == name or key.startswith(f"{name}[")]

    def store_upload(self, upload: UploadedFile, id: str) -> None:
        """Move an uploaded file to the path of a file's content."""
        upload.path.replace(self.blob(id))


def _lock(state: str, folder: Path) -> IO[str]:
    """Lock a state file for this process, which is the only one that may use it; return the open lock file."""
    try:
        folder.mkdir(exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise unusable(state, str(error.strerror)) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise StateError(
            f"cannot use the state file {state}: another emulator uses it. Stop that emulator or name another file."
        ) from None
    return lock


class Server:
    """State of the process.

    :raises StateError: the state file cannot be used.
    """

    def __init__(
        self,
        state: str | None,
        router: Router,
        due_handlers: Mapping[str, DueHandler],
        speed: float,
        observers: Sequence[Observer] = (),
        journal_size: int = DEFAULT_SIZE,
        models: Sequence[Doc] = (),
    ) -> None:
        self._temporary = None if state else tempfile.mkdtemp(prefix="openai-emulator-")
        self.blobs = Path(self._temporary) if self._temporary else Path(f"{state}.files")
        self._lock = _lock(state, self.blobs) if state else None
        self.store = Store(state)
        self.router = router
        self.due_handlers = dict(due_handlers)
        self.speed = speed
        self.observers = tuple(observers)
        self.journal = Journal(journal_size)
        self.started = time.time()
        self.incoming = self.blobs / "incoming"
        shutil.rmtree(self.incoming, ignore_errors=True)
        self.incoming.mkdir()
        try:
            self.organizations: dict[str, Organization] = {
                id: Organization(self, id, value) for id, value in self.store.settings("org:").items()
            }
            self.default_id: str | None = self.store.setting("default")
        except (ValueError, KeyError, TypeError) as error:
            raise unusable(str(state), f"its settings are damaged ({error})") from None
        self.models = tuple(models)
        for org in self.organizations.values():
            (self.blobs / org.id).mkdir(exist_ok=True)
            self._add_models(org)

    def close(self) -> None:
        """Close the database and remove temporary files."""
        self.store.close()
        if self._lock:
            self._lock.close()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def new_organization(self, name: str | None, options: Mapping[str, Any] | None = None) -> Organization:
        """Create an organization with its initial data."""
        from .initial_data import create_organization

        with self.store.transaction():
            org = create_organization(self, name, dict(options or {}))
            self._add_models(org)
        (self.blobs / org.id).mkdir(exist_ok=True)
        self.organizations[org.id] = org
        return org

    def _add_models(self, org: Organization) -> None:
        for doc in self.models:
            add_model(org.docs, doc, int(org.clock.now()))

    @property
    def default(self) -> Organization:
        """Return the default organization, whose keys are printed at the start."""
        if self.default_id is None or self.default_id not in self.organizations:
            org = self.new_organization("Example Organization")
            self.default_id = org.id
            self.store.set_setting("default", org.id)
        return self.organizations[self.default_id]

    def drop_organization(self, org: Organization) -> None:
        """Delete an organization."""
        self.store.drop_organization(org.id)
        self.store.drop_setting(f"org:{org.id}")
        self.organizations.pop(org.id, None)
        self.journal.clear(org.id)
        shutil.rmtree(self.blobs / org.id, ignore_errors=True)

    def find_key(self, secret: str) -> tuple[Organization, Key] | None:
        """Return organization and properties of the key with this secret."""
        found = self.store.find_key(digest(secret))
        if found is None or found[0] not in self.organizations:
            return None
        body = found[1]
        key = Key(
            body["id"],
            KeyClass(body["key_class"]),
            body.get("project_id"),
            body.get("owner", {}),
            body.get("expires_at"),
            tuple(body.get("scopes", ())),
        )
        return self.organizations[found[0]], key

    def run_due(self, org: Organization) -> None:
        """Call the handlers of all documents that are due, in the order of their due times."""
        now = org.clock.now()
        for _unused in range(100_000):
            item = org.docs.next_due(now)
            if item is None:
                return
            due, kind, scope, doc = item
            with self.store.transaction():
                self.due_handlers[kind](Call(self, org, due), scope, doc)
        raise RuntimeError("a document stays due although its handler was called")

    def request_id(self) -> str:
        """Return a new ``x-request-id``."""
        return new_id("req_", 32).lower()
