from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions as cases
from casebook.config import Settings
from casebook.evidence import queries as evidence
from casebook.inspections import actions, queries
from casebook.inspections.filed import FiledSignature, SignedHow
from casebook.inspections.presenters.proof import presence_views
from casebook.inspections.rules import Flag, InspectionKind, InspectionState, OfficerPart, Verdict
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.wiring import create_speaker
from tests.factories.accounts import NOW, make_officer
from tests.factories.field import make_tablet
from tests.factories.filed import ENDED, file, filed, finding, signed_second, text_hash_of
from tests.factories.inspections import LATER, begin, make_visit, make_whole
from tests.factories.wells import make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection
    from tests.factories.inspections import Visit

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def speaking() -> Iterator[None]:
    """Labels are words of a language."""
    with create_speaker(Settings()).app_context():
        yield


def make_head(session: Session, visit: Visit) -> Actor:
    return actor_of(make_officer(session, Role.CASE_HEAD, agency=visit.agency, name="赵立"))


def give(session: Session, actor: Actor, inspection: Inspection, verdict: Verdict, note: str = "") -> None:
    actions.review(session, actor=actor, now=LATER, inspection=inspection, verdict=verdict, note=note)


def test_a_record_is_approved_once_both_stand_behind_it(session: Session) -> None:
    visit = make_visit(session)
    head, inspection = make_head(session, visit), file(session, visit).inspection
    with pytest.raises(RuleBroken, match="review_second_declared"):
        give(session, head, inspection, Verdict.APPROVED)
    assert queries.list_to_confirm(session, visit.second.id, most=9) == [inspection]
    actions.confirm(session, actor=visit.companion, now=LATER, inspection=inspection)
    actions.confirm(session, actor=visit.companion, now=LATER, inspection=inspection)
    assert queries.list_to_confirm(session, visit.second.id, most=9) == []
    give(session, head, inspection, Verdict.APPROVED)
    assert queries.page_to_review(session, head).items == []
    with pytest.raises(RuleBroken, match="review_done"):
        give(session, head, inspection, Verdict.RETURNED, "照片不清。")


def test_nobody_reviews_their_own_visit(session: Session) -> None:
    visit = make_visit(session)
    visit.second.role_rows[0].role = Role.CASE_HEAD
    session.flush()
    inspection = file(session, visit).inspection
    with pytest.raises(RuleBroken, match="review_own"):
        give(session, visit.companion, inspection, Verdict.RETURNED, "照片不清。")
    with pytest.raises(Forbidden):
        give(session, visit.actor, inspection, Verdict.RETURNED, "照片不清。")


def test_a_return_says_what_is_wrong(session: Session) -> None:
    visit = make_visit(session)
    inspection = file(session, visit).inspection
    with pytest.raises(RuleBroken, match="review_needs_note"):
        give(session, make_head(session, visit), inspection, Verdict.RETURNED, "  ")


def test_a_draft_is_not_reviewed(session: Session) -> None:
    visit = make_visit(session)
    with pytest.raises(RuleBroken, match="review_of_draft"):
        give(session, make_head(session, visit), begin(session, visit), Verdict.RETURNED, "x")


def test_a_reviewer_elsewhere_knows_nothing_of_it(session: Session) -> None:
    visit = make_visit(session)
    inspection = file(session, visit).inspection
    elsewhere = actor_of(
        make_officer(session, Role.CASE_HEAD, agency=visit.agency, name="赵立", jurisdiction="371525105")
    )
    with pytest.raises(NotFound):
        give(session, elsewhere, inspection, Verdict.RETURNED, "x")
    assert queries.page_to_review(session, elsewhere).items == []


def test_records_of_the_desk_wait_for_review_too(session: Session) -> None:
    visit = make_visit(session)
    draft = begin(session, visit)
    make_whole(session, visit, draft)
    cases.submit_inspection(session, actor=visit.actor, now=LATER, inspection=draft, listings=[])
    assert queries.page_to_review(session, make_head(session, visit)).items == [draft]
    assert [one.how for one in queries.list_signings(session, draft.id)] == [
        SignedHow.SIGNED_IN,
        SignedHow.DECLARED,
    ]
    presence = queries.presences_of(session, [draft.id]).get(draft.id)
    assert presence is not None
    assert presence.score >= 85


