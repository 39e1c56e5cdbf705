"""A start from its settings to its end: made ready, told, served, stopped."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import segno
from flask_babel import gettext as _

from casebook import config, wiring
from casebook.accounts.terminal import acting
from casebook.db import db
from casebook.db.session import LEAST_SQLITE
from casebook.db.transaction import unit_of_work
from casebook.demo import commands as demo
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.serving import certificates, first_start
from casebook.serving.children import Children
from casebook.serving.county import embedded_file
from casebook.serving.install_site import open_site
from casebook.serving.rules import check_processes, is_loopback

if TYPE_CHECKING:
    from flask import Flask

    from casebook.accounts.actions import FirstAccount
    from casebook.config import Settings
    from casebook.serving.certificates import Certificates
    from casebook.serving.rules import Address

_MEMORY = Path("/dev/shm")  # noqa: S108 - where gunicorn keeps its heartbeat, so that a slow disk stops nobody

_OWNER_ONLY = 0o077
"""Database, files and keys hold personal data: what a start makes, others on the machine cannot read."""


def run(settings: Settings, address: Address) -> int:
    """Serve until stopped; return the exit code."""
    os.umask(_OWNER_ONLY)
    _check_driver(settings)
    for needed in (address, address.install_site) if address.is_secure else (address,):
        _check_port(needed)
    local = _certificates(settings, address) if address.is_secure else None
    settings = replace(settings, host=address.host, port=str(address.port))
    settings = replace(settings, secure_cookies="1") if local else settings
    _hand_down(settings)
    copy = first_start.bring_up(settings, now=clock.now())
    first_start.make_keys(settings, now=clock.now())
    app = wiring.create_app(settings)
    accounts = _fill(app, settings)
    _tell(settings, address, accounts, copy)
    if local:
        _tell_certificate(local, address)
        open_site(app, address.install_site)
    click.echo(_("按 Ctrl-C 停止。"))
    worker = [sys.executable, "-m", "casebook", "worker"]
    return Children({"server": server_command(settings, address, local), "worker": worker}).run()


def server_command(settings: Settings, address: Address, local: Certificates | None) -> list[str]:
    """Return gunicorn's command line; docs/deploy.md shows the same for systemd."""
    options = {
        "--bind": address.bind,
        "--chdir": config.ROOT,
        "--worker-class": "gthread",
        "--workers": settings.workers,
        "--threads": settings.threads,
        "--timeout": 60,
        "--keep-alive": 5,
        "--log-level": "warning",
    }
    if local:
        options |= {"--certfile": local.server, "--keyfile": local.server_key}
    if _MEMORY.is_dir():
        options |= {"--worker-tmp-dir": _MEMORY}
    words = [str(word) for option in options.items() for word in option]
    return [sys.executable, "-m", "gunicorn", *words, "--no-control-socket", "wsgi:application"]


def _check_driver(settings: Settings) -> None:
    if embedded_file(settings) is None:
        return
    from pysqlite3 import dbapi2  # noqa: PLC0415 - PostgreSQL installations do without it

    check_processes(workers=int(settings.workers), version=dbapi2.sqlite_version_info, least=LEAST_SQLITE)


def _check_port(address: Address) -> None:
    """Refuse a port that cannot be opened before anything is made for it."""
    try:
        (family, kind, protocol, _name, place), *_others = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RuleBroken(
            "port_taken", field="port", host=address.host, port=address.port, reason=reason
        ) from error


def _certificates(settings: Settings, address: Address) -> Certificates:
    title = f"Casebook {settings.county_code} local CA"
    return certificates.ensure(settings.data_path, host=address.host, title=title, now=clock.now())


def _hand_down(settings: Settings) -> None:
    """Give server and worker the settings that were chosen here."""
    read = config.load()
    for name in vars(settings):
        if getattr(settings, name) != getattr(read, name):
            config.set_environment(name, getattr(settings, name))


def _fill(app: Flask, settings: Settings) -> list[FirstAccount]:
    """Make an empty county usable; leave no connection open that the server would share."""
    if settings.is_demo:
        demo.fill_demo(app, settings)
    with app.app_context():
        with unit_of_work(db.session()) as session:
            accounts = first_start.fill(
                session,
                actor=acting(session, None),
                now=clock.now(),
                first_year=int(settings.calendar_first_year),
            )
        db.session.remove()
        db.engine.dispose()
    return accounts


def _tell(settings: Settings, address: Address, accounts: list[FirstAccount], copy: Path | None) -> None:
    if copy:
        click.echo(_("数据库已升级；升级前的副本在 %(path)s", path=copy))
    if accounts:
        click.echo(_("已建立三个管理员账号。密码只显示这一次，首次登录须修改："))
        for account in accounts:
            click.echo(f"  {account.login:10} {account.password}   {account.name}")
    if settings.is_demo:
        demo.tell_accounts()
    what = _("演示县") if settings.is_demo else settings.county_code
    click.echo(_("井案 %(what)s：%(url)s", what=what, url=address.url))
    if not (address.is_secure or is_loopback(address.host)):
        click.echo(_("此地址没有加密：平板不能定位、拍照取证和离线使用。加上 TLS=1 即可。"), err=True)


def _tell_certificate(local: Certificates, address: Address) -> None:
    site = address.install_site.url
    if sys.stdout.isatty():
        segno.make(site, error="l", micro=False).terminal(compact=True)
    click.echo(_("平板先打开 %(url)s（或扫码）安装证书；证书指纹：", url=site))
    click.echo(f"  {local.fingerprint()}")
