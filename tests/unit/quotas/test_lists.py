"""Reading the list of electronic permits, and holding it against ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.quotas.rules import Aspect, Listed, ListFault, Verdict, reconcile
from casebook.quotas.rules.lists import listed_from, told_of
from casebook.quotas.rules.reading import read_list

A, B, C = "D371525G2019-0001", "D371525G2019-0002", "D371525G2019-0003"
HEAD = [
    "序号",
    "取水许可证编号",
    "取水权人名称",
    "统一社会信用代码",
    "许可水量（万m³）",
    "有效期起",
    "有效期止",
]


def rows(*cells: list[object]) -> list[tuple[int, list[object]]]:
    return [(number, row) for number, row in enumerate(cells, start=1)]


def test_a_list_is_read_past_its_title() -> None:
    (found,) = read_list(
        rows(
            ["冠县取水许可电子证照清单"],
            HEAD,
            [
                1,
                " d371525g2019-0001 ",
                "冠县某纸业有限公司",
                "913715250000695428",
                3,
                "2019-01-01",
                date(2023, 12, 31),
            ],
            ["合计", None, None, None, 3],
        )
    )
    assert found == Listed(
        number=A,
        holder="冠县某纸业有限公司",
        identifier="913715250000695428",
        volume_m3=Decimal("30000.000"),
        valid_from=date(2019, 1, 1),
        valid_to=date(2023, 12, 31),
        row=3,
    )


def test_the_table_keys_of_the_platform_are_headers_too() -> None:
    (found,) = read_list(rows(["WPC_CD", "WRP_NM", "INT_BD", "INT_DL"], [A, "某村", "2019/1/1", "2024.1.1"]))
    assert (found.number, found.valid_to) == (A, date(2024, 1, 1))


def test_what_cannot_be_read_is_told_per_row() -> None:
    found = read_list(
        rows(
            HEAD,
            [1, None, "某公司", None, 3, None, None],
            [2, "许可证2019", "某公司", None, "约3万", "去年", None],
            [3, A, "某公司", None, -1, None, None],
        )
    )
    assert [one.faults for one in found] == [
        (ListFault.NUMBER_MISSING,),
        (ListFault.NUMBER_UNREADABLE, ListFault.VOLUME_UNREADABLE, ListFault.DATE_UNREADABLE),
        (ListFault.VOLUME_UNREADABLE,),
    ]


def test_without_a_header_nothing_is_read() -> None:
    with pytest.raises(RuleBroken) as refused:
        read_list(rows(["乡镇", "村"], ["清水镇", "小王庄村"]))
    assert refused.value.code == "permit_list_no_header"


def test_both_sides_are_told() -> None:
    theirs = [
        Listed(number=A, holder="甲", volume_m3=Decimal(10), row=2),
        Listed(number=B, holder="乙", volume_m3=Decimal(10), row=3),
    ]
    ours = [Listed(number=C, holder="丙"), Listed(number=A, holder="甲", volume_m3=Decimal(11))]
    found = reconcile(theirs, ours)
    assert [(one.number, one.verdict) for one in found.entries] == [
        (A, Verdict.DIFFERING),
        (B, Verdict.ONLY_THEIRS),
        (C, Verdict.ONLY_OURS),
    ]
    assert found.entries[0].differences == (Aspect.VOLUME,)
    assert found.counts[Verdict.MATCHED] == 0


def test_what_one_side_does_not_say_is_no_difference() -> None:
    theirs = [Listed(number=A, holder="甲", row=2)]
    ours = [Listed(number=A, holder="甲", volume_m3=Decimal(11), valid_to=date(2023, 1, 1))]
    assert reconcile(theirs, ours).entries[0].verdict is Verdict.MATCHED


def test_repeats_are_unchanged_and_contradictions_are_refused() -> None:
    line = Listed(number=A, holder="甲", row=2)
    again, other = Listed(number=A, holder="甲", row=3), Listed(number=A, holder="乙", row=4)
    found = reconcile([line, again, other], [])
    assert found.unchanged == 1
    assert [one.verdict for one in found.entries] == [Verdict.ONLY_THEIRS, Verdict.REFUSED]
    assert found.entries[1].faults == (ListFault.REPEATED,)


def test_a_refused_row_does_not_make_ours_look_alone() -> None:
    bad = Listed(number=A, holder="甲", row=2, faults=(ListFault.VOLUME_UNREADABLE,))
    found = reconcile([bad], [Listed(number=A, holder="甲")])
    assert [one.verdict for one in found.entries] == [Verdict.REFUSED]


def test_a_number_of_no_known_form_may_be_ours() -> None:
    odd = Listed(number="冠水许2003-12", holder="甲", row=2, faults=(ListFault.NUMBER_UNREADABLE,))
    assert (
        reconcile([odd], [Listed(number="冠水许2003-12", holder="甲")]).entries[0].verdict is Verdict.MATCHED
    )
    assert reconcile([odd], []).entries[0].verdict is Verdict.REFUSED


def test_what_is_kept_can_be_read_again() -> None:
    listed = Listed(
        number=A, holder="甲", identifier="x", volume_m3=Decimal("1.500"), valid_from=date(2019, 1, 1)
    )
    assert listed_from(A, told_of(listed)) == listed
    assert told_of(None) == {}
