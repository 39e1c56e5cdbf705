"""Who confirms, per origin and where the confirming office took part itself (rules.md 10.6)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.models import PowerModel
from casebook.cases.rules import MeasureKind
from casebook.closures import actions
from casebook.closures.rules import ClosureOrigin, ClosureStatus, ConfirmingPart
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.ledger import queries as ledger
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW, give_power, make_officer
from tests.factories.cases import Bureau, make_bureau, make_case, make_measure, make_problems
from tests.factories.closures import DAY, Offices
from tests.factories.regions import EAST, WEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from casebook.closures.models import Closure

pytestmark = pytest.mark.usefixtures("file_store")

TOWNSHIP, RECHECK = ConfirmingPart.TOWNSHIP, ConfirmingPart.COUNTY_RECHECK
ENFORCER = ConfirmingPart.ENFORCING_AGENCY
WITHOUT_CASE = [origin for origin in ClosureOrigin if origin is not ClosureOrigin.CASE]
BY = {TOWNSHIP: "lead", RECHECK: "recheck", ENFORCER: "head"}


@pytest.fixture
def offices(session: Session) -> Offices:
    return make.make_offices(session)


def accepted(session: Session, offices: Offices, origin: ClosureOrigin, **about: object) -> Closure:
    return make.make_closure(session, offices, ClosureStatus.ACCEPTED, origin=origin, **about)


def refused(call: Callable[[], object], code: str) -> None:
    with pytest.raises((RuleBroken, Forbidden)) as caught:
        call()
    assert caught.value.code == code


@pytest.mark.parametrize("origin", WITHOUT_CASE)
def test_each_origin_asks_its_offices(session: Session, offices: Offices, origin: ClosureOrigin) -> None:
    closure = accepted(session, offices, origin)
    parts = (TOWNSHIP, ENFORCER) if origin is ClosureOrigin.OWNERLESS else (TOWNSHIP,)
    assert actions.parts_of(session, closure) == parts
    for name in ("lead", "recheck", "head", "acceptor"):
        own = [part for part in parts if BY[part] == name]
        assert actions.parts_for(session, closure, offices.actor(name)) == own


@pytest.mark.parametrize("by", ["reporter", "acceptor"])
@pytest.mark.parametrize("origin", WITHOUT_CASE)
def test_a_township_does_not_confirm_its_own_work(
    session: Session, offices: Offices, origin: ClosureOrigin, by: str
) -> None:
    role = {"reporter": Role.CLOSURE_OFFICER, "acceptor": Role.CLOSURE_ACCEPTOR}[by]
    setattr(offices, by, make_officer(session, role, agency=offices.township))
    closure = accepted(session, offices, origin)
    assert actions.parts_of(session, closure) == (RECHECK,)
    assert actions.parts_for(session, closure, offices.actor("lead")) == []
    refused(lambda: make.confirm(session, offices, closure, TOWNSHIP), "confirmer_wrong")
    refused(lambda: make.confirm(session, offices, closure, RECHECK), "confirmer_recheck")
    assert make.confirm(session, offices, closure, RECHECK, by="recheck")
    assert ledger.totals(session, COUNTY, 2023).count == 1


def test_an_ownerless_well_needs_both_offices(session: Session, offices: Offices) -> None:
    closure = accepted(session, offices, ClosureOrigin.OWNERLESS)
    assert not make.confirm(session, offices, closure, ENFORCER, by="head")
    assert closure.status is ClosureStatus.ACCEPTED
    assert ledger.head(session, COUNTY).count == 0
    refused(lambda: make.confirm(session, offices, closure, ENFORCER, by="head"), "confirmed_already")
    assert actions.parts_for(session, closure, offices.actor("lead")) == [TOWNSHIP]
    assert make.confirm(session, offices, closure, TOWNSHIP)
    assert ledger.head(session, COUNTY).count == 2


@pytest.mark.parametrize("holder", ["water", "township"])
def test_an_enforcer_who_took_part_or_is_the_township_leaves_an_ownerless_well_to_the_recheck(
    session: Session, offices: Offices, holder: str
) -> None:
    power = {"matter": "PEN-10", "authorisation": "试授〔2023〕1号"}
    if holder == "township":
        power |= {"division_code": WEST, "model": PowerModel.EMPOWERED}
    give_power(session, getattr(offices, holder), **power)
    closure = accepted(session, offices, ClosureOrigin.OWNERLESS)
    assert actions.parts_of(session, closure) == (RECHECK,)
    assert make.confirm(session, offices, closure, RECHECK, by="recheck")


def test_the_lead_of_another_township_does_not_confirm(session: Session, offices: Offices) -> None:
    closure = accepted(session, offices, ClosureOrigin.PROGRAMME)
    county_wide = make_officer(session, Role.TOWNSHIP_LEAD, agency=offices.township, jurisdiction=COUNTY)
    offices.lead = county_wide
    refused(lambda: make.confirm(session, offices, closure), "confirmer_township")
    offices.lead = make_officer(session, Role.TOWNSHIP_LEAD, agency=offices.township, jurisdiction=EAST)
    with pytest.raises(Exception, match="not_found"):
        make.confirm(session, offices, closure)


def test_nobody_confirms_what_they_accepted(session: Session, offices: Offices) -> None:
    offices.acceptor = make_officer(
        session, Role.CLOSURE_ACCEPTOR, Role.COUNTY_RECHECK, agency=offices.township
    )
    closure = accepted(session, offices, ClosureOrigin.PROGRAMME)
    refused(lambda: make.confirm(session, offices, closure, RECHECK, by="acceptor"), "confirmed_by_involved")


@pytest.mark.parametrize(
    ("on", "remark", "code"),
    [
        (date(2023, 6, 1), "属实", "confirmed_before_accepted"),
        (date(2023, 6, 4), "属实", "date_in_future"),
        (date(2023, 6, 3), "  ", "confirmation_needs_remark"),
    ],
)
def test_days_and_words_of_a_confirmation(
    session: Session, offices: Offices, on: date, remark: str, code: str
) -> None:
    closure = accepted(session, offices, ClosureOrigin.PROGRAMME)
    refused(
        lambda: actions.confirm_closure(
            session,
            actor=offices.actor("lead"),
            now=NOW + 2 * DAY,
            closure=closure,
            part=TOWNSHIP,
            confirmed_on=on,
            remark=remark,
        ),
        code,
    )
    assert ledger.head(session, COUNTY).count == 0


@pytest.fixture
def bureau(session: Session) -> Bureau:
    """An enforcing agency whose inspector is a head as well, so that who orders could confirm."""
    found = make_bureau(session)
    found.visit.lead = make_officer(
        session, Role.INSPECTOR, Role.CASE_HEAD, agency=found.visit.agency, name="孙同"
    )
    return found


def case_of(session: Session, bureau: Bureau) -> Case:
    """A case over the well in which closing it was ordered."""
    problems = make_problems(session, bureau, "P09", now=NOW - 60 * DAY)
    case = make_case(session, bureau, problems, now=NOW - 59 * DAY)
    make_measure(session, bureau, case, now=NOW - 58 * DAY, kind=MeasureKind.CLOSE_WELL)
    return case


@pytest.mark.parametrize("is_same_agency", [False, True])
def test_a_case_is_confirmed_by_its_agency_but_not_by_who_ordered(
    session: Session, bureau: Bureau, is_same_agency: bool
) -> None:
    case, agency, well = case_of(session, bureau), bureau.visit.agency, bureau.visit.well
    offices = make.offices_around(session, agency, well=well, water=agency if is_same_agency else None)
    closure = accepted(session, offices, ClosureOrigin.CASE, case_id=case.id)
    assert actions.parts_of(session, closure) == (ENFORCER,)
    offices.head = bureau.visit.lead
    refused(lambda: make.confirm(session, offices, closure, ENFORCER, by="head"), "confirmed_by_orderer")
    offices.head = make_officer(session, Role.AGENCY_HEAD, agency=offices.township)
    refused(lambda: make.confirm(session, offices, closure, ENFORCER, by="head"), "confirmer_enforcing")
    offices.head = bureau.head
    assert actions.parts_for(session, closure, offices.actor("head")) == [ENFORCER]
    assert make.confirm(session, offices, closure, ENFORCER, by="head")
    assert ledger.totals(session, COUNTY, 2023).count == 1


def test_a_case_must_be_about_the_well(session: Session, bureau: Bureau) -> None:
    case = case_of(session, bureau)
    offices = make.offices_around(session, bureau.visit.agency, well=make.new_well(session))
    refused(
        lambda: make.report(session, offices, origin=ClosureOrigin.CASE, case_id=case.id),
        "case_of_other_well",
    )
