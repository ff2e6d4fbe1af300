# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates, external keys and storage, workload identities: all operations and their errors."""

from __future__ import annotations

import functools
import typing as t

import openai

from tests.harness.certificates import certificate, private_key

from .conftest import Organization, refused


def test_certificates(client: openai.OpenAI, org: Organization) -> None:
    certificates = client.admin.organization.certificates
    org.control("page_size", {"max": 2})
    pem = certificate("one")
    made = certificates.create(certificate=pem, name="one")
    others = [certificates.create(certificate=certificate("other")) for _unused in range(2)]
    assert (made.object, made.active, made.certificate_details.content) == ("certificate", None, None)
    assert others[0].name is None
    assert [each.id for each in certificates.list()] == [others[1].id, others[0].id, made.id]
    assert [each.id for each in certificates.list(order="asc")][0] == made.id
    assert certificates.retrieve(made.id).certificate_details.content is None
    assert certificates.retrieve(made.id, include=["content"]).certificate_details.content == pem
    assert certificates.update(made.id, name="uno").name == "uno"
    for wrong in (
        "no certificate",
        pem[:100],
        pem + certificate("two"),
        pem + private_key(),
        certificate("old", 2010, 2015),
    ):
        assert refused(functools.partial(certificates.create, certificate=wrong)).param == "certificate"
    assert refused(lambda: certificates.retrieve("cert_none")).status_code == 404
    assert certificates.delete(made.id).object == "certificate.deleted"
    assert refused(lambda: certificates.retrieve(made.id)).status_code == 404


def test_certificates_are_activated_all_or_none(client: openai.OpenAI) -> None:
    certificates = client.admin.organization.certificates
    ids = [certificates.create(certificate=certificate(str(number))).id for number in range(11)]
    assert refused(lambda: certificates.activate(certificate_ids=ids)).param == "certificate_ids"
    assert refused(lambda: certificates.activate(certificate_ids=[])).param == "certificate_ids"
    for none in ("cert_none", ""):
        assert refused(functools.partial(certificates.activate, certificate_ids=[ids[0], none])).status_code == 404
    assert not any(each.active for each in certificates.list())
    for _unused in range(2):
        assert [each.id for each in certificates.activate(certificate_ids=ids[:10])] == ids[:10]
    assert {each.id for each in certificates.list() if each.active} == set(ids[:10])
    assert not any(each.active for each in certificates.deactivate(certificate_ids=ids[1:10]))
    assert [each.id for each in certificates.list() if each.active] == [ids[0]]


