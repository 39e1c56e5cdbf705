"""What a template may say: its faults are named with their lines, and nothing of it can do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.documents.rules import FORMS, FormCode
from casebook.documents.rules.form import Form
from casebook.documents.rules.markup import Block, Cell, MarkupError, Seal, Table, read_page
from casebook.documents.rules.sandbox import Fault, TemplateFault, check_template, fill_in

F10 = FORMS[FormCode.F10]
FREE = Form(FormCode.F01, "试验", F10.side, F10.stage, tuple(f for f in F10.fields if not f.is_required))
"""A form that asks for nothing, so that a template may be as short as its fault."""


def faults(source: str) -> list[tuple[TemplateFault, int]]:
    return [(fault.kind, fault.line) for fault in check_template(FREE, source)]


@pytest.mark.parametrize(
    ("source", "fault", "line"),
    [
        ("<p>{{ cause }}</p>\n<script>1</script>", TemplateFault.ELEMENT, 2),
        ("<p onclick='x'>1</p>", TemplateFault.ATTRIBUTE, 1),
        ('<p style="color:red">1</p>', TemplateFault.ATTRIBUTE, 1),
        ('<p class="x">1</p>', TemplateFault.ATTRIBUTE, 1),
        ("<img src=x>", TemplateFault.ELEMENT, 1),
        ("<p>{{ colour }}</p>", TemplateFault.UNKNOWN_FIELD, 1),
        ("<p>1</p>\n\n<p>{{ cause.__class__ }}</p>", TemplateFault.UNKNOWN_FIELD, 3),
        ("<p>{{ ''.join([]) }}</p>", TemplateFault.CODE, 1),
        ("<p>{{ cause|upper }}</p>", TemplateFault.CODE, 1),
        ("<p>{{ 'a' * 9999999999 }}</p>", TemplateFault.CODE, 1),
        ("{% import 'x' as y %}", TemplateFault.CODE, 1),
        ("{% include 'x' %}", TemplateFault.CODE, 1),
        ("{% macro m() %}{% endmacro %}", TemplateFault.CODE, 1),
        ("{% set a = 1 %}", TemplateFault.CODE, 1),
        ("<p>{{ range(9) }}</p>", TemplateFault.CODE, 1),
        ("{% for x in cause %}<p>1</p>{% endfor %}", TemplateFault.ROWS, 1),
        ("<p>{{ cause </p>", TemplateFault.SYNTAX, 1),
        ("<p>1", TemplateFault.UNCLOSED, 1),
        ("<p><b>1</p></b>", TemplateFault.UNCLOSED, 1),
        ("1", TemplateFault.STRAY_TEXT, 1),
        ("<p><table></table></p>", TemplateFault.PLACE, 1),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", TemplateFault.RAGGED, 1),
        ("<table></table>", TemplateFault.EMPTY, 1),
        ('<table cols="1 2 {{ cause }}"><tr><td>1</td></tr></table>', TemplateFault.ATTRIBUTE, 1),
        ("<!-- x --><p>1</p>", TemplateFault.ELEMENT, 1),
        ("<p>1 < 2</p>", TemplateFault.ELEMENT, 1),
    ],
)
def test_a_fault_is_named_with_its_line(source: str, fault: TemplateFault, line: int) -> None:
    assert (fault, line) in faults(source)


def test_a_required_item_that_is_not_printed_is_named() -> None:
    found = check_template(F10, "<p>{{ facts }}</p>")
    assert Fault(TemplateFault.MISSING_FIELD, 0, "改正期限（until）") in found


def test_a_template_that_is_too_long_is_refused() -> None:
    assert faults("<p>" + "长" * 70_000 + "</p>") == [(TemplateFault.TOO_LONG, 0)]


def test_what_is_filled_in_never_becomes_markup() -> None:
    (block,) = fill_in("<p>{{ cause }}</p>", {"cause": '<script>alert(1)</script>&"{{ x }}'})
    assert isinstance(block, Block)
    assert block.text == '<script>alert(1)</script>&"{{ x }}'


@given(st.text(max_size=60))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    blocks = fill_in("<p>甲{{ cause }}乙</p>", {"cause": text.replace("\r", "")})
    words = "\n".join(block.text for block in blocks if isinstance(block, Block))
    for sign in set(text) - set(" \t\r\n\f\u2028\0"):
        assert sign in words


def test_lines_of_a_value_become_paragraphs() -> None:
    blocks = fill_in("<p>要求：{{ demands }}。</p>", {"demands": "停止取水\n拆泵"})
    assert [block.text for block in blocks if isinstance(block, Block)] == ["要求：停止取水", "拆泵。"]


def test_cells_reach_over_columns_and_rows() -> None:
    (table, seal) = read_page(
        '<table cols="1 2 3"><head><tr><th span="3">甲</th></tr></head>'
        '<tr lines="4"><th down="2">乙</th><td>1</td><td>2</td></tr>'
        '<tr><td span="2"><p>3</p></td></tr></table><seal>'
    )
    assert isinstance(table, Table)
    assert isinstance(seal, Seal)
    assert (table.width, table.rows[0].is_repeated, table.rows[1].lines) == (3, True, 4)
    assert table.rows[2].cells == (Cell(False, (table.rows[2].cells[0].blocks[0],), span=2),)


@pytest.mark.parametrize("wrong", ["<p>1", "</p>", "<p>1</p></p>", "<td>1</td>", "<p>1</p><?php ?>"])
def test_a_page_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(MarkupError):
        read_page(wrong)
