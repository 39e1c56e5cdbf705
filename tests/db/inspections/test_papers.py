"""Papers made at the well are kept once, with their pages as evidence, and never change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.evidence.queries import list_items
from casebook.inspections import actions
from casebook.inspections.actions import Heading, subject_of
from casebook.inspections.filed import PaperForm
from casebook.inspections.models import PaperPage, SitePaper
from casebook.inspections.queries import find_paper, get_paper, list_open_blanks, list_papers
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.numbering.queries import get_number
from casebook.numbering.rules import NumberState
from tests.factories.accounts import COUNTY, make_officer
from tests.factories.inspections import LATER, Visit, make_submitted, make_visit
from tests.factories.papers import keep_picture, make_device, paper, pen_paper, refused, scan, signed_paper
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.inspections.filed import FiledPaper
    from casebook.inspections.models import Inspection
    from casebook.storage.disk import FileStore

BUREAU = Heading("冠县综合行政执法局", "冠综执")


@pytest.fixture
def visit(session: Session, file_store: FileStore) -> Visit:
    return make_visit(session)


@pytest.fixture
def record(session: Session, visit: Visit) -> Inspection:
    return make_submitted(session, visit, "P10")


def keep(
    session: Session, visit: Visit, record: Inspection, filed: FiledPaper, **changes: object
) -> SitePaper:
    about = {"actor": visit.actor, "now": LATER, "subject": subject_of(record), "device_id": None}
    return actions.keep_paper(session, **{**about, **changes}, filed=filed)


def test_a_signed_paper_is_kept_as_it_was_read(session: Session, visit: Visit, record: Inspection) -> None:
    device = make_device(session, visit.lead)
    filed = signed_paper(session)
    kept = keep(session, visit, record, filed, device_id=device.id)
    session.expire_all()
    assert list_papers(session, [record.id]) == [kept]
    assert (kept.text, kept.text_hash, kept.number) == (filed.text, filed.text_hash, None)
    assert (kept.is_on_paper, kept.is_refused, kept.device_id) == (False, False, device.id)
    assert [(one.role, one.name, one.image_hash) for one in kept.signatures] == [
        (one.role, one.name, one.image) for one in filed.signatures
    ]


def test_two_papers_without_a_number_stand_side_by_side(
    session: Session, visit: Visit, record: Inspection
) -> None:
    keep(session, visit, record, signed_paper(session))
    keep(session, visit, record, signed_paper(session, PaperForm.SURVEY_RECORD))
    assert len(list_papers(session, [record.id])) == 2


def test_a_refusal_is_kept_with_its_witness(session: Session, visit: Visit, record: Inspection) -> None:
    kept = keep(session, visit, record, refused(signed_paper(session)))
    assert (kept.refusal_reason, kept.refusal_witness) == ("认为数据不准", "村委会王主任")


def test_pages_become_evidence_of_the_record_in_their_order(
    session: Session, visit: Visit, record: Inspection
) -> None:
    filed = pen_paper(session, pages=3)
    before = len(list_items(session, "inspection", record.id))
    kept = keep(session, visit, record, filed)
    items = {item.id: item.file_hash for item in list_items(session, "inspection", record.id)}
    session.refresh(kept)
    assert len(items) == before + 3
    assert [items[page.evidence_id] for page in kept.pages] == list(filed.pages)
    assert (kept.number, kept.shelf, kept.is_on_paper) == (filed.number, filed.shelf, True)


def test_a_page_that_is_an_item_already_is_not_taken_twice(
    session: Session, visit: Visit, record: Inspection
) -> None:
    (item, *_) = list_items(session, "inspection", record.id)
    kept = keep(session, visit, record, replace(pen_paper(session), pages=(item.file_hash,)))
    session.refresh(kept)
    assert [page.evidence_id for page in kept.pages] == [item.id]


def test_nothing_is_kept_of_a_paper_that_is_refused(
    session: Session, visit: Visit, record: Inspection
) -> None:
    with pytest.raises(Refused):
        keep(session, visit, record, signed_paper(session, is_read_back=False))
    assert session.scalar(select(func.count(SitePaper.rowid))) == 0
    assert session.scalar(select(func.count(PaperPage.rowid))) == 0


def test_a_paper_is_kept_once(session: Session, visit: Visit, record: Inspection) -> None:
    filed = signed_paper(session)
    keep(session, visit, record, filed)
    with pytest.raises(RuleBroken) as refusal:
        keep(session, visit, record, filed)
    assert refusal.value.code == "paper_kept_already"


def test_a_number_is_borne_by_one_paper(session: Session, visit: Visit, record: Inspection) -> None:
    keep(session, visit, record, pen_paper(session))
    with pytest.raises(RuleBroken) as refusal:
        keep(session, visit, record, pen_paper(session))
    assert refusal.value.code == "paper_number_taken"


def test_a_signature_whose_picture_was_not_sent_is_refused(
    session: Session, visit: Visit, record: Inspection
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        keep(session, visit, record, paper())
    assert refusal.value.code == "paper_picture_missing"


def test_a_page_that_was_not_sent_is_refused(session: Session, visit: Visit, record: Inspection) -> None:
    filed = pen_paper(session, pages=1)
    with pytest.raises(RuleBroken) as refusal:
        keep(session, visit, record, replace(filed, pages=("sha256:" + "9" * 64, *filed.pages)))
    assert refusal.value.code == "evidence_file_missing"


def test_papers_belong_to_a_place(session: Session, visit: Visit, record: Inspection) -> None:
    kept = keep(session, visit, record, signed_paper(session))
    elsewhere = make_officer(session, Role.INSPECTOR, agency=visit.agency, jurisdiction=EAST)
    with pytest.raises(NotFound):
        get_paper(session, kept.id, actor_of(elsewhere))
    with pytest.raises(NotFound):
        keep(session, visit, record, signed_paper(session), actor=actor_of(elsewhere))


@pytest.mark.parametrize("table", ["site_paper", "paper_signature", "paper_page", "paper_blank"])
def test_the_database_refuses_changes(session: Session, visit: Visit, record: Inspection, table: str) -> None:
    keep(session, visit, record, pen_paper(session))
    actions.print_blank(
        session, actor=visit.actor, now=LATER, well=visit.well, form=PaperForm.SITE_RECORD, heading=BUREAU
    )
    session.commit()
    for statement in (f"UPDATE {table} SET rowid = rowid + 1000", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(statement))
        session.rollback()


def test_a_printed_form_reserves_a_number_and_gives_it_to_its_paper(
    session: Session, visit: Visit, record: Inspection
) -> None:
    blank = actions.print_blank(
        session, actor=visit.actor, now=LATER, well=visit.well, form=PaperForm.SITE_RECORD, heading=BUREAU
    )
    assert blank.number == "371525-2023-BL-00001"
    assert list_open_blanks(session, visit.well.id) == [blank]
    assert get_number(session, COUNTY, blank.number).state is NumberState.RESERVED
    kept = keep(session, visit, record, pen_paper(session, number=blank.number))
    used = get_number(session, COUNTY, blank.number)
    assert (used.state, used.subject_kind, used.subject_id) == (NumberState.ISSUED, "site_paper", kept.id)
    assert list_open_blanks(session, visit.well.id) == []


def test_a_printed_number_is_good_for_its_own_form_only(
    session: Session, visit: Visit, record: Inspection
) -> None:
    blank = actions.print_blank(
        session, actor=visit.actor, now=LATER, well=visit.well, form=PaperForm.SURVEY_RECORD, heading=BUREAU
    )
    with pytest.raises(RuleBroken) as refusal:
        keep(session, visit, record, pen_paper(session, number=blank.number))
    assert refusal.value.code == "paper_number_of_other_form"


def test_orders_are_printed_with_a_number_of_their_own_row(session: Session, visit: Visit) -> None:
    numbers = [
        actions.print_blank(
            session, actor=visit.actor, now=LATER, well=visit.well, form=form, heading=BUREAU
        ).number
        for form in (PaperForm.ORDER_STOP, PaperForm.ORDER_RECTIFY, PaperForm.ORDER_RECTIFY)
    ]
    assert numbers == [
        "冠综执责停字〔2023〕第001号",
        "冠综执责改字〔2023〕第001号",
        "冠综执责改字〔2023〕第002号",
    ]


def test_an_officer_registers_a_paper_at_the_desk_with_its_scans(
    session: Session, visit: Visit, record: Inspection
) -> None:
    filed = pen_paper(session, pages=0)
    uploads = [scan(), scan()]
    kept = actions.register_paper(
        session, actor=visit.actor, now=LATER, inspection=record, filed=filed, uploads=uploads
    )
    session.refresh(kept)
    assert len(kept.pages) == 2
    items = {item.id: item for item in list_items(session, "inspection", record.id)}
    assert all(items[page.evidence_id].is_locked for page in kept.pages)


def test_only_who_was_there_registers(session: Session, visit: Visit, record: Inspection) -> None:
    other = make_officer(session, Role.INSPECTOR, agency=visit.agency)
    reader = make_officer(session, Role.LIAISON, agency=visit.agency)
    about = {"now": LATER, "inspection": record, "filed": pen_paper(session), "uploads": []}
    for officer, code in ((other, "inspection_not_on_record"), (reader, "permission_missing")):
        with pytest.raises(Forbidden) as refusal:
            actions.register_paper(session, actor=actor_of(officer), **about)
        assert refusal.value.code == code
    with pytest.raises(Forbidden):
        actions.print_blank(
            session,
            actor=actor_of(reader),
            now=LATER,
            well=visit.well,
            form=PaperForm.SITE_RECORD,
            heading=BUREAU,
        )


def test_a_scan_that_is_no_picture_is_refused_and_nothing_stays(
    session: Session, visit: Visit, record: Inspection
) -> None:
    bad = scan()
    bad.stream.write(b"<html><script>alert(1)</script>")
    bad.stream.truncate()
    bad.stream.seek(0)
    filed = pen_paper(session, pages=0)
    with pytest.raises(RuleBroken) as refusal:
        actions.register_paper(
            session, actor=visit.actor, now=LATER, inspection=record, filed=filed, uploads=[bad]
        )
    assert refusal.value.code == "file_kind_refused"
    assert find_paper(session, filed.id) is None
    assert keep_picture(session).startswith("sha256:")
