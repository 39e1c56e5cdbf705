"""Sign-ins in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_SYSTEMS = (
    ("HarmonyOS", _l("鸿蒙")),
    ("Android", _l("安卓")),
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("MicroMessenger", _l("微信")),
    ("QQBrowser", _l("QQ 浏览器")),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_LONGEST = 40


def device_words(user_agent: str) -> str:
    """Return what a browser says of itself in two words; what says nothing known is shown as it is."""
    found = [
        next((str(words) for mark, words in kinds if mark in user_agent), "")
        for kinds in (_SYSTEMS, _BROWSERS)
    ]
    return " · ".join(filter(None, found)) or user_agent[:_LONGEST] or str(_("没有说明"))
