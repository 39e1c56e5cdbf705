"""Leads: the list, one lead, taking it up, closing it as unfounded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, queries
from casebook.cases.forms.leads import DismissForm, LeadFilterForm, TakeForm
from casebook.cases.presenters import leads as presenters
from casebook.inspections import queries as inspections
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.accounts.models import Officer
    from casebook.cases.models import Lead

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("leads", __name__, url_prefix="/leads")


@blueprint.get("")
@requires(Permission.LEAD_SEE)
def index() -> str:
    """List leads by filter."""
    session, actor = current_session(), current_actor()
    form = LeadFilterForm.of(session, actor)
    page = queries.page_leads(session, actor=actor, wanted=form.wanted(), cursor=request.args.get("after"))
    return render_template(
        "leads/index.html",
        form=form,
        chips=form.chips(partial(url_for, "leads.index")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.lead_lines(session, page.items),
    )


@blueprint.get("/<number>")
@requires(Permission.LEAD_SEE)
def show(number: str) -> str:
    """Show one lead with every hint that was given."""
    session, actor = current_session(), current_actor()
    lead = queries.get_lead(session, number, actor)
    page = presenters.lead_page(session, lead, actor, today=clock.today())
    return render_template("leads/show.html", page=page)


@blueprint.route("/<number>/take", methods=["GET", "POST"])
@requires(Permission.LEAD_DECIDE)
def take(number: str) -> Answer:
    """Take a lead up, with a verification of its well at the desk or by tablet."""
    session, actor = current_session(), current_actor()
    lead = queries.get_lead(session, number, actor)
    form = TakeForm()
    form.offer(_companions(lead))
    begun = []

    def act() -> bool:
        begun.append(
            actions.take_lead(
                session,
                actor=actor,
                now=clock.now(),
                lead=lead,
                second_officer_id=parse_id(form.second_officer_id.data or ""),
                far_limit_m=float(current_app.config["CASEBOOK"].far_from_well_m),
            )
        )
        return True

    if form.submit(act):
        flash(_("线索 %(number)s 由你核查。", number=number), "success")
        (inspection,) = begun
        if inspection is not None:
            return redirect(url_for("inspections.show", inspection_id=inspection.id))
        return redirect(url_for("leads.show", number=number))
    return _page("leads/take.html", form, lead)


def _companions(lead: Lead) -> list[Officer]:
    """Return who may go along; nobody where the well is not registered or the reader may not inspect."""
    session, actor = current_session(), current_actor()
    if lead.well_id is None or not actor.can(Permission.INSPECTION_RECORD):
        return []
    well = wells.get_well_by_id(session, lead.well_id)
    return inspections.list_companions(
        session, lead_id=actor.officer_id, agency_id=actor.agency_id, well=well, on=clock.today()
    )


@blueprint.route("/<number>/dismiss", methods=["GET", "POST"])
@requires(Permission.LEAD_DECIDE)
def dismiss(number: str) -> Answer:
    """Close a lead as unfounded."""
    session, actor = current_session(), current_actor()
    lead = queries.get_lead(session, number, actor)
    form = DismissForm()

    def act() -> bool:
        actions.dismiss_lead(session, actor=actor, now=clock.now(), lead=lead, reason=given(form.reason))
        return True

    if form.submit(act):
        flash(_("线索 %(number)s 已记为不属实。", number=number), "success")
        return redirect(url_for("leads.show", number=number))
    return _page("leads/dismiss.html", form, lead)


def _page(template: str, form: TakeForm | DismissForm, lead: Lead) -> Answer:
    page = render_template(template, form=form, lead=lead)
    return page, 422 if form.errors else 200
