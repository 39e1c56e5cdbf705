"""The reconciliation as its page and its spreadsheet show it: one list for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.parties.presenters import masked
from casebook.parties.queries import list_parties
from casebook.regions import queries as regions
from casebook.returns.rules import LineOutcome, PairOutcome, Side
from casebook.volumes.presenters.balance import composition
from casebook.volumes.rules.coverage import Coverage
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.returns.queries import UserYear
    from casebook.returns.rules import Figure, Pair

_YEAR = 12
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ReconciledLine:
    """A user's year."""

    party_id: UUID | None
    name: str
    place: str
    figures: dict[Side, Figure]
    deviations: tuple[str, ...]
    """In words: which two sides, and by how much."""
    outcome: LineOutcome

    def m3(self, side: Side) -> Decimal | None:
        """Return what a side says; None where it says nothing."""
        return self.figures[side].m3 if side in self.figures else None

    def gap(self, side: Side) -> int:
        """Return how many months a side lacks."""
        return _YEAR - self.figures[side].months if side in self.figures else 0

    def made_of(self, side: Side) -> str:
        """Return the share of each grade in what a side says, where it tells them."""
        return composition(Coverage(self.figures[side].by_grade)) if side in self.figures else ""


def reconciled_lines(
    session: Session, actor: Actor, users: Sequence[UserYear], *, outcome: str = "", text: str = ""
) -> list[ReconciledLine]:
    """Return the users of a year, the deviating ones first; names of people are hidden."""
    found = [one for one in users if _is_wanted(one, outcome, text)]
    names = _names(session, found)
    towns = regions.names(session, actor.county_code)
    lines = [
        ReconciledLine(
            one.party_id,
            names.get(one.party_id, one.name) if one.party_id else one.name or one.identifier,
            towns.get(one.division_code, "") if one.party_id else str(_("只在纳税清单上")),
            one.reconciled.figures,
            tuple(_words(pair) for pair in one.reconciled.pairs if pair.outcome is PairOutcome.DEVIATES),
            one.reconciled.outcome,
        )
        for one in found
    ]
    order = list(LineOutcome)
    return sorted(lines, key=lambda one: order.index(one.outcome))


def _is_wanted(user: UserYear, outcome: str, text: str) -> bool:
    has_words = text in user.name or (bool(text) and text.upper() == user.identifier)
    return has_words and outcome in {"", user.reconciled.outcome.value}


def _names(session: Session, users: Iterable[UserYear]) -> dict[UUID, str]:
    ids = [one.party_id for one in users if one.party_id is not None]
    found: dict[UUID, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        parties = list_parties(session, ids[start : start + _AT_ONCE])
        found |= {party_id: masked(party).name for party_id, party in parties.items()}
    return found


def _words(pair: Pair) -> str:
    sides = _("%(first)s比%(second)s", first=label(pair.first), second=label(pair.second))
    if pair.share is None:
        return str(_("%(sides)s多（后者为 0）", sides=sides))
    percent = f"{abs(pair.share) * 100:.1f}"
    if pair.share < 0:
        return str(_("%(sides)s少 %(n)s%%", sides=sides, n=percent))
    return str(_("%(sides)s多 %(n)s%%", sides=sides, n=percent))


def reconciliation_columns() -> list[SheetColumn]:
    """Return the columns of the spreadsheet, with units."""

    def side(one: Side) -> list[SheetColumn]:
        words = label(one)
        volume = SheetColumn(_("%(side)s（m³）", side=words), lambda row: _line(row).m3(one))
        months = SheetColumn(_("%(side)s缺的月数（月）", side=words), lambda row: _line(row).gap(one))
        shares = SheetColumn(_("%(side)s的构成", side=words), lambda row: _line(row).made_of(one), 24)
        beside = {Side.PERMIT: [], Side.MEASURED: [months, shares]}
        return [volume, *beside.get(one, [months])]

    return [
        SheetColumn(_("用水户"), lambda row: _line(row).name, 32),
        SheetColumn(_("乡镇（街道）"), lambda row: _line(row).place),
        *(column for one in Side for column in side(one)),
        SheetColumn(_("偏差"), lambda row: clauses(_line(row).deviations), 40),
        SheetColumn(_("结果"), lambda row: label(_line(row).outcome)),
    ]


def _line(row: Any) -> ReconciledLine:  # noqa: ANN401 - what a sheet's column is handed
    assert isinstance(row, ReconciledLine)
    return row
