"""Acts and their details in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Role
from casebook.accounts.rules import AgencyKind, PowerModel
from casebook.audit.labels import SEEN, action_label
from casebook.audit.nouns import NOUNS
from casebook.audit.rules import shown_title
from casebook.audit.words import FIELDS
from casebook.deadlines.rules import YearStatus
from casebook.kernel.coordinates import CrsSource
from casebook.web.formats import moment, yes_no
from casebook.web.labels import label
from casebook.web.wording import clauses, labelled, listed

if TYPE_CHECKING:
    from enum import StrEnum

    from casebook.audit.queries import Act, Look, Values

ENUMS: dict[str, type[StrEnum]] = {
    "crs_source": CrsSource,
    "roles": Role,
    "kind": AgencyKind,
    "model": PowerModel,
    "status": YearStatus,
}
"""Of which enum the values of these fields are, in the details of open kinds."""
_SYSTEM = "system"


@dataclass(frozen=True)
class ActLine:
    """An act as a list shows it."""

    act: Act
    what: str
    who: str
    subject: str
    title: str

    @classmethod
    def of(cls, act: Act) -> ActLine:
        """Put an act into words."""
        title = shown_title(act.subject)
        return cls(act, action_label(act.action), who(act.actor_name), noun(act.subject.kind), title)


@dataclass(frozen=True)
class LookLine:
    """A look as a list shows it."""

    look: Look
    what: str
    subject: str
    title: str

    @classmethod
    def of(cls, look: Look) -> LookLine:
        """Put a look into words."""
        return cls(look, seen(look.what), noun(look.subject.kind), shown_title(look.subject))


def noun(kind: str) -> str:
    """Return what a kind of subjects is called."""
    return str(NOUNS.get(kind, kind))


def seen(what: str) -> str:
    """Return what was looked at."""
    return str(SEEN.get(what, what))


def who(name: str) -> str:
    """Return who acted; what casebook did by itself has no person."""
    return str(_("系统")) if name == _SYSTEM else name


def diff_rows(values: Values) -> list[dict[str, str]]:
    """Return the fields before and after, as the table of differences takes them."""
    names = [*values.before, *(name for name in values.after if name not in values.before)]
    return [
        {
            "label": str(FIELDS.get(name, name)),
            "old": value_words(name, values.before.get(name)),
            "new": value_words(name, values.after.get(name)),
        }
        for name in names
    ]


def value_words(name: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON keeps
    """Return a kept value for people: words for codes, wall time for instants."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, list):
        return listed(value_words(name, one) for one in value)
    kind, text = ENUMS.get(name), str(value)
    if kind is not None and text in set(kind):
        return label(kind(text))
    return _moment(text) or text


def _moment(text: str) -> str:
    if "T" not in text:
        return ""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment(found) if found.tzinfo else ""


def act_entry(act: Act, values: Values | None) -> dict[str, Any]:
    """Return one act on a record as an entry of its timeline."""
    rows = diff_rows(values) if values else []
    told = [labelled(row["label"], _change(row)) for row in rows if row["old"] or row["new"]]
    reason = [values.reason] if values and values.reason else []
    return {
        "at": act.at,
        "title": action_label(act.action),
        "body": clauses([*reason, *told]),
        "who": who(act.actor_name),
        "icon": "history",
    }


def _change(row: dict[str, str]) -> str:
    return f"{row['old']} → {row['new'] or _('空')}" if row["old"] else row["new"]
