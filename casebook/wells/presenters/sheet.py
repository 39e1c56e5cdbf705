"""The well list as a spreadsheet: exactly what is filtered, units in the headers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.parties.presenters import masked, plain
from casebook.quotas import queries as quotas
from casebook.regions import queries as regions
from casebook.volumes import queries as volumes
from casebook.volumes.presenters import yearly_facts
from casebook.web.formats import plain_day
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn
from casebook.web.wording import listed
from casebook.wells import queries
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.presenters import PartyView
    from casebook.quotas.models import Permit
    from casebook.volumes.presenters import YearlyFacts, YearTotal
    from casebook.wells.models import Well
    from casebook.wells.queries import WellFilter, WellRow

AT_ONCE = 500
EXPORTED_YEARS = 5


@dataclass(frozen=True, slots=True)
class ExportedWell:
    """One line of the sheet."""

    well: Well
    township: str
    parties: dict[PartyRole, list[PartyView]]
    permits: list[Permit]
    yearly: YearlyFacts

    def names(self, role: PartyRole) -> str:
        """Return the names in a role."""
        return listed(party.name for party in self.parties.get(role, []))

    def of_user(self, what: Callable[[PartyView], str]) -> str:
        """Return something of the users, or of the owners where no user is known."""
        known = self.parties.get(PartyRole.USER) or self.parties.get(PartyRole.OWNER) or []
        return listed(what(party) for party in known)

    def total(self, year: int) -> YearTotal:
        """Return what the well took in a year and how that is known."""
        return self.yearly.total([self.well], year)


def export_rows(
    session: Session,
    wanted: WellFilter,
    actor: Actor,
    *,
    show_personal: bool,
    years: Sequence[int],
    today: date,
) -> Iterator[ExportedWell]:
    """Yield the lines of all wells that a filter means, with volumes of some years, in bounded memory."""
    names = regions.names(session, actor.county_code)
    shown = plain if show_personal else masked
    for rows in _batches(queries.iterate_rows(session, wanted, actor)):
        ids = [row.well.id for row in rows]
        permits = quotas.permits_by_well(session, ids)
        yearly = yearly_facts(session, [row.well for row in rows], today, years=years)
        for row in rows:
            well = row.well
            yield ExportedWell(
                well=well,
                township=names.get(well.division_code, well.division_code),
                parties={role: [shown(party) for party in found] for role, found in row.parties.items()},
                permits=permits.get(well.id, []),
                yearly=yearly,
            )


def _batches(rows: Iterable[WellRow]) -> Iterator[list[WellRow]]:
    rows = iter(rows)
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def export_years(session: Session, county_code: str) -> list[int]:
    """Return the newest years of which yearly or monthly volumes are known, ascending."""
    known = {
        *quotas.list_years(session, county_code, most=EXPORTED_YEARS),
        *volumes.list_years(session, county_code),
    }
    return sorted(known)[-EXPORTED_YEARS:]


def export_columns(years: Sequence[int]) -> list[SheetColumn]:
    """Return the columns: register, rights, volumes of the years with what they are made of, state."""
    of_years = [column for year in years for column in _volume(year)]
    return [*_identity(), *_people(), *_works(), *_rights(), *of_years, *_state()]


def _column(header: str, value: Callable[[ExportedWell], Any], width: int = 12) -> SheetColumn:
    return SheetColumn(header, value, width)  # type: ignore[arg-type]  # the rows are ExportedWell


def _identity() -> list[SheetColumn]:
    return [
        _column(_("取水井编号"), lambda row: row.well.code, 20),
        _column(_("乡镇（街道）"), lambda row: row.township),
        _column(_("村（社区）"), lambda row: row.well.village),
        _column(_("经度（°，CGCS2000）"), lambda row: round(row.well.lon, 7)),
        _column(_("纬度（°，CGCS2000）"), lambda row: round(row.well.lat, 7)),
        _column(_("坐标来源"), lambda row: label(row.well.crs_source)),
    ]


def _people() -> list[SheetColumn]:
    return [
        _column(_("产权人"), lambda row: row.names(PartyRole.OWNER), 24),
        _column(_("管理人"), lambda row: row.names(PartyRole.MANAGER), 24),
        _column(_("实际使用人"), lambda row: row.names(PartyRole.USER), 24),
        _column(_("统一社会信用代码/身份证号"), lambda row: row.of_user(lambda party: party.identifier), 22),
        _column(_("联系电话"), lambda row: row.of_user(lambda party: party.phone), 14),
    ]


def _works() -> list[SheetColumn]:
    return [
        _column(_("成井时间"), lambda row: plain_day(row.well.built_on)),
        _column(_("井深（m）"), lambda row: row.well.depth_m),
        _column(_("井管内径（mm）"), lambda row: row.well.casing_mm),
        _column(_("取水层位"), lambda row: label(row.well.aquifer)),
        _column(_("取水用途"), lambda row: label(row.well.use)),
        _column(_("灌溉面积（亩）"), lambda row: row.well.irrigated_mu),
        _column(_("水泵额定流量（m³/h）"), lambda row: row.well.pump_flow_m3h),
        _column(_("水泵功率（kW）"), lambda row: row.well.pump_power_kw),
        _column(_("计量设施"), lambda row: label(row.well.meter_kind)),
        _column(_("水表编号"), lambda row: row.well.meter_no, 14),
        _column(_("电表户号"), lambda row: row.well.electricity_account, 14),
    ]


def _rights() -> list[SheetColumn]:
    return [
        _column(_("取水许可证编号"), lambda row: listed(permit.number for permit in row.permits), 22),
        _column(_("许可水量（m³/年）"), lambda row: _permitted(row.permits)),
        _column(
            _("许可证有效期至"),
            lambda row: listed(plain_day(p.valid_to) for p in row.permits if p.valid_to),
        ),
    ]


def _permitted(permits: list[Permit]) -> Decimal | None:
    known = [permit.permitted_m3 for permit in permits if permit.permitted_m3 is not None]
    return sum(known[1:], known[0]) if known else None


def _volume(year: int) -> list[SheetColumn]:
    return [
        _column(_("%(year)s 年取水量（m³）", year=year), lambda row: row.total(year).m3),
        _column(_("%(year)s 年数据来源、等级和缺数", year=year), lambda row: row.total(year).made_of, 28),
    ]


def _state() -> list[SheetColumn]:
    return [
        _column(_("使用状态"), lambda row: label(row.well.status)),
        _column(_("封停日期"), lambda row: plain_day(row.well.closed_on)),
        _column(_("备注"), lambda row: row.well.remark, 30),
    ]
