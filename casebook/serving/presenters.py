"""What the page for installing the local authority needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from casebook.serving import certificates
from casebook.serving.rules import Address

if TYPE_CHECKING:
    from casebook.config import Settings


@dataclass(frozen=True)
class Installing:
    """Where a tablet gets the certificate, what it must show, and where it then works."""

    site_url: str
    app_url: str
    fingerprint: str
    """SHA-256 of the certificate in pairs, as devices show it."""
    qr: str
    """SVG that leads to `site_url`."""


def installing(settings: Settings) -> Installing | None:
    """Return what to show; None where casebook does not serve with a certificate of its own."""
    local = certificates.of(settings.data_path)
    if settings.secure_cookies != "1" or not local.is_made():
        return None
    address = Address(settings.host, int(settings.port), is_secure=True)
    code = segno.make(address.install_site.url, error="m", micro=False)
    return Installing(
        site_url=address.install_site.url,
        app_url=address.url,
        fingerprint=local.fingerprint(),
        qr=code.svg_inline(scale=6, border=2),
    )
