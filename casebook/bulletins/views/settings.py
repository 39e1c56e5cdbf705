"""What the county sets: limits of the lights, weights of the ranking, who answers for a township."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.bulletins import actions, queries
from casebook.bulletins.forms import LightsForm, WeightsForm, people_form
from casebook.bulletins.rules import SettingKind
from casebook.bulletins.views.blueprint import blueprint, county_actor
from casebook.kernel import clock
from casebook.ledger.queries import TOWNSHIP_DIGITS
from casebook.regions import queries as regions
from casebook.web.forms import given
from casebook.web.guard import requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from casebook.bulletins.models import BulletinSetting
    from casebook.bulletins.views.blueprint import Answer


@blueprint.route("/settings/lights", methods=["GET", "POST"])
@requires(Permission.RANKING_SET)
def set_lights() -> Answer:
    """Set what counts as red and amber."""
    session, present = current_session(), _present(SettingKind.LIGHTS)
    known = queries.limits_of(session, county_actor("bulletin_setting").county_code)
    form = LightsForm(data={**known.facts(), "version": _version(present)})
    if form.submit(lambda: actions.set_limits(session, **_by(form), limits=form.limits())):
        return _saved(SettingKind.LIGHTS)
    return _page("bulletins/lights.html", form, present)


@blueprint.route("/settings/weights", methods=["GET", "POST"])
@requires(Permission.RANKING_SET)
def set_weights() -> Answer:
    """Set how much each indicator weighs; fines are none."""
    session, present = current_session(), _present(SettingKind.WEIGHTS)
    known = queries.weights_of(session, county_actor("bulletin_setting").county_code)
    data = {one.value: weight for one, weight in known.items()}
    form = WeightsForm(data={**data, "version": _version(present)})
    if form.submit(lambda: actions.set_weights(session, **_by(form), weights=form.weights())):
        return _saved(SettingKind.WEIGHTS)
    return _page("bulletins/weights.html", form, present)


@blueprint.route("/settings/people", methods=["GET", "POST"])
@requires(Permission.RANKING_SET)
def set_people() -> Answer:
    """Set who answers for each township."""
    session, county = current_session(), county_actor("bulletin_setting").county_code
    present, names = _present(SettingKind.PEOPLE), regions.names(session, county)
    codes = sorted(code for code in names if len(code) <= TOWNSHIP_DIGITS)
    form = people_form(codes, queries.people_of(session, county), version=_version(present))
    if form.submit(lambda: actions.set_people(session, **_by(form), people=form.people())):
        return _saved(SettingKind.PEOPLE)
    return _page("bulletins/people.html", form, present, names=names)


def _present(kind: SettingKind) -> BulletinSetting | None:
    return queries.find_setting(current_session(), county_actor("bulletin_setting").county_code, kind)


def _version(present: BulletinSetting | None) -> str:
    return str(present.version if present else 0)


def _by(form: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the three forms
    return {
        "actor": county_actor("bulletin_setting"),
        "now": clock.now(),
        "paper": given(form.paper),
        "seen_version": form.seen_version(),
    }


def _saved(kind: SettingKind) -> Answer:
    flash(_("已保存为新版本。"), "success")
    there = "bulletins.ranking" if kind is SettingKind.WEIGHTS else "bulletins.index"
    return redirect(url_for(there))


def _page(template: str, form: Any, present: BulletinSetting | None, **facts: Any) -> Answer:  # noqa: ANN401 - as above
    page = render_template(template, form=form, present=present, **facts)
    return page, 422 if form.errors else 200
