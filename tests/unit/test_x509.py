# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates are known by their content, and what is none is refused with a reason."""

from __future__ import annotations

import ssl

import pytest
from ansible_collections.fjcorp.openai.plugins.module_utils._domain.x509 import read_pem
from ansible_collections.fjcorp.openai.plugins.module_utils._support.errors import InvalidArgument

UTC_TIMES = """-----BEGIN CERTIFICATE-----
MIH1MIGooAMCAQICE1BKqF5GyyevHkNn0+vXMy+rUx8wBQYDK2VwMBExDzANBgNV
BAMMBm9sZCBDQTAeFw0xOTAxMDEwMDAwMDBaFw0yNDAxMDEwMDAwMDBaMBExDzAN
BgNVBAMMBm9sZCBDQTAqMAUGAytlcAMhAPYDs4a3agj0gGFDwOk8Wp6aM/NocEY5
Cxc70+D9RFHZoxMwETAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBANNB0Pvaf79W
fuKVrTFdOxZSKloctVKrDF4KPhgDIq4c0PrgCQIBaW4yrvr2Kl9rbwHcao5AcQCa
aCZm5mbZlQI=
-----END CERTIFICATE-----
"""
LATE_END = """-----BEGIN CERTIFICATE-----
MIIBADCBs6ADAgECAhQT1xQ+Yjmx6xZ0rQFMWbbxZIB6UTAFBgMrZXAwFTETMBEG
A1UEAwwKZ2F0ZXdheSBDQTAgFw0yNjAxMDEwMDAwMDBaGA8yMTI1MDEwMTAwMDAw
MFowFTETMBEGA1UEAwwKZ2F0ZXdheSBDQTAqMAUGAytlcAMhAE4L/5RjbgJJ7QSx
rChXgw2CWAo334hklp3bHanf7IIMoxMwETAPBgNVHRMBAf8EBTADAQH/MAUGAytl
cANBAINEnzlVHxIdokxAi+YLAMBFLZMAWGlh0w9F5F0nodlvoKyMQn09jlR4VcSm
ptBbNRGPqMyDP5URUIz88wWadwM=
-----END CERTIFICATE-----
"""


def test_times_of_both_forms() -> None:
    old, late = read_pem(UTC_TIMES, "certificate"), read_pem(LATE_END, "certificate")
    assert (old.valid_at, old.expires_at) == (1546300800, 1704067200)
    assert (late.valid_at, late.expires_at) == (1767225600, 4891363200)
    late.refuse_expired("certificate")
    with pytest.raises(InvalidArgument, match="expired on 2024-01-01"):
        old.refuse_expired("certificate")


@pytest.mark.parametrize(
    "text",
    [
        LATE_END.replace("\n", "\r\n"),
        f"subject=CN = gateway CA\n\n{LATE_END}\nend of file",
        LATE_END.rstrip(),
        ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(LATE_END)).replace("CERTIFICATE", "X509 CERTIFICATE"),
    ],
    ids=["line ends", "text around it", "no last line end", "older label"],
)
def test_the_same_certificate(text: str) -> None:
    found = read_pem(text, "certificate")
    assert found.fingerprint == read_pem(LATE_END, "certificate").fingerprint
    assert found.pem.splitlines()[0] == "-----BEGIN CERTIFICATE-----" and "\r" not in found.pem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must be a certificate in PEM format"),
        ("MIIB", "must be a certificate in PEM format"),
        (UTC_TIMES + LATE_END, "got 2 certificates"),
        (f"{LATE_END}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private key"),
        ("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "certificate request"),
        (LATE_END.replace("MIIBADCB", "MIIBADC"), "could not decode"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "could not decode"),
        (ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(LATE_END)[:-5]), "could not decode"),
        (ssl.DER_cert_to_PEM_cert(b"0\x030\x010"), "could not decode"),
    ],
)
def test_what_is_no_certificate(text: str, words: str) -> None:
    with pytest.raises(InvalidArgument, match=words) as caught:
        read_pem(text, "certificate")
    assert caught.value.remedy and "\n" not in caught.value.line()
