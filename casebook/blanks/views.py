"""Superiors' forms: taken, bound, filled; townships' returns merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.blanks import actions, presenters, queries
from casebook.blanks.forms import BindForm, MergeForm, NewForm, SentForm, StepForm
from casebook.blanks.rules.cells import Area, parse_area
from casebook.blanks.rules.merging import MergeMode
from casebook.blanks.rules.proposing import propose
from casebook.blanks.rules.rebinding import changes
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.reports.forms import MonthForm
from casebook.storage.queries import open_file
from casebook.storage.rules import XLSX, safe_name
from casebook.web.downloads import send_sheet
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.wording import clauses

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    from casebook.blanks.books.book import Book
    from casebook.blanks.models import BlankFilling, BlankForm, BlankMerge, BlankVersion

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("blanks", __name__, url_prefix="/blanks")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.BLANK_FILL)
def index() -> Answer:
    """List the forms, and take another one."""
    session, actor, form = current_session(), current_actor(), NewForm()

    def act() -> BlankForm:
        return actions.add_form(
            session,
            actor=actor,
            now=clock.now(),
            name=given(form.name),
            superior=form.superior.data or "",
            sent=form.sent(),
        )

    row = form.submit(act)
    if row is not None:
        flash(_("已登记。请选格子绑定要填的数。"), "success")
        return redirect(url_for("blanks.bind", form_id=row.id))
    page = render_template("blanks/index.html", form=form, lines=queries.list_forms(session, actor))
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:form_id>", methods=["GET", "POST"])
@requires(Permission.BLANK_FILL)
def show(form_id: UUID) -> Answer:
    """Show a form with what it was filled with, and fill it for a month."""
    session, actor = current_session(), current_actor()
    row = queries.get_form(session, form_id, actor)
    form = MonthForm(data={"month": presenters.last_month(clock.today())})

    def act() -> BlankFilling:
        return actions.fill(session, actor=actor, now=clock.now(), form=row, month=form.chosen())

    filled = form.submit(act)
    if filled is not None:
        flash(_("已填 %(n)s 格。", n=filled.filled_cells), "success")
        return redirect(url_for("blanks.show_filling", filling_id=filled.id))
    versions = queries.list_versions(session, row.id)
    ids = [version.id for version in versions]
    page = render_template(
        "blanks/show.html",
        form=form,
        row=row,
        versions=versions,
        bindings=queries.count_bindings(session, versions[0].id),
        numbers={version.id: version.number for version in versions},
        fillings=queries.list_fillings(session, ids),
        merges=queries.list_merges(session, ids),
        count_used=presenters.count_used,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:form_id>/bind", methods=["GET", "POST"])
@requires(Permission.BLANK_FILL)
def bind(form_id: UUID) -> Answer:
    """Show a sheet of the form as a table; a picked cell is bound to a figure."""
    session, actor = current_session(), current_actor()
    row = queries.get_form(session, form_id, actor)
    version = queries.latest_version(session, row.id)
    book, places = queries.open_book(version), queries.places_of(session, row.county_code)
    sheet = _sheet(book)
    form = BindForm.make(sheet, request.args.get("cell", ""), places.names, row.county_code)

    def act() -> str:
        made = actions.bind(session, actor=actor, now=clock.now(), form=row, wanted=[form.bound()])
        return made[0].area

    area = form.submit(act)
    if area is not None:
        flash(_("已绑定 %(area)s。", area=area), "success")
        return redirect(url_for("blanks.bind", form_id=row.id, sheet=form.sheet.data))
    page = render_template(
        "blanks/bind.html",
        form=form,
        row=row,
        sheet=sheet,
        page=presenters.bind_page(book, sheet, queries.bindings_of(session, version.id), places, _picked()),
    )
    return page, 422 if form.errors else 200


def _sheet(book: Book) -> str:
    """Return the sheet that the address names, else the first."""
    names = [sheet.name for sheet in book.sheets]
    asked = request.args.get("sheet", "")
    return asked if asked in names else names[0]


def _picked() -> Area | None:
    """Return the cell that the address names; what is none picks nothing."""
    try:
        return parse_area(request.args.get("cell", ""), field="area", most=1)
    except RuleBroken:
        return None


@blueprint.post("/<uuid:form_id>/proposals")
@requires(Permission.BLANK_FILL)
def take_proposals(form_id: UUID) -> Response:
    """Bind the proposals that were ticked."""
    session, actor, form = current_session(), current_actor(), StepForm()
    row = queries.get_form(session, form_id, actor)
    version = queries.latest_version(session, row.id)
    known = [one.bound for one in queries.bindings_of(session, version.id)]
    places = queries.places_of(session, row.county_code)
    ticked = set(request.form.getlist("key"))
    found = propose(queries.open_book(version), places, known)
    wanted = [one.bound for one in found if presenters.proposal_key(one.bound) in ticked]
    made = form.submit(lambda: actions.bind(session, actor=actor, now=clock.now(), form=row, wanted=wanted))
    if made is None:
        flash(_why(form), "error")
    else:
        flash(_("已绑定 %(n)s 处。", n=len(made)), "success")
    return redirect(url_for("blanks.bind", form_id=row.id))


def _why(form: StepForm) -> str:
    """Return what was refused, of a form that has no page of its own to say so."""
    return clauses(map(str, form.form_errors)) or str(_("没有保存。"))


@blueprint.post("/<uuid:form_id>/unbind")
@requires(Permission.BLANK_FILL)
def unbind(form_id: UUID) -> Response:
    """Take a binding off."""
    session, actor, form = current_session(), current_actor(), StepForm()
    row = queries.get_form(session, form_id, actor)
    sheet, area = request.form.get("sheet", ""), request.form.get("area", "")

    def act() -> bool:
        actions.unbind(session, actor=actor, now=clock.now(), form=row, sheet=sheet, area=area)
        return True

    if form.submit(act):
        flash(_("已取消 %(area)s 的绑定。", area=area), "success")
    else:
        flash(_why(form), "error")
    return redirect(url_for("blanks.bind", form_id=row.id, sheet=sheet))


@blueprint.route("/<uuid:form_id>/renew", methods=["GET", "POST"])
@requires(Permission.BLANK_FILL)
def renew(form_id: UUID) -> Answer:
    """Take a new edition of a form."""
    session, actor, form = current_session(), current_actor(), SentForm()
    row = queries.get_form(session, form_id, actor)

    def act() -> BlankVersion:
        return actions.add_version(session, actor=actor, now=clock.now(), form=row, sent=form.sent())

    version = form.submit(act)
    if version is not None:
        flash(_("已收下第 %(n)s 版，绑定按位置带了过来。请核对不同之处。", n=version.number), "success")
        return redirect(url_for("blanks.compare", form_id=row.id))
    return render_template("blanks/renew.html", form=form, row=row), 422 if form.errors else 200


@blueprint.get("/<uuid:form_id>/compare")
@requires(Permission.BLANK_FILL)
def compare(form_id: UUID) -> str:
    """Show what is different between the newest version of a form and the one before."""
    session = current_session()
    row = queries.get_form(session, form_id, current_actor())
    versions = queries.list_versions(session, row.id)[:2]
    found = []
    if len(versions) > 1:
        new, old = (queries.open_book(version) for version in versions)
        bindings = [one.bound for one in queries.bindings_of(session, versions[1].id)]
        found = changes(old, new, bindings)
    return render_template("blanks/compare.html", row=row, version=versions[0], changes=found)


@blueprint.get("/fillings/<uuid:filling_id>")
@requires(Permission.BLANK_FILL)
def show_filling(filling_id: UUID) -> str:
    """Show what each cell was filled with, and from where."""
    session = current_session()
    filling, row = _filling(filling_id)
    places = queries.places_of(session, row.county_code)
    lacking = request.args.get("show") == "lacking"
    lines = presenters.cell_lines(queries.open_list(filling), places.names, only_lacking=lacking)
    return render_template(
        "blanks/filling.html", filling=filling, row=row, lines=lines[:500], lacking=lacking
    )


@blueprint.get("/fillings/<uuid:filling_id>/<any(form, list):kind>.xlsx")
@requires(Permission.BLANK_FILL)
def filling_file(filling_id: UUID, kind: str) -> FlaskResponse:
    """Send the filled form, or (`list`) what its cells were filled with."""
    filling, row = _filling(filling_id)
    period = f"{filling.year}-{filling.month:02}"
    if kind != "list":
        name = safe_name(f"{row.name} {period}.xlsx")
        stream = open_file(filling.file_hash)
        return send_file(stream, mimetype=XLSX.type, as_attachment=True, download_name=name)
    names = queries.places_of(current_session(), row.county_code).names
    return send_sheet(
        name=safe_name(_("填报依据 %(name)s %(period)s", name=row.name, period=period)),
        title=_("填报依据"),
        columns=presenters.cell_columns(),
        rows=presenters.cell_lines(queries.open_list(filling), names),
    )


def _filling(filling_id: UUID) -> tuple[BlankFilling, BlankForm]:
    session, actor = current_session(), current_actor()
    filling = queries.get_filling(session, filling_id, actor)
    version = queries.get_version(session, filling.version_id)
    return filling, queries.get_form(session, version.form_id, actor)


@blueprint.route("/<uuid:form_id>/merge", methods=["GET", "POST"])
@requires(Permission.BLANK_FILL)
def merge(form_id: UUID) -> Answer:
    """Merge townships' returns on a form."""
    session, actor, form = current_session(), current_actor(), MergeForm.make()
    row = queries.get_form(session, form_id, actor)

    def act() -> BlankMerge:
        book = queries.open_book(queries.latest_version(session, row.id))
        return actions.merge_returns(
            session,
            actor=actor,
            now=clock.now(),
            form=row,
            sent=form.sent(),
            mode=MergeMode(given(form.mode)),
            areas=form.wanted(book.sheets[0].name),
        )

    made = form.submit(act)
    if made is not None:
        return redirect(url_for("blanks.show_merge", merge_id=made.id))
    return render_template("blanks/merge.html", form=form, row=row), 422 if form.errors else 200


