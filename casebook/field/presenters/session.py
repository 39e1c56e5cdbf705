"""What a tablet is told of its officer and of the server."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from casebook.access import permissions_of
from casebook.keys import agreement, manifest, signing, wire

if TYPE_CHECKING:
    from casebook.accounts.models import Officer
    from casebook.config import Settings


def officer_json(officer: Officer, county_name: str) -> dict[str, Any]:
    """Return an officer as the tablet knows its own."""
    ends = officer.certificate_valid_to
    return {
        "id": str(officer.id),
        "name": officer.name,
        "login": officer.login,
        "agency": officer.agency.name,
        "agency_id": str(officer.agency_id),
        "county": officer.county_code,
        "county_name": county_name,
        "jurisdiction": officer.jurisdiction,
        "certificate_no": officer.certificate_no,
        "certificate_valid_to": ends.isoformat() if ends else None,
        "may": sorted(permissions_of(officer.roles)),
    }


def server_json(settings: Settings) -> dict[str, Any]:
    """Return the server's public keys, and what leads from retired signing keys to the present one."""
    signer, keys = signing.load(settings), manifest.read(settings)
    rotation = [
        {"signing_key": wire.public_text(old.public()), "signature": new.endorsement}
        for old, new in pairwise(keys)
    ]
    return {
        "signing_key": signer.public,
        "fingerprint": signer.fingerprint,
        "agreement_key": agreement.load(settings).public,
        "rotation": rotation,
    }


def settings_json(settings: Settings, chunk_bytes: int) -> dict[str, Any]:
    """Return the settings that tablets follow."""
    return {
        "far_from_well_m": int(settings.far_from_well_m),
        "lock_minutes": int(settings.field_lock_minutes),
        "package_days": int(settings.package_days),
        "chunk_bytes": chunk_bytes,
    }
