"""Taking a superior's form, binding its cells, filling it for a month, merging returns on it."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.blanks import queries
from casebook.blanks.books.book import LARGEST_FILE, Book
from casebook.blanks.models import BlankBinding, BlankFilling, BlankForm, BlankMerge, BlankVersion
from casebook.blanks.rules import filling
from casebook.blanks.rules.binding import Bound, check_bound
from casebook.blanks.rules.cells import Area
from casebook.blanks.rules.comparing import Mismatch, MismatchKind, Return, whose
from casebook.blanks.rules.merging import MergeMode, merge
from casebook.blanks.rules.rebinding import kept
from casebook.db.holding import hold
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.ledger import queries as ledger
from casebook.storage.actions import keep_made
from casebook.storage.rules import MEBIBYTE, XLSX, safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.blanks.rules.merging import Merged
    from casebook.kernel.months import Month

MOST_RETURNS = 60
"""Files that are merged at once; a county has some twenty townships."""
LARGEST_MADE = 100 * MEBIBYTE


@dataclass(frozen=True)
class Sent:
    """A file as somebody sends it."""

    stream: BinaryIO
    name: str

    def read(self) -> bytes:
        """Return its bytes; RuleBroken for more than a form has."""
        data = self.stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise RuleBroken("blank_too_large", field="file", most=LARGEST_FILE // MEBIBYTE)
        return data


def subject_of(form: BlankForm) -> Subject:
    """Return a form as what an act is about."""
    return Subject("blank_form", form.id, form.name, form.county_code)


def add_form(
    session: Session, *, actor: Actor, now: datetime, name: str, superior: str, sent: Sent
) -> BlankForm:
    """Take a form that a superior asks for.

    Refused (field `file`) as `Book` says, and (field `name`) for a name that is taken.
    """
    _need(actor, actor.county_code, name)
    name = name.strip()[:120]
    _hold(session, actor.county_code)
    if queries.find_form_by_name(session, actor.county_code, name) is not None:
        raise RuleBroken("blank_name_taken", field="name", name=name)
    form = BlankForm(
        id=new_id(),
        county_code=actor.county_code,
        name=name,
        superior=superior.strip()[:100],
        created_at=now,
        created_by=actor.name,
    )
    session.add(form)
    session.flush()
    version = _add_version(session, actor, now, form, 1, sent.read(), sent.name)
    after = {"superior": form.superior, "file_hash": version.file_hash}
    record(session, actor=actor, now=now, action="blank_form:add", subject=subject_of(form), after=after)
    return form


def add_version(
    session: Session, *, actor: Actor, now: datetime, form: BlankForm, sent: Sent
) -> BlankVersion:
    """Take a new edition of a form; bindings go over to the same cells, unless they cannot be filled there.

    Refused (field `file`): what is no workbook, and the very file of the newest version.
    """
    _need(actor, form.county_code, form.name)
    _hold(session, form.county_code)
    before = queries.latest_version(session, form.id)
    data = sent.read()
    if digest(data) == before.file_hash:
        raise RuleBroken("blank_same_file", field="file", number=before.number)
    version = _add_version(session, actor, now, form, before.number + 1, data, sent.name)
    bindings = kept(
        queries.open_book(version), [row.bound for row in queries.bindings_of(session, before.id)]
    )
    session.add_all(_row(version, bound) for bound in bindings)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="blank_form:renew",
        subject=subject_of(form),
        before={"version": before.number, "file_hash": before.file_hash},
        after={"version": version.number, "file_hash": version.file_hash, "bindings": len(bindings)},
    )
    return version


def bind(
    session: Session, *, actor: Actor, now: datetime, form: BlankForm, wanted: Sequence[Bound]
) -> list[BlankBinding]:
    """Bind cells of a form's newest version to figures; all of them or none.

    RuleBroken beside the field that can mend it: as `check_bound`, and for a cell that holds a formula.
    """
    _need(actor, form.county_code, form.name)
    _hold(session, form.county_code)
    version = queries.latest_version(session, form.id)
    book, names = queries.open_book(version), queries.places_of(session, form.county_code).names
    known = [row.bound for row in queries.bindings_of(session, version.id)]
    rows = []
    for asked in wanted:
        bound = _placed(book, asked)
        if bound.division and bound.division not in names:
            raise RuleBroken("blank_division", field="division")
        check_bound(bound, known)
        known.append(bound)
        rows.append(_row(version, bound))
    session.add_all(rows)
    session.flush()
    after = {f"{row.sheet}!{row.area}": f"{row.figure.value} {row.span.value}" for row in rows}
    record(session, actor=actor, now=now, action="blank_form:bind", subject=subject_of(form), after=after)
    return rows


def unbind(session: Session, *, actor: Actor, now: datetime, form: BlankForm, sheet: str, area: str) -> None:
    """Take a binding off a form's newest version; RuleBroken when there is none."""
    _need(actor, form.county_code, form.name)
    _hold(session, form.county_code)
    version = queries.latest_version(session, form.id)
    rows = queries.bindings_of(session, version.id)
    row = next((one for one in rows if one.sheet == sheet and one.area == area), None)
    if row is None:
        raise RuleBroken("blank_not_bound", field="area", area=area)
    before = {f"{row.sheet}!{row.area}": f"{row.figure.value} {row.span.value}"}
    session.delete(row)
    session.flush()
    record(session, actor=actor, now=now, action="blank_form:unbind", subject=subject_of(form), before=before)


