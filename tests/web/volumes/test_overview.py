"""The overview of a year: who sees it, and what it counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Role
from casebook.volumes.models import Meter
from tests.factories.accounts import make_officer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water


def test_a_year_shows_figures_gaps_and_queries(client: CasebookClient) -> None:
    page = client.page("/volumes?year=2023").text
    assert "130" in page
    assert "缺 22 个井月（共 24 个）" in page
    assert "表底数变小" in page
    assert "这一年还没有水量" in client.page("/volumes?year=2001").text


def test_of_another_township_nothing_is_counted(store: Session, sign_in: SignIn, water: Water) -> None:
    east = make_officer(store, Role.INSPECTOR, agency=water.agency, jurisdiction="371525105")
    page = sign_in(east).page("/volumes?year=2023").text
    assert "缺 12 个井月（共 12 个）" in page
    assert "表底数变小" not in page


def test_who_administers_sees_none_of_it(store: Session, sign_in: SignIn, water: Water) -> None:
    admin = make_officer(store, Role.SECURITY_ADMIN, agency=water.agency)
    assert sign_in(admin).get("/volumes").status_code == 403


def test_what_waits_stands_on_the_desk_of_who_keeps_the_figures(
    store: Session, sign_in: SignIn, water: Water, client: CasebookClient
) -> None:
    meter = store.scalars(select(Meter)).one()
    meter.calibration_due_on = date(2024, 1, 1)
    store.commit()
    desk = client.page("/").text
    assert "待核 1 条" in desk
    assert "检定已过期 1 块" in desk
    inspector = sign_in(make_officer(store, Role.INSPECTOR, agency=water.agency))
    assert "待核 1 条" not in inspector.page("/").text
