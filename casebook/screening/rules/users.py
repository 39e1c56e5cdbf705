"""Rules over users, businesses and electricity accounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.kernel.months import Month
from casebook.screening.rules.catalogue import GRACE, LAST_YEAR_UNTIL, LEAST_KWH, TOLERANCE, WINDOW, RuleId
from casebook.screening.rules.hits import Hit, of_account, of_party
from casebook.screening.rules.judging import years_to_judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casebook.screening.rules.catalogue import Settings
    from casebook.screening.rules.facts import AccountFacts, PartyFacts

_NOTHING = Decimal(0)


def power_without_well(account: AccountFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """748号 49: power of a pump's account, and no registered well names that account."""
    setting = settings[RuleId.POWER_WITHOUT_WELL]
    last = Month.of(as_of)
    first = last.plus(1 - setting[WINDOW])
    used = {month: kwh for month, kwh in account.kwh.items() if first <= month <= last and kwh > 0}
    total = sum(used.values(), _NOTHING)
    if account.wells or not used or total <= setting[LEAST_KWH]:
        return
    figures = {
        "kwh": total,
        "first_month": min(used),
        "last_month": max(used),
        "months": {str(month): kwh for month, kwh in sorted(used.items())},
    }
    yield Hit(RuleId.POWER_WITHOUT_WELL, of_account(account), figures, measure=total)


def return_missing(party: PartyFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """取水条例 42: a return that was due and had not come by the day."""
    grace = timedelta(days=settings[RuleId.RETURN_MISSING][GRACE])
    for due in party.returns:
        is_late = due.due_on + grace < as_of
        if is_late and (due.received_on is None or due.received_on > as_of):
            figures = {"period": due.period, "due_on": due.due_on, "days_late": (as_of - due.due_on).days}
            yield Hit(RuleId.RETURN_MISSING, of_party(party), figures, due.period, str(due.due_on))


def discharge_exceeds_intake(party: PartyFacts, settings: Settings, as_of: date) -> Iterator[Hit]:
    """More water let out in a year than came in by meters, tap and reclaimed water: a hidden source.

    A user whose own wells are not wholly metered for the year is not judged.
    """
    setting = settings[RuleId.DISCHARGE_EXCEEDS_INTAKE]
    for year in years_to_judge(as_of, setting[LAST_YEAR_UNTIL]):
        let_out, metered = party.discharge_m3.get(year), party.metered_m3.get(year)
        if let_out is None or (party.wells and metered is None):
            continue
        parts = {
            "metered_m3": metered or _NOTHING,
            "tap_m3": party.tap_m3.get(year, _NOTHING),
            "reclaimed_m3": party.reclaimed_m3.get(year, _NOTHING),
        }
        taken = sum(parts.values(), _NOTHING)
        if let_out > taken * (100 + setting[TOLERANCE]) / 100:
            figures = {"year": year, "discharge_m3": let_out, "intake_m3": taken, **parts}
            over = let_out - taken
            yield Hit(RuleId.DISCHARGE_EXCEEDS_INTAKE, of_party(party), figures, str(year), "", over, over)


def no_water_source(party: PartyFacts, _settings: Settings, as_of: date) -> Iterator[Hit]:
    """Find a business that lives on water, with no tap account, no permit and no reclaimed water."""
    is_supplied = party.has_tap or party.has_reclaimed or any(one.holds(as_of) for one in party.permits)
    if party.trade and not is_supplied:
        figures = {"trade": party.trade, "wells": list(party.wells)}
        yield Hit(RuleId.NO_WATER_SOURCE, of_party(party), figures, facts=party.trade)