def fill(session: Session, *, actor: Actor, now: datetime, form: BlankForm, month: Month) -> BlankFilling:
    """Fill a form's newest version for a month, and keep the file with the list of its cells.

    RuleBroken for a month to come and for a form of which no cell is bound.
    """
    _need(actor, form.county_code, form.name)
    if month.first > clock.local_day(now):
        raise RuleBroken("blank_month_ahead", field="month", month=str(month))
    version = queries.latest_version(session, form.id)
    bindings = [row.bound for row in queries.bindings_of(session, version.id)]
    if not bindings:
        raise RuleBroken("blank_unbound", field="month")
    book, places = queries.open_book(version), queries.places_of(session, form.county_code)
    slots = filling.slots(book, bindings, places)
    figures = queries.figures(session, actor=actor, wanted=filling.wanted(slots), month=month, now=now)
    cells = filling.fill_cells(book, slots, figures)
    lines = orjson.dumps(filling.listed(cells, month))
    head = ledger.head(session, form.county_code)
    row = BlankFilling(
        id=new_id(),
        county_code=form.county_code,
        version_id=version.id,
        year=month.year,
        month=month.month,
        file_hash=_keep(session, now, book.filled(filling.values(cells)), XLSX.type),
        list_hash=_keep(session, now, lines, "application/json"),
        filled_cells=sum(cell.outcome is filling.CellFate.FILLED for cell in cells),
        empty_cells=sum(cell.outcome in filling.LACKING for cell in cells),
        ledger_count=head.count,
        ledger_head=head.hash,
        filled_at=now,
        filled_by=actor.name,
    )
    session.add(row)
    session.flush()
    after = {"month": str(month), "version": version.number, "file_hash": row.file_hash}
    record(session, actor=actor, now=now, action="blank_form:fill", subject=subject_of(form), after=after)
    return row


