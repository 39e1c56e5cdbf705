"""Pure decisions of field work."""

from casebook.field.rules.states import TRANSITIONS

__all__ = ["TRANSITIONS"]
