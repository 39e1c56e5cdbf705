"""Reclaimed water: the users of a year, and one user's least use, offer and months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.plans import actions, presenters, queries
from casebook.plans.forms import DraftForm, MinimumForm, OfferForm, UseForm, party_named
from casebook.plans.rules import Answer as Told
from casebook.plans.rules import Condition
from casebook.plans.views.blueprint import blueprint, wanted_year
from casebook.web.forms import chosen_id, given, offered
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from casebook.plans.presenters import UserPage
    from casebook.plans.views.blueprint import Answer
    from casebook.web.forms import Form


@blueprint.route("/reclaimed", methods=["GET", "POST"])
@requires(Permission.PLAN_SEE)
def reclaimed() -> Answer:
    """List the users with a least use, and set one."""
    session, actor, year = current_session(), current_actor(), wanted_year()
    form = MinimumForm(data={"year": year})

    def act() -> object:
        party = party_named(session, actor, given(form.party), field="party")
        return actions.set_minimum(
            session,
            actor=actor,
            now=clock.now(),
            party=party,
            year=given(form.year),
            minimum_m3=given(form.minimum),
            paper=given(form.paper),
            reason=form.reason.data or "",
        )

    if form.submit(act):
        flash(_("最低利用量已登记。"), "success")
        return redirect(url_for("plans.reclaimed", year=form.year.data))
    reaches = actor.reaches(actor.county_code)
    page = render_template(
        "plans/reclaimed.html",
        form=form,
        year=year,
        lines=presenters.user_lines(session, actor.county_code, year) if reaches else [],
        may_edit=actor.can(Permission.PLAN_EDIT) and reaches,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/reclaimed/<int:year>/<uuid:party_id>")
@requires(Permission.PLAN_SEE)
def user(year: int, party_id: UUID) -> Answer:
    """Show a user's reclaimed water of a year and the cut that follows."""
    return _user_page(year, party_id)


def _load(year: int, party_id: UUID) -> UserPage:
    session, actor = current_session(), current_actor()
    party = queries.get_user(session, party_id, year, actor)
    return presenters.user_page(session, party, year, actor, clock.today())


def _user_page(year: int, party_id: UUID, **refused: Form) -> Answer:
    page = _load(year, party_id)
    told: dict[str, Any] = {name.value: Told.UNKNOWN for name in Condition}
    told |= {name.value: answer for name, answer in page.answers if answer is not None}
    if page.offer is not None:
        told |= {"served_on": page.offer.served_on, "evidence": page.offer.evidence}
    forms: dict[str, Form] = {
        "offer": OfferForm(formdata=None, prefix="offer", data=told),
        "use": UseForm(formdata=None, prefix="use", data={"is_metered": True}),
        "draft": _draft_form(page, blank=True),
    }
    shown = render_template("plans/user.html", page=page, forms=forms | refused)
    return (shown, 422) if refused else shown


def _draft_form(page: UserPage, *, blank: bool = False) -> DraftForm:
    form = DraftForm(formdata=None, prefix="draft") if blank else DraftForm(prefix="draft")
    form.node.choices = offered(
        (str(node.id), _("%(source)s，计划 %(n)s m³", source=label(node.source), n=f"{node.planned_m3:f}"))
        for node in page.plans
    )
    return form


def _back(year: int, party_id: UUID, words: str) -> Answer:
    flash(words, "success")
    return redirect(url_for("plans.user", year=year, party_id=party_id))


@blueprint.post("/reclaimed/<int:year>/<uuid:party_id>/offer")
@requires(Permission.PLAN_EDIT)
def note_offer(year: int, party_id: UUID) -> Answer:
    """Note whether reclaimed water was available."""
    party, form = _load(year, party_id).party, OfferForm(prefix="offer")
    by: dict[str, Any] = {"actor": current_actor(), "now": clock.now(), "party": party, "year": year}
    if form.submit(lambda: actions.note_offer(current_session(), **by, facts=form.facts())):
        return _back(year, party_id, _("供水条件已登记。"))
    return _user_page(year, party_id, offer=form)


@blueprint.post("/reclaimed/<int:year>/<uuid:party_id>/use")
@requires(Permission.PLAN_EDIT)
def note_use(year: int, party_id: UUID) -> Answer:
    """Note a month."""
    party, form = _load(year, party_id).party, UseForm(prefix="use")
    by: dict[str, Any] = {"actor": current_actor(), "now": clock.now(), "party": party}
    if form.submit(lambda: actions.note_use(current_session(), **by, facts=form.facts(year))):
        return _back(year, party_id, _("用量已登记。"))
    return _user_page(year, party_id, use=form)


@blueprint.post("/reclaimed/<int:year>/<uuid:party_id>/draft")
@requires(Permission.PLAN_EDIT)
def draft_cut(year: int, party_id: UUID) -> Answer:
    """Draft the cut of a plan of the next year."""
    page = _load(year, party_id)
    form = _draft_form(page)

    def act() -> object:
        node_id = chosen_id(form.node)
        node = next((one for one in page.plans if one.id == node_id), None)
        if node is None:
            raise RuleBroken("cut_wrong_plan", field="node")
        by: dict[str, Any] = {"actor": current_actor(), "now": clock.now(), "party": page.party}
        return actions.draft_cut(current_session(), **by, year=year, node=node)

    cut = form.submit(act)
    if cut is not None:
        flash(_("核减已起草，下一步告知用水户。"), "success")
        return redirect(url_for("plans.cut", cut_id=cut.id))  # type: ignore[attr-defined] # what act returned
    return _user_page(year, party_id, draft=form)
