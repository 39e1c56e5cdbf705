"""Items that tablets file: made in bulk of files that were sent before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, select

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.evidence import actions, queries
from casebook.evidence.models import EvidenceItem
from casebook.evidence.rules import CustodyAct, EvidenceMethod, EvidenceOrigin, EvidenceStage
from casebook.jobs.models import Job
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from tests.factories import evidence as make
from tests.factories import recordings
from tests.factories import storage as files
from tests.factories.accounts import make_actor
from tests.factories.filed import ARRIVAL, card, keep

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.filed import FiledEvidence
    from casebook.kernel.subjects import Subject

pytestmark = pytest.mark.usefixtures("file_store")
DEVICE = new_id()
COLOURS = ("red", "green", "blue", "teal", "white", "black", "gold", "navy", "pink", "gray")


@pytest.fixture
def inspector(session: Session) -> Actor:
    return make_actor(session, Role.INSPECTOR)


def cards(session: Session, count: int, **facts: object) -> list[FiledEvidence]:
    return [card(keep(session, files.picture(colour=colour)), **facts) for colour in COLOURS[:count]]


def add(
    session: Session, actor: Actor, filed: list[FiledEvidence], subject: Subject | None = None
) -> list[EvidenceItem]:
    return actions.add_filed(
        session,
        actor=actor,
        now=make.NOW,
        subject=subject or make.a_subject(),
        filed=filed,
        device_id=DEVICE,
    )


def test_everything_that_a_tablet_says_is_kept(session: Session, inspector: Actor) -> None:
    data = files.picture(exif=make.exif(taken="2023:06:01 17:00:00", model="V 1"))
    one = card(
        keep(session, data),
        proves=" 水表底数 ",
        stage=EvidenceStage.BEFORE,
        hashed_at=ARRIVAL,
        fix_at=ARRIVAL,
        lon=115.4,
        lat=36.4,
        accuracy_m=5.0,
        maker="村民",
        pair_of=new_id(),
        item_code="C07",
        name="../IMG.jpg",
    )
    (item,) = add(session, inspector, [one])
    session.expire_all()
    assert (item.id, item.file_hash, item.describes) == (one.id, digest(data), "水表底数")
    assert (item.method, item.stage, item.item_code) == (one.method, one.stage, "C07")
    assert (item.captured_at, item.hashed_at, item.fix_at) == (ARRIVAL, ARRIVAL, ARRIVAL)
    assert (item.lon, item.lat, item.accuracy_m) == (115.4, 36.4, 5.0)
    assert (item.maker_name, item.maker_id, item.device_id) == ("村民", None, DEVICE)
    assert (item.pair_of, item.file_name, item.exif_device) == (one.pair_of, "IMG.jpg", "V 1")
    assert item.has_mismatch is True
    first = queries.list_custody(session, item.id)[0]
    assert (first.act, first.actor_id, first.file_hash) == (
        CustodyAct.RECEIVED,
        inspector.officer_id,
        item.file_hash,
    )
    assert first.facts["filed_from"] == str(DEVICE)


def test_many_items_are_one_act_one_job_and_a_chain_each(session: Session, inspector: Actor) -> None:
    filed = cards(session, 5)
    items = add(session, inspector, filed)
    assert [item.id for item in items] == [one.id for one in filed]
    assert session.scalars(select(AuditEntry.action)).all() == ["evidence:file"]
    assert session.scalars(select(Job.payload)).all() == [{"items": [str(item.id) for item in items]}]
    assert [len(queries.list_custody(session, item.id)) for item in items] == [1] * 5
    assert queries.verify_all_custody(session) == []


def test_ten_items_cost_as_many_statements_as_two(session: Session, inspector: Actor) -> None:
    def cost(count: int) -> int:
        filed, subject = cards(session, count), make.a_subject()
        session.expunge_all()
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            sent.append(statement)

        connection = session.connection()
        event.listen(connection, "before_cursor_execute", note)
        add(session, inspector, filed, subject)
        event.remove(connection, "before_cursor_execute", note)
        return len(sent)

    add(session, inspector, cards(session, 1))
    assert cost(2) == cost(10)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("录音.m4a", recordings.sound_mp4()),
        ("录音.m4a", recordings.sound_mp4(b"isom")),
        ("录音.m4a", recordings.sound_mp4(b"mp42")),
        ("录音.m4a", recordings.sound_mp4(b"M4A ")),
        ("录音.webm", recordings.sound_webm()),
        ("录音.ogg", recordings.ogg()),
    ],
)
def test_sound_as_browsers_record_it(session: Session, inspector: Actor, name: str, data: bytes) -> None:
    one = card(keep(session, data, name=name), method=EvidenceMethod.AUDIO, name=name)
    (item,) = add(session, inspector, [one])
    assert item.method is EvidenceMethod.AUDIO


def test_nothing_filed_is_nothing_done(session: Session, inspector: Actor) -> None:
    assert add(session, inspector, []) == []
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"file": "sha256:" + "0" * 64}, "evidence_file_missing"),
        ({"method": EvidenceMethod.VIDEO}, "evidence_method_disagrees"),
        ({"method": EvidenceMethod.AUDIO}, "evidence_method_disagrees"),
        ({"lon": 1.0}, "position_incomplete"),
        ({"lon": 181.0, "lat": 1.0}, "position_impossible"),
        ({"lon": 1.0, "lat": float("nan")}, "position_impossible"),
        ({"lon": 1.0, "lat": 1.0, "accuracy_m": -1.0}, "accuracy_impossible"),
        ({"lon": 1.0, "lat": 1.0, "accuracy_m": float("nan")}, "accuracy_impossible"),
        ({"proves": "长" * 501}, "evidence_description_long"),
        ({"maker": "长" * 61}, "evidence_maker_long"),
        ({"item_code": "C" * 21}, "evidence_item_code_long"),
    ],
)
def test_what_is_refused_leaves_no_item(
    session: Session, inspector: Actor, facts: dict[str, object], code: str
) -> None:
    good, other = cards(session, 2)
    bad = card(**{"file": other.file, **facts})  # type: ignore[arg-type]  # fields of the card
    with pytest.raises(RuleBroken) as refusal:
        add(session, inspector, [good, bad])
    assert refusal.value.code == code
    assert session.scalars(select(EvidenceItem)).all() == []


def test_the_same_bytes_twice(session: Session, inspector: Actor) -> None:
    subject, (one,) = make.a_subject(), cards(session, 1)
    with pytest.raises(RuleBroken) as within:
        add(session, inspector, [one, card(one.file)], subject)
    add(session, inspector, [one], subject)
    with pytest.raises(RuleBroken) as later:
        add(session, inspector, [card(one.file)], subject)
    assert (within.value.code, later.value.code) == ("evidence_twice", "evidence_twice")


def test_an_id_that_is_taken(session: Session, inspector: Actor) -> None:
    one, other, third = cards(session, 3)
    with pytest.raises(RuleBroken) as within:
        add(session, inspector, [one, card(other.file, id=one.id)])
    add(session, inspector, [one])
    with pytest.raises(RuleBroken) as later:
        add(session, inspector, [card(third.file, id=one.id)])
    assert (within.value.code, later.value.code) == ("evidence_id_taken", "evidence_id_taken")


def test_another_township_is_out_of_reach(session: Session) -> None:
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    with pytest.raises(NotFound):
        add(session, elsewhere, cards(session, 1))


def test_what_came_by_chat_supports_leads_only(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    (forwarded,) = add(session, inspector, cards(session, 1, origin=EvidenceOrigin.CHAT), subject)
    assert forwarded.doubts
    with pytest.raises(RuleBroken) as refusal:
        queries.need_grounds(session, {subject.kind: [subject.id]})
    assert refusal.value.code == "evidence_supports_leads_only"
    add(session, inspector, cards(session, 2)[1:], subject)
    queries.need_grounds(session, {subject.kind: [subject.id]})
    queries.need_grounds(session, {subject.kind: [new_id()], "case": []})


def test_a_pair_may_arrive_in_any_order(session: Session, inspector: Actor) -> None:
    earlier, later = cards(session, 2)
    after = card(later.file, pair_of=earlier.id, stage=EvidenceStage.AFTER)
    (second,) = add(session, inspector, [after])
    assert queries.list_related(session, second, inspector).earlier is None
    (first,) = add(session, inspector, [earlier])
    assert queries.list_related(session, second, inspector).earlier == first
    assert queries.list_related(session, first, inspector).later == [second]
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    assert queries.list_related(session, second, elsewhere).earlier is None


def test_locking_many_items_is_one_act(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    items = add(session, inspector, cards(session, 3), subject)
    actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject, reason="已提交")
    acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.rowid)).all()
    assert acts == ["evidence:file", "evidence:lock"]
    ends = [queries.list_custody(session, item.id)[-1] for item in items]
    assert [(end.act, end.sequence, end.facts["reason"]) for end in ends] == [
        (CustodyAct.LOCKED, 2, "已提交")
    ] * 3
    assert queries.verify_all_custody(session) == []
