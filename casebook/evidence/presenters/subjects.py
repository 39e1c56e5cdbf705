"""What evidence is about: its words, its page, and what a copy may say of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from flask_babel import gettext as _

from casebook.kernel.clock import to_local
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.evidence.models import EvidenceItem, EvidenceSubject

_WELL_CODE = re.compile(r"[0-9]{9}[A-Z]{2}[0-9]{5}")


def subject_words(kind: str) -> str:
    """Return what people call a kind of record."""
    known = {
        "inspection": _("检查"),
        "closure": _("封井"),
        "problem": _("问题"),
        "case": _("案件"),
        "interview": _("询问"),
        "patrol_visit": _("巡查"),
        "meter_visit": _("抄表"),
        "site_paper": _("现场文书"),
        "site_order": _("现场责令"),
        "lead": _("线索"),
        "problem_task": _("部门任务"),
        "township_task": _("乡镇任务"),
    }
    return str(known.get(kind, kind))


def page_of_subject(about: EvidenceSubject) -> str | None:
    """Return where the record that evidence is about is shown, or None."""
    number = about.title.partition(" ")[0]
    known: dict[str, tuple[str, dict[str, Any]]] = {
        "inspection": ("inspections.show", {"inspection_id": str(about.subject_id)}),
        "interview": ("interviews.show", {"interview_id": str(about.subject_id)}),
        "closure": ("closures.show", {"number": number}),
        "problem": ("cases.problem", {"number": number}),
        "case": ("cases.show", {"number": number}),
        "problem_task": ("tasks.show", {"task_id": about.subject_id}),
        "township_task": ("campaigns.township_task", {"task_no": number}),
        "meter_visit": ("volumes.well", {"code": number}),
    }
    endpoint, values = known.get(about.kind, ("", {}))
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def copy_lines(session: Session, item: EvidenceItem) -> list[str]:
    """Return what a watermarked copy says: well, township and county, time; never a person."""
    well = _WELL_CODE.search(item.about.title)
    county = regions.name_of(session, item.county_code)
    township = regions.name_of(session, item.about.division_code)
    place = county if township == county else f"{county}　{township}"
    at = to_local(item.captured_at or item.received_at).strftime("%Y-%m-%d %H:%M")
    copy = str(_("水印副本，原件存档"))
    return [*([str(_("井号 %(code)s", code=well[0]))] if well else []), f"{place}　{at}", copy]
