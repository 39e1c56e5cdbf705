"""The running clocks, one clock with how its date came about, and the table of rules."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines import actions, queries
from casebook.deadlines.forms import DUE, OVERDUE, ClockFilterForm, LengthForm
from casebook.deadlines.presenters import pages
from casebook.deadlines.rules import find_rule
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.web.waiting import may_see, visible_kinds

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.deadlines.models import TermSetting
    from casebook.deadlines.rules import Rule

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("deadlines", __name__, url_prefix="/deadlines")
term_rules = Blueprint("term_rules", __name__, url_prefix="/deadlines/rules")
blueprints = (blueprint, term_rules)
SOON = timedelta(days=7)


@blueprint.get("")
@requires(Permission.DESK_SEE)
def index() -> str:
    """List one's own running clocks, the most urgent first."""
    return _list("deadlines.index", kinds=None)


@blueprint.get("/all")
@requires(Permission.CASE_SEE)
def everyones() -> str:
    """List the running clocks of the jurisdiction, the most urgent first."""
    return _list("deadlines.everyones", kinds=visible_kinds(current_actor()))


def _list(here: str, *, kinds: set[str] | None) -> str:
    session, actor, today = current_session(), current_actor(), clock.today()
    form = ClockFilterForm.of_address()
    until, cursor = _until(form, today), request.args.get("after")
    page = queries.page_running(session, actor, kinds=kinds, until=until, cursor=cursor)
    return render_template(
        "deadlines/index.html",
        form=form,
        here=here,
        tabs=pages.tabs(here=here, sees_all=actor.can(Permission.CASE_SEE)),
        chips=form.chips(partial(url_for, here)),
        arguments=form.arguments(),
        page=page,
        lines=pages.clock_lines(session, page.items, today=today),
    )


def _until(form: ClockFilterForm, today: date) -> date | None:
    last = {OVERDUE: today - timedelta(days=1), DUE: today + SOON}
    return last.get(form.state.data or "")


@blueprint.get("/<uuid:term_id>")
@requires(Permission.DESK_SEE)
def show(term_id: UUID) -> str:
    """Show one clock: raw and due day, days left, and day by day how the date came about."""
    session, actor = current_session(), current_actor()
    term = queries.get_term(session, term_id)
    actor.need_reach(term.division_code, "term", term_id)
    if term.assignee_id != actor.officer_id and not may_see(actor, term.subject_kind):
        raise NotFound("term", term_id)
    page = pages.clock_page(session, term, actor, today=clock.today())
    return render_template("deadlines/show.html", page=page, words=pages)


@term_rules.get("")
@requires(Permission.DESK_SEE)
def show_all() -> str:
    """Show the table of clocks with how each counts; what no law fixes is shown as not verified."""
    actor = current_actor()
    return render_template(
        "deadlines/rules.html",
        lines=pages.rule_lines(current_session(), actor.county_code),
        tabs=pages.tabs(here="term_rules.show_all", sees_all=actor.can(Permission.CASE_SEE)),
        words=pages,
    )


@term_rules.route("/<rule_id>", methods=["GET", "POST"])
@requires(Permission.TERM_SET)
def set_length(rule_id: str) -> Answer:
    """Set the county's own length of a rule whose amount no law fixes."""
    session, actor, rule = current_session(), current_actor(), _rule(rule_id)
    history = [row for row in queries.list_settings(session, actor.county_code) if row.rule == rule.id]
    form = _length_form(rule, history)

    def act() -> TermSetting:
        return actions.set_length(
            session,
            actor=actor,
            now=clock.now(),
            rule_id=rule.id,
            length=form.length(),
            from_on=given(form.from_on),
            reason=given(form.reason),
            seen_version=form.seen_version(),
        )

    if form.submit(act):
        flash(_("期限已设定；已经起算的期限不变。"), "success")
        return redirect(url_for("term_rules.show_all"))
    line = pages.rule_line(rule, history[0] if history else None)
    page = render_template("deadlines/rule.html", form=form, line=line, history=history, words=pages)
    return page, 422 if form.errors else 200


def _rule(rule_id: str) -> Rule:
    try:
        rule = find_rule(rule_id)
    except RuleBroken as error:
        raise NotFound("deadline_rule", rule_id) from error
    if not rule.is_setting:
        raise NotFound("deadline_rule", rule_id)
    return rule


def _length_form(rule: Rule, history: list[TermSetting]) -> LengthForm:
    own = history[0] if history else None
    standing = own or rule.length
    form = LengthForm(
        data={
            "amount": standing.amount if standing else None,
            "unit": standing.unit.value if standing else None,
            "from_on": clock.today(),
            "version": own.version if own else 0,
        }
    )
    form.offer()
    return form
