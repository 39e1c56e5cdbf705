"""`casebook package`: what an officer takes along, for tablets that never reach the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask_babel import gettext as _

from casebook.accounts.terminal import acting
from casebook.db import db
from casebook.field.actions import carrying, packing
from casebook.field.presenters.answers import answer_json
from casebook.field.presenters.house import house_of
from casebook.field.rules.packages import Scope
from casebook.kernel import clock
from casebook.keys import files
from casebook.web.terminal import in_app, settings

if TYPE_CHECKING:
    from casebook.access import Actor
    from casebook.devices.models import Device
    from casebook.field.actions.carrying import News


@click.group()
def package() -> None:
    """Pack what an officer takes along."""


@package.command("export")
@click.option("--officer", "login", required=True, metavar="LOGIN", help="Who takes it along.")
@click.option("-o", "--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--township", metavar="CODE", help="Pack this township instead of what was packed last.")
@click.option("--due", type=int, metavar="DAYS", help="Pack what falls due within so many days instead.")
@in_app
def export(login: str, target: Path, township: str | None, due: int | None) -> None:
    """Write package, receipts and revocations into FILE, for the tablet that the officer used last.

    Only that tablet can read the package; the file is of mode 0600 all the same.
    """
    session, now, actor = db.session(), clock.now(), acting(db.session(), login)
    assert actor.officer_id is not None
    device = carrying.target_of(session, actor.officer_id)
    house = house_of(settings())
    scope = _scope(actor, device, township, due)
    asked: dict[str, Any] = {"actor": actor, "now": now, "device": device, "scope": scope, "house": house}
    parts = packing.collect(session, **asked)
    made = packing.pack(session, **asked, parts=parts)
    news = carrying.news_for(session, actor.officer_id, now)
    told = _told(news)
    data = carrying.bundle(session, device=device, now=now, package=made, told=told, signer=house.signer)
    files.replace(target, data)
    click.echo(
        _(
            "%(name)s 的平板“%(device)s”：%(wells)s 眼井，%(tasks)s 项任务，有效至 %(until)s；"
            "回执 %(receipts)s 份，答复 %(answers)s 条，停用平板 %(revoked)s 台；共 %(size)s KB",
            name=actor.name,
            device=device.name,
            wells=len(parts["wells"]),
            tasks=len(parts["tasks"]),
            until=clock.to_local(made.expires_at).strftime("%Y-%m-%d %H:%M"),
            size=-(-len(data) // 1024),
            **{name: len(some) for name, some in told.items()},
        )
    )


def _scope(actor: Actor, device: Device, township: str | None, due: int | None) -> Scope:
    if township is not None and due is not None:
        raise click.UsageError(_("--township 和 --due 只能用一个。"))
    if township is not None:
        return Scope("township", township=township)
    if due is not None:
        return Scope("due", days=due)
    return carrying.usual_scope(db.session(), actor, device)


def _told(news: News) -> dict[str, list[Any]]:
    answers = [answer_json(one) for one in news.answers]
    return {
        "receipts": [one["receipt"] for one in answers if one["receipt"] is not None],
        "answers": answers,
        "revoked": [str(one) for one in news.revoked],
    }
