"""The record page of a draft: all its forms together, and what answers when a block is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import flash, get_template_attribute, jsonify, redirect, render_template, request
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.inspections import presenters, queries
from casebook.inspections.forms import (
    AnswersForm,
    ArrivalForm,
    ChangeFindingForm,
    EarlierForm,
    FindingForm,
    PhotographForm,
    SituationForm,
    SketchForm,
    answers_form,
    companion_choices,
    earlier_form,
)
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.web.api import wants_json
from casebook.web.formats import wall_time
from casebook.web.guard import current_actor
from casebook.web.lifecycle import current_session
from casebook.web.wording import clauses, with_aside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from casebook.access import Actor
    from casebook.inspections.forms import BlockForm
    from casebook.inspections.models import Inspection
    from casebook.web.forms import Form

    Answer = str | Response | AnyResponse | tuple[str | Response, int]

Block = TypeVar("Block", bound="BlockForm")
SKETCH = "sketch"
"""Before the names of its fields: the page has another file to choose."""
ARRIVAL = (
    "second_officer_id",
    "arrival_at",
    "arrival_lon",
    "arrival_lat",
    "arrival_accuracy_m",
    "arrival_origin",
    "far_reason",
    "id_shown",
    "recusal_asked",
    "recusal_note",
    "person_on_site",
    "absence_note",
)
SITUATION = ("situation",)


def load_draft(inspection_id: UUID) -> Inspection:
    """Return a draft to change, or raise what the reader is told."""
    inspection = queries.get_inspection(current_session(), inspection_id, current_actor())
    if not inspection.is_draft:
        raise RuleBroken("inspection_submitted")
    return inspection


def may_edit(inspection: Inspection, actor: Actor) -> bool:
    """Say whether the reader keeps this record."""
    return (
        inspection.is_draft
        and inspection.has_officer(actor.officer_id)
        and actor.can(Permission.INSPECTION_RECORD)
    )


def arrival_form(inspection: Inspection, *, posted: bool = False) -> ArrivalForm:
    """Return the first block's form with what was posted, or with what is stored."""
    values = {name: getattr(inspection, name) for name in ARRIVAL}
    values["second_officer_id"] = str(inspection.second_officer_id or "")
    values["arrival_origin"] = inspection.arrival_origin.value if inspection.arrival_origin else ""
    form = _filled(ArrivalForm, values, presenters.facts_seen(inspection, ARRIVAL), posted=posted)
    form.second_officer_id.choices = _companions(inspection)
    return form


def _companions(inspection: Inspection) -> list[tuple[str, str]]:
    """Return who may be the second officer; who is it now stays among them, whatever their certificate."""
    lead, *second = inspection.officers
    found = companion_choices(
        queries.list_companions(
            current_session(),
            lead_id=lead.officer_id,
            agency_id=inspection.agency_id,
            well=inspection.well,
            on=inspection.visited_on,
        ),
        inspection.agency_id,
    )
    known = {value for value, _words in found}
    return found + [
        (str(row.officer_id), with_aside(row.name, row.certificate_no))
        for row in second
        if str(row.officer_id) not in known
    ]


def situation_form(inspection: Inspection, *, posted: bool = False) -> SituationForm:
    """Return the form of the officers' own words."""
    values = {"situation": inspection.situation}
    return _filled(SituationForm, values, presenters.facts_seen(inspection, SITUATION), posted=posted)


def checklist_form(inspection: Inspection, *, posted: bool = False) -> AnswersForm:
    """Return the checklist's form."""
    kind = answers_form(presenters.asked_of(inspection))
    values = presenters.answers_by_field(inspection)
    return _filled(kind, values, presenters.answers_seen(inspection), posted=posted)


def change_form(inspection: Inspection, finding_id: UUID, *, posted: bool = False) -> ChangeFindingForm:
    """Return the form of one finding's words; several stand on the page, so its names begin with its id."""
    words = next((one.description for one in inspection.findings if one.id == finding_id), "")
    values = {"description": words}
    return _filled(
        ChangeFindingForm, values, presenters.seen_of(values), posted=posted, prefix=str(finding_id)
    )


def _filled(
    kind: type[Block],
    values: dict[str, Any],
    seen: str,
    *,
    posted: bool,
    prefix: str = "",
) -> Block:
    data = {**values, "seen": seen}
    return kind(data=data, prefix=prefix) if posted else kind(None, data=data, prefix=prefix)


