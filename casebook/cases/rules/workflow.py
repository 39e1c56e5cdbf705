"""The workflow of a case as one literal table (rules.md 6.2): who may take which step, from where, when.

The table draws the buttons, refuses a step out of order, and makes docs/workflows.md. What a gate asks
for stands in `gates.py`. Forms are the papers of rules.md 7.2 that a step makes or rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casebook.access import Permission as P
from casebook.cases.rules.status import CaseStatus
from casebook.kernel.errors import RuleBroken


class Procedure(StrEnum):
    """By which procedure a case runs."""

    GENERAL = "general"
    """普通程序."""
    SIMPLE = "simple"
    """简易程序, decided on the spot (处罚法 51)."""


class CaseStep(StrEnum):
    """One lawful step of a case."""

    FILE = "file"
    REFUSE_FILING = "refuse_filing"
    REPORT = "report"
    RETURN = "return"
    REVIEW = "review"
    PROPOSE = "propose"
    DELIBERATE = "deliberate"
    NOTIFY = "notify"
    OPEN_HEARING = "open_hearing"
    CONSIDER = "consider"
    RENOTIFY = "renotify"
    DECIDE = "decide"
    DECIDE_NO_PENALTY = "decide_no_penalty"
    DECIDE_ON_SPOT = "decide_on_spot"
    SERVE = "serve"
    ENFORCE = "enforce"
    REVOKE = "revoke"
    """撤销原决定, to be made anew."""
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    TAKE_BACK = "take_back"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"
    CLOSE = "close"
    ARCHIVE = "archive"


class GateId(StrEnum):
    """The gates of rules.md 5.4, and three of the procedure that have no number there."""

    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4 = "G4"
    G5 = "G5"
    G6 = "G6"
    G7 = "G7"
    G8 = "G8"
    G9 = "G9"
    G10 = "G10"
    G11 = "G11"
    G12 = "G12"
    G13 = "G13"
    G14 = "G14"
    G15 = "G15"
    G16 = "G16"
    G17 = "G17"
    G18 = "G18"
    G19 = "G19"
    G20 = "G20"
    G21 = "G21"
    APPROVED = "approved"
    """The 审批表 that the step rests on."""
    SIMPLE = "simple"
    """Small enough to be decided on the spot."""
    SERVED = "served"
    """The paper by whose service the step is taken."""
    REVOKED = "revoked"
    """A review or suit revoked the decision and has it made anew."""
    CLOSABLE = "closable"
    """One of the conditions of 结案."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the workflow. `to` is None where a case goes back to where it stood before 中止."""

    step: CaseStep
    from_: frozenset[CaseStatus]
    to: CaseStatus | None
    gates: tuple[GateId, ...]
    permission: P
    article: str
    forms: tuple[str, ...] = ()
    served: bool = False
    """Taken by serving one of the forms."""
    procedure: Procedure | None = None
    """Only in this procedure; None in both."""


_S, _T, _G = CaseStatus, CaseStep, GateId


def _from(*statuses: CaseStatus) -> frozenset[CaseStatus]:
    return frozenset(statuses)


UNDECIDED = _from(
    _S.INVESTIGATING, _S.REPORTED, _S.REVIEWED, _S.PROPOSED, _S.NOTIFIED, _S.HEARING, _S.CONSIDERED
)
"""Filed and not decided: the 90 days of 处罚法 60 run."""
PERFORMING = _from(_S.SERVED, _S.ENFORCING)
"""Decided and served: the party performs, or is made to."""
SUSPENDABLE = UNDECIDED | PERFORMING
FINISHED = _from(_S.NOT_FILED, _S.CLOSED, _S.ARCHIVED)
"""Nothing more is ordered in it."""

