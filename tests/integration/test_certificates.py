# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates by content, and activation as a set."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest

from tests.harness.certificates import certificate, private_key
from tests.harness.emulator import Organization
from tests.harness.play import Player, calls, task, writes

from .trust import TEAM, changed, wrote

# Requests to the API do not depend on ansible-core: the ritual, the examples and the playbooks run on every one.
pytestmark = pytest.mark.newest_only


# --- certificates --------------------------------------------------------------------------------------------------


def test_certificate_is_its_content(organization: Organization, player: Player) -> None:
    """A certificate is found by its content, under any name and format; other content is another one, with a warning."""
    old, new = certificate("ca"), certificate("ca")
    (player.folder / "ca.pem").write_bytes(b"subject=CN = ca\r\n" + old.replace("\n", "\r\n").encode())
    tasks = [
        task("openai_certificate", "unnamed", {"certificate": old}, register="first"),
        task("openai_certificate", "named", {"src": "ca.pem", "name": "ca"}),
        task("openai_certificate", "as it is", {"src": "ca.pem"}),
        task("openai_certificate", "by name", {"name": "ca"}),
        task("openai_certificate", "renewed", {"certificate": new, "name": "ca"}, register="second"),
        task("openai_certificate", "renewed again", {"certificate": new, "name": "ca"}),
        task("openai_certificate", "which", {"name": "ca"}, ignore_errors=True),
        task("openai_certificate", "by id", {"id": "{{ first.certificate.id }}", "certificate": old, "name": "ca 1"}),
        task(
            "openai_certificate",
            "other content",
            {"id": "{{ first.certificate.id }}", "certificate": new},
            ignore_errors=True,
        ),
        task("openai_certificate", "old one goes", {"certificate": old, "state": "absent"}),
        task("openai_certificate", "unknown", {"name": "none"}, ignore_errors=True),
    ]
    played = player.run(tasks).succeed()
    assert changed(played) == [True, True, False, False, True, False, False, True, False, True, False]
    first, second = (played.result(step)["certificate"]["id"] for step in ("unnamed", "renewed"))
    assert played.result("named")["certificate"]["id"] == played.result("by name")["certificate"]["id"] == first
    assert first in str(played.result("renewed")["warnings"]) and "warnings" not in played.result("renewed again")
    played.failure("which", "ambiguous", "2", "ca", "cert_")
    played.failure("other content", "invalid_argument", first)
    played.failure("unknown", "invalid_argument", "none", "src")
    assert [each["id"] for each in organization.objects("certificate")] == [second]
    assert all("content" not in str(record["result"].get("certificate")) for record in played.records)
    assert not calls(organization.journal(), "renewed again"), "what the run has read was read again"


def test_content_is_asked_for_only_where_it_may_be_the_same(organization: Organization, tmp_path: Path) -> None:
    """Of forty certificates only one has the times of the one that is looked for."""
    player = Player(tmp_path, organization)
    pems = {f"ca {year}": certificate("ca", year - 1, year + 40) for year in range(2000, 2040)}
    upload = {"name": "{{ item.key }}", "certificate": "{{ item.value }}"}
    player.run(
        [task("openai_certificate", "all", upload, loop="{{ pems | dict2items }}", vars={"pems": pems})]
    ).succeed()
    played = player.run([task("openai_certificate", "one", {"certificate": pems["ca 2020"]})]).succeed()
    assert played.result("one")["certificate"]["name"] == "ca 2020" and played.result("one")["changed"] is False
    assert len(calls(organization.journal(), "one")) == 2


BAD: dict[str, tuple[dict[str, t.Any], tuple[str, ...]]] = {
    "no PEM": ({"certificate": "MIIB"}, ("invalid_argument", "certificate", "PEM")),
    "expired": ({"certificate": certificate("old", 2010, 2015)}, ("invalid_argument", "certificate", "2015-01-01")),
    "several": ({"certificate": certificate("a") + certificate("b")}, ("invalid_argument", "2")),
    "key": ({"certificate": certificate("a") + private_key()}, ("invalid_argument", "certificate")),
    "damaged": ({"certificate": certificate("a").replace("MI", "MII", 1)}, ("invalid_argument", "certificate")),
    "no file": ({"src": "none.pem"}, ("invalid_argument", "none.pem")),
}


