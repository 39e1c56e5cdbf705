"""What a party is, and what of it is hidden."""

from __future__ import annotations

import pytest

from casebook.kernel.identifiers import IdentifierKind
from casebook.parties.rules import (
    PartyKind,
    kind_of,
    masked_address,
    masked_identifier,
    masked_name,
    masked_phone,
    match_key,
)


@pytest.mark.parametrize(
    ("name", "identifier_kind", "kind"),
    [
        ("刘建国", IdentifierKind.CITIZEN, PartyKind.CITIZEN),
        ("刘建国", None, PartyKind.CITIZEN),
        ("冠县烟庄瑞源印染有限公司", IdentifierKind.USCC, PartyKind.ORGANISATION),
        ("冠县烟庄瑞源印染有限公司", None, PartyKind.ORGANISATION),
        ("清水镇人民政府", None, PartyKind.ORGANISATION),
        ("瑞源洗车店", None, PartyKind.ORGANISATION),
        ("小王庄村", None, PartyKind.VILLAGE),
        ("小王庄村村民委员会", None, PartyKind.VILLAGE),
        ("小王庄村委会", IdentifierKind.USCC, PartyKind.VILLAGE),
        ("北关社区居民委员会", None, PartyKind.VILLAGE),
        ("李村第二村民小组", None, PartyKind.VILLAGE),
        ("瑞源", IdentifierKind.USCC, PartyKind.ORGANISATION),
        ("M. Zhang", None, PartyKind.UNKNOWN),
    ],
)
def test_kind(name: str, identifier_kind: IdentifierKind | None, kind: PartyKind) -> None:
    assert kind_of(name, identifier_kind) is kind


def test_the_same_identifier_and_name_is_the_same_party() -> None:
    assert match_key("刘建国", "X", "1", "a") == match_key("刘建国", "X", "2", "b")
    assert match_key("刘建国", "X", "1", "a") != match_key("刘建军", "X", "1", "a")


def test_without_an_identifier_the_telephone_tells_namesakes_apart() -> None:
    assert match_key("刘建国", "", "1", "a") != match_key("刘建国", "", "2", "a")
    assert match_key("刘建国", "", "", "a") != match_key("刘建国", "", "", "b")
    assert match_key("刘建国", "", "1", "a") == match_key("刘建国", "", "1", "b")


@pytest.mark.parametrize("kind", [PartyKind.CITIZEN, PartyKind.UNKNOWN])
def test_a_persons_data_is_hidden(kind: PartyKind) -> None:
    assert masked_name("刘建国", kind) == "刘**"
    number = masked_identifier("37152519781108000X", kind, IdentifierKind.CITIZEN)
    assert "19781108" not in number
    assert masked_address("小王庄村 12 号", kind) == "***"
    assert masked_address("", kind) == ""


@pytest.mark.parametrize("kind", [PartyKind.ORGANISATION, PartyKind.VILLAGE])
def test_a_firms_data_is_open_but_for_the_telephone(kind: PartyKind) -> None:
    assert masked_name("瑞源公司", kind) == "瑞源公司"
    assert masked_identifier("913715250000695428", kind, IdentifierKind.USCC) == "913715250000695428"
    assert masked_address("清水镇", kind) == "清水镇"
    assert masked_phone("10056947755") == "100****7755"


def test_a_number_that_may_be_a_persons_is_hidden_even_at_a_firm() -> None:
    hidden = masked_identifier("37152519781108000X", PartyKind.ORGANISATION, IdentifierKind.CITIZEN)
    assert "19781108" not in hidden
