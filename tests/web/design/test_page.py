"""The page of components is whole, and only for those who are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Role
from tests.factories.accounts import make_agency, make_officer

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient


def test_the_page_shows_components(store: Session, sign_in: Callable[[Officer], CasebookClient]) -> None:
    officer = make_officer(store, Role.LIAISON, agency=make_agency(store))
    assert sign_in(officer).page("/design").all("table")


def test_nobody_sees_it_signed_out(app: Flask) -> None:
    answer = app.test_client().get("/design")
    assert answer.location.startswith("/sign-in")
