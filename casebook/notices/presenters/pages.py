"""One's own notices, and the settings of what is told and sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.deadlines import queries as deadlines
from casebook.deadlines.labels import RULE_TITLES
from casebook.deadlines.presenters import TermView, term_view
from casebook.deadlines.rules import RULES
from casebook.notices import queries
from casebook.notices.presenters.texts import line_of
from casebook.notices.rules import Channel, Plan
from casebook.regions import queries as regions
from casebook.web.labels import label
from casebook.web.waiting import addresses_of
from casebook.web.wording import listed, translated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.notices.models import Notice, NoticeChannel, NoticePlan


@dataclass(frozen=True)
class NoticeLine:
    """One notice of the page."""

    row: Notice
    what: str
    number: str
    title: str
    url: str | None
    clock: TermView | None
    """The clock that it tells of, as it stands now."""


@dataclass(frozen=True)
class PlanLine:
    """When clocks of a rule are told of."""

    rule: str
    title: str
    row: NoticePlan | None
    words: str


@dataclass(frozen=True)
class ChannelLine:
    """One way out of the house."""

    channel: Channel
    row: NoticeChannel | None


def notice_lines(
    session: Session, notices: Sequence[Notice], actor: Actor, *, today: date
) -> list[NoticeLine]:
    """Return the lines of one's notices; one statement for each kind of subject."""
    urls = addresses_of(session, actor, {(one.subject_kind, one.subject_id) for one in notices})
    terms = deadlines.terms_by_id(session, {one.term_id for one in notices if one.term_id})
    clocks = {one: term_view(term, today=today) for one, term in terms.items()}
    return [_line(one, urls.get((one.subject_kind, one.subject_id)), clocks) for one in notices]


def _line(notice: Notice, url: str | None, clocks: Mapping[UUID, TermView]) -> NoticeLine:
    number, _blank, rest = notice.title.partition(" ")
    what = label(notice.stage) if notice.stage else label(notice.kind)
    if url is None and notice.term_id is not None:
        url = url_for("deadlines.show", term_id=notice.term_id)
    title = RULE_TITLES.get(notice.rule) or notice.text or translated(rest)
    clock = clocks.get(notice.term_id) if notice.term_id else None
    return NoticeLine(notice, what, number, str(title), url, clock)


def copied(session: Session, lines: Sequence[NoticeLine], actor: Actor, *, today: date) -> str:
    """Return what is unread and still to be done as a text to paste into a chat."""
    open_ones = [one.row for one in lines if one.row.read_at is None and _is_open(one.clock)]
    if not open_ones:
        return ""
    places = regions.names(session, actor.county_code)
    return "\n".join(line_of(one, places, today) for one in open_ones)


def _is_open(clock: TermView | None) -> bool:
    return clock is None or (clock.days_left is not None and not clock.is_cancelled)


def plan_lines(rows: Sequence[NoticePlan]) -> list[PlanLine]:
    """Return the plan for all rules, and those of single ones."""
    latest: dict[str, NoticePlan] = {}
    for row in rows:
        latest.setdefault(row.rule, row)
    general = latest.pop("", None)
    lines = [PlanLine("", str(_("所有期限")), general, plan_words(_plan(general)))]
    lines += [
        PlanLine(rule, str(RULE_TITLES[rule]), row, plan_words(_plan(row))) for rule, row in latest.items()
    ]
    return lines


def _plan(row: NoticePlan | None) -> Plan:
    return queries.plan_of(row) if row else Plan()


def plan_words(plan: Plan) -> str:
    """Return a plan in words."""
    words = [_("提前 %(days)s 天", days=listed(str(day) for day in plan.ahead))] if plan.ahead else []
    words += [_("到期当天")] if plan.tells_due else []
    words += [_("逾期次日")]
    if plan.head_after is not None:
        words.append(_("逾期超过 %(n)s 天报承办机构负责人", n=plan.head_after))
    if plan.agency_after is not None:
        words.append(_("逾期超过 %(n)s 天报机关负责人", n=plan.agency_after))
    return listed(words)


def channel_lines(rows: Sequence[NoticeChannel]) -> list[ChannelLine]:
    """Return every way out, set or not."""
    known = {row.channel: row for row in rows}
    return [ChannelLine(channel, known.get(channel)) for channel in Channel]


def offered_rules() -> list[tuple[str, str]]:
    """Return the rules of which a plan of their own can be set."""
    return [("", _("所有期限")), *((rule, f"{rule} {RULE_TITLES[rule]}") for rule in RULES)]
