"""Fast seeding of many objects, for tests of paging and scale."""

from __future__ import annotations

from collections.abc import Callable

from . import ids
from .seed import project_doc, project_user_doc, user_doc
from .server import Organization, Server
from .store import Doc

Seeder = Callable[..., list[str]]


def _now(org: Organization) -> int:
    return int(org.clock.now())


def projects(server: Server, org: Organization, count: int, *, prefix: str = "seeded-project") -> list[str]:
    """Projects without members."""
    docs = [project_doc(f"{prefix}-{number:05d}", _now(org)) for number in range(count)]
    org.docs.insert_many("project", docs)
    return [doc["id"] for doc in docs]


def organization_users(server: Server, org: Organization, count: int, *, prefix: str = "seeded-user") -> list[str]:
    """Readers of the organization."""
    docs = [
        user_doc(f"{prefix} {number:05d}", f"{prefix}-{number:05d}@example.com", "reader", _now(org))
        for number in range(count)
    ]
    org.docs.insert_many("organization_user", docs)
    return [doc["id"] for doc in docs]


def project_users(
    server: Server, org: Organization, count: int, *, project_id: str | None = None, prefix: str = "seeded-member"
) -> list[str]:
    """New readers of the organization, each a member of a project."""
    scope = project_id or org.project_id
    if org.docs.get("project", scope) is None:
        raise ValueError(f"no project {scope!r}")
    made = organization_users(server, org, count, prefix=prefix)
    wanted = set(made)
    users = [doc for doc in org.docs.each("organization_user") if doc["id"] in wanted]
    org.docs.insert_many("project_user", [project_user_doc(user, "member", _now(org)) for user in users], scope=scope)
    return made


def rate_limit_models(server: Server, org: Organization, count: int, *, prefix: str = "seeded-model") -> list[str]:
    """More models, each with a row among the rate limits of every project."""
    docs: list[Doc] = [
        {
            "id": f"{prefix}-{number:05d}",
            "created": _now(org),
            "limits": {"max_requests_per_1_minute": 1000, "max_tokens_per_1_minute": 100_000},
        }
        for number in range(count)
    ]
    org.docs.insert_many("extra_model", docs)
    return [doc["id"] for doc in docs]


def service_accounts(
    server: Server, org: Organization, count: int, *, project_id: str | None = None, prefix: str = "seeded-account"
) -> list[str]:
    """Service accounts without keys."""
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


SEEDERS: dict[str, Seeder] = {
    "project": projects,
    "organization_user": organization_users,
    "project_user": project_users,
    "rate_limit_model": rate_limit_models,
    "service_account": service_accounts,
}
"""What ``POST /_control/objects`` can make, by kind."""
