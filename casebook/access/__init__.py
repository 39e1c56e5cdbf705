"""Who may do what, pure: permissions, roles, the actor, and predicates on jurisdiction and office.

Words: permission (one verb on one noun), role (rules.md 13.2), actor (who acts now), jurisdiction.
"""

from casebook.access.actor import Actor
from casebook.access.permissions import Permission
from casebook.access.policy import Role, permissions_of

__all__ = ["Actor", "Permission", "Role", "permissions_of"]
