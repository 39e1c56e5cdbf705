"""Each party once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.audit.models import AuditDetail, AuditEntry
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.identifiers import IdentifierKind
from casebook.parties import presenters, queries
from casebook.parties.actions import PartyFacts, find_or_create, find_or_create_many, update_party
from casebook.parties.models import Party
from casebook.parties.rules import PartyKind
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.wells import CITIZEN_NUMBER, CREDIT_CODE, keeper, make_party

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_party_is_found_again(session: Session) -> None:
    first = make_party(session)
    assert (first.kind, first.identifier_kind) == (PartyKind.CITIZEN, IdentifierKind.CITIZEN)
    assert first.is_identifier_sound
    assert make_party(session, phone="10000000000").id == first.id
    assert first.phone == "10076847031"
    assert make_party(session, name="刘建军").id != first.id


def test_many_at_once_keep_their_order(session: Session) -> None:
    known = make_party(session)
    facts = [
        PartyFacts("瑞源公司", CREDIT_CODE),
        PartyFacts("刘建国", CITIZEN_NUMBER),
        PartyFacts("瑞源公司", CREDIT_CODE),
        PartyFacts("王芳", "", "10011112222"),
    ]
    ids = find_or_create_many(session, county_code=COUNTY, facts=facts)
    assert ids[0] == ids[2]
    assert ids[1] == known.id
    assert session.scalar(select(func.count()).select_from(Party)) == 3
    assert find_or_create_many(session, county_code=COUNTY, facts=facts) == ids


def test_nothing_to_store_is_fine(session: Session) -> None:
    assert find_or_create_many(session, county_code=COUNTY, facts=[]) == []


def test_a_wrong_check_digit_is_kept_and_told(session: Session) -> None:
    party = make_party(session, identifier="371525197811080001")
    assert party.identifier == "371525197811080001"
    assert party.is_identifier_sound is False


def test_one_match_once_per_county(session: Session) -> None:
    party = make_party(session)
    columns = {name: getattr(party, name) for name in ("county_code", "kind", "name", "match_key")}
    session.add(Party(**columns))
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_identifier_has_its_kind(session: Session) -> None:
    party = make_party(session)
    party.identifier_kind = None
    with pytest.raises(IntegrityError, match="ck_party_identifier_has_kind"):
        session.flush()


def test_a_change_is_audited_without_the_name_in_the_chain(session: Session) -> None:
    party = make_party(session)
    actor = keeper(session)
    assert update_party(session, actor=actor, now=NOW, party=party, changes={"phone": "10000000000"})
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.action == "party:edit"
    assert "刘建国".encode() not in entry.body
    detail = session.scalars(select(AuditDetail)).one()
    assert b"10076847031" in detail.body
    assert b"10000000000" in detail.body
    assert not update_party(session, actor=actor, now=NOW, party=party, changes={"phone": "10000000000"})


def test_a_change_may_not_make_two_the_same(session: Session) -> None:
    make_party(session)
    other = make_party(session, name="王芳")
    with pytest.raises(RuleBroken, match="party_exists"):
        update_party(session, actor=keeper(session), now=NOW, party=other, changes={"name": "刘建国"})


def test_who_may_change(session: Session) -> None:
    party = make_party(session)
    for actor, refusal in (
        (make_actor(session, Role.INSPECTOR), Forbidden),
        (keeper(session, jurisdiction="371521"), NotFound),
    ):
        with pytest.raises(refusal):
            update_party(session, actor=actor, now=NOW, party=party, changes={"phone": "1"})


def test_masked_and_plain(session: Session) -> None:
    party = find_or_create(
        session,
        county_code=COUNTY,
        facts=PartyFacts("刘建国", CITIZEN_NUMBER, "10076847031", "小王庄村 12 号"),
    )
    hidden, whole = presenters.masked(party), presenters.plain(party)
    assert (hidden.name, hidden.phone, hidden.address, hidden.is_masked) == (
        "刘**",
        "100****7031",
        "***",
        True,
    )
    assert CITIZEN_NUMBER not in hidden.identifier
    assert (whole.name, whole.identifier, whole.is_masked) == ("刘建国", CITIZEN_NUMBER, False)
    firm = make_party(session, name="冠县瑞源印染有限公司", identifier=CREDIT_CODE, phone="")
    assert not presenters.masked(firm).is_masked


def test_get_and_list(session: Session) -> None:
    party = make_party(session)
    assert queries.get_party(session, party.id) is party
    assert queries.list_parties(session, [party.id]) == {party.id: party}
    with pytest.raises(NotFound):
        queries.get_party(session, keeper(session).officer_id)
