from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.audit import queries as audit
from casebook.cases.rules import CODES
from casebook.inspections import actions
from casebook.inspections.rules import OfficerPart, PositionOrigin
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from tests.factories.accounts import NOW, make_officer
from tests.factories.inspections import EXPIRED, LATER, Visit, begin, find, make_visit
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.inspections.models import Inspection


@pytest.fixture
def visit(session: Session) -> Visit:
    return make_visit(session)


@pytest.fixture
def draft(session: Session, visit: Visit) -> Inspection:
    return begin(session, visit)


def save(
    session: Session,
    visit: Visit,
    draft: Inspection,
    seen: dict[str, object] | None = None,
    **facts: object,
) -> None:
    actions.save_facts(
        session, actor=visit.actor, now=LATER, inspection=draft, written=facts, seen=seen or {}
    )


def test_a_position_is_measured_against_the_well(session: Session, visit: Visit, draft: Inspection) -> None:
    save(
        session,
        visit,
        draft,
        arrival_at=NOW,
        arrival_lon=115.4215,
        arrival_lat=36.45,
        arrival_accuracy_m=6.0,
        arrival_origin=PositionOrigin.DEVICE,
    )
    assert draft.distance_m == pytest.approx(134.2, abs=0.5)
    assert draft.answer_values()["C02"] == f"{draft.distance_m:g}"
    assert draft.arrival_origin is PositionOrigin.DEVICE
    save(session, visit, draft, arrival_lon=None, arrival_lat=None)
    assert (draft.distance_m, draft.arrival_origin, "C02" in draft.answer_values()) == (None, None, False)


def test_a_typed_position_says_so(session: Session, visit: Visit, draft: Inspection) -> None:
    save(session, visit, draft, arrival_lon=115.42, arrival_lat=36.45)
    assert draft.arrival_origin is PositionOrigin.TYPED


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (36.45, 115.42, "inspection_position_impossible"),
        (0.0, 0.0, "inspection_position_impossible"),
        (115.6, 36.45, "inspection_position_outside"),
        (115.42, None, "inspection_position_half"),
    ],
)
def test_impossible_positions_are_refused(
    session: Session, visit: Visit, draft: Inspection, lon: float, lat: float | None, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, visit, draft, arrival_lon=lon, arrival_lat=lat)
    assert refused.value.code == code


def test_at_a_well_by_the_border_one_may_stand_beyond_it(session: Session, visit: Visit) -> None:
    draft = begin(session, visit, well=make_well(session, lon=115.4001, lat=36.45))
    save(session, visit, draft, arrival_lon=115.3995, arrival_lat=36.45)
    assert draft.distance_m == pytest.approx(53.7, abs=0.5)


def test_an_arrival_in_the_future_is_refused(session: Session, visit: Visit, draft: Inspection) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, visit, draft, arrival_at=LATER + timedelta(minutes=1))
    assert refused.value.code == "inspection_arrival_in_future"


def test_when_the_card_was_shown_is_kept(session: Session, visit: Visit, draft: Inspection) -> None:
    save(session, visit, draft, id_shown=True)
    assert draft.id_shown_at == LATER
    save(session, visit, draft, id_shown=False)
    assert draft.id_shown_at is None


def test_the_second_officer_can_be_replaced(session: Session, visit: Visit, draft: Inspection) -> None:
    other = make_officer(session, Role.INSPECTOR, agency=visit.agency, name="孙立")
    save(session, visit, draft, second_officer_id=other.id)
    session.expire_all()
    assert [(row.part, row.name) for row in draft.officers] == [
        (OfficerPart.LEAD, "周明"),
        (OfficerPart.SECOND, "孙立"),
    ]
    with pytest.raises(RuleBroken):
        save(session, visit, draft, second_officer_id=visit.lead.id)
    expired = make_officer(session, Role.INSPECTOR, agency=visit.agency, valid_to=EXPIRED)
    with pytest.raises(RuleBroken):
        save(session, visit, draft, second_officer_id=expired.id)


def test_disjoint_edits_of_two_officers_merge(session: Session, visit: Visit, draft: Inspection) -> None:
    seen = {"person_on_site": "", "situation": ""}
    actions.save_facts(
        session,
        actor=visit.companion,
        now=LATER,
        inspection=draft,
        written={"situation": "水泵正在运行。"},
        seen=seen,
    )
    save(session, visit, draft, seen, person_on_site="刘建国", situation="")
    assert (draft.person_on_site, draft.situation) == ("刘建国", "水泵正在运行。")


