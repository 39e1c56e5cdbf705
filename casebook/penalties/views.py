"""Penalties: the catalogue, what fits an act, and what the county sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.penalties import actions, presenters, queries
from casebook.penalties.actions.packs import check_pack
from casebook.penalties.forms import (
    EndLevelsForm,
    ImportLevelsForm,
    LevelForm,
    MatchForm,
    PackForm,
    ReviseLevelForm,
    SettingForm,
    TakePackForm,
)
from casebook.penalties.rules import PartyKind
from casebook.penalties.rules import match as match_act
from casebook.penalties.rules.benches import COLUMNS, CONDITION_WORDS
from casebook.penalties.rules.packs import read_pack
from casebook.penalties.rules.settings import FLAG_KEYS, LIMIT_KEYS, SettingKey
from casebook.web.forms import given
from casebook.web.guard import current_actor, find_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.penalties.models import LocalPack
    from casebook.penalties.rules import Flags, Matches
    from casebook.penalties.rules.packs import Pack

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("penalties", __name__, url_prefix="/penalties")


@blueprint.context_processor
def _tabs() -> dict[str, object]:
    """Give the pages their tabs; a refusal before anybody is known has none."""
    actor = find_actor()
    if actor is None:
        return {}
    return {"tab_items": presenters.penalty_tabs(actor), "may_edit": presenters.may_edit(actor)}


def _county() -> str:
    return current_actor().county_code


@blueprint.get("")
@requires(Permission.PENALTY_SEE)
def index() -> str:
    """List the provisions by act, law or number."""
    text = request.args.get("q", "").strip()
    flags = queries.flags_of(current_session(), _county())
    lines = presenters.act_lines(flags, on=clock.today(), text=text)
    return render_template("penalties/index.html", lines=lines, text=text)


@blueprint.get("/<pen_id>")
@requires(Permission.PENALTY_SEE)
def show(pen_id: str) -> str:
    """Show a provision: every basis it has or had, its levels of discretion."""
    session, county, today = current_session(), _county(), clock.today()
    flags = queries.flags_of(session, county)
    try:
        provision = flags.find(pen_id)
    except RuleBroken as unknown:
        raise NotFound("penalty", pen_id) from unknown
    levels = queries.list_levels(session, county, pen_id)
    return render_template(
        "penalties/show.html",
        provision=provision,
        words=presenters.act_words(provision),
        lines=presenters.basis_lines(provision, flags, today),
        levels=[presenters.level_words(row, today) for row in levels],
        problems=presenters.problems_of(provision),
        holder=presenters.holder_of(session, provision, county, today),
    )


@blueprint.get("/match")
@requires(Permission.PENALTY_SEE)
def match() -> Answer:
    """Find what fits an act on a day; the address holds the question."""
    flags = queries.flags_of(current_session(), _county())
    form = MatchForm(request.args if "act" in request.args else None, data={"on": clock.today()})
    form.offer(flags)
    found = _match(form, flags) if "act" in request.args else None
    page = render_template(
        "penalties/match.html",
        form=form,
        found=found,
        lines=presenters.match_lines(found, flags) if found else [],
        later=presenters.match_lines(found, flags, later=True) if found else [],
    )
    return page, 422 if form.errors else 200


def _match(form: MatchForm, flags: Flags) -> Matches | None:
    if not form.validate():
        return None
    decided = form.day_of_decision()
    try:
        return match_act(
            given(form.act),
            on=given(form.on),
            party=PartyKind(given(form.party)),
            flags=flags,
            found_on=form.found_on.data,
            decided_on=decided,
            thresholds=queries.thresholds_of(current_session(), flags.county_code, decided),
        )
    except RuleBroken as reason:
        form.take(reason)
        return None


@blueprint.get("/settings")
@requires(Permission.PENALTY_EDIT)
def settings() -> str:
    """Show what holds in the county, how certain it is and where it comes from."""
    session, county = current_session(), _county()
    return render_template(
        "penalties/settings.html",
        lines=presenters.setting_lines(session, county, clock.today()),
        history=presenters.setting_history(session, county),
    )


@blueprint.route("/settings/<key>", methods=["GET", "POST"])
@requires(Permission.PENALTY_EDIT)
def set_setting(key: str) -> Answer:
    """Set one value from a day on."""
    if key not in set(SettingKey):
        abort(404)
    session, county, wanted = current_session(), _county(), SettingKey(key)
    rows = [one for one in queries.list_settings(session, county) if one.key is wanted]
    form = SettingForm(data=SettingForm.now_of(wanted, rows[-1] if rows else None, len(rows)))
    form.offer(session, county, wanted)
    row = form.submit(
        lambda: actions.set_setting(
            session,
            actor=current_actor(),
            now=clock.now(),
            setting=form.setting(wanted),
            seen_version=form.seen_version(),
        )
    )
    if row is not None:
        flash(_("已设定。"), "success")
        return redirect(url_for("penalties.settings"))
    page = render_template(
        "penalties/set_setting.html",
        form=form,
        key=wanted,
        control=form.control(wanted),
        is_flag=wanted in FLAG_KEYS,
        is_limit=wanted in LIMIT_KEYS,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/discretion")
@requires(Permission.PENALTY_SEE)
def discretion() -> str:
    """Show the county's levels of discretion, by paper."""
    groups = presenters.bench_groups(current_session(), _county(), clock.today())
    return render_template("penalties/discretion.html", groups=groups)


