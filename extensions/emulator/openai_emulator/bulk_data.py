# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create many objects at once, for tests of pagination and scale."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from . import ids, model_catalog
from .initial_data import group_doc, project_doc, project_user_doc, user_doc
from .routes.usage import usage_doc
from .server import Organization, Server
from .store import Doc

Seeder = Callable[..., list[str]]


def _now(org: Organization) -> int:
    return int(org.clock.now())


def projects(server: Server, org: Organization, count: int, *, prefix: str = "seeded-project") -> list[str]:
    """Create projects without members."""
    docs = [project_doc(f"{prefix}-{number:05d}", _now(org)) for number in range(count)]
    org.docs.insert_many("project", docs)
    return [doc["id"] for doc in docs]


def organization_users(
    server: Server, org: Organization, count: int, *, prefix: str = "seeded-user", scim: bool = False
) -> list[str]:
    """Create readers of the organization; with ``scim`` they are managed by an identity provider."""
    docs = [
        {
            **user_doc(f"{prefix} {number:05d}", f"{prefix}-{number:05d}@example.com", "reader", _now(org)),
            "is_scim_managed": scim,
        }
        for number in range(count)
    ]
    org.docs.insert_many("organization_user", docs)
    return [doc["id"] for doc in docs]


def groups(
    server: Server,
    org: Organization,
    count: int,
    *,
    prefix: str = "seeded-group",
    scim: bool = False,
    members: Sequence[str] = (),
) -> list[str]:
    """Create groups with these members, given by id; with ``scim`` they are managed by an identity provider."""
    docs = [group_doc(f"{prefix}-{number:05d}", _now(org), scim=scim) for number in range(count)]
    org.docs.insert_many("group", docs)
    people = [doc for _unused, doc in org.docs.with_ids("organization_user", list(members))] if members else []
    for doc in docs:
        org.docs.insert_many(
            "group_user", [{name: user[name] for name in ("id", "name", "email")} for user in people], scope=doc["id"]
        )
    return [doc["id"] for doc in docs]


def project_users(
    server: Server, org: Organization, count: int, *, project_id: str | None = None, prefix: str = "seeded-member"
) -> list[str]:
    """Create readers of the organization and add them to a project."""
    scope = project_id or org.project_id
    if org.docs.get("project", scope) is None:
        raise ValueError(f"project {scope!r} not found")
    made = organization_users(server, org, count, prefix=prefix)
    users = [doc for _scope, doc in org.docs.with_ids("organization_user", made)]
    org.docs.insert_many("project_user", [project_user_doc(user, "member", _now(org)) for user in users], scope=scope)
    return made


def rate_limit_models(server: Server, org: Organization, count: int, *, prefix: str = "seeded-model") -> list[str]:
    """Create models, each with a row in the rate limits of every project."""
    docs: list[Doc] = [
        {
            "id": f"{prefix}-{number:05d}",
            "created": _now(org),
            "limits": {"max_requests_per_1_minute": 1000, "max_tokens_per_1_minute": 100_000},
        }
        for number in range(count)
    ]
    org.docs.insert_many(model_catalog.ADDED, docs)
    return [doc["id"] for doc in docs]


def service_accounts(
    server: Server, org: Organization, count: int, *, project_id: str | None = None, prefix: str = "seeded-account"
) -> list[str]:
    """Create service accounts without keys."""
    docs: list[Doc] = [
        {
            "id": ids.new_id("user-"),
            "object": "organization.project.service_account",
            "name": f"{prefix}-{number:05d}",
            "role": "member",
            "created_at": _now(org),
        }
        for number in range(count)
    ]
    org.docs.insert_many("service_account", docs, scope=project_id or org.project_id)
    return [doc["id"] for doc in docs]