@dataclass
class RecordForms:
    """The forms of the record page."""

    arrival: ArrivalForm
    situation: SituationForm
    answers: AnswersForm
    finding: FindingForm
    photographs: PhotographForm
    changes: dict[UUID, ChangeFindingForm]
    earlier: EarlierForm
    sketch: SketchForm


def _forms(inspection: Inspection, **posted: Any) -> RecordForms:  # noqa: ANN401 - forms by name
    finding = posted.get("finding") or FindingForm(formdata=None, data={"id": str(new_id())})
    finding.problem_code.choices = [
        ("", _("请选择")),
        *presenters.code_choices(without=[one.problem_code for one in inspection.findings]),
    ]
    changes = {one.id: change_form(inspection, one.id) for one in inspection.findings}
    return RecordForms(
        arrival=posted.get("arrival") or arrival_form(inspection),
        situation=posted.get("situation") or situation_form(inspection),
        answers=posted.get("answers") or checklist_form(inspection),
        finding=finding,
        photographs=posted.get("photographs") or PhotographForm(formdata=None),
        changes={**changes, **posted.get("changes", {})},
        earlier=posted.get("earlier") or earlier_form_of(inspection),
        sketch=posted.get("sketch") or SketchForm(None, prefix=SKETCH),
    )


def earlier_form_of(inspection: Inspection, *, posted: bool = False) -> EarlierForm:
    """Return the form of earlier findings with what was posted, or with what is stored."""
    asked = presenters.asked_findings(current_session(), inspection)
    kind = earlier_form([one.finding_id for one in asked])
    values = presenters.earlier_by_field(asked)
    return _filled(kind, dict(values), presenters.seen_of(values), posted=posted)


def record_page(inspection: Inspection, **posted: Any) -> str:  # noqa: ANN401 - forms by name
    """Return the record page; `posted` are forms whose values were refused, so that they stay."""
    form = next(iter(posted.values()), None)
    return render_template(
        "inspections/edit.html",
        page=presenters.draft_page(current_session(), inspection),
        forms=_forms(inspection, **posted),
        titles={one.problem_code: presenters.title_of(one.problem_code) for one in inspection.findings},
        refused=next(iter(form.values()), None) if isinstance(form, dict) else form,
    )


def saved(inspection: Inspection, block: str, seen: str = "") -> Answer:
    """Answer that a block is saved: to the script with what changed elsewhere on the page."""
    if not wants_json():
        flash(_("已保存。"), "success")
        return redirect(presenters.back_to(inspection, block))
    page = presenters.draft_page(current_session(), inspection)
    parts = ("progress", "offers", "place", "missing")
    return jsonify(
        saved=wall_time(clock.now()),
        seen=seen,
        is_far=page.is_far,
        parts={name: str(get_template_attribute(f"inspections/_{name}.html", name)(page)) for name in parts},
    )


def refused(inspection: Inspection, form: Form, **posted: Any) -> Answer:  # noqa: ANN401 - forms by name
    """Answer what is wrong; on the page everything typed stays."""
    if wants_json():
        errors = {field.id: [str(error) for error in field.errors] for field in form if field.errors}
        return jsonify(errors=errors, message=clauses(form.form_errors)), 422
    return record_page(inspection, **posted), 422


def clashed(inspection: Inspection, mine: BlockForm, theirs: BlockForm, action: str) -> Answer:
    """Answer that somebody else changed the same field: both values, for the officer to decide."""
    if wants_json():
        return jsonify(message=_("同一项内容在另一台设备上改过了。")), 409
    assert mine.conflict is not None
    names = [clash.field for clash in mine.conflict.facts["clashes"]]  # type: ignore[attr-defined] # set by drafts.py
    page = render_template(
        "inspections/clash.html",
        inspection=inspection,
        clashes=presenters.clash_views(mine, theirs, names),
        kept=_kept(mine, names),
        seen=theirs.seen,
        action=action,
    )
    return page, 409


def _kept(form: BlockForm, clashing: Sequence[str]) -> list[tuple[str, str]]:
    """Return all else that was sent, to be sent again."""
    decided = {form[name].name for name in clashing} | {form.seen.name, "csrf_token"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in decided]
