"""Body cameras: the index of their recordings, and the clips that are copied in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.cases.actions.steps import subject_of_case
from casebook.evidence import actions, queries
from casebook.evidence.forms import ClipForm, FootageFilterForm, IndexForm
from casebook.evidence.rules import COLUMNS, MOST_INDEX_BYTES, USER_COLUMN
from casebook.evidence.views.blueprint import blueprint
from casebook.evidence.views.seen import answer
from casebook.kernel import clock
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import message
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.evidence.actions import IndexAnswer
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.views.seen import Answer


@blueprint.get("/footage")
@requires(Permission.EVIDENCE_SEE)
def footage() -> str:
    """List the recordings of the index, newest rows first."""
    form = FootageFilterForm.read()
    arguments = form.arguments()
    page = queries.page_recordings(
        current_session(),
        current_actor(),
        device_no=arguments.get("device", ""),
        cursor=request.args.get("after"),
    )
    chips = form.chips(partial(url_for, "evidence.footage"))
    return render_template("evidence/footage.html", form=form, chips=chips, arguments=arguments, page=page)


@blueprint.route("/footage/import", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def import_footage() -> Answer:
    """Take an index in; each row that is refused is told with its reason."""
    form = IndexForm()

    def act() -> IndexAnswer:
        data = given(form.file).stream.read(MOST_INDEX_BYTES + 1)
        return actions.import_index(current_session(), actor=current_actor(), now=clock.now(), data=data)

    told = form.submit(act)
    columns = (*COLUMNS, USER_COLUMN)
    if told is not None:
        refused = [(row.row, message(row.error)) for row in told.refused if row.error]
        return render_template(
            "evidence/footage_import.html", form=form, columns=columns, told=told, refused=refused
        )
    return answer("evidence/footage_import.html", form, columns=columns, told=None)


@blueprint.route("/footage/<uuid:recording_id>/clip", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_EDIT)
def add_clip(recording_id: UUID) -> Answer:
    """Copy a clip of a recording in as evidence of a case."""
    session, actor = current_session(), current_actor()
    recording = queries.get_recording(session, recording_id, actor)
    form = ClipForm(data={"from_at": recording.started_at, "to_at": recording.ended_at})

    def act() -> EvidenceItem:
        case = cases.get_case(session, given(form.case_number).strip(), actor)
        return actions.add_clip(
            session,
            actor=actor,
            now=clock.now(),
            recording=recording,
            subject=subject_of_case(case),
            upload=form.upload(),
            from_at=given(form.from_at),
            to_at=given(form.to_at),
            describes=given(form.describes),
        )

    item = form.submit(act)
    if item is not None:
        flash(_("片段已存为证据，并注明出自哪段录像。"), "success")
        return redirect(url_for("evidence.show", item_id=item.id))
    return answer("evidence/clip_new.html", form, recording=recording)
