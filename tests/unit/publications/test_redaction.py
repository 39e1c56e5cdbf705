"""What is hidden of a decision: known, found by its shape, added by a reader."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.publications.rules import (
    Cut,
    CutKind,
    Known,
    Origin,
    added_cuts,
    is_minor,
    known_of_paper,
    known_of_person,
    leaks,
    proposed_cuts,
    redacted,
)
from casebook.publications.rules.redaction import shown_for

ON = date(2023, 6, 13)
NUMBER = "37152519781108000X"


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        (f"身份证号{NUMBER}。", CutKind.PERSONAL_NUMBER, NUMBER),
        ("电话10000000017，", CutKind.PHONE, "10000000017"),
        ("电话0635-1000001转", CutKind.PHONE, "0635-1000001"),
        ("账号6222000000000000017", CutKind.ACCOUNT, "6222000000000000017"),
        ("邮箱a.b@example.cn", CutKind.EMAIL, "a.b@example.cn"),
    ],
    ids=["number", "mobile", "landline", "account", "mail"],
)
def test_shapes_are_found(text: str, kind: CutKind, phrase: str) -> None:
    (cut,) = proposed_cuts(text, ())
    assert (cut.kind, cut.phrase, cut.origin) == (kind, phrase, Origin.SHAPE)
    assert phrase not in redacted(text, [cut])


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码913715250000695428",
        "冠试罚决字〔2023〕第001号",
        "罚款100000元，井深180.5米",
        "2023年6月13日",
        "井号371525104JJ00001",
    ],
    ids=["firm_code", "number", "figures", "day", "well"],
)
def test_what_is_public_stays(text: str) -> None:
    assert proposed_cuts(text, ()) == ()


def test_a_name_becomes_its_surname() -> None:
    known = known_of_person("石守田", number=NUMBER, phone="10000000017", address="石家村 8 号")
    text = f"当事人石守田（{NUMBER}），住石家村 8 号，电话10000000017。"
    assert redacted(text, proposed_cuts(text, known)) == "当事人石某某（***），住***，电话***。"


def test_the_longest_phrase_is_cut_first() -> None:
    cuts = [
        Cut(CutKind.NAME, "石守", "石某", Origin.FILE),
        Cut(CutKind.NAME, "石守田", "石某某", Origin.FILE),
    ]
    assert redacted("石守田和石守", cuts) == "石某某和石某"


@pytest.mark.parametrize(
    ("number", "is_young"),
    [
        ("371525200506130008", False),
        ("371525200506140008", True),
        ("371525200001010008", False),
        ("913715250000695428", False),
        ("", False),
    ],
    ids=["birthday", "day_before", "grown", "firm", "none"],
)
def test_who_is_a_minor(number: str, *, is_young: bool) -> None:
    assert is_minor(number, ON) is is_young


def test_a_minor_may_never_stay() -> None:
    (known, *_rest) = known_of_person("石小田", is_young=True)
    (cut,) = proposed_cuts("石小田", [known])
    assert cut.kind is CutKind.MINOR
    assert cut.is_must


@pytest.mark.parametrize(
    ("cut", "is_must"),
    [
        (Cut(CutKind.NAME, "x", "", Origin.FILE), False),
        (Cut(CutKind.PHONE, "x", "", Origin.FILE), True),
        (Cut(CutKind.PHONE, "x", "", Origin.SHAPE), False),
        (Cut(CutKind.PERSONAL_NUMBER, "x", "", Origin.SHAPE), True),
        (Cut(CutKind.CONFIDENTIAL, "x", "", Origin.ADDED), False),
    ],
    ids=["name", "own_phone", "any_phone", "number", "confidential"],
)
def test_what_may_not_stay(cut: Cut, *, is_must: bool) -> None:
    assert cut.is_must is is_must


def test_what_a_reader_adds_must_stand_in_the_text() -> None:
    cuts, strange = added_cuts("配方甲、配方乙", CutKind.CONFIDENTIAL, "配方甲\n\n 配方丙 \n乙")
    assert [one.phrase for one in cuts] == ["配方甲"]
    assert strange == ("配方丙", "乙")


def test_the_papers_own_block_is_hidden_where_the_register_changed() -> None:
    facts = {"party_kind": "自然人", "party_name": "石守田、冠县清泉水业有限公司", "party_id_no": NUMBER}
    assert known_of_paper(facts, ON) == (
        Known(CutKind.NAME, "石守田"),
        Known(CutKind.PERSONAL_NUMBER, NUMBER),
    )
    firm = {"party_kind": "法人", "party_name": "冠县清泉水业有限公司", "party_phone": "10000000017"}
    assert known_of_paper(firm, ON) == (Known(CutKind.PHONE, "10000000017"),)


@given(
    st.text("甲乙丙丁01", max_size=60), st.lists(st.text("甲乙丙丁01", min_size=2, max_size=5), max_size=6)
)
def test_nothing_that_must_go_is_left(text: str, phrases: list[str]) -> None:
    known = [Known(CutKind.ADDRESS, one) for one in phrases]
    assert leaks(redacted(text, proposed_cuts(text, known)), known) == ()


def test_what_is_shown_says_what_was_there() -> None:
    assert shown_for(CutKind.CONFIDENTIAL, "配方") == "（涉及商业秘密，略）"
    assert shown_for(CutKind.ADDRESS, "石家村") == "***"
