"""Divisions and zones as files bring them: GeoJSON with properties, or a list of townships as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from casebook.kernel.cells import DateReading, fold, normalise, read_date, read_text
from casebook.kernel.errors import Refused, RuleBroken
from casebook.regions.geojson import SHOWN_REASONS, read_areas
from casebook.regions.rules import Aquifer, ZoneKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from shapely import MultiPolygon

    from casebook.kernel.coordinates import CrsSource
    from casebook.regions.geojson import Area

T = TypeVar("T")
Draft = TypeVar("Draft")

LARGEST_CSV = 1024 * 1024
MOST_TOWNSHIPS = 2_000

_TOWNSHIP_CODE = re.compile(r"([0-9]{9})(?:000)?")
_NAMES = {
    "code": ("code", "代码", "区划代码", "行政区划代码", "乡镇代码"),
    "name": ("name", "名称", "乡镇", "乡镇名称", "区划名称"),
    "kind": ("kind", "类型", "分区类型"),
    "aquifer": ("aquifer", "层位", "取水层位"),
    "valid_from": ("valid_from", "生效日期", "起始日期"),
    "valid_to": ("valid_to", "失效日期", "截止日期"),
}
_KINDS = {
    "禁采区": ZoneKind.NO_ABSTRACTION,
    "禁止开采区": ZoneKind.NO_ABSTRACTION,
    "限采区": ZoneKind.RESTRICTED,
    "限制开采区": ZoneKind.RESTRICTED,
    "超采区": ZoneKind.OVER_EXTRACTION,
    "一般超采区": ZoneKind.OVER_EXTRACTION,
    "严重超采区": ZoneKind.SEVERE_OVER_EXTRACTION,
    "公共供水管网覆盖区": ZoneKind.PUBLIC_SUPPLY,
    "再生水管网服务区": ZoneKind.RECLAIMED_NETWORK,
    "再生水管网覆盖区": ZoneKind.RECLAIMED_NETWORK,
} | {kind.value: kind for kind in ZoneKind}
_AQUIFERS = {
    "浅层": Aquifer.SHALLOW,
    "浅层水": Aquifer.SHALLOW,
    "中深层咸水": Aquifer.SALINE,
    "深层承压": Aquifer.DEEP_CONFINED,
    "深层承压水": Aquifer.DEEP_CONFINED,
    "混合": Aquifer.MIXED,
} | {layer.value: layer for layer in Aquifer}


@dataclass(frozen=True, slots=True)
class DivisionDraft:
    """A township as a file brings it."""

    code: str
    name: str
    written_name: str
    shape: MultiPolygon | None = None
    crs_source: CrsSource | None = None
    valid_from: date | None = None
    is_repaired: bool = False


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """A control zone as a file brings it."""

    kind: ZoneKind
    name: str
    aquifer: Aquifer | None
    shape: MultiPolygon
    crs_source: CrsSource
    valid_from: date | None
    ended_on: date | None
    """The day after the file's last day."""
    is_repaired: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same zone as an earlier one."""
        return self.kind.value, self.name, self.aquifer.value if self.aquifer else ""


def read_outline(data: bytes, declared: CrsSource | None = None) -> Area:
    """Read a county's outline: a GeoJSON file with one area."""
    areas = read_areas(data, declared)
    if len(areas) != 1:
        raise RuleBroken("outline_not_one", field="file", count=len(areas))
    return areas[0]


def read_townships(data: bytes, declared: CrsSource | None = None) -> list[DivisionDraft]:
    """Read townships with code, name and area from GeoJSON."""
    return _all(read_areas(data, declared), _township_of_area)


def read_zones(data: bytes, declared: CrsSource | None = None) -> list[ZoneDraft]:
    """Read control zones with kind, name, layer and period from GeoJSON."""
    return _all(read_areas(data, declared), _zone)


def read_township_csv(data: bytes) -> list[DivisionDraft]:
    """Read codes and names of townships from CSV, UTF-8 (with or without BOM) or GB18030."""
    if len(data) > LARGEST_CSV:
        raise RuleBroken("csv_too_large", field="file", most=LARGEST_CSV // 1024)
    rows = list(csv.DictReader(io.StringIO(_decoded(data), newline="")))
    if not rows or len(rows) > MOST_TOWNSHIPS:
        raise RuleBroken("csv_rows", field="file", most=MOST_TOWNSHIPS)
    return _all(enumerate(rows, start=2), lambda row: _township(row[0], row[1]))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleBroken("csv_unreadable", field="file")


def _all(items: Iterable[T], read: Callable[[T], Draft]) -> list[Draft]:
    """Read every item; refuse with the reasons of all that cannot be read."""
    drafts: list[Draft] = []
    reasons: list[RuleBroken] = []
    for item in items:
        try:
            drafts.append(read(item))
        except RuleBroken as reason:
            reasons.append(reason)
    if reasons:
        raise Refused(reasons[:SHOWN_REASONS])
    return drafts


def _township_of_area(area: Area) -> DivisionDraft:
    draft = _township(area.number, area.properties)
    return DivisionDraft(
        code=draft.code,
        name=draft.name,
        written_name=draft.written_name,
        shape=area.shape,
        crs_source=area.crs_source,
        valid_from=_day(area.number, area.properties, "valid_from"),
        is_repaired=area.is_repaired,
    )


def _township(number: int, properties: Mapping[str, Any]) -> DivisionDraft:
    code = _TOWNSHIP_CODE.fullmatch(normalise(_property(properties, "code")))
    if code is None:
        raise RuleBroken("division_code", field="file", feature=number)
    return DivisionDraft(code[1], *_name(number, properties, limit=60))


def _zone(area: Area) -> ZoneDraft:
    kind = _KINDS.get(fold(_property(area.properties, "kind")))
    if kind is None:
        raise RuleBroken("zone_kind", field="file", feature=area.number)
    layer = fold(_property(area.properties, "aquifer"))
    if layer and layer not in _AQUIFERS:
        raise RuleBroken("zone_aquifer", field="file", feature=area.number)
    last_day = _day(area.number, area.properties, "valid_to")
    return ZoneDraft(
        kind=kind,
        name=_name(area.number, area.properties, limit=100)[0],
        aquifer=_AQUIFERS.get(layer),
        shape=area.shape,
        crs_source=area.crs_source,
        valid_from=_day(area.number, area.properties, "valid_from"),
        ended_on=last_day + timedelta(days=1) if last_day else None,
        is_repaired=area.is_repaired,
    )


def _property(properties: Mapping[str, Any], what: str) -> str | int | None:
    """Return a property by any of its usual names; lists and objects count as nothing."""
    found = next((properties[name] for name in _NAMES[what] if name in properties), None)
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None


def _name(number: int, properties: Mapping[str, Any], *, limit: int) -> tuple[str, str]:
    """Return a name as it is stored, and as it was written."""
    written = str(_property(properties, "name") or "")
    name = read_text(written, limit=limit)
    if not isinstance(name, str):
        raise RuleBroken("region_name", field="file", feature=number, most=limit)
    return name, written[:limit]


def _day(number: int, properties: Mapping[str, Any], what: str) -> date | None:
    reading = read_date(_property(properties, what))
    if reading is None:
        return None
    if isinstance(reading, DateReading):
        return reading.on
    raise RuleBroken("region_date", field="file", feature=number, written=reading.written)
