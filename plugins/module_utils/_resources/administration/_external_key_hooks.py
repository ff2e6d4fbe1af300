# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Hooks of the declaration ``EXTERNAL_KEY``."""

from __future__ import annotations

import typing as t

from ..._engine.context import TaskContext
from ..._engine.entity import Entity
from ..._engine.plan import Action, Plan, Progress
from ..._support.errors import ApiError, InvalidArgument, WaitError
from ..._support.types import Object

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
"""Required and optional values of a key, by provider."""

BROKEN = ("invalid", "fail", "error", "denied", "degraded", "unhealthy", "unreachable")
"""Words in a status that mean that the external system cannot be used; the API does not document its statuses."""


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
            f"{where}{f', {where}'.join(strange)} {'is' if len(strange) == 1 else 'are'} not supported with {where}type {kind}",
            f"Options of {kind}: {', '.join((*needed, *possible))}.",
        )
    missing = [name for name in needed if values.get(name) in (None, "")]
    if missing:
        raise InvalidArgument(
            f"{where}type {kind} requires {', '.join(f'{where}{name}' for name in missing)}", "Set these options."
        )


def validate_action(
    resource: Entity, plan: Plan, attempt: t.Callable[[TaskContext, Progress], str], changes: bool = False
) -> Action:
    """Return the action that makes the API test the external system.

    :param attempt: requests the test and returns the status. :param changes: the test is expected to change the object.
    """

    def perform(context: TaskContext, progress: Progress) -> Object | None:
        status = attempt(context, progress)
        if any(word in status.lower() for word in BROKEN):
            raise WaitError(
                f"the API cannot use the {resource.collection.display_name}: {status}",
                "Check the external system and the permissions of the API, and run the task again.",
            )
        return None

    return Action("validate", plan.title, perform, changes=changes)


def validation(resource: Entity, context: TaskContext, thing: Object) -> Object:
    """Request a test and return the response.

    :raises ApiError: it cannot be tested.
    """
    place = resource.collection
    try:
        answer = context.client.post(f"{place.item}/validate", resource.item_ids(context, thing), key=place.key)
    except ApiError as error:
        error.remedy = (
            error.remedy or "Grant the API the required permissions in the external system, and run the task again."
        )
        raise
    return t.cast(Object, answer)


def more(key: Entity, context: TaskContext, plan: Plan) -> Plan:
    if not context.param("validate"):
        return plan

    def attempt(context: TaskContext, progress: Progress) -> str:
        status = str(validation(key, context, progress.object)["status"])
        progress.extra["validation"] = status
        return status

    return plan.then(validate_action(key, plan, attempt))


def check_key(context: TaskContext) -> None:
    """Refuse what no provider takes.

    :raises BadInput: naming the option.
    """
    if context.param("state") == "present":
        check_variant(context.params, PROVIDERS, "")
