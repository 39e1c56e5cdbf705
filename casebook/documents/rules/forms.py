"""The catalogue of papers (rules.md 7.2): one table, in the order of its numbers.

What stands here is practice, not law [P]; the words of numbers are a setting of the house [M].
"""

from __future__ import annotations

from dataclasses import replace

from casebook.documents.rules.catalogue_early import EARLY
from casebook.documents.rules.catalogue_last import LAST
from casebook.documents.rules.catalogue_late import LATE
from casebook.documents.rules.catalogue_middle import MIDDLE
from casebook.documents.rules.codes import FormCode as F
from casebook.documents.rules.codes import Side
from casebook.documents.rules.fields import CAUSE, PARTY_NAME
from casebook.documents.rules.form import Form, Series

__all__ = ["FORMS", "Form", "Series"]

_WITHOUT_PARTY = frozenset({F.F08B})
"""Served on somebody who is not the party of the file."""
_NAMES_CAUSE = frozenset({F.F11, F.F19, F.F20, F.F22, F.F23, F.F26, F.F27, F.F28, F.F29, F.F30B, F.F46})


def _whole(form: Form) -> Form:
    """Return the form with its party and cause required where a paper without them would be void."""
    required = set()
    is_to_party = form.is_served or (form.side is Side.EXTERNAL and form.series is None)
    if is_to_party and form.code not in _WITHOUT_PARTY:
        required.add(PARTY_NAME.name)
    if form.code in _NAMES_CAUSE:
        required |= {CAUSE.name, PARTY_NAME.name}
    fields = (replace(one, is_required=True) if one.name in required else one for one in form.fields)
    return replace(form, fields=tuple(fields))


FORMS = {form.code: _whole(form) for form in (*EARLY, *MIDDLE, *LATE, *LAST)}
"""Every paper by its code."""