@blueprint.get("/merges/<uuid:merge_id>")
@requires(Permission.BLANK_FILL)
def show_merge(merge_id: UUID) -> str:
    """Show which returns were merged, and what did not agree."""
    made, row = _merge(merge_id)
    names = queries.places_of(current_session(), row.county_code).names
    return render_template(
        "blanks/merged.html",
        made=made,
        row=row,
        names=names,
        used=presenters.count_used(made.returns),
        lines=presenters.conflict_lines(made.conflicts, names),
    )


@blueprint.get("/merges/<uuid:merge_id>/<any(form, conflicts):kind>.xlsx")
@requires(Permission.BLANK_FILL)
def merge_file(merge_id: UUID, kind: str) -> FlaskResponse:
    """Send the merged form, or (`conflicts`) the list of what did not agree."""
    made, row = _merge(merge_id)
    if kind != "conflicts":
        name = safe_name(_("%(name)s 汇总", name=row.name) + ".xlsx")
        stream = open_file(made.file_hash)
        return send_file(stream, mimetype=XLSX.type, as_attachment=True, download_name=name)
    names = queries.places_of(current_session(), row.county_code).names
    return send_sheet(
        name=safe_name(_("汇总问题 %(name)s", name=row.name)),
        title=_("汇总问题"),
        columns=presenters.conflict_columns(),
        rows=presenters.conflict_lines(made.conflicts, names),
    )


def _merge(merge_id: UUID) -> tuple[BlankMerge, BlankForm]:
    session, actor = current_session(), current_actor()
    made = queries.get_merge(session, merge_id, actor)
    version = queries.get_version(session, made.version_id)
    return made, queries.get_form(session, version.form_id, actor)
