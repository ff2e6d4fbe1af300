# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields that hold secrets, compared with all types of the official package.

A field that could be a secret by its name or its description is masked, or is listed here with the reason why not. A
version of the package with another such field fails this test until it is decided.
"""

from __future__ import annotations

import ast
import functools
import re
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

import openai.types
import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._support.masking import MASKED, mask_fields

TYPES = Path(openai.types.__file__).parent

NAMES = re.compile(r"secret|token$|password|authorization|^headers$|^value$|credential|private|key$")
DESCRIPTIONS = re.compile(
    r"secret|unredacted|bearer|password|access token|refresh token|credential|value of the api key|ephemeral key|authenticat",
    re.I,
)

PUBLIC = {
    "ids, names and types of what has a secret": {
        "client_id", "credential_id", "domain", "id", "name", "secret_name", "type", "vault_id",
    },
    "addresses": {"credential_origin", "mcp_server_url", "token_endpoint"},
    "times": {"expires_at"},
    "shortened by the API": {"redacted_value", "signing_secret_hint"},
    "chosen by the user and not secret": {"idempotency_key", "key", "metadata", "prompt_cache_key", "safety_identifier"},
    "types of events": {"data"},
    "part of a text": {"Logprob.token", "LogProbProperties.token", "LogprobTopLogprob.token", "TopLogprob.token", "ChatCompletionTokenLogprob.token"},
    "content": {"Text.value", "TextDelta.value"},
    "compared with attributes and answers": {
        "ComparisonFilter.value", "FiltersComparisonFilter.value", "FiltersCompoundFilterFilterComparisonFilter.value", "DecisionChoiceOptionParam.value",
        "QuestionQuestionParamChoiceChoice.value", "DataSipHeader.value",
    },
}  # fmt: skip
"""Public fields by the reason."""

SECRETS = {
    "APIKey.value",
    "APIKeyCreateResponse.value",
    "AdminAPIKeyCreateResponse.value",
    "BetaContainerNetworkPolicyDomainSecret.value",
    "ChatSession.client_secret",
    "ClientSecret.value",
    "ClientSecretCreateResponse.value",
    "CreateVaultCredentialAuthParamEnvironmentVariable.secret_value",
    "CreateVaultCredentialAuthParamMcpOauth.access_token",
    "CreateVaultCredentialAuthParamMcpOauthRefresh.refresh_token",
    "CreateVaultCredentialAuthParamStaticBearer.token",
    "Field.value",
    "McpTransportConfigParamHTTP.authorization",
    "ToolMcp.authorization",
    "ToolMcp.headers",
    "WebhookEndpointWithSecret.signing_secret",
}
"""Some that must be found, so that the search itself cannot come to nothing."""


@dataclass
class Type:
    """A class of the package: its bases, and type and description of each field."""

    bases: list[str]
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)


@functools.cache
def types() -> dict[str, Type]:
    """Every class of the package by its name. Classes of one name have the same secrets."""
    found: dict[str, Type] = {}
    for path in sorted(TYPES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                made = found.setdefault(node.name, Type([]))
                made.bases += [ast.unparse(base) for base in node.bases]
                for this, following in zip(node.body, [*node.body[1:], None], strict=True):
                    if isinstance(this, ast.AnnAssign) and isinstance(this.target, ast.Name):
                        made.fields[this.target.id] = (ast.unparse(this.annotation), description(following))
    return found


def description(node: ast.stmt | None) -> str:
    """Return the string after a field."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return str(t.cast(t.Any, node).value.value) if is_text else ""


def fields_of(name: str) -> dict[str, tuple[str, str]]:
    """Return the fields of a class and of its bases."""
    if name not in types():
        return {}
    made = types()[name]
    inherited = [fields_of(base) for base in made.bases if base != name]
    return {each: facts for group in (*inherited, made.fields) for each, facts in group.items()}


def example(name: str) -> dict[str, t.Any]:
    """Return an object of a class with every field: texts where it has texts, its own name as ``object``."""
    values: dict[str, t.Any] = {}
    for each, (annotation, _text) in fields_of(name).items():
        literal = re.search(r"Literal\['([^']*)'", annotation)
        if literal:
            values[each] = literal.group(1)
        elif re.search(r"\bDict\[str, str\]", annotation):
            values[each] = {"X-Header": "a text"}
        else:
            values[each] = "a text" if re.search(r"\bstr\b", annotation) else 1
    return values


def candidates() -> list[tuple[str, str]]:
    """Return class and name of each field that could be a secret."""
    return [
        (name, each)
        for name, made in types().items()
        for each, (annotation, text) in made.fields.items()
        if re.search(r"\bstr\b", annotation) and (NAMES.search(each) or DESCRIPTIONS.search(text))
    ]


def is_masked(name: str, each: str) -> bool:
    """Return whether a field of an object of this class is masked."""
    masked = mask_fields(example(name))[each]
    return masked in (MASKED, {"X-Header": MASKED})


def test_every_field_that_could_be_a_secret_is_masked_or_known_to_be_public() -> None:
    public = set().union(*PUBLIC.values())
    undecided = {
        f"{name}.{each}"
        for name, each in candidates()
        if not is_masked(name, each) and each not in public and f"{name}.{each}" not in public
    }
    assert undecided == set()


def test_fields_that_are_public_are_shown() -> None:
    public = set().union(*PUBLIC.values())
    hidden = {f"{name}.{each}" for name, made in types().items() for each in made.fields if is_masked(name, each)}
    assert {each for each in hidden if each in public or each.partition(".")[2] in public} == set()


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_known_secrets_are_masked(secret: str) -> None:
    assert tuple(secret.split(".")) in candidates()
    assert is_masked(*secret.split("."))
