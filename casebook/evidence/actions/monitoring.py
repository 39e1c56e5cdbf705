"""Electronic monitoring devices: adding, publishing their place, reviewing, and citing one on a card."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.evidence import queries
from casebook.evidence.actions.custody import as_subject, need_open
from casebook.evidence.models import MonitoringDevice, MonitoringReview
from casebook.evidence.rules import REVIEWERS, EvidenceKind, check_review
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import Review


def add_device(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    name: str,
    place: str,
    division_code: str,
) -> MonitoringDevice:
    """Take a device into the register; whoever keeps evidence may."""
    actor.need(Permission.EVIDENCE_EDIT)
    actor.need_reach(division_code, "division", division_code)
    if queries.find_device_by_number(session, actor.county_code, number.strip()) is not None:
        raise RuleBroken("monitoring_number_taken", field="number", number=number.strip())
    device = MonitoringDevice(
        county_code=actor.county_code,
        number=number.strip(),
        name=name.strip(),
        place=place.strip(),
        division_code=division_code,
        added_by=actor.name,
        added_at=now,
    )
    session.add(device)
    session.flush()
    record(session, actor=actor, now=now, action="monitoring:add", subject=_subject(device))
    return device


def publish_location(
    session: Session, *, actor: Actor, now: datetime, device: MonitoringDevice, on: date, where: str
) -> None:
    """Say when and where a device's place was made public (处罚法 41)."""
    actor.need(Permission.EVIDENCE_EDIT)
    actor.need_reach(device.division_code, "monitoring", device.id)
    if on > local_day(now):
        raise RuleBroken("publication_in_future", field="published_on", on=on)
    if not where.strip():
        raise RuleBroken("publication_needs_where", field="published_where")
    before = {"on": device.published_on, "where": device.published_where}
    device.published_on, device.published_where = on, where.strip()
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="monitoring:publish",
        subject=_subject(device),
        before=before,
        after={"on": on, "where": device.published_where},
    )


def review_device(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device: MonitoringDevice,
    review: Review,
    paper: str,
    remark: str,
) -> MonitoringReview:
    """Record a legal review (by a legal reviewer) or a technical one (by a case head)."""
    actor.need(Permission.EVIDENCE_REVIEW)
    actor.need_reach(device.division_code, "monitoring", device.id)
    if not actor.is_operator and REVIEWERS[review.kind] not in actor.roles:
        raise Forbidden("review_of_other_role", kind=review.kind)
    check_review(review.kind, review.reviewed_on, review.valid_from, review.valid_to, local_day(now))
    if not paper.strip():
        raise RuleBroken("review_needs_paper", field="paper")
    row = MonitoringReview(
        county_code=device.county_code,
        device_id=device.id,
        paper=paper.strip(),
        remark=remark.strip(),
        reviewer_id=actor.officer_id,
        reviewer_name=actor.name,
        recorded_at=now,
        **asdict(review),
    )
    session.add(row)
    session.flush()
    session.expire(device, ["reviews"])
    record(
        session,
        actor=actor,
        now=now,
        action="monitoring:review",
        subject=_subject(device),
        after=asdict(review),
    )
    return row


def cite_device(
    session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, device: MonitoringDevice | None
) -> None:
    """Say on an open item's card which device its data come from, or that they come from none."""
    actor.need(Permission.EVIDENCE_EDIT)
    need_open(actor, item)
    if device is not None:
        actor.need_reach(device.division_code, "monitoring", device.id)
        if item.kind is not EvidenceKind.ELECTRONIC:
            raise RuleBroken("device_needs_electronic", field="device")
    before = item.monitoring_device_id
    item.monitoring_device_id = device.id if device else None
    session.flush()
    session.expire(item, ["monitoring_device"])
    record(
        session,
        actor=actor,
        now=now,
        action="evidence:cite_device",
        subject=as_subject(item),
        before={"device": before},
        after={"device": item.monitoring_device_id},
    )


def _subject(device: MonitoringDevice) -> Subject:
    return Subject("monitoring", device.id, device.number, device.division_code)
