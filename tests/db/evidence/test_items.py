from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.evidence import actions, queries
from casebook.evidence.models import CustodyEntry, EvidenceItem
from casebook.evidence.rules import CustodyAct, EvidenceKind, EvidenceStage, MismatchKind
from casebook.jobs.models import Job
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.storage.queries import open_file
from tests.factories import evidence as make
from tests.factories import storage as files
from tests.factories.accounts import make_actor
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.disk import FileStore

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def inspector(session: Session) -> Actor:
    return make_actor(session, Role.INSPECTOR)


def acts(session: Session, item: EvidenceItem) -> list[CustodyAct]:
    return [entry.act for entry in queries.list_custody(session, item.id)]


def test_an_original_is_kept_with_what_was_recorded(session: Session, inspector: Actor) -> None:
    data = files.picture(exif=make.exif(taken="2023:06:01 17:00:00", lon=(115, 26, 10), lat=(36, 29, 10)))
    item = make.make_item(session, inspector, upload=make.an_upload(data, file_name="../井口.jpg"))
    assert (item.file_hash, item.file_name) == (digest(data), "井口.jpg")
    assert (item.maker_id, item.received_at, item.original.size) == (
        inspector.officer_id,
        make.NOW,
        len(data),
    )
    assert [found.kind for found in item.mismatches] == [MismatchKind.TIME, MismatchKind.PLACE]
    with open_file(item.file_hash) as stream:
        assert stream.read() == data


def test_custody_begins_with_the_receipt(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector)
    first = queries.list_custody(session, item.id)[0]
    assert (first.act, first.sequence, first.file_hash) == (CustodyAct.RECEIVED, 1, item.file_hash)
    assert first.facts["by"] == inspector.name
    assert first.facts["subject"]["title"] == item.about.title
    assert queries.verify_custody(session, item.id) == []
    assert queries.custody_head(session, item.id).count == 1


def test_adding_is_audited_and_a_preview_is_queued(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector)
    tags = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == item.id)).all()
    assert tags == ["evidence:add"]
    assert session.scalars(select(Job.payload)).all() == [{"items": [str(item.id)]}]


def test_papers_have_no_preview(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector, upload=make.an_upload(files.PDF, file_name="笔录.pdf"))
    assert item.original.media_type == "application/pdf"
    assert session.scalars(select(Job)).all() == []


def test_a_refused_file_leaves_no_item(session: Session, inspector: Actor) -> None:
    with pytest.raises(RuleBroken) as refusal:
        make.make_item(session, inspector, upload=make.an_upload(files.SVG, file_name="a.svg"))
    assert refusal.value.code == "file_kind_refused"
    assert session.scalars(select(EvidenceItem)).all() == []


def test_the_same_bytes_twice_for_one_subject(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    make.make_item(session, inspector, subject=subject)
    with pytest.raises(RuleBroken) as refusal:
        make.make_item(session, inspector, subject=subject)
    assert (refusal.value.code, refusal.value.field) == ("evidence_twice", "file")


def test_the_same_bytes_twice_at_once(database_url: str) -> None:
    engine = engine_for(database_url)
    subject = make.a_subject()
    with session_on(engine) as session:
        actor = make_actor(session, Role.INSPECTOR)
        session.commit()

    def upload(_: int) -> str:
        with session_on(engine) as session:
            try:
                make.make_item(session, actor, subject=subject)
            except RuleBroken as refusal:
                return refusal.code
            session.commit()
            return "kept"

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(upload, range(4)))
    engine.dispose()
    assert found == ["evidence_twice", "evidence_twice", "evidence_twice", "kept"]


def test_the_same_bytes_for_two_subjects_are_shown_to_each_other(session: Session, inspector: Actor) -> None:
    first, second = make.make_item(session, inspector), make.make_item(session, inspector)
    assert [found.id for found in queries.list_other_uses(session, first, inspector)] == [second.id]
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    assert queries.list_other_uses(session, first, elsewhere) == []


def test_another_township_is_out_of_reach(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector)
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    with pytest.raises(NotFound):
        queries.get_item(session, item.id, elsewhere)
    with pytest.raises(NotFound):
        make.make_item(session, elsewhere)
    assert queries.get_item(session, item.id, inspector).id == item.id


