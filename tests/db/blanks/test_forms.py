"""A superior's form: taken, bound, filled with the house's figures, renewed; returns merged on it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.blanks import actions, queries
from casebook.blanks.actions import Sent
from casebook.blanks.books.book import Book
from casebook.blanks.rules.binding import Bound, Scale
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Span
from casebook.blanks.rules.cells import Area, Place
from casebook.blanks.rules.merging import MergeMode
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.months import Month
from casebook.oversight.rules import Indicator
from casebook.storage.queries import open_file
from casebook.volumes.models import TownshipMonth
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.blanks import SHEET, bind_all, by_hand, changed, make_form, monthly
from tests.factories.oversight import set_target
from tests.factories.regions import EAST, WEST, make_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.blanks.models import BlankForm

pytestmark = pytest.mark.usefixtures("file_store")
MONTH = Month.of(local_day(NOW))
LATER = NOW + timedelta(hours=1)


def filler(session: Session, **traits: object) -> Actor:
    return make_actor(session, Role.CLOSURE_OFFICER, **{"jurisdiction": COUNTY, **traits})


def sent(data: bytes, name: str = "月报.xlsx") -> Sent:
    return Sent(io.BytesIO(data), name)


def names_of(session: Session) -> list[str]:
    places = queries.places_of(session, COUNTY)
    return [places.names[code] for code in places.townships]


def opened(file_hash: str) -> Book:
    with open_file(file_hash) as stream:
        return Book(stream.read())


def numbers(book: Book, *cells: str) -> list[Decimal | None]:
    return [book.content(book.sheet(SHEET), Place.parse(cell)).number for cell in cells]


@pytest.fixture
def form(session: Session) -> BlankForm:
    make_county(session)
    return make_form(session, filler(session))


def test_a_bound_form_is_filled_from_ledger_and_targets(session: Session) -> None:
    offices = make.make_offices(session)
    make.make_closure(session, offices)
    for code, wells in ((COUNTY, "3"), (WEST, "2")):
        set_target(session, Indicator.WELLS_CLOSED, wells, division_code=code, year=MONTH.year)
    actor = filler(session)
    form = make_form(session, actor)
    bind_all(session, actor, form)
    row = actions.fill(session, actor=actor, now=LATER, form=form, month=MONTH)

    book = opened(row.file_hash)
    west = 5 + names_of(session).index(queries.places_of(session, COUNTY).names[WEST])
    assert numbers(book, f"C{west}", f"D{west}") == [2, 1]
    assert book.content(book.sheet(SHEET), Place(2, 2)).text == actor.agency_name
    listed = {line["cell"]: line for line in queries.open_list(row)}
    assert (listed[f"D{west}"]["value"], listed[f"D{west}"]["source"]) == ("1", "board")
    assert listed[f"D{west}"]["division"] == WEST
    assert row.ledger_count > 0
    assert row.filled_cells == sum(line["outcome"] == "filled" for line in listed.values())
    assert row.empty_cells == sum(line["outcome"] in {"no_figure", "no_division"} for line in listed.values())


def test_filling_again_gives_the_same_file(session: Session, form: BlankForm) -> None:
    actor = filler(session)
    bind_all(session, actor, form)
    first, second = (actions.fill(session, actor=actor, now=NOW, form=form, month=MONTH) for _ in range(2))
    assert first.file_hash == second.file_hash


def test_every_figure_can_be_told_in_a_few_statements(session: Session, form: BlankForm) -> None:
    """However many cells ask for it: each source is asked once for each span."""
    actor = filler(session)
    one_span = {(figure, CATALOGUE[figure].spans[0]) for figure in FigureId}
    every = {(figure, span) for figure in FigureId for span in CATALOGUE[figure].spans}
    found = queries.figures(session, actor=actor, wanted=every, month=MONTH, now=NOW)
    assert {figure for figure, _span in found} >= {
        FigureId.WELLS_BOOKED,
        FigureId.FILLED_ON,
        FigureId.CASES_OPENED,
    }
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    queries.figures(session, actor=actor, wanted=one_span, month=MONTH, now=NOW)
    event.remove(engine, "before_cursor_execute", note)
    assert len(statements) < 50


def test_volumes_are_summed_over_the_months_of_a_span(session: Session, form: BlankForm) -> None:
    for number, volume in ((1, "10.5"), (2, "4"), (3, "100")):
        session.add(
            TownshipMonth(
                county_code=COUNTY,
                division_code=EAST,
                year=2023,
                month=number,
                grade="a" if number < 3 else "b",
                volume_m3=Decimal(volume),
                wells=1,
            )
        )
    session.flush()
    key, by_power = FigureId.VOLUME_TAKEN, FigureId.VOLUME_BY_POWER
    wanted = {
        (key, Span.MONTH),
        (key, Span.TO_DATE),
        (key, Span.LAST_MONTH),
        (key, Span.LAST_YEAR),
        (by_power, Span.YEAR),
    }
    found = queries.figures(session, actor=filler(session), wanted=wanted, month=Month(2023, 2), now=NOW)
    assert found == {
        (key, Span.MONTH): {EAST: 4, COUNTY: 4},
        (key, Span.TO_DATE): {EAST: Decimal("14.5"), COUNTY: Decimal("14.5")},
        (key, Span.LAST_MONTH): {EAST: Decimal("10.5"), COUNTY: Decimal("10.5")},
        (key, Span.LAST_YEAR): {},
        (by_power, Span.YEAR): {},
    }
    later = queries.figures(
        session, actor=filler(session), wanted={(by_power, Span.YEAR)}, month=Month(2023, 3), now=NOW
    )
    assert later == {(by_power, Span.YEAR): {EAST: 100, COUNTY: 100}}


def test_a_month_that_has_not_begun_leaves_its_cells_empty(session: Session, form: BlankForm) -> None:
    asked = {(FigureId.CASES_OPENED, Span.M12), (FigureId.CASES_OPENED, Span.M01)}
    early = NOW.replace(month=3)
    found = queries.figures(
        session, actor=filler(session), wanted=asked, month=Month.of(date(NOW.year, 3, 1)), now=early
    )
    assert set(found) == {(FigureId.CASES_OPENED, Span.M01)}


def test_a_form_for_a_past_month_says_nothing_of_the_months_after_it(
    session: Session, form: BlankForm
) -> None:
    asked = {(FigureId.CASES_OPENED, span) for span in (Span.M02, Span.M03, Span.LAST_YEAR)}
    found = queries.figures(
        session, actor=filler(session), wanted=asked, month=Month(NOW.year - 1, 2), now=NOW
    )
    assert {span for _figure, span in found} == {Span.M02, Span.LAST_YEAR}


def test_a_form_is_taken_once_by_its_name_and_filled_when_bound(session: Session, form: BlankForm) -> None:
    actor = filler(session)
    with pytest.raises(RuleBroken, match="blank_name_taken"):
        make_form(session, actor)
    with pytest.raises(RuleBroken, match="blank_unbound"):
        actions.fill(session, actor=actor, now=NOW, form=form, month=MONTH)
    bind_all(session, actor, form)
    with pytest.raises(RuleBroken, match="blank_month_ahead"):
        actions.fill(session, actor=actor, now=NOW, form=form, month=MONTH.next())
    acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("blank_form:")))
    assert set(acts) == {"blank_form:add", "blank_form:bind"}


def test_cells_are_bound_where_they_can_be_filled(session: Session, form: BlankForm) -> None:
    actor = filler(session)

    def bind(area: str, **traits: object) -> str:
        facts = {"figure": FigureId.WELLS_BOOKED, "span": Span.TO_DATE, **traits}
        one = Bound(SHEET, Area.parse(area), **facts)
        return actions.bind(session, actor=actor, now=NOW, form=form, wanted=[one])[0].area

    assert bind("D3", figure=FigureId.COUNTY_NAME) == "C3"
    total = 5 + len(names_of(session))
    with pytest.raises(RuleBroken, match="blank_formula"):
        bind(f"C{total}")
    with pytest.raises(RuleBroken, match="blank_bound_already"):
        bind("C3")
    with pytest.raises(RuleBroken, match="blank_division"):
        bind("C5", division="999999999")
    with pytest.raises(RuleBroken, match="blank_sheet_missing"):
        actions.bind(
            session,
            actor=actor,
            now=NOW,
            form=form,
            wanted=[Bound("别的表", Area.parse("C5"), FigureId.WELLS_BOOKED, Span.TO_DATE)],
        )
    actions.unbind(session, actor=actor, now=NOW, form=form, sheet=SHEET, area="C3")
    with pytest.raises(RuleBroken, match="blank_not_bound"):
        actions.unbind(session, actor=actor, now=NOW, form=form, sheet=SHEET, area="C3")


def test_a_new_edition_takes_the_bindings_over(session: Session, form: BlankForm) -> None:
    actor = filler(session)
    bind_all(session, actor, form)
    first = queries.latest_version(session, form.id)
    with open_file(first.file_hash) as stream:
        data = stream.read()
    before = queries.bindings_of(session, first.id)
    with pytest.raises(RuleBroken, match="blank_same_file"):
        actions.add_version(session, actor=actor, now=NOW, form=form, sent=sent(data))
    version = actions.add_version(
        session, actor=actor, now=LATER, form=form, sent=sent(changed(data, {"A1": "新表", "B2": "=A1"}))
    )
    assert version.number == 2
    after = {row.area for row in queries.bindings_of(session, version.id)}
    assert after == {row.area for row in before} - {"B2"}


def test_returns_are_merged_and_kept(session: Session, form: BlankForm) -> None:
    actor, data = filler(session), monthly(names_of(session))
    first, second = names_of(session)[:2]
    returns = [
        sent(changed(data, {"C5": 2}), f"{first}.xlsx"),
        sent(changed(data, {"C5": 3, "D5": "很多"}), f"{second}.xlsx"),
        sent(changed(data, {"C5": 3, "D5": "很多"}), f"{second}改.xlsx"),
        sent(b"PK nothing", "坏的.xlsx"),
        sent(by_hand('<worksheet xmlns="x"><sheetData><row r="2"'), "半张.xlsx"),
    ]
    row = actions.merge_returns(session, actor=actor, now=LATER, form=form, sent=returns, mode=MergeMode.SUM)
    assert numbers(opened(row.file_hash), "C5") == [5]
    assert [one["is_merged"] for one in row.returns] == [True, True, False]
    assert {one["kind"] for one in row.conflicts} >= {"unreadable", "text_lost", "sent_twice"}
    assert {one["file"] for one in row.conflicts if one["kind"] == "unreadable"} == {"坏的.xlsx", "半张.xlsx"}
    with pytest.raises(RuleBroken, match="blank_needs_area"):
        actions.merge_returns(
            session, actor=actor, now=LATER, form=form, sent=[sent(data)], mode=MergeMode.ROWS
        )
    with pytest.raises(RuleBroken, match="blank_returns"):
        actions.merge_returns(session, actor=actor, now=LATER, form=form, sent=[], mode=MergeMode.SUM)


def test_only_the_countys_fillers_may(session: Session, form: BlankForm) -> None:
    township = filler(session, jurisdiction=EAST)
    assert queries.list_forms(session, township) == []
    with pytest.raises(NotFound):
        queries.get_form(session, form.id, township)
    with pytest.raises((Forbidden, NotFound)):
        actions.fill(session, actor=township, now=NOW, form=form, month=MONTH)
    inspector = make_actor(session, Role.INSPECTOR, jurisdiction=COUNTY)
    with pytest.raises(Forbidden):
        actions.fill(session, actor=inspector, now=NOW, form=form, month=MONTH)


def test_a_scaled_figure_is_listed_exactly(session: Session, form: BlankForm) -> None:
    actor = filler(session)
    set_target(session, Indicator.REDUCTION, "1234567", year=MONTH.year)
    one = Bound(
        SHEET, Area.parse("E5"), FigureId.REDUCTION_TARGET, Span.TO_DATE, scale=Scale.TEN_THOUSAND, decimals=2
    )
    actions.bind(session, actor=actor, now=NOW, form=form, wanted=[one])
    (line,) = queries.open_list(actions.fill(session, actor=actor, now=LATER, form=form, month=MONTH))
    assert (Decimal(line["value"]), line["written"]) == (1234567, "123.46")
