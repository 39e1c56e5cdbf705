"""Papers made at the well: lists, the page and the PDF of each, forms to print, papers signed with pen."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record_look
from casebook.cases import actions as cases
from casebook.cases import queries as case_queries
from casebook.documents.rendering import render_pdf
from casebook.inspections import actions, queries
from casebook.inspections.actions.papers import FORMS_OF, paper_subject
from casebook.inspections.filed import PaperForm
from casebook.inspections.forms.papers import OrderForm, PaperFilterForm, PrintForm, RegisterForm
from casebook.inspections.presenters import papers as presenters
from casebook.inspections.rules import OfficerPart
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden
from casebook.kernel.ids import new_id
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import beside, current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    from casebook.cases.models import SiteOrder
    from casebook.inspections.models import Inspection, PaperBlank, SitePaper
    from casebook.kernel.subjects import Subject

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("papers", __name__, url_prefix="/papers")


def look(subject: Subject, what: str) -> None:
    """Log that the reader sees personal data."""
    with beside() as session:
        record_look(session, actor=current_actor(), now=clock.now(), subject=subject, what=what)


def send_pdf(made: bytes, name: str) -> FlaskResponse:
    """Answer with a PDF that the browser shows."""
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{name}.pdf")


@blueprint.get("")
@requires(Permission.INSPECTION_SEE)
def index() -> str:
    """List papers by form and number, the last kept first."""
    session, actor = current_session(), current_actor()
    form = PaperFilterForm.of()
    page = queries.page_papers(session, actor=actor, wanted=form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "papers/index.html",
        form=form,
        chips=form.chips(partial(url_for, "papers.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.paper_lines(session, page.items),
    )


@blueprint.get("/<uuid:paper_id>")
@requires(Permission.INSPECTION_SEE)
def show(paper_id: UUID) -> str:
    """Show one paper; its text and signatures to those who may see personal data, with a look."""
    session, actor = current_session(), current_actor()
    paper = queries.get_paper(session, paper_id, actor)
    is_open = actor.can(Permission.PARTY_SEE_PERSONAL)
    if is_open:
        look(paper_subject(paper), "paper.text")
    return render_template(
        "papers/show.html",
        page=presenters.paper_view(session, paper, is_open=is_open),
        back=presenters.record_address(session, paper),
    )


@blueprint.get("/<uuid:paper_id>.pdf")
@requires(Permission.INSPECTION_SEE)
def pdf(paper_id: UUID) -> FlaskResponse:
    """Print a paper with its signatures."""
    session, actor = current_session(), current_actor()
    paper = queries.get_paper(session, paper_id, actor)
    actor.need(Permission.PARTY_SEE_PERSONAL)
    look(paper_subject(paper), "paper.print")
    facts = presenters.sheet_of_paper(session, paper, actor, now=clock.now())
    return send_pdf(render_pdf("letters/paper.html", **facts), paper.number or label(paper.form))


@blueprint.route("/wells/<code>", methods=["GET", "POST"])
@requires(Permission.INSPECTION_RECORD)
def print_blank(code: str) -> Answer:
    """Choose a form to print before a visit to a well; each print takes a number."""
    session, actor = current_session(), current_actor()
    well = wells.get_well(session, code, actor)
    form = PrintForm()
    form.offer()

    def act() -> object:
        return actions.print_blank(
            session,
            actor=actor,
            now=clock.now(),
            well=well,
            form=PaperForm(form.form.data),
            heading=_heading(),
        )

    if form.submit(act):
        flash(_("已留出编号，请打开并打印。"), "success")
        return redirect(url_for("papers.print_blank", code=code))
    blanks = queries.list_open_blanks(session, well.id)
    page = render_template("papers/print.html", form=form, well=well, blanks=blanks)
    return page, 422 if form.errors else 200


def _heading() -> actions.Heading:
    actor = current_actor()
    if actor.agency_id is None:
        raise Forbidden("inspection_needs_officer")
    agency = accounts.get_agency(current_session(), actor.agency_id)
    return actions.Heading(agency.name, agency.number_word)


@blueprint.get("/blanks/<uuid:blank_id>.pdf")
@requires(Permission.INSPECTION_RECORD)
def blank(blank_id: UUID) -> FlaskResponse:
    """Print a form for a visit, with what the register knows of the well and its user."""
    session, actor = current_session(), current_actor()
    found = queries.get_blank(session, blank_id, actor)
    actor.need(Permission.PARTY_SEE_PERSONAL)
    well = wells.get_well_by_id(session, found.well_id)
    look(wells.subject_of(well), "paper.print")
    made = render_pdf(presenters.letter_of(found.form), **presenters.sheet_of_blank(session, found))
    return send_pdf(made, found.number)


@blueprint.get("/inspections/<uuid:inspection_id>")
@requires(Permission.INSPECTION_SEE)
def of_inspection(inspection_id: UUID) -> str:
    """List the papers of a visit, of its interviews and orders, and what may be added."""
    session, actor = current_session(), current_actor()
    inspection = queries.get_inspection(session, inspection_id, actor)
    interviews = queries.list_interviews_of(session, inspection.id)
    orders = case_queries.list_orders_of_inspection(session, inspection.id)
    records = [inspection.id, *(one.id for one in interviews), *(one.id for one in orders)]
    return render_template(
        "papers/record.html",
        inspection=inspection,
        lines=presenters.paper_lines(session, queries.list_papers(session, records)),
        blanks=queries.list_open_blanks(session, inspection.well_id),
        is_own=inspection.has_officer(actor.officer_id) and actor.can(Permission.INSPECTION_RECORD),
    )


@blueprint.route("/inspections/<uuid:inspection_id>/register", methods=["GET", "POST"])
@requires(Permission.INSPECTION_RECORD)
def register(inspection_id: UUID) -> Answer:
    """Register the record of a visit that was signed with pen."""
    session, actor = current_session(), current_actor()
    inspection = _own(inspection_id)
    form = RegisterForm(data={"is_read_back": True, "signed_at": inspection.arrival_at})
    form.offer(FORMS_OF[queries.SUBJECT])

    def act() -> SitePaper:
        return actions.register_paper(
            session,
            actor=actor,
            now=clock.now(),
            inspection=inspection,
            filed=form.paper(PaperForm(form.form.data), *_names(inspection)),
            uploads=form.uploads(),
        )

    paper = form.submit(act)
    if paper is not None:
        flash(_("纸质文书已登记，扫描页已固定为证据。"), "success")
        return redirect(url_for("papers.show", paper_id=paper.id))
    return _pen_page("papers/register.html", form, inspection)


@blueprint.route("/inspections/<uuid:inspection_id>/order", methods=["GET", "POST"])
@requires(Permission.MEASURE_ORDER)
def order(inspection_id: UUID) -> Answer:
    """Register an order on paper that was handed over at the well."""
    session, actor = current_session(), current_actor()
    inspection = _own(inspection_id)
    form = OrderForm(data={"is_read_back": True, "signed_at": inspection.arrival_at})
    form.offer((one.problem_code for one in inspection.findings), _order_blanks(inspection))

    def act() -> SiteOrder:
        return cases.serve_site_order(
            session,
            actor=actor,
            now=clock.now(),
            device_id=None,
            order_id=new_id(),
            filed=form.order(inspection.id, *_names(inspection)),
            uploads=form.uploads(),
        )

    if form.submit(act):
        flash(_("现场责令已登记，期限从送达次日起算。"), "success")
        return redirect(url_for("papers.of_inspection", inspection_id=inspection.id))
    return _pen_page("papers/order.html", form, inspection)


def _own(inspection_id: UUID) -> Inspection:
    """Return the visit of an address to one of its officers."""
    actor = current_actor()
    inspection = queries.get_inspection(current_session(), inspection_id, actor)
    if not inspection.has_officer(actor.officer_id):
        raise Forbidden("inspection_not_on_record")
    return inspection


def _names(inspection: Inspection) -> tuple[str, str]:
    named = {row.part: row.name for row in inspection.officers}
    return named.get(OfficerPart.LEAD, ""), named.get(OfficerPart.SECOND, "")


def _order_blanks(inspection: Inspection) -> list[PaperBlank]:
    found = queries.list_open_blanks(current_session(), inspection.well_id)
    return [one for one in found if one.form in FORMS_OF["site_order"]]


def _pen_page(template: str, form: RegisterForm | OrderForm, inspection: Inspection) -> Answer:
    fitting = FORMS_OF["site_order"] if isinstance(form, OrderForm) else FORMS_OF[queries.SUBJECT]
    blanks = [
        one for one in queries.list_open_blanks(current_session(), inspection.well_id) if one.form in fitting
    ]
    page = render_template(template, form=form, inspection=inspection, blanks=blanks)
    return page, 422 if form.errors else 200