def test_who_may_not_see_evidence(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector)
    for role in (Role.INFORMANT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        with pytest.raises(Forbidden):
            queries.get_item(session, item.id, make_actor(session, role))


def test_items_are_counted_by_stage(session: Session, inspector: Actor) -> None:
    subject = make.a_subject("closure")
    for stage, colour in ((EvidenceStage.BEFORE, "red"), (EvidenceStage.AFTER, "green"), (None, "blue")):
        upload = make.an_upload(files.picture(colour=colour))
        make.make_item(session, inspector, subject=subject, upload=upload, stage=stage)
    counted = queries.count_by_stage(session, "closure", subject.id)
    assert counted == {EvidenceStage.BEFORE: 1, EvidenceStage.DURING: 0, EvidenceStage.AFTER: 1}
    assert len(queries.list_items(session, "closure", subject.id)) == 3


def test_the_card_is_corrected_before_the_lock(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    item = make.make_item(session, inspector, subject=subject)
    card = {"kind": EvidenceKind.SITE_RECORD, "stage": None, "describes": " 水表 "}
    actions.describe_item(session, actor=inspector, now=make.NOW, item=item, **card)
    assert (item.kind, item.describes) == (EvidenceKind.SITE_RECORD, "水表")
    actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject)
    with pytest.raises(RuleBroken) as refusal:
        actions.describe_item(session, actor=inspector, now=make.NOW, item=item, **card)
    assert refusal.value.code == "evidence_locked"


def test_a_withdrawn_item_leaves_the_file_but_not_the_house(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    item = make.make_item(session, inspector, subject=subject)
    with pytest.raises(RuleBroken) as unreasoned:
        actions.withdraw_item(session, actor=inspector, now=make.NOW, item=item, reason=" ")
    actions.withdraw_item(session, actor=inspector, now=make.NOW, item=item, reason="拍错了井")
    assert queries.list_items(session, subject.kind, subject.id) == []
    assert acts(session, item) == [CustodyAct.RECEIVED, CustodyAct.WITHDRAWN]
    with pytest.raises(RuleBroken) as again:
        actions.withdraw_item(session, actor=inspector, now=make.NOW, item=item, reason="拍错了井")
    codes = (unreasoned.value.code, again.value.code)
    assert codes == ("evidence_withdrawal_needs_reason", "evidence_withdrawn")
    assert actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject) == []


def test_locking_twice_locks_once(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    item = make.make_item(session, inspector, subject=subject)
    assert actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject) == [item]
    later = make.NOW + timedelta(days=1)
    assert actions.lock_items(session, actor=inspector, now=later, subject=subject) == []
    assert (item.locked_at, item.locked_by) == (make.NOW, inspector.name)
    assert acts(session, item) == [CustodyAct.RECEIVED, CustodyAct.LOCKED]


def test_the_preview_is_made_once_and_has_its_own_hash(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector, upload=make.an_upload(files.picture(size=(2000, 1000))))
    made = actions.make_preview(session, item_id=item.id, now=make.NOW)
    session.expire(item)
    again = actions.make_preview(session, item_id=item.id, now=make.NOW)
    assert made is not None
    assert again is not None
    assert made.id == again.id
    assert made.file_hash != item.file_hash
    with open_file(made.file_hash) as stream, Image.open(stream) as picture:
        assert picture.size == (1280, 640)


def test_a_file_that_cannot_be_decoded_has_no_preview(session: Session, inspector: Actor) -> None:
    item = make.make_item(
        session, inspector, upload=make.an_upload(files.huge_png(10, 10), file_name="a.png")
    )
    assert actions.make_preview(session, item_id=item.id, now=make.NOW) is None


def test_looks_reach_the_custody_when_they_are_sealed(
    session: Session, inspector: Actor, file_store: FileStore
) -> None:
    from casebook.audit.actions import record_look  # noqa: PLC0415 - only this test looks

    item, other = make.make_item(session, inspector), make.make_item(session, inspector)
    leader = make_actor(session, Role.COUNTY_LEADER)
    seen_at = make.NOW + timedelta(minutes=5)
    record_look(session, actor=leader, now=seen_at, subject=actions.as_subject(item), what="original")
    later = make.NOW + timedelta(hours=1)
    assert actions.seal_looks(session, now=later) == 1
    assert actions.seal_looks(session, now=later) == 0
    last = queries.list_custody(session, item.id)[-1]
    assert (last.act, last.at, last.actor_id) == (CustodyAct.VIEWED, seen_at, leader.officer_id)
    assert (last.facts["what"], last.facts["by"]) == ("original", leader.name)
    assert acts(session, other) == [CustodyAct.RECEIVED]
    assert queries.verify_all_custody(session) == []


def test_each_item_has_a_chain_of_its_own(session: Session, inspector: Actor) -> None:
    first, second = make.make_item(session, inspector), make.make_item(session, inspector)
    chains = set(session.scalars(select(CustodyEntry.chain)))
    assert chains == {f"custody:{first.id}", f"custody:{second.id}"}


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"lon": None}, "whole_position"),
        ({"lon": 181.0}, "position_on_earth"),
        ({"accuracy_m": -1.0}, "accuracy"),
        ({"locked_by": "x"}, "lock_has_officer"),
        ({"withdrawn_reason": "x"}, "withdrawal_has_reason"),
    ],
)
def test_the_database_refuses_nonsense(
    session: Session, inspector: Actor, values: dict[str, object], named: str
) -> None:
    item = make.make_item(session, inspector)
    columns = {column.name: getattr(item, column.key) for column in EvidenceItem.__table__.columns}
    columns |= {
        "rowid": None,
        "id": make.a_subject().id,
        "about_id": item.about_id,
        "file_hash": item.file_hash,
    }
    copy = {**columns, **values, "rowid": 999}
    with pytest.raises(IntegrityError, match=f"ck_evidence_item_{named}"):
        session.execute(EvidenceItem.__table__.insert().values(**copy))


def test_a_lock_excludes_a_withdrawal(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector)
    both = {"locked_at": make.NOW, "locked_by": "x", "withdrawn_at": make.NOW, "withdrawn_reason": "x"}
    with pytest.raises(IntegrityError, match="locked_or_withdrawn"):
        session.execute(update(EvidenceItem).where(EvidenceItem.id == item.id).values(**both))
