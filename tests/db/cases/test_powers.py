"""Who enforces is a setting per matter: one case under four grounds, granted as administrators do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.accounts.actions import end_power, grant_power
from casebook.accounts.rules import AgencyKind, PowerFacts, PowerModel
from casebook.kernel.errors import RuleBroken
from tests.factories.accounts import NOW, make_agency, make_registrar
from tests.factories.cases import make_bureau, make_case, make_decision, make_problems

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.cases.models import Case
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")

OWN = PowerFacts(matter="*", model=PowerModel.OWN, division_code="371525", valid_from=date(2020, 1, 1))


@dataclass
class House:
    """A county whose water bureau holds every power by statute; `bureau` is whoever investigates."""

    session: Session
    bureau: Bureau
    water: Agency
    registrar: Actor

    def grant(self, agency: Agency, **changes: object) -> None:
        facts = replace(OWN, **changes)
        grant_power(self.session, actor=self.registrar, now=NOW, agency=agency, facts=facts)

    def be(self, kind: AgencyKind, name: str, word: str, division_code: str = "371525") -> Agency:
        """Let the investigators' agency be of this kind."""
        agency = self.bureau.visit.agency
        agency.kind, agency.name, agency.stamp_name, agency.number_word = kind, name, name, word
        agency.division_code = division_code
        self.session.flush()
        return agency

    def open(self) -> Case:
        return make_case(self.session, self.bureau, make_problems(self.session, self.bureau))


@pytest.fixture
def house(session: Session) -> House:
    bureau = make_bureau(session)
    session.delete(bureau.power)
    session.flush()
    water = make_agency(session)
    found = House(session, bureau, water, make_registrar(session))
    found.grant(water)
    return found


def test_the_water_bureau_itself(house: House) -> None:
    own = house.be(AgencyKind.WATER_BUREAU, "冠县水务局", "冠水")
    with pytest.raises(RuleBroken) as caught:
        house.open()
    assert (caught.value.code, caught.value.facts["agency"]) == ("case_power_elsewhere", "冠县水利局")
    house.grant(own, matter="PEN-07")
    case = make_case(house.session, house.bureau, make_problems(house.session, house.bureau, "P10"))
    assert (case.power_model, case.acts_in_name_of, case.authorisation) == (
        PowerModel.OWN,
        "冠县水务局",
        "",
    )
    assert make_decision(house.session, house.bureau, case).number == "冠水罚决字〔2023〕第001号"


def test_transferred_to_the_law_enforcement_bureau(house: House) -> None:
    enforcer = house.be(AgencyKind.LAW_ENFORCEMENT, "冠县综合行政执法局", "冠综执")
    paper = "鲁政字〔2019〕试1号"
    house.grant(enforcer, matter="PEN-07", model=PowerModel.TRANSFERRED, authorisation=paper)
    case = house.open()
    assert (case.power_model, case.acts_in_name_of, case.number_word, case.authorisation) == (
        PowerModel.TRANSFERRED,
        "冠县综合行政执法局",
        "冠综执",
        paper,
    )
    assert make_decision(house.session, house.bureau, case).number.startswith("冠综执罚决字〔2023〕")


def test_a_matter_that_was_not_transferred_stays_with_the_water_bureau(house: House) -> None:
    enforcer = house.be(AgencyKind.LAW_ENFORCEMENT, "冠县综合行政执法局", "冠综执")
    house.grant(enforcer, matter="PEN-01", model=PowerModel.TRANSFERRED, authorisation="鲁政字〔2019〕试1号")
    with pytest.raises(RuleBroken) as caught:
        house.open()
    assert caught.value.facts["agency"] == "冠县水利局"


def test_delegated_in_the_principals_name_for_a_term(house: House) -> None:
    team = house.be(AgencyKind.OTHER, "冠县水政监察大队", "冠水监")
    house.grant(
        team,
        model=PowerModel.DELEGATED,
        principal_agency_id=house.water.id,
        authorisation="冠水委〔2023〕试2号",
        valid_from=date(2023, 6, 2),
        valid_to=date(2023, 6, 2),
    )
    case = house.open()
    assert (case.power_model, case.agency_id) == (PowerModel.DELEGATED, team.id)
    assert (case.acts_in_name_of, case.stamp_name, case.number_word) == ("冠县水利局", "冠县水利局", "冠水")
    house.bureau.power = None
    with pytest.raises(RuleBroken) as caught:
        make_case(
            house.session,
            house.bureau,
            make_problems(house.session, house.bureau, "P11"),
            now=NOW.replace(day=3),
        )
    assert caught.value.code == "case_power_elsewhere"


def test_an_empowered_township_in_its_own_division(house: House) -> None:
    code = house.bureau.visit.well.division_code
    township = house.be(AgencyKind.TOWNSHIP, "清水镇人民政府", "清", code)
    facts = {"matter": "PEN-07", "model": PowerModel.EMPOWERED, "authorisation": "鲁政字〔2022〕试3号"}
    house.grant(township, **facts, division_code=code)
    case = house.open()
    assert (case.power_model, case.acts_in_name_of) == (PowerModel.EMPOWERED, "清水镇人民政府")


def test_a_case_keeps_the_power_it_was_opened_under(house: House) -> None:
    enforcer = house.be(AgencyKind.LAW_ENFORCEMENT, "冠县综合行政执法局", "冠综执")
    power = grant_power(
        house.session,
        actor=house.registrar,
        now=NOW,
        agency=enforcer,
        facts=replace(
            OWN, matter="PEN-07", model=PowerModel.TRANSFERRED, authorisation="鲁政字〔2019〕试1号"
        ),
    )
    case = house.open()
    end_power(house.session, actor=house.registrar, now=NOW, power=power, on=date(2023, 6, 5), reason="划回")
    decision = make_decision(house.session, house.bureau, case)
    assert (case.power_id, decision.number) == (power.id, "冠综执罚决字〔2023〕第001号")
