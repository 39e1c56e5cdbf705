"""Previews of originals, and the hourly seal of who looked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.audit import actions as audit
from casebook.audit import queries as audit_queries
from casebook.db.chain import append_each
from casebook.evidence import pictures, queries
from casebook.evidence.actions.custody import draft_of
from casebook.evidence.models import CustodyEntry, EvidenceDerivative
from casebook.evidence.rules import SUBJECT_KIND, CustodyAct, DerivativeKind
from casebook.storage import actions as storage
from casebook.storage import queries as files

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.audit.queries import Look
    from casebook.db.chain import Draft
    from casebook.evidence.models import EvidenceItem


def make_preview(session: Session, *, item_id: UUID, now: datetime) -> EvidenceDerivative | None:
    """Make and keep the picture that pages show of an item; None when its bytes cannot be decoded."""
    item = queries.load_item(session, item_id)
    if item.preview is not None:
        return item.preview
    with files.open_file(item.file_hash) as original:
        picture = pictures.make_preview(original)
    if picture is None:
        return None
    kept = storage.keep_made(
        session, stream=io.BytesIO(picture), limit=len(picture), media_type=pictures.PREVIEW_TYPE, now=now
    )
    made = EvidenceDerivative(item_id=item.id, kind=DerivativeKind.PREVIEW, file_hash=kept.hash, made_at=now)
    session.add(made)
    session.flush()
    return made


def seal_looks(session: Session, *, now: datetime) -> int:
    """Seal the access log into the audit, and looks at evidence into the items' custody; return how many."""
    count = 0
    for seal in audit.seal_access_log(session, now=now):
        looks = audit_queries.list_looks_of_seal(session, seal.id, SUBJECT_KIND)
        items = queries.items_by_id(session, {look.subject.id for look in looks})
        drafts = [_seen(items[look.subject.id], look, seal.id) for look in looks]
        append_each(session, CustodyEntry, drafts)
        count += len(drafts)
    return count


def _seen(item: EvidenceItem, look: Look, seal_id: UUID) -> tuple[str, Draft]:
    facts = {
        "look": look.id,
        "what": look.what,
        "by": look.actor_name,
        "device": look.device,
        "sealed_by": seal_id,
    }
    draft = draft_of(item, CustodyAct.VIEWED, look.at, look.actor_id, facts)
    return queries.custody_chain(item.id), draft
