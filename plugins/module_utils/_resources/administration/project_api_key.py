# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""API keys of a project, whoever owns them: read, restricted, revoked. They are issued elsewhere."""

from __future__ import annotations

import json
import time
import typing as t

from ..._api.connection import ADMIN
from ..._domain.api_keys import EXPIRES, unexpired
from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import ApiError, InvalidArgument
from ..._support.local_state import read_state, write_state
from ..._support.time import parse_duration
from ..._support.types import Object
from .organization_user import USERS
from .project import IN_PROJECT

PROJECT_API_KEYS = Collection(
    "project_api_key",
    path="/organization/projects/{project_id}/api_keys",
    item="/organization/projects/{project_id}/api_keys/{api_key_id}",
    prefixes=("key_",),
    live=unexpired,
    # Without it keys are left out whose owner has lost access and gets it back.
    query={"owner_project_access": "any"},
)

SCOPES = Field("scopes", "list", elements="str", unordered=True, read_as="")


def scopes_text(scopes: t.Iterable[str]) -> str:
    """Scopes in the form in which they are remembered."""
    return json.dumps(sorted(scopes))


def owned_by(key: Object, owner: str) -> bool:
    """Whether a key belongs to somebody, named by id, by e-mail or, a service account, by name."""
    user, account = (key.get("owner", {}).get(kind) or {} for kind in ("user", "service_account"))
    if owner in (user.get("id"), account.get("id"), account.get("name")):
        return True
    return USERS.named(owner, user.get("email")) if user else False


class _ProjectApiKey(Entity):
    def candidates(self, run: TaskContext, objects: list[Object]) -> list[Object]:
        found = super().candidates(run, objects)
        owner = run.param("owner")
        return [key for key in found if owned_by(key, str(owner))] if owner else found

    def create(self, run: TaskContext, wanted: Object) -> dict[str, t.Any]:
        raise InvalidArgument(
            "there is no such live key, and a key of a person can be made by that person alone",
            "fjcorp.openai.openai_service_account_key issues keys of service accounts.",
        )

    def differing(self, run: TaskContext, wanted: Object, current: Object) -> Object:
        patch = super().differing(run, wanted, current)
        lasts = run.param("expires_in_seconds")
        within = parse_duration("renew_within", run.param("renew_within"))
        if lasts and within and within >= lasts:
            raise InvalidArgument(
                f"renew_within is {within} s and the key is given {lasts} s, so that every run would change it",
                "Set renew_within to less than expires_in_seconds.",
            )
        if lasts is not None:
            ends = current.get("expires_at")
            left = None if ends is None else ends - time.time()
            # Relative in, absolute out: a key that ends sooner already satisfies, unless it is to be renewed. A twentieth
            # is left to clocks that differ, or the end would move at every run.
            if left is None or left > lasts + max(60, lasts / 20) or (within is not None and left <= within):
                patch["expires_in_seconds"] = lasts
        scopes = run.param("scopes")
        if scopes is not None and read_state(
            run.client.connection.scope(ADMIN), "scopes", current["id"]
        ) != scopes_text(scopes):
            patch["scopes"] = scopes
        return patch

    def change(self, run: TaskContext, current: Object, patch: Object) -> Object:
        answer = super().change(run, current, patch)
        if "scopes" in patch:
            write_state(run.client.connection.scope(ADMIN), "scopes", current["id"], scopes_text(patch["scopes"]))
        return answer

    def update(self, run: TaskContext, current: Object, wanted: Object) -> dict[str, t.Any]:
        patch = self.differing(run, wanted, current)
        result = super().update(run, current, wanted)
        # Neither comes back from the server, so the diff of what can be read would be empty.
        result["diff"]["after"].update(patch)
        return result

    def remove(self, run: TaskContext, current: Object) -> None:
        try:
            super().remove(run, current)
        except ApiError as error:
            if error.status == 400 and (current.get("owner") or {}).get("type") == "service_account":
                error.remedy = ONLY_WITH_ACCOUNT
            raise


ONLY_WITH_ACCOUNT = (
    "This server revokes a key of a service account only with its account: "
    "fjcorp.openai.openai_service_account with state: absent."
)

PROJECT_API_KEY = _ProjectApiKey(
    PROJECT_API_KEYS,
    parents=(IN_PROJECT,),
    fields=(
        Field("name", immutable=True),
        Field("owner", sent_as="", read_as=""),
        EXPIRES,
        Field("renew_within", sent_as="", read_as=""),
        SCOPES,
    ),
    operations=(f"POST {PROJECT_API_KEYS.item}",),
)


class _ProjectApiKeyInfo(Info):
    def matching(self, run: TaskContext, place: Collection, thing: Object) -> bool:
        owner = run.param("owner")
        return super().matching(run, place, thing) and (not owner or owned_by(thing, str(owner)))


PROJECT_API_KEY_INFO = _ProjectApiKeyInfo(
    PROJECT_API_KEY,
    filters=(Field("owner_project_access", choices=("active", "inactive", "any"), default="any"),),
    matches=(Field("name"),),
    extras=(Field("owner"),),
)
