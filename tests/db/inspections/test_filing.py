from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from casebook.access import Role
from casebook.cases.queries import find_measure_rechecked
from casebook.cases.rules import FoundHow, ProblemStatus
from casebook.config import load
from casebook.evidence import queries as evidence
from casebook.evidence.models import EvidenceItem
from casebook.evidence.rules import EvidenceOrigin
from casebook.inspections import queries
from casebook.inspections.filed import (
    DatumCheck,
    EarlierAnswer,
    EarlierResult,
    FiledPresence,
    FiledSecond,
    FiledTold,
    SignedHow,
)
from casebook.inspections.models import ChecklistVersion, Inspection
from casebook.inspections.rules import Flag, InspectionKind, InspectionState, OfficerPart
from casebook.inspections.rules.presence import Datum, Doubt, PlateSeen
from casebook.kernel.coordinates import wgs84_to_gcj02
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.keys.signing import init
from casebook.keys.signing import load as load_signer
from casebook.plates.actions import issue_plate
from casebook.regions.models import KnownPoint
from tests.factories.accounts import COUNTY, NOW, make_actor, make_officer
from tests.factories.cases import make_bureau, make_case, make_measure, make_problems
from tests.factories.field import make_tablet
from tests.factories.filed import (
    ARRIVAL,
    card,
    file,
    filed,
    finding,
    fixes,
    keep,
    signed_second,
    text_hash_of,
)
from tests.factories.inspections import EXPIRED, GOOD_ANSWERS, LATER, make_visit
from tests.factories.wells import keeper, make_party, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")


def refusals(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.reasons]


def test_a_whole_record_is_filed_at_once(session: Session) -> None:
    visit = make_visit(session)
    record = filed(session, visit, findings=(finding("P10"), finding("P20", "没有标识牌。")))
    tablet = make_tablet(session, visit.lead)
    filing = file(session, visit, record, device_id=tablet.device.id)
    inspection = filing.inspection
    assert (inspection.state, inspection.submitted_at) == (InspectionState.SUBMITTED, LATER)
    assert [(row.part, row.name) for row in inspection.officers] == [
        (OfficerPart.LEAD, "周明"),
        (OfficerPart.SECOND, "李雪"),
    ]
    answers = inspection.answer_values()
    assert answers["C01"] == "yes"
    assert answers["C02"] == f"{inspection.distance_m:g}"
    assert answers["C07"] == "none"
    assert [(one.code, one.status, one.found_how) for one in filing.problems] == [
        ("P10", ProblemStatus.LISTED, FoundHow.INSPECTION),
        ("P20", ProblemStatus.LISTED, FoundHow.INSPECTION),
    ]
    assert [one["number"] for one in filing.result()["problems"]] == [one.number for one in filing.problems]
    items = evidence.list_items(session, "inspection", inspection.id)
    assert [(item.is_locked, item.device_id) for item in items] == [(True, tablet.device.id)]
    assert queries.is_filed(session, inspection.id)


def test_a_filed_record_cannot_be_changed(session: Session) -> None:
    filing = file(session, make_visit(session))
    for change in (
        "UPDATE inspection SET situation = 'x'",
        "UPDATE checklist_answer SET value = 'no'",
        "UPDATE inspection_presence SET score = 100",
        "DELETE FROM presence_fix",
        "UPDATE inspection_filing SET text_hash = ''",
    ):
        with pytest.raises(Exception, match=r"frozen|append-only"), session.begin_nested():
            session.execute(text(change))
    assert filing.inspection.situation == "水泵没有运行。"


def test_all_that_is_missing_is_told_at_once(session: Session) -> None:
    visit = make_visit(session)
    record = filed(
        session, visit, second=None, told=FiledTold(), answers={}, evidence=(), presence=FiledPresence()
    )
    with pytest.raises(Refused) as refused:
        file(session, visit, record)
    assert refusals(refused) == [
        "inspection_second_missing",
        "inspection_arrival_missing",
        "inspection_id_not_shown",
        "inspection_recusal_not_asked",
        "inspection_unanswered",
        "inspection_photograph_missing",
    ]
    assert session.scalar(select(func.count(Inspection.rowid))) == 0


