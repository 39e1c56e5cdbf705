"""Claims, baselines and substitutes as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.claims import queries
from casebook.claims.actions import judged
from casebook.claims.rules import (
    CLAIM_TRANSITIONS,
    OPEN,
    BaselineStatus,
    ClaimStatus,
    most_in_a_year,
)
from casebook.ledger import queries as ledger
from casebook.ledger.rules import GRADES
from casebook.regions import queries as regions
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.models import (
        Baseline,
        Claim,
        ClaimEvent,
        ClaimPaper,
        SubstituteDraw,
        SubstituteSupply,
        SubstituteWater,
    )
    from casebook.claims.queries import KindSum
    from casebook.claims.rules import Judged, Room
    from casebook.ledger.queries import Entry

STEPS = {
    "submit": (ClaimStatus.SUBMITTED, Permission.CLAIM_EDIT),
    "accept": (ClaimStatus.ACCEPTED, Permission.CLAIM_DECIDE),
    "return": (ClaimStatus.RETURNED, Permission.CLAIM_DECIDE),
    "refuse": (ClaimStatus.REFUSED, Permission.CLAIM_DECIDE),
    "withdraw": (ClaimStatus.WITHDRAWN, Permission.CLAIM_EDIT),
}


@dataclass(frozen=True)
class ClaimLine:
    """One line of the list of claims."""

    claim: Claim
    owner: str
    place: str


@dataclass(frozen=True)
class BaselineLine:
    """One line of the list of baselines."""

    row: Baseline
    owner: str
    place: str
    grade: str


@dataclass(frozen=True)
class ClaimPage:
    """A claim with its arithmetic, as it is counted now."""

    claim: Claim
    owner: str
    place: str
    grade: str
    rooms: list[Room]
    found: Judged
    is_booked: bool
    papers: list[ClaimPaper]
    """Of the claim and of its baseline."""
    events: list[ClaimEvent]
    entries: list[Entry]
    action: dict[str, str] | None
    menu: list[dict[str, str]]


@dataclass(frozen=True)
class BaselinePage:
    """A baseline with what it is made of and what is counted against it."""

    row: Baseline
    owner: str
    place: str
    grade: str
    figures: list[dict[str, Any]]
    """What B1 was made of; of another method the figures to hold it against. Volumes as Decimals."""
    outliers: list[str]
    room: Room
    claims: list[Claim]
    papers: list[ClaimPaper]
    may_lock: bool
    may_supersede: bool
    may_drop: bool


@dataclass(frozen=True)
class SubstituteLine:
    """A substitute with what it has and what is free."""

    row: SubstituteWater
    supplied_m3: Decimal
    room: Room


@dataclass(frozen=True)
class SubstitutePage:
    """A substitute with its months and what was booked against it."""

    line: SubstituteLine
    months: list[SubstituteSupply]
    draws: list[SubstituteDraw]


def claim_lines(session: Session, claims: Iterable[Claim], county_code: str) -> Iterator[ClaimLine]:
    """Yield lines for claims; one statement more, whatever their number."""
    names = regions.names(session, county_code)
    for one in claims:
        place = names.get(one.division_code, one.division_code)
        yield ClaimLine(one, queries.owner_of(one.baseline), place)


def total(sums: Sequence[KindSum]) -> tuple[Decimal, Decimal, Decimal]:
    """Return claimed, booked and booked this year of all kinds, m³."""
    zero = Decimal("0.000")
    return (
        sum((one.claimed_m3 for one in sums), zero),
        sum((one.booked_m3 for one in sums), zero),
        sum((one.booked_this_year_m3 for one in sums), zero),
    )


def baseline_lines(session: Session, rows: Sequence[Baseline], county_code: str) -> list[BaselineLine]:
    """Return lines for baselines; one statement more, whatever their number."""
    names = regions.names(session, county_code)
    return [
        BaselineLine(
            row, queries.owner_of(row), names.get(row.division_code, row.division_code), GRADES[row.method]
        )
        for row in rows
    ]


def claim_page(session: Session, claim: Claim, actor: Actor) -> ClaimPage:
    """Return a claim's page."""
    rooms, found = judged(session, claim)
    steps = _steps(claim, actor)
    return ClaimPage(
        claim=claim,
        owner=queries.owner_of(claim.baseline),
        place=regions.name_of(session, claim.division_code),
        grade=GRADES[claim.baseline.method],
        rooms=rooms,
        found=found,
        is_booked=claim.status is ClaimStatus.ACCEPTED,
        papers=queries.papers_of(session, claim.id, claim.baseline_id),
        events=queries.list_events(session, claim.id),
        entries=ledger.list_entries_of_subject(session, claim.id, actor),
        action=steps[0] if steps else None,
        menu=steps[1:],
    )


