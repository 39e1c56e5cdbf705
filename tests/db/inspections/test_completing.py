from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from casebook.evidence.rules import Upload
from casebook.inspections import actions, queries
from casebook.inspections.models import (
    ChecklistAnswer,
    ChecklistVersion,
    Finding,
    Inspection,
    InspectionOfficer,
)
from casebook.inspections.rules import InspectionState
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW
from tests.factories.inspections import (
    EXPIRED,
    LATER,
    Visit,
    begin,
    find,
    make_submitted,
    make_visit,
    make_whole,
    photograph,
)
from tests.factories.storage import HTML, PDF

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.storage.disk import FileStore

PARTS = (InspectionOfficer, ChecklistAnswer, Finding)


@pytest.fixture
def visit(session: Session, file_store: FileStore) -> Visit:
    return make_visit(session)


def complete(session: Session, visit: Visit, inspection: Inspection) -> Inspection:
    return actions.complete(session, actor=visit.actor, now=LATER, inspection=inspection)


def test_a_whole_record_is_submitted_and_its_evidence_locked(session: Session, visit: Visit) -> None:
    inspection = begin(session, visit)
    make_whole(session, visit, inspection)
    find(session, visit, inspection)
    visit.second.certificate_no = "鲁P00000009"
    complete(session, visit, inspection)
    assert (inspection.state, inspection.submitted_at) == (InspectionState.SUBMITTED, LATER)
    assert all(item.is_locked for item in queries.list_photographs(session, inspection.id))
    assert inspection.officers[1].certificate_no == "鲁P00000009"


def test_an_empty_record_is_refused_with_all_that_is_missing(session: Session, visit: Visit) -> None:
    inspection = begin(session, visit)
    visit.second.certificate_valid_to = EXPIRED
    with pytest.raises(Refused) as refused:
        complete(session, visit, inspection)
    assert [reason.code for reason in refused.value.reasons] == [
        "inspection_officer_uncertified",
        "inspection_arrival_missing",
        "inspection_id_not_shown",
        "inspection_recusal_not_asked",
        "inspection_unanswered",
        "inspection_photograph_missing",
    ]
    assert inspection.is_draft


def test_far_away_needs_a_reason(session: Session, visit: Visit) -> None:
    inspection = begin(session, visit)
    make_whole(session, visit, inspection)
    far = {"arrival_lon": 115.43, "arrival_lat": 36.45}
    about = {"actor": visit.actor, "now": LATER, "inspection": inspection, "seen": {}}
    actions.save_facts(session, **about, written=far)
    with pytest.raises(Refused) as refused:
        complete(session, visit, inspection)
    assert [reason.code for reason in refused.value.reasons] == ["inspection_far_reason_missing"]
    actions.save_facts(session, **about, written={"far_reason": "桥断绕行，隔河可见井房。"})
    assert complete(session, visit, inspection).distance_m == pytest.approx(894, abs=2)


def test_a_second_time_is_refused(session: Session, visit: Visit) -> None:
    inspection = make_submitted(session, visit)
    with pytest.raises(RuleBroken) as refused:
        complete(session, visit, inspection)
    assert refused.value.code == "inspection_submitted"


def test_a_submitted_record_takes_no_more_edits(session: Session, visit: Visit) -> None:
    inspection = make_submitted(session, visit, "P10")
    about = {"actor": visit.actor, "now": LATER, "inspection": inspection}
    edits = [
        lambda: actions.save_facts(session, **about, written={"situation": "改"}, seen={}),
        lambda: actions.save_answers(session, **about, written={"C01": "no"}, seen={}),
        lambda: actions.add_photographs(session, **about, uploads=[photograph()]),
        lambda: actions.remove_finding(session, **about, finding_id=inspection.findings[0].id),
        lambda: find(session, visit, inspection, "P14"),
    ]
    for edit in edits:
        with pytest.raises(RuleBroken) as refused:
            edit()
        assert refused.value.code == "inspection_submitted"


def refused_by_database(session: Session, statement: object) -> None:
    with pytest.raises(DBAPIError, match="frozen"), session.begin_nested():
        session.connection().execute(statement)


def test_the_database_itself_refuses_to_change_a_submitted_record(session: Session, visit: Visit) -> None:
    inspection = make_submitted(session, visit, "P10")
    whole = Inspection.__table__
    refused_by_database(session, update(whole).values(situation="改"))
    refused_by_database(session, update(whole).values(state="draft", submitted_at=None))
    refused_by_database(session, delete(whole))
    for part in PARTS:
        table = part.__table__
        refused_by_database(session, delete(table))
    refused_by_database(session, update(Finding.__table__).values(description="改"))
    refused_by_database(session, update(ChecklistAnswer.__table__).values(value="yes"))
    added = insert(Finding.__table__).values(
        id=new_id(), inspection_id=inspection.id, problem_code="P14", description="补"
    )
    refused_by_database(session, added)


def test_a_draft_stays_open_beside_a_submitted_record(session: Session, visit: Visit) -> None:
    make_submitted(session, visit)
    draft = begin(session, visit)
    find(session, visit, draft)
    session.flush()
    session.delete(draft.findings[0])
    session.flush()
    assert session.get_one(Inspection, draft.rowid).is_draft


def test_a_part_cannot_be_moved_onto_a_submitted_record(session: Session, visit: Visit) -> None:
    submitted, draft = make_submitted(session, visit), begin(session, visit)
    find(session, visit, draft)
    session.flush()
    refused_by_database(session, update(Finding.__table__).values(inspection_id=submitted.id))


def test_a_checklist_version_never_changes(session: Session, visit: Visit) -> None:
    begin(session, visit)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text("UPDATE checklist_version SET title = 'x'"))
    assert session.query(ChecklistVersion).one().title == "取水井现场检查表"


@pytest.mark.parametrize(
    ("body", "name", "code"),
    [
        (HTML, "IMG_1.jpg", "not_a_photograph"),
        (b"", "IMG_1.jpg", "file_empty"),
        (PDF, "permit.pdf", "not_a_photograph"),
    ],
)
def test_what_is_no_photograph_is_refused(
    session: Session, visit: Visit, body: bytes, name: str, code: str
) -> None:
    inspection = begin(session, visit)
    upload = Upload(stream=io.BytesIO(body), file_name=name)
    with pytest.raises(RuleBroken) as refused:
        actions.add_photographs(session, actor=visit.actor, now=NOW, inspection=inspection, uploads=[upload])
    assert refused.value.code == code
