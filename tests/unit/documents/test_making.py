"""One page, two formats: PDF and DOCX say the same, are the same bytes again, and look as GB/T 9704 asks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest

from casebook.documents import templates
from casebook.documents.making import Contents, lay_out, make, make_pdf
from casebook.documents.rules import FORMS, FormCode, checked
from casebook.documents.words import docx_of
from tests.factories.documents import DECISION, ORDER

MM_PER_PT = 25.4 / 72


def contents(form: FormCode, facts: dict[str, object], **other: object) -> Contents:
    given: dict[str, object] = {
        "form": form,
        "facts": checked(FORMS[form], facts),
        "agency": "冠县水利局",
        "stamp_name": "冠县水利局",
        "number": f"冠水{FORMS[form].number_word}〔2023〕第001号",
        "issued_on": date(2023, 9, 4),
        "source": templates.own_source(form),
    }
    return Contents(**given | other)  # type: ignore[arg-type]  # by name


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return re.sub(r"\s|—\d+—", "", "".join(re.sub(r"— \d+ —", "", page) for page in pages))


def words_in(made: bytes) -> str:
    body = docx.Document(io.BytesIO(made)).element.body
    return re.sub(r"\s", "", "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def test_the_same_paper_gives_the_same_bytes() -> None:
    paper = contents(FormCode.F27, DECISION)
    first, second = make(paper), make(paper)
    assert first == second
    other = make(replace(paper, number="冠水罚决字〔2023〕第002号"))
    assert other.pdf != first.pdf
    assert other.docx != first.docx


@pytest.mark.parametrize(("form", "facts"), [(FormCode.F27, DECISION), (FormCode.F10, ORDER)])
def test_both_formats_say_the_same(form: FormCode, facts: dict[str, object]) -> None:
    made = make(contents(form, facts))
    assert words_of(made.pdf) == words_in(made.docx)


def test_a_decision_says_all_that_the_law_asks() -> None:
    """处罚法 59: party, facts and evidence, kind and basis, performance, remedies, agency and day."""
    said = words_of(make(contents(FormCode.F27, DECISION)).pdf)
    for words in (
        DECISION["party_name"],
        DECISION["party_address"],
        "用一眼机井取水",
        "询问笔录（石守田）",
        "人民币贰万元整（¥20,000.00）",
        "《中华人民共和国水法》第四十八条",
        "十五日内缴纳",
        "冠县人民政府",
        "冠县人民法院",
        "六十日",
        "六个月",
        "2023年9月4日",
        "冠水罚决字〔2023〕第001号",
    ):
        assert str(words).replace(" ", "") in said


def test_the_body_keeps_twenty_eight_characters_and_twenty_two_lines() -> None:
    source = "<p>" + "水" * 28 * 60 + "</p>"
    pdf, _pages = make_pdf(lay_out(contents(FormCode.F10, ORDER, source=source)))
    with pypdfium2.PdfDocument(pdf) as document:
        second = document[1].get_textpage()
        lines = [line for line in second.get_text_range().splitlines() if "水" in line]
        left, _bottom, _right, top = second.get_charbox(0)
    assert [len(line) for line in lines] == [28] * 22
    assert left * MM_PER_PT == pytest.approx(28, abs=1)
    assert (297 - top * MM_PER_PT) == pytest.approx(37, abs=4)


def test_heads_of_tables_are_repeated_on_each_page() -> None:
    rows = [{"name": f"证据{n}", "kind": "书证", "proves": "事实"} for n in range(1, 80)]
    facts = {"evidence": rows, "party_name": "甲", "cause": "乙"}
    pdf, pages = make_pdf(lay_out(contents(FormCode.F18A, facts, number=None)))
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [document[n].get_textpage().get_text_range() for n in range(pages)]
    assert pages > 1
    assert all("证明" in text for text in texts)


def test_a_character_that_no_font_has_is_spelled_out() -> None:
    made = make_pdf(lay_out(contents(FormCode.F10, ORDER | {"demands": "停止\U0001f600取水"})))[0]
    assert "〔U+1F600〕" in words_of(made)


@pytest.mark.parametrize("form", [FormCode.F11, FormCode.F30B])
def test_every_page_of_a_word_file_has_its_margins_and_numbers(form: FormCode) -> None:
    document = docx.Document(io.BytesIO(docx_of(lay_out(contents(form, {}, number=None)))))
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert "PAGE" in section.footer._element.xml  # noqa: SLF001 - fields are no text
    assert "w:cantSplit" in document.tables[0]._tbl.xml  # noqa: SLF001 - as above


def test_a_seal_in_a_cell_keeps_its_three_lines() -> None:
    source = '<table cols="1 2"><tr><th>甲</th><td><seal></td></tr><tr><td span="2"></td></tr></table>'
    made = docx_of(lay_out(contents(FormCode.F10, ORDER, source=source)))
    table = docx.Document(io.BytesIO(made)).tables[0]
    assert [paragraph.text for paragraph in table.cell(0, 1).paragraphs] == [
        "冠县水利局",
        "（印章）",
        "2023年9月4日",
    ]
    assert [paragraph.text for paragraph in table.cell(1, 0).paragraphs] == [""]


def test_looks_of_text_stand_in_the_order_that_word_asks() -> None:
    made = docx_of(lay_out(contents(FormCode.F10, ORDER, source="<p>甲<b>乙</b><u>丙</u></p>")))
    wanted = ["rFonts", "b", "spacing", "sz", "u"]
    for run in docx.Document(io.BytesIO(made)).paragraphs[-1].runs:
        names = [node.tag.rpartition("}")[2] for node in run._r.rPr]  # noqa: SLF001 - the order is in the XML
        assert names == [name for name in wanted if name in names]
