"""What a tablet files: the payloads of field operations, as `docs/field-protocol.md` names them.

Instants are aware UTC, positions WGS 84 degrees, distances and accuracies metres, files hashes.
The dataclasses are the wire format, field by field; whatever has a default may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from casebook.evidence.filed import FiledEvidence
from casebook.inspections.rules.kinds import InspectionKind, OfficerPart


class SignedHow(StrEnum):
    """How somebody stands behind a record."""

    OWN_DEVICE = "own_device"
    """Signed with the key of one's own registered device."""
    SIGNED_IN = "signed_in"
    """Confirmed in the office under one's own sign-in."""
    DECLARED = "declared"
    """Named, or by PIN, on the other officer's tablet: a statement, no signature."""
    SCREEN = "screen"
    """Drawn on the glass."""
    PEN = "pen"
    """On paper, by pen or fingerprint (捺印)."""


class SignerRole(StrEnum):
    """Who signs a paper at the well."""

    LEAD = "lead"
    SECOND = "second"
    PARTY = "party"
    WITNESS = "witness"


class EarlierResult(StrEnum):
    """What became of an earlier finding, as a re-check saw it."""

    FIXED = "fixed"
    PERSISTS = "persists"
    NOT_SEEN = "not_seen"


class PaperForm(StrEnum):
    """Papers made at the well (rules.md 7.2)."""

    SITE_RECORD = "site_record"
    """现场检查笔录 (4)."""
    SURVEY_RECORD = "survey_record"
    """勘验笔录 with its drawing (6)."""
    INTERVIEW_RECORD = "interview_record"
    """询问笔录 (7)."""
    ORDER_STOP = "order_stop"
    """责令停止违法行为通知书 (9)."""
    ORDER_RECTIFY = "order_rectify"
    """责令限期改正通知书 (10)."""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """One position that the browser gave, with the position's own time."""

    at: datetime
    """The device's clock when it was received."""
    fix_at: datetime
    """The position's timestamp."""
    lon: float
    lat: float
    accuracy_m: float


@dataclass(frozen=True, kw_only=True)
class DatumCheck:
    """A position taken at a known point, to recognise a browser that hands out GCJ-02."""

    point: UUID
    lon: float
    lat: float
    accuracy_m: float


@dataclass(frozen=True, kw_only=True)
class FiledPresence:
    """What speaks for the officers having been there."""

    fixes: tuple[Fix, ...] = ()
    typed_lon: float | None = None
    """Written by hand because no position was to be had."""
    typed_lat: float | None = None
    plate_text: str = ""
    """What the well plate's QR code said."""
    plate_at: datetime | None = None
    far_reason: str = ""
    datum: DatumCheck | None = None
    clock_ahead_s: float | None = None
    """Device clock minus server clock, when it was last compared."""
    clock_compared_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FiledSecond:
    """The second officer as the first one's tablet has it."""

    officer: UUID
    how: SignedHow
    """`own_device` with the signature that came over by QR, or `declared`."""
    device: UUID | None = None
    signed_at: datetime | None = None
    signature: str = ""


@dataclass(frozen=True, kw_only=True)
class FiledTold:
    """What the party was told (G2, G3)."""

    id_shown: bool = False
    id_shown_at: datetime | None = None
    recusal_asked: bool = False
    recusal_note: str = ""
    person_on_site: str = ""
    absence_note: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierAnswer:
    """What a re-check found of one earlier finding."""

    finding: UUID
    result: EarlierResult
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FiledFinding:
    """A problem code that the officers saw, in their words."""

    id: UUID
    problem_code: str
    description: str


@dataclass(frozen=True, kw_only=True)
class PaperSignature:
    """One signature below a paper."""

    role: SignerRole
    name: str
    how: SignedHow
    at: datetime
    image: str = ""
    """Hash of the drawn signature (PNG), for `screen`."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The party would not sign: why, and who saw it (处罚法 64, 强制法 18)."""

    reason: str
    witness: str


