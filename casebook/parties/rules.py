"""What a party is, when two mentions are the same one, and what of it is personal."""

from __future__ import annotations

import re
from enum import StrEnum

from casebook.kernel.identifiers import Identifier, IdentifierKind, mask_citizen_id, mask_phone

HIDDEN = "*"
FIRMS = frozenset({IdentifierKind.USCC, IdentifierKind.ORGANISATION})
"""Numbers that firms and agencies bear; they are public."""
_VILLAGE = re.compile(
    r".+(村|社区)((委会|委员会|民委员会|居民委员会|集体|股份经济合作社|经济合作社)|.{0,4}小组)?"
)
_ORGANISATION = re.compile(
    r".*(公司|工厂|集团|企业|合作社|中心|学校|小学|中学|医院|水务|政府|办事处|委员会|大队|家庭农场)"
    r"|.{3,}[厂局站所院社店场园部处行会]"
)
_PERSON = re.compile(r"[㐀-鿿·]{2,4}")


class PartyKind(StrEnum):
    """Who a party is in law; decides thresholds (rules.md 5.3) and what counts as personal."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"
    VILLAGE = "village"
    UNKNOWN = "unknown"


def kind_of(name: str, identifier: Identifier | None) -> PartyKind:
    """Return what a party most likely is: by its identifier where that is sound, else by its name.

    A person's name beside a firm's number that is not sound is a person with a mistyped number.
    """
    of_firm = identifier is not None and identifier.kind in FIRMS
    if identifier is not None and identifier.kind is IdentifierKind.CITIZEN:
        return PartyKind.CITIZEN
    if _VILLAGE.fullmatch(name):
        return PartyKind.VILLAGE
    if _ORGANISATION.fullmatch(name) or (identifier is not None and of_firm and identifier.is_valid):
        return PartyKind.ORGANISATION
    if _PERSON.fullmatch(name):
        return PartyKind.CITIZEN
    return PartyKind.ORGANISATION if of_firm else PartyKind.UNKNOWN


def match_key(name: str, identifier: str, phone: str, address: str) -> str:
    """Return what makes two mentions the same party: identifier and name.

    Without an identifier two people of one name may be two; telephone or address tells them apart.
    """
    return f"{identifier}|{name}" if identifier else f"|{name}|{phone or address}"


def is_personal(kind: PartyKind) -> bool:
    """Say whether name, number, telephone and address are personal data; in doubt they are."""
    return kind in {PartyKind.CITIZEN, PartyKind.UNKNOWN}


def masked_name(name: str, kind: PartyKind) -> str:
    """Return a citizen's name with all but its first character hidden; other names as they are."""
    return name[:1] + HIDDEN * (len(name) - 1) if is_personal(kind) else name


def masked_mention(text: str) -> str:
    """Return what somebody wrote for a party, with all but the first character hidden of a person's name.

    What is written beside the name in brackets stays; firms, villages and remarks are no persons.
    """
    name, bracket, rest = text.partition("（")
    is_remark = name.startswith(("未", "无", "待"))
    is_person = not is_remark and (kind_of(name, None) is PartyKind.CITIZEN or "·" in name)
    return masked_name(name, PartyKind.CITIZEN) + bracket + rest if is_person else text


def masked_identifier(identifier: str, kind: PartyKind, identifier_kind: IdentifierKind | None) -> str:
    """Return an identifier with its middle hidden when it is, or may be, a person's."""
    public = identifier_kind in FIRMS and not is_personal(kind)
    return identifier if public else mask_citizen_id(identifier)


def masked_phone(phone: str) -> str:
    """Return a telephone number with its middle hidden: even a firm's is somebody's."""
    return mask_phone(phone)


def masked_address(address: str, kind: PartyKind) -> str:
    """Return nothing for a person's address but that there is one."""
    return HIDDEN * 3 if address and is_personal(kind) else address
