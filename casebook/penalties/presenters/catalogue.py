"""Provisions as lists, pages and choices show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.accounts import queries as accounts
from casebook.accounts.rules import applicable_power
from casebook.cases.rules import CODES
from casebook.deadlines.rules.table import Certainty
from casebook.penalties.labels import ACTS
from casebook.penalties.rules import PUNISHED_BY, Condition, FineBasis
from casebook.web.formats import plain_day, yuan
from casebook.web.labels import label
from casebook.web.wording import clauses, translated, with_aside

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.penalties.rules import Basis, Flags, Provision, Tier


def act_words(provision: Provision) -> str:
    """Return what a provision punishes, in the reader's language."""
    return str(ACTS.get(provision.id, provision.act))


def act_choices(flags: Flags) -> list[tuple[str, str]]:
    """Return problem codes and provisions as (value, words) of a select field."""
    problems = [(code, f"{code} {translated(row.title)}") for code, row in CODES.items()]
    return problems + [(one.id, f"{one.id} {act_words(one)}") for one in flags.provisions()]


def range_words(tier: Tier) -> str:
    """Return the fine of a tier: 2 万元以下 reads as an amount, not as a range from nothing."""
    if tier.fine is None:
        return ""
    if tier.basis is FineBasis.MULTIPLE:
        return str(
            _(
                "应缴数额的 %(least)s–%(most)s 倍",
                least=tier.fine.min_fen // 100,
                most=tier.fine.max_fen // 100,
            )
        )
    if tier.fine.min_fen == 0:
        return str(_("%(most)s 元以下", most=yuan(tier.fine.max_fen)))
    return str(_("%(least)s–%(most)s 元", least=yuan(tier.fine.min_fen), most=yuan(tier.fine.max_fen)))


def tier_words(tier: Tier) -> str:
    """Return a tier as one line: when, how much, what else."""
    if tier.when:
        when = translated(tier.when)
    elif tier.condition is Condition.NORMAL:
        when = ""
    else:
        when = label(tier.condition)
    parts = [range_words(tier), _("可以吊销取水许可证") if tier.revoke else "", translated(tier.other)]
    text = clauses([part for part in parts if part])
    return str(_("%(name)s：%(text)s", name=when, text=text)) if when else text


def days_words(basis: Basis, tax_from: date) -> str:
    """Return from when to when a basis holds."""
    last = basis.last_day(tax_from)
    start = plain_day(basis.starts_on)
    if last is None:
        return str(_("%(start)s 起", start=start))
    return str(_("%(start)s 至 %(last)s", start=start, last=plain_day(last)))


@dataclass(frozen=True)
class ActLine:
    """A provision in the list: its best basis of the day."""

    provision: Provision
    words: str
    citation: str
    fines: list[str]
    certainty: Certainty
    is_held: bool
    """Whether something of it is in force here today."""
    others: int
    """How many further bases it has or had."""


def act_lines(flags: Flags, *, on: date, text: str = "") -> list[ActLine]:
    """Return the provisions whose id, act, law or article contains a text; all without one."""
    lines = [_line(one, flags, on) for one in flags.provisions()]
    wanted = text.casefold()
    return [
        line
        for line in lines
        if wanted
        in " ".join(
            (
                line.provision.id,
                line.words,
                *(basis.citation for basis in line.provision.bases),
                *(part for basis in line.provision.bases for part in basis.violated),
            )
        ).casefold()
    ]


def _line(provision: Provision, flags: Flags, on: date) -> ActLine:
    held = [basis for basis in provision.bases if flags.holds(basis, on)]
    shown = (held or list(provision.bases))[0]
    return ActLine(
        provision,
        act_words(provision),
        shown.citation,
        [tier_words(tier) for tier in shown.tiers],
        shown.certainty,
        bool(held),
        len(provision.bases) - 1,
    )


@dataclass(frozen=True)
class BasisLine:
    """A basis on the page of its provision."""

    basis: Basis
    state: str
    """As a status tag takes it."""
    state_words: str
    days: str
    fines: list[str]
    late: list[str]
    """Tiers that ask for an order that was not obeyed."""
    flags: list[str]

    @property
    def dates_unverified(self) -> bool:
        """Whether its first day was not read in the law."""
        return self.basis.dates_certainty is not Certainty.LAW


def basis_lines(provision: Provision, flags: Flags, on: date) -> list[BasisLine]:
    """Return the bases of a provision, the youngest first."""
    ordered = sorted(provision.bases, key=lambda one: one.starts_on, reverse=True)
    return [_basis_line(one, flags, on) for one in ordered]


def _basis_line(basis: Basis, flags: Flags, on: date) -> BasisLine:
    state, words = _state(basis, flags, on)
    asked = sorted(basis.flags_any)
    unverified = flags.unverified(basis)
    return BasisLine(
        basis,
        state,
        words,
        days_words(basis, flags.tax_regime_from),
        [tier_words(tier) for tier in basis.tiers],
        [tier_words(tier) for tier in basis.tiers if tier.needs_overdue],
        [with_aside(label(flag), _("未核实")) if flag in unverified else label(flag) for flag in asked],
    )


def _state(basis: Basis, flags: Flags, on: date) -> tuple[str, str]:
    if not flags.applies(basis):
        return "neutral", str(_("不适用于本县"))
    if flags.holds(basis, on):
        return "active", str(_("有效"))
    return ("proposed", str(_("尚未施行"))) if on < basis.starts_on else ("closed", str(_("已失效")))


def holder_of(session: Session, provision: Provision, county_code: str, on: date) -> str:
    """Return the agency that enforces a provision in a county on a day, empty where none does."""
    powers = accounts.list_powers(session, county_code)
    power = applicable_power(powers, matter=provision.matter, division_code=county_code, on=on)
    return power.agency.name if power is not None else ""


def problems_of(provision: Provision) -> list[str]:
    """Return the problem codes that a provision goes with, with their titles."""
    codes = [code for code, pens in PUNISHED_BY.items() if provision.family in pens] or provision.problems
    return [f"{code} {translated(CODES[code].title)}" for code in codes]
