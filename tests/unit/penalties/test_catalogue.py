"""The catalogue against rules.md 4.1, written down a second time."""

from __future__ import annotations

import pytest

from casebook.accounts.rules import MATTERS
from casebook.cases.rules import CODES
from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import RuleBroken
from casebook.penalties.labels import ACTS, TEXTS
from casebook.penalties.rules import (
    CATALOGUE,
    PUNISHED_BY,
    Authority,
    Basis,
    Condition,
    FineBasis,
    find_provision,
)

AT_ONCE, LATE = False, True
# Present basis of each act: article, then (condition, least, most, only after a lapsed order, revokes)
TABLE = {
    "PEN-01": ("水法 69(1)", [("normal", 20_000, 100_000, AT_ONCE, False)]),
    "PEN-01Y": (
        "黄河保护法 113",
        [("normal", 50_000, 500_000, AT_ONCE, False), ("grave", 50_000, 500_000, AT_ONCE, True)],
    ),
    "PEN-02": (
        "水法 69(2)",
        [("normal", 20_000, 100_000, AT_ONCE, False), ("grave", 20_000, 100_000, AT_ONCE, True)],
    ),
    "PEN-02Y": (
        "黄河保护法 113",
        [("normal", 50_000, 500_000, AT_ONCE, False), ("grave", 50_000, 500_000, AT_ONCE, True)],
    ),
    "PEN-03": ("取水条例 49", [("refuses", 0, 50_000, LATE, False)]),
    "PEN-04": ("取水条例 50", [("normal", 20_000, 100_000, AT_ONCE, False)]),
    "PEN-05": (
        "取水条例 51",
        [
            ("normal", 20_000, 100_000, AT_ONCE, False),
            ("grave", 20_000, 100_000, AT_ONCE, True),
            ("refuses", 20_000, 100_000, LATE, True),
        ],
    ),
    "PEN-06": (
        "取水条例 52",
        [("normal", 5_000, 20_000, AT_ONCE, False), ("grave", 5_000, 20_000, AT_ONCE, True)],
    ),
    "PEN-07": (
        "地下水管理条例 56(1)",
        [("normal", 100_000, 500_000, AT_ONCE, False), ("grave", 100_000, 500_000, AT_ONCE, True)],
    ),
    "PEN-07S": (
        "取水条例 53(1)",
        [("normal", 5_000, 20_000, AT_ONCE, False), ("grave", 5_000, 20_000, AT_ONCE, True)],
    ),
    "PEN-08": (
        "地下水管理条例 56(2)",
        [("refuses", 100_000, 500_000, LATE, False), ("grave", 100_000, 500_000, LATE, True)],
    ),
    "PEN-08S": (
        "取水条例 53(2)",
        [("refuses", 0, 10_000, LATE, False), ("grave", 0, 10_000, LATE, True)],
    ),
    "PEN-09": (
        "山东水资源条例 67",
        [("normal", 20_000, 50_000, AT_ONCE, False), ("grave", 20_000, 50_000, AT_ONCE, True)],
    ),
    "PEN-09Y": (
        "黄河保护法 115",
        [("normal", 20_000, 100_000, AT_ONCE, False), ("grave", 100_000, 500_000, AT_ONCE, True)],
    ),
    "PEN-10": ("地下水管理条例 58", [("normal", 100_000, 500_000, AT_ONCE, False)]),
    "PEN-11": ("地下水管理条例 61", [("refuses", 20_000, 100_000, LATE, False)]),
    "PEN-12": ("地下水管理条例 60", [("normal", 20_000, 100_000, AT_ONCE, False)]),
    "PEN-13": (
        "地下水管理条例 57",
        [("normal", 100_000, 500_000, AT_ONCE, False), ("refuses", 20_000, 100_000, LATE, False)],
    ),
    "PEN-14": ("节水条例 46", [("normal", 10_000, 100_000, AT_ONCE, False)]),
    "PEN-15": (
        "节水条例 48",
        [("normal", 0, 100_000, LATE, False), ("refuses", 100_000, 500_000, LATE, True)],
    ),
    "PEN-16": (
        "节水条例 49",
        [("normal", 0, 50_000, LATE, False), ("refuses", 50_000, 100_000, LATE, False)],
    ),
    "PEN-17": ("水法 71", [("normal", 50_000, 100_000, AT_ONCE, False)]),
    "PEN-18": ("取水条例 56", [("normal", 20_000, 100_000, AT_ONCE, False)]),
    "PEN-19": (
        "山东水资源条例 64",
        [("normal", 20_000, 100_000, AT_ONCE, False), ("refuses", None, None, LATE, False)],
    ),
    "PEN-20": (
        "黄河保护法 116",
        [("normal", 0, 100_000, AT_ONCE, False), ("grave", 100_000, 500_000, AT_ONCE, True)],
    ),
    "PEN-21": (
        "南水北调条例 50(2)",
        [("normal", 20_000, 100_000, AT_ONCE, False), ("grave", 20_000, 100_000, AT_ONCE, True)],
    ),
    "PEN-22": ("水法 72", [("normal", 10_000, 50_000, AT_ONCE, False)]),
    "PEN-23": ("取水许可管理办法 50", [("normal", 0, 1_000, AT_ONCE, False)]),
    "PEN-26": ("水法 68", [("normal", 20_000, 100_000, AT_ONCE, False)]),
}
HANDED_OVER = {"PEN-25": "environment", "PEN-26": "economy", "PEN-27": "police", "PEN-28": "police"}
ALL_BASES = [(one, basis) for one in CATALOGUE.values() for basis in one.bases]


