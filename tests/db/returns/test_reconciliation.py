"""The four figures of every user of a year, and the tax office's list."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.quotas.models import Permit
from casebook.quotas.rules import Grade
from casebook.returns import actions, queries
from casebook.returns.rules import Figure, LineOutcome, Side
from tests.factories.accounts import make_actor
from tests.factories.quotas import cut_permit, make_permit
from tests.factories.reported import WINTER, User, accepted, make_user_with_wells, take_list, tax_file
from tests.factories.screening import put_months
from tests.factories.wells import make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.returns.queries import UserYear

LIMIT = Decimal("0.05")
CODE = "913715250000695428"


@pytest.fixture
def user(session: Session) -> User:
    """Metered all year: two wells, 100 m³ a month each."""
    return make_user_with_wells(session, months=[100] * 12)


def years(session: Session, user: User) -> dict[str, UserYear]:
    return {one.name: one for one in queries.reconciliation(session, user.clerk, 2023, LIMIT)}


def test_a_users_year_has_four_figures(session: Session, user: User) -> None:
    accepted(session, user, 300, 300)
    take_list(session, user, f"{CODE},冠县清泉纸业有限公司,2023年,2500")
    found = years(session, user)["冠县清泉纸业有限公司"].reconciled
    assert found.figures == {
        Side.PERMIT: Figure(Decimal(30_000)),
        Side.MEASURED: Figure(Decimal(2400)),
        Side.REPORTED: Figure(Decimal(600), 3),
        Side.TAXED: Figure(Decimal(2500)),
    }
    assert found.outcome is LineOutcome.OPEN, "100 m³ are 4.2 %; three quarters are not reported yet"


def test_a_cut_after_the_year_leaves_the_year_as_it_was(session: Session, user: User) -> None:
    (permit,) = session.scalars(select(Permit))
    cut_permit(session, permit, 1_000)
    found = years(session, user)["冠县清泉纸业有限公司"].reconciled
    assert found.figures[Side.PERMIT] == Figure(Decimal(30_000))


def test_what_was_taxed_too_low_is_told(session: Session, user: User) -> None:
    take_list(session, user, f"{CODE},,2023Q1,500", f"{CODE},,2023-04至2023-12,1600")
    found = years(session, user)["冠县清泉纸业有限公司"].reconciled
    assert found.figures[Side.TAXED] == Figure(Decimal(2100))
    assert found.outcome is LineOutcome.DEVIATING


def test_the_newest_list_of_a_year_counts(session: Session, user: User) -> None:
    for volume in (100, 2400):
        take_list(session, user, f"{CODE},,2023,{volume}")
    take_list(session, user, f"{CODE},,2022,7", year=2022)
    assert years(session, user)["冠县清泉纸业有限公司"].reconciled.figures[Side.TAXED].m3 == 2400
    assert [(one.year, one.version) for one in queries.list_tax_lists(session, "371525")] == [
        (2023, 2), (2023, 1), (2022, 1),
    ]  # fmt: skip


def test_whom_we_do_not_know_is_told_too(session: Session, user: User) -> None:
    taken = take_list(session, user, ",冠县无名浴池,2023,800", ",冠县清泉纸业有限公司,2023,2400", ",,2023,1")
    assert (taken.row.accepted, taken.row.unmatched, taken.row.refused) == (2, 1, {"tax_nobody": 1})
    stranger = years(session, user)["冠县无名浴池"]
    assert (stranger.party_id, stranger.reconciled.outcome) == (None, LineOutcome.MISSING)
    west = make_actor(session, Role.PERMIT_OFFICER, jurisdiction=user.wells[0].division_code)
    assert [one.name for one in queries.reconciliation(session, west, 2023, LIMIT)] == [
        "冠县清泉纸业有限公司"
    ]


def test_a_well_counts_for_who_holds_its_permit(session: Session, user: User) -> None:
    """The firm's wells stand on a village's permit: the village is asked for them, the firm for its own."""
    village = make_party(session, name="小王庄村委会", identifier="", phone="")
    well = make_well(session, user=user.firm)
    put_months(session, well, 2023, [7] * 12)
    make_permit(session, well, holder=village, number="D371525G2019-0009", volume=100)
    found = years(session, user)
    assert found["小王庄村委会"].reconciled.figures[Side.MEASURED].m3 == 84
    assert found["冠县清泉纸业有限公司"].reconciled.figures[Side.MEASURED].m3 == 2400


def test_a_missing_month_is_not_nothing(session: Session, user: User) -> None:
    well = make_well(session, user=user.firm)
    put_months(session, well, 2023, [100] * 11)
    figure = years(session, user)["冠县清泉纸业有限公司"].reconciled.figures[Side.MEASURED]
    assert (figure.m3, figure.months) == (3500, 11)
    assert figure.by_grade == {Grade.A: Decimal(3500)}


def test_who_may_take_a_list_in_and_what_a_list_must_be(session: Session, user: User) -> None:
    about = {"now": WINTER, "year": 2023, "file_name": "申报.csv"}
    with pytest.raises(Forbidden):
        actions.take_tax_list(
            session, actor=make_actor(session, Role.INSPECTOR), **about, stream=tax_file("甲,甲,2023,1")
        )
    for stream, code in (
        (tax_file(",,,"), "tax_list_empty"),
        (tax_file("甲,乙,2022,1"), "tax_list_empty"),
        (io.BytesIO(b"a,b\n1,2"), "tax_list_no_header"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.take_tax_list(session, actor=user.clerk, **about, stream=stream)
    assert queries.list_tax_lists(session, "371525") == []
