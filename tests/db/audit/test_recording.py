"""Acts on the audit chain: what stands in it, what beside it, who reads what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import orjson
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.audit import actions, queries
from casebook.audit.models import AuditDetail, AuditEntry
from casebook.audit.queries import Filter
from casebook.kernel.chains import FaultKind
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from tests.factories.accounts import make_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COUNTY = "371525"
NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
OPERATOR = local_operator("tester", COUNTY)
CASE = Subject("case", new_id(), "371525-2023-AJ-00001", "371525104")
OFFICER = Subject("officer", new_id(), "试员（officer-1）", COUNTY)
SECRET = "当事人住在某村"


def record(session: Session, action: str = "case:open", **changes: object) -> AuditEntry:
    facts = {"actor": OPERATOR, "now": NOW, "action": action, "subject": CASE}
    return actions.record(session, **{**facts, **changes})


def test_an_act_says_who_did_what_to_which_record(session: Session) -> None:
    actor = make_actor(session, Role.INSPECTOR)
    entry = record(session, actor=actor)
    act, values = queries.get_act(session, entry.sequence, actor)
    assert (act.action, act.subject, act.actor_id, act.at) == ("case:open", CASE, actor.officer_id, NOW)
    assert (act.actor_name, act.agency_name) == (actor.name, actor.agency_name)
    assert values is None
    assert queries.verify(session, COUNTY).is_whole


def test_values_and_reason_stand_beside_the_chain_not_in_it(session: Session) -> None:
    entry = record(
        session, before={"phone": "100 0", "name": "a"}, after={"phone": "100 1", "name": "a"}, reason=SECRET
    )
    assert SECRET.encode() not in entry.body
    assert b"100 1" not in entry.body
    facts = orjson.loads(entry.body)
    assert facts["details_hash"] == entry.details_hash
    ((_, values),) = queries.list_acts(session, "case", CASE.id)
    assert values == queries.Values({"phone": "100 0"}, {"phone": "100 1"}, SECRET)


def test_the_same_values_never_have_the_same_hash(session: Session) -> None:
    first, second = record(session, after={"phone": "100"}), record(session, after={"phone": "100"})
    assert first.details_hash != second.details_hash


def test_an_act_without_values_has_no_details(session: Session) -> None:
    assert record(session).details_hash is None
    assert session.scalar(select(AuditDetail)) is None


@pytest.mark.parametrize("action", ["open", "case:", "案件:立案"])
def test_an_action_that_is_no_tag_is_a_mistake(session: Session, action: str) -> None:
    with pytest.raises(ValueError, match="noun:verb"):
        record(session, action)


def test_an_administrator_reads_values_of_accounts_but_not_of_cases(session: Session) -> None:
    admin = make_actor(session, Role.AUDIT_ADMIN)
    case = record(session, after={"note": SECRET})
    officer = record(session, "officer:edit", subject=OFFICER, after={"roles": ["inspector"]})
    assert queries.get_act(session, case.sequence, admin)[1] is None
    assert queries.get_act(session, officer.sequence, admin)[1] == queries.Values(
        {}, {"roles": ["inspector"]}, ""
    )


def test_acts_are_found_by_who_what_which_and_when(session: Session) -> None:
    actor = make_actor(session, Role.INSPECTOR)
    late = datetime(2023, 6, 1, 16, 30, tzinfo=UTC)
    first = record(session, actor=actor)
    second = record(session, "case:close", now=late)
    third = record(session, "officer:edit", subject=OFFICER)

    def found(**narrow: object) -> list[int]:
        return [act.sequence for act in queries.page_acts(session, Filter(**narrow), OPERATOR).items]

    assert found() == [third.sequence, second.sequence, first.sequence]
    assert found(actor_id=actor.officer_id) == [first.sequence]
    assert found(action="case:") == [second.sequence, first.sequence]
    assert found(action="case:open") == [first.sequence]
    assert found(action="%") == []
    assert found(subject_kind="officer") == [third.sequence]
    assert found(subject_id=CASE.id) == [second.sequence, first.sequence]
    assert found(since=date(2023, 6, 2)) == [second.sequence]
    assert found(until=date(2023, 6, 1)) == [third.sequence, first.sequence]
    assert found(since=date(2023, 6, 1), until=date(2023, 6, 2)) == found()


def test_a_county_sees_its_own_chain_only(session: Session) -> None:
    record(session)
    other = local_operator("tester", "371526")
    assert queries.page_acts(session, Filter(), other).items == []
    with pytest.raises(NotFound):
        queries.get_act(session, 1, other)
    record(session, actor=other)
    assert queries.head(session, "371526").count == 1
    assert queries.head(session, COUNTY).count == 1


def test_acts_cannot_be_changed(session: Session) -> None:
    record(session)
    with pytest.raises(RuleBroken):
        session.execute(update(AuditEntry).values(action="case:close"))
    with pytest.raises(DatabaseError, match="append-only: audit_entry"):
        session.connection().execute(text("DELETE FROM audit_entry"))


def test_erased_details_are_gone_and_the_erasure_is_told(session: Session) -> None:
    entry = record(session, after={"note": SECRET}, reason=SECRET)
    erasure = actions.erase_details(
        session, actor=OPERATOR, now=NOW + timedelta(days=1), sequence=entry.sequence, reason="依申请删除"
    )
    assert queries.find_values(session, entry.id) == queries.Values({}, {}, "", is_erased=True)
    assert erasure.action == "audit:erase"
    assert queries.verify(session, COUNTY).is_whole
    with pytest.raises(NotFound):
        actions.erase_details(session, actor=OPERATOR, now=NOW, sequence=entry.sequence, reason="再次")


def test_only_the_operator_erases(session: Session) -> None:
    entry = record(session, after={"note": SECRET})
    with pytest.raises(Forbidden) as caught:
        actions.erase_details(
            session, actor=make_actor(session, Role.AUDIT_ADMIN), now=NOW, sequence=entry.sequence, reason="-"
        )
    assert caught.value.code == "operator_only"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_detail",
        "UPDATE audit_detail SET body = NULL, salt = NULL",
        "UPDATE audit_detail SET salt = body",
        "UPDATE audit_detail SET body = salt",
    ],
)
def test_details_that_vanish_or_change_without_an_erasure_are_found(session: Session, statement: str) -> None:
    record(session)
    entry = record(session, after={"note": SECRET})
    session.connection().execute(text(statement))
    session.expire_all()
    (fault,) = queries.verify(session, COUNTY).faults
    assert (fault.sequence, fault.what) == (entry.sequence, FaultKind.DETAILS)


def test_details_slipped_under_an_act_that_had_none_are_found(session: Session) -> None:
    entry = record(session)
    session.add(AuditDetail(entry_id=entry.id, salt=b"salt", body=b"{}"))
    (fault,) = queries.verify(session, COUNTY).faults
    assert (fault.sequence, fault.what) == (entry.sequence, FaultKind.DETAILS)
