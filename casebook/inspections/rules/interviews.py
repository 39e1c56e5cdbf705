"""What an interview needs before it is filed (rules.md 5.4 G1–G3, 7.2 no. 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.rules.completeness import untold
from casebook.inspections.rules.questions import QUESTIONS
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from casebook.inspections.filed import FiledInterview

MOST_EXCHANGES = 100
LONGEST_ANSWER = 4_000
LONGEST = {
    "place": 120,
    "person_name": 60,
    "person_sex": 10,
    "person_identity": 40,
    "person_work": 120,
    "person_phone": 40,
    "person_address": 200,
    "relation": 60,
}
"""Characters that a fact of the person may have."""


def check_interview(filed: FiledInterview) -> None:
    """Refuse an interview that does not hold, with all that is wrong with it."""
    faults = [*_facts(filed), *_told(filed), *_exchanges(filed)]
    if faults:
        raise Refused(faults)


def _facts(filed: FiledInterview) -> list[RuleBroken]:
    faults = [
        RuleBroken("interview_fact_missing", field=field, fact=field)
        for field in ("place", "person_name", "relation")
        if not getattr(filed, field).strip()
    ]
    faults += [
        RuleBroken("paper_too_long", field=field, most=most)
        for field, most in LONGEST.items()
        if len(getattr(filed, field)) > most
    ]
    if filed.ended_at < filed.started_at:
        faults.append(RuleBroken("interview_ends_before_start", field="ended_at"))
    faults += [
        RuleBroken("finding_code_unknown", field="problem_codes", code_written=code)
        for code in filed.problem_codes
        if code not in QUESTIONS
    ]
    return faults


def _told(filed: FiledInterview) -> list[RuleBroken]:
    faults = untold(id_shown=filed.told.id_shown, recusal_asked=filed.told.recusal_asked)
    if not filed.is_told_rights:
        faults.append(
            RuleBroken("interview_rights_not_told", field="is_told_rights", article="处罚法 44、45")
        )
    if filed.second is None:
        faults.append(RuleBroken("inspection_second_missing", field="second", article="处罚法 42"))
    return faults


def _exchanges(filed: FiledInterview) -> list[RuleBroken]:
    faults = []
    if not any(one.answer.strip() for one in filed.exchanges):
        faults.append(RuleBroken("interview_without_answers", field="exchanges"))
    if len(filed.exchanges) > MOST_EXCHANGES:
        faults.append(RuleBroken("interview_too_many_questions", field="exchanges", most=MOST_EXCHANGES))
    if any(not one.question.strip() for one in filed.exchanges):
        faults.append(RuleBroken("interview_question_missing", field="exchanges"))
    if any(max(len(one.question), len(one.answer)) > LONGEST_ANSWER for one in filed.exchanges):
        faults.append(RuleBroken("paper_too_long", field="exchanges", most=LONGEST_ANSWER))
    return faults
