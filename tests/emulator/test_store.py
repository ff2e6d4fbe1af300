# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lookups in the document store use an index and are correct after every change."""

from __future__ import annotations

import sys
import typing as t
from pathlib import Path

import pytest

from .conftest import EMULATOR

sys.path.insert(0, str(EMULATOR))

from openai_emulator import store


@pytest.fixture
def database() -> t.Iterator[store.Store]:
    made = store.Store()
    yield made
    made.close()


def user(id: str, email: str, role: str = "reader") -> store.Doc:
    return {"id": id, "email": email, "role": role}


def found(docs: store.OrgStore, email: str) -> list[str]:
    return [doc["id"] for _scope, doc in docs.find("organization_user", "email", email)]


def test_find_follows_every_change(database: store.Store) -> None:
    docs, other = database.organization("org-1"), database.organization("org-2")
    docs.insert("organization_user", user("a", "Ada@Example.com"))
    docs.insert_many("organization_user", [user("b", "b@example.com"), user("ö", "JÖRG@example.com")])
    other.insert("organization_user", user("a", "ada@example.com"))
    assert found(docs, "ada@example.COM") == ["a"] and found(docs, "jörg@example.com") == ["ö"]
    docs.update("organization_user", user("a", "grace@example.com", "owner"))
    assert found(docs, "ada@example.com") == [] and found(docs, "grace@example.com") == ["a"]
    assert found(other, "ada@example.com") == ["a"]
    assert [doc["id"] for _scope, doc in docs.find("organization_user", "role", "owner")] == ["a"]
    docs.delete("organization_user", "a")
    assert found(docs, "grace@example.com") == []
    with pytest.raises(RuntimeError), database.transaction():
        docs.insert("organization_user", user("c", "c@example.com"))
        raise RuntimeError
    assert found(docs, "c@example.com") == []
    database.drop_organization("org-2")
    assert found(other, "ada@example.com") == []


def test_find_returns_the_scope_and_keeps_the_order(database: store.Store) -> None:
    docs = database.organization("org-1")
    for number, scope in enumerate(("proj_b", "proj_a", "proj_b")):
        docs.insert("api_key", {"id": f"key_{number}", "_owner": {"type": "user", "id": "u"}}, scope=scope)
    docs.insert("api_key", {"id": "key_9", "_owner": {"type": "user", "id": "v"}}, scope="proj_a")
    keys = [(scope, key["id"]) for scope, key in docs.find("api_key", "_owner.id", "u")]
    assert keys == [("proj_b", "key_0"), ("proj_a", "key_1"), ("proj_b", "key_2")]


def test_iterate_accepts_several_values(database: store.Store) -> None:
    docs = database.organization("org-1")
    docs.insert_many("organization_user", [user(str(number), f"{number}@example.com") for number in range(9)])
    wanted = ("7@example.com", "3@EXAMPLE.com", "unknown@example.com")
    ids = [doc["id"] for doc in docs.iterate("organization_user", equal=("email", wanted))]
    assert ids == ["3", "7"]
    after = docs.position("organization_user", "5")
    assert [doc["id"] for doc in docs.iterate("organization_user", equal=("email", wanted), after_position=after)] == [
        "7"
    ]


def test_only_indexed_fields_are_looked_up(database: store.Store) -> None:
    with pytest.raises(ValueError, match="organization_user has no index on name"):
        next(database.organization("org-1").find("organization_user", "name", "Ada"))


def test_state_files_get_the_indexes(tmp_path: Path) -> None:
    path = str(tmp_path / "state.db")
    first = store.Store(path)
    docs = first.organization("org-1")
    docs.insert("organization_user", user("a", "ada@example.com"))
    first.close()
    second = store.Store(path)
    assert found(second.organization("org-1"), "ADA@example.com") == ["a"]
    second.close()
