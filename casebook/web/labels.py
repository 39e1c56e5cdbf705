"""The words that people read for enum members and for broken rules; features hand theirs in by wiring."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.kernel.errors import RuleBroken
from casebook.web.wording import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.kernel.errors import CasebookError

# Keyed by kind as well: members of two enums with the same value are equal, their words need not be.
_labels: dict[tuple[type, str], object] = {}
MESSAGES: dict[str, object] = {
    "not_found": _l("没有这条记录，或者它不在你的辖区内。"),
    "permission_missing": _l("你的角色不能做这件事。"),
    "endpoint_undeclared": _l("这个地址没有写明谁可以用，已拒绝。"),
    "choice_missing": _l("请从列表中选择一项。"),
    "not_signed_in": _l("请先登录。"),
    "password_must_change": _l("请先在网页上修改初始密码。"),
    "device_header_missing": _l("请求没有说明是哪台平板发来的；请在平板外业应用里操作。"),
    "append_only": _l("%(table)s 的记录只能追加，不能修改或删除；要更正请冲销后重记。"),
    "refused": _l("有 %(count)s 处不符合规定。"),
    "changed_meanwhile": _l("别人刚刚改过同一内容，这次没有保存。请打开最新内容，核对后再做。"),
    "value_does_not_fit": _l("有一项内容太长，或者数字、日期超出了范围，没有保存。"),
    "rights_missing": _l(
        "应用账户没有权限读表：%(reason)s。以表的所有者身份运行 casebook db grant 重新授权。"
    ),
    "database_unreachable": _l("数据库连不上，或者正忙：%(reason)s。运行 casebook doctor 可查看原因。"),
    "schema_missing": _l("数据库里还没有表。请先运行 casebook init，或者 make run。"),
    "schema_behind": _l("数据库的表结构是 %(revision)s，程序需要 %(head)s。请先备份，再运行 casebook init。"),
    "schema_foreign": _l("数据库的表结构 %(revision)s 来自更新的程序，本程序只到 %(head)s。请换用新程序。"),
    "cursor_invalid": _l("翻页地址不完整，请从列表第一页开始。"),
}
"""For what the layers below the features refuse."""

_messages: dict[str, object] = dict(MESSAGES)


def register(
    labels: Mapping[type[StrEnum], Mapping[StrEnum, object]], messages: Mapping[str, object]
) -> None:
    """Take a feature's words."""
    for kind, words in labels.items():
        _labels.update({(kind, member.value): text for member, text in words.items()})
    _messages.update(messages)


def label(value: object) -> str:
    """Return the words for an enum member; other values as they are, nothing for None."""
    if value is None:
        return ""
    found = _labels.get((type(value), value)) if isinstance(value, str) else None
    return str(value if found is None else found)


def enums() -> dict[str, type[StrEnum]]:
    """Return every enum that has words, by its name."""
    return {kind.__name__: kind for kind, _value in _labels if issubclass(kind, StrEnum)}


def choices(kind: type[StrEnum], *, blank: str | None = None) -> list[tuple[str, str]]:
    """Return (value, words) of an enum's members for a select field; `blank` adds an empty first choice."""
    first = [] if blank is None else [("", blank)]
    return first + [(member.value, label(member)) for member in kind]


def message(error: CasebookError) -> str:
    """Return what to tell a person about a refusal; a broken constraint may have words of its own.

    The article of a broken rule is at hand for the words as `article`.
    """
    text = _messages.get(str(error.facts.get("constraint")), _messages.get(error.code))
    if text is None:
        return str(_("不符合规定：%(code)s", code=str(error)))
    facts = {name: label(value) for name, value in error.facts.items()}
    if isinstance(error, RuleBroken) and error.article:
        facts["article"] = cited(error.article)
    return str(text) % facts if facts else str(text)
