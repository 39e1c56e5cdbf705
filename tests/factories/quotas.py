"""Permits and plans. All invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.kernel.months import Month
from casebook.plans import actions as plans
from casebook.plans.rules import Answer, Condition, NormKind, PlanStep, SettingKey
from casebook.quotas import actions
from casebook.quotas.facts import PermitFacts
from casebook.quotas.queries import list_wells_of
from casebook.quotas.rules import Listed, WaterSource
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import WEST
from tests.factories.wells import keeper, make_party

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.plans.models import PlanCut, PlanNode, WaterNorm
    from casebook.quotas.models import Permit, PermitList
    from casebook.wells.models import Well

TODAY = date(2023, 6, 1)
"""The day of `NOW`."""
AFTER = datetime(2024, 2, 20, 2, 0, tzinfo=UTC)
"""After the year, when cuts are made."""
THEN = date(2024, 2, 20)


def approver(session: Session, **traits: object) -> Actor:
    return make_actor(session, Role.DEPUTY_HEAD, **{"jurisdiction": COUNTY, **traits})


def make_permit(
    session: Session,
    *wells: Well,
    holder: Party | None = None,
    number: str = "D371525G2019-0001",
    volume: int | None = 30_000,
    **facts: object,
) -> Permit:
    """A permit in force in 2023 and 2024."""
    told = {"valid_from": date(2019, 7, 1), "valid_to": date(2025, 6, 30), **facts}
    return actions.put_permit(
        session,
        actor=keeper(session),
        now=NOW,
        facts=PermitFacts(
            number=number,
            holder_id=holder.id if holder else None,
            permitted_m3=None if volume is None else Decimal(volume),
            **told,
        ),
        wells=[well.id for well in wells],
    )


def cut_permit(session: Session, permit: Permit, volume: int) -> None:
    """Let a permit allow less, from the middle of January 2024 on; all else of it stays."""
    changes = actions.PermitChanges(
        volume_m3=Decimal(volume),
        use=permit.use,
        aquifer=permit.aquifer,
        source=permit.source,
        conditions="",
        list_paper="",
        well_ids=tuple(well.id for well in list_wells_of(session, permit.id)),
    )
    act = actions.Act(on=date(2024, 1, 15), paper="冠审字〔2024〕1号", reason="核减")
    actions.change_permit(session, actor=keeper(session), now=AFTER, permit=permit, changes=changes, act=act)


def figures(volume: int | str, **more: object) -> plans.Figures:
    return plans.Figures(volume_m3=Decimal(volume), **more)


def act(**more: object) -> plans.Act:
    return plans.Act(**{"on": TODAY, "paper": "冠水〔2023〕1号", "reason": "按三年用水核定。", **more})


def make_total(
    session: Session, volume: int | str = 1_000_000, *, year: int = 2023, source: str = "groundwater_shallow"
) -> PlanNode:
    """A county's control total that was issued."""
    node = plans.set_total(
        session,
        actor=keeper(session),
        now=NOW,
        year=year,
        source=WaterSource(source),
        figures=figures(volume),
        act=act(),
    )
    return issued(session, node)


def make_township(
    session: Session, total: PlanNode, volume: int | str = 500_000, code: str = WEST
) -> PlanNode:
    node = plans.deal_out(
        session,
        actor=keeper(session),
        now=NOW,
        above=total,
        whose=plans.Whose(division_code=code),
        figures=figures(volume),
        act=act(),
    )
    return issued(session, node)


def make_user(
    session: Session, township: PlanNode, party: Party, volume: int | str = 20_000, **more: object
) -> PlanNode:
    node = plans.deal_out(
        session,
        actor=keeper(session),
        now=NOW,
        above=township,
        whose=plans.Whose(party_id=party.id),
        figures=figures(volume, **more),
        act=act(),
    )
    return issued(session, node)


def issued(session: Session, node: PlanNode) -> PlanNode:
    """Approve and issue a line."""
    for who, step in ((approver(session), PlanStep.APPROVE), (keeper(session), PlanStep.ISSUE)):
        plans.take_plan_step(session, actor=who, now=NOW, node=node, step=step, act=act())
    return node


def make_firm(session: Session) -> Party:
    return make_party(session, name="冠县清泉纸业有限公司", identifier="913715250000695428", phone="")


def missed_year(session: Session) -> tuple[Party, PlanNode]:
    """A firm that could use 12 000 m³ of reclaimed water in 2023 and took 600 a month; its next plan."""
    firm = make_firm(session)
    make_permit(session, holder=firm)
    node = make_user(session, make_township(session, make_total(session, year=2024)), firm)
    about = {"actor": keeper(session), "now": NOW, "party": firm}
    plans.set_minimum(session, **about, year=2023, minimum_m3=Decimal(12_000), paper="冠水计〔2023〕1号")
    plans.note_offer(
        session,
        **about,
        year=2023,
        facts=plans.OfferFacts(
            answers=dict.fromkeys(Condition, Answer.YES),
            served_on=date(2023, 1, 10),
            evidence="供水要约及送达回证",
        ),
    )
    later = {**about, "now": AFTER}
    for month in range(1, 13):
        use = plans.UseFacts(month=Month(2023, month), used_m3=Decimal(600), is_metered=True)
        plans.note_use(session, **later, facts=use)
    return firm, node


def set_cut_values(session: Session) -> None:
    """The county's paper: α 1, at most 20 %."""
    for key, value in ((SettingKey.CUT_ALPHA, "1"), (SettingKey.CUT_CAP, "0.2")):
        plans.set_plan_setting(
            session,
            actor=approver(session),
            now=NOW,
            key=key,
            value=value,
            paper="冠政办〔2023〕5号",
            valid_from=TODAY,
        )


def make_list(session: Session) -> PermitList:
    """A list that was held against ours."""
    line = Listed(number="D371525G2022-0001", holder="冠县乙公司", row=2)
    return actions.compare_list(session, actor=keeper(session), now=NOW, file_name="清单.xlsx", theirs=[line])


def make_norm(session: Session) -> WaterNorm:
    facts = plans.NormFacts(
        kind=NormKind.INDUSTRY,
        item="机制纸",
        per="吨",
        value_m3=Decimal(20),
        valid_from=date(2020, 1, 1),
        paper="省用水定额",
    )
    return plans.set_norm(session, actor=keeper(session), now=NOW, facts=facts)


def drafted_cut(session: Session) -> PlanCut:
    """A cut of 4 000 m³: α × 4 800 is more than a fifth of the plan."""
    set_cut_values(session)
    firm, node = missed_year(session)
    return plans.draft_cut(session, actor=keeper(session), now=AFTER, party=firm, year=2023, node=node)
