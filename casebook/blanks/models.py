"""Forms of superiors: versions with their bindings, what was filled, what was merged."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.blanks.rules.binding import Bound, Rounding, Scale
from casebook.blanks.rules.catalogue import FigureId, Span
from casebook.blanks.rules.cells import Area
from casebook.blanks.rules.merging import MergeMode
from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.types import Json, by_value


class BlankForm(CountyRecord):
    """A form that a superior asks for again and again."""

    __tablename__ = "blank_form"
    __table_args__ = (
        UniqueConstraint("county_code", "name"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    name: Mapped[str] = mapped_column(String(120))
    superior: Mapped[str] = mapped_column(String(100), default="")
    """Who asks for it."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))


class BlankVersion(Record):
    """The blank file as the superior sent it; a new edition is another version."""

    __tablename__ = "blank_version"
    __table_args__ = (UniqueConstraint("form_id", "number"),)

    form_id: Mapped[UUID] = mapped_column(ForeignKey("blank_form.id"))
    number: Mapped[int]
    file_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    file_name: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(80))


class BlankBinding(Record):
    """A cell, or a line of cells, of a version and the figure that it shows."""

    __tablename__ = "blank_binding"
    __table_args__ = (
        UniqueConstraint("version_id", "sheet", "area"),
        CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals"),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("blank_version.id"))
    sheet: Mapped[str] = mapped_column(String(120))
    area: Mapped[str] = mapped_column(String(30))
    names: Mapped[str] = mapped_column(String(30), default="")
    """The cells that name the division of each cell of a line; empty for one cell."""
    figure: Mapped[FigureId] = mapped_column(by_value(FigureId))
    span: Mapped[Span] = mapped_column(by_value(Span))
    division_code: Mapped[str] = mapped_column(String(12), default="")
    """Of one cell about a township; empty for the county."""
    scale: Mapped[Scale] = mapped_column(by_value(Scale))
    decimals: Mapped[int]
    rounding: Mapped[Rounding] = mapped_column(by_value(Rounding))

    @property
    def bound(self) -> Bound:
        """The binding as the rules have it."""
        return Bound(
            sheet=self.sheet,
            area=Area.parse(self.area),
            figure=self.figure,
            span=self.span,
            names=Area.parse(self.names) if self.names else None,
            division=self.division_code,
            scale=self.scale,
            decimals=self.decimals,
            rounding=self.rounding,
        )


class BlankFilling(CountyRecord):
    """A version filled for a month: the file, and the list of what each cell was filled with, from where."""

    __tablename__ = "blank_filling"
    __table_args__ = (
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        Index(None, "version_id", "filled_at"),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("blank_version.id"))
    year: Mapped[int]
    month: Mapped[int]
    file_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    list_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    """JSON: see `rules.filling.listed`."""
    filled_cells: Mapped[int]
    empty_cells: Mapped[int]
    """Bound, but there is no figure, or no division that their row names."""
    ledger_count: Mapped[int]
    ledger_head: Mapped[str] = mapped_column(String(160))
    """The ledger's chain at that moment."""
    filled_at: Mapped[datetime]
    filled_by: Mapped[str] = mapped_column(String(80))


class BlankMerge(CountyRecord):
    """Returns of townships on one version merged into one file, and what did not agree."""

    __tablename__ = "blank_merge"
    __table_args__ = (Index(None, "version_id", "merged_at"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("blank_version.id"))
    mode: Mapped[MergeMode] = mapped_column(by_value(MergeMode))
    areas: Mapped[list[str]]
    """Each `sheet!C6:F20`; empty where casebook chose the cells."""
    returns: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each `{name, hash, division, is_merged}` in the order in which they came."""
    conflicts: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each `{kind, file, division, sheet, cell, found, expected}`."""
    file_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    merged_at: Mapped[datetime]
    merged_by: Mapped[str] = mapped_column(String(80))


protect(BlankVersion.__table__)
protect(BlankFilling.__table__)
protect(BlankMerge.__table__)
