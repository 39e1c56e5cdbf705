"""Ordering measures, giving more time, verifying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import actions, presenters, queries
from casebook.cases.forms import DecideExtensionForm, ExtensionForm, MeasureForm, VerifyForm
from casebook.cases.rules import MeasureKind
from casebook.cases.views.blueprint import blueprint
from casebook.cases.views.rechecks import rechecks_of
from casebook.deadlines import queries as deadlines
from casebook.deadlines.rules import Length, Unit
from casebook.inspections import queries as inspections
from casebook.kernel import clock
from casebook.web.forms import chosen_id, given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.cases.models import Measure

DEFAULT_TERM = 15


@blueprint.route("/cases/<number>/measures/new", methods=["GET", "POST"])
@requires(Permission.MEASURE_ORDER)
def order_measure(number: str) -> str | Response | tuple[str, int]:
    """Order something for a well of a case."""
    session, actor = current_session(), current_actor()
    case = queries.get_case(session, number, actor)
    codes = queries.well_codes_of_case(session, case.id)
    form = MeasureForm(
        data={"served_on": clock.today(), "term_amount": DEFAULT_TERM, "term_unit": Unit.CALENDAR_DAY.value}
    )
    form.offer(codes)

    def act() -> Measure:
        return actions.order_measure(
            session,
            actor=actor,
            now=clock.now(),
            case=case,
            well=wells.get_well(session, form.well.data, actor),
            kind=MeasureKind(form.kind.data),
            demand=given(form.demand),
            served_on=given(form.served_on),
            length=Length(given(form.term_amount), Unit(form.term_unit.data)),
        )

    if form.submit(act):
        flash(_("已责令改正，期限从送达次日起算。"), "success")
        return redirect(url_for("cases.measures", number=number))
    return render_template("cases/measure.html", form=form, case=case), 422 if form.errors else 200


@blueprint.route("/measures/<uuid:measure_id>/extension", methods=["GET", "POST"])
@requires(Permission.TERM_REQUEST_EXTENSION)
def request_extension(measure_id: UUID) -> str | Response | tuple[str, int]:
    """Ask for more time."""
    session, actor = current_session(), current_actor()
    measure = queries.get_measure(session, measure_id, actor)
    form = ExtensionForm()

    def act() -> object:
        return actions.request_extension(
            session,
            actor=actor,
            now=clock.now(),
            measure=measure,
            added=given(form.added),
            reason=given(form.reason),
        )

    if form.submit(act):
        flash(_("延期申请已提交，由其他负责人审批。"), "success")
        return redirect(_case_url(measure))
    return _page("cases/extension.html", form, measure), 422 if form.errors else 200


@blueprint.route("/extensions/<uuid:extension_id>", methods=["GET", "POST"])
@requires(Permission.TERM_APPROVE_EXTENSION)
def decide_extension(extension_id: UUID) -> str | Response | tuple[str, int]:
    """Grant or decline more time."""
    session, actor = current_session(), current_actor()
    asked = deadlines.get_extension(session, extension_id)
    measure = queries.get_measure(session, queries.get_measure_of_term(session, asked.term_id).id, actor)
    form = DecideExtensionForm()

    def act() -> bool:
        decide = actions.approve_extension if form.answer.data == "grant" else actions.decline_extension
        decide(session, actor=actor, now=clock.now(), request=asked)
        return True

    if form.submit(act):
        flash(_("延期意见已记录。"), "success")
        return redirect(_case_url(measure))
    return _page("cases/decide_extension.html", form, measure, asked=asked), 422 if form.errors else 200


@blueprint.route("/measures/<uuid:measure_id>/verify", methods=["GET", "POST"])
@requires(Permission.MEASURE_VERIFY)
def verify_measure(measure_id: UUID) -> str | Response | tuple[str, int]:
    """Record what a re-check found about a measure."""
    session, actor = current_session(), current_actor()
    measure = queries.get_measure(session, measure_id, actor)
    form = VerifyForm()
    form.offer(rechecks_of(session, measure.well_id))

    def act() -> object:
        return actions.verify_measure(
            session,
            actor=actor,
            now=clock.now(),
            measure=measure,
            inspection=inspections.get_inspection(session, chosen_id(form.inspection), actor),
            is_met=form.outcome.data == "met",
            note=given(form.note),
        )

    if form.submit(act):
        flash(_("复查结果已记录。"), "success")
        return redirect(_case_url(measure))
    well = wells.get_well_by_id(session, measure.well_id)
    back = _case_url(measure)
    page = render_template("cases/verify.html", form=form, title=measure.order_no, back=back, well=well)
    return page, 422 if form.errors else 200


def _case_url(measure: Measure) -> str:
    case = queries.get_case_by_id(current_session(), measure.case_id)
    return url_for("cases.measures", number=case.number)


def _page(template: str, form: object, measure: Measure, **more: object) -> str:
    line = presenters.measure_lines(current_session(), [measure], today=clock.today())[0]
    return render_template(template, form=form, line=line, back=_case_url(measure), **more)
