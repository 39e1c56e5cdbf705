"""What norms allow a well: only where both the norm and its output are known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.plans.queries import norms_on
from casebook.plans.rules import NormKind, volume_by_norm
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

_MU, _PERSON_DAY = "亩", "人·日"
_DAYS = 365


@dataclass(frozen=True)
class Norms:
    """The most generous norms in force, in m³ a year: a mu irrigated, a person served; None where unknown."""

    per_mu: Decimal | None = None
    per_person: Decimal | None = None

    def allows(self, row: Row[Any]) -> Decimal | None:
        """Return what a well may take in a year by norm, or None where that cannot be said.

        Which crop a well waters is not known, so the most generous one counts.
        """
        if row.use is WellUse.IRRIGATION and row.irrigated_mu and self.per_mu is not None:
            return volume_by_norm(self.per_mu, Decimal(str(row.irrigated_mu)))
        if row.use is WellUse.RURAL_DOMESTIC and row.people_served and self.per_person is not None:
            return volume_by_norm(self.per_person, Decimal(row.people_served))
        return None


def norms_of(session: Session, county_code: str, as_of: date) -> Norms:
    """Return the norms of a county on a day."""
    held = norms_on(session, county_code, as_of)
    mu = [row.value_m3 for row in held if row.kind is NormKind.IRRIGATION and row.per == _MU]
    day = [row.value_m3 for row in held if row.kind is NormKind.DOMESTIC and row.per == _PERSON_DAY]
    return Norms(max(mu, default=None), max(day) * _DAYS if day else None)