@dataclass(frozen=True, kw_only=True)
class FiledPaper:
    """A paper made at the well: the text as it was read back, and who signed that text."""

    id: UUID
    form: PaperForm
    text: str
    """The exact text; what was signed is its hash."""
    text_hash: str
    is_read_back: bool
    signatures: tuple[PaperSignature, ...] = ()
    refusal: Refusal | None = None
    number: str = ""
    """Printed on a paper that is signed with pen, or a document number from the device's block."""
    pages: tuple[str, ...] = ()
    """Photographs of the pages of a paper signed with pen, in order."""
    shelf: str = ""
    """Where the paper is kept."""


@dataclass(frozen=True, kw_only=True)
class FiledInspection:
    """A finished record of a visit to one well (all acts but patrol and interview)."""

    well: UUID
    kind: InspectionKind
    checklist: UUID
    started_at: datetime
    arrival_at: datetime
    ended_at: datetime
    second: FiledSecond | None
    presence: FiledPresence
    told: FiledTold
    answers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    earlier: tuple[EarlierAnswer, ...] = ()
    findings: tuple[FiledFinding, ...] = ()
    situation: str = ""
    sketch: str = ""
    """Hash of the drawing of a survey (PNG)."""
    evidence: tuple[FiledEvidence, ...] = ()
    paper: FiledPaper | None = None
    revises: UUID | None = None
    """The returned record that this one takes the place of."""
    measure: UUID | None = None
    """The measure that a re-check is about."""


@dataclass(frozen=True, kw_only=True)
class FiledSignature:
    """The second officer's signature over the hash of the record's text, made on their own device."""

    part: OfficerPart
    text_hash: str
    signed_at: datetime
    signature: str
    """Over `casebook-sign:<county>:<record id>:<text hash>:<officer id>:<signed_at>`."""


class PatrolState(StrEnum):
    """How a patroller finds a well."""

    IN_USE = "in_use"
    IDLE = "idle"
    CLOSED = "closed"
    NOT_FOUND = "not_found"
    NEW_WELL = "new_well"
    """A well that the register does not have."""


@dataclass(frozen=True, kw_only=True)
class FiledPatrolVisit:
    """One well of a village patrol; whoever goes need not be an officer with a certificate."""

    patrol: UUID
    """Holds the visits of one round together."""
    well: UUID | None
    """None for a well that the register does not have."""
    state: PatrolState
    is_closure_intact: bool | None = None
    dial_m3: str = ""
    note: str = ""
    at: datetime
    fix: Fix | None = None
    photograph: FiledEvidence | None = None


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class FiledInterview:
    """询问笔录 (rules.md 7.2, 7): who was asked what, and the text that was signed."""

    well: UUID
    inspection: UUID | None = None
    problem_codes: tuple[str, ...] = ()
    place: str
    started_at: datetime
    ended_at: datetime
    second: FiledSecond | None
    person_name: str
    person_sex: str = ""
    person_born_on: date | None = None
    person_identity: str = ""
    person_work: str = ""
    person_phone: str = ""
    person_address: str = ""
    relation: str = ""
    """To the case: user, manager, driller, neighbour …"""
    told: FiledTold
    is_told_rights: bool = False
    exchanges: tuple[Exchange, ...] = ()
    paper: FiledPaper
    evidence: tuple[FiledEvidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FiledOrder:
    """An order handed over on the spot: 责令停止 or 责令限期改正."""

    inspection: UUID
    problem_codes: tuple[str, ...]
    demand: str
    due_on: date | None = None
    """Until when, for an order to put right."""
    served_at: datetime
    receiver: str
    paper: FiledPaper


@dataclass(frozen=True, kw_only=True)
class FiledAddition:
    """Further evidence for a record that is there."""

    subject_kind: str
    """`inspection`, `closure` or `problem`."""
    evidence: tuple[FiledEvidence, ...]
