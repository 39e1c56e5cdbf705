"""Cases after their decision: served, paid, urged, fought. All people and firms invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.cases import actions
from casebook.cases.actions import deferring, disputing, enforcing, paying, substituting, surcharging
from casebook.cases.acts import Debt, DisputeKind, DisputeResult
from casebook.cases.queries import list_problems_of_case
from casebook.cases.queries.facts import accounts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.cases.rules.tasks import UnrestRisk
from casebook.documents.rules import ReceiverKind
from casebook.kernel.clock import local_day
from tests.factories.accounts import NOW
from tests.factories.approvals import say_yes
from tests.factories.cases import DAY, bring_to, make_bureau, make_case, serve, stamped

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case, Dispute, Payment
    from casebook.cases.rules.performing import Account
    from casebook.documents.models import Document
    from tests.factories.cases import Bureau

FINE = 10_000_000
SERVED = NOW + 12 * DAY
"""The day on which the decision is served: 2023-06-13; the fine is due on 2023-06-28."""


def served_case(session: Session, **traits: object) -> tuple[Bureau, Case]:
    """A case with a fine of 100,000 yuan for its one party, served."""
    bureau = make_bureau(session, **traits)
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.SERVED, now=SERVED)
    for problem in list_problems_of_case(session, case.id):
        calm: dict[str, Any] = {"risk": UnrestRisk.LOW, "plan": ""}
        actions.assess_unrest(session, actor=bureau.inspector, now=SERVED, problem=problem, **calm)
    return bureau, case


def by(bureau: Bureau, case: Case, now: datetime) -> dict[str, Any]:
    return {"actor": bureau.inspector, "now": now, "case": case}


def account(session: Session, case: Case, now: datetime) -> Account:
    return accounts_of(reload_file(session, case), on=local_day(now))[0]


def money(case: Case, now: datetime, fen: int = FINE, **changes: object) -> paying.Money:
    facts = {
        "party_id": case.party_id,
        "debt": Debt.FINE,
        "fen": fen,
        "paid_on": local_day(now),
        "receipt_no": f"试票 {now:%m%d}-{fen}",
    }
    return paying.Money(**{**facts, **changes})


def pay_in(
    session: Session, bureau: Bureau, case: Case, now: datetime, fen: int = FINE, **changes: object
) -> Payment:
    return paying.record_payment(session, **by(bureau, case, now), money=money(case, now, fen, **changes))


def serve_it(session: Session, bureau: Bureau, case: Case, document: Document, now: datetime) -> None:
    """Put the seal on a paper and hand it to the party."""
    paper = stamped(session, bureau, document, now=now)
    serve(session, bureau, case, paper, now=now, receiver_kind=ReceiverKind.SELF)


def urge(session: Session, bureau: Bureau, case: Case, now: datetime) -> Document:
    """Issue 履行催告书 and serve it on the same day."""
    paper = enforcing.urge(
        session,
        **by(bureau, case, now),
        party_id=case.party_id,
        duty="缴纳罚款及加处的罚款",
        way="缴至决定书载明的账户",
    )
    serve_it(session, bureau, case, paper, now)
    return paper


def surcharge(session: Session, bureau: Bureau, case: Case, now: datetime) -> Document:
    return surcharging.decide_surcharge(
        session,
        **by(bureau, case, now),
        party_id=case.party_id,
        review_agency="冠县人民政府",
        court="冠县人民法院",
    )


def approve_enforcement(session: Session, bureau: Bureau, case: Case, now: datetime) -> None:
    asked = deferring.ask_enforcement(session, **by(bureau, case, now), text="逾期不履行，建议强制执行。")
    say_yes(session, asked, now=now)


def fight(
    session: Session, bureau: Bureau, case: Case, now: datetime, kind: DisputeKind = DisputeKind.REVIEW
) -> Dispute:
    wish = disputing.Fight(
        party_id=case.party_id,
        kind=kind,
        organ="冠县人民政府" if kind is DisputeKind.REVIEW else "冠县人民法院",
        number=f"试受〔2023〕{now:%m%d}号",
        begun_on=local_day(now),
        received_on=local_day(now),
    )
    return disputing.open_dispute(session, **by(bureau, case, now), fight=wish)


def settle(
    session: Session,
    bureau: Bureau,
    case: Case,
    dispute: Dispute,
    now: datetime,
    result: DisputeResult,
    **changes: object,
) -> Dispute:
    facts = {"result": result, "ended_on": local_day(now), "paper": "试决〔2023〕9号"}
    outcome = disputing.Outcome(**{**facts, **changes})
    return disputing.end_dispute(session, **by(bureau, case, now), dispute=dispute, outcome=outcome)


def plan_of(case: Case, **changes: object) -> substituting.Plan:
    facts = {
        "party_id": case.party_id,
        "reason": "责令限期封闭取水井，逾期未履行。",
        "way": "拆除水泵，封填取水井",
        "span": "2023年8月上旬",
        "performer": "冠县试验凿井队",
        "estimate": [("拆除", 80_000), ("封填材料", 220_000)],
        "review_agency": "冠县人民政府",
        "court": "冠县人民法院",
    }
    return substituting.Plan(**{**facts, **changes})


def decided_substitute(session: Session, bureau: Bureau, case: Case, now: datetime) -> Document:
    """代履行 approved, decided and its decision served."""
    approve_enforcement(session, bureau, case, now)
    paper = substituting.decide_substitute(session, **by(bureau, case, now), plan=plan_of(case))
    serve_it(session, bureau, case, paper, now)
    return paper
