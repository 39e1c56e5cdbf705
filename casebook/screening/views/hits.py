"""Hits: the list, one hit with its figures, and what is done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.kernel import clock
from casebook.regions.presenters import offered_townships
from casebook.screening import actions, presenters, queries
from casebook.screening.forms import AssignForm, DismissForm, HitForm, HitsFilter
from casebook.screening.views.blueprint import blueprint
from casebook.web.forms import Form, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.accounts.models import Officer
    from casebook.screening.models import ScreeningHit

    Answer = str | Response | tuple[str, int]


@blueprint.get("")
@requires(Permission.SCREENING_SEE)
def index() -> str:
    """List hits: what waits, unless the filter says otherwise."""
    session, actor = current_session(), current_actor()
    form = HitsFilter.of(offered_townships(session, actor, request.args.get("township")))
    wanted = form.wanted()
    page = queries.page_hits(session, actor, wanted, cursor=request.args.get("after"))
    return render_template(
        "screening/index.html",
        form=form,
        chips=form.chips(partial(url_for, "screening.index")),
        arguments=form.arguments(),
        page=page,
        wanted=wanted,
        count=queries.count_hits(session, actor, wanted),
        lines=presenters.hit_lines(session, page.items, actor),
    )


@blueprint.post("/leads")
@requires(Permission.SCREENING_DECIDE)
def make_leads() -> Response:
    """Make the chosen hits leads."""
    session, form = current_session(), Form()
    chosen = request.form.getlist("hit", type=UUID)

    def act() -> str:
        hits = queries.get_hits(session, chosen, current_actor())
        made = actions.make_leads(session, actor=current_actor(), now=clock.now(), hits=hits)
        return str(_("%(hits)s 条命中转为 %(leads)s 条线索。", hits=len(hits), leads=len(made)))

    done = form.submit(act)
    flash(
        done or "".join(str(one) for some in form.errors.values() for one in some),
        "success" if done else "error",
    )
    return redirect(url_for("screening.index", **request.args.to_dict()))  # type: ignore[arg-type]  # texts


@blueprint.get("/hits/<uuid:hit_id>")
@requires(Permission.SCREENING_SEE)
def show(hit_id: UUID) -> Answer:
    """Show one hit: figures, thresholds, chart, course."""
    return _page(_load(hit_id))


@blueprint.post("/hits/<uuid:hit_id>/lead")
@requires(Permission.SCREENING_DECIDE)
def make_lead(hit_id: UUID) -> Answer:
    """Make a hit a lead."""
    hit, form = _load(hit_id), HitForm(prefix="lead")

    def act() -> str:
        return actions.make_lead(
            current_session(), actor=current_actor(), now=clock.now(), hit=hit, version=form.base_version.data
        ).number

    number = form.submit(act)
    if number:
        return _back(hit_id, _("已转为线索 %(number)s，由两名执法人员核查。", number=number))
    return _page(hit, lead=form)


@blueprint.post("/hits/<uuid:hit_id>/dismiss")
@requires(Permission.SCREENING_DECIDE)
def dismiss(hit_id: UUID) -> Answer:
    """Put a hit aside with a reason."""
    hit, form = _load(hit_id), DismissForm(prefix="dismiss")

    def act() -> bool:
        actions.dismiss(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            hit=hit,
            reason=given(form.reason),
            version=form.base_version.data,
        )
        return True

    if form.submit(act):
        return _back(hit_id, _("已排除。数据没有明显变化就不再提示。"))
    return _page(hit, dismiss=form)


@blueprint.post("/hits/<uuid:hit_id>/reopen")
@requires(Permission.SCREENING_DECIDE)
def reopen(hit_id: UUID) -> Answer:
    """Take a hit up again."""
    hit, form = _load(hit_id), HitForm(prefix="reopen")

    def act() -> bool:
        actions.reopen(current_session(), actor=current_actor(), now=clock.now(), hit=hit)
        return True

    if form.submit(act):
        return _back(hit_id, _("已恢复为待处理。"))
    return _page(hit, reopen=form)


@blueprint.post("/hits/<uuid:hit_id>/assign")
@requires(Permission.SCREENING_DECIDE)
def assign(hit_id: UUID) -> Answer:
    """Give a hit to an officer."""
    hit, form = _load(hit_id), AssignForm.of(_officers())

    def act() -> bool:
        officer_id = UUID(form.officer_id.data) if form.officer_id.data else None
        actions.assign(
            current_session(), actor=current_actor(), now=clock.now(), hit=hit, officer_id=officer_id
        )
        return True

    if form.submit(act):
        return _back(hit_id, _("已记录由谁负责。"))
    return _page(hit, assign=form)


def _load(hit_id: UUID) -> ScreeningHit:
    return queries.get_hit(current_session(), hit_id, current_actor())


def _officers() -> list[Officer]:
    return accounts.list_certified(
        current_session(), county_code=current_actor().county_code, on=clock.today()
    )


def _page(hit: ScreeningHit, **refused: Form) -> Answer:
    """Return a hit's page with its forms; a refused one keeps what was typed."""
    base = {"base_version": hit.version}
    forms: dict[str, Form] = {
        "lead": HitForm(data=base, prefix="lead"),
        "dismiss": DismissForm(data=base, prefix="dismiss"),
        "reopen": HitForm(data=base, prefix="reopen"),
        "assign": AssignForm.of(_officers(), officer_id=str(hit.assigned_to_id or "")),
    }
    page = presenters.hit_page(current_session(), hit, current_actor())
    shown = render_template("screening/show.html", page=page, forms=forms | refused)
    has_conflict = any(form.conflict is not None for form in refused.values())
    return (shown, 409 if has_conflict else 422) if refused else shown


def _back(hit_id: UUID, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("screening.show", hit_id=hit_id))
