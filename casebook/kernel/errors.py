"""Everything casebook refuses, by meaning. Only `web/errors.py` knows status codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class CasebookError(Exception):
    """Base of all refusals: a stable code and the facts that its message names."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """Code and facts, for logs and the command line."""
        facts = ", ".join(f"{key}={value}" for key, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


class NotFound(CasebookError):  # noqa: N818 - it is an answer, not a fault
    """There is no such record, or none that this person may know of."""

    def __init__(self, what: str, key: object = "") -> None:
        super().__init__("not_found", what=what, key=key)


class Forbidden(CasebookError):  # noqa: N818 - it is an answer, not a fault
    """The person is known and may not do this; the code says which rule forbids it."""


class RuleBroken(CasebookError):  # noqa: N818 - named after what happened
    """A rule of the law, the trade or the form does not hold.

    `field` names the form field that can mend it, `article` the rule's source.
    """

    def __init__(
        self, code: str, *, field: str | None = None, article: str | None = None, **facts: object
    ) -> None:
        super().__init__(code, **facts)
        self.field = field
        self.article = article


class Conflict(CasebookError):  # noqa: N818 - named after what happened
    """Somebody else changed the same thing first."""


class Refused(CasebookError):  # noqa: N818 - named after what happened
    """Several rules are broken at once; all are told together."""

    def __init__(self, reasons: Sequence[RuleBroken]) -> None:
        super().__init__("refused", count=len(reasons))
        self.reasons = tuple(reasons)


class StorageFull(CasebookError):  # noqa: N818 - named after what happened
    """The disk has no room for what arrives; reading goes on."""
