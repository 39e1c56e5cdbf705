"""The list of electronic permits held against ours and taken over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.quotas import actions, queries
from casebook.quotas.rules import Listed, Verdict
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.quotas import make_permit
from tests.factories.regions import WEST, make_county
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.quotas.models import PermitList

A, B, C = "D371525G2019-0001", "D371525G2019-0002", "D371525G2019-0003"
THEIRS = (
    Listed(number=A, holder="刘建国", volume_m3=Decimal(25_000), valid_to=date(2026, 1, 1), row=2),
    Listed(number=B, holder="冠县乙公司", volume_m3=Decimal(8_000), row=3),
)


@pytest.fixture
def compared(session: Session) -> PermitList:
    make_county(session)
    make_permit(session, make_well(session), number=A, holder=make_party(session), conditions="只用于灌溉")
    make_permit(session, number=C)
    return actions.compare_list(
        session, actor=keeper(session), now=NOW, file_name="清单.xlsx", theirs=list(THEIRS)
    )


def test_comparing_changes_nothing(session: Session, compared: PermitList) -> None:
    entries = queries.page_entries(session, compared.id, None).items
    assert [(one.number, one.verdict) for one in entries] == [
        (A, Verdict.DIFFERING),
        (B, Verdict.ONLY_THEIRS),
        (C, Verdict.ONLY_OURS),
    ]
    assert entries[0].differences == ["volume", "valid_to"]
    assert queries.find_permit(session, COUNTY, B) is None
    assert compared.counts["only_ours"] == 1


def test_taking_over_brings_what_they_say_and_keeps_the_rest(session: Session, compared: PermitList) -> None:
    by = {"actor": keeper(session), "now": NOW, "row": compared}
    assert actions.take_over(session, **by) == 2
    changed, new = (queries.find_permit(session, COUNTY, number) for number in (A, B))
    assert changed is not None
    assert new is not None
    assert (changed.permitted_m3, changed.valid_to) == (25_000, date(2026, 1, 1))
    assert (changed.conditions, changed.valid_from) == ("只用于灌溉", date(2019, 7, 1))
    assert changed.holder is not None
    assert changed.holder.identifier
    assert new.holder is not None
    assert new.holder.name == "冠县乙公司"
    assert queries.list_changes(session, changed.id)[0].reason == "电子证照清单 清单.xlsx"
    with pytest.raises(RuleBroken) as refused:
        actions.take_over(session, **by)
    assert refused.value.code == "permit_list_taken"


def test_a_list_belongs_to_who_keeps_permits_of_the_county(session: Session, compared: PermitList) -> None:
    with pytest.raises(Forbidden):
        actions.take_over(session, actor=make_actor(session, Role.INSPECTOR), now=NOW, row=compared)
    with pytest.raises(NotFound):
        queries.get_list(session, compared.id, keeper(session, jurisdiction=WEST))


def test_an_empty_list_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.compare_list(session, actor=keeper(session), now=NOW, file_name="x.csv", theirs=[])
    assert refused.value.code == "permit_list_empty"


def test_a_list_cannot_speak_of_tomorrow(session: Session) -> None:
    make_county(session)
    with pytest.raises(RuleBroken) as refused:
        actions.compare_list(
            session,
            actor=keeper(session),
            now=NOW,
            file_name="清单.xlsx",
            theirs=list(THEIRS),
            listed_on=date(2023, 6, 2),
        )
    assert (refused.value.code, refused.value.field) == ("date_in_future", "listed_on")
