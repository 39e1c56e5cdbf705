"""Monday's pages, the ranking and bulletins as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.bulletins import queries
from casebook.bulletins.drafting import details
from casebook.bulletins.labels import week_words
from casebook.bulletins.rules import BulletinState, SettingKind
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.bulletins.models import Bulletin, BulletinEvent, BulletinSetting, MondayPage
    from casebook.bulletins.rules import Ranked, Week
    from casebook.kernel.months import Month


@dataclass(frozen=True)
class WeekLine:
    """One week of the list: its page, or nothing where none was made."""

    week: Week
    page: MondayPage | None

    @property
    def words(self) -> str:
        """The week as people say it."""
        return week_words(self.week)

    @property
    def is_late(self) -> bool:
        """Whether it was made more than an hour after it was due."""
        return self.page is not None and (self.page.made_at - self.page.due_at).total_seconds() > _HOUR


_HOUR = 3600


def week_lines(session: Session, county_code: str, now: datetime) -> list[WeekLine]:
    """Return the weeks of about a year, the newest first; those without a page are named."""
    pages = queries.list_mondays(session, county_code)
    lines = [WeekLine(one.week, one) for one in pages]
    lines += [WeekLine(week, None) for week in queries.list_missing(session, pages, now)]
    return sorted(lines, key=lambda one: one.week, reverse=True)


@dataclass(frozen=True)
class RankLine:
    """One township in the ranking."""

    one: Ranked
    detail: str
    months_last: int


@dataclass(frozen=True)
class RankingPage:
    """The ranking of a month, with what it rests on."""

    month: Month
    ranked: list[RankLine]
    apart: list[str]
    weights: str
    setting: BulletinSetting | None


def ranking_page(session: Session, county_code: str, month: Month) -> RankingPage:
    """Return the ranking at a month's end, and for how long the last ones have been last."""
    ranked = queries.ranking_of(session, county_code, month)
    weights = queries.weights_at(session, county_code, month)
    last = queries.months_last_of(session, county_code, month)
    return RankingPage(
        month=month,
        ranked=[
            RankLine(one, _("；").join(details(one.measures, weights)), last.get(one.code, 0))
            for one in ranked
            if one.place is not None
        ],
        apart=[one.name for one in ranked if one.place is None],
        weights=_("、").join(f"{label(one)} {weight}%" for one, weight in weights.items()),
        setting=queries.find_setting(session, county_code, SettingKind.WEIGHTS),
    )


def ranking_columns() -> list[SheetColumn]:
    """Return the columns of the ranking; a row is a RankLine."""
    return [
        SheetColumn(_("名次"), lambda row: row.one.place, 8),  # type: ignore[attr-defined]  # a RankLine
        SheetColumn(_("乡镇（街道）"), lambda row: row.one.name, 16),  # type: ignore[attr-defined]  # a RankLine
        SheetColumn(_("得分（0–100 分）"), lambda row: Decimal(row.one.score), 16),  # type: ignore[attr-defined]  # a RankLine
        SheetColumn(_("各项完成情况"), lambda row: row.detail, 60),  # type: ignore[attr-defined]  # a RankLine
        SheetColumn(_("连续末位（个月）"), lambda row: row.months_last, 16),  # type: ignore[attr-defined]  # a RankLine
    ]


@dataclass(frozen=True)
class CircularPage:
    """One bulletin with its course and what its reader may do."""

    row: Bulletin
    events: list[BulletinEvent]
    ranked: list[dict[str, str]]
    """As it was frozen; nothing before it is issued."""
    may_edit: bool


def circular_page(session: Session, row: Bulletin, actor: Actor) -> CircularPage:
    """Return one bulletin as its page shows it."""
    is_draft = row.state is BulletinState.DRAFT
    events = queries.list_bulletin_events(session, row.id)
    ranked = orjson.loads(row.body)["rows"] if row.body else []
    return CircularPage(row, events, ranked, may_edit=is_draft and actor.can(Permission.BULLETIN_ISSUE))
