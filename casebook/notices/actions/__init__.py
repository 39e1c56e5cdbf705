"""What is told, when, and how it leaves the house."""

from casebook.notices.actions.sending import SEND, Message, hold, note_failed, note_sent, post, send_soon
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
    "SEND",
    "MailServer",
    "Message",
    "Robot",
    "choose",
    "hold",
    "mark_read",
    "note_failed",
    "note_sent",
    "post",
    "secrets_of",
    "send_soon",
    "set_chat",
    "set_mail",
    "set_plan",
    "tell",
    "tell_all",
]
