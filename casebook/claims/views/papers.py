"""Papers of baselines and claims: added, and given away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, send_file, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.claims import actions, queries
from casebook.claims.forms import PaperForm
from casebook.claims.views.blueprint import answer, blueprint
from casebook.kernel import clock
from casebook.kernel.subjects import Subject
from casebook.storage.queries import get_file, open_file
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.claims.models import Baseline, Claim, ClaimPaper
    from casebook.claims.views.blueprint import Answer


@blueprint.route("/<number>/papers/new", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def add_claim_paper(number: str) -> Answer:
    """Add a paper to a claim."""
    claim = queries.get_claim(current_session(), number, current_actor())
    return _add(claim, number, url_for("claims.show", number=number))


@blueprint.route("/baselines/<uuid:baseline_id>/papers/new", methods=["GET", "POST"])
@requires(Permission.CLAIM_EDIT)
def add_baseline_paper(baseline_id: UUID) -> Answer:
    """Add a paper to a baseline."""
    row = queries.get_baseline(current_session(), baseline_id, current_actor())
    return _add(row, queries.owner_of(row), url_for("claims.baseline", baseline_id=row.id))


def _add(about: Baseline | Claim, name: str, url: str) -> Answer:
    form = PaperForm()

    def act() -> ClaimPaper:
        return actions.add_paper(
            current_session(),
            actor=current_actor(),
            now=clock.now(),
            about=about,
            title=given(form.title),
            scan=form.sent(),
        )

    if form.submit(act):
        flash(_("材料已附上。"), "success")
        return redirect(url)
    return answer(form, title=_("附上材料"), back={"label": name, "url": url})


@blueprint.get("/papers/<uuid:paper_id>")
@requires(Permission.CLAIM_SEE)
def paper(paper_id: UUID) -> Response:
    """Give a paper away byte for byte."""
    actor = current_actor()
    found = queries.get_paper(current_session(), paper_id, actor)
    if actor.can(Permission.PARTY_SEE_PERSONAL):
        subject = Subject("claim_paper", found.id, found.title, found.county_code)
        with beside() as session:
            record_look(session, actor=actor, now=clock.now(), subject=subject, what="claim.paper")
    kept = get_file(current_session(), found.file_hash)
    return send_file(
        open_file(found.file_hash),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=found.file_name,
    )
