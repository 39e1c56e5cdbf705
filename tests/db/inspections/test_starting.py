from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.accounts.queries import actor_of
from casebook.audit import queries as audit
from casebook.inspections import actions, queries
from casebook.inspections.rules import InspectionKind, InspectionState, OfficerPart
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells.actions import place_wells
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.inspections import EXPIRED, Visit, begin, make_visit
from tests.factories.regions import EAST, make_zone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer


def companions_of(session: Session, visit: Visit) -> list[Officer]:
    return queries.list_companions(
        session,
        lead_id=visit.lead.id,
        agency_id=visit.agency.id,
        well=visit.well,
        on=NOW.date(),
    )


def test_a_record_begins_with_two_officers_and_their_certificates(session: Session) -> None:
    visit = make_visit(session)
    inspection = begin(session, visit)
    assert inspection.state is InspectionState.DRAFT
    assert [(row.part, row.name, row.certificate_no) for row in inspection.officers] == [
        (OfficerPart.LEAD, "周明", visit.lead.certificate_no),
        (OfficerPart.SECOND, "李雪", visit.second.certificate_no),
    ]
    assert inspection.division_code == visit.well.division_code
    (act, values), *_ = audit.list_acts(session, "inspection", inspection.id)
    assert act.action == "inspection:start"
    assert values is not None
    assert values.after["well"] == visit.well.code


def test_the_first_checklist_is_made_once(session: Session) -> None:
    visit = make_visit(session)
    first, second = begin(session, visit), begin(session, visit)
    assert first.checklist is second.checklist
    assert (first.checklist.version, len(first.checklist.questions)) == (1, 32)
    assert actions.ensure_checklist(session, COUNTY, on=EXPIRED) is first.checklist


def test_zones_are_answered_from_the_map_of_the_day(session: Session) -> None:
    visit = make_visit(session)
    make_zone(session)
    make_zone(session, kind=ZoneKind.OVER_EXTRACTION, name="浅层超采区", aquifer=Aquifer.SHALLOW)
    make_zone(session, kind=ZoneKind.RESTRICTED, name="深层限采区", aquifer=Aquifer.DEEP_CONFINED)
    make_zone(session, kind=ZoneKind.PUBLIC_SUPPLY, name="旧管网", ended_on=EXPIRED)
    place_wells(session, now=NOW, county_code=COUNTY)
    (answer,) = begin(session, visit).answers
    assert (answer.item_code, answer.value) == ("C07", "no_abstraction,over_extraction")
    assert answer.note == "城区禁采区、浅层超采区"


def test_a_certificate_that_expired_the_day_before_refuses(session: Session) -> None:
    visit = make_visit(session)
    old = make_officer(session, Role.INSPECTOR, agency=visit.agency, name="王期", valid_to=EXPIRED)
    with pytest.raises(RuleBroken) as refused:
        actions.start(
            session,
            actor=visit.actor,
            now=NOW,
            well=visit.well,
            kind=InspectionKind.INSPECTION,
            second_officer_id=old.id,
        )
    assert (refused.value.code, refused.value.facts["name"]) == ("inspection_officer_uncertified", "王期")
    assert old not in companions_of(session, visit)


def test_ones_own_certificate_counts_too(session: Session) -> None:
    visit = make_visit(session)
    visit.lead.certificate_valid_to = EXPIRED
    with pytest.raises(RuleBroken) as refused:
        begin(session, visit)
    assert refused.value.facts["name"] == "周明"


def test_nobody_is_two_officers(session: Session) -> None:
    visit = make_visit(session)
    visit.second = visit.lead
    with pytest.raises(RuleBroken) as refused:
        begin(session, visit)
    assert (refused.value.code, refused.value.field) == ("inspection_officers_same", "second_officer_id")


def test_the_same_id_again_is_the_same_draft(session: Session) -> None:
    visit = make_visit(session)
    made_on_the_device = new_id()
    about = {
        "now": NOW,
        "well": visit.well,
        "kind": InspectionKind.INSPECTION,
        "inspection_id": made_on_the_device,
    }
    first = actions.start(session, actor=visit.actor, second_officer_id=visit.second.id, **about)
    assert actions.start(session, actor=visit.actor, second_officer_id=visit.second.id, **about) is first
    with pytest.raises(NotFound):
        actions.start(session, actor=visit.companion, second_officer_id=visit.lead.id, **about)


def test_another_townships_officer_finds_no_well(session: Session) -> None:
    visit = make_visit(session)
    stranger = make_officer(session, Role.INSPECTOR, agency=visit.agency, jurisdiction=EAST)
    with pytest.raises(NotFound):
        actions.start(
            session,
            actor=actor_of(stranger),
            now=NOW,
            well=visit.well,
            kind=InspectionKind.INSPECTION,
            second_officer_id=visit.second.id,
        )
    companions = companions_of(session, visit)
    assert visit.second in companions
    assert not {visit.lead, stranger} & set(companions)


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.CASE_HEAD, Role.SYSTEM_ADMIN])
def test_other_roles_may_not_inspect(session: Session, role: Role) -> None:
    visit = make_visit(session)
    visit.lead.role_rows[0].role = role
    with pytest.raises(Forbidden):
        begin(session, visit)


def test_the_operator_of_the_machine_is_no_officer(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(Forbidden) as refused:
        actions.start(
            session,
            actor=local_operator("root", COUNTY),
            now=NOW,
            well=visit.well,
            kind=InspectionKind.INSPECTION,
            second_officer_id=visit.second.id,
        )
    assert refused.value.code == "inspection_needs_officer"
