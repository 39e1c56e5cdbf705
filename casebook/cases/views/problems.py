"""The problem list and one problem."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import actions, presenters, queries
from casebook.cases.forms import RectifiedForm, StrikeOffForm, VerifyForm
from casebook.cases.queries import ProblemFilter
from casebook.cases.rules import ProblemClass, ProblemStatus
from casebook.cases.views.blueprint import blueprint
from casebook.cases.views.rechecks import rechecks_of
from casebook.evidence import presenters as evidence_presenters
from casebook.evidence import queries as evidence
from casebook.inspections import queries as inspections
from casebook.kernel import clock
from casebook.regions import queries as regions
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.labels import choices
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.access import Actor

FIELDS = ("status", "problem_class", "code", "township", "mine", "q")


def filter_of(actor: Actor) -> ProblemFilter:
    """Read the list's filter from the address."""
    given = {name: request.args.get(name, "").strip() for name in FIELDS}
    status = given["status"]
    return ProblemFilter(
        status=ProblemStatus(status) if status in set(ProblemStatus) else None,
        is_open=status == "open",
        problem_class=ProblemClass(given["problem_class"])
        if given["problem_class"] in set(ProblemClass)
        else None,
        code=given["code"],
        division_code=given["township"],
        responsible_officer_id=actor.officer_id if given["mine"] else None,
        text=given["q"],
    )


@blueprint.route("/problems")
@requires(Permission.PROBLEM_SEE)
def problems() -> str:
    """List problems by filter."""
    session, actor = current_session(), current_actor()
    names = regions.names(session, actor.county_code)
    page = queries.page_problems(
        session, actor=actor, wanted=filter_of(actor), cursor=request.args.get("after")
    )
    return render_template(
        "cases/problems.html",
        page=page,
        lines=presenters.problem_lines(session, list(page.items), today=clock.today()),
        statuses=[("", _("全部状态")), ("open", _("未销号")), *choices(ProblemStatus)],
        classes=choices(ProblemClass, blank=_("全部分类")),
        codes=presenters.code_choices(),
        townships=[(code, name) for code, name in names.items() if len(code) > len(actor.county_code)],
        chips=_chips(names),
    )


def _chips(names: dict[str, str]) -> list[dict[str, str]]:
    """Return what is filtered now, each with the address that removes it."""
    given = {name: request.args[name] for name in FIELDS if request.args.get(name)}
    words = {
        "status": {"open": _("未销号"), **dict(choices(ProblemStatus))},
        "problem_class": dict(choices(ProblemClass)),
        "code": dict(presenters.code_choices()),
        "township": names,
        "mine": {"1": _("我")},
        "q": {request.args.get("q", ""): request.args.get("q", "")},
    }
    titles = {
        "status": _("状态"),
        "problem_class": _("分类"),
        "code": _("类型"),
        "township": _("乡镇"),
        "mine": _("责任人"),
        "q": _("关键词"),
    }
    return [
        {"label": titles[name], "value": words[name][value], "remove_url": _without(given, name)}
        for name, value in given.items()
        if value in words[name]
    ]


def _without(given: dict[str, str], name: str) -> str:
    rest = urlencode({key: value for key, value in given.items() if key != name})
    return f"{url_for('cases.problems')}?{rest}"


@blueprint.route("/problems/<number>")
@requires(Permission.PROBLEM_SEE)
def problem(number: str) -> str:
    """Show one problem."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    return render_template(
        "cases/problem.html",
        line=presenters.problem_lines(session, [found], today=clock.today())[0],
        events=queries.list_problem_events(session, found.id),
        actions=presenters.open_actions(found, actor),
        striker=accounts.officers_by_id(session, [found.struck_off_by_id] if found.struck_off_by_id else []),
        photographs=evidence_presenters.files_of(
            evidence.list_items(session, "inspection", found.inspection_id) if found.inspection_id else []
        ),
    )


@blueprint.route("/problems/<number>/rectified", methods=["GET", "POST"])
@requires(Permission.PROBLEM_EDIT)
def rectified(number: str) -> str | Response | tuple[str, int]:
    """Report a problem put right."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    form = RectifiedForm(data={"rectified_on": clock.today()})

    def act() -> bool:
        actions.report_rectified(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            rectified_on=given(form.rectified_on),
            how=given(form.how),
        )
        return True

    if form.submit(act):
        flash(_("已报告整改完成，等待其他人员复查。"), "success")
        return redirect(url_for("cases.problem", number=number))
    page = render_template("cases/rectified.html", form=form, number=number, problem=found)
    return page, 422 if form.errors else 200


@blueprint.route("/problems/<number>/verify", methods=["GET", "POST"])
@requires(Permission.MEASURE_VERIFY)
def verify_problem(number: str) -> str | Response | tuple[str, int]:
    """Record what a re-check found about a problem that was put right outside a case."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    form = VerifyForm()
    form.offer(rechecks_of(session, found.well_id))

    def act() -> bool:
        actions.verify_problem(
            session,
            actor=actor,
            now=clock.now(),
            problem=found,
            inspection=inspections.get_inspection(session, chosen_id(form.inspection), actor),
            is_fixed=form.outcome.data == "met",
            note=given(form.note),
        )
        return True

    if form.submit(act):
        flash(_("复查结果已记录。"), "success")
        return redirect(url_for("cases.problem", number=number))
    well = presenters.problem_lines(session, [found], today=clock.today())[0].well
    page = render_template(
        "cases/verify.html", form=form, title=number, back=url_for(".problem", number=number), well=well
    )
    return page, 422 if form.errors else 200


@blueprint.route("/problems/<number>/strike-off", methods=["GET", "POST"])
@requires(Permission.PROBLEM_STRIKE_OFF)
def strike_off(number: str) -> str | Response | tuple[str, int]:
    """Strike a problem off."""
    session, actor = current_session(), current_actor()
    found = queries.get_problem(session, number, actor)
    form = StrikeOffForm()

    def act() -> bool:
        actions.strike_off_problem(
            session, actor=actor, now=clock.now(), problem=found, remark=given(form.remark)
        )
        return True

    if form.submit(act):
        flash(_("%(number)s 已销号，并记入总账。", number=number), "success")
        return redirect(url_for("cases.problem", number=number))
    page = render_template("cases/strike_off.html", form=form, number=number, problem=found)
    return page, 422 if form.errors else 200
