"""When the record of a field check is whole (rules.md 5.4: G1, G2, G3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from casebook.inspections.rules.needs import Needs
from casebook.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Present:
    """An officer of the visit and whether their certificate is valid on its day."""

    name: str
    is_certified: bool


@dataclass(frozen=True)
class Record:
    """What completeness rests on."""

    officers: tuple[Present, ...]
    has_arrival: bool
    """Whether time and position of the arrival are recorded."""
    distance_m: float | None
    far_limit_m: float
    far_reason: str
    id_shown: bool
    recusal_asked: bool
    absence_note: str
    """Who witnessed that nobody was there to whom a card could be shown."""
    unanswered: tuple[str, ...]
    photographs: int
    """Of them on an original carrier; pictures forwarded through a chat support leads only."""
    chat_pictures: int = 0
    earlier_open: int = 0
    """Findings of earlier visits that were not asked for."""
    has_sketch: bool = False
    needs: Needs = field(default_factory=Needs)


def is_far(distance_m: float | None, far_limit_m: float) -> bool:
    """Say whether the officers stood so far from the registered position that they must say why."""
    return distance_m is not None and distance_m > far_limit_m


def gaps(record: Record) -> list[RuleBroken]:
    """Return all that is still missing, in the order of the record; `field` says where to mend it."""
    return [*_officers(record), *_arrival(record), *_told(record), *_contents(record)]


def untold(*, id_shown: bool, recusal_asked: bool) -> list[RuleBroken]:
    """Return what the party must still be told and shown before a record stands."""
    found = []
    if not id_shown:
        found.append(RuleBroken("inspection_id_not_shown", field="id_shown", article="处罚法 55"))
    if not recusal_asked:
        found.append(RuleBroken("inspection_recusal_not_asked", field="recusal_asked", article="处罚法 43"))
    return found


def _officers(record: Record) -> list[RuleBroken]:
    found = [
        RuleBroken(
            "inspection_officer_uncertified",
            field="second_officer_id",
            article="处罚法 42",
            name=officer.name,
        )
        for officer in record.officers
        if not officer.is_certified
    ]
    if len(record.officers) < 2:  # noqa: PLR2004 - 处罚法 42 asks for two
        found.append(RuleBroken("inspection_second_missing", field="second_officer_id", article="处罚法 42"))
    return found


def _arrival(record: Record) -> list[RuleBroken]:
    if not record.has_arrival:
        return [RuleBroken("inspection_arrival_missing", field="arrival_lon")]
    if is_far(record.distance_m, record.far_limit_m) and not record.far_reason.strip():
        most = round(record.far_limit_m)
        return [RuleBroken("inspection_far_reason_missing", field="far_reason", most=most)]
    return []


def _told(record: Record) -> list[RuleBroken]:
    if record.absence_note.strip():
        return []
    return untold(id_shown=record.id_shown, recusal_asked=record.recusal_asked)


def _contents(record: Record) -> list[RuleBroken]:
    found = []
    if record.needs.checklist and record.unanswered:
        found.append(
            RuleBroken("inspection_unanswered", field="checklist", items="、".join(record.unanswered))
        )
    if record.needs.earlier and record.earlier_open:
        found.append(RuleBroken("inspection_earlier_missing", field="earlier", count=record.earlier_open))
    if record.needs.sketch and not record.has_sketch:
        found.append(RuleBroken("inspection_sketch_missing", field="sketch", article="处罚法 46"))
    if record.photographs < record.needs.photographs:
        found.append(_photographs(record))
    return found


def _photographs(record: Record) -> RuleBroken:
    if record.chat_pictures:
        return RuleBroken("inspection_only_chat", field="photographs", article="处罚法 46")
    return RuleBroken("inspection_photograph_missing", field="photographs", article="处罚法 46")
