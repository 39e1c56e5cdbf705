"""A hotline's list becomes leads, each row by itself, none twice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.cases import actions
from casebook.cases.rules import FoundHow
from casebook.kernel.errors import Forbidden, RuleBroken
from tests.factories.accounts import NOW, make_actor
from tests.factories.deadlines import load_calendar
from tests.factories.regions import make_county
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions import ListReport

HEAD = "工单编号,受理时间,诉求内容,乡镇,事发地址,井号,来电人,联系电话"


def take(
    session: Session, actor: Actor, *lines: str, channel: FoundHow = FoundHow.HOTLINE_12345
) -> ListReport:
    text = "\n".join([HEAD, *lines])
    stream = io.BytesIO(text.encode("gb18030"))
    return actions.import_leads(session, actor=actor, now=NOW, channel=channel, stream=stream)


@pytest.fixture
def receiver(session: Session) -> Actor:
    load_calendar(session)
    make_county(session)
    return make_actor(session, Role.CASE_HEAD)


def test_rows_become_leads_and_the_same_file_adds_nothing(session: Session, receiver: Actor) -> None:
    well = make_well(session)
    lines = (
        f"GX1,2023-05-30 09:10,井口没有水表,,,{well.code},王某,10000000018",
        f"GX2,2023-05-30 10:00,又有人抽水,,,{well.code},,",
        "GX3,2023-05-31,村西头夜里抽水,,村西头,,,",
        "GX3,2023-05-31,同一工单写了两行,,村西头,,,",
        "GX4,2099-01-01,还没到的日子,,村西头,,,",
        "GX5,2023-05-31,没有地点,,,,,",
        "GX6,2023-05-31,没有的井,,,371525104JJ99999,,",
    )
    report = take(session, receiver, *lines)
    assert [(row, lead.outer_no) for row, lead in report.added] == [(2, "GX1"), (3, "GX2"), (4, "GX3")]
    assert report.merged == 1
    assert [row for row, _lead in report.known] == [5]
    assert [(one.number, one.reason.code) for one in report.refused] == [
        (6, "lead_received_in_future"),
        (7, "lead_needs_place"),
        (8, "lead_well_unknown"),
    ]
    again = take(session, receiver, *lines)
    assert (len(again.added), len(again.known)) == (0, 4)


def test_the_file_as_a_whole_is_refused(session: Session, receiver: Actor) -> None:
    with pytest.raises(RuleBroken) as caught:
        take(session, receiver, "GX1,2023-05-30,打井,,村西头,,,", channel=FoundHow.MEDIA)
    assert caught.value.code == "lead_list_channel"
    stream = io.BytesIO("姓名,电话\n王某,10000000018".encode())
    with pytest.raises(RuleBroken) as caught:
        actions.import_leads(session, actor=receiver, now=NOW, channel=FoundHow.HOTLINE_12345, stream=stream)
    assert caught.value.code == "lead_list_without_header"


def test_who_may_not(session: Session) -> None:
    with pytest.raises(Forbidden):
        take(session, make_actor(session, Role.ARCHIVIST), "GX1,2023-05-30,打井,,村西头,,,")
