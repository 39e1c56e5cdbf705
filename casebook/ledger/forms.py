"""The filter of the ledger's pages: the same words for a figure of the board and the entries under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from casebook.ledger import queries
from casebook.ledger.queries import Filter as EntryFilter
from casebook.ledger.queries import Scope
from casebook.ledger.rules import WATER, WELLS, AquiferGroup, PostingKind
from casebook.regions.presenters import offered_townships
from casebook.web.filters import Filter, offered_years
from casebook.web.labels import choices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

NET = {"wells": WELLS, "water": WATER}
"""Kinds that make a figure together: what was booked, and what of it was taken back."""


class EntryFilterForm(Filter):
    """What the list of entries is narrowed to."""

    year = SelectField(_l("年度"))
    kind = SelectField(_l("类别"))
    township = SelectField(_l("乡镇（街道）"))
    aquifer = SelectField(_l("层位"))
    as_of = DateField(_l("截至"), [Optional()])

    actor: Actor

    @classmethod
    def of(cls, session: Session, actor: Actor) -> EntryFilterForm:
        """Return the filter of the request's address."""
        net = [("wells", _("封井眼数（封停与冲销）")), ("water", _("压减水量（压减与冲销）"))]
        form = cls.read(
            year=offered_years(queries.list_years(session, actor.county_code)),
            kind=[*net, *choices(PostingKind)],
            township=offered_townships(session, actor, request.args.get("township")),
            aquifer=choices(AquiferGroup),
        )
        form.actor = actor
        return form

    def wanted(self) -> EntryFilter:
        """Return which entries to list."""
        kind = self.kind.data
        return EntryFilter(
            year=int(self.year.data) if self.year.data else None,
            kinds=NET.get(kind) or (frozenset({PostingKind(kind)}) if kind else frozenset()),
            division=self.township.data,
            aquifer_group=AquiferGroup(self.aquifer.data) if self.aquifer.data else None,
            as_of=self.as_of.data,
        )

    def scope(self) -> Scope:
        """Return the same entries as a sum is made of: within the reader's jurisdiction."""
        wanted = self.wanted()
        return replace(wanted, division=wanted.division or self.actor.jurisdiction)
