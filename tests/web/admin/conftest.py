"""The three administrators, signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from tests.factories.accounts import make_agency, make_officer
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def agency(store: Session) -> Agency:
    make_county(store)
    return make_agency(store)


def _client(store: Session, sign_in: SignIn, agency: Agency, role: Role, name: str) -> CasebookClient:
    login = role.value.replace("_", "-")
    return sign_in(make_officer(store, role, agency=agency, name=name, login=login, certificate=False))


@pytest.fixture
def security(store: Session, sign_in: SignIn, agency: Agency) -> CasebookClient:
    return _client(store, sign_in, agency, Role.SECURITY_ADMIN, "安全管理员")


@pytest.fixture
def system(store: Session, sign_in: SignIn, agency: Agency) -> CasebookClient:
    return _client(store, sign_in, agency, Role.SYSTEM_ADMIN, "系统管理员")
