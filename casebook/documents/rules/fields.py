"""What a form holds: named fields with their kinds, and those that many forms share (rules.md 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a fact is given to `draft`, and written on paper."""

    TEXT = "text"
    """One line: str."""
    LONG = "long"
    """Paragraphs, a line break between them: str."""
    DAY = "day"
    """datetime.date."""
    MOMENT = "moment"
    """Aware datetime; the paper shows Chinese time."""
    MONEY = "money"
    """Fen: int."""
    COUNT = "count"
    """int."""
    ROWS = "rows"
    """Sequence of mappings of text, one key for each column."""


@dataclass(frozen=True)
class Field:
    """One fact of a form; what is blank becomes “/” on paper."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = False
    is_of_file: bool = False
    """Taken from the file that the paper is about: worded alike on all its papers, typed on none."""
    columns: tuple[tuple[str, str], ...] = ()
    """(name, label) of the columns of ROWS."""


def text(name: str, label: str, *, must: bool = False) -> Field:
    """Return a field of one line."""
    return Field(name, label, FieldKind.TEXT, must)


def long(name: str, label: str, *, must: bool = False) -> Field:
    """Return a field of paragraphs."""
    return Field(name, label, FieldKind.LONG, must)


def day(name: str, label: str, *, must: bool = False) -> Field:
    """Return a field of one day."""
    return Field(name, label, FieldKind.DAY, must)


def moment(name: str, label: str, *, must: bool = False) -> Field:
    """Return a field of day and time."""
    return Field(name, label, FieldKind.MOMENT, must)


def money(name: str, label: str, *, must: bool = False) -> Field:
    """Return a field of an amount in fen."""
    return Field(name, label, FieldKind.MONEY, must)


def count(name: str, label: str, *, must: bool = False) -> Field:
    """Return a field of a whole number."""
    return Field(name, label, FieldKind.COUNT, must)


def rows(name: str, label: str, *columns: tuple[str, str], must: bool = False) -> Field:
    """Return a field of lines with columns of (name, label)."""
    return Field(name, label, FieldKind.ROWS, must, columns=columns)


def _of_file(name: str, label: str) -> Field:
    return Field(name, label, is_of_file=True)


PARTY_NAME = _of_file("party_name", "当事人")
PARTY = (
    PARTY_NAME,
    _of_file("party_kind", "当事人类别"),
    _of_file("party_id_no", "证件号码"),
    _of_file("party_legal_rep", "法定代表人（负责人）"),
    _of_file("party_address", "住址（住所）"),
    _of_file("party_phone", "联系电话"),
)
"""The party block: party_kind is 自然人, 法人 or 其他组织, party_id_no a 身份证号 or 统一社会信用代码."""
CAUSE = _of_file("cause", "案由")
CASE_NO = _of_file("case_no", "案号")
CASE = (CASE_NO, CAUSE)
OFFICERS = Field(
    "officers",
    "执法人员",
    FieldKind.ROWS,
    is_required=True,
    columns=(("name", "姓名"), ("certificate_no", "执法证号")),
)
OPINIONS = rows(
    "opinions", "审批意见", ("title", "审批人"), ("name", "姓名"), ("opinion", "意见"), ("on", "日期")
)
"""Filled from the answers of an approval, in the order of its chain."""
THINGS = rows(
    "things",
    "物品",
    ("name", "名称"),
    ("specification", "规格"),
    ("quantity", "数量"),
    ("condition", "状况"),
    ("place", "存放地点"),
    must=True,
)
PAPERS = rows("papers", "材料", ("name", "名称"), ("count", "份数"), ("pages", "页数"), must=True)
EVIDENCE = rows("evidence", "证据", ("name", "名称"), ("proves", "证明内容"), must=True)
FACTS = long("facts", "违法事实", must=True)
VIOLATED = text("violated", "违反的条款", must=True)
BASIS = text("basis", "依据", must=True)
REASON = long("reason", "理由", must=True)
RIGHTS_PHONE = text("phone", "联系电话")
CONTACT = (text("contact", "联系人"), RIGHTS_PHONE, text("office_address", "机关地址"))
REVIEW_AGENCY = text("review_agency", "行政复议机关", must=True)
COURT = text("court", "人民法院", must=True)
REMEDIES = (REVIEW_AGENCY, COURT)
