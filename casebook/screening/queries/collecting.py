"""All hits of a county on a day: every fact is read once and judged once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.intake.queries.pace import fewer_collections
from casebook.kernel.hashing import canonical_json, digest
from casebook.screening.queries import facts as county_facts
from casebook.screening.queries import user_facts
from casebook.screening.queries.settings import settings_on
from casebook.screening.rules import RuleId, in_order, screen
from casebook.screening.rules.catalogue import IDLE_YEARS, LAST_YEAR_UNTIL
from casebook.screening.rules.judging import years_to_judge
from casebook.screening.rules.report import report_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.screening.rules import Hit, Settings

_EVERY = 2_000


@dataclass(frozen=True)
class Collected:
    """What one look at a county gave: hits in the order of every report, and how much was looked at."""

    county_code: str
    as_of: date
    hits: list[Hit]
    settings: Settings
    wells: int
    accounts: int
    parties: int

    @property
    def counts(self) -> dict[str, int]:
        """Hits of each active rule, those without any too."""
        active = [rule for rule in RuleId if self.settings[rule].is_active]
        return {rule.value: sum(hit.rule is rule for hit in self.hits) for rule in active}

    @property
    def settings_data(self) -> dict[str, object]:
        """The rules as they were applied, as JSON keeps them."""
        return {
            rule.value: {"version": one.version, "active": one.is_active, "thresholds": dict(one.values)}
            for rule, one in self.settings.items()
        }

    @property
    def digest(self) -> str:
        """A hash of day, settings and hits: the same facts give the same."""
        told = {
            "as_of": self.as_of.isoformat(),
            "settings": self.settings_data,
            "report": report_of(self.hits),
        }
        return digest(canonical_json(told))


def collect(
    session: Session,
    county_code: str,
    as_of: date,
    today: date,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> Collected:
    """Judge every well, account and user of a county as it stood on a day; it writes nothing."""
    with fewer_collections():
        return _collect(session, county_code, as_of, today, progress)


def _collect(
    session: Session, county_code: str, as_of: date, today: date, progress: Callable[[int], None]
) -> Collected:
    settings = settings_on(session, county_code, as_of)
    plan_years = years_to_judge(as_of, settings[RuleId.OVER_PLAN_YEAR][LAST_YEAR_UNTIL])
    county = county_facts.open_county(
        session,
        county_code,
        as_of,
        today,
        years_back=max(settings[RuleId.PERMIT_DORMANT][IDLE_YEARS], 1),
        plan_years=plan_years,
        planned_users=user_facts.planned_users(session, county_code, plan_years),
    )
    hits: list[Hit] = []
    for place, facts in enumerate(county_facts.walk_wells(session, county)):
        hits += screen(facts, settings, as_of)
        if place % _EVERY == 0:
            progress(place)
    accounts = parties = 0
    for account in user_facts.walk_accounts(session, county):
        accounts += 1
        hits += screen(account, settings, as_of)
    for walk in (user_facts.walk_planned, user_facts.walk_reporting, user_facts.walk_listed):
        for party in walk(session, county):
            parties += 1
            hits += screen(party, settings, as_of)
    return Collected(county_code, as_of, in_order(hits), settings, county.wells, accounts, parties)
