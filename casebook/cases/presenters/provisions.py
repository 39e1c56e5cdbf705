"""The provisions that fit a case, as a form offers them: the proposed one first, each with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.cases.actions.proposing import list_matches, proposed_match

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.penalties.rules import Match


def offered_provisions(session: Session, file: CaseFile, *, on: date) -> list[tuple[str, str]]:
    """Return (key, words) of every provision that matches, in order of rank; the first is proposed."""
    matches = list_matches(session, file, on=on)
    proposed = proposed_match(matches)
    known = {one.key: one for each in matches for one in (*each.ranked, *each.later)}
    if proposed is None:
        return [("", _("没有适用的处罚条款"))]
    rest = [(key, _words(one)) for key, one in known.items() if key != proposed.key]
    return [("", _("%(words)s（系统建议）", words=_words(proposed))), *rest]


def _words(one: Match) -> str:
    span = f"{one.fine.min_yuan:,}–{one.fine.max_yuan:,}" if one.fine else "—"
    return str(
        _("%(id)s %(citation)s：%(span)s 元", id=one.provision.id, citation=one.basis.citation, span=span)
    )
