"""Assessing what a user took for the water-resource tax, and taking a wrong sheet back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.accounts.queries import get_agency
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.kernel.volumes import cubic_metres, litres
from casebook.numbering.actions import issue as take_number
from casebook.penalties.queries import flags_of
from casebook.plans.queries import plans_of_parties
from casebook.returns import queries
from casebook.returns.models import TaxSheet, TaxSheetVoid
from casebook.returns.rules import ReturnSettingKey, SpecialUse, TaxZone, assess, check_taxed
from casebook.returns.rules.taxing import deal_out

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.quotas.rules import WaterSource
    from casebook.returns.queries import Basis, Dial
    from casebook.returns.rules import Assessed, Period

NUMBER_KIND = "HD"
MOST_NAMED = 5
"""Wells that a refusal names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWish:
    """For whom, when and which source; and what only the officer knows."""

    party: Party
    period: Period
    source: WaterSource
    read_on: date
    """抄表日期."""
    contact: str = ""
    trade: str = ""
    """取用水行业, as the user's registration says it."""
    special: SpecialUse = SpecialUse.NONE


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet before it is issued: what it rests on and how its water is told apart."""

    basis: Basis
    assessed: Assessed
    is_verified: bool
    """Whether the county has set the tiers by a paper."""


def draft_sheet(
    session: Session, *, actor: Actor, now: datetime, party: Party, period: Period, source: WaterSource
) -> Draft:
    """Return what a sheet would say; it writes nothing. RuleBroken names what stands against it."""
    actor.need(Permission.RETURN_SEE)
    actor.need_reach(party.county_code, "party", party.id)
    check_taxed(period, flags_of(session, party.county_code).tax_regime_from)
    if period.last >= local_day(now):
        raise RuleBroken("tax_sheet_not_over", field="period", period=period)
    _check_standing(session, party, period, source)
    basis = queries.basis_of(session, party.county_code, party.id, period, source)
    volume = _volume(basis)
    plan = plans_of_parties(session, party.county_code, period.year, [party.id], sources={source})
    if party.id not in plan:
        raise RuleBroken("tax_sheet_no_plan", field="party", year=period.year)
    settings = queries.settings_on(session, party.county_code, local_day(now))
    planned = litres(plan[party.id].year_m3)
    assessed = assess(volume=volume, before=basis.before, plan=planned, tiers=settings.tiers)
    return Draft(basis, assessed, settings.is_verified(ReturnSettingKey.TIERS))


def _check_standing(session: Session, party: Party, period: Period, source: WaterSource) -> None:
    """Refuse a second sheet of any month, and one that later sheets have counted past."""
    for one in queries.list_standing(session, party.id, source, period.year):
        if one.period == period:
            raise RuleBroken("tax_sheet_standing", field="period", number=one.number)
        if set(one.period.months) & set(period.months):
            raise RuleBroken("tax_sheet_overlaps", field="period", number=one.number)
        if one.period.first > period.last:
            raise RuleBroken("tax_sheet_later", field="period", number=one.number)


def _volume(basis: Basis) -> int:
    """Return the litres of all intakes; refused where a month of any is not known, or there is none."""
    if not basis.intakes:
        raise RuleBroken("tax_sheet_no_wells", field="source")
    lacking = [(one.well.code, month) for one in basis.intakes for month in one.missing]
    lacking += basis.missing_before
    if lacking:
        wells = list(dict.fromkeys(code for code, _month in lacking))
        more = "…" if len(wells) > MOST_NAMED else ""
        months = sorted({str(month) for _code, month in lacking})
        raise RuleBroken(
            "tax_sheet_volume_missing",
            field="period",
            wells="、".join(wells[:MOST_NAMED]) + more,
            months="、".join(months),
        )
    return sum(one.litres for one in basis.intakes if one.litres is not None)


def issue_sheet(session: Session, *, actor: Actor, now: datetime, wish: SheetWish) -> TaxSheet:
    """Assess and freeze a sheet; RuleBroken as `draft_sheet`, or for a day of reading outside its sense."""
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(wish.party.county_code, "party", wish.party.id)
    hold(session, f"tax_sheet:{wish.party.id}:{wish.source}:{wish.period.year}")
    draft = draft_sheet(
        session, actor=actor, now=now, party=wish.party, period=wish.period, source=wish.source
    )
    row = _row(session, actor, now, wish, draft)
    session.add(row)
    session.flush()
    after = {"volume_m3": row.volume_m3, "over_m3": row.over_m3, "facts_hash": row.facts_hash}
    record(session, actor=actor, now=now, action="tax_sheet:issue", subject=row.as_subject(), after=after)
    return row


def _row(session: Session, actor: Actor, now: datetime, wish: SheetWish, draft: Draft) -> TaxSheet:
    party, period, on = wish.party, wish.period, local_day(now)
    towns = {one.well.division_code for one in draft.basis.intakes}
    division = towns.pop() if len(towns) == 1 else party.county_code
    sheet_id = new_id()
    number = take_number(
        session,
        county_code=party.county_code,
        kind=NUMBER_KIND,
        year=on.year,
        subject=Subject(queries.SHEET, sheet_id, str(period), division),
        now=now,
    )
    facts = canonical_json(_facts(session, actor, wish, draft) | {"number": number, "issued_on": on})
    return TaxSheet(
        id=sheet_id,
        county_code=party.county_code,
        number=number,
        party_id=party.id,
        division_code=division,
        source=wish.source,
        kind=period.kind,
        year=period.year,
        period_number=period.number,
        version=queries.last_version(session, party.id, wish.source, period) + 1,
        volume_m3=cubic_metres(draft.assessed.volume),
        within_m3=cubic_metres(draft.assessed.within),
        over_m3=cubic_metres(draft.assessed.over),
        facts=facts.decode(),
        facts_hash=digest(facts),
        issued_on=on,
        issued_at=now,
        issued_by_id=actor.officer_id,
        issued_by=actor.name,
    )


def _facts(session: Session, actor: Actor, wish: SheetWish, draft: Draft) -> dict[str, Any]:
    """Return all that the sheet says (rules.md 7.4), as it is frozen; volumes in m³ with three decimals."""
    assessed, intakes = draft.assessed, draft.basis.intakes
    zones = [one.zone for one in intakes]
    return {
        "agency": get_agency(session, actor.agency_id).name if actor.agency_id else actor.agency_name,
        "period": str(wish.period),
        "read_on": wish.read_on,
        "party": {"name": wish.party.name, "identifier": wish.party.identifier},
        "contact": wish.contact.strip()[:120],
        "source": wish.source,
        "trade": wish.trade.strip()[:80],
        "special": wish.special,
        "zone": max(zones, key=list(TaxZone).index),
        "is_covered": any(one.is_covered for one in intakes),
        "permits": [
            {"number": one.number, "permitted_m3": one.permitted_m3, "valid_to": one.valid_to}
            for one in draft.basis.permits
        ],
        "volume_m3": cubic_metres(assessed.volume),
        "before_m3": cubic_metres(assessed.before),
        "cumulative_m3": cubic_metres(assessed.cumulative),
        "plan_m3": cubic_metres(assessed.plan),
        "within_m3": cubic_metres(assessed.within),
        "over_m3": cubic_metres(assessed.over),
        "tiers": [
            {"until": one.tier.until, "times": one.tier.times, "m3": cubic_metres(one.litres)}
            for one in assessed.parts
        ],
        "tiers_verified": draft.is_verified,
        "intakes": _intakes(draft),
        "issued_by": actor.name,
    }


def _intakes(draft: Draft) -> list[dict[str, Any]]:
    volumes = [one.litres or 0 for one in draft.basis.intakes]
    within = deal_out(draft.assessed.within, volumes)
    return [
        {
            "code": one.well.code,
            "village": one.well.village,
            "division_code": one.well.division_code,
            "use": one.well.use,
            "aquifer": one.well.aquifer,
            "before": _dial(one.before),
            "now": _dial(one.now),
            "methods": list(one.methods),
            "zone": one.zone,
            "is_covered": one.is_covered,
            "m3": cubic_metres(volume),
            "within_m3": cubic_metres(inside),
            "over_m3": cubic_metres(volume - inside),
        }
        for one, volume, inside in zip(draft.basis.intakes, volumes, within, strict=True)
    ]


def _dial(dial: Dial | None) -> dict[str, Any] | None:
    return None if dial is None else {**asdict(dial), "m3": cubic_metres(dial.litres)}


def void_sheet(session: Session, *, actor: Actor, now: datetime, sheet: TaxSheet, reason: str) -> None:
    """Take a sheet back, with a reason; the later ones of its year first, for they count on it."""
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(sheet.division_code, queries.SHEET, sheet.id)
    if not reason.strip():
        raise RuleBroken("tax_sheet_reason", field="reason")
    hold(session, f"tax_sheet:{sheet.party_id}:{sheet.source}:{sheet.year}")
    if queries.is_void(session, sheet.id):
        raise RuleBroken("tax_sheet_void_already", field="reason", number=sheet.number)
    for one in queries.list_standing(session, sheet.party_id, sheet.source, sheet.year):
        if one.period.first > sheet.period.last:
            raise RuleBroken("tax_sheet_later", field="reason", number=one.number)
    text = reason.strip()[:400]
    session.add(TaxSheetVoid(sheet_id=sheet.id, reason=text, at=now, actor_name=actor.name))
    session.flush()
    session.expire(sheet, ["void"])
    record(
        session,
        actor=actor,
        now=now,
        action="tax_sheet:void",
        subject=sheet.as_subject(),
        before={"state": "issued"},
        after={"state": "void"},
        reason=text,
    )
