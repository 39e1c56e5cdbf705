"""Where recordings and data come from: the index of body cameras, and reviewed monitoring devices."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from casebook.access import Role
from casebook.evidence import actions, queries
from casebook.evidence.rules import (
    COLUMNS,
    Doubt,
    EvidenceKind,
    EvidenceMethod,
    Review,
    ReviewKind,
    Upload,
)
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from tests.factories import evidence as make
from tests.factories import recordings
from tests.factories.accounts import make_actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem, FootageRecording, MonitoringDevice

pytestmark = pytest.mark.usefixtures("file_store")
DAY = date(2023, 6, 1)
START = datetime(2023, 6, 1, 2, tzinfo=UTC)


@pytest.fixture
def inspector(session: Session) -> Actor:
    return make_actor(session, Role.INSPECTOR)


def index(*rows: str) -> bytes:
    return "\n".join([",".join((*COLUMNS, "使用人")), *rows]).encode()


def row(number: int = 1, end: str = "2023-06-01 10:45:00") -> str:
    return f"ZFY-01,V{number:04d}.mp4,2023-06-01 10:00:00,{end},12,{number:064x},采集站,李明"


@pytest.fixture
def recording(session: Session, inspector: Actor) -> FootageRecording:
    actions.import_index(session, actor=inspector, now=make.NOW, data=index(row()))
    (found,) = queries.page_recordings(session, inspector).items
    return found


def clip(session: Session, actor: Actor, recording: FootageRecording, **changes: object) -> EvidenceItem:
    film = Upload(io.BytesIO(recordings.mp4()), "clip.mp4", method=EvidenceMethod.VIDEO)
    facts = {
        "subject": make.a_subject("case"),
        "upload": film,
        "from_at": START,
        "to_at": START + timedelta(minutes=5),
        "describes": "出示证件",
    }
    return actions.add_clip(session, actor=actor, now=make.NOW, recording=recording, **{**facts, **changes})


def test_good_rows_are_taken_bad_ones_told_known_ones_left(session: Session, inspector: Actor) -> None:
    bad = row(2, end="yesterday")
    told = actions.import_index(
        session, actor=inspector, now=make.NOW, data=index(row(1), bad, row(3), row(3))
    )
    assert (told.added, told.known) == (2, 1)
    assert [(one.row, one.error.code if one.error else "") for one in told.refused] == [(3, "footage_time")]
    again = actions.import_index(session, actor=inspector, now=make.NOW, data=index(row(1), row(4)))
    assert (again.added, again.known, again.refused) == (1, 1, ())
    names = [one.file_name for one in queries.page_recordings(session, inspector).items]
    assert names == ["V0004.mp4", "V0003.mp4", "V0001.mp4"]
    assert queries.page_recordings(session, inspector, device_no="ZFY-02").items == []


def test_who_may_not_index(session: Session) -> None:
    with pytest.raises(Forbidden):
        actions.import_index(
            session, actor=make_actor(session, Role.COUNTY_LEADER), now=make.NOW, data=index(row())
        )


def test_a_clip_cites_its_recording(session: Session, inspector: Actor, recording: FootageRecording) -> None:
    item = clip(session, inspector, recording)
    found = queries.find_clip(session, item.id)
    assert found is not None
    assert (found.recording, found.from_at, found.to_at) == (recording, START, START + timedelta(minutes=5))
    assert (item.is_recording, item.is_picture, item.method) == (True, False, EvidenceMethod.VIDEO)
    assert [one.item_id for one in recording.clips] == [item.id]
    assert queries.find_clip(session, make.make_item(session, inspector).id) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (lambda: {"to_at": START + timedelta(hours=1)}, "clip_outside_recording"),
        (lambda: {"upload": make.an_upload()}, "clip_not_a_recording"),
        (lambda: {"upload": make.an_upload(method=EvidenceMethod.VIDEO)}, "file_kind_refused"),
    ],
)
def test_a_clip_that_is_none(
    session: Session,
    inspector: Actor,
    recording: FootageRecording,
    changes: Callable[[], dict[str, object]],
    code: str,
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        clip(session, inspector, recording, **changes())
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "statement", ["UPDATE footage_recording SET place = 'x'", "DELETE FROM footage_clip"]
)
def test_index_and_clips_never_change(
    session: Session, inspector: Actor, recording: FootageRecording, statement: str
) -> None:
    clip(session, inspector, recording)
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))


@pytest.fixture
def meter(session: Session, inspector: Actor) -> MonitoringDevice:
    return actions.add_device(
        session,
        actor=inspector,
        now=make.NOW,
        number=" YC-0042 ",
        name="远传水表",
        place="泵房",
        division_code=make.TOWNSHIP,
    )


def review(
    session: Session, actor: Actor, meter: MonitoringDevice, kind: ReviewKind, *, paper: str = "1号"
) -> None:
    given = Review(kind, True, DAY, DAY, DAY + timedelta(days=365))
    actions.review_device(
        session, actor=actor, now=make.NOW, device=meter, review=given, paper=paper, remark=""
    )


def test_a_device_must_be_reviewed_twice_and_published(
    session: Session, inspector: Actor, meter: MonitoringDevice
) -> None:
    lawyer, head = make_actor(session, Role.LEGAL_REVIEWER), make_actor(session, Role.CASE_HEAD)
    assert meter.number == "YC-0042"
    assert len(meter.standing.doubts(DAY)) == 3
    review(session, lawyer, meter, ReviewKind.LEGAL)
    review(session, head, meter, ReviewKind.TECHNICAL)
    assert meter.standing.doubts(DAY) == [Doubt.LOCATION_UNPUBLISHED]
    actions.publish_location(session, actor=inspector, now=make.NOW, device=meter, on=DAY, where="县政府网站")
    assert meter.standing.doubts(DAY) == []
    assert [one.reviewer_name for one in meter.reviews] == [lawyer.name, head.name]


def test_each_reviewer_gives_their_own_review(
    session: Session, inspector: Actor, meter: MonitoringDevice
) -> None:
    lawyer, head = make_actor(session, Role.LEGAL_REVIEWER), make_actor(session, Role.CASE_HEAD)
    for actor, kind in (
        (lawyer, ReviewKind.TECHNICAL),
        (head, ReviewKind.LEGAL),
        (inspector, ReviewKind.LEGAL),
    ):
        with pytest.raises(Forbidden):
            review(session, actor, meter, kind)
    with pytest.raises(RuleBroken) as unnumbered:
        review(session, lawyer, meter, ReviewKind.LEGAL, paper=" ")
    assert unnumbered.value.code == "review_needs_paper"


def test_what_a_device_refuses(session: Session, inspector: Actor, meter: MonitoringDevice) -> None:
    about = {"actor": inspector, "now": make.NOW}
    facts = {"name": "x", "place": "x", "division_code": make.TOWNSHIP}
    with pytest.raises(RuleBroken) as twice:
        actions.add_device(session, **about, number="YC-0042", **facts)
    with pytest.raises(NotFound):
        actions.add_device(session, **about, number="YC-1", **{**facts, "division_code": "371526001"})
    with pytest.raises(RuleBroken) as early:
        actions.publish_location(session, **about, device=meter, on=DAY + timedelta(days=1), where="x")
    with pytest.raises(RuleBroken) as nowhere:
        actions.publish_location(session, **about, device=meter, on=DAY, where=" ")
    codes = [refusal.value.code for refusal in (twice, early, nowhere)]
    assert codes == ["monitoring_number_taken", "publication_in_future", "publication_needs_where"]
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    assert queries.list_monitors(session, elsewhere) == []
    with pytest.raises(NotFound):
        queries.get_monitor(session, meter.id, elsewhere)


def test_electronic_data_cite_their_device(
    session: Session, inspector: Actor, meter: MonitoringDevice
) -> None:
    subject = make.a_subject()
    item = make.make_item(session, inspector, subject=subject)
    about = {"actor": inspector, "now": make.NOW, "item": item}
    with pytest.raises(RuleBroken) as unfit:
        actions.cite_device(session, **about, device=meter)
    card = {"stage": None, "describes": "日志", "maker": item.maker_name}
    actions.fill_card(session, **about, kind=EvidenceKind.ELECTRONIC, device=meter, **card)
    assert item.monitoring_device == meter
    assert Doubt.LEGAL_REVIEW_MISSING in item.doubts
    with pytest.raises(RuleBroken) as still:
        actions.fill_card(session, **about, kind=EvidenceKind.DOCUMENTARY, device=meter, **card)
    actions.fill_card(session, **about, kind=EvidenceKind.DOCUMENTARY, device=None, **card)
    assert (item.monitoring_device, item.doubts) == (None, [])
    actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject)
    with pytest.raises(RuleBroken) as locked:
        actions.cite_device(session, **about, device=None)
    codes = [refusal.value.code for refusal in (unfit, still, locked)]
    assert codes == ["device_needs_electronic", "device_needs_electronic", "evidence_locked"]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE monitoring_device SET published_on = '2023-06-01'", "publication_whole"),
        ("UPDATE evidence_item SET monitoring_device_id = id", "(?i)foreign key"),
    ],
)
def test_the_database_refuses_nonsense(
    session: Session, inspector: Actor, meter: MonitoringDevice, statement: str, named: str
) -> None:
    make.make_item(session, inspector)
    with pytest.raises(IntegrityError, match=named):
        session.execute(text(statement))


def test_a_review_is_never_taken_back(session: Session, meter: MonitoringDevice) -> None:
    review(session, make_actor(session, Role.LEGAL_REVIEWER), meter, ReviewKind.LEGAL)
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("DELETE FROM monitoring_review"))
