"""What the house adds to every package, from its settings and in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.field import basemap
from casebook.field.actions.packing import House
from casebook.field.presenters.codes import codes_json
from casebook.keys import manifest, signing
from casebook.web.labels import label

if TYPE_CHECKING:
    from casebook.config import Settings


def house_of(settings: Settings) -> House:
    """Return keys, words, base map and length of life of packages."""
    return House(
        signer=signing.load(settings),
        keys=manifest.read(settings),
        codes=codes_json(),
        word=label,
        basemap=basemap.describe(settings.basemap),
        days=int(settings.package_days),
    )
