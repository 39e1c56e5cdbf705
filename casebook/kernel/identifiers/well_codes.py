"""Codes of wells (取水井编号). No national rule is known; the form is a county's setting (rules.md 12.5)."""

from __future__ import annotations

import re

from casebook.kernel.cells import Cell, Unreadable, is_blank, normalise

WELL_CODE_TEMPLATE = r"{county}[0-9]{3}JJ[0-9]{5}"
"""The default form: county, three digits of the township, JJ, five of a serial (371525104JJ00037)."""


def well_code_pattern(county_code: str, template: str = WELL_CODE_TEMPLATE) -> re.Pattern[str]:
    """Return the pattern of a county's well codes; `{county}` in the template is its six digits.

    Raise re.error when the template is not a regular expression.
    """
    return re.compile(template.replace("{county}", re.escape(county_code)))


def read_well_code(cell: Cell, pattern: re.Pattern[str]) -> str | Unreadable | None:
    """Read a well code, in capitals, half-width and without blanks; None when the cell is blank.

    Unreadable when the code has not the county's form.
    """
    if is_blank(cell):
        return None
    code = normalise(cell).replace(" ", "").upper()
    return code if pattern.fullmatch(code) else Unreadable.of(cell)
