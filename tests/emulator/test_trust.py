# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates, external keys and storage, workload identities: every operation, and what it refuses."""

from __future__ import annotations

import functools

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


def test_certificates_are_activated_together_or_not_at_all(client: openai.OpenAI) -> None:
    certificates = client.admin.organization.certificates
    ids = [certificates.create(certificate=certificate(str(number))).id for number in range(11)]
    assert refused(lambda: certificates.activate(certificate_ids=ids)).param == "certificate_ids"
    assert refused(lambda: certificates.activate(certificate_ids=[])).param == "certificate_ids"
    assert refused(lambda: certificates.activate(certificate_ids=[ids[0], "cert_none"])).status_code == 404
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


def test_an_organization_has_fifty_certificates(client: openai.OpenAI) -> None:
    certificates = client.admin.organization.certificates
    for number in range(50):
        certificates.create(certificate=certificate(str(number)))
    assert refused(lambda: certificates.create(certificate=certificate("more"))).code == "certificate_limit_reached"