def _steps(claim: Claim, actor: Actor) -> list[dict[str, str]]:
    """Return the steps that this officer can take, the first as the page's own."""
    words = {
        "submit": _("提交审核"),
        "accept": _("认定入账"),
        "return": _("退回修改"),
        "refuse": _("不予认定"),
        "withdraw": _("撤回申报"),
    }
    found = []
    own = {claim.edited_by_id, claim.submitted_by_id}
    for step, (to, permission) in STEPS.items():
        is_booked = step == "withdraw" and claim.status is ClaimStatus.ACCEPTED
        needed = Permission.CLAIM_DECIDE if is_booked else permission
        decides = step in {"accept", "return", "refuse"}
        is_own = decides and actor.officer_id is not None and actor.officer_id in own
        if to in CLAIM_TRANSITIONS[claim.status] and actor.can(needed) and not is_own:
            url = url_for("claims.step", number=claim.number, step=step)
            found.append({"label": words[step], "url": url})
    if claim.status in OPEN and actor.can(Permission.CLAIM_EDIT):
        paper = url_for("claims.add_claim_paper", number=claim.number)
        found[1:1] = [
            {"label": _("修改"), "url": url_for("claims.edit", number=claim.number)},
            {"label": _("附上材料"), "url": paper, "icon": "upload"},
        ]
    return found


def baseline_page(session: Session, row: Baseline, actor: Actor) -> BaselinePage:
    """Return a baseline's page."""
    wells = queries.wells_of_baseline(session, row)
    basis = queries.basis_of(session, wells, row.before_year)
    is_draft, may_edit = row.status is BaselineStatus.DRAFT, actor.can(Permission.CLAIM_EDIT)
    is_drafter = actor.officer_id is not None and actor.officer_id == row.drafted_by_id
    return BaselinePage(
        row=row,
        owner=queries.owner_of(row),
        place=regions.name_of(session, row.division_code),
        grade=GRADES[row.method],
        figures=[{**one, "m3": Decimal(one["m3"])} for one in row.figures or basis.figures],
        outliers=[_outlier(one.why) for one in basis.outliers(row.method, row.baseline_m3)],
        room=queries.rooms_of(session, row, None)[0],
        claims=queries.list_claims_of(session, row.id),
        papers=queries.papers_of(session, row.id),
        may_lock=is_draft and actor.can(Permission.CLAIM_DECIDE) and not is_drafter,
        may_supersede=row.status is BaselineStatus.LOCKED
        and may_edit
        and not queries.is_relied_on(session, row),
        may_drop=is_draft and may_edit,
    )


def _outlier(why: str) -> str:
    words: dict[str, str] = {
        "flow": _("基线超过额定流量全年运行量的 90%%。"),
        "permit": _("基线超过许可水量的三倍。"),
        "use": _("基线与近三年用水均值相差超过 5%%。"),
    }
    return words[why]


def substitute_lines(session: Session, rows: Sequence[SubstituteWater]) -> list[SubstituteLine]:
    """Return substitutes with what is free of each; three statements, whatever their number."""
    rooms = queries.rooms_of_substitutes(session, rows)
    supplied = queries.supplies_of(session, [row.id for row in rows])
    return [SubstituteLine(row, most_in_a_year(supplied.get(row.id, {})), rooms[row.id]) for row in rows]


def substitute_page(session: Session, row: SubstituteWater) -> SubstitutePage:
    """Return a substitute's page."""
    return SubstitutePage(
        line=substitute_lines(session, [row])[0],
        months=queries.list_supply(session, row.id),
        draws=queries.list_draws(session, row.id),
    )


def claim_columns() -> list[SheetColumn]:
    """Return the columns of the list of claims as a sheet, units in the headers."""
    columns: list[tuple[str, Callable[[Any], object], int]] = [
        (_("申报编号"), lambda line: line.claim.number, 24),
        (_("计入年度"), lambda line: line.claim.year, 10),
        (_("乡镇（街道）"), lambda line: line.place, 16),
        (_("取水井或单位"), lambda line: line.owner, 22),
        (_("含水层"), lambda line: label(line.claim.baseline.aquifer_group), 10),
        (_("措施"), lambda line: label(line.claim.kind), 12),
        (_("措施开始日期"), lambda line: line.claim.began_on, 14),
        (_("基线方法"), lambda line: label(line.claim.baseline.method), 18),
        (_("基线水量（m³/年）"), lambda line: line.claim.baseline.baseline_m3, 16),
        (_("剩余用水（m³/年）"), lambda line: line.claim.residual_m3, 16),
        (_("申报全年压减（m³）"), lambda line: line.claim.claimed_m3, 18),
        (_("认定全年压减（m³）"), lambda line: line.claim.booked_m3, 18),
        (_("认定当年压减（m³）"), lambda line: line.claim.booked_this_year_m3, 18),
        (_("替代水源"), lambda line: line.claim.substitute.name if line.claim.substitute else "", 18),
        (_("依据材料"), lambda line: line.claim.papers, 30),
        (_("状态"), lambda line: label(line.claim.status), 14),
    ]
    return [SheetColumn(header, value, width) for header, value, width in columns]
