"""Keys, tablets and a visit for the sync suite."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from casebook import config
from casebook.config import Settings
from casebook.field.actions import operations
from casebook.keys import signing
from casebook.storage import actions as storage
from casebook.storage.rules import MediaKind
from tests.factories.accounts import NOW
from tests.factories.field import make_tablet
from tests.factories.inspections import LATER, make_submitted, make_visit

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.field.actions.operations import Received
    from casebook.inspections.models import Inspection
    from casebook.storage.disk import FileStore
    from tests.factories.field import File, Made, Tablet
    from tests.factories.inspections import Visit

TAKEN = frozenset({MediaKind.PHOTO})


@dataclass
class Field:
    """A county whose inspector has a tablet and a record on the server."""

    session: Session
    visit: Visit
    tablet: Tablet
    inspection: Inspection

    @property
    def actor(self) -> Actor:
        return self.visit.actor

    def receive(self, made: Made, *, tablet: Tablet | None = None, **other: object) -> Received:
        given = {"actor": self.actor, "now": LATER, "device": (tablet or self.tablet).device, **other}
        return operations.receive(self.session, **given, **made.handed)

    def upload(self, file: File, *, now: datetime = NOW) -> None:
        """Bring a file in as the upload's end does."""
        keep_file(self.session, file, now=now)
        operations.file_arrived(self.session, file_hash=file.hash, now=now)


def keep_file(session: Session, file: File, *, now: datetime = NOW) -> None:
    storage.store(session, stream=io.BytesIO(file.data), limit=10**7, allowed=TAKEN, now=now, name=file.name)


@pytest.fixture
def keys(tmp_path: Path) -> Settings:
    """Signing keys of this test's own, used by this process."""
    settings = Settings(data_dir=str(tmp_path / "keys-of-test"))
    signing.init(settings, now=NOW)
    config.use(settings)
    return settings


@pytest.fixture
def out(session: Session, file_store: FileStore, keys: Settings) -> Field:
    """An inspector with a tablet, and a submitted inspection of theirs."""
    visit = make_visit(session)
    return Field(session, visit, make_tablet(session, visit.lead), make_submitted(session, visit))
