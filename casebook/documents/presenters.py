"""What the pages of papers show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents.rules import BLANK, FORMS, DocumentState, FieldKind, follows, lacking, shown
from casebook.documents.rules.life import is_final
from casebook.documents.rules.stamping import StampWay
from casebook.kernel.identifiers.masking import mask_citizen_id, mask_phone
from casebook.numbering.rules import NumberState
from casebook.web.sheets import SheetColumn
from casebook.web.wording import translated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from casebook.access import Actor
    from casebook.documents.models import Delivery, Document, Stamping, TemplateVersion
    from casebook.documents.rules import Deviation, Field, FormCode
    from casebook.numbering.models import IssuedNumber

_PRIVATE = {"party_id_no": mask_citizen_id, "party_phone": mask_phone, "reporter_contact": mask_phone}
_MAY_READ = (
    Permission.PARTY_SEE_PERSONAL,
    Permission.DOCUMENT_STAMP,
    Permission.DOCUMENT_MAKE,
    Permission.HANDOVER_ANSWER,
)


def may_read_files(actor: Actor) -> bool:
    """Say whether somebody may open a paper itself, which names people in full."""
    return any(map(actor.can, _MAY_READ))


@dataclass(frozen=True)
class FactLine:
    """One fact of a paper as its page shows it."""

    label: str
    value: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_missing: bool = False


@dataclass(frozen=True)
class DocumentPage:
    """One paper: what it says, what became of it, and what may be done next."""

    row: Document
    lines: tuple[FactLine, ...]
    missing: tuple[str, ...]
    """Labels of required items that are blank; a draft cannot be issued with them."""
    uses: tuple[Stamping, ...]
    deliveries: tuple[Delivery, ...]
    deviations: tuple[Deviation, ...]
    subject_url: str | None
    may_read: bool
    may_edit: bool
    may_issue: bool
    may_stamp: bool
    may_take_back: bool
    may_check: bool
    may_serve: bool
    may_void: bool
    is_final: bool


def document_page(
    row: Document,
    actor: Actor,
    *,
    uses: Sequence[Stamping],
    deliveries: Sequence[Delivery],
    deviations: Sequence[Deviation],
) -> DocumentPage:
    """Return the page of a paper for a reader."""
    after, open_use = (
        follows(row.sheet, row.state),
        next((use for use in uses if use.is_agreed is None), None),
    )
    makes, seals = actor.can(Permission.DOCUMENT_MAKE), actor.can(Permission.DOCUMENT_STAMP)
    way = open_use.way if open_use else None
    begun_by = open_use.begun_by_id if open_use else None
    return DocumentPage(
        row=row,
        lines=fact_lines(row, actor),
        missing=tuple(translated(field.label) for field in lacking(row.sheet, row.contents))
        if row.state is DocumentState.DRAFT
        else (),
        uses=tuple(uses),
        deliveries=tuple(deliveries),
        deviations=tuple(one for one in deviations if any(paper == row.id for paper, _words in one.others)),
        subject_url=subject_url(row),
        may_read=may_read_files(actor),
        may_edit=makes and row.state is DocumentState.DRAFT,
        may_issue=makes and DocumentState.ISSUED in after and row.state is DocumentState.DRAFT,
        may_stamp=seals and DocumentState.STAMPING in after,
        may_take_back=seals and way is StampWay.SERVICE,
        may_check=(makes or seals) and way is StampWay.OFFLINE and begun_by != actor.officer_id,
        may_serve=actor.can(Permission.DOCUMENT_SERVE) and DocumentState.SERVED in after,
        may_void=makes and DocumentState.VOID in after,
        is_final=is_final(row.sheet, row.state),
    )


def fact_lines(row: Document, actor: Actor) -> tuple[FactLine, ...]:
    """Return the facts in the order of the form; people's numbers are masked for who may not see them."""
    kept, words = row.contents, shown(row.sheet, row.contents)
    clear = may_read_files(actor)
    return tuple(_line(field, kept, words[field.name], clear=clear) for field in row.sheet.fields)


def _line(field: Field, kept: Mapping[str, Any], words: Any, *, clear: bool) -> FactLine:  # noqa: ANN401 - text or rows
    is_missing = field.is_required and field.name not in kept
    if field.kind is FieldKind.ROWS:
        names = [name for name, _label in field.columns]
        rows = tuple(tuple(row[name] for name in names) for row in words)
        heads = tuple(translated(label) for _name, label in field.columns)
        return FactLine(translated(field.label), "", heads, rows, is_missing)
    mask = None if clear or words == BLANK else _PRIVATE.get(field.name)
    return FactLine(translated(field.label), mask(words) if mask else words, is_missing=is_missing)


def subject_url(row: Document) -> str | None:
    """Return the page of what a paper is about, where it is a case."""
    if row.subject_kind != "case":
        return None
    number, _blank, _cause = row.subject_title.partition(" ")
    return url_for("cases.show", number=number)


@dataclass(frozen=True)
class TemplateLine:
    """One form in the list of templates."""

    code: FormCode
    title: str
    current: TemplateVersion | None
    """The bureau's version in force, None for the house's own."""
    coming: TemplateVersion | None
    versions: int


def template_lines(rows: Sequence[TemplateVersion], today: date) -> list[TemplateLine]:
    """Return every form with what is in force and what comes."""
    by_form: dict[FormCode, list[TemplateVersion]] = {}
    for row in rows:
        by_form.setdefault(row.form, []).append(row)
    return [_template_line(code, by_form.get(code, []), today) for code in FORMS]


def _template_line(code: FormCode, rows: list[TemplateVersion], today: date) -> TemplateLine:
    dated = sorted(
        ((row.valid_from, row.version, row) for row in rows if row.valid_from is not None),
        key=lambda one: one[:2],
    )
    past = [row for on, _version, row in dated if on <= today]
    ahead = [row for on, _version, row in dated if on > today]
    current = past[-1] if past and past[-1].source else None
    return TemplateLine(code, FORMS[code].title, current, ahead[0] if ahead else None, len(rows))


def in_force_version(rows: Sequence[TemplateVersion], code: FormCode, today: date) -> UUID | None:
    """Return the id of the bureau's version in force, None for the house's own."""
    current = _template_line(code, list(rows), today).current
    return current.id if current else None


def void_columns() -> list[SheetColumn]:
    """Return the columns of the register of voids."""

    def of(name: str) -> Any:  # noqa: ANN401 - a cell
        return lambda number: getattr(number, name)

    return [
        SheetColumn(_("文号"), of("text"), 34),
        SheetColumn(_("作废原因"), of("reason"), 50),
        SheetColumn(_("取号时间"), of("taken_at"), 18),
        SheetColumn(_("作废时间"), of("changed_at"), 18),
    ]


def number_subject(number: IssuedNumber) -> str | None:
    """Return the page of what bears a number, where it is a paper."""
    if number.subject_kind == "document" and number.state is not NumberState.RESERVED:
        return url_for("documents.show", document_id=number.subject_id)
    return None
