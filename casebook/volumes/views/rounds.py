"""The round of reading (抄表轮次): the wells of a township on one sheet, each row answered by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.regions.presenters import offered_townships
from casebook.volumes import actions, presenters, queries
from casebook.volumes.actions import RoundRow
from casebook.volumes.forms import RoundForm
from casebook.volumes.queries import RoundFilter
from casebook.volumes.rules import ReadingMark, ReadingSource, RoundResult
from casebook.volumes.views.blueprint import blueprint
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.volumes.actions import RoundAnswer
    from casebook.volumes.views.blueprint import Answer
    from casebook.wells.models import Well

_DIAL = "dial-"


@blueprint.get("/round")
@requires(Permission.READING_RECORD)
def round_sheet() -> str:
    """Show the sheet of a township, or ask which."""
    session, actor = current_session(), current_actor()
    wanted = _wanted()
    if wanted is None:
        return render_template("volumes/round.html", townships=_townships(), wanted=None)
    page = queries.page_round(session, actor, wanted, cursor=request.args.get("after"))
    form = RoundForm.of(page.items, clock.today())
    lines = presenters.round_lines(session, page.items, {})
    return _sheet(form, lines, wanted, page.next_cursor)


@blueprint.post("/round")
@requires(Permission.READING_RECORD)
def record_round() -> Answer:
    """Keep the rows that can be used; the others stay on the sheet with the reason."""
    session, actor = current_session(), current_actor()
    codes = [name.removeprefix(_DIAL) for name in request.form if name.startswith(_DIAL)]
    wells = queries.get_wells(session, codes, actor)
    form, wanted = RoundForm.of(wells, clock.today()), _wanted()
    if not form.validate_on_submit():
        lines = presenters.round_lines(session, wells, {})
        return _sheet(form, lines, wanted, request.args.get("next")), 422
    rows = _rows(form, wells)
    try:
        answers = actions.record_round(
            session,
            actor=actor,
            now=clock.now(),
            read_on=given(form.read_on),
            rows=rows,
            source=ReadingSource.FORM,
        )
    except RuleBroken as refused:
        form.take(refused)
        lines = presenters.round_lines(session, wells, {})
        return _sheet(form, lines, wanted, request.args.get("next")), 422
    return _answered(
        form, wells, {row.well.code: one for row, one in zip(rows, answers, strict=True)}, wanted
    )


def _answered(
    form: RoundForm, wells: Sequence[Well], answers: dict[str, RoundAnswer], wanted: RoundFilter | None
) -> Answer:
    """Say what was kept; go on to the next sheet when nothing is left to mend."""
    kept = sum(one.result is not RoundResult.REFUSED for one in answers.values())
    refused = len(answers) - kept
    if kept:
        flash(_("已写入 %(n)s 眼井的读数。", n=kept), "success")
    after = request.args.get("next") or None
    if not refused:
        place: dict[str, Any] = {"after": after}
        if wanted is not None:
            place |= {"township": wanted.division_code, "village": wanted.village or None}
        return redirect(url_for("volumes.round_sheet", **place))
    lines = presenters.round_lines(current_session(), wells, answers)
    return _sheet(form, lines, wanted, after)


def _rows(form: RoundForm, wells: Sequence[Well]) -> list[RoundRow]:
    found = []
    for well in wells:
        dial = form[f"{_DIAL}{well.code}"].data
        if dial is not None:
            mark = ReadingMark.ROLLOVER if form[f"rolled-{well.code}"].data else ReadingMark.NONE
            found.append(RoundRow(well, dial, mark, is_sure=bool(form[f"sure-{well.code}"].data)))
    return found


def _sheet(
    form: RoundForm,
    lines: Sequence[presenters.RoundLine],
    wanted: RoundFilter | None,
    following: str | None,
) -> str:
    return render_template(
        "volumes/round.html",
        form=form,
        lines=lines,
        wanted=wanted,
        following=following,
        townships=_townships(),
    )


def _townships() -> list[tuple[str, str]]:
    return offered_townships(current_session(), current_actor())


def _wanted() -> RoundFilter | None:
    """Return which township the address names; None where it names none in reach."""
    township = request.args.get("township", "")
    if township not in dict(_townships()):
        return None
    return RoundFilter(division_code=township, village=request.args.get("village", "").strip())
