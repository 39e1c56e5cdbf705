"""What evidence is, and where a photograph contradicts its record: pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, Protocol

from casebook.kernel.coordinates import distance_m
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import MediaKind

if TYPE_CHECKING:
    from datetime import datetime

TIME_TOLERANCE = timedelta(minutes=10)
DISTANCE_TOLERANCE_M = 100.0
LONGEST_DESCRIPTION, LONGEST_MAKER, LONGEST_ITEM_CODE = 500, 60, 20

_MOST_LON, _MOST_LAT = 180, 90

SUBJECT_KIND = "evidence"
"""What an item is called where acts and looks are recorded."""


class EvidenceKind(StrEnum):
    """The eight kinds of evidence (行政处罚法 46, rules.md 7.5)."""

    DOCUMENTARY = "documentary"
    PHYSICAL = "physical"
    AUDIOVISUAL = "audiovisual"
    ELECTRONIC = "electronic"
    TESTIMONY = "testimony"
    PARTY_STATEMENT = "party_statement"
    EXPERT_OPINION = "expert_opinion"
    SITE_RECORD = "site_record"


class EvidenceStage(StrEnum):
    """When in the works a photograph was taken; pairs of before and after prove a change."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class EvidenceMethod(StrEnum):
    """How a piece of evidence was made or got."""

    PHOTOGRAPH = "photograph"
    VIDEO = "video"
    AUDIO = "audio"
    SCAN = "scan"
    """A paper, photographed or scanned page by page."""
    COPY = "copy"
    """A copy of an original, 与原件核对无误."""
    EXTRACT = "extract"
    """Data taken out of a system."""
    DRAWING = "drawing"


MADE_BY: dict[EvidenceMethod, frozenset[MediaKind]] = {
    EvidenceMethod.PHOTOGRAPH: frozenset({MediaKind.PHOTO}),
    EvidenceMethod.VIDEO: frozenset({MediaKind.VIDEO}),
    EvidenceMethod.AUDIO: frozenset({MediaKind.AUDIO, MediaKind.VIDEO}),
    EvidenceMethod.SCAN: frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT}),
    EvidenceMethod.COPY: frozenset(MediaKind),
    EvidenceMethod.EXTRACT: frozenset(MediaKind),
    EvidenceMethod.DRAWING: frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT}),
}
"""Which kinds of files each method makes; browsers record sound alone into a film's container."""


class EvidenceOrigin(StrEnum):
    """How the original came to the browser."""

    CAMERA = "camera"
    FILE = "file"
    CHAT = "chat"
    """Forwarded through a chat program: 非原始载体, it supports leads only."""

    @property
    def is_original_carrier(self) -> bool:
        """Whether the bytes come from the device that made them."""
        return self is not EvidenceOrigin.CHAT


class CustodyAct(StrEnum):
    """What can happen to an item."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    LOCKED = "locked"
    VIEWED = "viewed"
    COPIED = "copied"
    """A watermarked copy left the house."""
    EXPORTED = "exported"
    """It went out with an evidence package."""
    TRANSFERRED = "transferred"
    """It was handed to another agency or to a court."""
    CORRECTED = "corrected"
    """A later item corrects it."""


class Flag(StrEnum):
    """What a list of evidence is narrowed to because it needs a second look."""

    MISMATCH = "mismatch"
    NOT_ORIGINAL = "not_original"
    NO_POSITION = "no_position"
    USED_TWICE = "used_twice"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class FaultOfEvidence(StrEnum):
    """What can be wrong where files, database and custody are held against each other."""

    FILE_MISSING = "file_missing"
    """Recorded, and the bytes are gone."""
    FILE_DAMAGED = "file_damaged"
    """The bytes are not those of the hash."""
    FILE_UNCLAIMED = "file_unclaimed"
    """The bytes are there, and no record names them."""
    FILE_STRAY = "file_stray"
    """Something lies in the store that casebook did not put there."""
    ITEM_WITHOUT_FILE = "item_without_file"
    DERIVATIVE_ASTRAY = "derivative_astray"
    """A derivative names no item, or no file."""
    CUSTODY_MISSING = "custody_missing"
    """An item whose custody does not begin with its arrival."""
    CUSTODY_ASTRAY = "custody_astray"
    """An entry of custody is of no item, or of other bytes than its item."""
    CUSTODY_BROKEN = "custody_broken"
    """An item's chain of custody does not hold."""


