"""Notices in words: pages, and the texts that leave the house."""

from casebook.notices.presenters.pages import (
    ChannelLine,
    NoticeLine,
    PlanLine,
    channel_lines,
    copied,
    notice_lines,
    offered_rules,
    plan_lines,
    plan_words,
)
from casebook.notices.presenters.texts import chat_text, digest_body, digest_title, line_of

__all__ = [
    "ChannelLine",
    "NoticeLine",
    "PlanLine",
    "channel_lines",
    "chat_text",
    "copied",
    "digest_body",
    "digest_title",
    "line_of",
    "notice_lines",
    "offered_rules",
    "plan_lines",
    "plan_words",
]
