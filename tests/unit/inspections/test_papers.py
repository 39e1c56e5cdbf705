"""What a paper made at the well needs: a table of everything that can be missing."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.config import ROOT
from casebook.inspections.filed import (
    FiledInspection,
    FiledInterview,
    FiledOrder,
    PaperForm,
    Refusal,
    SignedHow,
    SignerRole,
)
from casebook.inspections.labels import LABELS, MESSAGES
from casebook.inspections.rules.papers import LONGEST_TEXT, MOST_PAGES, check_paper, is_on_paper, series_of
from casebook.kernel.errors import Refused
from casebook.kernel.hashing import digest
from tests.factories.papers import paper, refused, signature

ALL = frozenset(PaperForm)
LEAD, SECOND, PARTY = SignerRole.LEAD, SignerRole.SECOND, SignerRole.PARTY
PEN = {
    "signatures": tuple(
        signature(role, name, SignedHow.PEN)
        for role, name in ((LEAD, "周明"), (SECOND, "李雪"), (PARTY, "刘"))
    ),
    "number": "7号",
    "pages": ("sha256:" + "1" * 64,),
    "shelf": "柜 3",
}


def codes(filed: object, allowed: frozenset[PaperForm] = ALL) -> list[str]:
    try:
        check_paper(filed, allowed=allowed)
    except Refused as refusal:
        return [reason.code for reason in refusal.reasons]
    return []


@pytest.mark.parametrize("filed", [paper(), refused(paper()), paper(**PEN), refused(paper(**PEN))])
def test_a_whole_paper_is_kept(filed: object) -> None:
    assert codes(filed) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " \n"}, "paper_text_missing"),
        ({"text": "字" * (LONGEST_TEXT + 1)}, "paper_too_long"),
        ({"text_hash": digest(b"other")}, "paper_text_changed"),
        ({"text_hash": "nonsense"}, "paper_text_changed"),
        ({"is_read_back": False}, "paper_not_read_back"),
        ({"number": "7" * 61}, "paper_too_long"),
        ({"shelf": "柜" * 121}, "paper_too_long"),
        ({"pages": ("a", "a")}, "paper_page_twice"),
        ({"pages": tuple(map(str, range(MOST_PAGES + 1)))}, "paper_pages_too_many"),
        ({"signatures": paper().signatures[1:]}, "paper_officer_missing"),
        ({"signatures": paper().signatures[:2]}, "paper_party_missing"),
        ({"signatures": (*paper().signatures, signature(LEAD, "赵", image="x"))}, "paper_signed_twice"),
        ({"refusal": Refusal(reason="不同意", witness="王主任")}, "paper_signed_and_refused"),
    ],
)
def test_what_does_not_hold_is_refused(changes: dict[str, object], code: str) -> None:
    assert code in codes(paper(**changes))


def test_a_signature_on_the_glass_needs_its_picture() -> None:
    assert codes(paper(image="")) == ["paper_signature_image_missing"] * 3


def test_nobody_signs_for_both_officers() -> None:
    first, _second, party = paper().signatures
    assert codes(paper(signatures=(first, replace(first, role=SECOND), party))) == [
        "inspection_officers_same"
    ]


def test_a_blank_name_is_no_signature() -> None:
    first, second, party = paper().signatures
    assert codes(paper(signatures=(first, replace(second, name=" "), party))) == ["paper_officer_missing"]


def test_a_refusal_says_why_and_who_saw_it() -> None:
    assert codes(refused(paper(), reason=" ")) == ["paper_refusal_reason_missing"]
    assert codes(refused(paper(), witness="")) == ["paper_witness_missing"]
    assert codes(refused(paper(is_read_back=False))) == []


@pytest.mark.parametrize(
    ("lacks", "code"),
    [("number", "paper_number_missing"), ("pages", "paper_pages_missing"), ("shelf", "paper_shelf_missing")],
)
def test_a_paper_signed_with_pen_is_numbered_photographed_and_put_away(lacks: str, code: str) -> None:
    empty: object = () if lacks == "pages" else ""
    assert codes(paper(**{**PEN, lacks: empty})) == [code]


@pytest.mark.parametrize("form", [PaperForm.ORDER_STOP, PaperForm.ORDER_RECTIFY])
def test_an_order_bears_a_number_however_it_is_signed(form: PaperForm) -> None:
    assert codes(paper(form)) == ["paper_number_missing"]
    assert codes(paper(form, number="冠综执责改字〔2023〕第001号")) == []


def test_a_record_takes_its_own_forms_only() -> None:
    assert codes(paper(PaperForm.INTERVIEW_RECORD), frozenset({PaperForm.SITE_RECORD})) == [
        "paper_form_wrong"
    ]


def test_on_paper_is_what_anybody_signed_with_pen() -> None:
    first, second, party = paper().signatures
    mixed = paper(signatures=(first, second, replace(party, how=SignedHow.PEN)))
    assert [is_on_paper(one) for one in (paper(), paper(**PEN), mixed)] == [False, True, True]


def test_every_form_has_a_row_of_numbers() -> None:
    assert {series_of(form).kind for form in PaperForm} == {"BL", "TZ", "GZ"}


@given(st.text(max_size=300))
def test_any_text_is_kept_as_it_was_read_and_no_other(text: str) -> None:
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        return
    whole = codes(paper(text=text, text_hash=digest(encoded)))
    assert whole == ([] if text.strip() else ["paper_text_missing"])
    assert "paper_text_changed" in codes(paper(text=text, text_hash=digest(encoded + b" ")))


@pytest.mark.parametrize("kind", [PaperForm, SignedHow, SignerRole])
def test_everything_has_words(kind: type) -> None:
    assert set(LABELS[kind]) == set(kind)
    assert all(str(MESSAGES[code]) for code in MESSAGES)


FIXTURES = ROOT / "tests" / "fixtures" / "field"


def payload(name: str, kind: type) -> object:
    """What the tablet's own builders make; tests/frontend holds that they make exactly this."""
    return msgspec.json.decode((FIXTURES / f"{name}.json").read_bytes(), type=kind)


@pytest.mark.parametrize(
    ("name", "kind", "allowed"),
    [
        ("inspection.file", FiledInspection, {PaperForm.SITE_RECORD}),
        ("inspection.file.survey", FiledInspection, {PaperForm.SURVEY_RECORD}),
        ("interview.file", FiledInterview, {PaperForm.INTERVIEW_RECORD}),
        ("order.serve", FiledOrder, {PaperForm.ORDER_RECTIFY}),
    ],
)
def test_what_a_tablet_makes_of_a_signing_holds(name: str, kind: type, allowed: set[PaperForm]) -> None:
    assert codes(payload(name, kind).paper, frozenset(allowed)) == []
