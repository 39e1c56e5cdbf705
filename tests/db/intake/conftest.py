"""What the suites of imports share."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from casebook.intake import actions, queries
from casebook.intake.rules.settings import RegisterSettings
from casebook.intake.sheets.reader import read_sheets
from tests.factories.accounts import COUNTY, NOW
from tests.factories.regions import make_county
from tests.factories.wells import keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.models import ImportBatch
    from casebook.intake.queries import Judgement
    from casebook.storage.disk import FileStore


@contextmanager
def judged(
    session: Session, data: bytes, *, is_text: bool = False, mapping: Mapping[str, str] | None = None
) -> Iterator[Judgement]:
    """A register judged against the small county, as an import would."""
    with read_sheets(io.BytesIO(data), is_text=is_text) as file:
        layout = queries.understand(session, COUNTY, file, mapping)
        judging = queries.judge(
            session, county_code=COUNTY, file=file, layout=layout, settings=RegisterSettings()
        )
        with judging as judgement:
            yield judgement


@pytest.fixture
def county(session: Session, file_store: FileStore) -> Session:
    """A session on the small county, with a place for files."""
    make_county(session)
    return session


@pytest.fixture
def importer(county: Session) -> Actor:
    return keeper(county)


@pytest.fixture
def take_in(county: Session, importer: Actor) -> Callable[..., ImportBatch]:
    """Import a register file as the command line does; returns the applied batch."""

    def act(data: bytes, *, name: str = "台账.xlsx", with_changes: bool = False) -> ImportBatch:
        with judged(county, data, is_text=name.endswith("csv")) as judgement:
            batch = actions.open_batch(
                county,
                actor=importer,
                now=NOW,
                county_code=COUNTY,
                stream=io.BytesIO(data),
                name=name,
                layout=judgement.layout,
            )
            return actions.apply_batch(
                county, actor=importer, now=NOW, batch=batch, judgement=judgement, with_changes=with_changes
            )

    return act
