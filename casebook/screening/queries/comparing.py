"""What two runs of one day say differently: facts were added or corrected, or a rule set, in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.screening.models import ScreeningHit, ScreeningHitVersion, ScreeningRun, ScreeningRunHit
from casebook.screening.rules import RuleId
from casebook.screening.rules.states import Change

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

MOST_SHOWN = 100
AT_ONCE = 500


@dataclass(frozen=True)
class ChangedHit:
    """A hit that two runs of a day say differently; the version of a run that does not say it is None."""

    change: Change
    hit: ScreeningHit
    before: ScreeningHitVersion | None
    after: ScreeningHitVersion | None


@dataclass(frozen=True)
class RunChanges:
    """What a run says differently from the one before of the same day."""

    earlier: ScreeningRun
    counts: dict[Change, int]
    rules: tuple[RuleId, ...]
    """Rules that were set anew in between."""
    hits: list[ChangedHit]
    """The first of them, the gravest first."""

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return not any(self.counts.values()) and not self.rules

    @property
    def data(self) -> dict[str, object]:
        """As a report has it: the earlier run, how many hits differ and how, the rules set in between."""
        return {
            "run": self.earlier.number,
            **{change.value: count for change, count in self.counts.items()},
            "rules": [rule.value for rule in self.rules],
        }


def find_run_before(session: Session, run: ScreeningRun) -> ScreeningRun | None:
    """Return the last earlier run of the same day, or None."""
    query = select(ScreeningRun).where(
        ScreeningRun.county_code == run.county_code,
        ScreeningRun.as_of == run.as_of,
        ScreeningRun.number < run.number,
    )
    return session.scalar(query.order_by(ScreeningRun.number.desc()).limit(1))


def compare_runs(session: Session, earlier: ScreeningRun, later: ScreeningRun) -> RunChanges:
    """Hold two runs of a day against each other; what differs is read in slices."""
    before, after = _said(session, earlier), _said(session, later)
    found = {
        Change.NEW: after.keys() - before.keys(),
        Change.GONE: before.keys() - after.keys(),
        Change.OTHER: {hit for hit, version in after.items() if before.get(hit, version) != version},
    }
    kinds = {hit_id: change for change, hits in found.items() for hit_id in hits}
    rows = _gravest(session, list(kinds))
    shown = [row.id for row in rows]
    meant = [said[hit_id] for said in (before, after) for hit_id in shown if hit_id in said]
    written = select(ScreeningHitVersion).where(ScreeningHitVersion.id.in_(meant))
    versions = {one.id: one for one in session.scalars(written)}
    hits = [
        ChangedHit(
            kinds[row.id],
            row,
            versions[before[row.id]] if row.id in before else None,
            versions[after[row.id]] if row.id in after else None,
        )
        for row in rows
    ]
    rules = tuple(rule for rule in RuleId if earlier.settings.get(rule) != later.settings.get(rule))
    return RunChanges(earlier, {change: len(some) for change, some in found.items()}, rules, hits)


def _gravest(session: Session, hit_ids: list[UUID]) -> list[ScreeningHit]:
    """Return the gravest of these hits, as many as are shown."""
    ranks: list[tuple[int, UUID]] = []
    for start in range(0, len(hit_ids), AT_ONCE):
        query = select(ScreeningHit.rank, ScreeningHit.id)
        some = session.execute(query.where(ScreeningHit.id.in_(hit_ids[start : start + AT_ONCE])))
        ranks += [(rank, hit_id) for rank, hit_id in some]
    shown = [hit_id for _rank, hit_id in sorted(ranks, reverse=True)[:MOST_SHOWN]]
    rows = select(ScreeningHit).where(ScreeningHit.id.in_(shown))
    return list(session.scalars(rows.order_by(ScreeningHit.rank.desc(), ScreeningHit.id.desc())))


def _said(session: Session, run: ScreeningRun) -> dict[UUID, UUID]:
    """Return what a run said: hits, each with the version of its figures."""
    query = (
        select(ScreeningHitVersion.hit_id, ScreeningHitVersion.id)
        .join(ScreeningRunHit, ScreeningRunHit.version_id == ScreeningHitVersion.id)
        .where(ScreeningRunHit.run_id == run.id)
    )
    found: dict[UUID, UUID] = {}
    found.update((hit_id, version_id) for hit_id, version_id in session.execute(query))
    return found
