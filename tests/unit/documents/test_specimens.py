"""Every form can be printed, empty and full; PDF and DOCX say the same; blanks bear a stroke."""

from __future__ import annotations

import io
import re
from collections import Counter

import docx
import pypdfium2
import pytest

from casebook.documents import specimens
from casebook.documents.making import lay_out, make_pdf
from casebook.documents.pages import html_of
from casebook.documents.rules import BLANK, FORMS, FormCode, lacking
from casebook.documents.rules.sheet import UNNUMBERED, page_signing
from casebook.documents.specimens import specimen
from casebook.documents.templates import own_source
from casebook.documents.words import docx_of

ALL = sorted(FORMS)
LONG = (FormCode.F04, FormCode.F11, FormCode.F27)
_FOOT = re.compile(r"—\d+—|第\d+页共\d+页")


def bare(text: str) -> str:
    """Text without white space, so that line breaks do not count."""
    return re.sub(r"[\s\ufffe]+", "", text)


def words_of_pdf(data: bytes, signer: str) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = [bare(document[n].get_textpage().get_text_range()) for n in range(len(document))]
    return "".join(_FOOT.sub("", page).replace(bare(page_signing(signer)) or "\0", "") for page in pages)


def words_of_docx(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return bare("".join(one.text or "" for one in body.iter() if one.tag.endswith("}t")))


def words_of_html(page: str) -> str:
    body = page[page.index("<body") :]
    text = re.sub(r"<[^>]+>", "", body)
    return bare(text.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))


@pytest.mark.parametrize("code", ALL)
def test_pdf_and_docx_of_an_empty_form_say_the_same(code: FormCode) -> None:
    form = FORMS[code]
    sheet = lay_out(specimen(code, specimens.least(code)))
    pdf, _pages = make_pdf(sheet)
    printed, written = words_of_pdf(pdf, form.signer), words_of_docx(docx_of(sheet))
    assert Counter(printed) == Counter(written)
    assert form.title in printed
    assert "{" not in printed


@pytest.mark.parametrize("code", ALL)
def test_both_formats_of_a_full_form_say_the_same(code: FormCode) -> None:
    facts = specimens.most(code)
    assert lacking(FORMS[code], facts) == []
    sheet = lay_out(specimen(code, facts))
    assert words_of_html(html_of(sheet)) == words_of_docx(docx_of(sheet))


@pytest.mark.parametrize("code", LONG)
def test_long_facts_run_over_pages_and_lose_nothing(code: FormCode) -> None:
    sheet = lay_out(specimen(code, specimens.most(code)))
    pdf, pages = make_pdf(sheet)
    printed, written = words_of_pdf(pdf, FORMS[code].signer), words_of_docx(docx_of(sheet))
    assert pages > 1
    assert not Counter(written) - Counter(printed)


@pytest.mark.parametrize("code", ALL)
def test_blank_fields_bear_a_stroke(code: FormCode) -> None:
    """A form without any fact has more strokes than one that is filled in, never a gap."""
    filled = lay_out(specimen(code, specimens.usual(code)))
    empty = lay_out(specimen(code, {}))
    assert words_of_html(html_of(empty)).count(BLANK) > words_of_html(html_of(filled)).count(BLANK)


@pytest.mark.parametrize("code", [code for code in ALL if "{{ cause }}" in own_source(code)])
def test_the_cause_stands_word_for_word(code: FormCode) -> None:
    facts = specimens.most(code)
    assert facts["cause"] in words_of_html(html_of(lay_out(specimen(code, facts))))


@pytest.mark.parametrize("code", [code for code in ALL if FORMS[code].is_served])
def test_a_served_paper_names_the_party_and_both_officers(code: FormCode) -> None:
    words = words_of_html(html_of(lay_out(specimen(code, specimens.usual(code)))))
    for part in ("冠县清源水产养殖有限公司", "周明", "15150100001", "李华", "15150100002", "冠县水利局"):
        assert part in words
    if code is not FormCode.F08B:
        assert "91371525000000000X" in words
    assert UNNUMBERED not in words


def test_the_decision_has_its_six_contents() -> None:
    """处罚法 59: party, facts and evidence, kind and basis, performance, remedies, agency with day."""
    words = words_of_html(html_of(lay_out(specimen(FormCode.F27, specimens.usual(FormCode.F27)))))
    for part in (
        "法定代表人（负责人）：张某某",
        "以上事实，有下列证据证明",
        "《地下水管理条例》第五十六条第一款",
        "人民币壹拾万元整（¥100,000.00）",
        "十五日内",
        "百分之三",
        "冠县人民政府申请行政复议",
        "冠县人民法院提起行政诉讼",
        "2023年9月18日",
    ):
        assert part in words
