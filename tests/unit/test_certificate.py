# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates on servers that do not return their content."""

from __future__ import annotations

import shutil
import typing as t

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.x509 import read_pem
from ansible_collections.fjcorp.openai.plugins.module_utils._engine import cache as cache_module
from ansible_collections.fjcorp.openai.plugins.module_utils._resources.administration.certificate import CERTIFICATE
from ansible_collections.fjcorp.openai.plugins.module_utils._support.local_state import state_folder

from .server import Reply, Seen, Server
from .task import run_task
from .test_x509 import LATE_END

# Two certificates of equal validity.
FIRST = """-----BEGIN CERTIFICATE-----
MIH8MIGvoAMCAQICFGUcPJC5IZRIhGXxrdl6fE1g1yyIMAUGAytlcDATMREwDwYD
VQQDDAhiYXRjaCBDQTAgFw0yNjAxMDEwMDAwMDBaGA8yMTI1MDEwMTAwMDAwMFow
EzERMA8GA1UEAwwIYmF0Y2ggQ0EwKjAFBgMrZXADIQA3YkiPIAPDWtJUa9ntKylF
N7v3acwj8jKlj26Vm1jfDqMTMBEwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQA1
Gy/z2t/8qpztVC6WFWTr9Xqt3DGhF50iS8HHsp++svkg4zPeSVbkLZf4onhEE9D6
teJtLKfB10NGiNxnDesB
-----END CERTIFICATE-----
"""
PATH = "/organization/certificates"


class Certificates:
    """The certificates of an organization.

    :param shown: which of their details the server returns: times of validity, or nothing.
    """

    def __init__(self, server: Server, shown: str) -> None:
        self.server, self.shown = server, shown
        self.stored: list[dict[str, t.Any]] = []
        server.otherwise = self.answer

    def answer(self, seen: Seen) -> Reply:
        """Return the response to a request."""
        given = seen.parts[2] if len(seen.parts) > 2 else ""
        found = [each for each in self.stored if given in ("", each["id"])]
        if seen.method == "GET":
            return Reply(body=found[0] if given else {"data": found, "has_more": False})
        if seen.method == "DELETE":
            self.stored.remove(found[0])
            return Reply(body={"id": given, "deleted": True})
        if given:
            found[0].update(seen.json)
            return Reply(body=found[0])
        pem = read_pem(seen.json["certificate"], "certificate")
        times = {"valid_at": pem.valid_at, "expires_at": pem.expires_at} if self.shown == "times" else {}
        made = {"id": f"cert_{len(self.stored) + 1}", "name": seen.json.get("name"), "active": False}
        self.stored.append({**made, **({"certificate_details": times} if times else {})})
        return Reply(body=self.stored[-1])

    def run(self, monkeypatch: pytest.MonkeyPatch, **args: t.Any) -> dict[str, t.Any]:
        """Return the result of a task in a run of its own."""
        monkeypatch.setattr(cache_module, "_MEMORY", {})
        return run_task(CERTIFICATE, self.server, args)


SHOWN = pytest.mark.parametrize("shown", ["times", "nothing"])


@SHOWN
def test_what_this_control_node_has_uploaded_is_known(
    shown: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = Certificates(server, shown)
    assert certificates.run(monkeypatch, certificate=FIRST)["changed"]
    again = certificates.run(monkeypatch, certificate=FIRST)
    assert not again["changed"] and "warnings" not in again
    assert certificates.run(monkeypatch, certificate=LATE_END, name="other")["changed"]
    assert not certificates.run(monkeypatch, certificate=LATE_END)["changed"]
    renamed = certificates.run(monkeypatch, certificate=FIRST, name="new")
    assert renamed["changed"] and renamed["certificate"]["id"] == "cert_1"
    assert certificates.run(monkeypatch, id="cert_2", certificate=FIRST)["failed"]
    assert certificates.run(monkeypatch, certificate=FIRST, state="absent")["changed"]
    assert [each["id"] for each in certificates.stored] == ["cert_2"]


@SHOWN
def test_what_may_be_the_same_is_not_uploaded_again_and_not_removed(
    shown: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = Certificates(server, shown)
    certificates.run(monkeypatch, certificate=FIRST, name="gateway")
    shutil.rmtree(state_folder())
    for args in ({"certificate": FIRST}, {"certificate": FIRST, "name": "gateway"}):
        again = certificates.run(monkeypatch, **args)
        assert not again["changed"] and "cert_1" in again["warnings"][0]
    gone = certificates.run(monkeypatch, certificate=FIRST, name="gateway", state="absent")
    assert gone["failed"] and "cert_1" in gone["msg"] and certificates.stored
    assert certificates.run(monkeypatch, certificate=FIRST, name="another")["certificate"]["id"] == "cert_2"
    assert certificates.run(monkeypatch, id="cert_1", state="absent")["changed"]
