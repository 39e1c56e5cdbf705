"""What several handlers share: the closure of an address, its page, the answer to a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from casebook.closures import presenters, queries
from casebook.closures.forms import StagePhotographForm
from casebook.closures.rules import step
from casebook.evidence.rules import EvidenceStage
from casebook.web.guard import current_actor
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.closures.forms import StepForm
    from casebook.closures.models import Closure
    from casebook.closures.rules import ClosureKind, ClosureStatus

    Answer = str | Response | tuple[str, int]


def load(number: str, to: ClosureStatus) -> Closure:
    """Return the closure of an address; a form is opened only for a step that the closure can take."""
    closure = queries.get_closure(current_session(), number, current_actor())
    if request.method == "GET":
        step(closure.status, to, number)
    return closure


def closure_page(closure: Closure, refused: StagePhotographForm | None = None) -> str:
    """Return a closure's page; `refused` is a form of photographs whose words stay."""
    forms = {stage: stage_form(stage, closure.kind) for stage in EvidenceStage}
    if refused is not None:
        forms |= {stage: refused for stage in EvidenceStage if refused.is_of(stage)}
    return render_template(
        "closures/detail.html",
        page=presenters.closure_page(current_session(), closure, current_actor()),
        closure=closure,
        forms=forms,
    )


def stage_form(stage: EvidenceStage, kind: ClosureKind, *, posted: bool = False) -> StagePhotographForm:
    """Return the form of one stage's photographs."""
    if posted:
        return StagePhotographForm(prefix=stage.value, kind=kind)
    return StagePhotographForm(formdata=None, prefix=stage.value, kind=kind)


def answer(template: str, form: StepForm, closure: Closure, **more: object) -> Answer:
    """Answer a form that was opened or refused; after somebody else's step it builds on that one."""
    if form.conflict is not None:
        form.rebase(closure.version)
    well = wells.get_well_by_id(current_session(), closure.well_id)
    page = render_template(template, form=form, closure=closure, well=well, **more)
    return page, 409 if form.conflict is not None else 422 if form.errors else 200
