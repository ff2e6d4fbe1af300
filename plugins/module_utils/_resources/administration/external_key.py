# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Keys in somebody else's key management, by which an organization's data is encrypted."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.info import Info
from ..._engine.spec import Collection, Field
from ..._support.errors import ApiError, InvalidArgument, WaitError

EXTERNAL_KEYS = Collection(
    "external_key", path="/organization/external_keys", item="/organization/external_keys/{external_key_id}"
)
PURPOSES = ("ekm", "psp_decryption")
PROVIDERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "aws": (("kms_arn", "role_arn", "external_id"), ()),
    "gcp": (
        (
            "audience",
            "kms_project_id",
            "kms_key_location",
            "kms_key_ring_name",
            "kms_key_name",
            "workload_identity_project_number",
            "workload_identity_pool_id",
            "workload_identity_provider_id",
        ),
        ("kms_key_version",),
    ),
    "azure": (("tenant_id", "vault_uri", "key_name"), ("key_version",)),
    "oci": (("region", "vault_ocid", "key_ocid"), ("key_version_ocid",)),
}
"""What a key of each provider needs, and what it may have beside."""

BROKEN = ("invalid", "fail", "error", "denied", "degraded", "unhealthy", "unreachable")
"""Words in a status that say that the other side cannot be used; the API's own list of them is not published."""

VALIDATE = Field("validate", "bool", default=False, sent_as="", read_as="")


def check_variant(values: t.Mapping[str, t.Any], variants: t.Mapping[str, tuple[t.Any, t.Any]], where: str) -> None:
    """Refuse fields that another provider has, and the lack of one that this provider needs.

    :param values: the fields with ``type``. :param where: how the options are called, with a dot at its end or empty.
    :raises BadInput: naming them.
    """
    kind = values.get("type")
    if not kind:
        return
    needed, possible = variants[kind]
    known = {name for variant in variants.values() for names in variant for name in names}
    strange = sorted(name for name in known if values.get(name) not in (None, "") and name not in (*needed, *possible))
    if strange:
        raise InvalidArgument(
            f"{where}{f', {where}'.join(strange)} {'is' if len(strange) == 1 else 'are'} not for {where}type {kind}",
            f"With {kind} give {', '.join((*needed, *possible))}.",
        )
    lacking = [name for name in needed if values.get(name) in (None, "")]
    if lacking:
        raise InvalidArgument(
            f"{where}type {kind} needs {', '.join(f'{where}{name}' for name in lacking)}", "Give them."
        )


@dataclass(frozen=True)
class Validated(Entity):
    """A thing on somebody else's side, of which the API can tell whether it can be used."""

    def finish(self, run: TaskContext, result: dict[str, t.Any], made: bool) -> dict[str, t.Any]:
        if run.param("validate") and not run.check_mode:
            self.judge(self.validate(run, result))
        return result

    def validate(self, run: TaskContext, result: dict[str, t.Any]) -> str:
        """Have the API try it; what it says. The answer is put into the result.

        :raises ApiError: it cannot be tried.
        """
        place = self.collection
        try:
            answer = run.client.post(f"{place.item}/validate", self.item_ids(run, result[self.thing]), key=place.key)
        except ApiError as error:
            error.remedy = error.remedy or "Give the API the rights it needs on the other side, and run the task again."
            raise
        result["validation"] = answer["status"]
        return str(answer["status"])

    def judge(self, status: str) -> None:
        """Fail where the API cannot use it.

        :raises WaitFailed: naming the status.
        """
        if any(word in status.lower() for word in BROKEN):
            raise WaitError(
                f"the API cannot use the {self.collection.spoken}: {status}",
                "Check what it is pointed at and the rights the API was given there, and run the task again.",
            )


def check_key(run: TaskContext) -> None:
    """Refuse what no provider takes.

    :raises BadInput: naming the option.
    """
    if run.param("state") == "present":
        check_variant(run.params, PROVIDERS, "")


EXTERNAL_KEY = Validated(
    EXTERNAL_KEYS,
    fields=(
        Field("name", immutable=True),
        Field("type", creates=True, choices=tuple(PROVIDERS), immutable=True),
        Field("purpose", choices=PURPOSES, immutable=True),
        *(
            Field(name, immutable=True, no_log=False)
            for needed, possible in PROVIDERS.values()
            for name in (*needed, *possible)
        ),
        VALIDATE,
    ),
    check_input=check_key,
    updates=False,
    operations=(f"POST {EXTERNAL_KEYS.item}/validate",),
)

EXTERNAL_KEY_INFO = Info(
    EXTERNAL_KEY, filters=(Field("purpose", choices=PURPOSES),), matches=(Field("name"), Field("type"))
)
