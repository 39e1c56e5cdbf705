"""One's notices and choice of channels; the administrator's settings of what is told and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines.rules import RULES
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.notices import actions, presenters, queries
from casebook.notices.forms import ChatForm, ChoiceForm, MailForm, PlanForm
from casebook.notices.labels import FAULTS
from casebook.notices.rules import Channel, Plan, write_days
from casebook.web.forms import given
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.notices.models import NoticeChannel, NoticeChoice, NoticePlan

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("notices", __name__)
LAST_ROW = 2**63 - 1


def _own_id() -> UUID:
    officer_id = current_actor().officer_id
    if officer_id is None:
        raise NotFound("officer", "")
    return officer_id


@blueprint.get("/notices")
@requires(Permission.ACCOUNT_OWN)
def index() -> str:
    """List what one was told, newest first; today's also as a text to paste into a chat."""
    session, actor, today = current_session(), current_actor(), clock.today()
    page = queries.page_notices(session, _own_id(), cursor=request.args.get("after"))
    lines = presenters.notice_lines(session, page.items, actor, today=today)
    return render_template(
        "notices/index.html",
        page=page,
        lines=lines,
        has_unread=any(one.row.read_at is None for one in lines),
        copied=presenters.copied(session, lines, actor, today=today),
        until=page.items[0].rowid if page.items else 0,
    )


@blueprint.post("/notices/read")
@requires(Permission.ACCOUNT_OWN)
def mark_read() -> Answer:
    """Mark one's notices as read, up to the one that stood first on the page."""
    until = request.args.get("until", 0, type=int)
    if 0 < until <= LAST_ROW:
        actions.mark_read(current_session(), actor=current_actor(), now=clock.now(), until=until)
    return redirect(url_for("notices.index"))


@blueprint.route("/account/notices", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def choose() -> Answer:
    """Choose whether the daily digest also comes by mail."""
    session, actor = current_session(), current_actor()
    known = queries.find_choice(session, _own_id())
    form = ChoiceForm(data={"by_mail": known.by_mail, "mail": known.mail} if known else {})

    def act() -> NoticeChoice:
        by_mail, mail = given(form.by_mail), form.mail.data or ""
        return actions.choose(session, actor=actor, now=clock.now(), by_mail=by_mail, mail=mail)

    if form.submit(act):
        flash(_("通知方式已保存。"), "success")
        return redirect(url_for("account.show"))
    channel = queries.find_channel(session, actor.county_code, Channel.MAIL)
    page = render_template("notices/choice.html", form=form, has_mail=channel is not None and channel.is_on)
    return page, 422 if form.errors else 200


@blueprint.get("/admin/notices")
@requires(Permission.NOTICE_SET)
def settings() -> str:
    """Show when clocks are told of, the ways out, and the last messages with what became of them."""
    session, county_code = current_session(), current_actor().county_code
    return render_template(
        "notices/settings.html",
        plans=presenters.plan_lines(queries.list_plans(session, county_code)),
        channels=presenters.channel_lines(queries.list_channels(session, county_code)),
        dispatches=queries.list_last_dispatches(session, county_code),
        faults=FAULTS,
        rules=presenters.offered_rules()[1:],
    )


@blueprint.route("/admin/notices/plan", methods=["GET", "POST"])
@requires(Permission.NOTICE_SET)
def set_plan() -> Answer:
    """Set when clocks of one rule, or of all others, are told of."""
    session, actor, rule = current_session(), current_actor(), request.args.get("rule", "")
    if rule and rule not in RULES:
        raise NotFound("deadline_rule", rule)
    known = queries.find_last_plan(session, actor.county_code, rule)
    form = PlanForm(data=_plan_facts(known))

    def act() -> NoticePlan:
        seen, plan = form.seen_version(), form.plan()
        return actions.set_plan(
            session, actor=actor, now=clock.now(), rule=rule, plan=plan, seen_version=seen
        )

    if form.submit(act):
        flash(_("提醒的时间已保存。"), "success")
        return redirect(url_for("notices.settings"))
    title = dict(presenters.offered_rules())[rule]
    return render_template("notices/plan.html", form=form, title=title), 422 if form.errors else 200


def _plan_facts(known: NoticePlan | None) -> dict[str, object]:
    plan = queries.plan_of(known) if known else Plan()
    return {
        "ahead": write_days(plan.ahead),
        "tells_due": plan.tells_due,
        "head_after": plan.head_after,
        "agency_after": plan.agency_after,
        "version": known.version if known else 0,
    }


@blueprint.route("/admin/notices/mail", methods=["GET", "POST"])
@requires(Permission.NOTICE_SET)
def set_mail() -> Answer:
    """Set the mail server."""
    session, actor = current_session(), current_actor()
    known = queries.find_channel(session, actor.county_code, Channel.MAIL)
    form = MailForm(data={**known.facts, **_standing(known)} if known else {})
    form.offer()

    def act() -> NoticeChannel:
        server, is_on, seen = form.server(), given(form.is_on), form.seen_version()
        return actions.set_mail(
            session, actor=actor, now=clock.now(), server=server, is_on=is_on, seen_version=seen
        )

    if form.submit(act):
        flash(_("邮件设置已保存。"), "success")
        return redirect(url_for("notices.settings"))
    return render_template("notices/mail.html", form=form, known=known), 422 if form.errors else 200


@blueprint.route("/admin/notices/chat/<any(wecom, dingtalk):name>", methods=["GET", "POST"])
@requires(Permission.NOTICE_SET)
def set_chat(name: str) -> Answer:
    """Set a chat's robot."""
    session, actor, channel = current_session(), current_actor(), Channel(name)
    known = queries.find_channel(session, actor.county_code, channel)
    form = ChatForm(data=_standing(known) if known else {})

    def act() -> NoticeChannel:
        facts = {"robot": form.robot(), "is_on": given(form.is_on), "seen_version": form.seen_version()}
        return actions.set_chat(session, actor=actor, now=clock.now(), channel=channel, **facts)

    if form.submit(act):
        flash(_("群消息设置已保存。"), "success")
        return redirect(url_for("notices.settings"))
    page = render_template("notices/chat.html", form=form, known=known, channel=channel)
    return page, 422 if form.errors else 200


def _standing(known: NoticeChannel) -> dict[str, object]:
    return {"is_on": known.is_on, "version": known.version}
