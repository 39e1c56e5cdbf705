"""信用修复: applications, their pledges, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import send_file
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.publications import actions, queries
from casebook.publications.forms import YES, DecisionForm, ReasonForm, RepairForm
from casebook.publications.views.blueprint import back, blueprint, load, look, publication_page
from casebook.storage.queries import get_file, open_file
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from casebook.publications.models import CreditRepair, Publication
    from casebook.publications.views.blueprint import Answer


def _load(publication_id: UUID, repair_id: UUID) -> tuple[Publication, CreditRepair]:
    row = load(publication_id)
    return row, queries.get_repair(current_session(), row, repair_id)


def _by(row: Publication) -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now(), "row": row}


@blueprint.post("/<uuid:publication_id>/repairs")
@requires(Permission.PUBLICATION_EDIT)
def ask_repair(publication_id: UUID) -> Answer:
    """Record an application for repair."""
    row, form = load(publication_id), RepairForm(prefix="repair")

    def act() -> object:
        return actions.ask_repair(current_session(), **_by(row), application=form.application())

    if form.submit(act):
        return back(publication_id, _("信用修复申请已登记。"))
    return publication_page(publication_id, repair=form)


@blueprint.post("/<uuid:publication_id>/repairs/<uuid:repair_id>/decide")
@requires(Permission.PUBLICATION_DECIDE)
def decide_repair(publication_id: UUID, repair_id: UUID) -> Answer:
    """Grant or refuse a repair."""
    (row, repair), form = _load(publication_id, repair_id), DecisionForm(prefix="decide")
    form.offer()

    def act() -> object:
        return actions.decide_repair(
            current_session(),
            **_by(row),
            repair=repair,
            is_granted=form.is_granted.data == YES,
            reason=given(form.reason),
        )

    if form.submit(act):
        return back(publication_id, _("信用修复的决定已登记。"))
    return publication_page(publication_id, decide=form)


@blueprint.post("/<uuid:publication_id>/repairs/<uuid:repair_id>/withdraw")
@requires(Permission.PUBLICATION_EDIT)
def withdraw_repair(publication_id: UUID, repair_id: UUID) -> Answer:
    """Record that the party took its application back."""
    (row, repair), form = _load(publication_id, repair_id), ReasonForm(prefix="withdraw")

    def act() -> object:
        return actions.withdraw_repair(
            current_session(), **_by(row), repair=repair, reason=given(form.reason)
        )

    if form.submit(act):
        return back(publication_id, _("申请已撤回。"))
    return publication_page(publication_id, withdraw=form)


@blueprint.get("/<uuid:publication_id>/repairs/<uuid:repair_id>/pledge")
@requires(Permission.PUBLICATION_SEE)
def pledge(publication_id: UUID, repair_id: UUID) -> Response:
    """Give the scan of a pledge away byte for byte."""
    _row, repair = _load(publication_id, repair_id)
    if repair.pledge_hash is None:
        raise NotFound(queries.REPAIR, repair_id)
    current_actor().need(Permission.PARTY_SEE_PERSONAL)
    look(queries.subject_of_repair(repair), "repair.pledge")
    kept = get_file(current_session(), repair.pledge_hash)
    return send_file(
        open_file(repair.pledge_hash),
        mimetype=kept.media_type,
        as_attachment=True,
        download_name=repair.pledge_name,
    )
