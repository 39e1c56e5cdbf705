"""A house to back up, an empty machine to restore on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.backup import actions
from casebook.config import Settings
from casebook.keys import secret, signing
from casebook.storage import disk
from tests.factories import evidence as make
from tests.factories import storage as files
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.regions import make_county
from tests.factories.wells import make_well
from tests.support.databases import blank_postgis, engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
PHOTO = files.picture()


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Settings:
    """A data directory with a well, one item of evidence and a key."""
    settings = Settings(database_url=database_url, data_dir=str(tmp_path / "old"), county_code=COUNTY)
    disk.use(settings.data_path)
    engine = engine_for(settings.sqlalchemy_url)
    with session_on(engine) as session:
        make_county(session)
        make_well(session)
        make.make_item(session, make_actor(session, Role.INSPECTOR), upload=make.an_upload(PHOTO))
        session.commit()
    engine.dispose()
    signing.init(settings, now=NOW)
    secret.load_or_create(settings)
    return settings


@pytest.fixture
def empty(backend: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a machine where nothing is yet."""
    data = tmp_path / "new"
    if backend == "spatialite":
        yield Settings(
            database_url=f"sqlite:///{data / 'casebook.sqlite'}", data_dir=str(data), county_code=COUNTY
        )
        return
    for url in blank_postgis():
        yield Settings(database_url=url, data_dir=str(data), county_code=COUNTY)


@pytest.fixture
def saved(house: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "house.tar"
    actions.back_up(house, path, now=NOW)
    return path
