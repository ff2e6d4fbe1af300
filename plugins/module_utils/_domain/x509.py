# Copyright (c) 2026 fjcorp maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# PRIVATE: this module_utils is not part of the collection's interface and may change at any time.

"""X.509 certificates: fingerprint and validity, read with the standard library only."""

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
    """An X.509 certificate.

    :param pem: PEM block. :param fingerprint: SHA-256 of the DER form as hex digits.
    :param valid_at: Unix time at which the validity begins. :param expires_at: Unix time at which it ends.
    """

    pem: str
    fingerprint: str
    valid_at: int
    expires_at: int

    def refuse_expired(self, option: str) -> None:
        """Reject a certificate that has expired.

        :raises InvalidArgument: it has expired.
        """
        if self.expires_at < time.time():
            day = time.strftime("%Y-%m-%d", time.gmtime(self.expires_at))
            raise InvalidArgument(
                f"{option}: the certificate expired on {day}", f"Set {option} to a certificate that is still valid."
            )


def read_pem(text: str, option: str) -> Certificate:
    """Return the certificate of a text.

    :param option: name of the option, for messages.
    :raises InvalidArgument: the text does not contain exactly one certificate, or contains other blocks.
    """
    blocks = [(match.group(1), match.group(0)) for match in _BLOCK.finditer(text)]
    if any(label.endswith("PRIVATE KEY") for label, _unused in blocks):
        raise InvalidArgument(
            f"{option} must be a certificate, got a private key", f"Set {option} to the certificate without its key."
        )
    others = [label for label, _unused in blocks if label not in _LABELS]
    if others:
        raise InvalidArgument(
            f"{option} must be a certificate, got a {others[0].lower()}",
            f"Set {option} to a certificate in PEM format.",
        )
    if not blocks:
        raise InvalidArgument(
            f"{option} must be a certificate in PEM format",
            f"Set {option} to text that begins with -----BEGIN CERTIFICATE-----.",
        )
    if len(blocks) > 1:
        raise InvalidArgument(
            f"{option} must be one certificate, got {len(blocks)} certificates",
            "Use one task for each certificate, for example with a loop.",
        )
    label, block = blocks[0]
    pem = block.replace(label, "CERTIFICATE").replace("\r\n", "\n")
    try:
        der = ssl.PEM_cert_to_DER_cert(pem)
        valid_at, expires_at = _validity(der)
    except (ValueError, IndexError, KeyError, binascii.Error) as error:
        raise InvalidArgument(
            f"could not decode the certificate in {option}", "Copy the certificate again; it is incomplete or damaged."
        ) from error
    return Certificate(f"{pem}\n", hashlib.sha256(der).hexdigest(), valid_at, expires_at)


def _validity(der: bytes) -> tuple[int, int]:
    """Return the Unix times at which the validity of a certificate begins and ends.

    A certificate is SEQUENCE { SEQUENCE { [0] version, serial, algorithm, issuer, SEQUENCE { begin, end }, … }, … }.

    :raises ValueError: it is not a certificate.
    """
    (outer, whole), *rest = _parts(der)
    if outer != _SEQUENCE or rest:
        raise ValueError("not a single sequence")
    facts = list(_parts(list(_parts(whole))[0][1]))
    # The version is optional.
    validity = facts[4 if facts[0][0] == _CONTEXT_0 else 3][1]
    begin, end = (calendar.timegm(time.strptime(value.decode(), _TIMES[tag])) for tag, value in _parts(validity))
    return begin, end


def _parts(der: bytes) -> t.Iterator[tuple[int, bytes]]:
    """Yield tag and content of each element of a DER sequence.

    :raises ValueError: an element is longer than the sequence.
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
            raise ValueError("incomplete")
        yield tag, der[at : at + length]
        at += length
