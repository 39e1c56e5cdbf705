"""The one way in: facts of a day and a county's settings go in, hits come out; nothing else is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from casebook.screening.rules import amounts, standing, users
from casebook.screening.rules.catalogue import RuleId
from casebook.screening.rules.facts import AccountFacts, GroupFacts, PartyFacts, WellFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from casebook.screening.rules.catalogue import Settings
    from casebook.screening.rules.hits import Hit

    Facts = WellFacts | GroupFacts | AccountFacts | PartyFacts
    Check = Callable[[Any, Settings, date], Iterator[Hit]]

CHECKS: dict[type, tuple[Check, ...]] = {
    WellFacts: (
        standing.no_permit,
        standing.permit_expired,
        standing.forbidden_zone,
        standing.restricted_zone_new,
        standing.deep_confined,
        standing.inside_public_network,
        standing.meter_missing,
        standing.meter_not_online,
        standing.meter_suspect,
        amounts.closed_but_pumping,
        amounts.well_over_plan,
        amounts.over_norm,
    ),
    GroupFacts: (amounts.over_permit, amounts.permit_dormant),
    AccountFacts: (users.power_without_well,),
    PartyFacts: (
        amounts.party_over_plan,
        users.return_missing,
        users.discharge_exceeds_intake,
        users.no_water_source,
    ),
}


def screen(facts: Facts, settings: Settings, as_of: date) -> list[Hit]:
    """Return the hits of the active rules, each with the thresholds and version it was found by."""
    found = (hit for check in CHECKS[type(facts)] for hit in check(facts, settings, as_of))
    return [_stamped(hit, settings) for hit in found if settings[hit.rule].is_active]


def _stamped(hit: Hit, settings: Settings) -> Hit:
    setting = settings[hit.rule]
    return replace(hit, thresholds=dict(setting.values), version=setting.version)


_PLACES = {rule: place for place, rule in enumerate(RuleId)}


def in_order(hits: list[Hit]) -> list[Hit]:
    """Return hits in the order of every report: rule, subject, period."""
    return sorted(hits, key=lambda hit: (_PLACES[hit.rule], hit.subject.key, hit.period))
