"""Pages of the register: list, export, one well, editing, a step of its life, its parties."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.regions import queries as regions
from casebook.regions.rules import ZoneKind
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import beside, current_session
from casebook.wells import actions, presenters, queries
from casebook.wells.forms import ChangeStatusForm, EditWellForm, FilterForm, PartyForm
from casebook.wells.presenters.conflict import differences
from casebook.wells.rules import PartyRole, WellStatus
from casebook.wells.views.blueprint import blueprint

if TYPE_CHECKING:
    from flask import Response as FlaskResponse
    from werkzeug.wrappers import Response

    from casebook.access import Actor
    from casebook.wells.models import Well

    Answer = str | Response | tuple[str, int]


def _look(actor: Actor, subject: Subject, what: str) -> None:
    """Log that the reader sees personal data."""
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=subject, what=what)


@blueprint.get("")
@requires(Permission.WELL_SEE)
def index() -> str:
    """Show the register, narrowed by the filter."""
    session, actor = current_session(), current_actor()
    form = FilterForm.of(session, actor, clock.today())
    wanted = form.wanted()
    page = queries.page_wells(session, wanted, actor, request.args.get("after"))
    address = partial(url_for, "wells.index")
    return render_template(
        "wells/list.html",
        form=form,
        chips=form.chips(address),
        rows=presenters.listed(page.items, regions.names(session, actor.county_code)),
        page=page,
        count=queries.count_beyond(session, wanted, actor, page),
        arguments=form.arguments(),
    )


@blueprint.get("/export")
@requires(Permission.WELL_EXPORT)
def export() -> FlaskResponse:
    """Send exactly what is filtered as a spreadsheet."""
    session, actor = current_session(), current_actor()
    wanted = FilterForm.of(session, actor, clock.today()).wanted()
    show_personal = actor.can(Permission.PARTY_SEE_PERSONAL)
    if show_personal:
        _look(actor, Subject("well_list", new_id(), _("取水井台账"), actor.jurisdiction), "well_list.export")
    today, years = clock.today(), presenters.export_years(session, actor.county_code)
    return send_sheet(
        name=_("取水井台账 %(day)s", day=today.isoformat()),
        title=_("取水井台账"),
        columns=presenters.export_columns(years),
        rows=presenters.export_rows(
            session, wanted, actor, show_personal=show_personal, years=years, today=today
        ),
    )


@blueprint.get("/<code>")
@requires(Permission.WELL_SEE)
def show(code: str) -> str:
    """Show one well. `?personal=1` shows its parties unmasked, to those who may, and logs the look."""
    session, actor = current_session(), current_actor()
    well = queries.get_well(session, code, actor)
    may_see = actor.can(Permission.PARTY_SEE_PERSONAL)
    show_personal = may_see and request.args.get("personal") == "1"
    if show_personal:
        _look(actor, queries.subject_of(well), "well.parties")
    year = request.args.get("year", type=int)
    page = presenters.WellPage.load(
        session, well, actor, clock.today(), show_personal=show_personal, year=year
    )
    return render_template(
        "wells/detail.html",
        page=page,
        well=well,
        may_see_personal=may_see,
        status_words={status.value: label(status) for status in WellStatus},
        zone_words={kind.value: label(kind) for kind in ZoneKind},
        tile_url=current_app.config["CASEBOOK"].tile_url or None,
    )


@blueprint.route("/<code>/edit", methods=["GET", "POST"])
@requires(Permission.WELL_EDIT)
def edit(code: str) -> Answer:
    """Change what the register says; a change by somebody else in between is shown, not overwritten."""
    session, actor = current_session(), current_actor()
    well = queries.get_well(session, code, actor)
    form = EditWellForm.of(well, queries.plate_of(session, well.id))

    def act() -> bool:
        actions.update_well(
            session,
            actor=actor,
            now=clock.now(),
            well=well,
            base_version=form.base_version.data or 0,
            facts=form.facts(well),
            plate=form.plate.data,
            reason=form.reason.data or "",
        )
        return True

    if form.submit(act):
        flash(_("已保存。"), "success")
        return redirect(url_for("wells.show", code=code))
    rows = _take_over(form, well)
    status = 409 if rows else 422 if form.errors else 200
    return render_template("wells/edit.html", form=form, well=well, differences=rows), status


def _take_over(form: EditWellForm, well: Well) -> list[dict[str, Any]]:
    """Return how what was typed differs from what somebody else saved; the form then builds on that."""
    if not form.is_submitted() or form.base_version.data == well.version:
        return []
    form.base_version.data, form.base_version.raw_data = well.version, None
    return differences(form, EditWellForm.stored(well, queries.plate_of(current_session(), well.id)))


@blueprint.route("/<code>/status", methods=["GET", "POST"])
@requires(Permission.WELL_EDIT)
def change_status(code: str) -> Answer:
    """Take one step of a well's life as a register entry."""
    session, actor = current_session(), current_actor()
    well = queries.get_well(session, code, actor)
    form = ChangeStatusForm.of(well)

    def act() -> bool:
        actions.change_status(
            session,
            actor=actor,
            now=clock.now(),
            well=well,
            to=WellStatus(form.to.data),
            on=form.day,
            reason=form.reason.data or "",
            base_version=form.base_version.data or 0,
        )
        return True

    if form.submit(act):
        flash(_("状态已改为“%(status)s”。", status=label(well.status)), "success")
        return redirect(url_for("wells.show", code=code))
    is_stale = form.is_submitted() and form.base_version.data != well.version
    status = 409 if is_stale else 422 if form.errors else 200
    return render_template("wells/status.html", form=form, well=well), status


@blueprint.route("/<code>/parties/<role>", methods=["GET", "POST"])
@requires(Permission.WELL_EDIT)
def edit_party(code: str, role: str) -> Answer:
    """Say who owns, manages or uses a well. The form shows personal data: the look is logged."""
    session, actor = current_session(), current_actor()
    actor.need(Permission.PARTY_SEE_PERSONAL)
    well, part = queries.get_well(session, code, actor), _role(role)
    form = PartyForm.of(queries.find_party(session, well.id, part))
    if not form.is_submitted():
        _look(actor, queries.subject_of(well), "well.parties")

    def act() -> bool:
        actions.assign_party(session, actor=actor, now=clock.now(), well=well, role=part, facts=form.facts())
        return True

    if form.submit(act):
        flash(_("已保存。"), "success")
        return redirect(url_for("wells.show", code=code))
    return render_template("wells/party.html", form=form, well=well, role=part), 422 if form.errors else 200


def _role(text: str) -> PartyRole:
    if text not in set(PartyRole):
        raise NotFound("role", text)
    return PartyRole(text)
