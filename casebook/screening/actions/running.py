"""A run: hits are found by reading, then stored in one go; the same facts store nothing twice."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.screening import queries
from casebook.screening.models import (
    ScreeningHit,
    ScreeningHitEvent,
    ScreeningHitVersion,
    ScreeningRun,
    ScreeningRunHit,
)
from casebook.screening.rules import SubjectKind, plain
from casebook.screening.rules.ranking import rank_of
from casebook.screening.rules.states import HitState, Seen, check_step, is_material, next_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.screening.queries import Collected, Standing
    from casebook.screening.rules import Hit

AT_ONCE = 1_000
_LITRE = Decimal("0.001")
_LONGEST_KEY, _LONGEST_TITLE = 40, 120


def run(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    as_of: date,
    progress: Callable[[int], None] = lambda _done: None,
) -> tuple[ScreeningRun, Collected]:
    """Judge a county as it stood on a day and store what was found; RuleBroken for a day to come."""
    check_may_run(actor, as_of, now)
    started = time.monotonic()
    found = queries.collect(session, actor.county_code, as_of, local_day(now), progress=progress)
    return store(session, actor=actor, now=now, found=found, seconds=time.monotonic() - started), found


def check_may_run(actor: Actor, as_of: date, now: datetime) -> None:
    """Refuse who may not run screening of a whole county, and a day to come."""
    actor.need(Permission.SCREENING_RUN)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    if as_of > local_day(now):
        raise RuleBroken("screening_day_in_future", field="as_of", today=local_day(now))


def store(
    session: Session, *, actor: Actor, now: datetime, found: Collected, seconds: float = 0.0
) -> ScreeningRun:
    """Store what was found: a run, its hits, what became of those of earlier runs.

    The same day, rules and facts are the run that is there already: nothing is written then. A run of an
    earlier day than the last one adds hits but ends none.
    """
    check_may_run(actor, found.as_of, now)
    hold(session, f"screening:{found.county_code}")
    same = queries.find_same_run(session, found.county_code, found.as_of, found.digest)
    if same is not None:
        return same
    is_newest = found.as_of >= (queries.last_day_run(session, found.county_code) or found.as_of)
    row = _row(session, actor, now, found, seconds)
    session.add(row)
    session.flush()
    writer = _Writer(session, actor, now, row, queries.standing_of(session, found.county_code))
    for hit in found.hits:
        writer.see(hit)
    writer.write()
    if is_newest:
        writer.end_unseen()
    subject = Subject("screening_run", row.id, f"{row.as_of} #{row.number}", row.county_code)
    after = {"as_of": row.as_of, "hits": row.hits, "counts": row.counts}
    record(session, actor=actor, now=now, action="screening:run", subject=subject, after=after)
    session.flush()
    return row


def _row(session: Session, actor: Actor, now: datetime, found: Collected, seconds: float) -> ScreeningRun:
    return ScreeningRun(
        id=new_id(),
        county_code=found.county_code,
        number=queries.last_run_number(session, found.county_code) + 1,
        as_of=found.as_of,
        digest=found.digest,
        wells=found.wells,
        accounts=found.accounts,
        parties=found.parties,
        hits=len(found.hits),
        counts=found.counts,
        settings=found.settings_data,
        seconds=seconds,
        made_at=now,
        made_by=actor.name,
    )


class _Writer:
    """Gathers what a run changes and writes it table by table."""

    def __init__(
        self, session: Session, actor: Actor, now: datetime, run_row: ScreeningRun, standing: Standing
    ) -> None:
        self._session, self._actor, self._now, self._run = session, actor, now, run_row
        self._standing = standing
        self._seen: set[UUID] = set()
        self._rows: dict[type[Any], list[dict[str, Any]]] = {
            ScreeningHit: [],
            ScreeningHitVersion: [],
            ScreeningRunHit: [],
            ScreeningHitEvent: [],
        }

    def see(self, hit: Hit) -> None:
        """Take one hit in: a new one, or one that an earlier run said."""
        key = (hit.rule, hit.subject.kind, hit.subject.key[:_LONGEST_KEY], hit.period)
        row = self._standing.hits.get(key)
        problem = self._standing.problem_of(hit)
        if row is None:
            self._add(hit, problem)
            return
        self._seen.add(row.id)
        current = self._standing.versions[row.version_id]
        version_id = row.version_id
        if not _is_same(hit, current):
            row.version += 1
            version_id = self._version(row.id, row.version, hit)
            row.version_id = version_id
            row.stake_m3, row.rank = _stake(hit), rank_of(hit.severity, hit.stake_m3)
        self._rows[ScreeningRunHit].append({"id": new_id(), "run_id": self._run.id, "version_id": version_id})
        row.last_seen_on = max(row.last_seen_on, self._run.as_of)
        row.first_seen_on = min(row.first_seen_on, self._run.as_of)
        self._move(row, self._to(row, hit, problem), problem)

    def _to(self, row: ScreeningHit, hit: Hit, problem: UUID | None) -> HitState:
        decided = self._standing.decided.get(row.id)
        return next_state(
            row.state,
            Seen(
                has_problem=problem is not None,
                is_material=decided is not None
                and is_material(decided.facts, decided.measure, hit.facts, _exact(hit.measure)),
                is_lead_open=row.lead_id in self._standing.open_leads,
            ),
        )

    def _move(self, row: ScreeningHit, to: HitState, problem: UUID | None) -> None:
        row.problem_id = problem or row.problem_id
        if to is row.state:
            return
        check_step(row.state, to)
        what = f"第 {self._run.number} 次筛查（{self._run.as_of}）"
        self._event(row.id, self._standing.events.get(row.id, 0) + 1, row.state, to, what)
        if to is HitState.OPEN:
            row.decided_version, row.reason = None, ""
        row.state, row.changed_at = to, self._now

    def _add(self, hit: Hit, problem: UUID | None) -> None:
        hit_id, subject = new_id(), hit.subject
        version_id = self._version(hit_id, 1, hit)
        state = HitState.OPEN if problem is None else HitState.KNOWN
        self._rows[ScreeningHit].append(
            {
                "id": hit_id,
                "county_code": self._run.county_code,
                "rule": hit.rule,
                "severity": hit.severity,
                "subject_kind": subject.kind,
                "subject_key": subject.key[:_LONGEST_KEY],
                "subject_title": subject.title[:_LONGEST_TITLE],
                "division_code": subject.division_code,
                "well_id": subject.id if subject.kind is SubjectKind.WELL else None,
                "party_id": subject.id if subject.kind is SubjectKind.PARTY else None,
                "period": hit.period,
                "state": state,
                "rank": rank_of(hit.severity, hit.stake_m3),
                "stake_m3": _stake(hit),
                "version": 1,
                "version_id": version_id,
                "first_seen_on": self._run.as_of,
                "last_seen_on": self._run.as_of,
                "problem_id": problem,
                "changed_at": self._now,
            }
        )
        self._rows[ScreeningRunHit].append({"id": new_id(), "run_id": self._run.id, "version_id": version_id})
        self._event(hit_id, 1, None, state, f"第 {self._run.number} 次筛查（{self._run.as_of}）")

    def _version(self, hit_id: UUID, version: int, hit: Hit) -> UUID:
        version_id = new_id()
        self._rows[ScreeningHitVersion].append(
            {
                "id": version_id,
                "hit_id": hit_id,
                "version": version,
                "figures": plain(dict(hit.figures)),
                "facts": hit.facts,
                "measure": _exact(hit.measure),
                "article": hit.article,
                "rule_version": hit.version,
                "thresholds": dict(hit.thresholds),
                "found_at": self._now,
            }
        )
        return version_id

    def _event(self, hit_id: UUID, sequence: int, before: HitState | None, to: HitState, what: str) -> None:
        self._rows[ScreeningHitEvent].append(
            {
                "id": new_id(),
                "hit_id": hit_id,
                "sequence": sequence,
                "from_state": before,
                "to_state": to,
                "at": self._now,
                "what": what,
                "actor_id": self._actor.officer_id,
                "actor_name": self._actor.name,
            }
        )

    def write(self) -> None:
        """Write all that was gathered, tables in the order of their keys."""
        self._session.flush()
        for table, rows in self._rows.items():
            for start in range(0, len(rows), AT_ONCE):
                self._session.execute(insert(table), rows[start : start + AT_ONCE])
            rows.clear()

    def end_unseen(self) -> None:
        """End what waited for somebody and is no longer said."""
        for row in self._standing.hits.values():
            if row.id not in self._seen and row.state in {HitState.OPEN, HitState.KNOWN}:
                self._move(row, HitState.ENDED, None)
        self.write()


def _is_same(hit: Hit, current: ScreeningHitVersion) -> bool:
    return (
        current.facts == hit.facts
        and current.measure == _exact(hit.measure)
        and current.rule_version == hit.version
        and current.figures == plain(dict(hit.figures))
        and current.thresholds == dict(hit.thresholds)
    )


def _exact(measure: Decimal) -> Decimal:
    return measure.quantize(_LITRE)


def _stake(hit: Hit) -> Decimal | None:
    return None if hit.stake_m3 is None else max(_exact(hit.stake_m3), Decimal(0))
