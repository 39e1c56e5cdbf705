"""Tables of closures."""

from casebook.closures.models.aftercare import (
    ClosurePublication,
    ClosureRecheck,
)
from casebook.closures.models.closing import (
    Closure,
    ClosureConfirmation,
    ClosureEvent,
    ClosureFieldAcceptance,
    ClosureSignature,
    ClosureSignatureImage,
    ClosureWorks,
)
from casebook.closures.models.programme import (
    ClosurePlan,
    ClosurePlanEvent,
    EmergencyOpening,
)
from casebook.closures.models.returns import (
    ClosureReturn,
    ClosureReturnLine,
)

__all__ = [
    "Closure",
    "ClosureConfirmation",
    "ClosureEvent",
    "ClosureFieldAcceptance",
    "ClosurePlan",
    "ClosurePlanEvent",
    "ClosurePublication",
    "ClosureRecheck",
    "ClosureReturn",
    "ClosureReturnLine",
    "ClosureSignature",
    "ClosureSignatureImage",
    "ClosureWorks",
    "EmergencyOpening",
]
