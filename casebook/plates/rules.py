"""What stands on a plate's QR code, and what a scanned text proves: pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PREFIX = "CB1"
"""First field of every plate's text; a later form of it takes another one."""
PATH = "/p/"
"""Before the text where the code is an address, so that any phone opens the public page of the plate."""
SERIAL_KIND = "PZ"
"""Kind of the serials among the numbers (`371525-2026-PZ-00012`)."""
LONGEST_TEXT = 400
ON_A_SHEET = 8
"""Plates on a page of A4, two beside each other."""
IN_A_FILE = 48
"""Plates in one PDF, six pages; more are more files."""


class PlateReading(StrEnum):
    """What a scanned text proved to be."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    FORGED = "forged"
    """It names a plate of this county that was never issued so."""
    FOREIGN = "foreign"
    """It names another county."""
    UNREADABLE = "unreadable"
    """It is no plate's text at all."""


@dataclass(frozen=True)
class PlateText:
    """The fields of a plate's text."""

    county_code: str
    well_code: str
    serial: str
    key: str
    """First 16 hexadecimal digits of the signing key's fingerprint."""
    signature: str
    """base64url of r and s (IEEE P1363)."""


def statement(county_code: str, well_code: str, serial: str) -> bytes:
    """Return the bytes that a plate's signature is over."""
    return f"casebook-plate:{county_code}:{well_code}:{serial}".encode()


def spell(county_code: str, well_code: str, serial: str, signature: str) -> str:
    """Return a plate's text, given the signature as `keys.signing` writes it."""
    _algorithm, key, value = signature.split(":")
    return f"{PREFIX}:{county_code}:{well_code}:{serial}:{key}:{value}"


def bare(scanned: str) -> str:
    """Return the text in what was scanned: by itself, or behind the address of the public page."""
    _address, found, text = scanned.strip().partition(f"{PATH}{PREFIX}:")
    return f"{PREFIX}:{text}" if found else scanned.strip()


def parse(text: str) -> PlateText | None:
    """Return the fields of a plate's text, or None for anything else."""
    if len(text) > LONGEST_TEXT:
        return None
    prefix, _colon, rest = text.partition(":")
    county, _colon, rest = rest.partition(":")
    fields = rest.rsplit(":", 3)
    if prefix != PREFIX or len(fields) != 4 or not all((county, *fields)):  # noqa: PLR2004 - code, serial, key, signature
        return None
    return PlateText(county, *fields)


def address(public_url: str, text: str) -> str:
    """Return what the QR code holds: the public page's address, or the bare text where there is none."""
    return f"{public_url.rstrip('/')}{PATH}{text}" if public_url else text
