"""Pages of campaigns (专项整治行动)."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.campaigns import actions, papers, presenters, queries
from casebook.campaigns.forms import (
    CampaignFilter,
    CampaignForm,
    CampaignStepForm,
    JoinForm,
    SummaryForm,
)
from casebook.campaigns.views.blueprint import blueprint
from casebook.campaigns.views.stepping import show_step
from casebook.documents.actions.files import DOCX_TYPE
from casebook.documents.making import make_pdf
from casebook.kernel import clock
from casebook.regions.queries import list_divisions
from casebook.web.forms import Form, chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.campaigns.models import Campaign, CampaignMember
    from casebook.documents.rules.sheet import Sheet

    Answer = str | AnyResponse | tuple[str, int]


def _load(number: str) -> Campaign:
    return queries.get_campaign(current_session(), number, current_actor())


def _page(number: str) -> str:
    return url_for("campaigns.campaign", number=number)


@blueprint.get("/campaigns")
@requires(Permission.CAMPAIGN_SEE)
def index() -> str:
    """List campaigns."""
    form = CampaignFilter.of_request()
    after = request.args.get("after")
    page = queries.page_campaigns(current_session(), current_actor(), form.wanted(), after)
    return render_template(
        "campaigns/index.html",
        form=form,
        chips=form.chips(partial(url_for, "campaigns.index")),
        arguments=form.arguments(),
        page=page,
    )


@blueprint.route("/campaigns/new", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def plan() -> Answer:
    """Write down a campaign."""
    session, actor = current_session(), current_actor()
    form = CampaignForm.of(None, list_divisions(session, actor.county_code), actor.jurisdiction)

    def act() -> Campaign:
        return actions.plan_campaign(session, actor=actor, now=clock.now(), facts=form.facts())

    row = form.submit(act)
    if row is not None:
        flash(_("已拟定，加入人员后启动。"), "success")
        return redirect(_page(row.number))
    shown = render_template("campaigns/edit.html", form=form, row=None)
    return shown, 422 if form.errors else 200


@blueprint.get("/campaigns/<number>")
@requires(Permission.CAMPAIGN_SEE)
def campaign(number: str) -> str:
    """Show a campaign with its progress."""
    session, actor = current_session(), current_actor()
    page = presenters.campaign_page(session, _load(number), actor, clock.today())
    return render_template("campaigns/campaign.html", page=page)


@blueprint.route("/campaigns/<number>/edit", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def edit(number: str) -> Answer:
    """Change a campaign before it is started."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = CampaignForm.of(row, list_divisions(session, actor.county_code), actor.jurisdiction)

    def act() -> bool:
        actions.change_campaign(
            session,
            actor=actor,
            now=clock.now(),
            campaign=row,
            facts=form.facts(),
            base_version=form.base_version.data,
        )
        return True

    if form.submit(act):
        flash(_("已保存。"), "success")
        return redirect(_page(number))
    shown = render_template("campaigns/edit.html", form=form, row=row)
    return shown, 422 if form.errors else 200


@blueprint.route("/campaigns/<number>/team", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def join(number: str) -> Answer:
    """Put an officer into a team."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = JoinForm()
    form.offer(accounts.list_officers(session, county_code=actor.county_code))

    def act() -> CampaignMember:
        return actions.join_campaign(
            session,
            actor=actor,
            now=clock.now(),
            campaign=row,
            officer_id=chosen_id(form.officer),
            team=given(form.team),
            is_leader=form.is_leader.data,
        )

    if form.submit(act):
        flash(_("已加入工作组。"), "success")
        return redirect(_page(number))
    return show_step(form, _("加入工作组"), number, _page(number), row.title)


@blueprint.post("/campaigns/<number>/team/<uuid:member_id>/leave")
@requires(Permission.CAMPAIGN_EDIT)
def leave(number: str, member_id: UUID) -> AnyResponse:
    """Take an officer out of a team."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = Form()

    def act() -> bool:
        actions.leave_campaign(session, actor=actor, now=clock.now(), campaign=row, member_id=member_id)
        return True

    if form.submit(act):
        flash(_("已移出工作组。"), "success")
    else:
        flash("".join(form.form_errors), "error")
    return redirect(_page(number))


@blueprint.route("/campaigns/<number>/start", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def start(number: str) -> Answer:
    """Start a campaign."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = CampaignStepForm(data={"base_version": row.version})

    def act() -> bool:
        base = form.base_version.data
        actions.start_campaign(session, actor=actor, now=clock.now(), campaign=row, base_version=base)
        return True

    if form.submit(act):
        flash(_("行动已启动。"), "success")
        return redirect(_page(number))
    about = _("启动后范围和期限不能再改，人员可以增减。")
    return show_step(form, _("启动行动"), number, _page(number), about)


@blueprint.route("/campaigns/<number>/close", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def close(number: str) -> Answer:
    """Close a campaign with its summary."""
    session, actor, row = current_session(), current_actor(), _load(number)
    form = SummaryForm(data={"base_version": row.version})

    def act() -> bool:
        about = {"summary": given(form.summary), "base_version": form.base_version.data}
        actions.close_campaign(session, actor=actor, now=clock.now(), campaign=row, **about)
        return True

    if form.submit(act):
        flash(_("行动已结束，数据已固定。"), "success")
        return redirect(_page(number))
    about = _("结束后各项数据按现在的结果固定，总结可以导出，不能再改。")
    return show_step(form, _("结束行动"), number, _page(number), about)


@blueprint.get("/campaigns/<number>/summary.pdf")
@requires(Permission.CAMPAIGN_SEE)
def summary_pdf(number: str) -> Response:
    """Give the summary as a PDF."""
    made, _pages = make_pdf(_summary(number))
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{number}.pdf")


@blueprint.get("/campaigns/<number>/summary.docx")
@requires(Permission.CAMPAIGN_SEE)
def summary_docx(number: str) -> Response:
    """Give the summary as a DOCX."""
    made = papers.docx(_summary(number))
    return send_file(BytesIO(made), mimetype=DOCX_TYPE, as_attachment=True, download_name=f"{number}.docx")


def _summary(number: str) -> Sheet:
    session, actor = current_session(), current_actor()
    page = presenters.campaign_page(session, _load(number), actor, clock.today())
    is_demo = current_app.config["CASEBOOK"].is_demo
    return papers.campaign_summary(page, actor.agency_name, is_demo=is_demo)
