"""Files of papers: what the worker keeps, what it says when it gives up; wordings; many numbers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.documents import actions, queries, templates
from casebook.documents.making import Made
from casebook.documents.models import TemplateVersion
from casebook.documents.rules import FormCode, Rendering
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.notices.models import Notice
from casebook.numbering import queries as numbering
from casebook.numbering.rules import NumberState
from tests.factories.accounts import COUNTY, make_actor, make_agency
from tests.factories.documents import NOW, a_draft, a_stamped, an_issued, an_office
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.disk import FileStore

TODAY = local_day(NOW)
MADE = Made(b"%PDF made", b"PK made", 2)


def test_both_files_are_kept_by_their_hashes(session: Session, file_store: FileStore) -> None:
    document = an_issued(session, an_office(session))
    assert actions.contents_of(session, document.id) is not None
    actions.keep_rendered(session, document_id=document.id, made=MADE, now=NOW)
    assert (document.pdf_hash, document.docx_hash) == (digest(MADE.pdf), digest(MADE.docx))
    assert (document.rendering, document.pages) == (Rendering.DONE, 2)
    assert file_store.is_whole(digest(MADE.pdf))
    assert actions.contents_of(session, document.id) is None


def test_a_rendering_that_was_given_up_is_told_and_done_again(session: Session) -> None:
    office = an_office(session)
    document = an_issued(session, office)
    job = session.scalar(select(Job).where(Job.id == document.render_job_id))
    assert job is not None
    assert actions.tell_failures(session, now=NOW) == 0
    job.state, job.open_key = JobState.FAILED, None
    session.flush()
    assert actions.tell_failures(session, now=NOW) == 1
    assert actions.tell_failures(session, now=NOW) == 0
    assert document.rendering is Rendering.FAILED
    told = list(session.scalars(select(Notice).where(Notice.officer_id == office.maker.officer_id)))
    assert len(told) == 1
    actions.render_again(session, actor=office.maker, now=NOW, document=document)
    assert document.rendering is Rendering.WAITING
    assert document.render_job_id != job.id


def test_only_what_is_issued_is_rendered_again(session: Session) -> None:
    office = an_office(session)
    for document in (a_draft(session, office), a_stamped(session, office)):
        with pytest.raises(RuleBroken, match="document_not_to_render"):
            actions.render_again(session, actor=office.maker, now=NOW, document=document)


def a_reviewer(session: Session, **about: object) -> Actor:
    agency = make_agency(session, name="法制机构", word="冠法")
    return make_actor(session, Role.LEGAL_REVIEWER, agency=agency, **about)


def test_a_wording_is_in_force_from_its_day_until_the_next(session: Session) -> None:
    reviewer = a_reviewer(session)
    by = {"actor": reviewer, "now": NOW}
    own = templates.own_source(FormCode.F10)
    first = actions.save_template(session, **by, form=FormCode.F10, source=own + "<p>甲</p>", note="甲")
    second = actions.save_template(session, **by, form=FormCode.F10, source=own + "<p>乙</p>", note="乙")
    assert (first.version, second.version) == (1, 2)

    def in_force(days: int) -> int:
        on = TODAY + timedelta(days=days)
        return templates.find_in_force(session, COUNTY, FormCode.F10, on).version

    assert in_force(0) == 0
    actions.activate_template(session, **by, row=first, valid_from=TODAY)
    actions.activate_template(session, **by, row=second, valid_from=TODAY + timedelta(days=10))
    assert [in_force(days) for days in (0, 9, 10)] == [1, 1, 2]
    actions.restore_default(session, **by, form=FormCode.F10, valid_from=TODAY + timedelta(days=20))
    assert [in_force(days) for days in (19, 20)] == [2, 0]
    with pytest.raises(RuleBroken, match="template_active"):
        actions.activate_template(session, **by, row=first, valid_from=TODAY)
    with pytest.raises(RuleBroken, match="template_from_past"):
        actions.restore_default(session, **by, form=FormCode.F10, valid_from=TODAY - timedelta(days=1))
    with pytest.raises(RuleBroken, match="template_faulty"):
        actions.save_template(session, **by, form=FormCode.F10, source="<p>1</p>", note="")


def test_a_paper_keeps_the_wording_it_was_issued_with(session: Session) -> None:
    office, reviewer = an_office(session), a_reviewer(session)
    document = an_issued(session, office)
    by = {"actor": reviewer, "now": NOW}
    source = templates.own_source(FormCode.F10) + "<p>新</p>"
    row = actions.save_template(session, **by, form=FormCode.F10, source=source, note="")
    actions.activate_template(session, **by, row=row, valid_from=TODAY)
    contents = actions.contents_of(session, document.id)
    assert contents is not None
    assert "新" not in contents.source
    later = actions.contents_of(session, an_issued(session, office).id)
    assert later is not None
    assert later.source == row.source


def test_a_wording_that_changed_underneath_is_refused(session: Session) -> None:
    office, reviewer = an_office(session), a_reviewer(session)
    by = {"actor": reviewer, "now": NOW}
    own = templates.own_source(FormCode.F10)
    row = actions.save_template(session, **by, form=FormCode.F10, source=own, note="")
    actions.activate_template(session, **by, row=row, valid_from=TODAY)
    document = an_issued(session, office)
    changed = session.scalar(select(TemplateVersion))
    assert changed is not None
    changed.source += "<p>改</p>"
    session.flush()
    with pytest.raises(RuleBroken, match="document_template_changed"):
        actions.contents_of(session, document.id)


def test_a_township_words_nothing(session: Session) -> None:
    reviewer = a_reviewer(session, jurisdiction="371525104")
    with pytest.raises(NotFound):
        actions.save_template(
            session,
            actor=reviewer,
            now=NOW,
            form=FormCode.F10,
            source=templates.own_source(FormCode.F10),
            note="",
        )


def test_a_reserved_number_goes_to_its_own_form(session: Session) -> None:
    office = an_office(session)
    by = {"actor": office.maker, "now": NOW}
    (taken, spare) = actions.reserve_numbers(
        session, **by, agency_id=office.agency.id, form=FormCode.F10, count=2, reason="预印"
    )
    (other,) = actions.reserve_numbers(
        session, **by, agency_id=office.agency.id, form=FormCode.F09, count=1, reason="预印"
    )
    with pytest.raises(RuleBroken, match="number_of_other_form"):
        actions.issue(session, **by, document=a_draft(session, office), reserved=other)
    document = actions.issue(session, **by, document=a_draft(session, office), reserved=taken)
    assert document.number == taken
    with pytest.raises(RuleBroken, match="number_state"):
        actions.issue(session, **by, document=a_draft(session, office), reserved=taken)
    with pytest.raises(RuleBroken, match="number_not_reserved"):
        actions.void_reserved(session, **by, text=taken, reason="印坏")
    actions.void_reserved(session, **by, text=spare, reason="印坏")
    assert numbering.get_number(session, COUNTY, spare).state is NumberState.VOID
    (row,) = [one for one in numbering.count_states(session, COUNTY, 2023) if "责改" in one.series.word]
    assert (row.issued, row.reserved, row.void, row.is_whole) == (1, 0, 1, True)


@pytest.mark.parametrize(
    ("form", "count", "reason", "code"),
    [
        (FormCode.F11, 1, "预印", "number_form_without"),
        (FormCode.F29, 0, "预印", "number_reserve_count"),
        (FormCode.F29, 51, "预印", "number_reserve_count"),
        (FormCode.F29, 1, " ", "number_reserve_reason"),
    ],
)
def test_nonsense_is_not_reserved(
    session: Session, form: FormCode, count: int, reason: str, code: str
) -> None:
    office = an_office(session)
    with pytest.raises(RuleBroken, match=code):
        actions.reserve_numbers(
            session,
            actor=office.maker,
            now=NOW,
            agency_id=office.agency.id,
            form=form,
            count=count,
            reason=reason,
        )


def test_many_papers_issued_at_once_leave_no_gap(database_url: str) -> None:
    engine = engine_for(database_url)
    with session_on(engine) as session:
        office = an_office(session)
        ids = [a_draft(session, office).id for _n in range(40)]
        session.commit()

    def issue(document_id: object) -> str | None:
        with session_on(engine) as own:
            document = queries.get_document(own, document_id, office.maker)  # type: ignore[arg-type]  # ids above
            number = actions.issue(own, actor=office.maker, now=NOW, document=document).number
            own.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(issue, ids))
    with session_on(engine) as session:
        assert numbering.list_gaps(session, COUNTY) == []
    engine.dispose()
    assert sorted(map(str, numbers)) == [f"冠水责改字〔2023〕第{n:03d}号" for n in range(1, 41)]
