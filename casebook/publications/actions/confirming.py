"""A second officer agrees to what was proposed, or returns it; with the agreement text and PDF are frozen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.documents.making import make_pdf
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.publications.actions.proposing import draft_of
from casebook.publications.actions.steps import Move, end_clock, hold, move
from casebook.publications.rules import PublicationState, check_second, check_words
from casebook.publications.rules.paper import redacted_sheet, text_of
from casebook.storage import actions as storage
from casebook.storage.rules import LIMITS, PDF, MediaKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.rules.sheet import Sheet
    from casebook.publications.models import Publication

MARK = "公示文本：依法不公开的内容已经隐去"


def confirm(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    demo_mark: str = "",
    base_version: int | None = None,
) -> Publication:
    """Agree to a proposal as another officer: the text is frozen with its PDF, or nothing is published.

    RuleBroken `publication_same_person` for who proposed it, `publication_text_changed` when the decision
    no longer gives the text that was proposed.
    """
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_DECIDE, base_version=base_version)
    if row.state is not PublicationState.PROPOSED:
        raise RuleBroken("publication_out_of_order", state=row.state, to=PublicationState.CONFIRMED)
    check_second(row.proposed_by_id, actor.officer_id)
    row.confirmed_at, row.confirmed_by_id, row.confirmed_by = now, actor.officer_id, actor.name
    on = local_day(now)
    if row.ground is not None:
        taken = Move(
            PublicationState.EXEMPT, on, "同意不予公示", "publication:exempt", {"ground": row.ground}
        )
        move(session, row, taken, actor=actor, now=now)
        end_clock(session, row, actor=actor, now=now, on=None, reason=row.ground_reason)
        return row
    _freeze(session, row, demo_mark, now)
    facts = {"hash": row.text_hash, "pdf": row.pdf_hash}
    taken = Move(PublicationState.CONFIRMED, on, "复核公示文本，文本固定", "publication:confirm", facts)
    move(session, row, taken, actor=actor, now=now)
    return row


def return_proposal(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: Publication,
    reason: str,
    base_version: int | None = None,
) -> Publication:
    """Send a proposal back, or open a frozen text again before it is published; the clock goes on."""
    hold(session, row, actor=actor, permission=Permission.PUBLICATION_DECIDE, base_version=base_version)
    words = check_words(reason)
    row.confirmed_at = row.confirmed_by_id = row.text_hash = row.pdf_hash = None
    row.confirmed_by = ""
    taken = Move(PublicationState.OWED, local_day(now), f"退回修改：{words}", "publication:return")
    move(session, row, taken, actor=actor, now=now)
    return row


def _freeze(session: Session, row: Publication, demo_mark: str, now: datetime) -> None:
    sheet = _published_sheet(session, row, demo_mark)
    made, _pages = make_pdf(sheet)
    limit = LIMITS[MediaKind.DOCUMENT]
    kept = storage.keep_made(session, stream=BytesIO(made), limit=limit, media_type=PDF.type, now=now)
    body = canonical_json(
        {
            "number": row.number,
            "agency": row.agency,
            "party": row.shown_party,
            "cause": row.shown_cause,
            "decided_on": row.decided_on,
            "text": row.text,
        }
    )
    row.text_hash, row.pdf_hash = digest(body), kept.hash


def _published_sheet(session: Session, row: Publication, demo_mark: str) -> Sheet:
    """Return the sheet to print; it says what was proposed, word for word."""
    mark = f"{demo_mark}　{MARK}" if demo_mark else MARK
    sheet = redacted_sheet(draft_of(session, row).sheet, row.cuts, mark=mark)
    if text_of(sheet) != row.text:
        raise RuleBroken("publication_text_changed")
    return sheet
