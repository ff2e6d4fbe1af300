# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents by kind in SQLite; every other module keeps its state here and nowhere else.

A document is a JSON object with an ``id``. Keys that begin with an underscore are the emulator's own and are never
part of an answer (see :func:`public`). ``scope`` is the id of the parent (a project, a job) or empty; an id is unique
within organization, kind and scope. ``due`` is the emulated moment at which the owner of the kind wants to look at
the document again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
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
CREATE TABLE IF NOT EXISTS keys (hash TEXT PRIMARY KEY, org TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def public(doc: Doc) -> Doc:
    """The document without the emulator's own keys."""
    return {key: value for key, value in doc.items() if not key.startswith("_")}


class Store:
    """The database: in memory, or a file that survives restarts."""

    def __init__(self, path: str | None = None) -> None:
        self.path = path
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        if path:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        self._depth = 0

    def close(self) -> None:
        """Write everything out and let go of the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or, when it raises, nothing of it."""
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
        """A JSON value kept under a name, or None."""
        row = self._db.execute("SELECT value FROM settings WHERE name=?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a JSON value under a name."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?,?)", (name, json.dumps(value)))

    def settings(self, prefix: str) -> dict[str, Any]:
        """All values whose name begins so, by the rest of the name."""
        rows = self._db.execute("SELECT name, value FROM settings WHERE substr(name,1,?)=?", (len(prefix), prefix))
        return {name[len(prefix) :]: json.loads(value) for name, value in rows}

    def drop_setting(self, name: str) -> None:
        """Forget a value."""
        self._db.execute("DELETE FROM settings WHERE name=?", (name,))

    def add_key(self, hash: str, org: str, body: Doc) -> None:
        """Let a secret, known by its digest, open the organization."""
        self._db.execute("INSERT INTO keys VALUES (?,?,?)", (hash, org, json.dumps(body)))

    def find_key(self, hash: str) -> tuple[str, Doc] | None:
        """Organization and description of the secret with this digest."""
        row = self._db.execute("SELECT org, body FROM keys WHERE hash=?", (hash,)).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def drop_key(self, hash: str) -> None:
        """The secret opens nothing any more."""
        self._db.execute("DELETE FROM keys WHERE hash=?", (hash,))

    def drop_organization(self, org: str) -> None:
        """Remove everything an organization has, its keys included."""
        with self.transaction():
            self._db.execute("DELETE FROM docs WHERE org=?", (org,))
            self._db.execute("DELETE FROM keys WHERE org=?", (org,))

    def organization(self, org: str) -> OrgStore:
        """The documents of one organization."""
        return OrgStore(self, org, self._db)


class OrgStore:
    """The documents of one organization; tenancy is enforced by there being no way around this class."""

    def __init__(self, store: Store, org: str, db: sqlite3.Connection) -> None:
        self._store = store
        self._org = org
        self._db = db

    def insert(self, kind: str, doc: Doc, *, scope: str = "", visible_at: float = 0.0, due: float | None = None) -> Doc:
        """Keep a new document."""
        self._db.execute(
            "INSERT INTO docs (org,kind,scope,id,visible_at,due,body) VALUES (?,?,?,?,?,?,?)",
            (self._org, kind, scope, doc["id"], visible_at, due, json.dumps(doc)),
        )
        return doc

    def insert_many(self, kind: str, docs: Iterable[Doc], *, scope: str = "") -> int:
        """Keep many new documents, visible at once."""
        rows = [(self._org, kind, scope, doc["id"], 0.0, json.dumps(doc)) for doc in docs]
        with self._store.transaction():
            self._db.executemany("INSERT INTO docs (org,kind,scope,id,visible_at,body) VALUES (?,?,?,?,?,?)", rows)
        return len(rows)

    def update(self, kind: str, doc: Doc, *, scope: str = "", due: float | None = None) -> Doc:
        """Write a document back; its place in lists stays."""
        self._db.execute(
            "UPDATE docs SET body=?, due=? WHERE org=? AND kind=? AND scope=? AND id=?",
            (json.dumps(doc), due, self._org, kind, scope, doc["id"]),
        )
        return doc

    def get(self, kind: str, id: str, *, scope: str = "", now: float | None = None) -> Doc | None:
        """A document by its id; with ``now``, only when it is visible by then."""
        row = self._db.execute(
            "SELECT body, visible_at FROM docs WHERE org=? AND kind=? AND scope=? AND id=?",
            (self._org, kind, scope, id),
        ).fetchone()
        if row is None or (now is not None and row[1] > now):
            return None
        doc: Doc = json.loads(row[0])
        return doc

    def delete(self, kind: str, id: str, *, scope: str = "") -> bool:
        """Remove a document; says whether it was there."""
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
    ) -> Iterator[Doc]:
        """Documents in the order of their creation; ``scope=None`` means every scope."""
        clauses = ["org=?", "kind=?"]
        values: list[Any] = [self._org, kind]
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
        rows = self._db.execute(f"SELECT body FROM docs WHERE {' AND '.join(clauses)} ORDER BY seq {order}", values)
        for (body,) in rows:
            yield json.loads(body)

    def find(self, kind: str, where: Callable[[Doc], bool], *, scope: str | None = "") -> Doc | None:
        """The oldest document that satisfies the condition."""
        return next((doc for doc in self.iterate(kind, scope=scope) if where(doc)), None)

    def iterate_with_scope(self, kind: str) -> Iterator[tuple[str, Doc]]:
        """Every document of a kind with its scope."""
        rows = self._db.execute("SELECT scope, body FROM docs WHERE org=? AND kind=? ORDER BY seq", (self._org, kind))
        for scope, body in rows:
            yield scope, json.loads(body)

    def with_ids(self, kind: str, ids: list[str]) -> list[tuple[str, Doc]]:
        """Documents of any scope that bear one of these ids, each with its scope."""
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(
            f"SELECT scope, body FROM docs WHERE org=? AND kind=? AND id IN ({marks}) ORDER BY seq",
            (self._org, kind, *ids),
        )
        return [(scope, json.loads(body)) for scope, body in rows]

    def position(self, kind: str, id: str, *, scope: str = "") -> int | None:
        """Where a document stands in its list, as a cursor for :meth:`each`."""
        row = self._db.execute(
            "SELECT seq FROM docs WHERE org=? AND kind=? AND scope=? AND id=?", (self._org, kind, scope, id)
        ).fetchone()
        return int(row[0]) if row else None

    def count(self, kind: str, *, scope: str | None = None) -> int:
        """How many documents of a kind there are."""
        if scope is None:
            row = self._db.execute("SELECT count(*) FROM docs WHERE org=? AND kind=?", (self._org, kind)).fetchone()
        else:
            row = self._db.execute(
                "SELECT count(*) FROM docs WHERE org=? AND kind=? AND scope=?", (self._org, kind, scope)
            ).fetchone()
        return int(row[0])

    def delete_all(self, kind: str, *, scope: str) -> None:
        """Remove all documents of a kind beneath one parent."""
        self._db.execute("DELETE FROM docs WHERE org=? AND kind=? AND scope=?", (self._org, kind, scope))

    def kinds(self) -> dict[str, int]:
        """Every kind with its number of documents."""
        rows = self._db.execute("SELECT kind, count(*) FROM docs WHERE org=? GROUP BY kind ORDER BY kind", (self._org,))
        return {kind: int(number) for kind, number in rows}

    def next_due(self, now: float) -> tuple[float, str, str, Doc] | None:
        """The document whose moment came first: (due, kind, scope, document)."""
        row = self._db.execute(
            "SELECT due, kind, scope, body FROM docs WHERE org=? AND due<=? ORDER BY due, seq LIMIT 1", (self._org, now)
        ).fetchone()
        return (row[0], row[1], row[2], json.loads(row[3])) if row else None
