"""The list of claims, and one with its steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.claims import actions, presenters, queries
from casebook.claims.forms import ClaimFilterForm, ClaimForm, WordsForm
from casebook.claims.presenters import STEPS
from casebook.claims.rules import ClaimStatus
from casebook.claims.views.blueprint import answer, blueprint
from casebook.kernel import clock
from casebook.kernel.ids import parse_id
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.claims.models import Claim
    from casebook.claims.views.blueprint import Answer

MOST_OFFERED = 200
"""Baselines in the choice; any other is claimed against from its own page."""


@blueprint.get("")
@requires(Permission.CLAIM_SEE)
def index() -> str:
    """List claims by filter with their sums, newest first."""
    session, actor = current_session(), current_actor()
    form = ClaimFilterForm.of(session, actor)
    wanted = form.wanted()
    page = queries.page_claims(session, actor=actor, wanted=wanted, cursor=request.args.get("after"))
    sums = queries.sums_by_kind(session, wanted, actor)
    return render_template(
        "claims/list.html",
        form=form,
        chips=form.chips(partial(url_for, "claims.index")),
        arguments=form.arguments(),
        page=page,
        lines=list(presenters.claim_lines(session, page.items, actor.county_code)),
        sums=sums,
        total=presenters.total(sums),
        by_kind=queries.booked_by_kind(session, actor, wanted.year) if wanted.year else {},
    )


@blueprint.get("/claims.xlsx")
@requires(Permission.CLAIM_SEE)
def export() -> Response:
    """Send exactly the listed claims as a spreadsheet."""
    session, actor = current_session(), current_actor()
    wanted = ClaimFilterForm.of(session, actor).wanted()
    found = queries.iterate_claims(session, wanted, actor)
    return send_sheet(
        name=_("压减量申报 %(day)s", day=clock.today().isoformat()),
        title=_("压减量申报"),
        columns=presenters.claim_columns(),
        rows=presenters.claim_lines(session, found, actor.county_code),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def new() -> Answer:
    """Draft a claim against a locked baseline."""
    session, actor = current_session(), current_actor()
    form = ClaimForm(data={"baseline": request.args.get("baseline", "")})
    named = parse_id(form.baseline.data or "")
    baselines = queries.list_locked(session, actor, most=MOST_OFFERED, named=named)
    substitutes = queries.list_substitutes(session, actor.county_code)
    form.offer(baselines)
    form.offer_substitutes(substitutes)

    def act() -> Claim:
        return actions.draft_claim(
            session,
            actor=actor,
            now=clock.now(),
            baseline=form.chosen(baselines, "baseline"),
            substitute=form.chosen(substitutes, "substitute"),
            facts=form.facts(),
        )

    made = form.submit(act)
    if made is not None:
        flash(_("已起草 %(number)s，核对后提交审核。", number=made.number), "success")
        return redirect(url_for("claims.show", number=made.number))
    back = {"label": _("压减量申报"), "url": url_for("claims.index")}
    lead = _("封井的压减量由封停记录确认入账；其他措施在这里申报。")
    return answer(form, title=_("申报压减量"), back=back, lead=lead, submit=_("起草"))


@blueprint.get("/<number>")
@requires(Permission.CLAIM_SEE)
def show(number: str) -> str:
    """Show one claim with its arithmetic."""
    session, actor = current_session(), current_actor()
    claim = queries.get_claim(session, number, actor)
    return render_template(
        "claims/claim.html", claim=claim, page=presenters.claim_page(session, claim, actor)
    )


@blueprint.route("/<number>/edit", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def edit(number: str) -> Answer:
    """Change a draft, or a claim that was returned."""
    session, actor = current_session(), current_actor()
    claim = queries.get_claim(session, number, actor)
    form = ClaimForm(data=_data(claim))
    del form.baseline
    substitutes = queries.list_substitutes(session, actor.county_code)
    form.offer_substitutes(substitutes)

    def act() -> bool:
        actions.change_claim(
            session,
            actor=actor,
            now=clock.now(),
            claim=claim,
            facts=form.facts(),
            substitute=form.chosen(substitutes, "substitute"),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("%(number)s：已保存。", number=number), "success")
        return redirect(url_for("claims.show", number=number))
    back = {"label": number, "url": url_for("claims.show", number=number)}
    return answer(form, title=_("修改申报"), back=back, submit=_("保存"), version=claim.version)


def _data(claim: Claim) -> dict[str, object]:
    names = ("began_on", "claimed_m3", "residual_m3", "emergency_m3", "saving_m3", "what", "papers")
    return {
        **{name: getattr(claim, name) for name in names},
        "explanation": claim.explanation,
        "kind": claim.kind.value,
        "substitute": str(claim.substitute_id or ""),
        "base_version": claim.version,
    }


@blueprint.route("/<number>/<step>", methods=["GET", "POST"])
@requires(Permission.CLAIM_SEE)
def step(number: str, step: str) -> Answer:
    """Take a step of a claim; the action asks who may."""
    session, actor = current_session(), current_actor()
    claim = queries.get_claim(session, number, actor)
    if step not in STEPS:
        abort(404)
    form = WordsForm(data={"base_version": claim.version})

    def act() -> bool:
        _take(claim, step, form)
        return True

    if form.submit(act):
        flash(_("%(number)s：已办理。", number=number), "success")
        return redirect(url_for("claims.show", number=number))
    titles = {
        "submit": _("提交审核"),
        "accept": _("认定入账"),
        "return": _("退回修改"),
        "refuse": _("不予认定"),
        "withdraw": _("撤回申报"),
    }
    back = {"label": number, "url": url_for("claims.show", number=number)}
    return answer(form, title=titles[step], back=back, lead=_lead(step), version=claim.version)


def _lead(step: str) -> str:
    leads: dict[str, str] = {
        "submit": _("提交后不能再修改，由另一位人员审核。"),
        "accept": _("按此刻已入账的量重新计算，超出的部分不入账；入账后记入总账。"),
        "return": _("退回申报人修改，写明要改什么。"),
        "refuse": _("不予认定后不能再提交，写明理由。"),
        "withdraw": _("已入账的压减量会全部冲回，写明理由。"),
    }
    return leads[step]


def _take(claim: Claim, step: str, form: WordsForm) -> None:
    session, actor, now = current_session(), current_actor(), clock.now()
    words, version = form.words.data or "", form.base_version.data
    to, _permission = STEPS[step]
    if to is ClaimStatus.SUBMITTED:
        actions.submit_claim(session, actor=actor, now=now, claim=claim, base_version=version)
    elif to is ClaimStatus.WITHDRAWN:
        actions.withdraw_claim(session, actor=actor, now=now, claim=claim, reason=words, base_version=version)
    else:
        actions.decide_claim(
            session, actor=actor, now=now, claim=claim, to=to, words=words, base_version=version
        )
