"""`casebook keys`: making, changing and showing the keys that sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook.kernel import clock
from casebook.keys import agreement, manifest, signing
from casebook.web.terminal import in_app, print_json, settings

if TYPE_CHECKING:
    from casebook.keys.manifest import SigningKey


@click.group()
def keys() -> None:
    """Make, change and show the keys that sign. They are files, and part of the backup."""


@keys.command("init")
@in_app
def init() -> None:
    """Make the first signing key."""
    click.echo(signing.init(settings(), now=clock.now()).fingerprint)


@keys.command("rotate")
@in_app
def rotate() -> None:
    """Make a new signing key; what the old one signed can still be verified."""
    click.echo(signing.rotate(settings(), now=clock.now()).fingerprint)


@keys.command("show")
@click.option("--json", "as_json", is_flag=True, help="Print fingerprints, times and public keys as JSON.")
@in_app
def show(*, as_json: bool) -> None:
    """Print all signing keys by fingerprint, the oldest first, then the key that opens what tablets seal."""
    found = manifest.read(settings())
    opener = agreement.load(settings())
    if as_json:
        sealed_to = {
            "fingerprint": opener.fingerprint,
            "algorithm": agreement.ALGORITHM,
            "public": opener.public,
        }
        print_json([*(vars(key) for key in found), sealed_to])
        return
    for key in found:
        click.echo(_line(key))
    click.echo(f"{opener.fingerprint}  {agreement.ALGORITHM}  {_('平板加密用')}")


def _line(key: SigningKey) -> str:
    until = _("至今") if key.retired_at is None else clock.local_day(key.retired_at).isoformat()
    return f"{key.fingerprint}  {key.algorithm}  {clock.local_day(key.created_at)} – {until}"


commands = (keys,)
