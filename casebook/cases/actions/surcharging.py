"""加处罚款: decided with the figures of a day, let off by agreement (处罚法 72, 73; 强制法 42)."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from casebook.cases.actions.after_decision import issue_paper, note_after, stand, start_clock
from casebook.cases.acts import ActKind, Debt, SurchargeCut, Surcharged
from casebook.cases.rules.performing import day_by_day, late_days, late_from, line_of, surcharge_on
from casebook.documents.rules import FormCode
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.after_decision import Standing
    from casebook.cases.models import Case, CaseEvent
    from casebook.cases.rules.performing import Account, DayLine
    from casebook.documents.models import Document

BASIS = "《中华人民共和国行政处罚法》第七十二条第一款第（一）项"
_DAY = timedelta(days=1)


def decide_surcharge(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    party_id: UUID,
    review_agency: str,
    court: str,
) -> Document:
    """Decide on the surcharge as it stands today: decision and sheet are issued, their figures frozen.

    A later decision names the whole amount up to its own day. RuleBroken `surcharge_nothing` where nothing
    has grown, `surcharge_decided_already` where nothing was added since.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    account, on = standing.account(party_id), standing.today
    amount, first = surcharge_on(account, on), late_from(account, on)
    if not amount or first is None:
        raise RuleBroken("surcharge_nothing", article="处罚法 72", on=on.isoformat())
    if amount <= account.decided_fen:
        raise RuleBroken("surcharge_decided_already", article="处罚法 72")
    issue_paper(standing, FormCode.F33B, _sheet(standing, account, amount, first), party_id=party_id)
    facts = _figures(account, on, amount, first) | {"basis": BASIS}
    facts |= {"review_agency": review_agency.strip(), "court": court.strip()}
    paper = issue_paper(standing, FormCode.F33A, facts, party_id=party_id)
    act = _decided(account, on, amount, first, paper)
    what = f"决定加处罚款 {amount / 100:.2f} 元（{first.isoformat()} 至 {on.isoformat()}）"
    note_after(standing, ActKind.SURCHARGE, act, on=on, what=what, document_id=paper.id)
    if not any(one.rule == "D-18" for one in standing.file.terms):
        start_clock(standing, "D-18", on=first - _DAY)
    return paper


def _decided(account: Account, on: date, amount: int, first: date, paper: Document) -> Surcharged:
    late, paused = late_days(account, on)
    return Surcharged(
        party=account.party,
        number=paper.number or "",
        fine_fen=account.fine_fen,
        late_from=first,
        until_on=on,
        days_late=late,
        days_paused=paused,
        amount_fen=amount,
    )


def cut_surcharge(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    party_id: UUID,
    on: date,
    fen: int,
    reason: str,
    paper: str,
) -> CaseEvent:
    """Let off part of a decided surcharge by an agreement on performance, the party having put right."""
    standing = stand(session, actor=actor, now=now, case=case)
    account = standing.account(party_id)
    most = max(0, account.decided_fen - account.cut_fen - account.paid(Debt.SURCHARGE))
    if not 0 < fen <= most:
        raise RuleBroken(
            "surcharge_cut_too_much", field="yuan", article="强制法 42", most=f"{most / 100:.2f}"
        )
    if not reason.strip():
        raise RuleBroken("step_needs_reason", field="reason", article="强制法 42")
    if not paper.strip():
        raise RuleBroken("paper_needed", field="paper", article="强制法 42")
    act = SurchargeCut(party=party_id, fen=fen, reason=reason.strip(), paper=paper.strip())
    what = f"减免加处罚款 {fen / 100:.2f} 元：{reason.strip()}"
    return note_after(standing, ActKind.SURCHARGE_CUT, act, on=on, what=what)


def _figures(account: Account, on: date, amount: int, first: date) -> dict[str, object]:
    late, paused = late_days(account, on)
    fine, grown = line_of(account, Debt.FINE, on), line_of(account, Debt.SURCHARGE, on)
    return {
        "fine_fen": account.fine_fen,
        "late_from": first,
        "late_days": late - paused,
        "surcharge_fen": amount,
        "paid_fen": fine.paid_fen + grown.paid_fen,
        "owed_fen": fine.left_fen + grown.left_fen,
    }


def _sheet(standing: Standing, account: Account, amount: int, first: date) -> dict[str, object]:
    facts = _figures(account, standing.today, amount, first)
    return facts | {"steps": [_step(list(run)) for _key, run in groupby(_days(standing, account), _kind)]}


def _days(standing: Standing, account: Account) -> list[DayLine]:
    return day_by_day(account, standing.today)


def _kind(line: DayLine) -> tuple[bool, int, int]:
    return line.is_paused, line.base_fen, line.added_fen


def _step(run: list[DayLine]) -> dict[str, str]:
    first, last = run[0], run[-1]
    days = (last.last - first.first).days + 1
    if first.is_paused:
        why = "复议、诉讼期间不予计算"
    else:
        added = sum(one.added_fen for one in run)
        why = f"未缴罚款 {first.base_fen / 100:.2f} 元 × 3% × {days} 日 = {added / 100:.2f} 元"
    return {"span": f"{first.first.isoformat()} 至 {last.last.isoformat()}", "days": str(days), "why": why}
