"""The county's figures for publications: each change is a version of its own."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.publications import queries
from casebook.publications.models import PublicationSetting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.publications.rules import Figures

LONGEST_PAPER = 200


def set_figures(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    figures: Figures,
    paper: str,
    base_version: int | None = None,
) -> PublicationSetting:
    """Set the county's figures by a paper; clocks that run already stay as they are."""
    actor.need(Permission.PUBLICATION_SET)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    figures.check()
    if not paper.strip() or len(paper) > LONGEST_PAPER:
        raise RuleBroken("publication_needs_words", field="paper", most=LONGEST_PAPER)
    hold(session, f"publication_setting:{actor.county_code}")
    last = queries.last_version(session, actor.county_code)
    if base_version is not None and base_version != last:
        raise Conflict("publication_moved_meanwhile")
    facts = {**asdict(figures), "paper": paper.strip()}
    row = PublicationSetting(
        county_code=actor.county_code, version=last + 1, set_by=actor.name, set_at=now, **facts
    )
    session.add(row)
    session.flush()
    subject = Subject("publication_setting", row.id, f"v{row.version}", actor.county_code)
    record(session, actor=actor, now=now, action="publication_setting:set", subject=subject, after=facts)
    return row
