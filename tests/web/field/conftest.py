"""What the suites of the field API share: an inspector who is signed in on a registered tablet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.keys import signing
from tests.factories.accounts import NOW, make_agency, make_officer
from tests.factories.field import Tablet, make_tablet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def agency(store: Session) -> Agency:
    return make_agency(store)


@pytest.fixture
def inspector(store: Session, agency: Agency) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=agency, name="王建国", login="wang")


@pytest.fixture
def tablet(store: Session, inspector: Officer) -> Tablet:
    return make_tablet(store, inspector)


@pytest.fixture
def client(app: Flask, sign_in: SignIn, inspector: Officer, tablet: Tablet) -> CasebookClient:
    """A client that is signed in and names its tablet on every request, as the app does."""
    signing.init(app.config["CASEBOOK"], now=NOW)
    found = sign_in(inspector)
    found.environ_base["HTTP_CASEBOOK_DEVICE"] = str(tablet.device.id)
    return found
