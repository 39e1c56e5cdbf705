"""Papers of a baseline or a claim: added while it may still be changed, never taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.claims import rules
from casebook.claims.actions.baselines import subject_of_baseline
from casebook.claims.actions.claims import subject_of_claim
from casebook.claims.models import Baseline, ClaimPaper
from casebook.claims.rules import BaselineStatus
from casebook.kernel.errors import RuleBroken
from casebook.storage.actions import store_scan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.models import Claim
    from casebook.storage.actions import Scan


def add_paper(
    session: Session, *, actor: Actor, now: datetime, about: Baseline | Claim, title: str, scan: Scan
) -> ClaimPaper:
    """Add a picture or PDF of a paper; refused once the baseline is locked or the claim was handed in."""
    actor.need(Permission.CLAIM_EDIT)
    is_baseline = isinstance(about, Baseline)
    subject = subject_of_baseline(about) if isinstance(about, Baseline) else subject_of_claim(about)
    actor.need_reach(about.division_code, subject.kind, subject.id)
    session.refresh(about, with_for_update={"of": type(about)})
    if about.status is not BaselineStatus.DRAFT and about.status not in rules.OPEN:
        raise RuleBroken("paper_too_late", field="scan")
    if not title.strip():
        raise RuleBroken("paper_untitled", field="title")
    paper = ClaimPaper(
        county_code=about.county_code,
        baseline_id=about.id if is_baseline else None,
        claim_id=None if is_baseline else about.id,
        title=title.strip(),
        file_hash=store_scan(session, scan=scan, now=now),
        file_name=scan.safe_name,
        added_by=actor.name,
        added_at=now,
    )
    session.add(paper)
    session.flush()
    after = {"title": paper.title, "file": paper.file_hash}
    record(session, actor=actor, now=now, action="claim_paper:add", subject=subject, after=after)
    session.flush()
    return paper