WORKFLOW: tuple[Move, ...] = (
    Move(
        _T.FILE,
        _from(_S.FILING),
        _S.INVESTIGATING,
        (_G.G4, _G.G5, _G.G6),
        P.CASE_OPEN,
        "处罚法 54",
        ("F11",),
    ),
    Move(
        _T.REFUSE_FILING,
        _from(_S.FILING),
        _S.NOT_FILED,
        (_G.APPROVED,),
        P.CASE_OPEN,
        "处罚法 33、54",
        ("F12A", "F12B"),
    ),
    Move(
        _T.REPORT,
        _from(_S.INVESTIGATING),
        _S.REPORTED,
        (_G.G1, _G.G2, _G.G3, _G.G7, _G.G15, _G.G16, _G.G20),
        P.CASE_INVESTIGATE,
        "处罚法 54、57",
        ("F19",),
        procedure=Procedure.GENERAL,
    ),
    Move(
        _T.RETURN,
        _from(_S.REPORTED, _S.REVIEWED, _S.PROPOSED),
        _S.INVESTIGATING,
        (),
        P.CASE_DELIBERATE,
        "处罚法 54",
    ),
    Move(
        _T.REVIEW,
        _from(_S.REPORTED),
        _S.REVIEWED,
        (_G.G10,),
        P.CASE_REVIEW,
        "处罚法 58",
        ("F20",),
    ),
    Move(
        _T.REVIEW,
        _from(_S.CONSIDERED),
        _S.CONSIDERED,
        (_G.G10,),
        P.CASE_REVIEW,
        "处罚法 58",
        ("F20",),
    ),
    Move(
        _T.PROPOSE,
        _from(_S.REPORTED, _S.REVIEWED),
        _S.PROPOSED,
        (_G.G5, _G.G10, _G.G11, _G.G13, _G.G14, _G.G21),
        P.CASE_DELIBERATE,
        "处罚法 57",
    ),
    Move(
        _T.DELIBERATE,
        _from(_S.REPORTED, _S.REVIEWED),
        _S.PROPOSED,
        (_G.G5, _G.G10, _G.G13, _G.G14, _G.G21),
        P.CASE_DELIBERATE,
        "处罚法 57",
        ("F21",),
    ),
    Move(
        _T.NOTIFY,
        _from(_S.PROPOSED),
        _S.NOTIFIED,
        (_G.G8, _G.G9),
        P.DOCUMENT_SERVE,
        "处罚法 44、63",
        ("F22", "F23"),
        served=True,
    ),
    Move(
        _T.OPEN_HEARING,
        _from(_S.NOTIFIED),
        _S.HEARING,
        (_G.G9,),
        P.CASE_INVESTIGATE,
        "处罚法 63、64",
        ("F25B",),
    ),
    Move(
        _T.CONSIDER,
        _from(_S.NOTIFIED, _S.HEARING),
        _S.CONSIDERED,
        (_G.G8, _G.G9),
        P.CASE_INVESTIGATE,
        "处罚法 45、65",
        ("F24B",),
    ),
    Move(
        _T.RENOTIFY,
        _from(_S.NOTIFIED, _S.HEARING, _S.CONSIDERED),
        _S.REPORTED,
        (),
        P.CASE_DELIBERATE,
        "处罚法 44、45",
    ),
    Move(
        _T.DECIDE,
        _from(_S.CONSIDERED),
        _S.DECIDED,
        (
            _G.APPROVED,
            _G.G5,
            _G.G8,
            _G.G9,
            _G.G10,
            _G.G11,
            _G.G12,
            _G.G13,
            _G.G14,
            _G.G17,
            _G.G21,
        ),
        P.DECISION_RECORD,
        "处罚法 57、59、60",
        ("F27",),
    ),
    Move(
        _T.DECIDE_NO_PENALTY,
        _from(_S.PROPOSED),
        _S.DECIDED,
        (_G.APPROVED, _G.G10, _G.G21),
        P.DECISION_RECORD,
        "处罚法 33、57",
        ("F28",),
    ),
    Move(
        _T.DECIDE_ON_SPOT,
        _from(_S.INVESTIGATING),
        _S.SERVED,
        (_G.SIMPLE, _G.G1, _G.G2, _G.G5, _G.G12, _G.G13, _G.G14, _G.G21),
        P.CASE_INVESTIGATE,
        "处罚法 51、52",
        ("F29",),
        procedure=Procedure.SIMPLE,
    ),
    Move(
        _T.SERVE,
        _from(_S.DECIDED),
        _S.SERVED,
        (_G.G1, _G.SERVED),
        P.DOCUMENT_SERVE,
        "处罚法 61",
        ("F27", "F28"),
        served=True,
    ),
    Move(
        _T.ENFORCE,
        _from(_S.SERVED),
        _S.ENFORCING,
        (_G.G1, _G.G18, _G.G19),
        P.CASE_PERFORM,
        "强制法 34、50、53",
        ("F34A", "F35", "F37A"),
    ),
    Move(
        _T.REVOKE,
        PERFORMING | _from(_S.CLOSED),
        _S.INVESTIGATING,
        (_G.REVOKED,),
        P.CASE_DELIBERATE,
        "复议法 64；行诉法 70、71",
    ),
    Move(
        _T.WITHDRAW,
        _from(_S.INVESTIGATING, _S.REPORTED, _S.REVIEWED, _S.PROPOSED),
        _S.WITHDRAWN,
        (_G.APPROVED,),
        P.CASE_INVESTIGATE,
        "处罚法 57",
        ("F45C",),
    ),
    Move(
        _T.TRANSFER,
        _from(_S.INVESTIGATING, _S.REPORTED, _S.REVIEWED, _S.PROPOSED),
        _S.TRANSFERRED,
        (_G.APPROVED,),
        P.CASE_INVESTIGATE,
        "处罚法 25、27、57",
        ("F41A", "F42"),
    ),
    Move(
        _T.TAKE_BACK,
        _from(_S.TRANSFERRED),
        _S.INVESTIGATING,
        (),
        P.CASE_INVESTIGATE,
        "处罚法 25、27",
    ),
    Move(_T.SUSPEND, SUSPENDABLE, _S.SUSPENDED, (_G.APPROVED,), P.CASE_INVESTIGATE, "令55", ("F45A",)),
    Move(_T.RESUME, _from(_S.SUSPENDED), None, (), P.CASE_INVESTIGATE, "令55", ("F45B",)),
    Move(
        _T.TERMINATE,
        SUSPENDABLE | _from(_S.SUSPENDED),
        _S.TERMINATED,
        (_G.APPROVED,),
        P.CASE_INVESTIGATE,
        "令55",
        ("F45C",),
    ),
    Move(
        _T.CLOSE,
        PERFORMING | _from(_S.TERMINATED, _S.WITHDRAWN, _S.TRANSFERRED),
        _S.CLOSED,
        (_G.CLOSABLE, _G.APPROVED),
        P.CASE_CLOSE,
        "令55 结案",
        ("F46",),
    ),
    Move(_T.ARCHIVE, _from(_S.CLOSED), _S.ARCHIVED, (), P.CASE_ARCHIVE, "处罚法 47", ("F47A",)),
)
"""The whole life of a case."""


