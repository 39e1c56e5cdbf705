"""What a form of a proposal offers: the provisions that fit, each with its range, and the county's levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.cases.actions.proposing import list_matches, proposed_match
from casebook.penalties import queries as penalties
from casebook.web.formats import yuan
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.penalties.models import DiscretionLevel
    from casebook.penalties.rules import Match, Matches


@dataclass(frozen=True)
class Offered:
    """Choices of a proposal's form."""

    provisions: list[tuple[str, str]]
    """(key, words) in order of rank; the first is proposed and has no key."""
    levels: list[tuple[str, str]]
    """(id, words) of the levels that hold on the day for any of them."""


def offered(session: Session, file: CaseFile, *, on: date) -> Offered:
    """Return what may be chosen for the problems of a case on a day."""
    matches = list_matches(session, file, on=on)
    known = _known(matches)
    pens = {one.provision.id for one in known.values()}
    levels = [
        one
        for one in penalties.list_levels(session, file.case.county_code)
        if one.pen_id in pens and one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    ]
    return Offered(_provisions(matches), [(str(one.id), _level(one)) for one in levels])


def every_provision(matches: Sequence[Matches]) -> list[tuple[str, str]]:
    """Return (key, words) of every provision that matches, by its own key."""
    found = [(key, _words(one)) for key, one in _known(matches).items()]
    return found or [("", str(_("没有适用的处罚条款")))]


def _known(matches: Sequence[Matches]) -> dict[str, Match]:
    return {one.key: one for each in matches for one in (*each.ranked, *each.later)}


def _provisions(matches: Sequence[Matches]) -> list[tuple[str, str]]:
    proposed = proposed_match(matches)
    if proposed is None:
        return [("", str(_("没有适用的处罚条款")))]
    rest = [(key, _words(one)) for key, one in _known(matches).items() if key != proposed.key]
    return [("", str(_("%(words)s（系统建议）", words=_words(proposed)))), *rest]


def _words(one: Match) -> str:
    span = f"{one.fine.min_yuan:,}–{one.fine.max_yuan:,}" if one.fine else "—"
    return str(
        _("%(id)s %(citation)s：%(span)s 元", id=one.provision.id, citation=one.basis.citation, span=span)
    )


def _level(one: DiscretionLevel) -> str:
    return str(
        _(
            "%(pen)s %(condition)s，%(level)s：%(least)s–%(most)s 元（%(doc)s）",
            pen=one.pen_id,
            condition=label(one.condition),
            level=one.level,
            least=yuan(one.min_fen),
            most=yuan(one.max_fen),
            doc=one.doc_no,
        )
    )
