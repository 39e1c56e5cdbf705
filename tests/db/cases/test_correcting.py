"""A service that was recorded wrongly: the old record stays, the clocks are counted from the true day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.cases.actions.correcting import correct_service
from casebook.cases.queries.file import reload_file
from casebook.deadlines.queries import find_running, list_terms
from casebook.documents.queries import find_issued, list_deliveries
from casebook.documents.rules import DeliveryFacts, DeliveryMode, FormCode, ReceiverKind
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from tests.factories.cases import DAY
from tests.factories.performing import SERVED, served_case

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from casebook.documents.models import Delivery, Document
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")
TRUE = SERVED + 2 * DAY


def decision_of(session: Session, case: Case) -> tuple[Document, Delivery]:
    paper = find_issued(session, case.id, FormCode.F27)
    assert paper is not None
    return paper, list_deliveries(session, [paper.id])[-1]


def correct(
    session: Session, bureau: Bureau, case: Case, at: datetime = TRUE, reason: str = "回证日期抄错。"
) -> Delivery:
    paper, wrong = decision_of(session, case)
    facts = DeliveryFacts(
        mode=DeliveryMode.DIRECT,
        on=local_day(at),
        server_ids=(bureau.visit.lead.id, bureau.visit.second.id),
        receiver="石守田",
        receiver_kind=ReceiverKind.SELF,
        place="厂区门口",
    )
    by = {"actor": bureau.inspector, "now": SERVED + 5 * DAY, "case": case, "document": paper, "wrong": wrong}
    return correct_service(session, **by, delivery=facts, reason=reason)


def test_the_clocks_run_from_the_true_day_and_both_records_stay(session: Session) -> None:
    bureau, case = served_case(session)
    before = reload_file(session, case).dues
    wrong = decision_of(session, case)[1]
    made = correct(session, bureau, case)
    paper, _newest = decision_of(session, case)
    assert (made.corrects_id, made.correction, paper.served_on) == (
        wrong.id,
        "回证日期抄错。",
        local_day(TRUE),
    )
    assert len(list_deliveries(session, [paper.id])) == 2
    for rule in ("D-10", "D-13", "D-14"):
        running = find_running(session, subject_id=case.id, rule_id=rule)
        assert running is not None
        assert running.started_on == local_day(TRUE)
    kept = [one for one in list_terms(session, [case.id]) if one.rule == "D-10"]
    assert [one.cancelled_at is None for one in kept] == [False, True]
    assert reload_file(session, case).dues["D-14"] > before["D-14"]
    assert reload_file(session, case).entries[-1].what.startswith("更正送达")


def test_a_record_is_corrected_once_and_with_a_reason(session: Session) -> None:
    bureau, case = served_case(session)
    with pytest.raises(RuleBroken, match="correction_needs_reason"):
        correct(session, bureau, case, reason=" ")
    first = decision_of(session, case)[1]
    correct(session, bureau, case)
    paper, newest = decision_of(session, case)
    assert newest.corrects_id == first.id
    facts = DeliveryFacts(
        mode=DeliveryMode.DIRECT,
        on=local_day(TRUE),
        server_ids=(bureau.visit.lead.id, bureau.visit.second.id),
    )
    by = {"actor": bureau.inspector, "now": SERVED + 5 * DAY, "case": case, "document": paper, "wrong": first}
    with pytest.raises(RuleBroken, match="delivery_not_correctable"):
        correct_service(session, **by, delivery=facts, reason="再改")