def test_a_returned_record_is_filed_anew_from_the_tablet(session: Session) -> None:
    visit = make_visit(session)
    head = make_head(session, visit)
    record = filed(session, visit, findings=(finding("P10"),))
    first = file(session, visit, record)
    with pytest.raises(RuleBroken, match="inspection_not_returned"):
        file(session, visit, replace(record, revises=first.inspection.id))
    give(session, head, first.inspection, Verdict.RETURNED, "写明水表位置。")
    ((returned, verdict),) = queries.list_returned(session, visit.second.id)
    assert (returned, verdict.note) == (first.inspection, "写明水表位置。")
    other = replace(record, revises=first.inspection.id, kind=InspectionKind.VERIFICATION)
    with pytest.raises(RuleBroken, match="inspection_revised_elsewhere"):
        file(session, visit, other)
    again = file(session, visit, replace(record, revises=first.inspection.id, situation="水表在房内。"))
    assert [one.number for one in again.problems] == [one.number for one in first.problems]
    assert first.inspection.situation == "水泵没有运行。"
    assert queries.list_returned(session, visit.lead.id) == []
    assert queries.find_revised(session, again.inspection.id) == first.inspection.id
    with pytest.raises(RuleBroken, match="inspection_not_returned"):
        file(session, visit, replace(record, revises=first.inspection.id))


def test_a_returned_record_is_taken_up_at_the_desk(session: Session) -> None:
    visit = make_visit(session)
    first = file(session, visit, findings=(finding("P10"),)).inspection
    give(session, make_head(session, visit), first, Verdict.RETURNED, "写明水表位置。")
    draft = actions.revise(session, actor=visit.companion, now=LATER, returned=first)
    assert actions.revise(session, actor=visit.actor, now=LATER, returned=first) is draft
    assert draft.state is InspectionState.DRAFT
    assert draft.answer_values() == first.answer_values()
    assert [one.problem_code for one in draft.findings] == ["P10"]
    files = evidence.list_items(session, "inspection", draft.id)
    assert [one.file_hash for one in files] == [
        one.file_hash for one in evidence.list_items(session, "inspection", first.id)
    ]
    actions.save_facts(
        session,
        actor=visit.actor,
        now=LATER,
        inspection=draft,
        written={"situation": "水表在泵房内。"},
        seen={"situation": first.situation},
    )
    listings = cases.default_listings(session, actor=visit.actor, well=visit.well, findings=draft.findings)
    cases.submit_inspection(session, actor=visit.actor, now=LATER, inspection=draft, listings=listings)
    assert queries.list_returned(session, visit.lead.id) == []
    stranger = actor_of(make_officer(session, Role.INSPECTOR, agency=visit.agency, name="孙强"))
    with pytest.raises(Forbidden):
        actions.revise(session, actor=stranger, now=LATER, returned=first)


def test_the_second_signs_later_on_their_own_device(session: Session) -> None:
    visit = make_visit(session)
    record, record_id = filed(session, visit), new_id()
    inspection = file(session, visit, record, inspection_id=record_id).inspection
    tablet = make_tablet(session, visit.second, name="平板 2")
    second = signed_second(visit, tablet, record_id, text_hash_of(record))
    own = FiledSignature(
        part=OfficerPart.SECOND,
        text_hash=text_hash_of(record),
        signed_at=ENDED,
        signature=second.signature,
    )
    about = {"now": LATER, "device_id": tablet.device.id, "inspection_id": record_id}
    with pytest.raises(RuleBroken, match="signature_other_text"):
        actions.add_signature(
            session, actor=visit.companion, **about, filed=replace(own, text_hash="sha256:" + 64 * "0")
        )
    with pytest.raises(RuleBroken, match="signature_invalid"):
        actions.add_signature(
            session,
            actor=visit.companion,
            **about,
            filed=replace(own, signed_at=ENDED + timedelta(seconds=1)),
        )
    with pytest.raises(RuleBroken, match="signature_not_on_record"):
        actions.add_signature(session, actor=visit.actor, **about, filed=own)
    stranger = actor_of(make_officer(session, Role.INSPECTOR, agency=visit.agency, name="孙强"))
    with pytest.raises(Forbidden, match="signature_not_on_record"):
        actions.add_signature(session, actor=stranger, **about, filed=own)
    for _twice in range(2):
        actions.add_signature(session, actor=visit.companion, **about, filed=own)
    assert queries.unconfirmed(session, [inspection.id]) == set()
    assert len(queries.list_signings(session, inspection.id)) == 3


@pytest.mark.usefixtures("speaking")
def test_the_queue_costs_the_same_however_long_it_is(session: Session) -> None:
    visit = make_visit(session)
    head = make_head(session, visit)
    counts = []
    for _wave in range(2):
        file(session, visit)
        session.flush()
        with statements(session.get_bind().engine) as sent:
            page = queries.page_to_review(session, head)
            views = presence_views(session, page.items)
        counts.append(len(sent))
        assert all(Flag.SECOND_DECLARED in view.flags for view in views.values())
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("speaking")
def test_travel_that_nobody_makes_is_a_doubt(session: Session) -> None:
    visit = make_visit(session)
    first = file(session, visit).inspection
    far_well = replace(visit, well=make_well(session, lon=115.49, lat=36.49))
    soon = NOW + timedelta(minutes=12)
    times = {"started_at": soon, "arrival_at": soon, "ended_at": soon}
    second = file(session, far_well, **times).inspection
    views = presence_views(session, [first, second])
    assert views[second.id].score == views[first.id].score - 30
