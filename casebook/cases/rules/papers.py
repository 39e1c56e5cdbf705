"""Which clocks the service of a paper starts or meets, and which step it takes (rules.md 5.2, 7.2)."""

from __future__ import annotations

from casebook.documents.rules import FormCode as F

STARTS: dict[F, tuple[str, ...]] = {
    F.F22: ("D-08",),
    F.F23: ("D-08", "D-06"),
    F.F27: ("D-10", "D-13", "D-14"),
    F.F28: ("D-13", "D-14"),
    F.F29: ("D-10", "D-13", "D-14", "D-23"),
    F.F34A: ("D-15",),
    F.F34B: ("D-17",),
}
"""Rules whose clocks begin on the day of service."""
OF_PARTY = frozenset({"D-06", "D-08", "D-13", "D-14", "D-14.after_review", "D-15", "D-17"})
"""Windows of the party, in which nobody here has anything to do: they run for no officer."""
MEETS: dict[F, tuple[str, ...]] = {
    F.F27: ("D-09",),
    F.F28: ("D-09",),
}
"""Rules whose clocks are met by it: a decision reaches an absent party within seven working days."""
PER_PARTY = frozenset({F.F22, F.F23, F.F27, F.F28, F.F29, F.F30A, F.F30B})
"""Papers that each party of a case of several gets by itself, with its own fine and its own days."""
OWN_CLOCKS = frozenset({"D-06", "D-08", "D-10", "D-13", "D-14"})
"""Clocks that then run for each party by itself."""
UNFINED: frozenset[str] = frozenset({"D-10"})
"""Clocks that run only where something is to be paid."""


def starts(form: F, *, has_fine: bool) -> tuple[str, ...]:
    """Return the rules whose clocks the service of a form starts in a case with or without a fine."""
    return tuple(rule for rule in STARTS.get(form, ()) if has_fine or rule not in UNFINED)
