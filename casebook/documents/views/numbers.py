"""The register of document numbers: what was taken, what is void, and that none is missing."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.documents import actions, presenters
from casebook.documents.forms import NumberFilterForm, ReasonForm, ReserveForm, YearForm
from casebook.documents.rendering import render_pdf
from casebook.documents.rules import FormCode
from casebook.documents.views.blueprint import answer, blueprint
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.numbering import queries
from casebook.web.downloads import send_sheet
from casebook.web.filters import YEARS
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.accounts.models import Agency
    from casebook.documents.views.blueprint import Answer
    from casebook.numbering.models import IssuedNumber, NumberSeries


@blueprint.get("/numbers")
@requires(Permission.DOCUMENT_SEE)
def numbers() -> str:
    """Show a year's rows of numbers with what became of them."""
    form = YearForm.of(queries.list_years(current_session(), current_actor().county_code))
    year = form.wanted(clock.today().year)
    return render_template("documents/numbers.html", form=form, year=year, rows=_rows(year))


@blueprint.get("/numbers/<uuid:series_id>")
@requires(Permission.DOCUMENT_SEE)
def series(series_id: UUID) -> str:
    """Show every number of a row, the highest first."""
    session, form = current_session(), NumberFilterForm.of()
    found = _series(series_id)
    page = queries.page_numbers(session, series_id, state=form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "documents/series.html",
        form=form,
        chips=form.chips(partial(url_for, "documents.series", series_id=series_id)),
        arguments=form.arguments(),
        series=found,
        page=page,
        subject_url=presenters.number_subject,
    )


@blueprint.route("/numbers/reserve", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_MAKE)
def reserve() -> Answer:
    """Take numbers ahead."""
    session, form = current_session(), ReserveForm(data={"count": 1})
    form.offer((one.id, one.name) for one in _agencies())

    def act() -> list[str]:
        return actions.reserve_numbers(
            session,
            actor=current_actor(),
            now=clock.now(),
            agency_id=chosen_id(form.agency),
            form=FormCode(given(form.form)),
            count=given(form.count),
            reason=given(form.reason),
        )

    taken = form.submit(act)
    if taken is not None:
        flash(_("已预留 %(n)s 个编号，从 %(first)s 起。", n=len(taken), first=taken[0]), "success")
        return redirect(url_for("documents.numbers"))
    return answer("documents/reserve.html", form)


@blueprint.route("/numbers/<uuid:series_id>/<int:number>/void", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_MAKE)
def void_number(series_id: UUID, number: int) -> Answer:
    """Give a reserved number up."""
    found, form = _series(series_id), ReasonForm()
    text = queries.get_text(current_session(), found.id, number)

    def act() -> bool:
        actions.void_reserved(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            text=text,
            reason=given(form.reason),
        )
        return True

    if form.submit(act):
        flash(_("编号已作废。"), "success")
        return redirect(url_for("documents.series", series_id=series_id))
    return answer("documents/void_number.html", form, text=text, series_id=series_id)


@blueprint.get("/numbers/voids.xlsx")
@requires(Permission.DOCUMENT_SEE)
def voids_sheet() -> Response:
    """Give the register of voids of a year as a spreadsheet."""
    year, _rows, found = _year()
    title = _("%(year)s 年作废文号登记簿", year=year)
    return send_sheet(name=title, title=title, columns=presenters.void_columns(), rows=found)


@blueprint.get("/numbers/voids.pdf")
@requires(Permission.DOCUMENT_SEE)
def voids_paper() -> Response:
    """Give the register of voids of a year as a paper."""
    actor = current_actor()
    year, rows, found = _year()
    made = render_pdf(
        "letters/voids.html",
        year=year,
        numbers=found,
        rows=rows,
        agency=actor.agency_name,
        printed_by=actor.name,
        printed_at=clock.now(),
    )
    name = f"voids-{year}.pdf"
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=name)


def _year() -> tuple[int, list[queries.SeriesCount], list[IssuedNumber]]:
    """Return the year that the address asks for, with its rows and its void numbers within reach."""
    asked = request.args.get("year", type=int)
    year = asked if asked is not None and asked in YEARS else clock.today().year
    rows = _rows(year)
    within = {one.series.id for one in rows}
    void = queries.list_void(current_session(), current_actor().county_code, year)
    return year, rows, [number for number in void if number.series_id in within]


def _rows(year: int) -> list[queries.SeriesCount]:
    rows = queries.count_states(current_session(), current_actor().county_code, year)
    return [one for one in rows if _is_within(one.series.word)]


def _is_within(word: str) -> bool:
    """Say whether a row of numbers belongs to an agency that the reader reaches; a county's sees all."""
    actor = current_actor()
    if actor.reaches(actor.county_code):
        return True
    return any(word.startswith(one.number_word) for one in _agencies())


def _agencies() -> list[Agency]:
    actor = current_actor()
    found = accounts.list_agencies(current_session(), actor.county_code)
    return [one for one in found if actor.reaches(one.division_code)]


def _series(series_id: UUID) -> NumberSeries:
    found = queries.get_series(current_session(), series_id)
    if found.county_code != current_actor().county_code or not _is_within(found.word):
        raise NotFound("number_series", series_id)
    return found
