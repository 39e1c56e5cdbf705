"""Which provision applies: a table of days, acts and counties, then the traps of rules.md 15."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules import (
    CATALOGUE,
    PUNISHED_BY,
    Basis,
    Condition,
    Flag,
    Flags,
    GateKind,
    Law,
    Level,
    NotPenal,
    PartyKind,
    Provision,
    Range,
    Sealing,
    Tier,
    Why,
    find_provision,
    match,
    standard_flags,
)

D = date.fromisoformat
HERE = standard_flags("371525")
PLAIN = replace(HERE, present=frozenset())
BASIN = replace(HERE, present=HERE.present | {Flag.YELLOW_RIVER_BASIN})
ELSEWHERE = standard_flags("140403")
PLACES = {"here": HERE, "plain": PLAIN, "basin": BASIN, "elsewhere": ELSEWHERE}

# act, day, county, then every provision in force by rank as id and citation
TABLE = [
    ("P01", "2023-06-01", "here", ["PEN-01 水法 69(1)"]),
    ("P01", "2023-03-31", "basin", ["PEN-01 水法 69(1)"]),
    ("P01", "2023-04-01", "basin", ["PEN-01Y 黄河保护法 113", "PEN-01 水法 69(1)"]),
    ("P01", "2002-09-30", "here", []),
    ("P01", "2002-10-01", "here", ["PEN-01 水法 69(1)"]),
    ("P02", "2024-01-10", "here", ["PEN-01 水法 69(1)"]),
    ("P03", "2024-01-10", "here", ["PEN-02 水法 69(2)"]),
    ("P03", "2024-01-10", "basin", ["PEN-02Y 黄河保护法 113", "PEN-02 水法 69(2)"]),
    ("P04", "2024-01-10", "here", []),
    ("P05", "2024-01-10", "here", ["PEN-02 水法 69(2)"]),
    (
        "P06",
        "2024-01-10",
        "here",
        ["PEN-01 水法 69(1)", "PEN-02 水法 69(2)", "PEN-21 南水北调条例 50(2)"],
    ),
    ("P06", "2024-01-10", "plain", ["PEN-01 水法 69(1)", "PEN-02 水法 69(2)"]),
    (
        "P06",
        "2024-01-10",
        "basin",
        [
            "PEN-01Y 黄河保护法 113",
            "PEN-01 水法 69(1)",
            "PEN-02Y 黄河保护法 113",
            "PEN-02 水法 69(2)",
            "PEN-21 南水北调条例 50(2)",
        ],
    ),
    ("P06", "2014-02-15", "here", ["PEN-01 水法 69(1)", "PEN-02 水法 69(2)"]),
    (
        "P07",
        "2024-01-10",
        "here",
        ["PEN-01 水法 69(1)", "PEN-02 水法 69(2)", "PEN-21 南水北调条例 50(2)"],
    ),
    ("P07", "2024-01-10", "elsewhere", ["PEN-01 水法 69(1)", "PEN-02 水法 69(2)"]),
    (
        "P07",
        "2024-01-10",
        "basin",
        [
            "PEN-01Y 黄河保护法 113",
            "PEN-01 水法 69(1)",
            "PEN-02Y 黄河保护法 113",
            "PEN-02 水法 69(2)",
            "PEN-21 南水北调条例 50(2)",
            "PEN-20 黄河保护法 116",
        ],
    ),
    ("P08", "2024-01-10", "here", ["PEN-01 水法 69(1)", "PEN-21 南水北调条例 50(2)"]),
    ("P08", "2024-01-10", "plain", ["PEN-01 水法 69(1)"]),
    ("P09", "2024-01-10", "here", ["PEN-10 地下水管理条例 58"]),
    ("P09", "2021-11-30", "here", []),
    ("P10", "2021-11-30", "here", ["PEN-07 取水条例 53(1)"]),
    ("P10", "2021-12-01", "here", ["PEN-07 地下水管理条例 56(1)", "PEN-07 取水条例 53(1)"]),
    ("P10", "2024-09-27", "here", ["PEN-07 地下水管理条例 56(1)", "PEN-07 取水条例 53(1)"]),
    ("P10", "2024-09-27", "elsewhere", ["PEN-07 地下水管理条例 56(1)", "PEN-07 取水条例 53(1)"]),
    ("P10", "2006-04-14", "here", []),
    ("P11", "2021-11-30", "here", ["PEN-08 取水条例 53(2)"]),
    ("P11", "2024-01-10", "here", ["PEN-08 地下水管理条例 56(2)", "PEN-08 取水条例 53(2)"]),
    ("P12", "2017-12-31", "here", []),
    ("P12", "2018-01-01", "here", ["PEN-09 山东水资源条例 67"]),
    ("P12", "2023-03-31", "here", ["PEN-09 山东水资源条例 67"]),
    ("P12", "2023-04-01", "here", ["PEN-09Y 黄河保护法 115", "PEN-09 山东水资源条例 67"]),
    ("P12", "2024-01-10", "plain", ["PEN-09 山东水资源条例 67"]),
    ("P12", "2024-01-10", "elsewhere", []),
    ("P13", "2024-01-10", "here", ["PEN-06 取水条例 52"]),
    ("P14", "2024-04-30", "here", []),
    ("P14", "2024-05-01", "here", ["PEN-14 节水条例 46"]),
    ("P15", "2024-01-10", "here", ["PEN-06 取水条例 52"]),
    ("P16", "2024-04-30", "here", ["PEN-17 水法 71", "PEN-23 取水许可管理办法 50"]),
    (
        "P16",
        "2024-05-01",
        "here",
        ["PEN-15 节水条例 48", "PEN-17 水法 71", "PEN-23 取水许可管理办法 50"],
    ),
    ("P17", "2024-01-10", "here", ["PEN-01 水法 69(1)"]),
    ("P18", "2024-01-10", "here", ["PEN-10 地下水管理条例 58"]),
    ("P18", "2020-01-10", "here", []),
    ("P19", "2024-01-10", "here", []),
    ("P20", "2024-01-10", "here", []),
    ("P21", "2024-01-10", "here", ["PEN-05 取水条例 51"]),
    ("P22", "2024-01-10", "here", ["PEN-04 取水条例 50", "PEN-18 取水条例 56"]),
    ("P23", "2024-01-10", "here", []),
    ("P24", "2024-01-10", "here", ["PEN-06 取水条例 52"]),
    ("P25", "2024-01-10", "here", ["PEN-03 取水条例 49"]),
    ("P26", "2024-01-10", "here", ["PEN-19 山东水资源条例 64"]),
    ("P26", "2024-01-10", "elsewhere", []),
    ("P27", "2024-01-10", "here", ["PEN-11 地下水管理条例 61"]),
    ("P28", "2017-11-30", "here", ["PEN-24 水法 70"]),
    ("P28", "2017-12-01", "here", []),
    ("P28", "2017-12-01", "elsewhere", ["PEN-24 水法 70"]),
    ("P28", "2024-12-01", "elsewhere", []),
    ("P29", "2024-01-10", "here", []),
    ("P30", "2024-01-10", "here", ["PEN-06 取水条例 52", "PEN-27 治安管理处罚法 50"]),
    ("P30", "2026-01-01", "here", ["PEN-06 取水条例 52", "PEN-27 治安管理处罚法 61"]),
    ("PEN-07S", "2024-01-10", "here", ["PEN-07S 取水条例 53(1)"]),
    ("PEN-08S", "2024-01-10", "here", ["PEN-08S 取水条例 53(2)"]),
    ("PEN-09Y", "2024-01-10", "here", ["PEN-09Y 黄河保护法 115", "PEN-09 山东水资源条例 67"]),
    ("PEN-12", "2024-01-10", "here", ["PEN-12 地下水管理条例 60"]),
    ("PEN-13", "2024-01-10", "here", ["PEN-13 地下水管理条例 57"]),
    ("PEN-16", "2024-01-10", "here", ["PEN-16 山东节水条例 47"]),
    ("PEN-16", "2024-05-01", "here", ["PEN-16 节水条例 49", "PEN-16 山东节水条例 47"]),
    ("PEN-16", "2024-05-01", "elsewhere", ["PEN-16 节水条例 49"]),
    ("PEN-20", "2024-01-10", "here", []),
    ("PEN-20", "2024-01-10", "basin", ["PEN-20 黄河保护法 116"]),
    ("PEN-22", "2024-01-10", "here", ["PEN-22 水法 72"]),
    ("PEN-24", "2024-01-10", "here", []),
    ("PEN-25", "2024-01-10", "here", ["PEN-25 地下水管理条例 59"]),
    ("PEN-26", "2024-01-10", "here", ["PEN-26 水法 68"]),
    ("PEN-28", "2025-12-31", "here", ["PEN-28 治安管理处罚法 60"]),
    ("PEN-28", "2026-01-01", "here", ["PEN-28 治安管理处罚法 72"]),
]


def ask(act: str, on: str, flags: Flags = HERE, party: PartyKind = PartyKind.UNIT, **days: str):  # noqa: ANN201 - Matches
    later = {name: D(day) for name, day in days.items()}
    return match(act, on=D(on), party=party, flags=flags, **later)


def gates(act: str, on: str, **facts: object) -> set[GateKind]:
    proposed = ask(act, on, **facts).proposed
    assert proposed is not None
    return {gate.kind for gate in proposed.gates}


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 60
    assert {act for act, _on, _place, _found in TABLE} >= set(PUNISHED_BY)


@pytest.mark.parametrize(
    ("act", "on", "place", "expected"), TABLE, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in TABLE]
)
def test_what_fits_and_in_which_order(act: str, on: str, place: str, expected: list[str]) -> None:
    found = ask(act, on, PLACES[place])
    assert [f"{one.provision.id} {one.basis.citation}" for one in found.ranked] == expected
    assert [one.rank for one in found.ranked] == list(range(1, len(expected) + 1))
    if expected:
        assert found.instead is None
        assert found.proposed is found.ranked[0]
    else:
        assert found.proposed is None
        assert found.instead is not None


@pytest.mark.parametrize(
    ("act", "on", "place", "instead"),
    [
        ("P04", "2024-01-10", "here", NotPenal.PLAN_SURCHARGE),
        ("P19", "2024-01-10", "here", NotPenal.CORRECT_REGISTER),
        ("P20", "2024-01-10", "here", NotPenal.CORRECT_REGISTER),
        ("P23", "2024-01-10", "here", NotPenal.PLAN_CUT),
        ("P28", "2024-01-10", "here", NotPenal.TO_TAX),
        ("PEN-24", "2017-12-01", "here", NotPenal.TO_TAX),
        ("P29", "2024-01-10", "here", NotPenal.ESCALATE),
        ("PEN-20", "2024-01-10", "here", NotPenal.NOT_IN_COUNTY),
        ("P26", "2024-01-10", "elsewhere", NotPenal.NOT_IN_COUNTY),
        ("P14", "2024-04-30", "here", NotPenal.NONE_IN_FORCE),
    ],
)
def test_where_nothing_fits_it_says_what_is_done_instead(
    act: str, on: str, place: str, instead: NotPenal
) -> None:
    assert ask(act, on, PLACES[place]).instead is instead


def test_the_special_and_newer_meter_rule_beats_the_general_one() -> None:
    first, second = ask("P10", "2024-01-10").ranked
    assert (first.why, second.why) == (Why.SPECIAL, Why.YIELDS_TO_SPECIAL)
    assert first.fine == Range(10_000_000, 50_000_000)
    assert second.fine == Range(500_000, 2_000_000)


def test_an_older_act_keeps_the_lighter_old_law() -> None:
    found = ask("P10", "2021-11-30", decided_on="2023-06-01")
    assert found.proposed is not None
    assert found.proposed.basis.citation == "取水条例 53(1)"
    assert found.proposed.why is Why.FORMER_LIGHTER
    assert [(one.basis.citation, one.why) for one in found.later] == [
        ("地下水管理条例 56(1)", Why.LATER_HEAVIER)
    ]


def test_a_continuing_act_is_judged_by_the_law_at_its_end() -> None:
    assert ask("P10", "2022-03-01").ranked[0].basis.citation == "地下水管理条例 56(1)"


def test_the_same_in_the_basin_of_the_yellow_river() -> None:
    before = ask("P01", "2023-03-31", BASIN, decided_on="2023-09-01")
    assert before.proposed is not None
    assert before.proposed.provision.id == "PEN-01"
    assert [one.provision.id for one in before.later] == ["PEN-01Y"]


def law(code: str, since: str, level: Level = Level.LOCAL_REGULATION) -> Law:
    return Law(code, code, level, D(since), Certainty.PUBLIC, "37")


def basis(
    code: str, since: str, least: int, most: int, to: str | None = None, *, revoke: bool = False
) -> Basis:
    tiers = (Tier(Condition.NORMAL, Range(least, most), revoke=revoke),)
    return Basis(law(code, since), "1", (), tiers, "改正", valid_to=D(to) if to else None)


def with_local(*bases: Basis) -> Flags:
    return replace(HERE, local=(Provision("PEN-LOC-01", "x", bases, problems=("P21",)),))


def test_a_later_lighter_law_reaches_back() -> None:
    flags = with_local(basis("old", "2020-01-01", 50, 90, "2022-12-31"), basis("new", "2023-01-01", 10, 90))
    found = ask("PEN-LOC-01", "2022-06-01", flags, decided_on="2023-02-01")
    assert [(one.basis.law.code, one.why) for one in found.ranked] == [
        ("new", Why.LATER_LIGHTER),
        ("old", Why.YIELDS_TO_LIGHTER),
    ]
    assert found.later == ()
    assert found.proposed is found.ranked[0]


@pytest.mark.parametrize(
    ("new", "is_lighter"),
    [
        (basis("new", "2023-01-01", 50, 80), True),
        (basis("new", "2023-01-01", 40, 90), True),
        (basis("new", "2023-01-01", 50, 90), False),
        (basis("new", "2023-01-01", 0, 91), False),
        (basis("new", "2023-01-01", 50, 90, revoke=True), False),
    ],
    ids=["most", "least", "same", "more", "revokes"],
)
def test_what_is_lighter(new: Basis, *, is_lighter: bool) -> None:
    found = ask(
        "PEN-LOC-01",
        "2022-06-01",
        with_local(basis("old", "2020-01-01", 50, 90), new),
        decided_on="2023-02-01",
    )
    assert found.proposed is not None
    assert (found.proposed.basis.law.code == "new") is is_lighter


def test_a_law_that_came_after_never_creates_the_offence() -> None:
    found = ask("P14", "2024-04-30", decided_on="2024-06-01")
    assert found.ranked == ()
    assert found.proposed is None
    assert [one.basis.citation for one in found.later] == ["节水条例 46"]


def test_the_higher_law_goes_before_the_lower_and_the_reviewer_decides() -> None:
    first, second = ask("PEN-16", "2024-06-01").ranked
    assert (first.why, second.why) == (Why.HIGHER, Why.YIELDS_TO_HIGHER)
    for one in (first, second):
        assert GateKind.LEGAL_REVIEW in {gate.kind for gate in one.gates}


def test_a_local_act_goes_with_its_problems_and_ends_with_its_days() -> None:
    flags = with_local(basis("city", "2020-01-01", 2_000_000, 10_000_000, "2024-12-31"))
    found = ask("P21", "2024-06-01", flags)
    assert [one.provision.id for one in found.ranked] == ["PEN-05", "PEN-LOC-01"]
    assert found.ranked[1].why is Why.OTHER_ACT
    assert found.ranked[1].provision.matter == "PEN-LOC"
    assert [one.provision.id for one in ask("P21", "2025-01-01", flags).ranked] == ["PEN-05"]


def test_a_local_law_of_elsewhere_does_not_hold_here() -> None:
    away = replace(basis("x", "2020-01-01", 1, 2), law=replace(law("x", "2020-01-01"), place="4106"))
    assert ask("PEN-LOC-01", "2024-06-01", with_local(away)).instead is NotPenal.NOT_IN_COUNTY


# --- gates -------------------------------------------------------------------------------------------

NEEDS_ORDER = {"PEN-03", "PEN-08", "PEN-11", "PEN-15", "PEN-16", "PEN-08S"}
AT_ONCE = {"PEN-01", "PEN-02", "PEN-07", "PEN-10", "PEN-12", "PEN-14", "PEN-17"}


@pytest.mark.parametrize("pen_id", sorted(NEEDS_ORDER))
def test_a_fine_only_after_a_lapsed_order(pen_id: str) -> None:
    found = gates(pen_id, "2024-06-01")
    assert GateKind.ORDER_LAPSED in found
    assert GateKind.ORDER_TOGETHER not in found


@pytest.mark.parametrize("pen_id", sorted(AT_ONCE))
def test_a_fine_with_the_order_at_once(pen_id: str) -> None:
    found = gates(pen_id, "2024-06-01")
    assert GateKind.ORDER_LAPSED not in found
    assert GateKind.ORDER_TOGETHER in found


def test_only_the_second_tier_of_works_below_ground_needs_a_lapsed_order() -> None:
    found = gates("PEN-13", "2024-06-01")
    assert GateKind.ORDER_LAPSED not in found
    assert GateKind.ORDER_LAPSED_FOR_TIER in found


def test_a_well_in_the_network_is_punished_only_when_its_closing_order_lapsed() -> None:
    assert GateKind.ORDER_LAPSED in gates("P09", "2024-06-01")
    assert GateKind.ORDER_LAPSED not in gates("P18", "2024-06-01")


def test_a_fine_of_at_least_100000_always_has_a_hearing() -> None:
    found = gates("P10", "2024-06-01")
    assert {GateKind.HEARING_ALWAYS, GateKind.DELIBERATION_ALWAYS} <= found
    assert GateKind.HEARING_BY_AMOUNT not in found


def test_by_the_amount_proposed_for_a_unit_and_always_for_a_citizen() -> None:
    assert GateKind.HEARING_BY_AMOUNT in gates("P01", "2024-06-01")
    citizen = gates("P01", "2024-06-01", party=PartyKind.CITIZEN)
    assert {GateKind.HEARING_ALWAYS, GateKind.DELIBERATION_ALWAYS} <= citizen


def test_revoking_asks_for_a_hearing_whatever_the_fine() -> None:
    assert GateKind.HEARING_TO_REVOKE in gates("P03", "2024-06-01")
    assert GateKind.HEARING_TO_REVOKE not in gates("P01", "2024-06-01")


def test_closing_needs_the_paper_of_the_government() -> None:
    assert GateKind.AUTHORISED in gates("P18", "2024-06-01")
    assert GateKind.AUTHORISED not in gates("P10", "2024-06-01")


SMALL = {"PEN-03", "PEN-08S", "PEN-15", "PEN-16", "PEN-20", "PEN-23"}


@pytest.mark.parametrize(
    "pen_id", [one for one in CATALOGUE if not CATALOGUE[one].hands_over_to and one != "PEN-24"]
)
def test_only_rules_without_a_floor_could_be_simple(pen_id: str) -> None:
    found = match(pen_id, on=D("2024-06-01"), party=PartyKind.UNIT, flags=BASIN)
    own = next(one for one in found.ranked if one.provision.id == pen_id)
    assert (GateKind.ORDINARY_ONLY not in {gate.kind for gate in own.gates}) is (pen_id in SMALL)


@pytest.mark.parametrize("pen_id", ["PEN-25", "PEN-26", "PEN-27", "PEN-28"])
def test_what_others_punish_is_only_handed_over(pen_id: str) -> None:
    found = ask(pen_id, "2024-06-01").proposed
    assert found is not None
    assert found.is_transfer
    assert [gate.kind for gate in found.gates] == [GateKind.HAND_OVER]


def test_of_several_acts_the_one_of_this_house_is_proposed() -> None:
    found = ask("P30", "2024-06-01")
    assert found.proposed is found.ranked[0]
    assert not found.ranked[0].is_transfer
    assert found.ranked[1].is_transfer


def test_a_flag_nobody_verified_is_said() -> None:
    proposed = ask("P12", "2024-06-01").proposed
    assert proposed is not None
    assert proposed.provision.id == "PEN-09Y"
    unverified = [gate.detail for gate in proposed.gates if gate.kind is GateKind.FLAG_UNVERIFIED]
    assert unverified == [Flag.YELLOW_RIVER_BASIN, Flag.YELLOW_RIVER_SUPPLY_AREA]
    sure = replace(HERE, certainties=dict.fromkeys(Flag, Certainty.LAW))
    assert GateKind.FLAG_UNVERIFIED not in gates("P12", "2024-06-01", flags=sure)


@pytest.mark.parametrize(
    ("found_on", "late"), [("2024-01-01", False), ("2024-01-02", True), ("2024-02-01", True)]
)
def test_what_was_found_after_two_years_is_out_of_time(found_on: str, *, late: bool) -> None:
    assert (GateKind.OUT_OF_TIME in gates("P01", "2022-01-01", found_on=found_on)) is late


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(RuleBroken, match="found_before_act"):
        ask("P01", "2024-01-02", found_on="2024-01-01")
    with pytest.raises(RuleBroken, match="decided_before_act"):
        ask("P01", "2024-01-02", decided_on="2024-01-01")


@pytest.mark.parametrize("act", ["P00", "P31", "PEN-00", "x", "", "PEN-LOC", "PEN-LOC-09"])
def test_an_act_that_is_none_is_refused(act: str) -> None:
    with pytest.raises(RuleBroken, match="penalty_unknown"):
        ask(act, "2024-01-02")


def test_sealing_is_for_the_department_the_government_named_from_its_day_on() -> None:
    bureau, other = UUID(int=1), UUID(int=2)
    closing = find_provision("PEN-10").bases[0]
    named = replace(HERE, sealing=Sealing(bureau, D("2023-01-01"), "冠政字〔2023〕试1号"))
    named.check_authority(closing, agency_id=bureau, on=D("2023-01-01"))
    for flags, agency, on in (
        (HERE, bureau, "2023-01-01"),
        (named, other, "2023-01-01"),
        (named, bureau, "2022-12-31"),
    ):
        with pytest.raises(RuleBroken, match="sealing_not_authorised"):
            flags.check_authority(closing, agency_id=agency, on=D(on))
    paper = [
        gate.detail
        for gate in ask("P18", "2023-06-01", named).ranked[0].gates
        if gate.kind is GateKind.AUTHORISED
    ]
    assert paper == ["冠政字〔2023〕试1号"]
    assert named.authorisation_on(D("2022-12-31")) == ""
    HERE.check_authority(find_provision("PEN-07").bases[0], agency_id=other, on=D("2023-01-01"))


DAYS = st.dates(D("2000-01-01"), D("2030-12-31"))
ACTS = st.sampled_from([*PUNISHED_BY, *CATALOGUE])


@given(
    act=ACTS,
    on=DAYS,
    later=st.integers(0, 4000),
    party=st.sampled_from(PartyKind),
    place=st.sampled_from(list(PLACES)),
)
def test_whatever_is_asked_the_answer_hangs_together(
    act: str, on: date, later: int, party: PartyKind, place: str
) -> None:
    flags = PLACES[place]
    decided = date.fromordinal(on.toordinal() + later)
    found = match(act, on=on, party=party, flags=flags, decided_on=decided)
    assert [one.rank for one in found.ranked] == list(range(1, len(found.ranked) + 1))
    assert (found.proposed is None) is (not found.ranked)
    assert (found.instead is None) is bool(found.ranked)
    for one in found.ranked:
        assert flags.holds(one.basis, on) or one.why is Why.LATER_LIGHTER
    for one in found.later:
        assert on < one.basis.starts_on <= decided
    assert len({one.key for one in (*found.ranked, *found.later)}) == len(found.ranked) + len(found.later)
