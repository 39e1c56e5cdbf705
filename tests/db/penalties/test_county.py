"""What a county sets is kept as versions, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from casebook.access import Role
from casebook.audit.queries import list_acts
from casebook.kernel.errors import CasebookError, Conflict, Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.penalties import actions, queries
from casebook.penalties.models import DiscretionLevel
from casebook.penalties.rules import Condition, Flag, PartyKind, hearing_needed, match
from casebook.penalties.rules.settings import NO, YES, SettingKey, limit_text
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency
from tests.factories.penalties import (
    DOC_NO,
    bench_level,
    make_level,
    make_reviewer,
    make_setting,
    pack,
)
from tests.factories.regions import EAST, make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor

D = date.fromisoformat
TABLES = ("penalty_setting", "discretion_level", "penalty_pack")


def codes_of(refused: pytest.ExceptionInfo[CasebookError]) -> list[str]:
    error = refused.value
    return [one.code for one in error.reasons] if isinstance(error, Refused) else [error.code]


def test_a_county_that_set_nothing_has_what_is_assumed(session: Session) -> None:
    flags = queries.flags_of(session, COUNTY)
    assert flags.present == {Flag.YELLOW_RIVER_SUPPLY_AREA, Flag.SNWD_RECEIVING_AREA}
    assert flags.local == ()
    limits = queries.thresholds_of(session, COUNTY, D("2024-01-01"))
    assert hearing_needed(8_000_000, PartyKind.UNIT, D("2024-01-01"), limits)


def test_a_value_takes_the_place_of_the_last_and_both_are_kept(session: Session) -> None:
    actor = make_reviewer(session)
    first = make_setting(session, actor)
    assert Flag.YELLOW_RIVER_BASIN in queries.flags_of(session, COUNTY).present
    second = make_setting(session, actor, value=NO, seen=1)
    assert Flag.YELLOW_RIVER_BASIN not in queries.flags_of(session, COUNTY).present
    assert [(row.id, row.version) for row in queries.list_settings(session, COUNTY)] == [
        (first.id, 1),
        (second.id, 2),
    ]
    ((act, values),) = list_acts(session, "penalty_setting", second.id)
    assert act.action == "penalty_setting:set"
    assert values.before["value"] == YES
    assert values.after["value"] == NO


def test_what_was_set_changes_which_provision_is_proposed(session: Session) -> None:
    actor = make_reviewer(session)

    def proposed() -> str:
        flags = queries.flags_of(session, COUNTY)
        found = match("P01", on=D("2024-01-01"), party=PartyKind.UNIT, flags=flags).proposed
        assert found is not None
        return found.provision.id

    assert proposed() == "PEN-01"
    make_setting(session, actor)
    assert proposed() == "PEN-01Y"


def test_a_threshold_counts_from_its_day(session: Session) -> None:
    actor = make_reviewer(session)
    value = limit_text(5_000_000, is_inclusive=True)
    make_setting(session, actor, SettingKey.HEARING_UNIT, value, since=D("2024-06-01"))
    before, after = D("2024-05-31"), D("2024-06-01")
    limits = queries.thresholds_of(session, COUNTY, after)
    assert hearing_needed(5_000_000, PartyKind.UNIT, after, limits)
    assert not hearing_needed(5_000_000, PartyKind.UNIT, before, limits)


def test_the_sealing_department_is_an_agency_of_the_county(session: Session) -> None:
    actor = make_reviewer(session)
    with pytest.raises(NotFound):
        make_setting(session, actor, SettingKey.SEALING_AGENCY, str(new_id()))
    bureau = make_agency(session)
    make_setting(session, actor, SettingKey.SEALING_AGENCY, str(bureau.id))
    sealing = queries.flags_of(session, COUNTY).sealing
    assert sealing is not None
    assert (sealing.agency_id, sealing.since) == (bureau.id, D("2023-01-01"))


def test_who_did_not_see_the_last_value_sets_nothing(session: Session) -> None:
    actor = make_reviewer(session)
    make_setting(session, actor)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        make_setting(session, actor, value=NO, seen=0)
    assert len(queries.list_settings(session, COUNTY)) == 1


def test_a_level_is_entered_and_found_by_its_day(session: Session) -> None:
    row = make_level(session, valid_to=D("2024-12-31"))
    lighter = make_level(session, level="一般", min_fen=10_000_000, max_fen=20_000_000)

    def found(on: str) -> list[str]:
        rows = queries.discretion_of(session, COUNTY, pen_id="PEN-07", condition=Condition.NORMAL, on=D(on))
        return [one.level for one in rows]

    assert found("2024-05-31") == []
    assert found("2024-06-01") == [lighter.level, row.level]
    assert found("2025-01-01") == [lighter.level]
    assert (
        queries.discretion_of(session, COUNTY, pen_id="PEN-07", condition=Condition.GRAVE, on=D("2024-06-01"))
        == []
    )


def test_changing_a_level_keeps_the_version_that_a_case_chose(session: Session) -> None:
    actor = make_reviewer(session)
    first = make_level(session, actor)
    second = actions.revise_level(
        session,
        actor=actor,
        now=NOW,
        line_id=first.line_id,
        seen_version=1,
        level=bench_level(max_fen=35_000_000),
        reason="文件更正",
    )
    assert (second.line_id, second.version, second.max_fen) == (first.line_id, 2, 35_000_000)
    assert first.max_fen == 30_000_000
    assert queries.get_level(session, first.line_id, actor).id == second.id
    assert [row.version for row in queries.list_line(session, first.line_id)] == [2, 1]
    assert len(queries.list_levels(session, COUNTY)) == 1


@pytest.mark.parametrize(
    ("seen", "reason", "code"),
    [(0, "x", "changed_meanwhile"), (2, "x", "changed_meanwhile"), (1, " ", "bench_change_needs_reason")],
)
def test_a_change_that_cannot_be_leaves_the_level(
    session: Session, seen: int, reason: str, code: str
) -> None:
    actor = make_reviewer(session)
    row = make_level(session, actor)
    with pytest.raises(CasebookError) as refused:
        actions.revise_level(
            session,
            actor=actor,
            now=NOW,
            line_id=row.line_id,
            seen_version=seen,
            level=bench_level(max_fen=35_000_000),
            reason=reason,
        )
    assert codes_of(refused) == [code]
    assert [one.version for one in queries.list_line(session, row.line_id)] == [1]


def test_two_levels_of_one_name_may_not_overlap(session: Session) -> None:
    actor = make_reviewer(session)
    row = make_level(session, actor)
    with pytest.raises(Refused) as refused:
        make_level(session, actor, doc_no="鲁试裁〔2025〕9号", valid_from=D("2025-01-01"))
    assert codes_of(refused) == ["bench_overlaps"]
    assert refused.value.reasons[0].facts["doc_no"] == DOC_NO
    actions.end_levels(session, actor=actor, now=NOW, doc_no=DOC_NO, on=D("2024-12-31"), reason="换文件")
    make_level(session, actor, doc_no="鲁试裁〔2025〕9号", valid_from=D("2025-01-01"))
    assert queries.get_level(session, row.line_id, actor).valid_to == D("2024-12-31")


def test_a_file_is_taken_whole_or_not_at_all(session: Session) -> None:
    actor = make_reviewer(session)
    good = bench_level()
    with pytest.raises(Refused) as refused:
        actions.import_levels(
            session,
            actor=actor,
            now=NOW,
            levels=[good, bench_level(level="严重", max_fen=99_000_000), good],
        )
    assert codes_of(refused) == ["bench_outside_law", "bench_overlaps"]
    assert queries.list_levels(session, COUNTY) == []
    taken = actions.import_levels(
        session, actor=actor, now=NOW, levels=[good, bench_level(level="严重", max_fen=50_000_000)]
    )
    assert len(taken) == len(queries.list_levels(session, COUNTY)) == 2


@pytest.mark.parametrize(
    ("doc_no", "on", "reason", "code"),
    [
        ("没有的文号", "2024-12-31", "x", "not_found"),
        (DOC_NO, "2024-05-31", "x", "bench_ends_before_it_begins"),
        (DOC_NO, "2024-12-31", "", "bench_change_needs_reason"),
    ],
)
def test_an_end_that_cannot_be_changes_nothing(
    session: Session, doc_no: str, on: str, reason: str, code: str
) -> None:
    actor = make_reviewer(session)
    row = make_level(session, actor)
    with pytest.raises(CasebookError) as refused:
        actions.end_levels(session, actor=actor, now=NOW, doc_no=doc_no, on=D(on), reason=reason)
    assert codes_of(refused) == [code]
    assert queries.get_level(session, row.line_id, actor).version == 1


def test_a_pack_brings_its_acts_and_a_newer_version_replaces_them(session: Session) -> None:
    actor = make_reviewer(session)
    actions.load_pack(session, actor=actor, now=NOW, content=pack())
    flags = queries.flags_of(session, COUNTY)
    found = match("P21", on=D("2024-01-01"), party=PartyKind.UNIT, flags=flags)
    assert [one.provision.id for one in found.ranked] == ["PEN-05", "PEN-LOC-01"]
    renamed = pack(2).replace("转供地下水".encode(), "转售地下水".encode())
    actions.load_pack(session, actor=actor, now=NOW, content=renamed)
    (act,) = queries.flags_of(session, COUNTY).local
    assert act.act.startswith("转售")
    assert [row.version for row in queries.list_pack_versions(session, COUNTY)] == [2, 1]


def test_lines_as_a_browser_sends_them_are_the_same_pack(session: Session) -> None:
    actor = make_reviewer(session)
    plain = pack().replace(b", ", b",\n")
    again = pack(2).replace(b", ", b",\r\n")
    first = actions.load_pack(session, actor=actor, now=NOW, content=plain)
    second = actions.load_pack(session, actor=actor, now=NOW, content=b"\xef\xbb\xbf" + again)
    assert first.hash == digest(plain)
    assert second.hash == digest(again.replace(b"\r\n", b"\n"))
    assert "\r" not in second.body


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pack(1), "pack_version_old"),
        (pack(1, pack="other"), "pack_act_of_another"),
        (pack(2, place="4106"), "pack_of_elsewhere"),
        (b"{", "pack_unreadable"),
    ],
    ids=["old", "another's", "elsewhere", "unreadable"],
)
def test_a_pack_that_cannot_be_taken_leaves_the_last(session: Session, content: bytes, code: str) -> None:
    actor = make_reviewer(session)
    actions.load_pack(session, actor=actor, now=NOW, content=pack(1))
    with pytest.raises(CasebookError) as refused:
        actions.load_pack(session, actor=actor, now=NOW, content=content)
    assert codes_of(refused) == [code]
    assert [row.version for row in queries.list_pack_versions(session, COUNTY)] == [1]


def acts(session: Session) -> dict[str, Callable[[Actor], object]]:
    line_id = make_level(session).line_id
    return {
        "set": lambda who: make_setting(session, who),
        "enter": lambda who: make_level(session, who, level="严重"),
        "import": lambda who: actions.import_levels(
            session, actor=who, now=NOW, levels=[bench_level(level="严重")]
        ),
        "revise": lambda who: actions.revise_level(
            session, actor=who, now=NOW, line_id=line_id, seen_version=1, level=bench_level(), reason="x"
        ),
        "end": lambda who: actions.end_levels(
            session, actor=who, now=NOW, doc_no=DOC_NO, on=D("2025-01-01"), reason="x"
        ),
        "load": lambda who: actions.load_pack(session, actor=who, now=NOW, content=pack()),
    }


@pytest.mark.parametrize("verb", ["set", "enter", "import", "revise", "end", "load"])
def test_only_who_may_edit_in_the_whole_county(session: Session, verb: str) -> None:
    make_county(session)
    act = acts(session)[verb]
    with pytest.raises(Forbidden, match="permission_missing"):
        act(make_actor(session, Role.INSPECTOR))
    with pytest.raises(NotFound):
        act(make_reviewer(session, jurisdiction=EAST))
    act(make_reviewer(session))


@pytest.mark.parametrize("table", TABLES)
def test_what_was_set_is_never_changed(session: Session, table: str) -> None:
    actor = make_reviewer(session)
    make_setting(session, actor)
    make_level(session, actor)
    actions.load_pack(session, actor=actor, now=NOW, content=pack())
    for statement in (f"UPDATE {table} SET county_code = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(text(statement))


def test_the_orm_refuses_it_as_well(session: Session) -> None:
    row = make_level(session)
    row.max_fen = 1
    with pytest.raises(RuleBroken, match="append_only"):
        session.flush()


@pytest.mark.parametrize(
    "changes",
    [{"min_fen": 9, "max_fen": 8}, {"min_fen": -1}, {"version": 0}, {"valid_to": D("2024-05-31")}],
    ids=["reversed", "negative", "version", "days"],
)
def test_the_database_holds_levels_to_sense(session: Session, changes: dict[str, object]) -> None:
    row = make_level(session)
    facts = {column.key: getattr(row, column.key) for column in DiscretionLevel.__table__.columns}
    facts |= {"id": new_id(), "line_id": new_id()} | changes
    del facts["rowid"]
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(insert(DiscretionLevel).values(facts))
