"""The chains of the county, their versions, and substitutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.approvals import actions, presenters, queries
from casebook.approvals.forms import ChainForm, SubstituteForm
from casebook.approvals.rules import ChainKind
from casebook.approvals.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.approvals.views.page import Answer


@blueprint.get("/chains")
@requires(Permission.APPROVAL_SEE)
def chains() -> str:
    """Show the chain of every kind, and who stands in for whom."""
    return _chains(SubstituteForm(formdata=None))


@blueprint.post("/chains/substitutes")
@requires(Permission.CHAIN_EDIT)
def name_substitute() -> Answer:
    """Name a substitute."""
    session, actor, form = current_session(), current_actor(), SubstituteForm()
    form.offer(accounts.list_officers(session, county_code=actor.county_code))

    def act() -> object:
        return actions.name_substitute(
            session,
            actor=actor,
            now=clock.now(),
            absent_id=chosen_id(form.absent),
            substitute_id=chosen_id(form.substitute),
            from_on=given(form.from_on),
            until_on=given(form.until_on),
            paper=given(form.paper),
        )

    if form.submit(act):
        return _back(_("已登记代签授权。"))
    return _chains(form), 422


@blueprint.post("/chains/substitutes/<uuid:substitute_id>/end")
@requires(Permission.CHAIN_EDIT)
def end_substitute(substitute_id: UUID) -> Answer:
    """End a substitution today."""
    session, actor = current_session(), current_actor()
    row = queries.get_substitute(session, substitute_id, actor)
    actions.end_substitute(session, actor=actor, now=clock.now(), row=row)
    return _back(_("代签到今天为止。"))


@blueprint.route("/chains/<kind>", methods=["GET", "POST"])
@requires(Permission.CHAIN_EDIT)
def edit_chain(kind: str) -> Answer:
    """Set a new version of a kind's chain."""
    session, actor, wanted = current_session(), current_actor(), _kind(kind)
    actor.need_reach(actor.county_code, "approval_chain", kind)
    present = queries.find_chain(
        session, county_code=actor.county_code, kind=wanted, agency_id=actor.agency_id, on=clock.today()
    )
    form = ChainForm.of(session, actor, present.positions, valid_from=clock.today())
    is_default = request.method == "POST" and "default" in request.form

    def act() -> object:
        return actions.set_chain(
            session,
            actor=actor,
            now=clock.now(),
            kind=wanted,
            agency_id=form.agency_id(),
            positions=None if is_default else form.positions(),
            paper=given(form.paper),
            valid_from=given(form.valid_from),
        )

    if form.submit(act):
        return _back(_("“%(kind)s”的审批流程已保存为新版本。", kind=label(wanted)))
    versions = queries.list_versions(session, actor.county_code, wanted)
    page = render_template(
        "approvals/edit_chain.html", form=form, kind=wanted, chain=present, versions=versions
    )
    return page, 422 if form.errors else 200


def _chains(form: SubstituteForm) -> str:
    session, actor, today = current_session(), current_actor(), clock.today()
    form.offer(accounts.list_officers(session, county_code=actor.county_code))
    found = queries.chains_in_force(
        session, county_code=actor.county_code, agency_id=actor.agency_id, on=today
    )
    rows = queries.list_substitutes(session, actor, on=today)
    return render_template(
        "approvals/chains.html",
        chains=presenters.chain_views(found),
        substitutes=presenters.substitute_views(session, rows, today),
        form=form,
    )


def _kind(text: str) -> ChainKind:
    if text not in {kind.value for kind in ChainKind}:
        raise NotFound("approval_chain", text)
    return ChainKind(text)


def _back(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("approvals.chains"))
