"""The file of a well that only an old ledger says is closed (历史补录): what was booked, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.dossier.rules.well_file import WellFileFacts, missing_of
from casebook.kernel.errors import RuleBroken
from casebook.ledger import queries as ledger
from casebook.quotas import queries as quotas
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.dossier.rules.well_file import WellFileItem
    from casebook.ledger.queries import Entry
    from casebook.wells.models import Well


@dataclass(frozen=True)
class HistoryFile:
    """What is known of a well closed before casebook; the old ledger's own papers were never here."""

    well: Well
    township: str
    users: list[str]
    entries: list[Entry]
    missing: list[WellFileItem]

    @property
    def number(self) -> str:
        """The line of the return that it was booked by."""
        return self.entries[-1].subject.title


def get_history_file(session: Session, well: Well, actor: Actor) -> HistoryFile:
    """Return the file of a well that history alone closed; RuleBroken `well_file_none` where none did."""
    booked = ledger.list_entries_of_well(session, well.code, actor)
    entries = [one for one in booked if one.posting.is_history]
    if not entries:
        raise RuleBroken("well_file_none", well=well.code)
    facts = WellFileFacts(
        has_report=True,
        has_works=False,
        signatures=0,
        before=0,
        during=0,
        after=0,
        has_fill=False,
        has_tag=False,
        has_connection=False,
        has_power_cut=False,
        has_permit_change=not quotas.permits_of_well(session, well.id),
        years=0,
        has_basis=False,
        is_booked=True,
        is_published=False,
        rechecks=0,
    )
    return HistoryFile(
        well=well,
        township=regions.name_of(session, well.division_code),
        users=sorted({one.party.name for one in wells.list_parties(session, well.id)}),
        entries=entries,
        missing=missing_of(facts),
    )
