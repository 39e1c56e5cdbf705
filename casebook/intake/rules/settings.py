"""What a county may set about its register's codes and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casebook.kernel.errors import RuleBroken
from casebook.kernel.identifiers import WELL_CODE_TEMPLATE, well_code_pattern
from casebook.wells.rules import limits


@dataclass(frozen=True)
class RegisterSettings:
    """The settings as text, CASEBOOK_WELL_CODE_PATTERN and CASEBOOK_WELL_LIMITS; empty means the default."""

    code_pattern: str = ""
    limits: str = ""

    def pattern(self, county_code: str) -> re.Pattern[str]:
        """Return the pattern of the county's codes; raise `well_code_pattern_invalid`."""
        try:
            return well_code_pattern(county_code, self.code_pattern or WELL_CODE_TEMPLATE)
        except re.error as error:
            raise RuleBroken(
                "well_code_pattern_invalid", pattern=self.code_pattern, reason=str(error)
            ) from None

    @property
    def begins_with_township(self) -> bool:
        """Whether codes must begin with a township of the county: unless a pattern of its own decides."""
        return not self.code_pattern

    def ranges(self) -> dict[str, tuple[float, float]]:
        """Return the ranges of numbers; raise `well_limits_invalid`."""
        try:
            return limits(self.limits)
        except (ValueError, TypeError, AttributeError) as error:
            raise RuleBroken("well_limits_invalid", text=self.limits, reason=str(error)) from None
