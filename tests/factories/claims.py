"""Baselines, substitute waters and claims in every stage, made by the acts that make them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.claims import actions
from casebook.claims.actions import BaselineFacts, ClaimFacts, SubstituteFacts
from casebook.claims.rules import BaselineMethod, ClaimStatus, MeasureKind, ReplacementSource
from casebook.kernel.months import months_of_year
from casebook.ledger.rules import AquiferGroup
from casebook.quotas.actions import put_annual_volumes
from casebook.quotas.facts import VolumeFacts
from casebook.storage.actions import Scan
from casebook.wells.models import WellParty
from casebook.wells.rules import PartyRole
from tests.factories.accounts import NOW, make_agency, make_officer
from tests.factories.regions import make_county
from tests.factories.storage import picture
from tests.factories.wells import make_party, make_well

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.claims.models import Baseline, Claim, ClaimPaper, SubstituteWater
    from casebook.parties.models import Party
    from casebook.wells.models import Well

_colours = count(0xABC)
LOCKED_ON = date(2023, 1, 10)
BEGAN_ON = date(2023, 3, 31)


@dataclass
class Office:
    """The water bureau: who writes claims, who decides them."""

    agency: Agency
    editor: Officer
    decider: Officer

    @property
    def edits(self) -> Actor:
        """Who writes."""
        return actor_of(self.editor)

    @property
    def decides(self) -> Actor:
        """Who decides."""
        return actor_of(self.decider)


def make_office(session: Session) -> Office:
    """A county with its water bureau."""
    make_county(session)
    return office_of(session, make_agency(session))


def office_of(session: Session, agency: Agency) -> Office:
    """Who writes and who decides in a water bureau that is there already."""
    editor = make_officer(session, Role.CLOSURE_OFFICER, agency=agency, name="郑源")
    return Office(agency, editor, make_officer(session, Role.AGENCY_HEAD, agency=agency, name="贺决"))


def make_unit(session: Session, wells: Sequence[Well], name: str = "冠县试验纺织厂") -> Party:
    """A firm that uses these wells."""
    party = make_party(session, name=name)
    session.add_all([WellParty(well_id=well.id, party_id=party.id, role=PartyRole.USER) for well in wells])
    session.flush()
    return party


def make_baseline(
    session: Session,
    office: Office,
    owner: Well | Party,
    m3: int | None,
    *,
    locked_on: date | None = LOCKED_ON,
    method: BaselineMethod = BaselineMethod.B2,
    group: AquiferGroup = AquiferGroup.SHALLOW,
    **changes: object,
) -> Baseline:
    """A baseline that was stated with its papers, locked unless `locked_on` is None."""
    facts = BaselineFacts(
        before_year=2023,
        method=method,
        stated_m3=None if m3 is None else Decimal(m3),
        papers="核定税单 2021、2022",
    )
    row = actions.draft_baseline(
        session, actor=office.edits, now=NOW, owner=owner, facts=facts, group=group, **changes
    )
    if locked_on is not None:
        lock(session, office, row, locked_on=locked_on)
    return row


def lock(session: Session, office: Office, row: Baseline, **changes: object) -> None:
    """Lock a baseline."""
    said = {"locked_on": LOCKED_ON, "paper": "冠水核〔2023〕1号", **changes}
    actions.lock_baseline(session, actor=office.decides, now=NOW, row=row, **said)


def add_paper(session: Session, office: Office, about: Baseline | Claim) -> ClaimPaper:
    """A picture of a paper. Needs a file store."""
    scan = Scan(io.BytesIO(picture("PNG", colour=f"#{next(_colours):06x}")), "税单.png")
    return actions.add_paper(
        session, actor=office.edits, now=NOW, about=about, title="核定税单 2022", scan=scan
    )


def make_substitute(
    session: Session, office: Office, *, monthly: int = 1000, months: int = 12, permille: int = 0
) -> SubstituteWater:
    """Yellow River water that was metered to supply so much in each of some months of 2022."""
    facts = SubstituteFacts(
        name=f"引黄供水厂{monthly}",
        source=ReplacementSource.YELLOW_RIVER,
        capacity_m3=Decimal(1000),
        groundwater_permille=permille,
        papers="供水能力批复",
    )
    row = actions.add_substitute(session, actor=office.edits, now=NOW, facts=facts)
    for month in months_of_year(2022)[:months]:
        supply(session, office, row, month=month, volume_m3=Decimal(monthly))
    return row


def supply(session: Session, office: Office, row: SubstituteWater, **said: object) -> None:
    """Note a month's supply."""
    actions.note_supply(session, actor=office.edits, now=NOW, row=row, paper="抄见单 1", **said)


def claim_facts(m3: int | str, residual: int | str = 0, **changes: object) -> ClaimFacts:
    """What a good claim says."""
    facts: dict[str, object] = {
        "kind": MeasureKind.SAVING,
        "began_on": BEGAN_ON,
        "claimed_m3": Decimal(m3),
        "residual_m3": Decimal(residual),
        "what": "更换循环冷却系统",
        "papers": "竣工验收 2023-3",
    }
    return ClaimFacts(**{**facts, **changes})  # type: ignore[arg-type]  # facts by their names


def make_claim(
    session: Session,
    office: Office,
    baseline: Baseline,
    m3: int | str,
    residual: int | str = 0,
    *,
    status: ClaimStatus = ClaimStatus.ACCEPTED,
    substitute: SubstituteWater | None = None,
    **changes: object,
) -> Claim:
    """A claim brought to a status."""
    claim = draft(session, office, baseline, claim_facts(m3, residual, **changes), substitute=substitute)
    if status is not ClaimStatus.DRAFT:
        actions.submit_claim(session, actor=office.edits, now=NOW, claim=claim)
    if status not in {ClaimStatus.DRAFT, ClaimStatus.SUBMITTED}:
        decide(session, office, claim, to=status)
    return claim


def draft(
    session: Session,
    office: Office,
    baseline: Baseline,
    facts: ClaimFacts,
    substitute: SubstituteWater | None = None,
) -> Claim:
    """A claim that says this."""
    return actions.draft_claim(
        session, actor=office.edits, now=NOW, baseline=baseline, facts=facts, substitute=substitute
    )


def decide(session: Session, office: Office, claim: Claim, to: ClaimStatus = ClaimStatus.ACCEPTED) -> Decimal:
    """Decide a claim by who did not write it."""
    return actions.decide_claim(
        session, actor=office.decides, now=NOW, claim=claim, to=to, words="已到现场核对"
    )


def put_volume(session: Session, well: Well, year: int, m3: int) -> None:
    """What a register says that a well took in a year."""
    facts = VolumeFacts(well_id=well.id, year=year, volume_m3=Decimal(m3))
    put_annual_volumes(session, now=NOW, county_code=well.county_code, volumes=[facts])


def shallow_well(session: Session, **traits: object) -> Well:
    """A well of the shallow layer, without a rated flow that would bound its baseline."""
    return make_well(session, **{"aquifer": "shallow", "pump_flow_m3h": None, **traits})
