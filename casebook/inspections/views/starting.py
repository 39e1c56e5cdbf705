"""Finding the well, and beginning the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.inspections import actions, presenters, queries
from casebook.inspections.forms import StartForm
from casebook.inspections.rules import InspectionKind
from casebook.inspections.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.ids import new_id, parse_id
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

LONGEST_TEXT = 60


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.INSPECTION_RECORD)
def start() -> str | Response | tuple[str, int]:
    """Begin a record at the well that the address names, or help to find one."""
    session, actor = current_session(), current_actor()
    code = request.args.get("well", "").strip()
    if not code:
        return _choose_well()
    well = wells.get_well(session, code, actor)
    form = _form(well)

    def act() -> Inspection:
        second = parse_id(form.second_officer_id.data)
        if second is None:
            raise NotFound("officer", form.second_officer_id.data)
        return actions.start(
            session,
            actor=actor,
            now=clock.now(),
            well=well,
            kind=InspectionKind(form.kind.data),
            second_officer_id=second,
            far_limit_m=float(current_app.config["CASEBOOK"].far_from_well_m),
            inspection_id=parse_id(form.id.data or ""),
        )

    inspection = form.submit(act)
    if inspection is not None:
        flash(_("检查已开始，填写的内容会逐项保存。"), "success")
        return redirect(url_for("inspections.show", inspection_id=inspection.id))
    return _page(form, well), 422 if form.errors else 200


def _form(well: Well) -> StartForm:
    session, actor = current_session(), current_actor()
    assert actor.officer_id is not None
    last = queries.find_last_companion(session, actor.officer_id)
    usual = {"kind": InspectionKind.INSPECTION.value, "second_officer_id": str(last or "")}
    form = StartForm(data={"id": str(new_id()), **usual})
    companions = queries.list_companions(
        session, lead_id=actor.officer_id, agency_id=actor.agency_id, well=well, on=clock.today()
    )
    form.offer(companions, actor.agency_id)
    return form


def _page(form: StartForm, well: Well) -> str:
    session, actor = current_session(), current_actor()
    assert actor.officer_id is not None
    return render_template(
        "inspections/new.html",
        form=form,
        line=presenters.well_line(session, well),
        officer=accounts.get_officer(session, actor.officer_id),
        today=clock.today(),
        drafts=queries.list_drafts_of(session, actor.officer_id, well.id),
    )


def _choose_well() -> str | Response:
    """Show what a search finds; a whole code leads straight on."""
    session, actor = current_session(), current_actor()
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    if text and wells.find_well(session, text, actor) is not None:
        return redirect(url_for("inspections.start", well=text))
    found = presenters.find_wells(session, text, actor, clock.today()) if text else []
    drafts = queries.list_drafts_of(session, actor.officer_id) if actor.officer_id else []
    return render_template(
        "inspections/find.html",
        text=text,
        found=found,
        drafts=presenters.inspection_lines(session, drafts),
    )
