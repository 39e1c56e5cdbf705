"""Chains by county, agency and day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from casebook.access import Role
from casebook.approvals import actions, queries
from casebook.approvals.rules import DEFAULT_CHAINS, ChainKind, Position
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency
from tests.factories.approvals import make_desk

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

TODAY = local_day(NOW)
TWO = (Position("承办人", Role.INSPECTOR, takes_asker=True), Position("负责人", Role.AGENCY_HEAD))


def set_chain(session: Session, actor: Actor, **changed: object) -> object:
    given: dict[str, Any] = {
        "kind": ChainKind.CASE_FILING,
        "agency_id": None,
        "positions": TWO,
        "paper": "冠综执〔2023〕3 号",
        "valid_from": TODAY,
    }
    return actions.set_chain(session, actor=actor, now=NOW, **(given | changed))


def positions(session: Session, agency_id: UUID | None = None, days: int = 0) -> tuple[Position, ...]:
    return queries.find_chain(
        session,
        county_code=COUNTY,
        kind=ChainKind.CASE_FILING,
        agency_id=agency_id,
        on=TODAY + timedelta(days=days),
    ).positions


def test_the_default_holds_until_the_county_sets_its_own(session: Session) -> None:
    desk = make_desk(session)
    assert positions(session) == DEFAULT_CHAINS[ChainKind.CASE_FILING]
    set_chain(session, desk.head, valid_from=TODAY + timedelta(days=1))
    assert positions(session) == DEFAULT_CHAINS[ChainKind.CASE_FILING]
    assert positions(session, days=1) == TWO
    set_chain(session, desk.head, positions=None, valid_from=TODAY + timedelta(days=2))
    assert positions(session, days=2) == DEFAULT_CHAINS[ChainKind.CASE_FILING]
    versions = queries.list_versions(session, COUNTY, ChainKind.CASE_FILING)
    assert [row.version for row in versions] == [2, 1]


def test_an_agency_may_have_its_own(session: Session) -> None:
    desk = make_desk(session)
    other = make_agency(session, name="冠县水利局")
    set_chain(session, desk.head, agency_id=other.id)
    assert positions(session, other.id) == TWO
    assert positions(session, desk.agency.id) == DEFAULT_CHAINS[ChainKind.CASE_FILING]
    in_force = queries.chains_in_force(session, county_code=COUNTY, agency_id=other.id, on=TODAY)
    assert [one.kind for one in in_force if one.is_own] == [ChainKind.CASE_FILING]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"paper": " "}, "chain_needs_paper"),
        ({"valid_from": TODAY - timedelta(days=1)}, "chain_backdated"),
        ({"positions": TWO[:1]}, "chain_decides_itself"),
        ({"positions": ()}, "chain_length"),
    ],
    ids=["paper", "backdated", "alone", "empty"],
)
def test_what_a_chain_needs(session: Session, changed: dict[str, Any], code: str) -> None:
    desk = make_desk(session)
    with pytest.raises(RuleBroken, match=code):
        set_chain(session, desk.head, **changed)


def test_who_sets_chains(session: Session) -> None:
    with pytest.raises(Forbidden, match="permission_missing"):
        set_chain(session, make_actor(session, Role.CASE_HEAD))
