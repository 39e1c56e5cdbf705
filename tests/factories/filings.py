"""Payloads of finished acts, as the tablet app builds them. All people invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from casebook.inspections.rules import AnswerKind
from casebook.kernel.clock import rfc3339
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.inspections.models import ChecklistVersion
    from tests.factories.field import File
    from tests.factories.inspections import Visit

_ANSWERS = {
    AnswerKind.YES_NO: "yes",
    AnswerKind.NUMBER: "1",
    AnswerKind.TEXT: "无",
    AnswerKind.DATE: "2023-01-01",
}


def answers_to(checklist: ChecklistVersion) -> dict[str, str]:
    """An answer to each question, none of them bad."""
    found = {}
    for item in checklist.questions:
        if item.is_automatic:
            continue
        usual = item.choices[0] if item.choices else _ANSWERS.get(item.kind, "无")
        good = [word for word in (usual, "no", "yes", *item.choices) if word not in item.bad]
        found[item.code] = good[0] if item.bad else usual
    return found


def card(file: File, *, at: datetime = NOW, **other: object) -> dict[str, Any]:
    """The card of a photograph taken on the spot."""
    return {
        "id": str(new_id()),
        "file": file.hash,
        "name": file.name,
        "kind": "audiovisual",
        "method": "photograph",
        "origin": "camera",
        "proves": "井口现状",
        "captured_at": rfc3339(at),
        "hashed_at": rfc3339(at),
        "fix_at": rfc3339(at),
        "lon": 115.4201,
        "lat": 36.4501,
        "accuracy_m": 6.0,
        **other,
    }


def inspection(
    visit: Visit,
    checklist: ChecklistVersion,
    *files: File,
    at: datetime = NOW,
    codes: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The payload of `inspection.file`: arrived, looked, photographed, gone half an hour later."""
    lon, lat = visit.well.lon + 0.0001, visit.well.lat
    fix = {"at": rfc3339(at), "fix_at": rfc3339(at), "lon": lon, "lat": lat, "accuracy_m": 6.0}
    return {
        "well": str(visit.well.id),
        "kind": "inspection",
        "checklist": str(checklist.id),
        "started_at": rfc3339(at),
        "arrival_at": rfc3339(at),
        "ended_at": rfc3339(at + timedelta(minutes=30)),
        "second": {"officer": str(visit.second.id), "how": "declared"},
        "presence": {"fixes": [fix]},
        "told": {
            "id_shown": True,
            "id_shown_at": rfc3339(at),
            "recusal_asked": True,
            "person_on_site": "刘建国",
        },
        "answers": answers_to(checklist),
        "findings": [
            {"id": str(new_id()), "problem_code": code, "description": "出水管后未见计量设施，水泵正在运行。"}
            for code in codes
        ],
        "evidence": [card(file, at=at) for file in files],
    }


def text_hash_of(payload: dict[str, Any]) -> str:
    """What the second officer signs of a record without a paper: its description of the situation."""
    return digest(payload.get("situation", "").encode())


def visit_of_patrol(visit: Visit, *, at: datetime = NOW, **other: object) -> dict[str, Any]:
    """The payload of `patrol.visit`."""
    return {
        "patrol": str(new_id()),
        "well": str(visit.well.id),
        "state": "in_use",
        "at": rfc3339(at),
        **other,
    }
