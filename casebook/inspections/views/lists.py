"""The list of inspections, and the page of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import render_template, request, url_for

from casebook.access import Permission
from casebook.inspections import presenters, queries
from casebook.inspections.forms import FilterForm, ReviewForm
from casebook.inspections.views.blueprint import blueprint
from casebook.inspections.views.record import may_edit, record_page
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.inspections.models import Inspection
    from casebook.web.forms import Form


@blueprint.get("")
@requires(Permission.INSPECTION_SEE)
def index() -> str:
    """List inspections by filter, newest first."""
    session, actor = current_session(), current_actor()
    form = FilterForm.of(session, actor)
    page = queries.page_inspections(
        session, actor=actor, wanted=form.wanted(), cursor=request.args.get("after")
    )
    address = partial(url_for, "inspections.index")
    return render_template(
        "inspections/list.html",
        form=form,
        chips=form.chips(address),
        arguments=form.arguments(),
        lines=presenters.inspection_lines(session, page.items),
        page=page,
    )


@blueprint.get("/<uuid:inspection_id>")
@requires(Permission.INSPECTION_SEE)
def show(inspection_id: UUID) -> str:
    """Show a record: to its officers as a draft to fill in, to all others and after submission to read."""
    session, actor = current_session(), current_actor()
    inspection = queries.get_inspection(session, inspection_id, actor)
    if may_edit(inspection, actor):
        return record_page(inspection)
    return detail_page(inspection)


def detail_page(
    inspection: Inspection, *, review: ReviewForm | None = None, refused: Form | None = None
) -> str:
    """Return a record to read; `review` and `refused` are forms whose refusal is shown."""
    session, actor = current_session(), current_actor()
    return render_template(
        "inspections/detail.html",
        page=presenters.record_of(session, inspection, actor),
        review=review or ReviewForm(formdata=None),
        refused=review or refused,
    )
