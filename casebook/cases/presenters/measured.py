"""How the amounts of a proposal came about, line by line: law, level, factors, fine, illegal gains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.cases.acts import Handling
from casebook.cases.rules.folding import MEMBERS, last, proposal_of
from casebook.parties import presenters as parties
from casebook.penalties.rules import Condition
from casebook.penalties.rules.leniency import ARTICLES, GAINS_ARTICLE, LEVEL_ARTICLE, Factor, Weight
from casebook.web.formats import yuan
from casebook.web.labels import label
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.cases.acts import Measured, Proposal
    from casebook.cases.queries.file import CaseFile


@dataclass(frozen=True)
class AmountLine:
    """One step of the reckoning."""

    title: str
    words: str
    article: str = ""


def amount_lines(file: CaseFile) -> list[AmountLine]:
    """Return how the newest proposal of a case measures its penalty; empty where none is proposed."""
    entry = last(file.entries, *MEMBERS)
    proposal = proposal_of(entry.kind, entry.act) if entry else None
    if proposal is None or proposal.outcome is not Handling.PENALTY or not proposal.tier:
        return []
    return [*_law(proposal), *_weighed(proposal), *_amounts(file, proposal)]


def _law(proposal: Proposal) -> Iterator[AmountLine]:
    tier = str(label(Condition(proposal.tier)))
    measured = proposal.measured
    words = with_aside(tier, _span(measured.least_fen, measured.most_fen)) if measured else tier
    yield AmountLine(str(_("法定幅度")), words, proposal.basis)
    if measured is not None and measured.owed_fen:
        yield AmountLine(str(_("按倍数计算的欠缴数额")), str(_("%(yuan)s 元", yuan=yuan(measured.owed_fen))))
    if measured is not None:
        yield AmountLine(str(_("裁量等级")), _level(measured), LEVEL_ARTICLE)


def _level(measured: Measured) -> str:
    if not measured.level:
        return str(_("没有套用裁量基准"))
    return with_aside(measured.level, _span(measured.level_least_fen, measured.level_most_fen))


def _weighed(proposal: Proposal) -> Iterator[AmountLine]:
    for one in proposal.factors:
        factor = Factor(one)
        yield AmountLine(str(_("情形")), str(label(factor)), ARTICLES[factor])
    if proposal.factors or proposal.weight != Weight.NORMAL:
        yield AmountLine(str(_("裁量")), str(label(Weight(proposal.weight))))


def _amounts(file: CaseFile, proposal: Proposal) -> Iterator[AmountLine]:
    names = {one.id: parties.masked(one).name for one in file.parties}
    for fine in proposal.fines:
        title = _("对%(name)s的罚款", name=names.get(fine.party, "—"))
        yield AmountLine(str(title), str(_("%(yuan)s 元", yuan=yuan(fine.fen))))
    if proposal.confiscated_fen:
        words = _(
            "%(yuan)s 元（所得 %(gains)s 元，已退赔 %(refunded)s 元）",
            yuan=yuan(proposal.confiscated_fen),
            gains=yuan(proposal.gains_fen),
            refunded=yuan(proposal.refunded_fen) or "0",
        )
        yield AmountLine(str(_("没收违法所得")), str(words), GAINS_ARTICLE)


def _span(least_fen: int, most_fen: int) -> str:
    return str(_("%(least)s–%(most)s 元", least=yuan(least_fen), most=yuan(most_fen)))