def test_what_is_no_certificate_is_refused(organization: Organization, tmp_path: Path) -> None:
    """An invalid certificate fails before any request."""
    player = Player(tmp_path, organization)
    tasks = [task("openai_certificate", step, args, ignore_errors=True) for step, (args, _unused) in BAD.items()]
    played = player.run(tasks).succeed()
    for step, (_unused, error) in BAD.items():
        played.failure(step, *error)
        assert not calls(organization.journal(), step)
    assert "BEGIN PRIVATE" not in played.output


def test_expired_certificate_can_be_removed(organization: Organization, player: Player) -> None:
    """The certificate is found by its file."""
    pem = certificate("soon", 2020, 2027)
    player.run([task("openai_certificate", "made", {"certificate": pem})]).succeed()
    gone = [
        task("openai_certificate", "never there", {"certificate": certificate("old", 2010, 2015), "state": "absent"}),
        task("openai_certificate", "gone", {"certificate": pem, "state": "absent"}),
    ]
    assert changed(player.run(gone).succeed()) == [False, True]


def test_active_certificate_is_deactivated_everywhere_first(organization: Organization, tmp_path: Path) -> None:
    """In the organization and in each project that uses it, and nowhere else; check mode writes nothing."""
    player = Player(tmp_path, organization)
    activate = "openai_certificate_activation"
    absent = {"name": "ca", "state": "absent"}
    tasks = [
        task("openai_certificate", "ca", {"name": "ca", "certificate": certificate("ca")}),
        task("openai_certificate", "other", {"name": "other", "certificate": certificate("other")}),
        task("openai_project", "projects", {"name": "{{ item }}"}, loop=["one", "two", "three"]),
        task(activate, "everywhere", {"certificates": ["ca"]}),
        task(activate, "one", {"project": "one", "certificates": ["ca", "other"]}),
        task(activate, "three", {"project": "three", "certificates": ["ca"]}),
        task("openai_certificate", "check", absent, check_mode=True),
        task("openai_certificate", "gone", absent),
        task("openai_certificate", "gone again", absent),
        task("openai_certificate", "other in one", {"name": "other", "state": "absent"}),
    ]
    played = player.run(tasks).succeed()
    assert changed(played)[-4:] == [True, True, False, True]
    assert not wrote(organization, "check")
    delete = "DELETE /organization/certificates/{certificate_id}"
    deactivate = "POST /organization/projects/{project_id}/certificates/deactivate"
    assert wrote(organization, "gone") == [
        "POST /organization/certificates/deactivate",
        delete,
        deactivate,
        deactivate,
        delete,
    ]
    assert wrote(organization, "other in one")[-2:] == [deactivate, delete]
    assert organization.objects("certificate") == []


# --- activation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [{}, {"project": "team"}], ids=["organization", "project"])
def test_activation_is_a_set(place: dict[str, str], organization: Organization, player: Player) -> None:
    """Names and ids, in batches of ten; exact deactivates the rest; check mode reports the same and writes nothing."""
    pems = {f"ca {number}": certificate("ca") for number in range(12)}
    module = "openai_certificate_activation"
    upload = {"name": "{{ item.key }}", "certificate": "{{ item.value }}"}
    some = {**place, "certificates": ["ca 1", "{{ all.results[2].certificate.id }}", "ca 2"]}
    tasks = [
        TEAM,
        task(
            "openai_certificate", "upload", upload, loop="{{ pems | dict2items }}", vars={"pems": pems}, register="all"
        ),
        task(module, "check", {**place, "certificates": list(pems)}, check_mode=True, diff=True),
        task(module, "twelve", {**place, "certificates": list(pems)}, diff=True),
        task(module, "subset", some),
        task(module, "exact", {**some, "exact": True}, diff=True),
        task(module, "exact again", {**some, "exact": True}),
        task(module, "less", {**place, "certificates": ["ca 1", "no such"], "state": "absent"}),
        task(module, "nothing", {**place, "certificates": []}),
        task(module, "none", {**place, "certificates": [], "exact": True}),
        task(f"{module}_info", "read", {**place, "active": True}),
    ]
    played = player.run(tasks).succeed()
    assert changed(played)[-9:] == [True, True, False, True, False, True, False, True, False]
    path = "/organization/projects/{project_id}/certificates" if place else "/organization/certificates"
    assert not wrote(organization, "check")
    assert wrote(organization, "twelve") == [f"POST {path}/activate"] * 2
    assert wrote(organization, "exact") == [f"POST {path}/deactivate"]
    assert played.result("check")["diff"] == played.result("twelve")["diff"]
    assert played.result("check")["certificate_activation"] == played.result("twelve")["certificate_activation"]
    assert played.result("exact")["diff"]["after"] == {"active": ["ca 1", "ca 2"]}
    assert played.result("read")["certificate_activations"] == []
    assert len(calls(organization.journal(), "subset")) == 0, "what the run has read was read again"


