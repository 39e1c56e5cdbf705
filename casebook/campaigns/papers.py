"""The papers of this feature as sheets, which are written as PDF and as DOCX alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.campaigns.rules import ResponsibilityState
from casebook.documents.making import DEMO_MARK, PREVIEW_MARK
from casebook.documents.rules.markup import Block, Cell, Keep, Row, Run, Table
from casebook.documents.rules.sheet import Sheet
from casebook.documents.rules.wording import day_words
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.campaigns.presenters import CampaignPage, LetterPage
    from casebook.campaigns.presenters.campaigns import Person
    from casebook.campaigns.presenters.letters import PledgeLine
    from casebook.documents.rules.markup import Part


def docx(sheet: Sheet) -> bytes:
    """Return the DOCX of a paper."""
    from casebook.documents.words import docx_of  # noqa: PLC0415 - pages that print nothing start without it

    return docx_of(sheet)


def paragraphs(text: str) -> list[Part]:
    """Return a text as paragraphs, one for each of its lines."""
    return [Block("p", (Run(line.strip()),)) for line in text.splitlines() if line.strip()]


def heading(text: str) -> Part:
    """Return a heading."""
    return Block("h2", (Run(text),))


def grid(cols: tuple[int, ...], head: Sequence[str], rows: Iterable[Sequence[str]]) -> Part:
    """Return a table whose head stands on every page."""
    top = Row(tuple(_cell(word, is_heading=True) for word in head), is_repeated=True)
    return Table((top, *(Row(tuple(_cell(word) for word in row)) for row in rows)), cols)


def _cell(text: str, *, is_heading: bool = False) -> Cell:
    return Cell(is_heading, (Block("p", (Run(text),), "left"),), align="center" if is_heading else "left")


def mark_of(*, is_demo: bool, is_draft: bool) -> str:
    """Return what stands across the top of a paper that does not count."""
    if is_demo:
        return DEMO_MARK
    return PREVIEW_MARK if is_draft else ""


def campaign_summary(page: CampaignPage, agency: str, *, is_demo: bool) -> Sheet:
    """Return the summary of a campaign; before it is closed a preview."""
    row = page.row
    with force_locale("zh"):
        facts = [
            _("依据：%(paper)s", paper=row.basis),
            _("期限：%(first)s至%(last)s", first=day_words(row.starts_on), last=day_words(row.ends_on)),
            _("范围：%(where)s；%(what)s", where=_where(page), what=_what(page)),
        ]
        parts: list[Part] = [
            heading(_("一、基本情况")),
            *(part for fact in facts for part in paragraphs(fact)),
            *paragraphs(row.goal),
            heading(_("二、工作成效")),
            *paragraphs(_done(page)),
            _places(page),
            heading(_("三、工作组")),
            *(part for team in page.teams for part in paragraphs(_team(team.name, team.people))),
            _team_figures(page),
            *([heading(_("四、总结")), *paragraphs(row.summary)] if row.summary else []),
        ]
        if row.result_hash:
            parts.append(Block("note", (Run(_("数据截至%(on)s，摘要 %(hash)s", **_frozen(page))),)))
        return Sheet(
            agency=agency,
            stamp_name=agency,
            title=_("%(title)s总结", title=row.title),
            number=row.number,
            day=day_words(row.closed_on) if row.closed_on else "",
            parts=tuple(parts),
            is_table=False,
            mark=mark_of(is_demo=is_demo, is_draft=not page.is_frozen),
        )


def _where(page: CampaignPage) -> str:
    return "、".join(page.townships) or str(_("全部乡镇（街道）"))


def _what(page: CampaignPage) -> str:
    kinds = [str(label(one)) for one in (*page.scope.uses, *page.scope.aquifers)]
    return "、".join(kinds) or str(_("全部取水井"))


def _done(page: CampaignPage) -> str:
    whole = page.whole
    return str(
        _(
            "范围内取水井 %(wells)s 眼，检查 %(checked)s 眼、%(checks)s 次，发现问题 %(found)s 个，"
            "立案 %(cases)s 件，已销号 %(struck)s 个。",
            wells=whole.wells,
            checked=whole.checked,
            checks=whole.checks,
            found=whole.found,
            cases=whole.cases,
            struck=whole.struck_off,
        )
    )


def _team(name: str, people: Iterable[Person]) -> str:
    named = [f"{one.name}{_('（组长）')}" if one.is_leader else one.name for one in people]
    return str(_("%(team)s：%(people)s", team=name, people="、".join(named)))


def _places(page: CampaignPage) -> Part:
    head = (
        _("乡镇（街道）"),
        _("取水井（眼）"),
        _("检查（眼）"),
        _("问题（个）"),
        _("立案（件）"),
        _("销号（个）"),
    )
    lines = [(one.name, one.progress) for one in page.places] + [(str(_("合计")), page.whole)]
    return grid(
        (4, 2, 2, 2, 2, 2),
        head,
        (
            (name, *map(str, (one.wells, one.checked, one.found, one.cases, one.struck_off)))
            for name, one in lines
        ),
    )


def _team_figures(page: CampaignPage) -> Part:
    head = (_("工作组"), _("检查（眼）"), _("检查（次）"), _("问题（个）"), _("销号（个）"))
    return grid(
        (4, 2, 2, 2, 2),
        head,
        (
            (
                team.name,
                *map(
                    str,
                    (
                        team.progress.checked,
                        team.progress.checks,
                        team.progress.found,
                        team.progress.struck_off,
                    ),
                ),
            )
            for team in page.teams
        ),
    )


def _frozen(page: CampaignPage) -> dict[str, str]:
    on = page.row.closed_on
    return {"on": day_words(on) if on else "", "hash": page.row.result_hash or ""}


def responsibility_letter(page: LetterPage, *, is_demo: bool) -> Sheet:
    """Return a letter to be signed, or as it was signed; a dropped one is marked as none."""
    row = page.row
    with force_locale("zh"):
        opening = _(
            "为落实%(year)s年度地下水超采治理任务，%(county)s与%(agency)s签订本责任书。", **_parties(page)
        )
        parts: list[Part] = [
            *paragraphs(opening),
            heading(_("一、目标任务")),
            grid((4, 3, 5), (_("指标"), _("目标"), _("下达依据")), map(_target, page.pledges)),
            heading(_("二、职责和要求")),
            *paragraphs(row.duties),
            heading(_("三、考核")),
            *paragraphs(_("各项目标全部完成才算完成年度任务，以总账确认入账的数量为准。")),
            Keep(
                (
                    Block("sign", (Run(_("甲方（%(who)s）：", who=row.giver)),)),
                    Block("sign", (Run(_("乙方（%(who)s）：", who=row.taker)),)),
                )
            ),
        ]
        if row.body_hash:
            parts.append(Block("note", (Run(_("内容摘要 %(hash)s", hash=row.body_hash)),)))
        return Sheet(
            agency=page.county,
            stamp_name=page.county,
            title=_("%(year)s年度地下水超采治理目标责任书", year=row.year),
            number=row.number,
            day=day_words(row.signed_on) if row.signed_on else "",
            parts=tuple(parts),
            is_table=False,
            mark=mark_of(is_demo=is_demo, is_draft=row.state is ResponsibilityState.DROPPED),
        )


def _parties(page: LetterPage) -> dict[str, object]:
    return {"year": page.row.year, "county": page.county, "agency": page.agency}


def _target(line: PledgeLine) -> tuple[str, str, str]:
    one = line.pledged
    told = {"n": f"{one.amount.normalize():f}", "unit": label(line.unit)}
    amount = _("不超过 %(n)s %(unit)s", **told) if line.is_ceiling else _("不少于 %(n)s %(unit)s", **told)
    return str(label(one.indicator)), str(amount), one.paper
