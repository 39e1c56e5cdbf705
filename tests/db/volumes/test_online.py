"""Messages of online meters: kept once as they came, read, read again; sources that are believed or not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.hashing import digest
from casebook.volumes import queries
from casebook.volumes.actions import messages
from casebook.volumes.actions import sources as actions
from casebook.volumes.actions.sources import LinkLine, SourceFacts
from casebook.volumes.models import MeterMessage, MeterReading
from casebook.volumes.queries import sources
from casebook.volumes.rules import MessageState, ParserKind, ReadingSource
from tests.factories.accounts import make_actor
from tests.factories.sources import LINES, NOW, make_source, message, send
from tests.factories.volumes import take_readings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

LATER = NOW + timedelta(hours=1)
MAY, JUNE = "2023-05-25T08:00:00+08:00", "2023-06-25T08:00:00+08:00"


def readings(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MeterReading)) or 0


def test_a_message_is_kept_as_it_came_and_its_readings_count(
    session: Session, keeper: Actor, other: Well
) -> None:
    source, _token = make_source(session, keeper, other)
    body = message(
        ("SB2", MAY, "100.5"), ("SB2", JUNE, "160.75"), ("SB9", JUNE, "1"), ("SB2", JUNE, "160.75")
    )
    row = send(session, source, body)
    kept = session.scalars(select(MeterMessage)).one()
    assert (kept.body, kept.body_hash, kept.message_id) == (body, digest(body), "m1")
    assert (row.rows, row.accepted, row.unchanged, row.refused) == (4, 2, 1, {"meter_unknown": 1})
    results = [(entry["row"], entry["result"]) for entry in row.entries]
    assert results == [(1, "accepted"), (2, "accepted"), (3, "refused"), (4, "unchanged")]
    stored = session.scalars(select(MeterReading)).all()
    assert {(one.source, one.batch_id) for one in stored} == {(ReadingSource.ONLINE, kept.id)}
    year = queries.year_of(session, other.id, 2023)
    assert (str(year.total_m3), year.months[5].grade) == ("60.250", "a")
    assert source.newest_at is not None


def test_the_same_message_again_adds_nothing_and_another_under_its_id_is_told(
    session: Session, keeper: Actor, other: Well
) -> None:
    source, _token = make_source(session, keeper, other)
    body = message(("SB2", MAY, "100"))
    send(session, source, body)
    again = messages.keep_message(session, now=LATER, source_id=source.id, body=body, content_type="")
    assert (again.is_new, again.is_clash) == (False, False)
    clash = message(("SB2", MAY, "999"))
    told = messages.keep_message(session, now=LATER, source_id=source.id, body=clash, content_type="")
    assert (told.is_new, told.is_clash) == (False, True)
    assert readings(session) == 1


def test_a_replay_reads_with_the_present_meters_and_settings(
    session: Session, keeper: Actor, well: Well, other: Well
) -> None:
    source, _token = make_source(session, keeper, other)
    send(session, source, message(("SB1", MAY, "7"), ("SB2", MAY, "9")))
    actions.link_meters(session, actor=keeper, now=NOW, source=source, lines=[LinkLine(1, well.code)])
    kept = session.scalars(select(MeterMessage)).one()
    first = messages.replay(session, actor=keeper, now=NOW, messages=[kept])
    second = messages.replay(session, actor=keeper, now=NOW, messages=[kept])
    assert [(one.accepted, one.refused) for one in (first, second)] == [(1, 0), (0, 0)]
    passes = sources.list_passes(session, kept.id)
    assert [(one.number, one.accepted, one.unchanged) for one in passes] == [(3, 0, 2), (2, 1, 1), (1, 1, 0)]
    results = [[entry["result"] for entry in one.entries] for one in passes]
    assert results == [["unchanged"] * 2, ["accepted", "unchanged"], ["refused", "accepted"]]
    assert readings(session) == 2


def test_what_cannot_be_read_is_kept_and_can_be_read_after_the_settings_are_mended(
    session: Session, keeper: Actor, other: Well
) -> None:
    source, _token = make_source(session, keeper, other, parser=ParserKind.LINES, settings=LINES)
    body = "SB2,20230525080000,100,东井\n".encode("gb18030")
    row = send(session, source, body)
    assert (row.state, row.reason) == (MessageState.REFUSED, "message_charset_wrong")
    facts = SourceFacts(name=source.name, parser=source.parser, settings=LINES | {"encoding": "gb18030"})
    actions.change_source(session, actor=keeper, now=LATER, source=source, version=1, facts=facts)
    told = messages.replay(session, actor=keeper, now=LATER, messages=session.scalars(select(MeterMessage)))
    assert (told.accepted, told.unread) == (1, 0)


def test_messages_may_come_late_and_out_of_order(session: Session, keeper: Actor, other: Well) -> None:
    source, _token = make_source(session, keeper, other)
    july = "2023-07-25T08:00:00+08:00"
    send(session, source, message(("SB2", july, "190"), ("SB2", MAY, "100"), message_id="m2"))
    send(session, source, message(("SB2", JUNE, "160")), now=LATER)
    months = queries.year_of(session, other.id, 2023).months
    assert [str(month.m3) for month in months[5:7]] == ["60.000", "30.000"]


def test_a_figure_that_stands_already_is_never_overwritten(
    session: Session, keeper: Actor, other: Well
) -> None:
    source, _token = make_source(session, keeper, other)
    take_readings(session, keeper, f"{other.code},SB2,2023-05-25,100,在线,", now=NOW)
    row = send(session, source, message(("SB2", "2023-05-25", "101"), ("SB2", "2023-05-25", "100")))
    assert (row.accepted, row.unchanged, row.refused) == (0, 1, {"conflict": 1})


def test_a_smaller_dial_opens_a_query_beside_its_row(session: Session, keeper: Actor, other: Well) -> None:
    source, _token = make_source(session, keeper, other)
    row = send(session, source, message(("SB2", MAY, "100"), ("SB2", JUNE, "60")))
    assert row.queries == {"decrease_unexplained": 1}
    assert row.entries[1] == {"row": 2, "result": "accepted", "queries": ["decrease_unexplained"]}


def test_ten_thousand_rows_are_taken_in_at_once(session: Session, keeper: Actor, other: Well) -> None:
    source, _token = make_source(session, keeper, other)
    rows = [
        ("SB2", f"2023-{1 + hour // 672:02}-{1 + hour % 672 // 24:02}T{hour % 24:02}:00:00", str(hour // 4))
        for hour in range(8_000)
    ]
    row = send(session, source, message(*rows, *[("SB9", MAY, "1")] * 2_000))
    assert (row.rows, row.accepted, row.refused) == (10_000, 8_000, {"meter_unknown": 2_000})


def test_a_meter_that_was_taken_away_says_nothing_more(session: Session, keeper: Actor, other: Well) -> None:
    source, _token = make_source(session, keeper, other)
    take_readings(
        session,
        keeper,
        f"{other.code},SB2,2023-05-01,100,在线,旧表止码",
        f"{other.code},SB5,2023-05-01,0,在线,新表起码",
        now=NOW,
    )
    row = send(session, source, message(("SB2", "2023-04-25", "90"), ("SB2", MAY, "120")))
    assert [entry.get("hint") for entry in row.entries] == [None, "gone"]


def test_a_source_learns_nothing_of_other_meters(
    session: Session, keeper: Actor, well: Well, other: Well
) -> None:
    source, _token = make_source(session, keeper, other)
    row = send(session, source, message((well.meter_no, MAY, "1"), ("no such", MAY, "1")))
    assert {entry["code"] for entry in row.entries} == {"meter_unknown"}
    assert {entry["hint"] for entry in row.entries} == {"not_of_source"}


def test_tokens_are_stored_as_hashes_and_believed_until_they_are_not(session: Session, keeper: Actor) -> None:
    source, token = make_source(session, keeper)
    assert token not in source.token_hash
    assert sources.find_source_by_token(session, token) is source
    renewed = actions.renew_token(session, actor=keeper, now=NOW, source=source)
    assert sources.find_source_by_token(session, token) is None
    assert sources.find_source_by_token(session, renewed) is source
    actions.revoke_source(session, actor=keeper, now=NOW, source=source, reason="平台停用")
    assert sources.find_source_by_token(session, renewed) is None
    with pytest.raises(Forbidden):
        messages.count_request(session, now=NOW, source_id=source.id)
    with pytest.raises(RuleBroken):
        actions.revoke_source(session, actor=keeper, now=NOW, source=source, reason="再停一次")


def test_requests_of_a_minute_are_counted(session: Session, keeper: Actor) -> None:
    source, _token = make_source(session, keeper, per_minute=2)
    waits = [messages.count_request(session, now=NOW, source_id=source.id) for _ in range(3)]
    assert waits == [0, 0, 60]
    assert messages.count_request(session, now=NOW + timedelta(minutes=1), source_id=source.id) == 0


def test_meters_of_a_source_are_told_line_by_line(session: Session, keeper: Actor, other: Well) -> None:
    source, _token = make_source(session, keeper, other)
    lines = [
        LinkLine(1, "nowhere"),
        LinkLine(2, other.code, "SB7", "SB2"),
        LinkLine(3, other.code, "SB7", "D7"),
    ]
    with pytest.raises(Refused) as refused:
        actions.link_meters(session, actor=keeper, now=NOW, source=source, lines=lines)
    assert [reason.code for reason in refused.value.reasons] == ["source_well_unknown", "source_number_taken"]
    assert [link.device_no for link in sources.list_links(session, source.id)] == ["SB2"]
    assert actions.link_meters(session, actor=keeper, now=NOW, source=source, lines=lines[2:]) == 1
    again = actions.link_meters(session, actor=keeper, now=NOW, source=source, lines=lines[2:])
    assert again == 0


def test_only_who_keeps_meters_of_the_county_keeps_sources(session: Session, keeper: Actor) -> None:
    source, _token = make_source(session, keeper)
    inspector = make_actor(session, Role.INSPECTOR, jurisdiction="371525")
    with pytest.raises(Forbidden):
        make_source(session, inspector, name="另一平台")
    township = make_actor(session, Role.PERMIT_OFFICER, jurisdiction="371525104")
    with pytest.raises(NotFound):
        actions.renew_token(session, actor=township, now=NOW, source=source)
    with pytest.raises(RuleBroken, match="source_name_taken"):
        make_source(session, keeper)
    facts = SourceFacts(name="新名", parser=source.parser, settings={})
    actions.change_source(session, actor=keeper, now=NOW, source=source, version=1, facts=facts)
    with pytest.raises(Conflict):
        actions.change_source(session, actor=keeper, now=NOW, source=source, version=1, facts=facts)


def test_figures_of_sources_count_the_last_reading_of_each_message(
    session: Session, keeper: Actor, other: Well
) -> None:
    source, _token = make_source(session, keeper, other)
    send(session, source, message(("SB2", MAY, "1"), ("SB9", MAY, "1")))
    send(session, source, b"nothing")
    found = sources.figures_of(session, [source.id], NOW)[source.id]
    assert (found.meters, found.messages, found.kept, found.refused, found.unread) == (1, 2, 1, 1, 1)
    rows, _page = sources.page_messages(session, source.county_code, only_refused=True)
    assert [row.state for row in rows] == [MessageState.REFUSED, MessageState.READ]
