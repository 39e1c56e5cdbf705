"""Officers' accounts: the list, one account, and what is done to it."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import actions, queries
from casebook.administration.forms import (
    AddOfficerForm,
    ConfirmForm,
    DisableForm,
    HandOverForm,
    OfficerForm,
    OfficersFilter,
)
from casebook.administration.presenters import WorkCounts, certificate_note, history_of, state_of
from casebook.administration.views.blueprint import blueprint
from casebook.cases.actions import hand_over as hand_over_work
from casebook.cases.labels import HANDED_OVER
from casebook.kernel import clock
from casebook.regions import queries as regions
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.accounts.models import Officer
    from casebook.cases.actions import HandedOver

    Answer = str | Response | tuple[str, int]


@blueprint.get("/officers")
@requires(Permission.OFFICER_MANAGE)
def officers() -> str:
    """List accounts by filter."""
    session, actor = current_session(), current_actor()
    form = OfficersFilter.of(session, actor)
    page = queries.page_officers(session, actor, form.wanted(), request.args.get("after"))
    return render_template(
        "admin/officers.html",
        form=form,
        chips=form.chips(partial(url_for, "admin.officers")),
        page=page,
        arguments=form.arguments(),
        names=regions.names(session, actor.county_code),
        state_of=partial(state_of, now=clock.now()),
        certificate_note=partial(certificate_note, on=clock.today()),
    )


@blueprint.route("/officers/new", methods=["GET", "POST"])
@requires(Permission.OFFICER_MANAGE)
def add_officer() -> Answer:
    """Open an account; the answer shows its first password once."""
    session, actor, form = current_session(), current_actor(), AddOfficerForm()
    form.offer(session, actor)
    added = form.submit(
        lambda: actions.add_officer(
            session, actor=actor, now=clock.now(), login=given(form.login), facts=form.facts()
        )
    )
    if added is not None:
        officer, password = added
        return render_template("admin/first_password.html", officer=officer, password=password)
    return render_template("admin/edit_officer.html", form=form, officer=None), 422 if form.errors else 200


@blueprint.get("/officers/<uuid:officer_id>")
@requires(Permission.OFFICER_MANAGE)
def officer(officer_id: UUID) -> str:
    """Show one account: who, where, as what, and what was done to it."""
    session, found = current_session(), _get(officer_id)
    return render_template(
        "admin/officer.html",
        officer=found,
        state=state_of(found, clock.now()),
        note=certificate_note(found, clock.today()),
        jurisdiction=regions.name_of(session, found.jurisdiction),
        work=WorkCounts.of(session, found),
        history=history_of(session, "officer", found),
        form=ConfirmForm(),
    )


@blueprint.route("/officers/<uuid:officer_id>/edit", methods=["GET", "POST"])
@requires(Permission.OFFICER_MANAGE)
def update_officer(officer_id: UUID) -> Answer:
    """Change an account."""
    session, actor, found = current_session(), current_actor(), _get(officer_id)
    form = OfficerForm(obj=found)
    form.offer(session, actor, found)

    def act() -> bool:
        actions.update_officer(session, actor=actor, now=clock.now(), officer=found, facts=form.facts())
        return True

    if form.submit(act):
        flash(_("已保存。"), "success")
        return redirect(url_for("admin.officer", officer_id=officer_id))
    return render_template("admin/edit_officer.html", form=form, officer=found), 422 if form.errors else 200


@blueprint.route("/officers/<uuid:officer_id>/password", methods=["GET", "POST"])
@requires(Permission.OFFICER_MANAGE)
def reset_password(officer_id: UUID) -> Answer:
    """Give an account a new first password; the answer shows it once."""
    session, actor, found = current_session(), current_actor(), _get(officer_id)
    form = ConfirmForm()
    password = form.submit(
        lambda: actions.reset_password(session, actor=actor, now=clock.now(), officer=found)
    )
    if password is not None:
        return render_template("admin/first_password.html", officer=found, password=password)
    status = 422 if form.errors else 200
    return render_template("admin/reset_password.html", form=form, officer=found), status


@blueprint.route("/officers/<uuid:officer_id>/disable", methods=["GET", "POST"])
@requires(Permission.OFFICER_MANAGE)
def disable_officer(officer_id: UUID) -> Answer:
    """Close an account; what waits for the officer is shown first."""
    session, actor, found = current_session(), current_actor(), _get(officer_id)
    form = DisableForm()
    ended = form.submit(
        lambda: actions.disable_officer(
            session, actor=actor, now=clock.now(), officer=found, reason=given(form.reason)
        )
    )
    if ended is not None:
        flash(_("%(login)s 已停用，%(count)s 个登录已退出。", login=found.login, count=ended), "success")
        return redirect(url_for("admin.officer", officer_id=officer_id))
    work = WorkCounts.of(session, found)
    status = 422 if form.errors else 200
    return render_template("admin/disable_officer.html", form=form, officer=found, work=work), status


@blueprint.post("/officers/<uuid:officer_id>/enable")
@requires(Permission.OFFICER_MANAGE)
def enable_officer(officer_id: UUID) -> Response:
    """Open a closed account again."""
    found = _get(officer_id)
    actions.enable_officer(current_session(), actor=current_actor(), now=clock.now(), officer=found)
    flash(_("%(login)s 已恢复使用。", login=found.login), "success")
    return redirect(url_for("admin.officer", officer_id=officer_id))


@blueprint.route("/officers/<uuid:officer_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.OFFICER_MANAGE)
def hand_over(officer_id: UUID) -> Answer:
    """Give an officer's open work to a colleague."""
    session, actor, found = current_session(), current_actor(), _get(officer_id)
    colleagues = queries.list_officers(session, county_code=found.county_code, agency_id=found.agency_id)
    form = HandOverForm()
    form.offer(one for one in colleagues if one.is_active and one.id != found.id)

    def act() -> HandedOver:
        taker = queries.get_officer_within(session, chosen_id(form.taker), actor)
        return hand_over_work(
            session, actor=actor, now=clock.now(), giver=found, taker=taker, reason=given(form.reason)
        )

    done = form.submit(act)
    if done is not None:
        flash(str(HANDED_OVER) % asdict(done), "success")
        return redirect(url_for("admin.officer", officer_id=officer_id))
    work = WorkCounts.of(session, found)
    status = 422 if form.errors else 200
    return render_template("admin/hand_over.html", form=form, officer=found, work=work), status


def _get(officer_id: UUID) -> Officer:
    return queries.get_officer_within(current_session(), officer_id, current_actor())
