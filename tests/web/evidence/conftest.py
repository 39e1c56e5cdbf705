"""Officers who keep evidence, each with a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts import queries as accounts
from tests.factories.accounts import make_agency, make_officer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient


@pytest.fixture
def agency(store: Session) -> Agency:
    return make_agency(store)


@pytest.fixture
def inspector(store: Session, agency: Agency) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=agency, name="李明")


@pytest.fixture
def actor(inspector: Officer) -> Actor:
    return accounts.actor_of(inspector)


@pytest.fixture
def client(sign_in: Callable[[Officer], CasebookClient], inspector: Officer) -> CasebookClient:
    return sign_in(inspector)


@pytest.fixture
def auditor(store: Session, agency: Agency, sign_in: Callable[[Officer], CasebookClient]) -> CasebookClient:
    """Somebody who reads evidence and may not change it, nor see personal data."""
    return sign_in(make_officer(store, Role.AUDITOR, agency=agency, name="审计"))


@pytest.fixture
def stranger(store: Session, agency: Agency, sign_in: Callable[[Officer], CasebookClient]) -> CasebookClient:
    """Somebody without any right to evidence."""
    return sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=agency, name="许可"))
