"""Lead seals (铅封): put on, found broken, opened, renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.volumes.models import MeterSeal
from casebook.volumes.queries.meters import find_seal, spans_about
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.metering import SealEnd, check_here, check_seal, check_seal_end

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.models import Meter
    from casebook.wells.models import Well


def put_seal(
    session: Session, *, actor: Actor, now: datetime, well: Well, meter: Meter, number: str, on: date
) -> MeterSeal:
    """Put a lead seal on a meter of a well; one that is still there counts as renewed. Audited.

    RuleBroken: `seal_number_missing`, `seal_same_number`, those of `check_seal`.
    """
    former = _hold(session, actor, well, meter)
    word = read_key(number)
    if not word:
        raise RuleBroken("seal_number_missing", field="number")
    if former is not None and former.number == word:
        raise RuleBroken("seal_same_number", field="number", seal=word)
    check_seal(put_on=on, former_put_on=former.put_on if former else None, today=local_day(now))
    if former is not None:
        former.ended_on, former.ending = on, SealEnd.RENEWED
        session.flush()
    said = {"number": word, "put_on": on, "put_by": actor.name, "recorded_at": now}
    seal = MeterSeal(county_code=well.county_code, meter_id=meter.id, **said)
    session.add(seal)
    meter.seal_no = word
    session.flush()
    before = {"seal": former.number} if former else None
    after = {"seal": word, "put_on": on.isoformat()}
    subject = Subject("meter", meter.id, meter.number, well.division_code)
    record(session, actor=actor, now=now, action="meter:seal", subject=subject, before=before, after=after)
    return seal


def end_seal(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    meter: Meter,
    on: date,
    ending: SealEnd,
    note: str,
) -> MeterSeal:
    """Write down that the seal of a meter was found broken, or opened by who may. Audited.

    RuleBroken: `seal_none`, `seal_note_missing`, those of `check_seal_end`.
    """
    seal = _hold(session, actor, well, meter)
    if seal is None or ending is SealEnd.RENEWED:
        raise RuleBroken("seal_none", field="ending")
    if not note.strip():
        raise RuleBroken("seal_note_missing", field="note")
    check_seal_end(put_on=seal.put_on, ended_on=on, today=local_day(now))
    seal.ended_on, seal.ending, seal.note = on, ending, note.strip()
    meter.seal_no = ""
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="meter:unseal",
        subject=Subject("meter", meter.id, meter.number, well.division_code),
        before={"seal": seal.number},
        after={"ending": ending.value, "on": on.isoformat(), "note": seal.note},
    )
    return seal


def open_seal(session: Session, meter: Meter, on: date, today: date) -> None:
    """End the seal of a meter that is taken away: the act that is audited is the taking."""
    seal = find_seal(session, meter.id)
    if seal is not None:
        check_seal_end(put_on=seal.put_on, ended_on=on, today=today)
        seal.ended_on, seal.ending = on, SealEnd.OPENED
    meter.seal_no = ""


def _hold(session: Session, actor: Actor, well: Well, meter: Meter) -> MeterSeal | None:
    """Lock the meter and return the seal that is on it; refused when it is on another well by now."""
    actor.need(Permission.METER_EDIT)
    actor.need_reach(well.division_code, "well", well.code)
    session.refresh(meter, with_for_update=True)
    check_here(spans_about(session, well, meter.id), well=well.code, meter=meter.number)
    return find_seal(session, meter.id)
