"""Reading forms with their versions and bindings, what was filled and what was merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, select

from casebook.blanks.books.book import Book
from casebook.blanks.models import BlankBinding, BlankFilling, BlankForm, BlankMerge, BlankVersion
from casebook.blanks.rules.places import Places
from casebook.kernel.errors import NotFound
from casebook.regions import queries as regions
from casebook.storage.queries import open_file

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

MOST_LISTED = 60
"""Fillings or merges of a form that its page shows: five years of months."""


@dataclass(frozen=True)
class FormLine:
    """A form in the list, with its newest version and when it was filled last."""

    form: BlankForm
    version: int
    filled_at: datetime | None


def list_forms(session: Session, actor: Actor) -> list[FormLine]:
    """Return the county's forms by name; for who reaches the county."""
    if not actor.reaches(actor.county_code):
        return []
    newest = func.max(BlankVersion.number)
    query = (
        select(BlankForm, newest, func.max(BlankFilling.filled_at))
        .join(BlankVersion, BlankVersion.form_id == BlankForm.id)
        .outerjoin(BlankFilling, BlankFilling.version_id == BlankVersion.id)
        .where(BlankForm.county_code == actor.county_code)
        .group_by(BlankForm.rowid)
        .order_by(BlankForm.name, BlankForm.rowid)
    )
    return [FormLine(form, version, filled_at) for form, version, filled_at in session.execute(query)]


def get_form(session: Session, form_id: UUID, actor: Actor) -> BlankForm:
    """Return a form of the actor's county, or raise NotFound."""
    found = session.scalar(select(BlankForm).where(BlankForm.id == form_id))
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("blank_form", form_id)
    return found


def find_form_by_name(session: Session, county_code: str, name: str) -> BlankForm | None:
    """Return a county's form by its name, or None."""
    query = select(BlankForm).where(BlankForm.county_code == county_code, BlankForm.name == name)
    return session.scalar(query)


def list_versions(session: Session, form_id: UUID) -> list[BlankVersion]:
    """Return the versions of a form, the newest first."""
    query = select(BlankVersion).where(BlankVersion.form_id == form_id)
    return list(session.scalars(query.order_by(BlankVersion.number.desc())))


def latest_version(session: Session, form_id: UUID) -> BlankVersion:
    """Return the newest version of a form."""
    found = session.scalar(
        select(BlankVersion)
        .where(BlankVersion.form_id == form_id)
        .order_by(BlankVersion.number.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("blank_version", form_id)
    return found


def get_version(session: Session, version_id: UUID) -> BlankVersion:
    """Return the version that a filling or merge of it names."""
    found = session.scalar(select(BlankVersion).where(BlankVersion.id == version_id))
    if found is None:
        raise NotFound("blank_version", version_id)
    return found


def bindings_of(session: Session, version_id: UUID) -> list[BlankBinding]:
    """Return the bindings of a version in the order in which they were made."""
    query = select(BlankBinding).where(BlankBinding.version_id == version_id)
    return list(session.scalars(query.order_by(BlankBinding.rowid)))


def count_bindings(session: Session, version_id: UUID) -> int:
    """Return how many bindings a version has."""
    query = select(func.count()).where(BlankBinding.version_id == version_id)
    return session.scalar(query) or 0


def list_fillings(session: Session, version_ids: Collection[UUID]) -> list[BlankFilling]:
    """Return what these versions were filled with, the newest first."""
    query = select(BlankFilling).where(BlankFilling.version_id.in_(sorted(version_ids)))
    order = BlankFilling.filled_at.desc(), BlankFilling.rowid.desc()
    return list(session.scalars(query.order_by(*order).limit(MOST_LISTED)))


def get_filling(session: Session, filling_id: UUID, actor: Actor) -> BlankFilling:
    """Return a filling of the actor's county, or raise NotFound."""
    found = session.scalar(select(BlankFilling).where(BlankFilling.id == filling_id))
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("blank_filling", filling_id)
    return found


def list_merges(session: Session, version_ids: Collection[UUID]) -> list[BlankMerge]:
    """Return the merges on these versions, the newest first."""
    query = select(BlankMerge).where(BlankMerge.version_id.in_(sorted(version_ids)))
    order = BlankMerge.merged_at.desc(), BlankMerge.rowid.desc()
    return list(session.scalars(query.order_by(*order).limit(MOST_LISTED)))


def get_merge(session: Session, merge_id: UUID, actor: Actor) -> BlankMerge:
    """Return a merge of the actor's county, or raise NotFound."""
    found = session.scalar(select(BlankMerge).where(BlankMerge.id == merge_id))
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("blank_merge", merge_id)
    return found


def open_book(version: BlankVersion) -> Book:
    """Return a version's blank file as a workbook."""
    with open_file(version.file_hash) as stream:
        return Book(stream.read())


def open_list(filling: BlankFilling) -> list[dict[str, Any]]:
    """Return the list of what each cell was filled with."""
    with open_file(filling.list_hash) as stream:
        found: list[dict[str, Any]] = orjson.loads(stream.read())
    return found


def places_of(session: Session, county_code: str) -> Places:
    """Return the county's divisions by what rows may call them."""
    return Places(regions.names(session, county_code), county_code)
