"""Sources of online meters: opened with a token that is shown once, changed, and believed no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import Conflict, Refused, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.volumes.models import MeterSource, MeterSourceWell
from casebook.volumes.queries.known import known_wells
from casebook.volumes.queries.sources import list_links
from casebook.volumes.rules import sources as rules
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.parser_settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.rules import ParserKind

LONGEST_NAME, LONGEST_REASON = 60, 400
MOST_PER_MINUTE = 6000
MOST_TOLD = 20
"""Lines that are told at once; the others follow when these are mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What an officer says of a source; `settings` as the form has them."""

    name: str
    parser: ParserKind
    settings: dict[str, Any]
    per_minute: int = 60


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A meter that a source may speak of, as it was typed; empty numbers are the register's."""

    line: int
    well: str
    meter_no: str = ""
    device_no: str = ""


def open_source(
    session: Session, *, actor: Actor, now: datetime, facts: SourceFacts
) -> tuple[MeterSource, str]:
    """Open a source and return it with its token, which is stored nowhere."""
    county_code = actor.county_code
    _allow(actor, county_code)
    token = rules.new_token()
    source = MeterSource(
        county_code=county_code,
        name=_name_of(session, county_code, facts.name),
        parser=facts.parser,
        settings=settings_of(facts.parser, facts.settings),
        per_minute=_rate_of(facts.per_minute),
        token_hash=rules.hash_of(token),
        token_hint=rules.hint_of(token),
        token_set_at=now,
        created_at=now,
        created_by=actor.name,
        revoked_reason="",
    )
    session.add(source)
    session.flush()
    _audit(session, actor, now, "meter_source:open", source, after=_shown(source))
    return source, token


def change_source(
    session: Session, *, actor: Actor, now: datetime, source: MeterSource, version: int, facts: SourceFacts
) -> MeterSource:
    """Change what a source is called and how it is read; its way of writing stays."""
    _allow(actor, source.county_code)
    held = _held(session, source)
    if held.version != version:
        raise Conflict("changed_meanwhile")
    before = _shown(held)
    held.name = _name_of(session, held.county_code, facts.name, but=held.id)
    held.settings = settings_of(held.parser, facts.settings)
    held.per_minute = _rate_of(facts.per_minute)
    held.version += 1
    session.flush()
    _audit(session, actor, now, "meter_source:change", held, before=before, after=_shown(held))
    return held


def renew_token(session: Session, *, actor: Actor, now: datetime, source: MeterSource) -> str:
    """Return a new token; the former one is not believed from now on."""
    _allow(actor, source.county_code)
    held = _held(session, source)
    if held.is_revoked:
        raise RuleBroken("source_revoked")
    token = rules.new_token()
    before = {"token": held.token_hint}
    held.token_hash, held.token_hint, held.token_set_at = rules.hash_of(token), rules.hint_of(token), now
    session.flush()
    _audit(
        session, actor, now, "meter_source:renew_token", held, before=before, after={"token": held.token_hint}
    )
    return token


def revoke_source(
    session: Session, *, actor: Actor, now: datetime, source: MeterSource, reason: str
) -> MeterSource:
    """Believe a source no more; its messages stay and can be read again."""
    _allow(actor, source.county_code)
    held = _held(session, source)
    if held.is_revoked:
        raise RuleBroken("source_revoked")
    if not reason.strip():
        raise RuleBroken("source_reason_missing", field="reason")
    held.revoked_at, held.revoked_by = now, actor.name
    held.revoked_reason = reason.strip()[:LONGEST_REASON]
    session.flush()
    _audit(session, actor, now, "meter_source:revoke", held, reason=held.revoked_reason)
    return held


def link_meters(
    session: Session, *, actor: Actor, now: datetime, source: MeterSource, lines: Sequence[LinkLine]
) -> int:
    """Let a source speak of these meters; return how many are new. All of the lines or none.

    Refused (field `lines`) line by line: an unknown well, one out of reach, no meter number on the
    register, a number that stands for another meter of the source.
    """
    _allow(actor, source.county_code)
    held = _held(session, source)
    new = _new_links(session, actor, held, lines)
    session.add_all(new)
    session.flush()
    if new:
        after = {"meters": [link.device_no for link in new]}
        _audit(session, actor, now, "meter_source:link", held, after=after)
    return len(new)


def _new_links(
    session: Session, actor: Actor, held: MeterSource, lines: Sequence[LinkLine]
) -> list[MeterSourceWell]:
    """Return the links that are not there yet; refused line by line."""
    known = known_wells(session, held.county_code, [read_key(one.well) for one in lines])
    present = {read_key(link.device_no): link for link in list_links(session, held.id)}
    faults: list[RuleBroken] = []
    new: list[MeterSourceWell] = []
    for one in lines:
        found = known.get(read_key(one.well))
        if found is None or not actor.reaches(found.division_code):
            faults.append(RuleBroken("source_well_unknown", field="lines", line=one.line, well=one.well))
            continue
        meter_no = read_key(one.meter_no) or found.meter_no
        if not meter_no:
            faults.append(RuleBroken("source_meter_missing", field="lines", line=one.line, well=one.well))
            continue
        device_no = read_key(one.device_no) or meter_no
        other = present.get(device_no)
        if other is None:
            link = MeterSourceWell(
                source_id=held.id, well_id=found.well_id, meter_no=meter_no[:40], device_no=device_no[:60]
            )
            present[device_no] = link
            new.append(link)
        elif (other.well_id, other.meter_no) != (found.well_id, meter_no):
            faults.append(RuleBroken("source_number_taken", field="lines", line=one.line, number=device_no))
    if faults:
        raise Refused(faults[:MOST_TOLD])
    return new


def unlink_meter(
    session: Session, *, actor: Actor, now: datetime, source: MeterSource, link_id: UUID
) -> None:
    """Let a source speak of a meter no more; the readings that it brought stay."""
    _allow(actor, source.county_code)
    link = session.scalar(
        select(MeterSourceWell).where(MeterSourceWell.id == link_id, MeterSourceWell.source_id == source.id)
    )
    if link is None:
        return
    before = {"meters": [link.device_no]}
    session.delete(link)
    session.flush()
    _audit(session, actor, now, "meter_source:unlink", source, before=before)


def _allow(actor: Actor, county_code: str) -> None:
    actor.need(Permission.METER_EDIT)
    actor.need_reach(county_code, "meter_source")


def _held(session: Session, source: MeterSource) -> MeterSource:
    query = select(MeterSource).where(MeterSource.id == source.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _name_of(session: Session, county_code: str, written: str, *, but: UUID | None = None) -> str:
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken("source_name_unusable", field="name", most=LONGEST_NAME)
    query = select(MeterSource.id).where(MeterSource.county_code == county_code, MeterSource.name == name)
    if session.scalar(query) not in {None, but}:
        raise RuleBroken("source_name_taken", field="name", name=name)
    return name


def _rate_of(per_minute: int) -> int:
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise RuleBroken("source_rate_unusable", field="per_minute", most=MOST_PER_MINUTE)
    return per_minute


def _shown(source: MeterSource) -> dict[str, Any]:
    return {
        "name": source.name,
        "parser": source.parser.value,
        "settings": source.settings,
        "per_minute": source.per_minute,
    }


def subject_of(source: MeterSource) -> Subject:
    """Return a source as the subject of an audit entry."""
    return Subject("meter_source", source.id, source.name, source.county_code)


def _audit(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    source: MeterSource,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject_of(source),
        before=before,
        after=after,
        reason=reason,
    )
