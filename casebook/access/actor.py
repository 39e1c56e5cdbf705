"""The person (or the local operator) on whose behalf an action runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.access.policy import Role, permissions_of
from casebook.kernel.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.access.permissions import Permission


@dataclass(frozen=True)
class Actor:
    """Who acts: identity for the record, roles for permission, division codes for jurisdiction.

    `jurisdiction` is a division code; whatever lies in it begins with it. The county's
    officers carry the six-digit county code, a township's its nine digits.
    """

    officer_id: UUID | None
    name: str
    agency_id: UUID | None
    agency_name: str
    jurisdiction: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    device: str = ""

    @property
    def is_operator(self) -> bool:
        """Whether this is the built-in local operator of the command line."""
        return self.officer_id is None

    @property
    def county_code(self) -> str:
        """Six-digit code of the county that the actor belongs to."""
        return self.jurisdiction[:6]

    def can(self, permission: Permission | str) -> bool:
        """Say whether one of the roles has the permission. The local operator has the machine, so may all."""
        return self.is_operator or permission in permissions_of(self.roles)

    def reaches(self, division_code: str) -> bool:
        """Say whether a division lies in the jurisdiction."""
        return division_code.startswith(self.jurisdiction)

    def need(self, permission: Permission) -> None:
        """Raise Forbidden when the permission is missing."""
        if not self.can(permission):
            raise Forbidden("permission_missing", permission=permission.value)

    def need_reach(self, division_code: str, what: str, key: object = "") -> None:
        """Raise NotFound outside the jurisdiction: what lies elsewhere is not even confirmed to exist."""
        if not self.reaches(division_code):
            raise NotFound(what, key)


def local_operator(system_user: str, county_code: str) -> Actor:
    """Return the actor of command-line writes that name no officer."""
    return Actor(
        officer_id=None,
        name=f"本机操作员（{system_user}）",
        agency_id=None,
        agency_name="",
        jurisdiction=county_code,
    )
