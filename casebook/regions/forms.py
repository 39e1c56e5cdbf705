"""Taking in areas through the web."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from casebook.kernel.coordinates import CrsSource
from casebook.regions import readers
from casebook.regions.geojson import LARGEST_BYTES
from casebook.web.forms import Form, offered
from casebook.web.labels import label
from casebook.wells.actions import CountyFiles

if TYPE_CHECKING:
    from datetime import date

_READABLE = (CrsSource.CGCS2000, CrsSource.WGS84, CrsSource.GCJ02, CrsSource.BD09)


class AreaKind(StrEnum):
    """What an uploaded file holds."""

    OUTLINE = "outline"
    TOWNSHIPS = "townships"
    ZONES = "zones"


class ImportAreasForm(Form):
    """A file of areas, what it holds, and the coordinate system it is in."""

    kind = RadioField(
        _l("文件内容"),
        [InputRequired()],
        choices=offered(
            [
                (AreaKind.OUTLINE, _l("县界（GeoJSON，一个面）")),
                (AreaKind.TOWNSHIPS, _l("乡镇（GeoJSON 面，或只有代码和名称的 CSV）")),
                (AreaKind.ZONES, _l("管控分区（GeoJSON 面）")),
            ]
        ),
        default=AreaKind.ZONES,
    )
    file = FileField(_l("文件"), [FileRequired(_l("请选择文件。"))])
    crs = SelectField(_l("坐标系"))
    county_name = StringField(_l("县名"), [Length(max=60)])
    on = DateField(_l("生效日期"), [InputRequired(_l("请填写日期。"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        """Make the form with the systems that areas can be read in."""
        super().__init__(*args, **kwargs)
        known = [(system.value, label(system)) for system in _READABLE]
        self.crs.choices = offered([("", _l("以文件里写的为准；没有写就是 CGCS2000")), *known])

    @property
    def day(self) -> date:
        """The day that was entered, once the form is valid."""
        assert self.on.data is not None
        return self.on.data

    def files(self) -> CountyFiles:
        """Read what was uploaded; raise RuleBroken or Refused with what is wrong where."""
        data = self.file.data.stream.read(LARGEST_BYTES + 1)
        crs = CrsSource(self.crs.data) if self.crs.data else None
        match self.kind.data:
            case AreaKind.OUTLINE:
                area = readers.read_outline(data, crs)
                return CountyFiles(outline=area, county_name=self.county_name.data or "")
            case AreaKind.TOWNSHIPS if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
                return CountyFiles(townships=readers.read_townships(data, crs))
            case AreaKind.TOWNSHIPS:
                return CountyFiles(townships=readers.read_township_csv(data))
            case _:
                return CountyFiles(zones=readers.read_zones(data, crs))
