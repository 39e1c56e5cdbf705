"""A tax sheet as its page and its paper show it: read from what was frozen, from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel.volumes import cubic_metres
from casebook.parties.presenters import masked
from casebook.parties.rules import HIDDEN, masked_identifier, masked_name
from casebook.quotas.rules import VolumeMethod, WaterSource
from casebook.regions import queries as regions
from casebook.regions.rules import Aquifer
from casebook.returns.labels import words_of
from casebook.returns.rules import Period, SpecialUse, TaxZone
from casebook.web.labels import label
from casebook.web.wording import listed, with_aside
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.returns.actions import Draft
    from casebook.returns.models import TaxSheet
    from casebook.returns.rules import Tier

RETURN = "return"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the list; names of people are hidden."""

    sheet: TaxSheet
    name: str
    period: str


def sheet_lines(sheets: Sequence[TaxSheet]) -> list[SheetLine]:
    """Return the lines of the list."""
    return [SheetLine(one, masked(one.party).name, words_of(one.period)) for one in sheets]


@dataclass(frozen=True, slots=True)
class TierView:
    """Water above the plan in one tier."""

    words: str
    m3: Decimal


@dataclass(frozen=True, slots=True)
class SheetIntake:
    """One row of the sheet."""

    code: str
    where: str
    method: str
    before: str
    now: str
    m3: Decimal
    within_m3: Decimal
    over_m3: Decimal


@dataclass(frozen=True, slots=True)
class SheetView:
    """All that a sheet says, in words."""

    number: str
    agency: str
    period: str
    read_on: date
    issued_on: date
    issued_by: str
    name: str
    identifier: str
    contact: str
    source: str
    trade: str
    special: str
    zone: str
    is_covered: bool
    permits: str
    volume_m3: Decimal
    before_m3: Decimal
    cumulative_m3: Decimal
    plan_m3: Decimal
    within_m3: Decimal
    over_m3: Decimal
    tiers: tuple[TierView, ...]
    tiers_verified: bool
    intakes: tuple[SheetIntake, ...]


def sheet_view(session: Session, sheet: TaxSheet, actor: Actor) -> SheetView:
    """Return what was frozen, in words; who it is about is hidden from who may not see personal data."""
    facts = sheet.contents
    about, contact = facts["party"], facts["contact"]
    if not actor.can(Permission.PARTY_SEE_PERSONAL):
        about, contact = _hidden(about, sheet.party), HIDDEN * 3 if contact else ""
    towns = regions.names(session, sheet.county_code)
    volumes = ("volume", "before", "cumulative", "plan", "within", "over")
    return SheetView(
        number=facts["number"],
        agency=facts["agency"],
        period=words_of(Period.parse(facts["period"])),
        read_on=date.fromisoformat(facts["read_on"]),
        issued_on=date.fromisoformat(facts["issued_on"]),
        issued_by=facts["issued_by"],
        name=about["name"],
        identifier=about["identifier"],
        contact=contact,
        source=label(WaterSource(facts["source"])),
        trade=facts["trade"],
        special=label(SpecialUse(facts["special"])),
        zone=label(TaxZone(facts["zone"])),
        is_covered=facts["is_covered"],
        permits=listed(one["number"] for one in facts["permits"]),
        **{f"{one}_m3": Decimal(facts[f"{one}_m3"]) for one in volumes},
        tiers=_tiers(
            [
                (one["until"] and Decimal(one["until"]), Decimal(one["times"]), Decimal(one["m3"]))
                for one in facts["tiers"]
            ]
        ),
        tiers_verified=facts["tiers_verified"],
        intakes=tuple(_intake(one, towns) for one in facts["intakes"]),
    )


def _hidden(about: dict[str, str], party: Party) -> dict[str, str]:
    return {
        "name": masked_name(about["name"], party.kind),
        "identifier": masked_identifier(about["identifier"], party.kind, party.identifier_kind),
    }


def draft_view(draft: Draft) -> dict[str, Any]:
    """Return what a draft says, for the page on which it is tried out."""
    assessed = draft.assessed
    parts = [(one.tier.until, one.tier.times, cubic_metres(one.litres)) for one in assessed.parts]
    return {
        "figures": [
            {"label": _("本期取水量"), "value": cubic_metres(assessed.volume)},
            {"label": _("本年累计"), "value": cubic_metres(assessed.cumulative)},
            {"label": _("年度计划"), "value": cubic_metres(assessed.plan)},
            {"label": _("核定计划内"), "value": cubic_metres(assessed.within)},
            {"label": _("核定超计划"), "value": cubic_metres(assessed.over)},
        ],
        "tiers": _tiers(parts),
        "is_verified": draft.is_verified,
        "wells": len(draft.basis.intakes),
    }


def tier_words(tiers: Sequence[Tier]) -> list[str]:
    """Return tiers in words."""
    return [one.words for one in _tiers([(tier.until, tier.times, Decimal(0)) for tier in tiers])]


def _tiers(parts: Sequence[tuple[Decimal | None, Decimal, Decimal]]) -> tuple[TierView, ...]:
    found, begins = [], Decimal(0)
    for until, times, m3 in parts:
        if until is None:
            words = _("超计划 %(begins)s%% 以上的部分，%(times)s 倍", begins=begins, times=times)
        else:
            words = _(
                "超计划 %(begins)s%% 到 %(ends)s%% 的部分，%(times)s 倍",
                begins=begins,
                ends=until,
                times=times,
            )
        found.append(TierView(words, m3))
        begins = until or begins
    return tuple(found)


def _intake(one: dict[str, Any], towns: dict[str, str]) -> SheetIntake:
    where = f"{towns.get(one['division_code'], '')}{one['village']}"
    about = (label(Aquifer(one["aquifer"])), label(WellUse(one["use"])))
    return SheetIntake(
        code=one["code"],
        where=with_aside(where, listed(about)),
        method=listed(_method(method) for method in one["methods"]),
        before=_dial(one["before"]),
        now=_dial(one["now"]),
        m3=Decimal(one["m3"]),
        within_m3=Decimal(one["within_m3"]),
        over_m3=Decimal(one["over_m3"]),
    )


def _method(method: str) -> str:
    return str(_("直报（已审核）")) if method == RETURN else label(VolumeMethod(method))


def _dial(dial: dict[str, Any] | None) -> str:
    return "—" if dial is None else f"{Decimal(dial['m3']):f}".removesuffix(".000")
