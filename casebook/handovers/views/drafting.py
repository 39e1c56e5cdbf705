"""Writing a letter about a lead, a problem or a case, and a reply to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.cases.actions.steps import subject_of_case, subject_of_problem
from casebook.handovers import actions, presenters
from casebook.handovers.forms import LetterForm
from casebook.handovers.rules import LetterKind, Way
from casebook.handovers.views.blueprint import blueprint
from casebook.handovers.views.page import back, load
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.subjects import Subject
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.handovers.models import Letter
    from casebook.handovers.views.page import Answer


@dataclass(frozen=True)
class _About:
    """What a new letter is about."""

    subject: Subject
    kinds: tuple[LetterKind, ...]
    well_ids: tuple[UUID, ...] = ()
    former: Letter | None = None


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.HANDOVER_SEND)
def new() -> Answer:
    """Write a letter about the record that the address names."""
    return _write(_wanted(), {"way": Way.SYSTEM.value})


@blueprint.route("/<uuid:letter_id>/reply", methods=["GET", "POST"])
@requires(Permission.HANDOVER_SEND)
def reply(letter_id: UUID) -> Answer:
    """Write the result of a letter that was taken in, or lift a limit."""
    former = load(letter_id)
    subject = Subject(former.subject_kind, former.subject_id, former.subject_title, former.division_code)
    is_limit = former.kind is LetterKind.PERMIT_LIMIT
    kind = LetterKind.LIMIT_LIFTED if is_limit else LetterKind.RESULT
    to = former.to_agency_id if is_limit else former.from_agency_id
    data = {
        "way": former.way.value,
        "title": presenters.reply_title(former),
        "to_agency": str(to or ""),
        "to_name": "" if to else former.to_name,
    }
    return _write(_About(subject, (kind,), former=former), data)


@blueprint.post("/<uuid:letter_id>/approval")
@requires(Permission.HANDOVER_SEND)
def ask_approval(letter_id: UUID) -> Answer:
    """Ask the chain whether a transfer may be sent."""
    letter = load(letter_id)
    facts = {_("收函机关"): letter.to_name, _("关于"): letter.subject_title}
    actions.ask_approval(
        current_session(), actor=current_actor(), now=clock.now(), letter=letter, facts=facts
    )
    return back(letter_id, _("已送审，批准后即可发出。"))


def _write(about: _About, data: dict[str, str]) -> Answer:
    session, actor = current_session(), current_actor()
    form = LetterForm(data={"kind": request.args.get("kind", ""), **data})
    form.offer(accounts.list_agencies(session, actor.county_code), actor.agency_id, about.kinds)

    def act() -> Letter:
        kind = LetterKind(form.kind.data)
        return actions.draft_letter(
            session,
            actor=actor,
            now=clock.now(),
            kind=kind,
            subject=about.subject,
            to=form.addressed(),
            wording=form.wording(
                about.well_ids if kind is LetterKind.PERMIT_LIMIT else (),
                about.former.id if about.former else None,
            ),
        )

    letter = form.submit(act)
    if letter is not None:
        return back(letter.id, _("已起草，核对后发出。"))
    page = render_template("handovers/new.html", form=form, subject=about.subject, former=about.former)
    return page, 422 if form.errors else 200


def _wanted() -> _About:
    session, actor = current_session(), current_actor()
    number = {name: request.args.get(name, "").strip() for name in ("case", "problem", "lead")}
    if number["case"]:
        subject = subject_of_case(cases.get_case(session, number["case"], actor))
        return _About(subject, presenters.kinds_of("case"))
    if number["problem"]:
        problem = cases.get_problem(session, number["problem"], actor)
        return _About(subject_of_problem(problem), presenters.kinds_of("problem"), (problem.well_id,))
    if number["lead"]:
        lead = cases.get_lead(session, number["lead"], actor)
        subject = Subject("lead", lead.id, lead.number, lead.division_code)
        return _About(subject, presenters.kinds_of("lead"))
    raise NotFound("subject")