def test_a_certificate_counts_on_the_day_of_the_visit(session: Session) -> None:
    visit = make_visit(session)
    visit.second.certificate_valid_to = ARRIVAL.date()
    session.flush()
    filing = file(session, visit, now=NOW + timedelta(days=9))
    assert filing.inspection.officers[1].certificate_valid_to == ARRIVAL.date()
    visit.second.certificate_valid_to = EXPIRED
    session.flush()
    with pytest.raises(Refused) as refused:
        file(session, visit)
    assert refusals(refused) == ["inspection_officer_uncertified"]


def test_nobody_is_their_own_second_officer(session: Session) -> None:
    visit = make_visit(session)
    second = FiledSecond(officer=visit.lead.id, how=SignedHow.DECLARED)
    with pytest.raises(RuleBroken, match="inspection_officers_same"):
        file(session, visit, second=second)


def test_the_second_officer_must_reach_the_well(session: Session) -> None:
    visit = make_visit(session)
    elsewhere = make_officer(
        session, Role.INSPECTOR, agency=visit.agency, name="王远", jurisdiction="371525105"
    )
    with pytest.raises(RuleBroken, match="inspection_second_elsewhere"):
        file(session, visit, second=FiledSecond(officer=elsewhere.id, how=SignedHow.DECLARED))
    with pytest.raises(NotFound):
        file(session, visit, second=FiledSecond(officer=new_id(), how=SignedHow.DECLARED))


def test_only_who_inspects_may_file(session: Session) -> None:
    visit = make_visit(session)
    record = filed(session, visit)
    visit.lead.role_rows[0].role = Role.INFORMANT
    session.flush()
    with pytest.raises(Forbidden):
        file(session, visit, record)


def test_a_well_elsewhere_is_not_even_known(session: Session) -> None:
    visit = make_visit(session)
    record = filed(session, visit)
    visit.lead.jurisdiction = "371525105"
    session.flush()
    with pytest.raises(NotFound):
        file(session, visit, record)
    visit.lead.jurisdiction = COUNTY
    with pytest.raises(NotFound):
        file(session, visit, replace(record, well=new_id()))