class DerivativeKind(StrEnum):
    """What is made of an original."""

    PREVIEW = "preview"


@dataclass(frozen=True)
class Position:
    """Degrees in WGS 84, which is CGCS2000 within centimetres (rules.md 12.7)."""

    lon: float
    lat: float

    @property
    def is_on_earth(self) -> bool:
        """Whether such a place exists."""
        return abs(self.lon) <= _MOST_LON and abs(self.lat) <= _MOST_LAT


class HasPosition(Protocol):
    """What says where the device was, as far as it knew; degrees, metres."""

    @property
    def lon(self) -> float | None: ...  # noqa: D102 - as in Upload
    @property
    def lat(self) -> float | None: ...  # noqa: D102 - as in Upload
    @property
    def accuracy_m(self) -> float | None: ...  # noqa: D102 - as in Upload


@dataclass(frozen=True)
class Upload:
    """A file as it came, with what the device said at the shutter; degrees, metres."""

    stream: BinaryIO
    file_name: str
    captured_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    origin: EvidenceOrigin = EvidenceOrigin.FILE
    method: EvidenceMethod | None = None
    maker: str = ""
    """Who made it, where that is not the one who brings it in."""
    item_code: str = ""
    """The step or checklist item that it belongs to."""


@dataclass(frozen=True)
class ExifFacts:
    """What a photograph says about itself; anybody can edit it, so it is a second opinion only."""

    taken_at: datetime | None = None
    position: Position | None = None
    device: str = ""


class MismatchKind(StrEnum):
    """In what the file contradicts the record."""

    TIME = "time"
    PLACE = "place"


@dataclass(frozen=True)
class Mismatch:
    """One contradiction: minutes by which the file's clock is ahead (negative: behind), or metres apart."""

    kind: MismatchKind
    amount: int


def check_method(method: EvidenceMethod, kind: MediaKind, name: str) -> None:
    """Refuse a file that cannot have been made by the stated method."""
    if kind not in MADE_BY[method]:
        raise RuleBroken("evidence_method_disagrees", field="file", name=name, method=method)


def check_card(describes: str, maker: str, item_code: str = "") -> None:
    """Refuse words that are longer than the card has room for."""
    if len(item_code) > LONGEST_ITEM_CODE:
        raise RuleBroken("evidence_item_code_long", field="item_code", most=LONGEST_ITEM_CODE)
    if len(describes) > LONGEST_DESCRIPTION:
        raise RuleBroken("evidence_description_long", field="describes", most=LONGEST_DESCRIPTION)
    if len(maker) > LONGEST_MAKER:
        raise RuleBroken("evidence_maker_long", field="maker", most=LONGEST_MAKER)


def check_upload(upload: HasPosition) -> None:
    """Refuse half a position or one that is not on the earth; no position at all is no fault."""
    if (upload.lon is None) != (upload.lat is None):
        raise RuleBroken("position_incomplete", field="file")
    if upload.lon is None or upload.lat is None:
        return
    if not Position(upload.lon, upload.lat).is_on_earth:
        raise RuleBroken("position_impossible", field="file", lon=upload.lon, lat=upload.lat)
    if upload.accuracy_m is not None and not upload.accuracy_m >= 0:
        raise RuleBroken("accuracy_impossible", field="file", accuracy_m=upload.accuracy_m)


def mismatches(captured_at: datetime | None, recorded: Position | None, exif: ExifFacts) -> list[Mismatch]:
    """Compare a record with the file's own facts; what either does not say is no contradiction."""
    found = []
    if captured_at is not None and exif.taken_at is not None:
        apart = exif.taken_at - captured_at
        if abs(apart) > TIME_TOLERANCE:
            found.append(Mismatch(MismatchKind.TIME, round(apart.total_seconds() / 60)))
    if recorded is not None and exif.position is not None:
        metres = distance_m(recorded.lon, recorded.lat, exif.position.lon, exif.position.lat)
        if metres > DISTANCE_TOLERANCE_M:
            found.append(Mismatch(MismatchKind.PLACE, round(metres)))
    return found
