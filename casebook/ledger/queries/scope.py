"""Which entries a figure is made of: the same words for a sum and for the list that it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVarTuple

from casebook.ledger.models import LedgerEntry, LedgerRollup

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Select

    from casebook.ledger.rules import AquiferGroup, PostingKind

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Scope:
    """Part of a county's ledger; an empty part does not narrow."""

    year: int | None = None
    kinds: frozenset[PostingKind] = frozenset()
    division: str = ""
    """A division code; whatever begins with it lies in it."""
    aquifer_group: AquiferGroup | None = None
    as_of: date | None = None
    """Only what was booked by the end of this Chinese day."""


def scoped(
    query: Select[*Columns], model: type[LedgerEntry | LedgerRollup], scope: Scope
) -> Select[*Columns]:
    """Narrow a query of entries or of roll-ups; roll-ups know no day."""
    if scope.year is not None:
        query = query.where(model.year == scope.year)
    if scope.kinds:
        query = query.where(model.kind.in_(sorted(scope.kinds)))
    if scope.division:
        query = query.where(model.division_code.startswith(scope.division, autoescape=True))
    if scope.aquifer_group is not None:
        query = query.where(model.aquifer_group == scope.aquifer_group)
    if scope.as_of is not None:
        query = query.where(LedgerEntry.booked_on <= scope.as_of)
    return query
