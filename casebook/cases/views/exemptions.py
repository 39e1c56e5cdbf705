"""The fourth exit: submissions for a village, and the list of small acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, presenters, queries
from casebook.cases.forms.problem_steps import (
    SmallActForm,
    SubmissionForm,
    VillageForm,
    act_choices,
    code_title,
)
from casebook.cases.forms.telling import ReasonForm
from casebook.cases.presenters import problems as lines
from casebook.cases.views.stepping import show_step
from casebook.kernel import clock
from casebook.regions.presenters import offered_townships
from casebook.web.forms import Form, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from casebook.cases.models import ExemptSubmission, Problem
    from casebook.cases.rules.small_acts import SmallAct

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("exemptions", __name__, url_prefix="/exemptions")


@blueprint.get("")
@requires(Permission.PROBLEM_SEE)
def index() -> str:
    """List submissions."""
    session, actor = current_session(), current_actor()
    page = queries.page_submissions(session, actor=actor, cursor=request.args.get("after"))
    found = lines.submission_lines(session, page.items)
    return render_template("exemptions/index.html", page=page, lines=found)


@dataclass(frozen=True)
class Row:
    """One problem that may leave, with what was typed beside it."""

    problem: Problem
    title: str
    well: str
    acts: list[tuple[str, str]]
    typed: dict[str, str]

    def value(self, name: str) -> str:
        """Return what was typed in one of its inputs."""
        return self.typed.get(name, "")


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def new() -> Answer:
    """Choose the problems of a village that leave, each with its entry and papers, and submit them."""
    session, actor = current_session(), current_actor()
    which = VillageForm.read(township=offered_townships(session, actor))
    township, village = which.township.data or "", (which.village.data or "").strip()
    found = queries.list_may_leave(session, actor, division_code=township, village=village)
    acts = list(queries.small_acts_on(session, actor.county_code, clock.today()).values())
    rows = _rows(found, acts)
    form = SubmissionForm()

    def act() -> ExemptSubmission:
        items = [_small(row) for row in rows if row.value("chosen")]
        return actions.submit_small(
            session, actor=actor, now=clock.now(), village=village, reason=given(form.reason), items=items
        )

    made = form.submit(act)
    if made is not None:
        flash(_("%(number)s 已提交，等待审批。", number=made.number), "success")
        return redirect(url_for("exemptions.show", number=made.number))
    page = render_template("exemptions/new.html", which=which, rows=rows, form=form, village=village)
    return page, 422 if form.errors else 200


def _rows(found: Sequence[Problem], acts: Sequence[SmallAct]) -> list[Row]:
    known = {one.problem.id: one.well.code for one in _lines(found)}
    return [
        Row(
            problem=one,
            title=code_title(one.code),
            well=known.get(one.id, ""),
            acts=act_choices(acts, one.code),
            typed=_typed(one),
        )
        for one in found
    ]


def _lines(found: Sequence[Problem]) -> Sequence[presenters.ProblemLine]:
    return presenters.problem_lines(current_session(), list(found), today=clock.today())


_INPUTS = ("chosen", "act", "corrected_on", "order_no", "commitment_no", "has_consequence")


def _typed(problem: Problem) -> dict[str, str]:
    if request.method == "GET":
        return {"corrected_on": problem.rectified_on.isoformat() if problem.rectified_on else ""}
    return {name: request.form.get(f"{problem.number}:{name}", "") for name in _INPUTS}


def _small(row: Row) -> actions.Small:
    return actions.Small(
        problem=row.problem,
        act_code=row.value("act"),
        corrected_on=_day(row.value("corrected_on")),
        order_no=row.value("order_no"),
        commitment_no=row.value("commitment_no"),
        has_consequence=bool(row.value("has_consequence")),
    )


def _day(text: str) -> date | None:
    """Return a typed day; what cannot be read is no day, and the rules ask for one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@blueprint.get("/<number>")
@requires(Permission.PROBLEM_SEE)
def show(number: str) -> str:
    """Show one submission."""
    session, actor = current_session(), current_actor()
    found = queries.get_submission(session, number, actor)
    return render_template("exemptions/show.html", submission=found, lines=lines.small_lines(session, found))


@blueprint.route("/<number>/ask", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def ask(number: str) -> Answer:
    """Ask again after it was sent back."""
    session, actor = current_session(), current_actor()
    found = queries.get_submission(session, number, actor)
    form = Form()
    if form.submit(lambda: actions.ask_for_small(session, actor=actor, now=clock.now(), submission=found)):
        return _saved(number, _("%(number)s 已提交，等待审批。", number=number))
    return show_step(form, _("再次提交"), number, url_for(".show", number=number), found.reason)


@blueprint.route("/<number>/end", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def end(number: str) -> Answer:
    """Take over what the chain answered."""
    session, actor = current_session(), current_actor()
    found = queries.get_submission(session, number, actor)
    form = Form()

    def act() -> bool:
        actions.end_small(session, actor=actor, now=clock.now(), submission=found)
        return True

    if form.submit(act):
        return _saved(number, _("审批结果已登记。"))
    return show_step(form, _("登记审批结果"), number, url_for(".show", number=number), found.reason)


@blueprint.route("/<number>/drop", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def drop(number: str) -> Answer:
    """Give a submission up."""
    session, actor = current_session(), current_actor()
    found = queries.get_submission(session, number, actor)
    form = ReasonForm()

    def act() -> bool:
        actions.drop_small(session, actor=actor, now=clock.now(), submission=found, reason=given(form.reason))
        return True

    if form.submit(act):
        return _saved(number, _("%(number)s 已放弃。", number=number))
    return show_step(
        form, _("放弃报批"), number, url_for(".show", number=number), found.reason, kind="danger"
    )


def _saved(number: str, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("exemptions.show", number=number))


@blueprint.get("/acts")
@requires(Permission.PROBLEM_SEE)
def acts() -> str:
    """Show every version of the 免罚清单."""
    session, actor = current_session(), current_actor()
    found = sorted(
        queries.list_small_acts(session, actor.county_code), key=lambda one: (one.code, one.valid_from)
    )
    held = queries.small_acts_on(session, actor.county_code, clock.today())
    return render_template("exemptions/acts.html", acts=found, held=held)


@blueprint.route("/acts/new", methods=["GET", "POST"])
@requires(Permission.PENALTY_EDIT)
def new_act() -> Answer:
    """Enter the county's version of an entry."""
    session, actor = current_session(), current_actor()
    form = SmallActForm(data={"first_time": True, "valid_from": clock.today(), "within_days": 30})
    form.offer()
    if form.submit(lambda: actions.add_small_act(session, actor=actor, now=clock.now(), act=form.act())):
        flash(_("已登记。"), "success")
        return redirect(url_for("exemptions.acts"))
    return show_step(form, _("登记免罚事项"), _("免罚清单"), url_for(".acts"))