def test_certificates_of_a_project(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    project = org.project_id
    used = admin.certificates.create(certificate=certificate("used")).id
    assert list(admin.projects.certificates.list(project)) == []
    assert [each.active for each in admin.projects.certificates.activate(project, certificate_ids=[used])] == [True]
    assert [each.object for each in admin.projects.certificates.list(project)] == ["organization.project.certificate"]
    assert [each.active for each in admin.certificates.list()] == [False]
    admin.certificates.activate(certificate_ids=[used])
    assert refused(lambda: admin.certificates.delete(used)).code == "certificate_active"
    admin.certificates.deactivate(certificate_ids=[used])
    assert refused(lambda: admin.certificates.delete(used)).code == "certificate_active"
    admin.projects.certificates.deactivate(project, certificate_ids=[used])
    assert [each.active for each in admin.projects.certificates.list(project)] == [False]
    admin.certificates.delete(used)
    assert list(admin.projects.certificates.list(project)) == []
    assert refused(lambda: admin.projects.certificates.activate(project, certificate_ids=[used])).status_code == 404


def test_maximum_number_of_certificates(client: openai.OpenAI) -> None:
    certificates = client.admin.organization.certificates
    for number in range(50):
        certificates.create(certificate=certificate(str(number)))
    assert refused(lambda: certificates.create(certificate=certificate("more"))).code == "certificate_limit_reached"


def test_external_keys(client: openai.OpenAI, org: Organization) -> None:
    keys = client.admin.organization.external_keys
    create: t.Any = keys.create
    made = keys.create(type="oci", name="one", region="r", vault_ocid="v", key_ocid="k")
    other = keys.create(type="azure", name="two", tenant_id="t", vault_uri="u", key_name="k", purpose="psp_decryption")
    assert (made.purpose, made.api_project_ids, other.purpose) == ("ekm", [], "psp_decryption")
    assert [each.id for each in keys.list(limit=1)] == [other.id, made.id]
    assert [each.id for each in keys.list(purpose="ekm")] == [made.id] and keys.retrieve(made.id) == made
    assert keys.validate(made.id).status == "valid"
    org.control("options", {"external_validation": "fails"})
    assert keys.validate(made.id).status == "invalid"
    for body, param in (
        ({"type": "oci", "name": "x", "region": "r", "vault_ocid": "v", "key_ocid": ""}, "key_ocid"),
        ({"type": "azure", "name": "x", "tenant_id": "t", "vault_uri": "u", "key_name": "k", "region": "r"}, "region"),
        ({"type": "ibm", "name": "x", "region": "r", "vault_ocid": "v", "key_ocid": "k"}, "type"),
    ):
        assert refused(functools.partial(create, **body)).param == param
    client.admin.organization.projects.create(name="team", external_key_id=made.id)
    assert refused(lambda: keys.delete(made.id)).code == "external_key_in_use"
    assert keys.delete(other.id).id == other.id
    assert refused(lambda: keys.retrieve(other.id)).status_code == 404


def test_external_storage(client: openai.OpenAI, org: Organization) -> None:
    storage = client.admin.organization.external_storage
    team = client.admin.organization.projects.create(name="team").id
    made = storage.create(project_id=team, provider={"type": "aws", "bucket": "b", "role_arn": "a"})
    other = storage.create(
        project_id=org.project_id, provider={"type": "oci", "bucket": "b", "region": "r", "tenancy_ocid": "t"}
    )
    assert (made.status, made.project_id, made.provider.type) == ("pending", team, "aws")
    assert [each.id for each in storage.list(limit=1)] == [other.id, made.id]
    assert [each.id for each in storage.list(project_id=team)] == [made.id]
    assert storage.validate(made.id).status == storage.retrieve(made.id).status == "validated"
    org.control("options", {"external_validation": "fails"})
    assert storage.validate(made.id).status == "unhealthy"
    wrong: t.Any = {"type": "aws", "bucket": "b"}
    whole: t.Any = {**wrong, "role_arn": "a"}
    assert refused(lambda: storage.create(project_id=team, provider=wrong)).param == "provider.role_arn"
    assert refused(lambda: storage.create(project_id="proj_none", provider=whole)).status_code == 404
    assert storage.delete(made.id).deleted
    assert refused(lambda: storage.retrieve(made.id)).status_code == 404


def test_workload_identity_providers(client: openai.OpenAI) -> None:
    providers = client.admin.organization.workload_identity_providers
    made = providers.create(name="forge", type="oidc", issuer="i", audience="a")
    other = providers.create(name="c", type="oidc", issuer="i", audience="a", description="d", enabled=False)
    assert (made.enabled, made.description, made.verification.type) == (True, None, "discovery")
    assert [each.id for each in providers.list(limit=1)] == [other.id, made.id]
    changed = providers.update(other.id, description=None, verification={"type": "uploaded_jwks", "jwks": {"keys": []}})
    assert (changed.description, changed.verification.type) == (None, "uploaded_jwks")
    assert providers.retrieve(other.id) == changed
    create: t.Any = providers.create
    whole = {"name": "x", "type": "oidc", "issuer": "i", "audience": "a"}
    for wrong, param in (
        ({"type": "saml"}, "type"),
        ({"name": ""}, "name"),
        ({"verification": {"type": "discovery"}}, "verification.discovery_url"),
        ({"attribute_transformations": [{"attribute": "a"}]}, "attribute_transformations[0].expression"),
    ):
        assert refused(functools.partial(create, **{**whole, **wrong})).param == param
    assert providers.delete(made.id).deleted
    assert refused(lambda: providers.retrieve(made.id)).status_code == 404


def test_workload_identity_federation_rules(client: openai.OpenAI, org: Organization) -> None:
    admin = client.admin.organization
    rules = admin.workload_identity_providers.federation_rules
    provider = admin.workload_identity_providers.create(name="forge", type="oidc", issuer="i", audience="a").id
    account = admin.projects.service_accounts.create(org.project_id, name="ci").id
    whole = {"project_id": org.project_id, "service_account_id": account, "attribute_matchers": {"ref": "main"}}
    create: t.Any = functools.partial(rules.create, provider)
    made = create(**whole)
    other = create(**{**whole, "attribute_matchers": {"n": 1, "ok": True}}, name="n")
    assert (made.name, made.enabled, made.permissions.type) == (None, True, "service_account_default")
    assert [each.id for each in rules.list(provider, limit=1)] == [other.id, made.id]
    assert list(rules.list(provider, service_account_id="svc_acct_none")) == []
    changed = rules.update(
        made.id,
        workload_identity_provider_id=provider,
        name="main",
        permissions={"type": "restricted", "scopes": ["api.model.request"]},
    )
    assert rules.retrieve(made.id, workload_identity_provider_id=provider) == changed and changed.name == "main"
    for wrong, param in (
        ({"attribute_matchers": {"a": ["b"]}}, "attribute_matchers.a"),
        ({"permissions": {"type": "restricted", "scopes": []}}, "permissions.scopes"),
        ({"service_account_id": "svc_acct_none"}, "service_account_id"),
    ):
        assert refused(functools.partial(create, **{**whole, **wrong})).param == param
    assert rules.delete(made.id, workload_identity_provider_id=provider).deleted
    assert refused(lambda: rules.retrieve(made.id, workload_identity_provider_id=provider)).status_code == 404
    admin.workload_identity_providers.delete(provider)
    assert refused(lambda: list(rules.list(provider))).status_code == 404
