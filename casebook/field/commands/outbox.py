"""`casebook outbox`: work that comes on a stick. `casebook receipts`: the chain of what was acknowledged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.db.transaction import set_reading, unit_of_work
from casebook.field.actions.outboxes import load_outbox
from casebook.field.presenters.answers import answer_json, reason_json
from casebook.field.queries.receipts import verify_receipts
from casebook.field.rules.states import OperationState as S
from casebook.kernel import clock
from casebook.keys import agreement
from casebook.web.terminal import DONE, FINDINGS, in_app, print_json, print_proof, settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy.orm import Session

    from casebook.field.actions.outboxes import Loaded


@click.group()
def outbox() -> None:
    """Take in what a tablet exported."""


@outbox.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print counts and every answer as JSON.")
@as_officer
@in_app
def load(file: Path, login: str | None, *, as_json: bool) -> int:
    """Take in an exported outbox. Exit code 0: every byte is safe here, 1: not, with what is missing."""
    house = settings()
    actor = acting(db.session(), login, house.county_code)
    db.session().rollback()
    with file.open("rb") as stream:
        loaded = load_outbox(
            stream, actor=actor, now=clock.now(), key=agreement.load(house), unit=_unit_of_work
        )
    if as_json:
        print_json(_as_json(loaded))
    else:
        _print(loaded)
    return DONE if loaded.is_safe else FINDINGS


def _unit_of_work() -> AbstractContextManager[Session]:
    return unit_of_work(db.session())


def _counts(loaded: Loaded) -> dict[str, int]:
    return {
        "applied": loaded.count(S.APPLIED, S.CONFLICT),
        "refused": loaded.count(S.REFUSED),
        "waiting": loaded.count(S.WAITING_FILES, S.WAITING_RECORD, S.RECEIVED),
        "quarantined": loaded.count(S.QUARANTINED),
        "unchanged": len(loaded.unchanged),
        "drafts": len(loaded.drafts),
        "failed": len(loaded.failed),
    }


def _as_json(loaded: Loaded) -> dict[str, object]:
    return {
        "safe": loaded.is_safe,
        **_counts(loaded),
        "answers": [answer_json(answer) for answer in loaded.answers],
        "failures": [{"name": name, "reason": reason_json(why)} for name, why in loaded.failed.items()],
    }


def _print(loaded: Loaded) -> None:
    counts = _counts(loaded)
    click.echo(
        _(
            "入库 %(applied)s 条，退回 %(refused)s 条，等待 %(waiting)s 条，隔离 %(quarantined)s 条，"
            "早已收到 %(unchanged)s 条；草稿 %(drafts)s 份",
            **counts,
        )
    )
    for name, why in loaded.failed.items():
        told = reason_json(why) or {}
        click.echo(f"{name}  {told.get('message', '')}", err=True)
    click.echo(_("全部内容已安全保存。") if loaded.is_safe else _("还有内容没有保存，请保留平板和导出文件。"))


@click.group()
def receipts() -> None:
    """Prove what tablets were told."""


@receipts.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@in_app
def verify(*, as_json: bool) -> int:
    """Check every receipt of the county's chain. Exit code 0: whole, 1: not, with the places."""
    set_reading(reading=True)  # a long chain is read without keeping others from writing
    return print_proof(verify_receipts(db.session(), settings().county_code), as_json=as_json)