def test_wrong_activations(organization: Organization, player: Player) -> None:
    """Each a clear line, and nothing written."""
    module = "openai_certificate_activation"
    cases: dict[str, tuple[dict[str, t.Any], tuple[str, ...]]] = {
        "name": ({"certificates": ["none"]}, ("not_found", "none")),
        "id": ({"certificates": ["cert_none"]}, ("not_found", "cert_none")),
        "both": ({"certificates": [], "exact": True, "state": "absent"}, ("invalid_argument", "exact", "state")),
        "twins": ({"certificates": ["twin"]}, ("ambiguous", "2", "certificates", "twin")),
        "project": ({"project": "none", "certificates": []}, ("not_found", "project", "none")),
    }
    tasks = [
        task("openai_certificate", f"twin {number}", {"name": "twin", "certificate": certificate("twin")})
        for number in range(2)
    ]
    tasks += [task(module, step, args, ignore_errors=True) for step, (args, _unused) in cases.items()]
    played = player.run(tasks).succeed()
    for step, (_unused, error) in cases.items():
        played.failure(step, *error)
        assert not wrote(organization, step)


def test_forks_activate_side_by_side(organization: Organization, player: Player) -> None:
    """Eight hosts, each with its own certificate and all with one list: everything is active, and the list read once."""
    hosts = [f"host{number}" for number in range(8)]
    (player.folder / "hosts").write_text("".join(f"{host} ansible_connection=local\n" for host in hosts))
    pems = {host: certificate(host) for host in hosts}
    mine = {"certificates": ["{{ inventory_hostname }}"]}
    plays = [
        {
            "hosts": "all",
            "gather_facts": False,
            "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}", "pems": pems},
            "tasks": [
                task(
                    "openai_certificate",
                    "upload",
                    {"name": "{{ inventory_hostname }}", "certificate": "{{ pems[inventory_hostname] }}"},
                ),
                task("openai_certificate_activation", "mine", mine),
                task("openai_certificate_activation", "all", {"certificates": hosts}),
            ],
        }
    ]
    player.run(plays, "-i", "hosts", "-f", "8").succeed()
    assert len(organization.objects("certificate")) == 8
    assert all(each["_active"] for each in organization.objects("certificate"))
    assert not wrote(organization, "all")

    def listed(step: str) -> list[dict[str, t.Any]]:
        found = calls(organization.journal(), step)
        return [each for each in found if (each["method"], each["template"]) == ("GET", "/organization/certificates")]

    assert len(listed("upload")) == 1
    assert not listed("mine") and not listed("all")


def test_half_done_is_told(organization: Organization, player: Player) -> None:
    """If the second batch fails, the error lists the first, and the next run activates the rest."""
    pems = {f"ca {number}": certificate("ca") for number in range(12)}
    upload = {"name": "{{ item.key }}", "certificate": "{{ item.value }}"}
    every = {"certificates": list(pems)}
    player.run(
        [task("openai_certificate", "all", upload, loop="{{ pems | dict2items }}", vars={"pems": pems})]
    ).succeed()
    organization.fault("status", "POST", "/organization/certificates/activate", skip=1, status=400)
    played = player.run([task("openai_certificate_activation", "half", every, ignore_errors=True)]).succeed()
    half = played.result("half")
    assert len(half["error"]["done"]) == 1 and half["error"]["done"][0].count("cert_") == 10
    player.run([task("openai_certificate_activation", "rest", every)]).succeed()
    written = writes(calls(organization.journal(), "rest"))
    assert [len(entry["body"]["certificate_ids"]) for entry in written] == [2]
