"""Words for kinds of parties and of identifiers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from casebook.kernel.identifiers import IdentifierKind
from casebook.parties.rules import PartyKind

LABELS = {
    PartyKind: {
        PartyKind.CITIZEN: _l("个人"),
        PartyKind.ORGANISATION: _l("单位"),
        PartyKind.VILLAGE: _l("村（社区）集体"),
        PartyKind.UNKNOWN: _l("性质不明"),
    },
    IdentifierKind: {
        IdentifierKind.USCC: _l("统一社会信用代码"),
        IdentifierKind.ORGANISATION: _l("组织机构代码"),
        IdentifierKind.CITIZEN: _l("公民身份号码"),
        IdentifierKind.UNKNOWN: _l("其他号码"),
    },
}

MESSAGES = {
    "party_exists": _l("同名、同号码的当事人已经有了，请直接选用。"),
}
