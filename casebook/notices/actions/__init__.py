"""What is told, when, and how it leaves the house."""

from casebook.notices.actions.sending import hold, note_failed, note_sent, post
from casebook.notices.actions.settings import (
    MailServer,
    Robot,
    choose,
    secrets_of,
    set_chat,
    set_mail,
    set_plan,
)
from casebook.notices.actions.telling import mark_read, tell
from casebook.notices.actions.telling_all import tell_all

__all__ = [
    "MailServer",
    "Robot",
    "choose",
    "hold",
    "mark_read",
    "note_failed",
    "note_sent",
    "post",
    "secrets_of",
    "set_chat",
    "set_mail",
    "set_plan",
    "tell",
    "tell_all",
]
