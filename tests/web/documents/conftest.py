"""An office that makes, seals and serves papers, each with a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import get_officer
from tests.factories.accounts import make_agency, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.documents import Office, an_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def office(store: Session) -> Office:
    load_calendar(store)
    return an_office(store)


def _client(store: Session, sign_in: SignIn, officer_id: UUID | None) -> CasebookClient:
    assert officer_id is not None
    return sign_in(get_officer(store, officer_id))


@pytest.fixture
def maker(store: Session, office: Office, sign_in: SignIn) -> CasebookClient:
    return _client(store, sign_in, office.maker.officer_id)


@pytest.fixture
def keeper(store: Session, office: Office, sign_in: SignIn) -> CasebookClient:
    return _client(store, sign_in, office.keeper.officer_id)


@pytest.fixture
def reviewer(store: Session, office: Office, sign_in: SignIn) -> CasebookClient:
    """Who keeps the templates."""
    return sign_in(make_officer(store, Role.LEGAL_REVIEWER, agency=office.agency))


@pytest.fixture
def auditor(store: Session, office: Office, sign_in: SignIn) -> CasebookClient:
    """Who reads papers and may not see personal data."""
    return sign_in(make_officer(store, Role.AUDITOR, agency=office.agency))


@pytest.fixture
def stranger(store: Session, office: Office, sign_in: SignIn) -> CasebookClient:
    """Who has no right to papers."""
    del office
    return sign_in(make_officer(store, Role.CLOSURE_OFFICER, agency=make_agency(store, name="别的机关")))
