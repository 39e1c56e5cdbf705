"""What a party is, and what of it is hidden."""

from __future__ import annotations

import pytest

from casebook.kernel.identifiers import IdentifierKind, read_identifier
from casebook.parties.rules import (
    PartyKind,
    kind_of,
    masked_address,
    masked_identifier,
    masked_mention,
    masked_name,
    masked_phone,
    match_key,
)

CITIZEN, FIRM, MISTYPED_FIRM = "37152519781108000X", "913715250000695428", "913715250000695420"


@pytest.mark.parametrize(
    ("name", "identifier", "kind"),
    [
        ("刘建国", CITIZEN, PartyKind.CITIZEN),
        ("刘建国", "", PartyKind.CITIZEN),
        ("刘建国", MISTYPED_FIRM, PartyKind.CITIZEN),
        ("冠县烟庄瑞源印染有限公司", FIRM, PartyKind.ORGANISATION),
        ("冠县烟庄瑞源印染有限公司", MISTYPED_FIRM, PartyKind.ORGANISATION),
        ("冠县烟庄瑞源印染有限公司", "", PartyKind.ORGANISATION),
        ("清水镇人民政府", "", PartyKind.ORGANISATION),
        ("瑞源洗车店", "", PartyKind.ORGANISATION),
        ("小王庄村", "", PartyKind.VILLAGE),
        ("小王庄村村民委员会", "", PartyKind.VILLAGE),
        ("小王庄村委会", FIRM, PartyKind.VILLAGE),
        ("北关社区居民委员会", "", PartyKind.VILLAGE),
        ("李村第二村民小组", "", PartyKind.VILLAGE),
        ("瑞源", FIRM, PartyKind.ORGANISATION),
        ("M. Zhang", "", PartyKind.UNKNOWN),
        ("M. Zhang Ltd", MISTYPED_FIRM, PartyKind.ORGANISATION),
        ("M. Zhang", "12345", PartyKind.UNKNOWN),
    ],
)
def test_kind(name: str, identifier: str, kind: PartyKind) -> None:
    assert kind_of(name, read_identifier(identifier)) is kind


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("刘建国", "刘**"),
        ("欧阳建国（户主）", "欧***（户主）"),
        ("买买提·阿卜杜拉", "买*******"),
        ("小王庄村委会", "小王庄村委会"),
        ("冠县试验食品有限公司", "冠县试验食品有限公司"),
        ("未登记", "未登记"),
        ("权属待认定", "权属待认定"),
        ("", ""),
    ],
)
def test_a_person_who_was_written_somewhere_is_hidden(text: str, shown: str) -> None:
    assert masked_mention(text) == shown


def test_a_number_that_may_be_a_persons_is_hidden_even_at_a_firm() -> None:
    hidden = masked_identifier("37152519781108000X", PartyKind.ORGANISATION, IdentifierKind.CITIZEN)
    assert "19781108" not in hidden
