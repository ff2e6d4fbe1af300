# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Differences between options and the request fields behind them, each with its reason."""

from __future__ import annotations

NEWER = "a newer value of the API can be used before the next release of the collection"
MODELS = "the list depends on the model and grows with each, so that every value is passed on"

OPEN = {
    "openai_audit_log_info.event_types": NEWER,
    "openai_chat_completion.reasoning_effort": MODELS,
    "openai_chat_completion.service_tier": MODELS,
    "openai_image.quality": MODELS,
    "openai_image.style": MODELS,
    "openai_response.include": NEWER,
    "openai_response.service_tier": MODELS,
    "openai_usage_info.sizes": NEWER,
}
"""Options without choices although the API lists values."""

CLOSED = {
    "openai_organization_user.role": "the API names the two roles in its description only",
    "openai_project_user.role": "the API names the two roles in its description only",
}
"""Options with choices although the type of the API is open."""

FURTHER = {
    "openai_project.residency": ("AE", "AU", "CA", "EU", "GB", "IN", "JP", "KR", "SG", "US"),
    "openai_service_tier_settings.enabled_tiers": ("all",),
}
"""Choices in addition to those of the API: regions, which are sent as ``geography``, and a word instead of a list."""

OTHER_TYPE = dict.fromkeys(
    (f"openai_audit_log_info.effective_at.{name}" for name in ("gt", "gte", "lt", "lte")),
    "dates and periods are converted to seconds",
)
"""Options of another type, which is converted."""

NOT_SENT = {
    "openai_certificate_activation.certificates": "names are resolved to certificate_ids",
    "openai_certificate_activation.exact": "decides what is activated and deactivated",
    "openai_project_api_key.name": "only newer operations have it",
    "openai_project_group.roles": "sent one by one as role and role_id",
    "openai_rate_limit.model": "identifies the row",
}
"""Options whose name is not that of a request field."""

UNUSED = {
    "openai_certificate": {"certificate_ids": "of the operations that deactivate it before it is deleted"},
    "openai_certificate_activation": {
        "certificate": "of openai_certificate",
        "certificate_ids": "the option certificates",
        "name": "of openai_certificate",
    },
    "openai_certificate_info": {"include": "the option content"},
    "openai_external_storage": {"project_id": "the option project"},
    "openai_external_storage_info": {"project_id": "the option project"},
    "openai_file": {
        "bytes": "taken from the file",
        "data": "a part of the file",
        "file": "the options src and content",
        "md5": "the server does not report it, the size is compared",
        "mime_type": "determined from the purpose",
        "part_ids": "of the upload",
    },
    "openai_group_user": {"user_id": "the option user"},
    "openai_organization_user": {"role_id": "openai_role_assignment assigns roles by id and by name"},
    "openai_project": {"geography": "an alias of residency"},
    "openai_project_group": {
        "group_id": "the option group",
        "role": "the option roles",
        "role_id": "the option roles",
    },
    "openai_project_user": {"email": "the option user", "user_id": "the option user"},
    "openai_role_assignment": {"role_id": "the option role"},
    "openai_service_account_key": {
        "create_service_account_only": "of openai_service_account",
        "role": "of openai_service_account",
    },
    "openai_response_info": {
        "include_obfuscation": "of a stream",
        "starting_after": "of a stream",
        "stream": "of openai_response",
    },
    "openai_service_account": {
        "scopes": "of openai_service_account_key",
    },
    "openai_service_account_key_info": {"owner_project_access": "of openai_project_api_key_info"},
    "openai_workload_identity_federation_rule": {"project_id": "the option project"},
    "openai_workload_identity_provider": {"type": "the API has one type"},
}
"""Request fields without an option."""


OTHER_LIMITS = {"openai_response.prompt_cache_key": "only compaction limits it"}
"""Options without the limits of the API."""
