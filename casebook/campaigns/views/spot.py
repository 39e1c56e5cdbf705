"""Pages of the draw for a self-check (迎检自查)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.campaigns import actions, presenters, queries
from casebook.campaigns.forms import SpotForm
from casebook.campaigns.handlers import SPOT_FILES_JOB
from casebook.campaigns.printing import print_spot_check
from casebook.campaigns.rules import SpotKind
from casebook.campaigns.views.blueprint import blueprint
from casebook.dossier import files
from casebook.jobs.actions import enqueue
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.regions.queries import list_divisions
from casebook.web.downloads import send_sheet
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.campaigns.models import SpotCheck

    Answer = str | AnyResponse | tuple[str, int]

USUAL_COUNT = 10


def _load(draw: str) -> SpotCheck:
    return queries.get_spot_check(current_session(), draw, current_actor())


@blueprint.get("/spot-checks")
@requires(Permission.CAMPAIGN_SEE)
def spot_checks() -> str:
    """List the draws, the latest first."""
    session, actor = current_session(), current_actor()
    page = queries.page_spot_checks(session, actor, request.args.get("after"))
    lines = presenters.spot_lines(session, page.items)
    return render_template("campaigns/spot_checks.html", page=page, lines=lines)


@blueprint.route("/spot-checks/new", methods=["GET", "POST"])
@requires(Permission.SPOT_CHECK_DRAW)
def draw_spot_check() -> Answer:
    """Draw wells by lot."""
    session, actor = current_session(), current_actor()
    usual = {"year": clock.today().year, "count": USUAL_COUNT, "kinds": [one.value for one in SpotKind]}
    form = SpotForm(data=usual)
    form.offer(list_divisions(session, actor.county_code), actor.jurisdiction)

    def act() -> SpotCheck:
        return actions.draw_spot_check(session, actor=actor, now=clock.now(), wish=form.wish())

    row = form.submit(act)
    if row is not None:
        flash(_("已抽取，口令和名单已存档。"), "success")
        return redirect(url_for("campaigns.spot_check", draw=row.number))
    return render_template("campaigns/draw_spot_check.html", form=form), 422 if form.errors else 200


@blueprint.get("/spot-checks/<draw>")
@requires(Permission.CAMPAIGN_SEE)
def spot_check(draw: str) -> str:
    """Show a draw with the gaps of then and of now."""
    session, actor = current_session(), current_actor()
    row = _load(draw)
    page = presenters.spot_page(session, row, actor, clock.today())
    may_pack = page.has_files and actor.can(Permission.EVIDENCE_SEE)
    is_packed = files.path_of(current_app.config["CASEBOOK"].data_path, row.id).exists()
    return render_template(
        "campaigns/spot_check.html", page=page, may_pack=may_pack, is_packed=may_pack and is_packed
    )


@blueprint.get("/spot-checks/<draw>.pdf")
@requires(Permission.CAMPAIGN_SEE)
def print_spot(draw: str) -> Response:
    """Give the list of a draw as a PDF."""
    session, actor = current_session(), current_actor()
    is_demo = current_app.config["CASEBOOK"].is_demo
    made = print_spot_check(session, actor=actor, now=clock.now(), row=_load(draw), is_demo=is_demo)
    return send_file(BytesIO(made), mimetype="application/pdf", download_name=f"{draw}.pdf")


@blueprint.get("/spot-checks/<draw>.xlsx")
@requires(Permission.CAMPAIGN_SEE)
def spot_pool(draw: str) -> Response:
    """Give the pool of a draw, from which anybody can draw again."""
    return send_sheet(
        name=f"{draw} {_('待抽名单')}",
        title=_("待抽名单"),
        columns=presenters.pool_columns(),
        rows=presenters.pool_lines(current_session(), _load(draw)),
    )


@blueprint.post("/spot-checks/<draw>/files")
@requires(Permission.EVIDENCE_SEE)
def pack_spot_files(draw: str) -> AnyResponse:
    """Have the worker put the files of the drawn closed wells into one ZIP."""
    actor = current_actor()
    _load(draw)
    job = enqueue(
        current_session(),
        kind=SPOT_FILES_JOB,
        payload={"number": draw},
        now=clock.now(),
        requested_by=actor.officer_id,
        dedupe_key=f"{draw}:{actor.officer_id}",
    )
    return redirect(url_for("jobs.show", job_id=job.id))


@blueprint.get("/spot-checks/<draw>.zip")
@requires(Permission.EVIDENCE_SEE)
def spot_files(draw: str) -> Response:
    """Hand out the files of a draw, and log that they were taken."""
    actor, row = current_actor(), _load(draw)
    path = files.path_of(current_app.config["CASEBOOK"].data_path, row.id)
    if not path.exists():
        raise RuleBroken("spot_file_gone")
    subject = Subject("spot_check", row.id, row.number, row.division_code)
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=subject, what="spot_check.files")
    return send_file(path, mimetype="application/zip", as_attachment=True, download_name=f"{draw}.zip")
