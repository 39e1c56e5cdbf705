"""Lines that people type: amounts behind words, words behind a name."""

from __future__ import annotations

import pytest

from casebook.cases.rules.typed import amounts, lines_of, named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-01-15 5000", [("2026-01-15", 500_000)]),
        ("拆除水泵 1,800.5 元\n\n封填 井口 20元", [("拆除水泵", 180_050), ("封填 井口", 2_000)]),
        ("一月 五千", [("一月 五千", None)]),
        ("拆除水泵", [("拆除水泵", None)]),
        ("拆除 1.234", [("拆除 1.234", None)]),
        ("拆除 -5", [("拆除 -5", None)]),
        (" \n", []),
        (None, []),
    ],
    ids=["day", "two_items", "in_words", "no_amount", "below_a_fen", "negative", "blank", "nothing"],
)
def test_amounts(text: str | None, found: list[tuple[str, int | None]]) -> None:
    assert amounts(text) == found


def test_words_stand_behind_either_colon() -> None:
    said = named("周明：同意\n王芳: 罚款：偏高\n弃权")
    assert said == [("周明", "同意"), ("王芳", "罚款：偏高"), ("弃权", "")]


def test_blank_lines_say_nothing() -> None:
    assert lines_of(" 一 \r\n\r\n二") == ["一", "二"]
