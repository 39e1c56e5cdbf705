"""The closed-well reports, and what one says of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from casebook.closures import queries as closures
from casebook.dossier.queries.well_gaps import well_file_gaps
from casebook.kernel.errors import NotFound
from casebook.kernel.volumes import m3_text
from casebook.ledger import queries as ledger
from casebook.ledger.rules import WATER, WELLS
from casebook.regions import queries as regions
from casebook.reports.models import WellReport, WellReportEvent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.dossier.rules.well_file import WellFileItem
    from casebook.kernel.months import Month

_CLOSURE = "closure"


def list_well_reports(session: Session, actor: Actor) -> list[WellReport]:
    """Return the reports of a county, the newest month and version first; none for who sees a part only."""
    if not actor.reaches(actor.county_code):
        return []
    query = select(WellReport).where(WellReport.county_code == actor.county_code)
    newest = WellReport.year.desc(), WellReport.month.desc(), WellReport.version.desc()
    return list(session.scalars(query.order_by(*newest)))


def get_well_report(session: Session, number: str, actor: Actor) -> WellReport:
    """Return a report by its number, for who sees the whole county; or raise NotFound."""
    query = select(WellReport).where(WellReport.number == number, WellReport.county_code == actor.county_code)
    found = session.scalar(query)
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("well_report", number)
    return found


def find_last_version(session: Session, county_code: str, month: Month) -> WellReport | None:
    """Return the newest version of a month's report, or None."""
    query = select(WellReport).where(
        WellReport.county_code == county_code,
        WellReport.year == month.year,
        WellReport.month == month.month,
    )
    return session.scalars(query.order_by(WellReport.version.desc()).limit(1)).first()


def list_well_report_events(session: Session, report_id: UUID) -> list[WellReportEvent]:
    """Return the steps of a report in order."""
    query = select(WellReportEvent).where(WellReportEvent.report_id == report_id)
    return list(session.scalars(query.order_by(WellReportEvent.sequence)))


def state_wells(session: Session, actor: Actor, month: Month) -> dict[str, Any]:
    """Return what a report says of a month: the wells booked as closed in it, and what it took back.

    Only wells whose closing was confirmed here; what was entered from old ledgers is no event of the month.
    m³ are texts with three decimals; a fixed number of statements whatever the number of wells.
    """
    county = actor.county_code
    booked = [
        facts
        for facts, _hash in ledger.iterate_booked(session, county, month.first, month.last)
        if facts["subject"]["kind"] == _CLOSURE and facts["kind"] in WELLS | WATER
    ]
    known = closures.closures_by_id(session, {UUID(one["subject_id"]) for one in booked})
    names = regions.names(session, county)
    added = _paired([one for one in booked if one.get("reverses") is None])
    taken_back = _paired([one for one in booked if one.get("reverses") is not None])
    gaps = well_file_gaps(session, list(known.values()))
    lines = [_line(one, known, names, gaps) for one in added]
    corrections = [_correction(one, known, names) for one in taken_back]
    total = ledger.totals(session, county, month.year, as_of=month.last)
    return {
        "lines": lines,
        "corrections": corrections,
        "sums": {
            "wells": len(lines),
            "full_year_m3": m3_text(sum(one["full_year_l"] for one in added)),
            "this_year_m3": m3_text(sum(one["this_year_l"] for one in added)),
            "year_wells": total.count,
            "year_full_year_m3": f"{total.full_year_m3:.3f}",
            "year_this_year_m3": f"{total.this_year_m3:.3f}",
        },
    }


def _paired(booked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bring a closing's two entries, well and water, together; in the order of the first of them."""
    found: dict[str, dict[str, Any]] = {}
    for one in booked:
        line = found.setdefault(one["subject_id"], {"count": 0, "full_year_l": 0, "this_year_l": 0})
        for key in ("subject_id", "well_code", "division_code", "effective_on", "booked_on", "sequence"):
            line.setdefault(key, one[key])
        for key in ("count", "full_year_l", "this_year_l"):
            line[key] += one[key]
        for key in ("method", "grade"):
            line[key] = line.get(key) or one.get(key)
    return list(found.values())


def _line(
    one: Mapping[str, Any],
    known: Mapping[UUID, Closure],
    names: Mapping[str, str],
    gaps: Mapping[UUID, Sequence[WellFileItem]],
) -> dict[str, Any]:
    closure = known[UUID(one["subject_id"])]
    return {
        **_place(one, closure, names),
        "kind": closure.kind.value,
        "origin": closure.origin.value,
        "closed_on": one["effective_on"],
        "booked_on": one["booked_on"],
        "full_year_m3": m3_text(one["full_year_l"]),
        "this_year_m3": m3_text(one["this_year_l"]),
        "method": one["method"],
        "grade": one["grade"],
        "sequence": one["sequence"],
        "missing": [item.value for item in gaps[closure.id]],
    }


def _correction(
    one: Mapping[str, Any], known: Mapping[UUID, Closure], names: Mapping[str, str]
) -> dict[str, Any]:
    return {
        **_place(one, known[UUID(one["subject_id"])], names),
        "on": one["effective_on"],
        "booked_on": one["booked_on"],
        "wells": one["count"],
        "full_year_m3": m3_text(one["full_year_l"]),
        "this_year_m3": m3_text(one["this_year_l"]),
        "sequence": one["sequence"],
    }


def _place(one: Mapping[str, Any], closure: Closure, names: Mapping[str, str]) -> dict[str, Any]:
    township = one["division_code"][: ledger.TOWNSHIP_DIGITS]
    return {
        "closure": closure.number,
        "well": one["well_code"],
        "township_code": township,
        "township": names.get(township, township),
    }
