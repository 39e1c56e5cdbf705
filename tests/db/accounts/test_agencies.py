"""Keeping agencies and their powers, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts import actions, queries
from casebook.accounts.actions import AgencyFacts
from casebook.accounts.rules import AgencyKind, PowerFacts, PowerModel
from casebook.audit.queries import list_acts
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from tests.factories.accounts import (
    COUNTY,
    NOW,
    give_power,
    make_actor,
    make_agency,
    make_officer,
    make_registrar,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, AgencyPower

TOWN = "371525104"
BUREAU = AgencyFacts(
    name="冠县水利局",
    short_name="水利局",
    kind=AgencyKind.WATER_BUREAU,
    division_code=COUNTY,
    stamp_name="冠县水利局",
    number_word="冠水",
)
OWN = PowerFacts(matter="*", model=PowerModel.OWN, division_code=COUNTY, valid_from=date(2020, 1, 1))


def codes(call: Callable[[], object]) -> set[str]:
    """Return the codes of a call's refusal."""
    with pytest.raises((RuleBroken, Refused, Forbidden, NotFound)) as caught:
        call()
    found = caught.value
    return {one.code for one in found.reasons} if isinstance(found, Refused) else {found.code}


def update(session: Session, agency: Agency, actor: Actor | None = None, **changes: object) -> bool:
    facts = {name: getattr(agency, name) for name in vars(BUREAU)}
    actor = actor or make_registrar(session)
    return actions.update_agency(
        session, actor=actor, now=NOW, agency=agency, facts=AgencyFacts(**{**facts, **changes})
    )


def grant(session: Session, agency: Agency, actor: Actor | None = None, **changes: object) -> AgencyPower:
    actor = actor or make_registrar(session)
    return actions.grant_power(session, actor=actor, now=NOW, agency=agency, facts=replace(OWN, **changes))


def end(session: Session, power: AgencyPower, on: date = date(2023, 6, 30), reason: str = "划转") -> None:
    actions.end_power(session, actor=make_registrar(session), now=NOW, power=power, on=on, reason=reason)


def test_an_agency_is_entered_and_changed_with_before_and_after(session: Session) -> None:
    actor = make_registrar(session)
    agency = actions.add_agency(session, actor=actor, now=NOW, facts=BUREAU)
    assert update(session, agency, actor, number_word="冠水资")
    assert not update(session, agency, actor)
    acts = {act.action: values for act, values in list_acts(session, "agency", agency.id)}
    assert set(acts) == {"agency:add", "agency:update"}
    assert (acts["agency:update"].before, acts["agency:update"].after) == (
        {"number_word": "冠水"},
        {"number_word": "冠水资"},
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "agency_name_taken"),
        ({"name": "冠县清泉街道办事处", "kind": AgencyKind.TOWNSHIP}, "agency_place_unfit"),
    ],
)
def test_what_no_agency_can_be(session: Session, changes: dict[str, object], code: str) -> None:
    make_agency(session)
    facts = replace(BUREAU, **changes)
    actor = make_registrar(session)
    assert codes(lambda: actions.add_agency(session, actor=actor, now=NOW, facts=facts)) == {code}


def test_another_county_is_out_of_reach(session: Session) -> None:
    facts, actor = replace(BUREAU, division_code="371526"), make_registrar(session)
    assert codes(lambda: actions.add_agency(session, actor=actor, now=NOW, facts=facts)) == {"not_found"}
    stranger = make_registrar(session, jurisdiction="371526")
    assert codes(lambda: update(session, make_agency(session), stranger, name="x")) == {"not_found"}


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.AGENCY_HEAD])
def test_only_the_system_administrator_keeps_agencies_and_powers(session: Session, role: Role) -> None:
    agency, actor = make_agency(session), make_actor(session, role)
    power = give_power(session, agency)
    about = {"actor": actor, "now": NOW}
    refusals = [
        codes(lambda: actions.add_agency(session, **about, facts=BUREAU)),
        codes(lambda: update(session, agency, actor, name="x")),
        codes(lambda: grant(session, agency, actor)),
        codes(lambda: actions.end_power(session, **about, power=power, on=date(2023, 6, 30), reason="-")),
    ]
    assert refusals == [{"permission_missing"}] * 4


