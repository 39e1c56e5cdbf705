"""Rows of a fact as they are typed and shown again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.documents.rules.fields import Field, FieldKind
from casebook.documents.rules.rows import read_rows, write_rows

FIELD = Field("items", "物品", FieldKind.ROWS, columns=(("name", "名称"), ("count", "数量")))
WORDS = st.text(st.characters(categories=("L", "N")), min_size=1)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("水泵|1\n\n电缆｜2", [{"name": "水泵", "count": "1"}, {"name": "电缆", "count": "2"}]),
        ("水泵", [{"name": "水泵", "count": ""}]),
        ("水泵|1|旧", [{"name": "水泵", "count": "1|旧"}]),
        (" ", []),
    ],
    ids=["either_bar", "short", "long", "blank"],
)
def test_reading(text: str, rows: list[dict[str, str]]) -> None:
    assert read_rows(FIELD, text) == rows


@given(st.lists(st.fixed_dictionaries({"name": WORDS, "count": WORDS})))
def test_what_is_shown_is_read_again(rows: list[dict[str, str]]) -> None:
    assert read_rows(FIELD, write_rows(FIELD, rows)) == rows