def merge_returns(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    form: BlankForm,
    sent: Sequence[Sent],
    mode: MergeMode,
    areas: Sequence[tuple[str, Area]] = (),
) -> BlankMerge:
    """Merge townships' returns on a form's newest version; every file is kept, the list of conflicts too.

    One that is no workbook is a conflict, and is not kept. RuleBroken (field `files`) for none or too many.
    """
    _need(actor, form.county_code, form.name)
    version = queries.latest_version(session, form.id)
    blank, places = queries.open_book(version), queries.places_of(session, form.county_code)
    _check_merge(blank, len(sent), mode, areas)
    opened = [_opened(session, now, one) for one in sent]
    returns = [replace(one, division=whose(blank, one, places)) for one in opened if isinstance(one, Return)]
    merged = merge(blank, returns, places, mode, areas)
    conflicts = [one for one in opened if isinstance(one, Mismatch)] + merged.conflicts
    row = BlankMerge(
        id=new_id(),
        county_code=form.county_code,
        version_id=version.id,
        mode=mode,
        areas=[f"{name}!{area}" for name, area in areas],
        returns=_returns(returns, merged),
        conflicts=[{**vars(one), "kind": one.kind.value} for one in conflicts],
        file_hash=_keep(session, now, blank.filled(merged.values), XLSX.type),
        merged_at=now,
        merged_by=actor.name,
    )
    session.add(row)
    session.flush()
    after = {"returns": len(returns), "merged": len(merged.used), "conflicts": len(conflicts)}
    record(session, actor=actor, now=now, action="blank_form:merge", subject=subject_of(form), after=after)
    return row


def _check_merge(blank: Book, sent: int, mode: MergeMode, areas: Sequence[tuple[str, Area]]) -> None:
    if not 0 < sent <= MOST_RETURNS:
        raise RuleBroken("blank_returns", field="files", most=MOST_RETURNS)
    if mode is not MergeMode.SUM and not areas:
        raise RuleBroken("blank_needs_area", field="areas")
    for name, _area in areas:
        blank.sheet(name)


def _returns(returns: Sequence[Return], merged: Merged) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "hash": one.file_hash,
            "division": one.division,
            "is_merged": one in merged.used,
        }
        for one in returns
    ]


def _opened(session: Session, now: datetime, sent: Sent) -> Return | Mismatch:
    """Keep a return and open it; what is no workbook is a conflict."""
    name = safe_name(sent.name)
    try:
        data = sent.read()
        book = _whole_book(data)
    except RuleBroken as error:
        return Mismatch(MismatchKind.UNREADABLE, name, found=error.code)
    return Return(name, "", book, _keep(session, now, data, XLSX.type))


def _add_version(
    session: Session, actor: Actor, now: datetime, form: BlankForm, number: int, data: bytes, name: str
) -> BlankVersion:
    _whole_book(data)
    version = BlankVersion(
        id=new_id(),
        form_id=form.id,
        number=number,
        file_hash=_keep(session, now, data, XLSX.type),
        file_name=safe_name(name),
        taken_at=now,
        taken_by=actor.name,
    )
    session.add(version)
    session.flush()
    return version


def _whole_book(data: bytes) -> Book:
    """Return a workbook with every sheet read: what cannot be read is refused now, not when it is used."""
    book = Book(data)
    for sheet in book.sheets:
        book.sheet(sheet.name)
    return book


def _placed(book: Book, bound: Bound) -> Bound:
    """Return a binding on the cell that holds what is shown there; refused where a formula does."""
    sheet = book.sheet(bound.sheet)
    if not bound.area.is_cell:
        return bound
    place = sheet.head_of(bound.area.first)
    if sheet.is_formula(place):
        raise RuleBroken("blank_formula", field="area", area=str(place))
    return replace(bound, area=Area.of(place))


def _row(version: BlankVersion, bound: Bound) -> BlankBinding:
    return BlankBinding(
        version_id=version.id,
        sheet=bound.sheet,
        area=str(bound.area),
        names=str(bound.names) if bound.names else "",
        figure=bound.figure,
        span=bound.span,
        division_code=bound.division,
        scale=bound.scale,
        decimals=bound.decimals,
        rounding=bound.rounding,
    )


def _keep(session: Session, now: datetime, data: bytes, media_type: str) -> str:
    stream = io.BytesIO(data)
    return keep_made(session, stream=stream, limit=LARGEST_MADE, media_type=media_type, now=now).hash


def _need(actor: Actor, county_code: str, name: str) -> None:
    actor.need(Permission.BLANK_FILL)
    actor.need_reach(county_code, "blank_form", name)


def _hold(session: Session, county_code: str) -> None:
    """Let one change a county's forms at a time: what is judged here must still hold when it is written."""
    hold(session, f"blanks:{county_code}")
