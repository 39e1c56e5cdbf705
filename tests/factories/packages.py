"""Work packages, packed and opened again as a tablet opens them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from casebook.config import Settings
from casebook.field.actions import packing
from casebook.field.actions.packing import House
from casebook.field.queries.packages import list_parts
from casebook.field.rules.packages import Scope
from casebook.kernel.hashing import digest
from casebook.keys import manifest, signing
from tests.factories.accounts import NOW
from tests.factories.regions import WEST

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.devices.models import Device
    from casebook.field.models import WorkPackage

TOWNSHIP = Scope("township", township=WEST)


def make_house(folder: Path, **changes: object) -> House:
    """A house with its first signing key."""
    settings = Settings(data_dir=str(folder / "house"))
    if not manifest.manifest_path(settings).exists():
        signing.init(settings, now=NOW)
    facts = {
        "signer": signing.load(settings),
        "keys": manifest.read(settings),
        "codes": {"problems": [], "labels": {}},
        "word": str,
        "basemap": None,
        "days": 7,
    }
    return House(**{**facts, **changes})


def pack(
    session: Session,
    actor: Actor,
    device: Device,
    house: House,
    scope: Scope = TOWNSHIP,
    *,
    now: datetime = NOW,
) -> WorkPackage:
    """Pack in both steps, as the view does."""
    asked = {"actor": actor, "now": now, "device": device, "scope": scope, "house": house}
    return packing.pack(session, **asked, parts=packing.collect(session, **asked))


def opened(session: Session, package: WorkPackage) -> dict[str, Any]:
    """The parts by name, each checked against the hash that the signed text states."""
    stated = {one["name"]: one for one in json.loads(package.text)["parts"]}
    found = {}
    for part in list_parts(session, package.id):
        data = gzip.decompress(part.content)
        assert stated[part.name]["hash"] == digest(data) == part.hash
        assert stated[part.name]["size"] == len(data)
        found[part.name] = json.loads(data)
    assert list(found) == list(stated)
    return found
