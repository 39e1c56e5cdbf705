"""The work ledger (一本账) as a sheet: the columns of rules.md 9, in that order and by those names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.cases.rules import Disposition
from casebook.parties.presenters import masked, plain
from casebook.web.formats import yes_no
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.web.wording import clauses, labelled, listed, with_aside
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from casebook.parties.presenters import PartyView
    from casebook.reports.queries import LedgerLine

SHORT_HASH = 16
"""Digits of a hash by which an item of evidence is called."""
WHO_ABSTRACTS = (PartyRole.USER, PartyRole.MANAGER, PartyRole.OWNER)
"""The user of a well, or who stands for it where no user is registered."""


def work_ledger_columns(*, show_personal: bool) -> list[SheetColumn]:
    """Return the columns of the work ledger; without `show_personal` what is personal is masked."""
    return [*_where(), *_who(show_personal=show_personal), *_what(), *_mending(), *_ending()]


def _column(header: str, value: Callable[[LedgerLine], Any], width: int = 12) -> SheetColumn:
    return SheetColumn(header, value, width)  # type: ignore[arg-type]  # the rows are LedgerLine


def _where() -> list[SheetColumn]:
    return [
        _column(_("序号"), lambda line: line.number, 6),
        _column(_("问题编号"), lambda line: line.problem.number, 22),
        _column(_("乡镇"), lambda line: line.township),
        _column(_("村"), lambda line: line.well.village),
        _column(_("井编号"), lambda line: line.well.code, 20),
    ]


def _who(*, show_personal: bool) -> list[SheetColumn]:
    shown = plain if show_personal else masked

    def of_party(what: Callable[[PartyView], str]) -> Callable[[LedgerLine], str]:
        return lambda line: listed(what(shown(party)) for party in _abstractors(line))

    return [
        _column(_("取水单位/人"), of_party(lambda view: view.name), 24),
        _column(_("USCC/ID"), of_party(lambda view: view.identifier), 22),
        _column(_("联系人电话"), of_party(lambda view: view.phone), 14),
    ]


def _abstractors(line: LedgerLine) -> list[Any]:
    return next((line.parties[role] for role in WHO_ABSTRACTS if line.parties.get(role)), [])


def _what() -> list[SheetColumn]:
    return [
        _column(_("坐标"), lambda line: f"{line.well.lon:.6f}°E, {line.well.lat:.6f}°N", 26),
        _column(_("用途"), lambda line: label(line.well.use)),
        _column(_("层位"), lambda line: label(line.well.aquifer)),
        _column(_("发现日期"), lambda line: line.problem.found_on),
        _column(_("发现方式"), lambda line: label(line.problem.found_how)),
        _column(_("问题码"), lambda line: line.problem.code, 8),
        _column(_("描述"), lambda line: line.problem.description, 40),
        _column(_("依据"), lambda line: line.problem.basis, 24),
        _column(_("分类"), lambda line: label(line.problem.problem_class), 8),
    ]


def _mending() -> list[SheetColumn]:
    return [
        _column(_("责任单位"), lambda line: line.problem.responsible_unit, 22),
        _column(_("责任人"), lambda line: line.officer),
        _column(_("整改措施"), _measures, 40),
        _column(_("整改时限"), lambda line: line.due_on),
        _column(_("进展"), lambda line: label(line.problem.status)),
        _column(_("完成日期"), lambda line: line.problem.rectified_on),
        _column(_("验收人"), lambda line: line.verifier),
        _column(_("证据号"), lambda line: listed(map(_short, line.papers)), 24),
    ]


def _measures(line: LedgerLine) -> str:
    """Return what was ordered, else how it was put right, else how it is to be dealt with."""
    ordered = [labelled(label(one.kind), with_aside(one.demand, one.order_no)) for one in line.measures]
    return clauses(ordered) or line.problem.rectification or label(line.problem.disposition)


def _short(file_hash: str) -> str:
    return file_hash.partition(":")[2][:SHORT_HASH]


def _ending() -> list[SheetColumn]:
    return [
        _column(_("是否立案"), lambda line: yes_no(line.case is not None), 8),
        _column(_("案号"), lambda line: line.case.number if line.case else "", 22),
        _column(_("是否移送"), lambda line: yes_no(_is_transferred(line)), 8),
        _column(_("销号日期"), lambda line: line.problem.struck_off_on),
        _column(_("回头看日期"), lambda line: line.followed_up_on),
        _column(_("备注"), _remark, 30),
    ]


def _is_transferred(line: LedgerLine) -> bool:
    return line.problem.disposition is Disposition.TRANSFER or line.problem.transferred_on is not None


def _remark(line: LedgerLine) -> str:
    """Return the remark, after what the sheet has no column for: that it came back, and who has it now."""
    told = [_("再犯第 %(n)s 次", n=line.problem.relapses)] if line.problem.relapses else []
    if line.problem.transferred_to:
        told.append(_("移送 %(to)s", to=line.problem.transferred_to))
    return clauses([*told, *([line.problem.remark] if line.problem.remark else [])])
