"""Local packs: the penal provisions of a province, city or county, as JSON that the bureau's lawyer writes.

A pack has a code and a version that only grows. Taking in a version puts it in place of the last;
what a former version said stays in the database, and what no longer holds gets a last day (`to`).
A name in the file that is not known is a slip of the pen and refused, never an extension.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - msgspec reads the annotations when it decodes
from typing import TYPE_CHECKING, Annotated

import msgspec

from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import Refused, RuleBroken
from casebook.penalties.rules.acts import PUNISHED_BY
from casebook.penalties.rules.catalogue import CATALOGUE
from casebook.penalties.rules.laws import Law, Level
from casebook.penalties.rules.provisions import (
    LOCAL,
    YUAN,
    Authority,
    Basis,
    Condition,
    FineBasis,
    Provision,
    Range,
    Recipient,
    Tier,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_FILE = 256 * 1024
"""Bytes."""
PREFIX = f"{LOCAL}-"
"""How the id of every local act begins."""
_LOCAL_LEVELS = frozenset({Level.LOCAL_REGULATION, Level.LOCAL_RULE})

_Short = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
_Long = Annotated[str, msgspec.Meta(max_length=400)]
_Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{1,39}$")]
_Id = Annotated[str, msgspec.Meta(pattern=r"^PEN-LOC-[0-9A-Z]{1,10}$")]
_Place = Annotated[str, msgspec.Meta(pattern=r"^\d{2}(\d{2}(\d{2})?)?$")]
_Yuan = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]
_Some = msgspec.Meta(min_length=1, max_length=100)


class TierText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A tier: amounts in whole yuan, without them no fine; with `basis` multiple they are times owed."""

    condition: Condition = Condition.NORMAL
    min_yuan: _Yuan | None = None
    max_yuan: _Yuan | None = None
    basis: FineBasis = FineBasis.FIXED
    needs_overdue: bool = False
    revoke: bool = False
    other: _Long = ""


class ProvisionText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A penal article with its days."""

    law: _Short
    article: _Short
    level: Level
    valid_from: date = msgspec.field(name="from")
    valid_to: date | None = msgspec.field(name="to", default=None)
    special: bool = False
    violated: tuple[_Short, ...] = ()
    order_text: _Long = ""
    cost_recovery: bool = False
    authority: Authority = Authority.AGENCY
    tag: Certainty = Certainty.MEMORY
    tiers: Annotated[tuple[TierText, ...], _Some]


class ActText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An act with what punishes it, and the problem codes it goes with."""

    id: _Id
    act: _Short
    problems: tuple[str, ...] = ()
    variant_of: str = ""
    """The act of the catalogue that it is a local form of."""
    hands_over_to: Recipient | None = None
    provisions: Annotated[tuple[ProvisionText, ...], _Some]


class PackText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole file."""

    pack: _Code
    title: _Short
    version: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    place: _Place
    source: _Long
    acts: Annotated[tuple[ActText, ...], _Some]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was read: who made it, for where, and its acts."""

    code: str
    title: str
    version: int
    place: str
    source: str
    acts: tuple[Provision, ...]


def read_pack(content: bytes, county_code: str) -> Pack:
    """Return the pack that a file holds, for use in a county.

    Raises RuleBroken `pack_too_large`, `pack_unreadable` (with what is wrong and where), and Refused with
    every fault of what was read.
    """
    if len(content) > LARGEST_FILE:
        raise RuleBroken("pack_too_large", field="file", most=LARGEST_FILE // 1024)
    try:
        text = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=PackText)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RuleBroken("pack_unreadable", field="file", detail=str(error)) from error
    faults = list(_faults(text, county_code))
    if faults:
        raise Refused(faults)
    acts = tuple(_provision(text, act) for act in text.acts)
    return Pack(text.pack, text.title, text.version, text.place, text.source, acts)


def _faults(text: PackText, county_code: str) -> Iterator[RuleBroken]:
    if not county_code.startswith(text.place):
        yield RuleBroken("pack_of_elsewhere", field="file", place=text.place, county=county_code)
    if not text.source.strip():
        yield RuleBroken("pack_needs_source", field="file")
    seen: set[str] = set()
    for act in text.acts:
        if act.id in seen:
            yield RuleBroken("pack_act_twice", field="file", act=act.id)
        seen.add(act.id)
        if act.variant_of and act.variant_of not in CATALOGUE:
            yield RuleBroken("pack_variant_unknown", field="file", act=act.id, of=act.variant_of)
        for code in act.problems:
            if code not in PUNISHED_BY:
                yield RuleBroken("pack_problem_unknown", field="file", act=act.id, code_written=code)
        for one in act.provisions:
            yield from _faults_of_provision(act, one)


def _faults_of_provision(act: ActText, one: ProvisionText) -> Iterator[RuleBroken]:
    if one.level not in _LOCAL_LEVELS:
        yield RuleBroken("pack_level_not_local", field="file", act=act.id, level=one.level)
    if one.valid_to is not None and one.valid_to < one.valid_from:
        yield RuleBroken("pack_days_reversed", field="file", act=act.id, article=f"{one.law} {one.article}")
    for tier in one.tiers:
        is_half = (tier.min_yuan is None) is not (tier.max_yuan is None)
        if is_half or (tier.min_yuan or 0) > (tier.max_yuan or 0):
            yield RuleBroken("pack_range_wrong", field="file", act=act.id, article=f"{one.law} {one.article}")


def _provision(pack: PackText, act: ActText) -> Provision:
    return Provision(
        act.id,
        act.act,
        tuple(_basis(pack, one) for one in act.provisions),
        hands_over_to=act.hands_over_to,
        problems=act.problems,
        variant_of=act.variant_of,
    )


def _basis(pack: PackText, one: ProvisionText) -> Basis:
    law = Law(pack.pack, one.law, one.level, one.valid_from, one.tag, pack.place)
    return Basis(
        law,
        one.article,
        one.violated,
        tuple(_tier(tier) for tier in one.tiers),
        one.order_text,
        certainty=one.tag,
        special=one.special,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        cost_recovery=one.cost_recovery,
        authority=one.authority,
    )


def _tier(tier: TierText) -> Tier:
    unit = YUAN if tier.basis is FineBasis.FIXED else 100
    fine = (
        None
        if tier.min_yuan is None or tier.max_yuan is None
        else Range(tier.min_yuan * unit, tier.max_yuan * unit)
    )
    return Tier(
        tier.condition,
        fine,
        needs_overdue=tier.needs_overdue,
        revoke=tier.revoke,
        basis=tier.basis,
        other=tier.other,
    )
