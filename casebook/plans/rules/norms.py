"""Norms of water use (用水定额): the basis of permits and plans (水法 47; 取水条例 16)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from casebook.kernel.volumes import cubic_metres, litres

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class NormKind(StrEnum):
    """What a norm is about."""

    DOMESTIC = "domestic"
    INDUSTRY = "norm_industry"
    IRRIGATION = "norm_irrigation"
    SERVICE = "service"
    LIVESTOCK = "norm_livestock"


class HasDays(Protocol):
    """Something with a first and a last day."""

    @property
    def valid_from(self) -> date:
        """First day."""

    @property
    def valid_to(self) -> date | None:
        """Last day; None until further notice."""


def holds(norm: HasDays, on: date) -> bool:
    """Say whether a norm is in force on a day."""
    return norm.valid_from <= on and (norm.valid_to is None or on <= norm.valid_to)


def volume_by_norm(value_m3: Decimal, output: Decimal) -> Decimal:
    """Return what a norm gives for an output, in m³ to the litre."""
    return cubic_metres(litres(value_m3 * output))
