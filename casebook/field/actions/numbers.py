"""Blocks of document numbers: kept for a device, topped up, given back, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.access.actor import Actor
from casebook.devices.actions import subject_of
from casebook.field.queries import packages as queries
from casebook.field.queries.packages import HeldNumber
from casebook.field.rules import packages as rules
from casebook.inspections.rules.papers import ORDER_SERIES
from casebook.kernel.errors import RuleBroken
from casebook.numbering import actions as numbering
from casebook.numbering.rules import NumberState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.devices.models import Device
    from casebook.inspections.filed import PaperForm

LONGEST_REASON = 200
MOST_RETURNED = 100
_SYSTEM = "system"
_EXPIRED = "外业工作包到期后未使用，自动作废"


def top_up(
    session: Session, *, actor: Actor, now: datetime, device: Device, years: Sequence[int]
) -> list[tuple[HeldNumber, PaperForm]]:
    """Return the numbers that a device takes along: what it holds, and new ones up to a full block.

    Nobody gets any who may not order. Texts are those of the agency of the device's officer.
    """
    if not actor.can(Permission.MEASURE_ORDER):
        return []
    held = queries.list_held(session, device.id, years)
    word = device.officer.agency.number_word
    found = []
    for year in years:
        for form, series in ORDER_SERIES.items():
            own = [one for one in held if (one.year, one.kind) == (year, series.kind)]
            texts = numbering.reserve(
                session,
                county_code=device.county_code,
                kind=series.kind,
                word=f"{word}{series.word}",
                year=year,
                count=max(0, rules.BLOCK - len(own)),
                subject=subject_of(device),
                now=now,
            )
            own += [HeldNumber(text, series.kind, year) for text in texts]
            found += [(number, form) for number in own]
    return found


def give_back(
    session: Session, *, actor: Actor, now: datetime, device: Device, texts: Sequence[str], reason: str
) -> list[str]:
    """Void numbers that a device does not need, and return them; what was voided before is voided.

    RuleBroken for numbers that the device was never given, or that a paper bears.
    """
    actor.need(Permission.FIELD_USE)
    if len(texts) > MOST_RETURNED or not reason.strip() or len(reason) > LONGEST_REASON:
        raise RuleBroken("numbers_return_unreadable", field="reason", most=MOST_RETURNED)
    for text in dict.fromkeys(texts):
        number = queries.find_held(session, county_code=device.county_code, device_id=device.id, text=text)
        if number is None:
            raise RuleBroken("number_not_of_device", field="numbers", number=text[:80])
        if number.state is NumberState.RESERVED:
            why = f"平板退回：{reason.strip()}"
            county_code = device.county_code
            numbering.void(session, actor=actor, county_code=county_code, text=text, reason=why, now=now)
    return list(dict.fromkeys(texts))


def void_expired(session: Session, *, now: datetime) -> int:
    """Void the numbers of devices whose last package ran out long ago; return how many."""
    count = 0
    for device_id, ends_at in queries.list_holders(session):
        if ends_at is not None and not rules.is_abandoned(ends_at, now):
            continue
        for number in queries.list_all_held(session, device_id):
            actor = Actor(None, _SYSTEM, None, "", number.county_code)
            county_code, text = number.county_code, number.text
            numbering.void(session, actor=actor, county_code=county_code, text=text, reason=_EXPIRED, now=now)
            count += 1
    return count
