"""The steps of a permit's life, each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.quotas import actions, queries
from casebook.quotas.forms import FORMS, StepForm, wells_named
from casebook.quotas.rules import PermitStep, next_steps
from casebook.quotas.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.quotas.models import Permit

    Answer = str | Response | tuple[str, int]

BY_CHECK = frozenset({PermitStep.APPROVE, PermitStep.RENEW})
"""Steps that rest on the pre-check."""


@blueprint.route("/<uuid:permit_id>/steps/<step>", methods=["GET", "POST"])
@requires(Permission.PERMIT_EDIT)
def take_step(permit_id: UUID, step: str) -> Answer:
    """Take a step of a permit."""
    session, actor = current_session(), current_actor()
    permit = queries.get_permit(session, permit_id, actor)
    if step not in set(PermitStep):
        abort(404)
    wanted = PermitStep(step)
    if wanted in BY_CHECK:
        return redirect(url_for("permits.check", permit_id=permit_id))
    wells = queries.list_wells_of(session, permit.id)
    form = FORMS.get(wanted, StepForm).of(permit, wells, clock.today())

    def act() -> bool:
        _ACTS.get(wanted, _plain(wanted))(permit, form)
        return True

    if form.submit(act):
        flash(_("%(number)s：%(step)s已办理。", number=permit.number, step=label(wanted)), "success")
        return redirect(url_for("permits.show", permit_id=permit_id))
    page = render_template(
        "permits/step.html", form=form, permit=permit, step=wanted, may=wanted in next_steps(permit.status)
    )
    return page, 409 if form.conflict else 422 if form.errors else 200


def _by(permit: Permit, form: StepForm) -> dict[str, Any]:
    return {
        "actor": current_actor(),
        "now": clock.now(),
        "permit": permit,
        "act": form.act(),
        "base_version": form.base_version.data,
    }


def _plain(step: PermitStep) -> Callable[[Permit, Any], None]:
    def take(permit: Permit, form: Any) -> None:  # noqa: ANN401 - the form of the step
        actions.take_permit_step(current_session(), **_by(permit, form), step=step)

    return take


def _issue(permit: Permit, form: Any) -> None:  # noqa: ANN401 - the form of the step
    days = given(form.valid_from), given(form.valid_to)
    actions.issue_permit(current_session(), **_by(permit, form), number=given(form.number), days=days)


def _transfer(permit: Permit, form: Any) -> None:  # noqa: ANN401 - the form of the step
    actions.transfer_permit(current_session(), **_by(permit, form), holder=form.facts())


def _cut(permit: Permit, form: Any) -> None:  # noqa: ANN401 - the form of the step
    (well,) = wells_named(current_session(), current_actor(), given(form.well))
    actions.drop_well(current_session(), **_by(permit, form), well=well, cut_m3=form.cut_m3.data)


def _change(permit: Permit, form: Any) -> None:  # noqa: ANN401 - the form of the step
    wells = wells_named(current_session(), current_actor(), form.wells.data or "")
    changes = form.changes(tuple(well.id for well in wells))
    actions.change_permit(current_session(), **_by(permit, form), changes=changes)


_ACTS: dict[PermitStep, Callable[[Permit, Any], None]] = {
    PermitStep.ISSUE: _issue,
    PermitStep.TRANSFER: _transfer,
    PermitStep.CUT: _cut,
    PermitStep.CHANGE: _change,
}
