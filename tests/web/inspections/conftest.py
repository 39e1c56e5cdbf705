from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.kernel import clock
from tests.factories.inspections import Visit, begin, make_visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def visit(store: Session) -> Visit:
    """Two inspectors and a well."""
    found = make_visit(store)
    store.commit()
    return found


@pytest.fixture
def draft(store: Session, visit: Visit) -> Inspection:
    """A record that was begun an hour ago."""
    found = begin(store, visit, now=clock.now() - timedelta(hours=1))
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, visit: Visit) -> CasebookClient:
    """The officer who keeps the record."""
    return sign_in(visit.lead)
