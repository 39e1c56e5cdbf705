"""What a county sets: values by key, levels of discretion, local packs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import Refused, RuleBroken
from casebook.penalties.rules import Condition, Flag, PartyKind, ThresholdKind, hearing_needed, standard_flags
from casebook.penalties.rules.benches import (
    BenchLevel,
    faults_of_level,
    find_overlapping,
    read_levels,
)
from casebook.penalties.rules.packs import LARGEST_FILE, read_pack
from casebook.penalties.rules.settings import (
    NO,
    YES,
    Setting,
    SettingKey,
    check_setting,
    flags_by,
    limit_text,
    read_limit,
    thresholds_by,
)

D = date.fromisoformat
COUNTY = "371525"
HERE = standard_flags(COUNTY)
BUREAU = UUID(int=7)


def setting(key: SettingKey, value: str, since: str = "2024-01-01", source: str = "县政府文件") -> Setting:
    return Setting(key, value, D(since), Certainty.LAW, source)


def test_what_is_assumed_of_guanxian_and_of_any_other_county() -> None:
    assert HERE.present == {Flag.YELLOW_RIVER_SUPPLY_AREA, Flag.SNWD_RECEIVING_AREA}
    assert D("2017-12-01") == HERE.tax_regime_from
    assert HERE.province == "37"
    other = standard_flags("140403")
    assert other.present == frozenset()
    assert other.tax_regime_from == D("2024-12-01")


def test_what_the_county_sets_takes_the_place_of_what_is_assumed() -> None:
    flags = flags_by(
        COUNTY,
        [
            setting(SettingKey.YELLOW_RIVER_BASIN, YES),
            setting(SettingKey.SNWD_RECEIVING_AREA, NO),
            setting(SettingKey.TAX_REGIME_FROM, "2018-01-01"),
            setting(SettingKey.SEALING_AGENCY, str(BUREAU), "2023-01-01", "冠政字〔2023〕试1号"),
            setting(SettingKey.YELLOW_RIVER_BASIN, NO, "2024-02-01"),
            setting(SettingKey.YELLOW_RIVER_BASIN, YES, "2024-02-01"),
        ],
    )
    assert flags.present == {Flag.YELLOW_RIVER_BASIN, Flag.YELLOW_RIVER_SUPPLY_AREA}
    assert flags.certainties[Flag.YELLOW_RIVER_BASIN] is Certainty.LAW
    assert flags.tax_regime_from == D("2018-01-01")
    assert flags.sealing is not None
    assert (flags.sealing.agency_id, flags.sealing.paper) == (BUREAU, "冠政字〔2023〕试1号")
    revoked = flags_by(COUNTY, [setting(SettingKey.SEALING_AGENCY, NO)])
    assert revoked.sealing is None


def test_a_threshold_of_the_county_counts_from_its_day() -> None:
    own = [setting(SettingKey.HEARING_UNIT, limit_text(5_000_000, is_inclusive=True), "2024-06-01")]
    before, since = D("2024-05-31"), D("2024-06-01")
    limits = thresholds_by(own, since)
    assert not hearing_needed(5_000_000, PartyKind.UNIT, before, limits)
    assert hearing_needed(5_000_000, PartyKind.UNIT, since, limits)
    assert thresholds_by(own, before).find(ThresholdKind.HEARING, PartyKind.UNIT, before).fen == 8_000_000
    assert not hearing_needed(999_900, PartyKind.CITIZEN, since, limits)


def test_the_last_entered_of_two_for_one_day_counts() -> None:
    own = [
        setting(SettingKey.HEARING_UNIT, limit_text(5_000_000, is_inclusive=True)),
        setting(SettingKey.HEARING_UNIT, limit_text(6_000_000, is_inclusive=False)),
    ]
    limit = thresholds_by(own, D("2024-01-01")).find(ThresholdKind.HEARING, PartyKind.UNIT, D("2024-01-01"))
    assert (limit.fen, limit.is_inclusive) == (6_000_000, False)


@pytest.mark.parametrize(("fen", "is_inclusive"), [(1, True), (8_000_000, True), (5_000_000, False)])
def test_a_limit_is_kept_as_text_and_read_again(fen: int, *, is_inclusive: bool) -> None:
    assert read_limit(limit_text(fen, is_inclusive=is_inclusive)) == (fen, is_inclusive)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (SettingKey.YELLOW_RIVER_BASIN, "maybe"),
        (SettingKey.YELLOW_RIVER_BASIN, ""),
        (SettingKey.HEARING_UNIT, "8万"),
        (SettingKey.HEARING_UNIT, ">=0"),
        (SettingKey.HEARING_UNIT, ">=-5"),
        (SettingKey.HEARING_UNIT, ">=99999999999999"),
        (SettingKey.TAX_REGIME_FROM, "2024-02-30"),
        (SettingKey.SEALING_AGENCY, "水利局"),
    ],
)
def test_a_value_that_its_key_cannot_have_is_refused(key: SettingKey, value: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_setting(setting(key, value))
    assert refused.value.code == "setting_value_wrong"


def test_a_value_names_its_source() -> None:
    with pytest.raises(RuleBroken, match="setting_needs_source"):
        check_setting(setting(SettingKey.YELLOW_RIVER_BASIN, YES, source="  "))


LEVEL = BenchLevel(
    pen_id="PEN-07",
    condition=Condition.NORMAL,
    level="较重",
    conditions="日取水能力超过 500 立方米",
    min_fen=20_000_000,
    max_fen=30_000_000,
    valid_from=D("2024-06-01"),
    valid_to=None,
    doc_no="鲁试裁〔2024〕1号",
)


def faults(**changes: Any) -> list[str]:  # noqa: ANN401 - fields of a level
    return [fault.code for fault in faults_of_level(replace(LEVEL, **changes), HERE)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"min_fen": 10_000_000, "max_fen": 50_000_000}, []),
        ({"min_fen": 9_999_999}, ["bench_outside_law"]),
        ({"max_fen": 50_000_001}, ["bench_outside_law"]),
        ({"min_fen": 40_000_000}, ["fine_range_reversed"]),
        ({"pen_id": "PEN-99"}, ["penalty_unknown"]),
        ({"condition": Condition.REFUSES}, ["bench_without_law"]),
        ({"valid_from": D("2006-04-14")}, ["bench_without_law"]),
        ({"valid_from": D("2021-11-30"), "valid_to": None}, ["bench_outside_law"]),
        ({"valid_to": D("2024-05-31")}, ["bench_ends_before_it_begins"]),
        ({"level": " "}, ["bench_text_missing"]),
        ({"conditions": "", "doc_no": ""}, ["bench_text_missing", "bench_text_missing"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict | list) else None,
)
def test_a_level_lies_in_the_law_of_its_day(changes: dict[str, Any], expected: list[str]) -> None:
    assert faults(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "overlaps"),
    [
        ({}, True),
        ({"doc_no": "x", "min_fen": 1}, True),
        ({"level": "一般"}, False),
        ({"condition": Condition.GRAVE}, False),
        ({"pen_id": "PEN-08"}, False),
        ({"valid_from": D("2023-01-01"), "valid_to": D("2024-05-31")}, False),
        ({"valid_from": D("2023-01-01"), "valid_to": D("2024-06-01")}, True),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_two_levels_of_one_name_never_hold_on_the_same_day(
    changes: dict[str, Any], *, overlaps: bool
) -> None:
    assert (find_overlapping(replace(LEVEL, **changes), [LEVEL]) is not None) is overlaps


HEADING = "事项,情形,裁量等级,适用条件,罚款下限（元）,罚款上限（元）,施行日期,失效日期,文号"
LINE = 'PEN-07,一般,较重,"日取水能力超过 500 立方米","200,000",300000,2024-06-01,,鲁试裁〔2024〕1号'


def test_a_file_of_levels_is_read() -> None:
    first, second = read_levels(
        f"{HEADING}\n{LINE}\n\nPEN-08,拒不改正,轻,x,100000,200000,2024/6/1,2025年5月31日,d"
    )
    assert first == LEVEL
    assert (second.condition, second.valid_from, second.valid_to) == (
        Condition.REFUSES,
        D("2024-06-01"),
        D("2025-05-31"),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "bench_file_empty"),
        ("PEN-07,一般,较重", "bench_line_columns"),
        (LINE.replace("一般", "很坏"), "bench_line_condition"),
        (LINE.replace("300000", "三十万"), "bench_line_amount"),
        (LINE.replace("300000", "-1"), "bench_line_amount"),
        (LINE.replace("300000", "3000000000"), "bench_line_amount"),
        (LINE.replace("2024-06-01", "2024-06"), "bench_line_date"),
        (LINE.replace("2024-06-01", "明天"), "bench_line_date"),
        (LINE.replace("较重", "很" * 21), "bench_line_long"),
        (LINE.replace("2024〕1号", "号" * 80), "bench_line_long"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_levels(f"{HEADING}\n{line}")
    (reason,) = refused.value.reasons
    assert reason.code == code
    assert reason.facts.get("line", 2) == 2


PACK: dict[str, Any] = {
    "pack": "city-water",
    "title": "某市地下水保护条例",
    "version": 1,
    "place": "3715",
    "source": "试验用，2020 年第 1 号公告",
    "acts": [
        {
            "id": "PEN-LOC-01",
            "act": "转供地下水或者改变用途",
            "problems": ["P21", "P05"],
            "provisions": [
                {
                    "law": "某市地下水保护条例",
                    "article": "27",
                    "level": "local_regulation",
                    "from": "2020-01-01",
                    "tag": "P",
                    "order_text": "责令改正",
                    "tiers": [
                        {"min_yuan": 20000, "max_yuan": 100000},
                        {"condition": "grave", "revoke": True},
                    ],
                }
            ],
        }
    ],
}


def changed(*path: str | int, value: object) -> bytes:
    """The pack with one thing changed."""
    found = json.loads(json.dumps(PACK))
    place = found
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(found).encode()


def test_a_pack_becomes_provisions() -> None:
    pack = read_pack(b"\xef\xbb\xbf" + json.dumps(PACK).encode(), COUNTY)
    (act,) = pack.acts
    (basis,) = act.bases
    assert (pack.code, pack.version, act.id, act.matter) == ("city-water", 1, "PEN-LOC-01", "PEN-LOC")
    assert act.problems == ("P21", "P05")
    assert basis.law.place == "3715"
    assert basis.certainty is Certainty.PUBLIC
    assert basis.tiers[0].fine is not None
    assert basis.tiers[0].fine.max_fen == 10_000_000
    assert (basis.tiers[1].fine, basis.tiers[1].revoke) == (None, True)


PROVISION = ("acts", 0, "provisions", 0)
NO_PACKS = {
    "empty": b"",
    "a list": b"[]",
    "no text": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "no acts": changed("acts", value=[]),
    "version": changed("version", value=0),
    "a name unknown": changed("remark", value="x"),
    "not its id": changed("acts", 0, "id", value="PEN-01"),
    "no such day": changed(*PROVISION, "from", value="2020-02-30"),
    "no such tag": changed(*PROVISION, "tag", value="sure"),
    "below nothing": changed(*PROVISION, "tiers", 0, "min_yuan", value=-1),
}
WRONG_PACKS = {
    "elsewhere": (changed("place", value="4106"), "pack_of_elsewhere"),
    "no source": (changed("source", value="  "), "pack_needs_source"),
    "twice": (changed("acts", value=PACK["acts"] * 2), "pack_act_twice"),
    "no problem": (changed("acts", 0, "problems", value=["P31"]), "pack_problem_unknown"),
    "no variant": (changed("acts", 0, "variant_of", value="PEN-99"), "pack_variant_unknown"),
    "not local": (changed(*PROVISION, "level", value="law"), "pack_level_not_local"),
    "days": (changed(*PROVISION, "to", value="2019-12-31"), "pack_days_reversed"),
    "reversed": (changed(*PROVISION, "tiers", 0, "max_yuan", value=1), "pack_range_wrong"),
    "half": (changed(*PROVISION, "tiers", 0, "max_yuan", value=None), "pack_range_wrong"),
}


@pytest.mark.parametrize("fault", NO_PACKS)
def test_a_file_that_is_no_pack_is_refused(fault: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_pack(NO_PACKS[fault], COUNTY)
    assert refused.value.code == "pack_unreadable"


def test_a_file_too_large_for_a_pack_is_not_read() -> None:
    with pytest.raises(RuleBroken, match="pack_too_large"):
        read_pack(b" " * (LARGEST_FILE + 1), COUNTY)


@pytest.mark.parametrize("fault", WRONG_PACKS)
def test_a_pack_that_says_what_cannot_be_is_refused(fault: str) -> None:
    content, code = WRONG_PACKS[fault]
    with pytest.raises(Refused) as refused:
        read_pack(content, COUNTY)
    assert [reason.code for reason in refused.value.reasons] == [code]
