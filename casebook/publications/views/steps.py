"""Proposing, agreeing to, publishing and taking down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, render_template
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents.making import DEMO_MARK
from casebook.kernel import clock
from casebook.publications import actions, presenters, queries
from casebook.publications.forms import (
    DownForm,
    ExemptForm,
    PublishForm,
    ReasonForm,
    SeenForm,
    TextForm,
)
from casebook.publications.rules import PublicationState
from casebook.publications.views.blueprint import back, blueprint, load, look, publication_page
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.publications.models import Publication
    from casebook.publications.views.blueprint import Answer


def _seen(row: Publication, form: SeenForm) -> dict[str, Any]:
    """Return who acts, when, and on which version of the publication."""
    return {
        "actor": current_actor(),
        "now": clock.now(),
        "row": row,
        "base_version": form.base_version.data,
    }


@blueprint.route("/<uuid:publication_id>/text", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_EDIT)
def edit_text(publication_id: UUID) -> Answer:
    """Read the whole decision and propose what of it is hidden."""
    row, actor = load(publication_id), current_actor()
    actor.need(Permission.PARTY_SEE_PERSONAL)
    if row.state is not PublicationState.OWED:
        return back(publication_id, _("公示文本已经提出。"))
    page = presenters.text_page(current_session(), row)
    form = TextForm(data={"base_version": row.version})
    form.offer(page.may)

    def act() -> object:
        return actions.propose_text(current_session(), **_seen(row, form), redaction=form.redaction())

    if form.submit(act):
        return back(publication_id, _("公示文本已提出，请另一名人员复核。"))
    look(queries.subject_of(load(publication_id)), "publication.source")
    status = 409 if form.conflict else 422 if form.errors else 200
    return render_template("publications/text.html", form=form, page=page), status


@blueprint.post("/<uuid:publication_id>/exempt")
@requires(Permission.PUBLICATION_EDIT)
def exempt(publication_id: UUID) -> Answer:
    """Propose that a decision is not published."""
    row, form = load(publication_id), ExemptForm(prefix="exempt")
    form.offer()

    def act() -> object:
        return actions.propose_exemption(
            current_session(), **_seen(row, form), ground=form.chosen(), reason=given(form.reason)
        )

    if form.submit(act):
        return back(publication_id, _("不予公示已提出，请另一名人员复核。"))
    return publication_page(publication_id, exempt=form)


@blueprint.post("/<uuid:publication_id>/confirm")
@requires(Permission.PUBLICATION_DECIDE)
def confirm(publication_id: UUID) -> Answer:
    """Agree to what was proposed."""
    row, form = load(publication_id), SeenForm(prefix="confirm")
    mark = DEMO_MARK if current_app.config["CASEBOOK"].is_demo else ""

    def act() -> object:
        return actions.confirm(current_session(), **_seen(row, form), demo_mark=mark)

    if form.submit(act):
        return back(publication_id, _("已复核。"))
    return publication_page(publication_id, confirm=form)


@blueprint.post("/<uuid:publication_id>/return")
@requires(Permission.PUBLICATION_DECIDE)
def return_proposal(publication_id: UUID) -> Answer:
    """Send a proposal back, or open a frozen text again."""
    row, form = load(publication_id), ReasonForm(prefix="return")

    def act() -> object:
        return actions.return_proposal(current_session(), **_seen(row, form), reason=given(form.reason))

    if form.submit(act):
        return back(publication_id, _("已退回修改。"))
    return publication_page(publication_id, **{"return": form})


@blueprint.post("/<uuid:publication_id>/publish")
@requires(Permission.PUBLICATION_EDIT)
def publish(publication_id: UUID) -> Answer:
    """Record where and when a text was published."""
    row, form = load(publication_id), PublishForm(prefix="publish")

    def act() -> object:
        return actions.publish(
            current_session(), **_seen(row, form), on=given(form.on), place=given(form.place)
        )

    if form.submit(act):
        return back(publication_id, _("公示已登记。"))
    return publication_page(publication_id, publish=form)


@blueprint.post("/<uuid:publication_id>/take-down")
@requires(Permission.PUBLICATION_EDIT)
def take_down(publication_id: UUID) -> Answer:
    """Record that a publication was taken down."""
    row, form = load(publication_id), DownForm(prefix="down")
    form.offer()

    def act() -> object:
        return actions.take_down(current_session(), **_seen(row, form), removal=form.removal())

    if form.submit(act):
        return back(publication_id, _("撤下已登记。"))
    return publication_page(publication_id, down=form)
