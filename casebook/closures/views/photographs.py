"""Photographs of a closure, by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import actions, queries
from casebook.closures.views.blueprint import blueprint
from casebook.closures.views.page import closure_page, stage_form
from casebook.evidence.rules import EvidenceStage
from casebook.kernel import clock
from casebook.web.guard import current_actor, requires
from casebook.web.labels import label
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.closures.views.page import Answer
    from casebook.evidence.models import EvidenceItem


@blueprint.post("/<number>/photographs/<any(before, during, after):stage>")
@requires(Permission.CLOSURE_PHOTOGRAPH)
def add_photographs(number: str, stage: str) -> Answer:
    """Keep photographs with the time and position that the device noted."""
    session, actor = current_session(), current_actor()
    closure = queries.get_closure(session, number, actor)
    taken = EvidenceStage(stage)
    form = stage_form(taken, closure.kind, posted=True)

    def act() -> list[EvidenceItem]:
        return actions.add_photographs(
            session,
            actor=actor,
            now=clock.now(),
            closure=closure,
            stage=taken,
            uploads=form.uploads(),
            describes=form.describes.data or "",
        )

    added = form.submit(act)
    if added:
        flash(_("已存入 %(n)s 张%(stage)s照片。", n=len(added), stage=label(taken)), "success")
        return redirect(url_for("closures.show", number=number, _anchor=f"stage-{stage}"))
    return closure_page(closure, refused=form), 422
