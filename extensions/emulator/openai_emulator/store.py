# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Store of JSON documents by kind, in SQLite.

A document is a JSON object with an ``id``. Keys that begin with an underscore are internal and never part of a
response, see :func:`public`. ``scope`` is the id of the parent, such as a project or a job, or empty; an id is unique
within organization, kind and scope. ``due`` is the emulated time at which the handler of the kind is called.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

Doc = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS docs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  org TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL,
  visible_at REAL NOT NULL, due REAL, body TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS docs_id ON docs (org, kind, scope, id);
CREATE INDEX IF NOT EXISTS docs_page ON docs (org, kind, scope, seq);
CREATE INDEX IF NOT EXISTS docs_any_scope ON docs (org, kind, id);
CREATE INDEX IF NOT EXISTS docs_due ON docs (org, due) WHERE due IS NOT NULL;
{indexes}
CREATE TABLE IF NOT EXISTS keys (hash TEXT PRIMARY KEY, org TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

INDEXED: dict[str, tuple[str, ...]] = {
    "api_key": ("_owner.id",),
    "invite": ("email",),
    "organization_user": ("email", "role"),
    "project": ("external_key_id",),
}
"""Fields by which the documents of a kind are looked up. Upper and lower case are the same."""


def _index(kind: str, field: str) -> str:
    return f"docs_{kind}_{field.replace('.', '_')}"


def _value(field: str) -> str:
    return f"casefold(json_extract(body, '$.{field}'))"


def _casefold(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


_INDEXES = "\n".join(
    f"CREATE INDEX IF NOT EXISTS {_index(kind, field)} ON docs (org, {_value(field)}, seq) WHERE kind='{kind}';"
    for kind, fields in INDEXED.items()
    for field in fields
)


class StateError(Exception):
    """A state file that cannot be used; the message contains the reason and what to do."""


def unusable(path: str, why: str) -> StateError:
    """Return the error for a state file that is damaged, or no state file."""
    return StateError(f"cannot use the state file {path}: {why}. Restore it, delete it or name another file.")


def public(doc: Doc) -> Doc:
    """Return the document without internal keys."""
    return {key: value for key, value in doc.items() if not key.startswith("_")}


class Store:
    """Database: in memory, or a file.

    :raises StateError: the file cannot be opened, or is not a state file.
    """

    def __init__(self, path: str | None = None) -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
            self._open()
        except sqlite3.Error as error:
            raise unusable(str(path), str(error)) from None
        self._depth = 0

    def _open(self) -> None:
        # SQLite's own lower() converts ASCII letters only.
        self._db.create_function("casefold", 1, _casefold, deterministic=True)
        if self.path:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            [[told]] = self._db.execute("PRAGMA quick_check(1)")
            if told != "ok":
                raise sqlite3.DatabaseError(str(told).splitlines()[0])
        self._db.executescript(_SCHEMA.format(indexes=_INDEXES))

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all changes of the block, or none if it raises."""
        if self._depth:
            yield
            return
        self._db.execute("BEGIN")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._depth -= 1

    def setting(self, name: str) -> Any:
        """Return the JSON value of a setting, or None."""
        row = self._db.execute("SELECT value FROM settings WHERE name=?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def set_setting(self, name: str, value: Any) -> None:
        """Set the JSON value of a setting."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?,?)", (name, json.dumps(value)))

    def settings(self, prefix: str) -> dict[str, Any]:
        """Return the values of all settings with this prefix, by the rest of their name."""
        rows = self._db.execute("SELECT name, value FROM settings WHERE substr(name,1,?)=?", (len(prefix), prefix))
        return {name[len(prefix) :]: json.loads(value) for name, value in rows}

    def drop_setting(self, name: str) -> None:
        """Delete a setting."""
        self._db.execute("DELETE FROM settings WHERE name=?", (name,))

    def add_key(self, hash: str, org: str, body: Doc) -> None:
        """Add a key of an organization by the checksum of its secret."""
        self._db.execute("INSERT INTO keys VALUES (?,?,?)", (hash, org, json.dumps(body)))

    def find_key(self, hash: str) -> tuple[str, Doc] | None:
        """Return organization and properties of the key with this checksum."""
        row = self._db.execute("SELECT org, body FROM keys WHERE hash=?", (hash,)).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def drop_key(self, hash: str) -> None:
        """Delete a key."""
        self._db.execute("DELETE FROM keys WHERE hash=?", (hash,))

    def drop_organization(self, org: str) -> None:
        """Delete the documents and keys of an organization."""
        with self.transaction():
            self._db.execute("DELETE FROM docs WHERE org=?", (org,))
            self._db.execute("DELETE FROM keys WHERE org=?", (org,))

    def organization(self, org: str) -> OrgStore:
        """Return the documents of one organization."""
        return OrgStore(self, org, self._db)


class OrgStore:
    """Documents of one organization. All access to documents uses this class, which separates the organizations."""

    def __init__(self, store: Store, org: str, db: sqlite3.Connection) -> None:
        self._store = store
        self._org = org
        self._db = db

    def insert(self, kind: str, doc: Doc, *, scope: str = "", visible_at: float = 0.0, due: float | None = None) -> Doc:
        """Insert a document."""
        self._db.execute(
            "INSERT INTO docs (org,kind,scope,id,visible_at,due,body) VALUES (?,?,?,?,?,?,?)",
            (self._org, kind, scope, doc["id"], visible_at, due, json.dumps(doc)),
        )
        return doc

    def insert_many(self, kind: str, docs: Iterable[Doc], *, scope: str = "") -> int:
        """Insert many documents, visible immediately."""
        rows = [(self._org, kind, scope, doc["id"], 0.0, json.dumps(doc)) for doc in docs]
        with self._store.transaction():
            self._db.executemany("INSERT INTO docs (org,kind,scope,id,visible_at,body) VALUES (?,?,?,?,?,?)", rows)
        return len(rows)

    def update(self, kind: str, doc: Doc, *, scope: str = "", due: float | None = None) -> Doc:
        """Update a document; its position stays."""
        self._db.execute(
            "UPDATE docs SET body=?, due=? WHERE org=? AND kind=? AND scope=? AND id=?",
            (json.dumps(doc), due, self._org, kind, scope, doc["id"]),
        )
        return doc

    def get(self, kind: str, id: str, *, scope: str = "", now: float | None = None) -> Doc | None:
        """Return a document by id; with ``now``, only if it is visible at this time."""
        row = self._db.execute(
            "SELECT body, visible_at FROM docs WHERE org=? AND kind=? AND scope=? AND id=?",
            (self._org, kind, scope, id),
        ).fetchone()
        if row is None or (now is not None and row[1] > now):
            return None
        doc: Doc = json.loads(row[0])
        return doc

    def delete(self, kind: str, id: str, *, scope: str = "") -> bool:
        """Delete a document; return whether it existed."""
        cursor = self._db.execute(
            "DELETE FROM docs WHERE org=? AND kind=? AND scope=? AND id=?", (self._org, kind, scope, id)
        )
        return cursor.rowcount > 0

    def iterate(
        self,
        kind: str,
        *,
        scope: str | None = "",
        newest_first: bool = False,
        now: float | None = None,
        after_position: int | None = None,
        equal: tuple[str, Collection[str]] | None = None,
    ) -> Iterator[Doc]:
        """Return documents in the order of their creation.

        :param scope: ``None`` for every scope.
        :param now: return only documents that are visible at this time.
        :param after_position: return only documents behind this :meth:`position`.
        :param equal: a field of :data:`INDEXED` and its accepted values.
        """
        rows = self._select("body", kind, scope, newest_first, now, after_position, equal)
        for (body,) in rows:
            yield json.loads(body)

    def find(self, kind: str, field: str, value: str) -> Iterator[tuple[str, Doc]]:
        """Return the documents with this value in a field of :data:`INDEXED`, each with its scope, oldest first."""
        for scope, body in self._select("scope, body", kind, None, equal=(field, (value,))).fetchall():
            yield scope, json.loads(body)

    def _select(
        self,
        columns: str,
        kind: str,
        scope: str | None,
        newest_first: bool = False,
        now: float | None = None,
        after_position: int | None = None,
        equal: tuple[str, Collection[str]] | None = None,
    ) -> sqlite3.Cursor:
        clauses = ["org=?"]
        values: list[Any] = [self._org]
        index = ""
        if equal is None:
            clauses.append("kind=?")
            values.append(kind)
        else:
            field, accepted = equal
            if field not in INDEXED.get(kind, ()):
                raise ValueError(f"{kind} has no index on {field}")
            # SQLite uses a partial index only if the query contains its condition literally.
            index = f"INDEXED BY {_index(kind, field)}"
            clauses += [f"kind='{kind}'", f"{_value(field)} IN (SELECT value FROM json_each(?))"]
            values.append(json.dumps([_casefold(value) for value in accepted]))
        if scope is not None:
            clauses.append("scope=?")
            values.append(scope)
        if now is not None:
            clauses.append("visible_at<=?")
            values.append(now)
        if after_position is not None:
            clauses.append("seq<?" if newest_first else "seq>?")
            values.append(after_position)
        order = "DESC" if newest_first else "ASC"
        return self._db.execute(
            f"SELECT {columns} FROM docs {index} WHERE {' AND '.join(clauses)} ORDER BY seq {order}", values
        )

    def iterate_with_scope(self, kind: str) -> Iterator[tuple[str, Doc]]:
        """Return all documents of a kind, each with its scope."""
        rows = self._db.execute("SELECT scope, body FROM docs WHERE org=? AND kind=? ORDER BY seq", (self._org, kind))
        for scope, body in rows:
            yield scope, json.loads(body)

    def with_ids(self, kind: str, ids: list[str], *, now: float | None = None) -> list[tuple[str, Doc]]:
        """Return the documents of any scope with these ids, each with its scope; with ``now`` only visible ones."""
        rows = self._db.execute(
            "SELECT scope, body FROM docs WHERE org=? AND kind=? AND id IN (SELECT value FROM json_each(?)) "
            "AND visible_at<=? ORDER BY seq",
            (self._org, kind, json.dumps(ids), math.inf if now is None else now),
        )
        return [(scope, json.loads(body)) for scope, body in rows]

    def position(self, kind: str, id: str, *, scope: str = "") -> int | None:
        """Return the position of a document, for :meth:`iterate`."""
        row = self._db.execute(
            "SELECT seq FROM docs WHERE org=? AND kind=? AND scope=? AND id=?", (self._org, kind, scope, id)
        ).fetchone()
        return int(row[0]) if row else None

    def count(self, kind: str, *, scope: str | None = None) -> int:
        """Return the number of documents of a kind."""
        if scope is None:
            row = self._db.execute("SELECT count(*) FROM docs WHERE org=? AND kind=?", (self._org, kind)).fetchone()
        else:
            row = self._db.execute(
                "SELECT count(*) FROM docs WHERE org=? AND kind=? AND scope=?", (self._org, kind, scope)
            ).fetchone()
        return int(row[0])

    def delete_all(self, kind: str, *, scope: str) -> None:
        """Delete all documents of a kind in a scope."""
        self._db.execute("DELETE FROM docs WHERE org=? AND kind=? AND scope=?", (self._org, kind, scope))

    def kinds(self) -> dict[str, int]:
        """Return the number of documents of each kind."""
        rows = self._db.execute("SELECT kind, count(*) FROM docs WHERE org=? GROUP BY kind ORDER BY kind", (self._org,))
        return {kind: int(number) for kind, number in rows}

    def next_due(self, now: float) -> tuple[float, str, str, Doc] | None:
        """Return due time, kind, scope and content of the document that is due first."""
        row = self._db.execute(
            "SELECT due, kind, scope, body FROM docs WHERE org=? AND due<=? ORDER BY due, seq LIMIT 1", (self._org, now)
        ).fetchone()
        return (row[0], row[1], row[2], json.loads(row[3])) if row else None
