"""What wells took by year, as far as anybody knows, and what each total is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.quotas.queries import volumes_by_year
from casebook.quotas.rules import VolumeSource
from casebook.volumes import queries
from casebook.volumes.presenters.balance import composition
from casebook.volumes.rules.coverage import Coverage, Life, coverage_of, months_due, together
from casebook.web.labels import label
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.quotas.models import AnnualVolume
    from casebook.quotas.queries import Volumes
    from casebook.volumes.rules import MonthVolume
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class YearTotal:
    """A year of one or several wells."""

    year: int
    m3: Decimal | None
    """None where no well has a figure."""
    made_of: str
    """Sources, share of each grade, what is missing; in words."""


@dataclass(frozen=True, slots=True)
class YearlyFacts:
    """All that is known of some wells by year, read at once."""

    today: date
    stated: Mapping[UUID, Volumes]
    months: Mapping[UUID, Mapping[int, Sequence[MonthVolume]]]

    @property
    def years(self) -> list[int]:
        """The years of which something is known, ascending."""
        stated = {year for years in self.stated.values() for year in years}
        return sorted(stated | {year for years in self.months.values() for year in years})

    def total(self, wells: Sequence[Well], year: int) -> YearTotal:
        """Return a year of wells together.

        Of each well a measured yearly figure counts first, then its months, then what a register states.
        """
        coverages, stated, nothing = [], [], 0
        for well in wells:
            row = self._stated(well.id, year)
            months = self.months.get(well.id, {}).get(year, ())
            if months and (row is None or row.source is not VolumeSource.MEASURED):
                due = months_due(year, self.today, Life(well.status, well.built_on, well.closed_on))
                coverages.append(coverage_of(months, due))
            elif row is not None:
                coverages.append(Coverage({row.grade: row.volume_m3}))
                stated.append(row)
            else:
                nothing += 1
        if not coverages:
            return YearTotal(year, None, "")
        whole = together(coverages)
        words = [*_sources(stated, len(wells)), composition(whole, of_one=len(wells) == 1)]
        if nothing:
            words.append(_("%(n)s 眼没有数", n=nothing))
        return YearTotal(year, whole.total_m3, listed(word for word in words if word))

    def _stated(self, well_id: UUID, year: int) -> AnnualVolume | None:
        by_source = self.stated.get(well_id, {}).get(year, {})
        return by_source.get(VolumeSource.MEASURED) or by_source.get(VolumeSource.REGISTER)


def _sources(rows: Sequence[AnnualVolume], wells: int) -> list[str]:
    if not rows:
        return []
    if wells == 1:
        return [label(rows[0].source), label(rows[0].method)]
    return [_("%(n)s 眼按全年数", n=len(rows))]


def yearly_facts(
    session: Session, wells: Collection[Well], today: date, *, years: Collection[int] = ()
) -> YearlyFacts:
    """Read what is known of wells by year, all years unless some are named; two statements for 500."""
    ids = [well.id for well in wells]
    return YearlyFacts(today, volumes_by_year(session, ids), queries.months_by_year(session, ids, years))
