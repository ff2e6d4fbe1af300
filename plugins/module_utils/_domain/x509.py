# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""Looking into a certificate before it is sent: which one it is, and how long it is valid. Nothing beyond the standard library."""

from __future__ import annotations

import binascii
import calendar
import hashlib
import re
import ssl
import time
import typing as t
from dataclasses import dataclass

from .._support.errors import InvalidArgument

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\s.*?-----END \1-----", re.DOTALL)
_LABELS = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
_SEQUENCE, _CONTEXT_0, _UTC_TIME, _GENERALIZED_TIME = 0x30, 0xA0, 0x17, 0x18
_TIMES = {_UTC_TIME: "%y%m%d%H%M%SZ", _GENERALIZED_TIME: "%Y%m%d%H%M%SZ"}


@dataclass(frozen=True)
class Certificate:
    """What matters of an X.509 certificate.

    :param pem: its text, one block. :param fingerprint: SHA-256 of its DER form.
    :param valid_at: seconds since 1970 from which it is valid; ``expires_at`` the last of them.
    """

    pem: str
    fingerprint: str
    valid_at: int
    expires_at: int

    def refuse_expired(self, option: str) -> None:
        """Refuse a certificate that nobody could use.

        :raises BadInput: it has expired.
        """
        if self.expires_at < time.time():
            day = time.strftime("%Y-%m-%d", time.gmtime(self.expires_at))
            raise InvalidArgument(f"{option}: the certificate expired on {day}", "Give one that is still valid.")


def read_pem(text: str, option: str) -> Certificate:
    """The one certificate in a text.

    :param option: where the text came from, for the error.
    :raises BadInput: it holds none, several, or something else beside it.
    """
    blocks = [(match.group(1), match.group(0)) for match in _BLOCK.finditer(text)]
    if any(label.endswith("PRIVATE KEY") for label, _unused in blocks):
        raise InvalidArgument(
            f"{option} holds a private key", "Give the certificate alone; the key stays with its owner."
        )
    others = [label for label, _unused in blocks if label not in _LABELS]
    if others:
        raise InvalidArgument(
            f"{option} holds a {others[0].lower()}, no certificate", "Give a certificate in PEM format."
        )
    if not blocks:
        raise InvalidArgument(
            f"{option} is no certificate in PEM format",
            "Give text that begins with -----BEGIN CERTIFICATE-----.",
        )
    if len(blocks) > 1:
        raise InvalidArgument(
            f"{option} holds {len(blocks)} certificates and the API takes one at a time",
            "Give each its own task, for example with a loop.",
        )
    label, block = blocks[0]
    pem = block.replace(label, "CERTIFICATE").replace("\r\n", "\n")
    try:
        der = ssl.PEM_cert_to_DER_cert(pem)
        valid_at, expires_at = _validity(der)
    except (ValueError, IndexError, KeyError, binascii.Error) as error:
        raise InvalidArgument(
            f"{option} is damaged: it does not decode to a certificate", "Copy it once more."
        ) from error
    return Certificate(f"{pem}\n", hashlib.sha256(der).hexdigest(), valid_at, expires_at)


def _validity(der: bytes) -> tuple[int, int]:
    """When a certificate begins and ends to be valid, in seconds since 1970.

    A certificate is SEQUENCE { SEQUENCE { [0] version, serial, algorithm, issuer, SEQUENCE { begin, end }, … }, … }.

    :raises ValueError: it is no certificate.
    """
    (outer, whole), *rest = _parts(der)
    if outer != _SEQUENCE or rest:
        raise ValueError("no single sequence")
    facts = list(_parts(list(_parts(whole))[0][1]))
    # The version may be left out.
    validity = facts[4 if facts[0][0] == _CONTEXT_0 else 3][1]
    begin, end = (calendar.timegm(time.strptime(value.decode(), _TIMES[tag])) for tag, value in _parts(validity))
    return begin, end


def _parts(der: bytes) -> t.Iterator[tuple[int, bytes]]:
    """Tag and content of each element of a DER sequence.

    :raises ValueError: an element is longer than what holds it.
    """
    at = 0
    while at < len(der):
        tag, length = der[at], der[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(der[at : at + size], "big")
            at += size
        if at + length > len(der):
            raise ValueError("cut off")
        yield tag, der[at : at + length]
        at += length