def shown(basis: Basis) -> list[tuple[str, float | None, float | None, bool, bool]]:
    return [
        (
            tier.condition.value,
            tier.fine.min_yuan if tier.fine else None,
            tier.fine.max_yuan if tier.fine else None,
            tier.needs_overdue,
            tier.revoke,
        )
        for tier in basis.tiers
    ]


@pytest.mark.parametrize("pen_id", TABLE)
def test_a_provision_is_as_the_table_has_it(pen_id: str) -> None:
    citation, tiers = TABLE[pen_id]
    basis = find_provision(pen_id).bases[0]
    assert basis.citation == citation
    assert shown(basis) == tiers


def test_every_id_is_there_and_no_other() -> None:
    ours = {one for one in MATTERS if one != "PEN-LOC"} | set(HANDED_OVER)
    assert set(CATALOGUE) == ours
    assert list(CATALOGUE) == sorted(CATALOGUE)


def test_the_table_of_problems_agrees_with_the_problem_list() -> None:
    assert set(PUNISHED_BY) == set(CODES)
    for code, row in CODES.items():
        assert set(row.pens) <= set(PUNISHED_BY[code])
        assert all(one in CATALOGUE for one in PUNISHED_BY[code])


def test_what_others_punish_is_handed_over() -> None:
    found = {one.id: str(one.hands_over_to) for one in CATALOGUE.values() if one.hands_over_to}
    assert found == HANDED_OVER


def test_the_old_fee_is_a_multiple_of_what_is_owed() -> None:
    (tier,) = find_provision("PEN-24").bases[0].tiers
    assert tier.basis is FineBasis.MULTIPLE
    fines = tier.range_for(owed_fen=1_234_500)
    assert fines is not None
    assert (fines.min_fen, fines.max_fen) == (1_234_500, 6_172_500)
    with pytest.raises(RuleBroken, match="fine_needs_owed"):
        tier.range_for()


def test_only_closing_needs_an_authorised_department() -> None:
    authorised = {one.id for one, basis in ALL_BASES if basis.authority is Authority.GOVERNMENT_AUTHORISED}
    assert authorised == {"PEN-10"}


def test_who_pays_for_what_the_agency_has_done() -> None:
    assert {one.id for one, basis in ALL_BASES if basis.cost_recovery} == {
        "PEN-03",
        "PEN-10",
        "PEN-11",
        "PEN-12",
        "PEN-13",
        "PEN-19",
    }


def test_every_statement_has_its_certainty_and_every_key_is_its_own() -> None:
    keys = [one.key_of(basis) for one, basis in ALL_BASES]
    assert len(set(keys)) == len(keys)
    assert {basis.certainty for _one, basis in ALL_BASES} == {
        Certainty.LAW,
        Certainty.PUBLIC,
        Certainty.MEMORY,
    }


def test_tiers_of_a_basis_never_contradict_each_other() -> None:
    for _one, basis in ALL_BASES:
        seen = [(tier.condition, tier.when) for tier in basis.tiers]
        assert len(set(seen)) == len(seen)
        assert basis.tiers[0].condition in {Condition.NORMAL, Condition.REFUSES}
        assert basis.starts_on <= (basis.valid_to or basis.starts_on)


def test_every_text_has_words_in_the_readers_language() -> None:
    known = {str(text) for text in TEXTS}
    used = {
        text
        for _one, basis in ALL_BASES
        for text in (
            basis.order_text,
            basis.note,
            *(tier.other for tier in basis.tiers),
            *(tier.when for tier in basis.tiers),
        )
        if text
    }
    assert used == known
    assert set(ACTS) == set(CATALOGUE) | {"PEN-LOC"}


@pytest.mark.parametrize("written", ["PEN-99", "PEN-7", "", "P31", "pen-07"])
def test_an_id_that_is_none_is_named(written: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        find_provision(written)
    assert refused.value.code == "penalty_unknown"
    assert refused.value.facts == {"act": written}