def files(
    server: Server,
    org: Organization,
    count: int,
    *,
    project_id: str | None = None,
    prefix: str = "seeded-file",
    purpose: str = "user_data",
) -> list[str]:
    """Create files of a few bytes."""
    docs: list[Doc] = []
    for number in range(count):
        content = f"{prefix} {number}\n".encode()
        doc: Doc = {
            "id": ids.new_id("file-", 22),
            "object": "file",
            "bytes": len(content),
            "created_at": _now(org),
            "expires_at": None,
            "filename": f"{prefix}-{number:05d}.{'jsonl' if purpose in ('batch', 'fine-tune') else 'txt'}",
            "purpose": purpose,
            "status": "processed",
            "status_details": None,
            "_sha256": hashlib.sha256(content).hexdigest(),
        }
        (server.blobs / org.id / doc["id"]).write_bytes(content)
        docs.append(doc)
    org.docs.insert_many("file", docs, scope=project_id or org.project_id)
    return [doc["id"] for doc in docs]


def fine_tuning_jobs(
    server: Server, org: Organization, count: int, *, project_id: str | None = None, status: str = "succeeded"
) -> list[str]:
    """Create finished jobs without files, events and models."""
    docs: list[Doc] = [
        {
            "id": ids.new_id("ftjob-"),
            "object": "fine_tuning.job",
            "model": "gpt-4.1-mini-2025-04-14",
            "created_at": _now(org),
            "finished_at": _now(org),
            "fine_tuned_model": f"ft:gpt-4.1-mini-2025-04-14:{org.slug}::{ids.random_token(8)}",
            "organization_id": org.id,
            "result_files": [],
            "status": status,
            "training_file": "file-seeded",
            "validation_file": None,
            "hyperparameters": {"batch_size": 1, "learning_rate_multiplier": 2.0, "n_epochs": 3},
            "trained_tokens": 100,
            "error": None,
            "user_provided_suffix": None,
            "seed": number,
            "estimated_finish": None,
            "integrations": [],
            "metadata": {"number": str(number)},
            "method": {
                "type": "supervised",
                "supervised": {
                    "hyperparameters": {"batch_size": 1, "learning_rate_multiplier": 2.0, "n_epochs": 3},
                },
            },
        }
        for number in range(count)
    ]
    org.docs.insert_many("fine_tuning_job", docs, scope=project_id or org.project_id)
    return [doc["id"] for doc in docs]


def chat_completions(
    server: Server, org: Organization, count: int, *, project_id: str | None = None, model: str = "gpt-4.1-mini"
) -> list[str]:
    """Create stored completions."""
    docs: list[Doc] = []
    for number in range(count):
        message: Doc = {"role": "assistant", "content": f"Answer {number}", "refusal": None, "annotations": []}
        docs.append(
            {
                "id": ids.new_id("chatcmpl-", 29),
                "object": "chat.completion",
                "created": _now(org),
                "model": f"{model}-2025-04-14" if model.startswith("gpt-4.1") else model,
                "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 8, "completion_tokens": 3, "total_tokens": 11},
                "service_tier": "default",
                "system_fingerprint": "fp_seeded",
                "metadata": {"number": str(number)},
                "_messages": [{"role": "user", "content": f"Question {number}"}],
                "_asked": model,
            }
        )
    org.docs.insert_many("chat_completion", docs, scope=project_id or org.project_id)
    return [doc["id"] for doc in docs]


def usage(
    server: Server,
    org: Organization,
    count: int,
    *,
    usage: str = "completions",
    at: float | None = None,
    step: float = 0,
    record: Doc | None = None,
) -> list[str]:
    """Create usage records from a start time on, ``step`` seconds apart; ``record`` contains their metrics and group
    values."""
    start = org.clock.now() if at is None else at
    docs = [usage_doc(usage, start + step * number, record or {}) for number in range(count)]
    org.docs.insert_many("usage", docs)
    return [doc["id"] for doc in docs]


SEEDERS: dict[str, Seeder] = {
    "project": projects,
    "organization_user": organization_users,
    "group": groups,
    "project_user": project_users,
    "rate_limit_model": rate_limit_models,
    "service_account": service_accounts,
    "file": files,
    "fine_tuning_job": fine_tuning_jobs,
    "chat_completion": chat_completions,
    "usage": usage,
}
"""Kinds of objects that ``POST /_control/objects`` creates."""
