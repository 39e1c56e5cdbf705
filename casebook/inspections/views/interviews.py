"""Interviews: the list, the page of one, registering one that was held on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.inspections import actions, queries
from casebook.inspections.forms.interviews import InterviewForm
from casebook.inspections.presenters import interviews as presenters
from casebook.inspections.views.papers import look
from casebook.kernel import clock
from casebook.kernel.ids import new_id, parse_id
from casebook.kernel.subjects import Subject
from casebook.web.forms import chosen_id
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.inspections.models import Inspection, Interview
    from casebook.wells.models import Well

blueprint = Blueprint("interviews", __name__, url_prefix="/interviews")


@blueprint.get("")
@requires(Permission.INSPECTION_SEE)
def index() -> str:
    """List interviews, newest first."""
    session, actor = current_session(), current_actor()
    page = queries.page_interviews(session, actor=actor, cursor=request.args.get("after"))
    return render_template(
        "interviews/index.html", page=page, lines=presenters.interview_lines(session, page.items)
    )


@blueprint.get("/<uuid:interview_id>")
@requires(Permission.INSPECTION_SEE)
def show(interview_id: UUID) -> str:
    """Show one interview; person, questions and answers to those who may, with a look."""
    session, actor = current_session(), current_actor()
    interview = queries.get_interview(session, interview_id, actor)
    is_open = actor.can(Permission.PARTY_SEE_PERSONAL)
    page = presenters.interview_page(session, interview, is_open=is_open)
    if is_open:
        subject = Subject("interview", interview.id, page.well.code, interview.division_code)
        look(subject, "interview.person")
    return render_template("interviews/show.html", page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.INSPECTION_RECORD)
def file() -> str | Response | tuple[str, int]:
    """Register an interview about a well that was held on paper, with its pages."""
    session, actor = current_session(), current_actor()
    code = request.args.get("well", "")
    if not code:
        return redirect(url_for("interviews.index"))
    well = wells.get_well(session, code, actor)
    inspection = _inspection(well)
    form = _form(well, inspection)

    def act() -> Interview:
        second = accounts.get_officer(session, chosen_id(form.second_officer_id))
        inspection_id = inspection.id if inspection else None
        return actions.file_interview(
            session,
            actor=actor,
            now=clock.now(),
            device_id=None,
            interview_id=new_id(),
            filed=form.interview(well.id, inspection_id, actor.name, second.name),
            uploads=form.uploads(),
        )

    interview = form.submit(act)
    if interview is not None:
        flash(_("询问笔录已登记，扫描页已固定为证据。"), "success")
        return redirect(url_for("interviews.show", interview_id=interview.id))
    page = render_template("interviews/file.html", form=form, well=well, inspection=inspection)
    return page, 422 if form.errors else 200


def _inspection(well: Well) -> Inspection | None:
    """Return the visit that the address names; one of another well is none."""
    asked = parse_id(request.args.get("inspection", ""))
    if asked is None:
        return None
    found = queries.get_inspection(current_session(), asked, current_actor())
    if found.well_id != well.id:
        abort(404)
    return found


def _form(well: Well, inspection: Inspection | None) -> InterviewForm:
    session, actor = current_session(), current_actor()
    begun = inspection.arrival_at if inspection else None
    form = InterviewForm(data={"is_read_back": True, "started_at": begun, "place": well.village})
    companions = queries.list_companions(
        session, lead_id=actor.officer_id, agency_id=actor.agency_id, well=well, on=clock.today()
    )
    codes = [one.problem_code for one in inspection.findings] if inspection else []
    form.offer(companions, codes)
    return form