@blueprint.route("/discretion/new", methods=["GET", "POST"])
@requires(Permission.PENALTY_EDIT)
def enter_level() -> Answer:
    """Enter a level."""
    session, form = current_session(), LevelForm(data={"pen_id": request.args.get("pen"), **_carried()})
    form.offer(queries.flags_of(session, _county()))
    row = form.submit(
        lambda: actions.enter_level(session, actor=current_actor(), now=clock.now(), level=form.bench_level())
    )
    if row is not None:
        flash(_("已登记“%(level)s”。", level=row.level), "success")
        return redirect(url_for("penalties.discretion"))
    return render_template("penalties/edit_level.html", form=form, row=None), 422 if form.errors else 200


def _carried() -> dict[str, object]:
    return {"valid_from": clock.today()}


@blueprint.route("/discretion/import", methods=["GET", "POST"])
@requires(Permission.PENALTY_EDIT)
def import_levels() -> Answer:
    """Take in a file of levels: all of them or none."""
    session, form = current_session(), ImportLevelsForm()
    rows = form.submit(
        lambda: actions.import_levels(session, actor=current_actor(), now=clock.now(), levels=form.levels())
    )
    if rows is not None:
        flash(_("已导入 %(n)s 个等级。", n=len(rows)), "success")
        return redirect(url_for("penalties.discretion"))
    page = render_template(
        "penalties/import_levels.html", form=form, columns=COLUMNS, conditions=list(CONDITION_WORDS)
    )
    return page, 422 if form.errors else 200


@blueprint.route("/discretion/end", methods=["GET", "POST"])
@requires(Permission.PENALTY_EDIT)
def end_levels() -> Answer:
    """Let every level of the paper that the address names end with a day."""
    session, doc_no = current_session(), request.args.get("doc_no", "")
    groups = presenters.bench_groups(session, _county(), clock.today())
    group = next((one for one in groups if one.doc_no == doc_no and one.can_end), None)
    if group is None:
        abort(404)
    form = EndLevelsForm(data={"on": clock.today()})
    rows = form.submit(
        lambda: actions.end_levels(
            session,
            actor=current_actor(),
            now=clock.now(),
            doc_no=doc_no,
            on=given(form.on),
            reason=given(form.reason),
        )
    )
    if rows is not None:
        flash(
            _("%(doc_no)s 的 %(n)s 个等级到 %(on)s 为止。", doc_no=doc_no, n=len(rows), on=form.on.data),
            "success",
        )
        return redirect(url_for("penalties.discretion"))
    return render_template("penalties/end_levels.html", form=form, group=group), 422 if form.errors else 200


@blueprint.get("/discretion/<uuid:line_id>")
@requires(Permission.PENALTY_SEE)
def level(line_id: UUID) -> str:
    """Show a level with all its versions."""
    session = current_session()
    row = queries.get_level(session, line_id, current_actor())
    flags = queries.flags_of(session, row.county_code)
    versions = [presenters.level_words(one, clock.today()) for one in queries.list_line(session, line_id)]
    return render_template(
        "penalties/level.html",
        line=versions[0],
        versions=versions,
        words=presenters.act_words(flags.find(row.pen_id)),
    )


@blueprint.route("/discretion/<uuid:line_id>/revise", methods=["GET", "POST"])
@requires(Permission.PENALTY_EDIT)
def revise_level(line_id: UUID) -> Answer:
    """Put a new version in place of the last."""
    session = current_session()
    row = queries.get_level(session, line_id, current_actor())
    form = ReviseLevelForm(data=ReviseLevelForm.now_of(row))
    form.offer(queries.flags_of(session, row.county_code))
    changed = form.submit(
        lambda: actions.revise_level(
            session,
            actor=current_actor(),
            now=clock.now(),
            line_id=line_id,
            seen_version=form.seen_version(),
            level=form.bench_level(),
            reason=given(form.reason),
        )
    )
    if changed is not None:
        flash(_("已保存为第 %(n)s 版，原来的版本不变。", n=changed.version), "success")
        return redirect(url_for("penalties.level", line_id=line_id))
    row = queries.get_level(session, line_id, current_actor())
    return render_template("penalties/edit_level.html", form=form, row=row), 422 if form.errors else 200


@blueprint.get("/packs")
@requires(Permission.PENALTY_SEE)
def packs() -> str:
    """Show the local packs with their versions and, to who may, the form that takes one in."""
    lines = presenters.pack_lines(current_session(), _county())
    return render_template("penalties/packs.html", form=PackForm(formdata=None), lines=lines)


@blueprint.post("/packs/preview")
@requires(Permission.PENALTY_EDIT)
def preview_pack() -> Answer:
    """Show what a file would bring; nothing is stored."""
    session, form = current_session(), PackForm()
    content: list[bytes] = []

    def look() -> Pack:
        content.append(form.content())
        pack = read_pack(content[0], _county())
        check_pack(session, _county(), pack)
        return pack

    pack = form.submit(look)
    if pack is None:
        lines = presenters.pack_lines(session, _county())
        return render_template("penalties/packs.html", form=form, lines=lines), 422
    flags = queries.flags_of(session, _county())
    take = TakePackForm(formdata=None, data={"text": content[0].decode("utf-8-sig")})
    page = presenters.pack_preview(pack, flags, clock.today())
    return render_template("penalties/preview_pack.html", form=take, pack=pack, page=page)


@blueprint.post("/packs")
@requires(Permission.PENALTY_EDIT)
def load_pack() -> Answer:
    """Take in the pack that was looked at."""
    session, form = current_session(), TakePackForm()

    def act() -> LocalPack:
        text: str = given(form.text)
        return actions.load_pack(session, actor=current_actor(), now=clock.now(), content=text.encode())

    row = form.submit(act)
    if row is not None:
        flash(_("已装入 %(title)s 第 %(version)s 版。", title=row.title, version=row.version), "success")
        return redirect(url_for("penalties.packs"))
    lines = presenters.pack_lines(session, _county())
    return render_template(
        "penalties/packs.html", form=PackForm(formdata=None), refused=form, lines=lines
    ), 422
