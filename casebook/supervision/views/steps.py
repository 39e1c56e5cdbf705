"""Issuing, dropping, replying, talking, sweeping and closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.supervision import actions
from casebook.supervision.forms import (
    CloseForm,
    IssueForm,
    ReasonForm,
    ReplyForm,
    SweepForm,
    SweptForm,
    TalkForm,
)
from casebook.supervision.views.blueprint import blueprint
from casebook.supervision.views.page import back, load, step_page
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.supervision.forms import StepForm
    from casebook.supervision.models import SupervisionStep
    from casebook.supervision.views.page import Answer


def _by(row: SupervisionStep) -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now(), "row": row}


def _seen(row: SupervisionStep, form: StepForm) -> dict[str, Any]:
    """Return who acts, when, and on which version of the step."""
    return {**_by(row), "base_version": form.base_version.data}


@blueprint.post("/<uuid:step_id>/issue")
@requires(Permission.SUPERVISION_ISSUE)
def issue(step_id: UUID) -> Answer:
    """Issue a proposed step."""
    row, form = load(step_id), IssueForm(prefix="issue")

    def act() -> object:
        return actions.issue_step(current_session(), **_seen(row, form), paper=form.paper())

    if form.submit(act):
        return back(step_id, _("已发出：%(number)s。", number=row.number))
    return step_page(step_id, issue=form)


@blueprint.post("/<uuid:step_id>/drop")
@requires(Permission.SUPERVISION_ISSUE)
def drop(step_id: UUID) -> Answer:
    """Drop a proposed step."""
    row, form = load(step_id), ReasonForm(prefix="drop")

    def act() -> bool:
        actions.drop_step(current_session(), **_seen(row, form), reason=given(form.reason))
        return True

    if form.submit(act):
        return back(step_id, _("已记录不予发出。"))
    return step_page(step_id, drop=form)


@blueprint.post("/<uuid:step_id>/reply")
@requires(Permission.SUPERVISION_SEE)
def reply(step_id: UUID) -> Answer:
    """Record the unit's reply."""
    row, form = load(step_id), ReplyForm(prefix="reply")

    def act() -> bool:
        actions.reply_step(current_session(), **_seen(row, form), reply=form.reply())
        return True

    if form.submit(act):
        return back(step_id, _("答复已记录。"))
    return step_page(step_id, reply=form)


@blueprint.post("/<uuid:step_id>/return")
@requires(Permission.SUPERVISION_ISSUE)
def return_reply(step_id: UUID) -> Answer:
    """Ask for another reply."""
    row, form = load(step_id), ReasonForm(prefix="return")

    def act() -> bool:
        actions.return_reply(current_session(), **_seen(row, form), reason=given(form.reason))
        return True

    if form.submit(act):
        return back(step_id, _("已退回重新答复。"))
    return step_page(step_id, **{"return": form})


@blueprint.post("/<uuid:step_id>/talk")
@requires(Permission.SUPERVISION_ISSUE)
def talk(step_id: UUID) -> Answer:
    """Record the minutes of a talk."""
    row, form = load(step_id), TalkForm(prefix="talk")

    def act() -> bool:
        actions.record_talk(current_session(), **_by(row), talk=form.talk())
        return True

    if form.submit(act):
        return back(step_id, _("约谈纪要已记录。"))
    return step_page(step_id, talk=form)


@blueprint.post("/<uuid:step_id>/sweeps")
@requires(Permission.SUPERVISION_ISSUE)
def add_sweep(step_id: UUID) -> Answer:
    """Have the unit look through everything of the same kind."""
    row, form = load(step_id), SweepForm(prefix="sweep")

    def act() -> object:
        return actions.add_sweep(
            current_session(), **_by(row), demand=given(form.demand), due_on=given(form.due_on)
        )

    if form.submit(act):
        return back(step_id, _("排查任务已布置。"))
    return step_page(step_id, sweep=form)


@blueprint.post("/<uuid:step_id>/sweeps/<uuid:sweep_id>")
@requires(Permission.SUPERVISION_SEE)
def finish_sweep(step_id: UUID, sweep_id: UUID) -> Answer:
    """Record what a sweep found."""
    row, form = load(step_id), SweptForm(prefix="swept")
    sweep = next((one for one in row.sweeps if one.id == sweep_id), None)
    if sweep is None:
        raise NotFound("supervision_sweep", sweep_id)

    def act() -> bool:
        actions.finish_sweep(
            current_session(), **_by(row), sweep=sweep, found=given(form.found), result=given(form.result)
        )
        return True

    if form.submit(act):
        return back(step_id, _("排查结果已记录。"))
    return step_page(step_id, swept=form)


@blueprint.post("/<uuid:step_id>/close")
@requires(Permission.SUPERVISION_ISSUE)
def close(step_id: UUID) -> Answer:
    """Close a step."""
    row, form = load(step_id), CloseForm(prefix="close")

    def act() -> bool:
        actions.close_step(current_session(), **_seen(row, form), remark=form.remark.data or "")
        return True

    if form.submit(act):
        return back(step_id, _("已办结。"))
    return step_page(step_id, close=form)
