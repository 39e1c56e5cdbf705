from __future__ import annotations

from dataclasses import replace

import pytest

from casebook.inspections.rules import InspectionKind, Present, Record, gaps, needs_of

WHOLE = Record(
    officers=(Present("周明", is_certified=True), Present("李雪", is_certified=True)),
    has_arrival=True,
    distance_m=12.0,
    far_limit_m=200.0,
    far_reason="",
    id_shown=True,
    recusal_asked=True,
    absence_note="",
    unanswered=(),
    photographs=1,
)


SURVEY, RECHECK, ACCEPTANCE = (
    needs_of(kind) for kind in (InspectionKind.SURVEY, InspectionKind.RECHECK, InspectionKind.ACCEPTANCE)
)


def codes(**change: object) -> list[tuple[str, str | None]]:
    return [(gap.code, gap.field) for gap in gaps(replace(WHOLE, **change))]


def test_a_whole_record_has_no_gap() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"has_arrival": False}, ("inspection_arrival_missing", "arrival_lon")),
        ({"distance_m": 200.5}, ("inspection_far_reason_missing", "far_reason")),
        ({"id_shown": False}, ("inspection_id_not_shown", "id_shown")),
        ({"recusal_asked": False}, ("inspection_recusal_not_asked", "recusal_asked")),
        ({"unanswered": ("C01",)}, ("inspection_unanswered", "checklist")),
        ({"photographs": 0}, ("inspection_photograph_missing", "photographs")),
        ({"photographs": 0, "chat_pictures": 2}, ("inspection_only_chat", "photographs")),
        ({"needs": SURVEY}, ("inspection_sketch_missing", "sketch")),
        ({"needs": RECHECK, "earlier_open": 2}, ("inspection_earlier_missing", "earlier")),
        ({"officers": WHOLE.officers[:1]}, ("inspection_second_missing", "second_officer_id")),
        (
            {"officers": (WHOLE.officers[0], Present("李雪", is_certified=False))},
            ("inspection_officer_uncertified", "second_officer_id"),
        ),
    ],
)
def test_each_gap_is_told_with_its_place(change: dict[str, object], gap: tuple[str, str]) -> None:
    assert codes(**change) == [gap]


@pytest.mark.parametrize(
    "change",
    [
        {"needs": SURVEY, "has_sketch": True},
        {"earlier_open": 2},
        {"needs": RECHECK},
        {"needs": ACCEPTANCE, "unanswered": ("C01",)},
        {"chat_pictures": 3},
    ],
)
def test_what_an_act_does_not_need_is_no_gap(change: dict[str, object]) -> None:
    assert codes(**change) == []


def test_all_gaps_are_told_at_once() -> None:
    empty = {
        "officers": (),
        "has_arrival": False,
        "distance_m": None,
        "id_shown": False,
        "recusal_asked": False,
        "unanswered": ("C01", "C03"),
        "photographs": 0,
    }
    assert len(codes(**empty)) == 6


@pytest.mark.parametrize(("distance", "reason"), [(200.0, ""), (5000.0, "桥断绕行，隔河可见")])
def test_near_enough_or_explained_is_enough(distance: float, reason: str) -> None:
    assert codes(distance_m=distance, far_reason=reason) == []


def test_where_nobody_is_there_a_card_need_not_be_shown() -> None:
    note = "现场无人，井房上锁；见证人为村民委员会网格员"
    assert codes(id_shown=False, recusal_asked=False, absence_note=note) == []
    assert len(codes(id_shown=False, recusal_asked=False, absence_note="  ")) == 2
