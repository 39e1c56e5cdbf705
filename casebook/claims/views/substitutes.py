"""Substitute waters: the list with what is free, one with its months."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.claims import actions, presenters, queries
from casebook.claims.forms import SubstituteForm, SupplyForm
from casebook.claims.views.blueprint import answer, blueprint
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.claims.models import SubstituteSupply, SubstituteWater
    from casebook.claims.views.blueprint import Answer


@blueprint.get("/substitutes")
@requires(Permission.CLAIM_SEE)
def substitutes() -> str:
    """List the county's substitute waters with what is free of each."""
    session, actor = current_session(), current_actor()
    rows = queries.list_substitutes(session, actor.county_code)
    return render_template("claims/substitutes.html", lines=presenters.substitute_lines(session, rows))


@blueprint.route("/substitutes/new", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def new_substitute() -> Answer:
    """Enter a substitute water."""
    session, actor = current_session(), current_actor()
    form = SubstituteForm()

    def act() -> SubstituteWater:
        return actions.add_substitute(session, actor=actor, now=clock.now(), facts=form.facts())

    made = form.submit(act)
    if made is not None:
        flash(_("已登记替代水源，请登记各月计量供水量。"), "success")
        return redirect(url_for("claims.substitute", substitute_id=made.id))
    back = {"label": _("替代水源"), "url": url_for("claims.substitutes")}
    return answer(form, title=_("登记替代水源"), back=back, submit=_("登记"))


@blueprint.get("/substitutes/<uuid:substitute_id>")
@requires(Permission.CLAIM_SEE)
def substitute(substitute_id: UUID) -> str:
    """Show one substitute water with its months and what was booked against it."""
    session, actor = current_session(), current_actor()
    row = queries.get_substitute(session, substitute_id, actor)
    return render_template("claims/substitute.html", row=row, page=presenters.substitute_page(session, row))


@blueprint.route("/substitutes/<uuid:substitute_id>/edit", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def edit_substitute(substitute_id: UUID) -> Answer:
    """Change a substitute water."""
    session, actor = current_session(), current_actor()
    row = queries.get_substitute(session, substitute_id, actor)
    form = SubstituteForm(
        data={
            "name": row.name,
            "source": row.source.value,
            "capacity_m3": row.capacity_m3,
            "groundwater_percent": Decimal(row.groundwater_permille) / 10,
            "base_version": row.version,
        }
    )

    def act() -> bool:
        actions.change_substitute(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            facts=form.facts(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("%(name)s：已保存。", name=row.name), "success")
        return redirect(url_for("claims.substitute", substitute_id=row.id))
    return answer(form, title=_("修改替代水源"), back=_back(row), submit=_("保存"), version=row.version)


@blueprint.route("/substitutes/<uuid:substitute_id>/supply", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def note_supply(substitute_id: UUID) -> Answer:
    """Note what a substitute was metered to supply in a month."""
    session, actor = current_session(), current_actor()
    row = queries.get_substitute(session, substitute_id, actor)
    form = SupplyForm()

    def act() -> SubstituteSupply:
        return actions.note_supply(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            month=form.its_month(),
            volume_m3=given(form.volume_m3),
            paper=given(form.paper),
        )

    if form.submit(act):
        flash(_("%(name)s：供水量已登记。", name=row.name), "success")
        return redirect(url_for("claims.substitute", substitute_id=row.id))
    return answer(form, title=_("登记供水量"), back=_back(row), submit=_("登记"))


def _back(row: SubstituteWater) -> dict[str, str]:
    return {"label": row.name, "url": url_for("claims.substitute", substitute_id=row.id)}