def test_the_same_field_twice_is_a_conflict_with_both_values(
    session: Session, visit: Visit, draft: Inspection
) -> None:
    save(session, visit, draft, {"situation": ""}, situation="泵停着。")
    with pytest.raises(Conflict) as conflict:
        save(session, visit, draft, {"situation": ""}, situation="水泵正在运行。", person_on_site="刘建国")
    (clash,) = conflict.value.facts["clashes"]
    assert (clash.field, clash.written, clash.stored) == ("situation", "水泵正在运行。", "泵停着。")
    assert draft.person_on_site == ""


def test_a_save_is_audited_with_before_and_after(session: Session, visit: Visit, draft: Inspection) -> None:
    version = draft.version
    save(session, visit, draft, situation="泵停着。", person_on_site="")
    (act, values), *_ = audit.list_acts(session, "inspection", draft.id)
    assert act.action == "inspection:save"
    assert values is not None
    assert (values.before, values.after) == ({"situation": ""}, {"situation": "泵停着。"})
    assert draft.version == version + 1
    save(session, visit, draft, situation="泵停着。")
    assert draft.version == version + 1


def answer(
    session: Session, visit: Visit, draft: Inspection, seen: dict[str, str] | None = None, **answers: str
) -> None:
    actions.save_answers(
        session, actor=visit.actor, now=LATER, inspection=draft, written=answers, seen=seen or {}
    )


def test_answers_and_notes_are_saved_and_taken_away(
    session: Session, visit: Visit, draft: Inspection
) -> None:
    answer(session, visit, draft, C10="no", C10_note="法兰已拆", C12="９６４１０", C01="")
    assert draft.answer_values() == {"C07": "none", "C10": "no", "C12": "96410"}
    answer(session, visit, draft, C10="", C10_note="", C12="")
    session.expire_all()
    assert draft.answer_values() == {"C07": "none"}


@pytest.mark.parametrize("name", ["C02", "C07", "C99"])
def test_only_items_that_are_asked_can_be_answered(
    session: Session, visit: Visit, draft: Inspection, name: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, visit, draft, **{name: "1"})
    assert refused.value.code == "answer_item_unknown"


def test_the_same_answer_twice_is_a_conflict(session: Session, visit: Visit, draft: Inspection) -> None:
    answer(session, visit, draft, {"C10": ""}, C10="no")
    with pytest.raises(Conflict):
        answer(session, visit, draft, {"C10": ""}, C10="yes")
    answer(session, visit, draft, {"C10": "no"}, C10="yes")
    assert draft.answer_values()["C10"] == "yes"


def test_one_finding_per_code(session: Session, visit: Visit, draft: Inspection) -> None:
    finding = find(session, visit, draft)
    with pytest.raises(RuleBroken) as refused:
        find(session, visit, draft)
    assert (refused.value.code, refused.value.field) == ("finding_twice", "problem_code")
    again = actions.add_finding(
        session,
        actor=visit.actor,
        now=LATER,
        inspection=draft,
        problem_code="P10",
        description="重发",
        known_codes=CODES,
        finding_id=finding.id,
    )
    assert again is finding


@pytest.mark.parametrize(
    ("code", "description", "refusal"),
    [("P99", "看到的", "finding_code_unknown"), ("P10", " \n ", "finding_description_missing")],
)
def test_a_finding_needs_a_known_code_and_words(
    session: Session, visit: Visit, draft: Inspection, code: str, description: str, refusal: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        find(session, visit, draft, code, description)
    assert refused.value.code == refusal


def test_findings_are_changed_by_what_was_seen_and_removed(
    session: Session, visit: Visit, draft: Inspection
) -> None:
    finding = find(session, visit, draft)
    about = {"actor": visit.companion, "now": LATER, "inspection": draft, "finding_id": finding.id}
    first = finding.description
    actions.change_finding(session, **about, description="管口法兰已拆。", seen=first)
    with pytest.raises(Conflict):
        actions.change_finding(session, **about, description="没有表。", seen=first)
    actions.remove_finding(session, **about)
    assert draft.findings == []
    with pytest.raises(NotFound):
        actions.remove_finding(session, **about)


def test_who_is_not_on_the_record_cannot_change_it(session: Session, visit: Visit, draft: Inspection) -> None:
    other = make_officer(session, Role.INSPECTOR, agency=visit.agency)
    visit.lead = other
    assert actor_of(other).officer_id == other.id
    with pytest.raises(Forbidden) as refused:
        save(session, visit, draft, situation="改")
    assert refused.value.code == "inspection_not_on_record"
