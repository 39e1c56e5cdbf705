"""Baselines: the list, one, drafting, locking, dropping."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.claims import actions, presenters, queries
from casebook.claims.forms import BaselineFilterForm, BaselineForm, LockForm, WordsForm
from casebook.claims.views.blueprint import answer, blueprint
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import parse_id
from casebook.plans.forms import party_named
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.claims.models import Baseline
    from casebook.claims.views.blueprint import Answer
    from casebook.parties.models import Party
    from casebook.wells.models import Well


@blueprint.get("/baselines")
@requires(Permission.CLAIM_SEE)
def baselines() -> str:
    """List baselines, the newest first."""
    session, actor = current_session(), current_actor()
    form = BaselineFilterForm.of()
    page = queries.page_baselines(
        session, actor=actor, status=form.wanted(), cursor=request.args.get("after")
    )
    return render_template(
        "claims/baselines.html",
        form=form,
        chips=form.chips(partial(url_for, "claims.baselines")),
        arguments=form.arguments(),
        page=page,
        lines=presenters.baseline_lines(session, page.items, actor.county_code),
    )


@blueprint.route("/baselines/new", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def new_baseline() -> Answer:
    """Draft a baseline; with `?supersedes=ID` one that takes the place of a locked one."""
    session, actor = current_session(), current_actor()
    old_id = parse_id(request.args.get("supersedes", ""))
    old = queries.get_baseline(session, old_id, actor) if old_id else None
    form = BaselineForm(data=_first(old))
    if old is None:
        del form.reason

    def act() -> Baseline:
        return actions.draft_baseline(
            session,
            actor=actor,
            now=clock.now(),
            owner=_owner(form),
            facts=form.facts(),
            group=form.its_group(),
            supersedes=old,
            reason=(form.reason.data or "") if old else "",
        )

    made = form.submit(act)
    if made is not None:
        flash(_("已拟定基线，请由另一位人员核对后锁定。"), "success")
        return redirect(url_for("claims.baseline", baseline_id=made.id))
    back = {"label": _("压减基线"), "url": url_for("claims.baselines")}
    lead = _("基线要在措施开始之前锁定；锁定后只能写明理由替换，已有压减量入账的不能替换。")
    return answer(form, title=_("拟定压减基线"), back=back, lead=lead, submit=_("拟定"))


def _owner(form: BaselineForm) -> Well | Party:
    """Return the well or the unit that the form names."""
    session, actor = current_session(), current_actor()
    code, name = form.owner_names()
    if not code:
        return party_named(session, actor, name, field="party")
    well = wells.find_well(session, code, actor)
    if well is None:
        raise RuleBroken("claim_well_unknown", field="well", well=code)
    return well


def _first(old: Baseline | None) -> dict[str, object]:
    if old is None:
        return {"before_year": clock.today().year}
    owner = {"well": old.well.code} if old.well else {"party": old.party.name if old.party else ""}
    return {**owner, "group": old.aquifer_group.value, "before_year": old.before_year}


@blueprint.get("/baselines/<uuid:baseline_id>")
@requires(Permission.CLAIM_SEE)
def baseline(baseline_id: UUID) -> str:
    """Show one baseline, what it is made of, what is counted against it."""
    session, actor = current_session(), current_actor()
    row = queries.get_baseline(session, baseline_id, actor)
    page = presenters.baseline_page(session, row, actor)
    return render_template("claims/baseline.html", row=row, page=page)


@blueprint.route("/baselines/<uuid:baseline_id>/lock", methods=["GET", "POST"])
@requires(Permission.CLAIM_DECIDE)
def lock_baseline(baseline_id: UUID) -> Answer:
    """Lock a baseline by the paper that approves it."""
    session, actor = current_session(), current_actor()
    row = queries.get_baseline(session, baseline_id, actor)
    form = LockForm(
        data={"locked_on": clock.today(), "explanation": row.explanation, "base_version": row.version}
    )

    def act() -> bool:
        actions.lock_baseline(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            locked_on=given(form.locked_on),
            paper=given(form.lock_paper),
            explanation=form.explanation.data or "",
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("基线已锁定。"), "success")
        return redirect(url_for("claims.baseline", baseline_id=row.id))
    return answer(form, title=_("锁定基线"), back=_back(row), version=row.version)


@blueprint.route("/baselines/<uuid:baseline_id>/drop", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def drop_baseline(baseline_id: UUID) -> Answer:
    """Let a draft be."""
    session, actor = current_session(), current_actor()
    row = queries.get_baseline(session, baseline_id, actor)
    form = WordsForm(data={"base_version": row.version})

    def act() -> bool:
        actions.drop_baseline(
            session,
            actor=actor,
            now=clock.now(),
            row=row,
            reason=form.words.data or "",
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("基线草稿已作废。"), "success")
        return redirect(url_for("claims.baseline", baseline_id=row.id))
    return answer(form, title=_("作废基线草稿"), back=_back(row), version=row.version)


def _back(row: Baseline) -> dict[str, str]:
    return {"label": queries.owner_of(row), "url": url_for("claims.baseline", baseline_id=row.id)}