def _after(status: CaseStatus) -> frozenset[CaseStatus]:
    found = {move.to for move in WORKFLOW if status in move.from_ and move.to is not None}
    back = SUSPENDABLE if any(status in move.from_ and move.to is None for move in WORKFLOW) else frozenset()
    return frozenset(found | back | _SHORT.get(status, set()))


_SHORT = {CaseStatus.INVESTIGATING: {CaseStatus.DECIDED}, CaseStatus.DECIDED: {CaseStatus.CLOSED}}


CASE_TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {one: _after(one) for one in CaseStatus}
"""Where each step of the workflow leads, for the diagram and for holding the fold of events."""


def find_move(step: CaseStep, status: CaseStatus, procedure: Procedure = Procedure.GENERAL) -> Move | None:
    """Return the row by which a step is taken from a status, or None where the table has none."""
    return next((move for move in moves_from(status, procedure) if move.step is step), None)


def get_move(step: CaseStep, status: CaseStatus, procedure: Procedure, number: str) -> Move:
    """Return the row by which a step is taken, or raise RuleBroken for a step out of order."""
    move = find_move(step, status, procedure)
    if move is None:
        raise out_of_order(step, status, number)
    return move


def out_of_order(step: CaseStep, status: CaseStatus, number: str) -> RuleBroken:
    """Return the refusal of a step that the table does not have from a status."""
    return RuleBroken("case_step_out_of_order", number=number, step=step, present=status)


def moves_from(status: CaseStatus, procedure: Procedure = Procedure.GENERAL) -> list[Move]:
    """Return every row that leads on from a status, in the order of the table."""
    return [move for move in WORKFLOW if status in move.from_ and move.procedure in {None, procedure}]