def test_a_checklist_version_that_is_not_there(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(RuleBroken, match="inspection_checklist_gone"):
        file(session, visit, checklist=new_id())


def test_a_checklist_of_another_county(session: Session) -> None:
    visit = make_visit(session)
    foreign = ChecklistVersion(
        county_code="371522", code="well_visit", version=1, title="x", items=[], valid_from=date(2020, 1, 1)
    )
    session.add(foreign)
    session.flush()
    with pytest.raises(RuleBroken, match="inspection_checklist_elsewhere"):
        file(session, visit, checklist=foreign.id)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answers": {**GOOD_ANSWERS, "C99": "yes"}}, "answer_item_unknown"),
        ({"answers": {**GOOD_ANSWERS, "C01": "maybe"}}, "answer_unknown"),
        ({"answers": {**GOOD_ANSWERS, "C12": "viel"}}, "answer_not_a_number"),
        ({"notes": {"C01": "长" * 401}}, "inspection_text_too_long"),
        ({"situation": "长" * 20_001}, "inspection_text_too_long"),
        ({"findings": (finding("P99"),)}, "finding_code_unknown"),
        ({"findings": (finding("P10"), finding("P10"))}, "finding_twice"),
        ({"findings": (finding("P10", "  "),)}, "finding_description_missing"),
        ({"kind": InspectionKind.ACCEPTANCE}, "inspection_kind_elsewhere"),
        ({"arrival_at": NOW.replace(year=1999)}, "inspection_arrival_too_early"),
        ({"presence": FiledPresence(fixes=fixes(36.45, 115.42))}, "inspection_position_impossible"),
        ({"presence": FiledPresence(fixes=fixes(116.42, 36.45))}, "inspection_position_outside"),
        ({"presence": FiledPresence(typed_lon=115.42)}, "inspection_position_half"),
        ({"presence": FiledPresence(fixes=fixes(115.42, 36.45) * 101)}, "inspection_fixes_too_many"),
        (
            {"presence": FiledPresence(fixes=fixes(115.42, 36.45, accuracy_m=-1))},
            "inspection_position_impossible",
        ),
        ({"measure": new_id()}, "not_found"),
        ({"revises": new_id()}, "not_found"),
        (
            {"earlier": (EarlierAnswer(finding=new_id(), result=EarlierResult.FIXED),)},
            "inspection_earlier_unknown",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    session: Session, change: dict[str, object], code: str
) -> None:
    visit = make_visit(session)
    with pytest.raises((RuleBroken, NotFound)) as refused:
        file(session, visit, **change)
    assert refused.value.code == code
    assert session.scalar(select(func.count(Inspection.rowid))) == 0


def test_far_only_with_a_reason(session: Session) -> None:
    visit = make_visit(session)
    far = FiledPresence(fixes=fixes(visit.well.lon + 0.004, visit.well.lat))
    with pytest.raises(Refused) as refused:
        file(session, visit, presence=far)
    assert refusals(refused) == ["inspection_far_reason_missing"]
    filing = file(session, visit, presence=replace(far, far_reason="井在院内，不能靠近。"))
    presence = queries.presences_of(session, [filing.inspection.id]).get(filing.inspection.id)
    assert presence is not None
    assert Flag.FAR in presence.flags
    assert {one["doubt"] for one in presence.reasons} >= {Doubt.FAR, Doubt.PLATE_NONE}


def test_a_typed_position_is_better_than_none(session: Session) -> None:
    visit = make_visit(session)
    typed = FiledPresence(typed_lon=visit.well.lon, typed_lat=visit.well.lat)
    inspection = file(session, visit, presence=typed).inspection
    presence = queries.presences_of(session, [inspection.id]).get(inspection.id)
    assert presence is not None
    assert Doubt.TYPED in {one["doubt"] for one in presence.reasons}
    assert presence.score < 60


def test_chat_pictures_are_no_evidence_of_a_visit(session: Session) -> None:
    visit = make_visit(session)
    chat = card(keep(session), origin=EvidenceOrigin.CHAT)
    with pytest.raises(Refused) as refused:
        file(session, visit, evidence=(chat,))
    assert refusals(refused) == ["inspection_only_chat"]
    inspection = file(session, visit, evidence=(chat, card(keep(session)))).inspection
    presence = queries.presences_of(session, [inspection.id]).get(inspection.id)
    assert presence is not None
    assert presence.flags == [Flag.CHAT]


def test_a_bad_answer_without_its_photograph_is_a_word_to_the_reviewer(session: Session) -> None:
    visit = make_visit(session)
    inspection = file(session, visit, answers={**GOOD_ANSWERS, "C14": "no"}).inspection
    presence = queries.presences_of(session, [inspection.id]).get(inspection.id)
    assert presence is not None
    assert presence.flags == [Flag.PHOTOGRAPHS]


def test_a_survey_has_its_drawing(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(Refused) as refused:
        file(session, visit, kind=InspectionKind.SURVEY)
    assert refusals(refused) == ["inspection_sketch_missing"]
    filing = file(session, visit, kind=InspectionKind.SURVEY, sketch=keep(session))
    items = evidence.list_items(session, "inspection", filing.inspection.id)
    assert [item.is_locked for item in items] == [True, True]


def test_a_clock_that_was_days_off_is_shown(session: Session) -> None:
    visit = make_visit(session)
    presence = FiledPresence(
        fixes=fixes(visit.well.lon, visit.well.lat), clock_ahead_s=3 * 86_400.0, clock_compared_at=NOW
    )
    filed = file(session, visit, presence=presence).inspection.id
    kept = queries.presences_of(session, [filed]).get(filed)
    assert kept is not None
    assert Flag.CLOCK in kept.flags


def test_the_same_record_is_filed_once(session: Session) -> None:
    visit = make_visit(session)
    record, record_id = filed(session, visit), new_id()
    file(session, visit, record, inspection_id=record_id)
    with pytest.raises(RuleBroken, match="inspection_filed_already"):
        file(session, visit, record, inspection_id=record_id)


def test_the_second_officers_own_signature(session: Session) -> None:
    visit = make_visit(session)
    tablet, record_id = make_tablet(session, visit.second, name="平板 2"), new_id()
    record = filed(session, visit)
    second = signed_second(visit, tablet, record_id, text_hash_of(record))
    file(session, visit, replace(record, second=second), inspection_id=record_id)
    signings = queries.list_signings(session, record_id)
    assert [(one.officer_id, one.how) for one in signings] == [
        (visit.lead.id, SignedHow.SIGNED_IN),
        (visit.second.id, SignedHow.DECLARED),
        (visit.second.id, SignedHow.OWN_DEVICE),
    ]
    assert queries.unconfirmed(session, [record_id]) == set()


def test_a_forged_signature_is_refused(session: Session) -> None:
    visit = make_visit(session)
    tablet, record_id = make_tablet(session, visit.second, name="平板 2"), new_id()
    record = filed(session, visit)
    other_text = signed_second(visit, tablet, record_id, "sha256:" + 64 * "0")
    with pytest.raises(RuleBroken, match="signature_invalid"), session.begin_nested():
        file(session, visit, replace(record, second=other_text), inspection_id=record_id)
    own = make_tablet(session, visit.lead)
    foreign = replace(signed_second(visit, own, record_id, text_hash_of(record)), device=own.device.id)
    with pytest.raises(RuleBroken, match="signature_device_unknown"):
        file(session, visit, replace(record, second=foreign), inspection_id=record_id)


def test_a_revoked_device_only_declares(session: Session) -> None:
    visit = make_visit(session)
    tablet, record_id = make_tablet(session, visit.second, name="平板 2"), new_id()
    tablet.device.revoked_at, tablet.device.revoked_reason = NOW, "遗失"
    session.flush()
    record = filed(session, visit)
    second = signed_second(visit, tablet, record_id, text_hash_of(record))
    file(session, visit, replace(record, second=second), inspection_id=record_id)
    assert queries.unconfirmed(session, [record_id]) == {record_id}


def test_a_datum_check_turns_shifted_positions_back(session: Session) -> None:
    visit = make_visit(session)
    point = KnownPoint(county_code=COUNTY, name="水利局院内基准点", lon=115.43, lat=36.45)
    session.add(point)
    session.flush()
    seen = wgs84_to_gcj02(point.lon, point.lat)
    shifted = wgs84_to_gcj02(visit.well.lon, visit.well.lat)
    presence = FiledPresence(
        fixes=fixes(*shifted),
        datum=DatumCheck(point=point.id, lon=seen[0], lat=seen[1], accuracy_m=8),
        clock_ahead_s=0,
    )
    inspection = file(session, visit, presence=presence).inspection
    assert inspection.distance_m is not None
    assert inspection.distance_m < 5
    kept = queries.presences_of(session, [inspection.id]).get(inspection.id)
    assert kept is not None
    assert kept.datum is Datum.GCJ02
    assert queries.list_fixes(session, inspection.id)[0].lon == shifted[0]


def test_rechecks_ask_for_the_earlier_findings(session: Session) -> None:
    visit = make_visit(session)
    first = file(session, visit, findings=(finding("P10"), finding("P20", "没有标识牌。"))).inspection
    later = NOW + timedelta(days=20)
    times = {"started_at": later, "arrival_at": later, "ended_at": later}
    with pytest.raises(Refused) as refused:
        file(session, visit, kind=InspectionKind.RECHECK, now=later, **times)
    assert refusals(refused) == ["inspection_earlier_missing"]
    answers = tuple(
        EarlierAnswer(finding=one.id, result=result, note="")
        for one, result in zip(first.findings, (EarlierResult.FIXED, EarlierResult.PERSISTS), strict=True)
    )
    recheck = file(
        session, visit, kind=InspectionKind.RECHECK, earlier=answers, now=later, **times
    ).inspection
    kept = queries.list_earlier_answers(session, recheck.id)
    assert [(one.problem_code, answer.result) for answer, one in kept] == [
        ("P10", EarlierResult.FIXED),
        ("P20", EarlierResult.PERSISTS),
    ]
    still = queries.list_earlier(session, visit.well.id, InspectionKind.RECHECK, later + timedelta(days=1))
    assert [one.problem_code for one, _visit in still] == ["P20"]
    all_of_them = queries.list_earlier(
        session, visit.well.id, InspectionKind.FOLLOW_UP, later + timedelta(days=1)
    )
    assert [one.problem_code for one, _visit in all_of_them] == ["P10", "P20"]


def test_filing_takes_few_statements(session: Session) -> None:
    visit = make_visit(session)
    file(session, visit)
    record = filed(session, visit, evidence=(card(keep(session)), card(keep(session))))
    session.expire_all()
    with statements(session.get_bind().engine) as sent:
        file(session, visit, record)
    assert len(sent) <= 60


def test_the_evidence_of_a_record_belongs_to_it(session: Session) -> None:
    visit = make_visit(session)
    actor = make_actor(session, Role.AUDITOR, jurisdiction=COUNTY)
    inspection = file(session, visit).inspection
    (item,) = session.scalars(select(EvidenceItem))
    assert item.about.subject_id == inspection.id
    assert evidence.get_item(session, item.id, actor) is item


def test_a_recheck_names_the_measure_that_it_is_about(session: Session) -> None:
    bureau = make_bureau(session)
    measure = make_measure(session, bureau, make_case(session, bureau, make_problems(session, bureau)))
    visit, later = bureau.visit, NOW + timedelta(days=9)
    earlier = queries.list_earlier(session, visit.well.id, InspectionKind.RECHECK, later)
    answers = tuple(EarlierAnswer(finding=one.id, result=EarlierResult.FIXED) for one, _visit in earlier)
    times = {"started_at": later, "arrival_at": later, "ended_at": later, "now": later}
    with pytest.raises(RuleBroken, match="measure_other_well"):
        file(session, visit, measure=measure.id, **times)
    recheck = file(
        session, visit, kind=InspectionKind.RECHECK, earlier=answers, measure=measure.id, **times
    ).inspection
    found = find_measure_rechecked(session, recheck.id)
    assert found is not None
    assert found[0] is measure


def test_the_plate_of_the_well_speaks_for_the_visit(session: Session, tmp_path: Path) -> None:
    settings = load(data_dir=str(tmp_path))
    init(settings, now=NOW)
    signer, visit = load_signer(settings), make_visit(session)
    own, other = (
        issue_plate(session, actor=keeper(session), now=NOW, well=well, signer=signer)
        for well in (visit.well, make_well(session))
    )
    seen = {}
    for plate in (own, other):
        presence = FiledPresence(
            fixes=fixes(visit.well.lon, visit.well.lat), clock_ahead_s=0, plate_text=plate.text
        )
        inspection = file(session, visit, presence=presence).inspection
        seen[plate.well_id] = queries.presences_of(session, [inspection.id]).get(inspection.id)
    assert (seen[own.well_id].plate, seen[own.well_id].score) == (PlateSeen.MATCH, 100)
    assert (seen[other.well_id].plate, seen[other.well_id].score) == (PlateSeen.OTHER, 60)
    assert file(session, visit).problems == ()


def test_who_rectifies_is_the_user_as_far_as_known(session: Session) -> None:
    visit = make_visit(session)
    (unknown,) = file(session, visit, findings=(finding("P10"),)).problems
    assert (unknown.rectifier, unknown.responsible_officer_id) == ("权属待认定", visit.lead.id)
    known = replace(visit, well=make_well(session, user=make_party(session)))
    (named,) = file(session, known, findings=(finding("P10"),)).problems
    assert named.rectifier == "刘建国"
