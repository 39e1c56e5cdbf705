"""One officer proposes what of a decision is hidden, or that it is not published at all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.documents.queries import find_document
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound, Refused, RuleBroken
from casebook.kernel.hashing import canonical_json
from casebook.parties.rules import is_personal
from casebook.publications import queries
from casebook.publications.actions.steps import Move, hold, move
from casebook.publications.actions.texts import sheet_of_decision
from casebook.publications.rules import (
    Cut,
    CutKind,
    Ground,
    PublicationState,
    added_cuts,
    check_ground,
    check_words,
    known_of_paper,
    leaks,
    proposed_cuts,
    redacted,
)
from casebook.publications.rules.paper import text_of
from casebook.publications.rules.redaction import shown_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.models import Document
    from casebook.documents.rules.sheet import Sheet
    from casebook.publications.models import Publication
    from casebook.publications.rules import Known

_ADDED = {"confidential": CutKind.CONFIDENTIAL, "minors": CutKind.MINOR, "others": CutKind.OTHER}


@dataclass(frozen=True)
class Draft:
    """A decision before anything is hidden, with what the rules would hide of it."""

    sheet: Sheet
    text: str
    known: tuple[Known, ...]
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """What an officer makes of the proposal: phrases let stay with the reason, and further ones to hide.

    `confidential`, `minors` and `others` hold one phrase a line, as the text has it.
    """

    kept: frozenset[str] = frozenset()
    kept_reason: str = ""
    confidential: str = ""
    minors: str = ""
    others: str = ""


def draft_of(session: Session, row: Publication) -> Draft:
    """Return the decision's whole text with what the rules propose to hide; a look at personal data."""
    decision = decision_of(session, row)
    sheet = sheet_of_decision(session, decision)
    known = (
        *queries.list_known(session, row.case, row.decided_on),
        *known_of_paper(decision.contents, row.decided_on),
    )
    text = text_of(sheet)
    return Draft(sheet, text, known, proposed_cuts(text, known))


def decision_of(session: Session, row: Publication) -> Document:
    """Return the paper that is published."""
    found = find_document(session, row.document_id)
    if found is None:
        raise NotFound("document", row.document_id)
    return found


def propose_text(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    redaction: Redaction,
    base_version: int | None = None,
) -> Publication:
    """Propose the text to publish; a second officer has to agree.

    Refused names every phrase that the text lacks and every one that may not stay.
    """
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_EDIT, base_version=base_version)
    draft = draft_of(session, row)
    cuts, kept = _chosen(draft, redaction)
    text = redacted(draft.text, cuts)
    _check_leaks(text, draft.known)
    row.text, row.cuts_json, row.kept_json = text, _kept_as(cuts), _kept_as(kept)
    row.kept_reason = check_words(redaction.kept_reason, field="kept_reason") if kept else ""
    row.ground, row.ground_reason = None, ""
    row.shown_party = _shown_parties(session, row, cuts)[:300]
    row.shown_cause = redacted(row.cause_words, cuts)[:200]
    _propose(row, actor, now)
    what = f"提出公示文本：隐去 {len(cuts)} 处内容"
    facts = {"cuts": len(cuts), "kept": len(kept)}
    taken = Move(PublicationState.PROPOSED, local_day(now), what, "publication:propose", facts)
    move(session, row, taken, actor=actor, now=now)
    return row


def propose_exemption(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    ground: Ground,
    reason: str,
    base_version: int | None = None,
) -> Publication:
    """Propose that a decision is not published, on a ground; a second officer has to agree."""
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_EDIT, base_version=base_version)
    check_ground(ground, is_gone=queries.is_gone(session, row))
    words = check_words(reason)
    row.text, row.cuts_json, row.kept_json, row.kept_reason = "", "[]", "[]", ""
    row.shown_party = row.shown_cause = ""
    row.ground, row.ground_reason = ground, words
    _propose(row, actor, now)
    facts = {"ground": ground}
    what = f"提出不予公示：{words}"
    taken = Move(PublicationState.PROPOSED, local_day(now), what, "publication:propose_exemption", facts)
    move(session, row, taken, actor=actor, now=now)
    return row


def _propose(row: Publication, actor: Actor, now: datetime) -> None:
    row.proposed_at, row.proposed_by_id, row.proposed_by = now, actor.officer_id, actor.name


def _chosen(draft: Draft, redaction: Redaction) -> tuple[tuple[Cut, ...], tuple[Cut, ...]]:
    """Return what is hidden and what is let stay; Refused where a phrase is none of the text, or must go."""
    wrong: list[RuleBroken] = []
    added: list[Cut] = []
    for name, kind in _ADDED.items():
        cuts, strange = added_cuts(draft.text, kind, getattr(redaction, name))
        added += cuts
        wrong += [RuleBroken("publication_phrase_unknown", field=name, phrase=one) for one in strange]
    kept = tuple(one for one in draft.cuts if one.phrase in redaction.kept)
    wrong += [RuleBroken("publication_must_hide", field="kept", kind=one.kind) for one in kept if one.is_must]
    if wrong:
        raise Refused(wrong)
    hidden = {one.phrase: one for one in draft.cuts if one.phrase not in redaction.kept}
    hidden |= {one.phrase: one for one in added}
    return tuple(hidden.values()), kept


def _check_leaks(text: str, known: Iterable[Known]) -> None:
    left = leaks(text, known)
    if left:
        raise RuleBroken("publication_leaks", field="others", kind=left[0].kind)


def _shown_parties(session: Session, row: Publication, cuts: Sequence[Cut]) -> str:
    """Return the parties as they are published: a private person never by the whole name, unless let stay."""
    kept = {one.phrase for one in row.kept}
    words = [
        shown_for(CutKind.NAME, one.name) if is_personal(one.kind) and one.name not in kept else one.name
        for one in queries.list_told(session, row)
    ]
    return "、".join(redacted(one, cuts) for one in words)


def _kept_as(cuts: Sequence[Cut]) -> str:
    return canonical_json([asdict(one) for one in cuts]).decode()