def test_an_agency_is_not_taken_from_under_its_people_and_powers(session: Session) -> None:
    agency = make_agency(session)
    make_officer(session, Role.LIAISON, agency=agency)
    give_power(session, agency)
    assert codes(lambda: update(session, agency, is_active=False)) == {
        "agency_has_officers",
        "agency_holds_powers",
    }
    assert codes(lambda: update(session, agency, division_code=TOWN)) == {
        "agency_officers_outside",
        "agency_powers_outside",
    }
    assert codes(lambda: update(session, agency, kind=AgencyKind.OTHER)) == {"agency_kind_bears_powers"}


def test_an_agency_without_people_and_powers_is_closed(session: Session) -> None:
    agency = make_agency(session)
    give_power(session, agency, valid_to=date(2023, 5, 31))
    officer = make_officer(session, Role.LIAISON, agency=agency)
    officer.is_active = False
    session.flush()
    assert update(session, agency, is_active=False)
    assert codes(lambda: grant(session, agency, valid_from=date(2023, 6, 1))) == {"agency_inactive"}


def test_a_power_is_granted_and_told(session: Session) -> None:
    agency, actor = make_agency(session), make_registrar(session)
    power = grant(session, agency, actor)
    held = queries.power_holder(
        session, county_code=COUNTY, matter="PEN-07", division_code=TOWN, on=date(2023, 6, 1)
    )
    assert held.id == power.id
    ((act, values),) = list_acts(session, "agency", agency.id)
    assert (act.action, values.after["matter"], values.after["model"]) == ("power:grant", "*", "own")


def test_a_second_power_of_the_same_rank_is_refused(session: Session) -> None:
    bureau, enforcer = (
        make_agency(session),
        make_agency(session, name="冠县综合行政执法局", kind=AgencyKind.LAW_ENFORCEMENT, word="冠综执"),
    )
    first = grant(session, bureau, matter="PEN-07")
    facts = {
        "matter": "PEN-07",
        "model": PowerModel.TRANSFERRED,
        "authorisation": "鲁政字〔2019〕试1号",
        "valid_from": date(2023, 7, 1),
    }
    assert codes(lambda: grant(session, enforcer, **facts)) == {"power_overlaps"}
    end(session, first)
    second = grant(session, enforcer, **facts)
    for day, expected in ((date(2023, 6, 30), first), (date(2023, 7, 1), second)):
        held = queries.power_holder(session, county_code=COUNTY, matter="PEN-07", division_code=TOWN, on=day)
        assert held.id == expected.id


def test_a_power_is_delegated_only_by_its_holder_and_rests_on_theirs(session: Session) -> None:
    bureau = make_agency(session)
    team = make_agency(session, name="冠县水政监察大队", kind=AgencyKind.OTHER, word="冠水监")
    facts = {
        "model": PowerModel.DELEGATED,
        "principal_agency_id": bureau.id,
        "authorisation": "冠水委〔2023〕试2号",
        "valid_from": date(2023, 1, 1),
        "valid_to": date(2024, 12, 31),
    }
    assert codes(lambda: grant(session, team, **facts)) == {"power_not_the_principals"}
    own = grant(session, bureau)
    delegated = grant(session, team, **facts)
    held = queries.power_holder(
        session, county_code=COUNTY, matter="PEN-01", division_code=TOWN, on=date(2023, 6, 1)
    )
    assert held.id == delegated.id
    assert codes(lambda: end(session, own)) == {"power_is_delegated"}
    assert codes(lambda: update(session, bureau, is_active=False)) == {"agency_holds_powers"}
    end(session, delegated)
    end(session, own)
    assert own.valid_to == delegated.valid_to == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("valid_to", "on", "reason", "code"),
    [
        (date(2023, 5, 31), date(2023, 5, 1), "划转", "power_ended_already"),
        (None, date(2019, 12, 31), "划转", "power_ends_before_it_begins"),
        (date(2023, 12, 31), date(2024, 1, 1), "划转", "power_ends_earlier"),
        (None, date(2023, 6, 30), " ", "power_end_needs_reason"),
    ],
)
def test_how_no_power_ends(session: Session, valid_to: date | None, on: date, reason: str, code: str) -> None:
    power = give_power(session, make_agency(session), valid_to=valid_to)
    assert codes(lambda: end(session, power, on, reason)) == {code}
