"""A whole day offline, then a bad link, killed browsers and a killed server; at the end, what was lost.

Usage: python -m tests.chaos [--seed N] [--inspections 30]. Two tablets write the day's inspections, three
photographs each, and their browsers are killed at moments that the seed decides; then they send over a
link that is cut every few hundred kilobytes, while the server is killed again and again. One outbox also
travels on a stick at the same time, and in the end every operation is replayed, shuffled. Exit code 0:
nothing was lost, doubled or overwritten; 1: the list says what.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from tests.chaos import counting
from tests.chaos.day import TOWNSHIP, Plan, Writer, plans
from tests.chaos.machine import PATIENCE_MS, Device
from tests.chaos.proxy import Link
from tests.e2e.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

CHANCE = 0.06
"""Of a kill after each touch."""
LEAST, MOST = 150_000, 500_000
"""Bytes after which a connection is cut."""
PATIENCE_S = 900
OFFICERS = (("inspector", "李雪", "0002"), ("inspector2", "周明", "0001"))
"""Login, and the other one's name and end of certificate."""


def say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


class Outage(threading.Thread):
    """Kills the server at random moments and starts it again, until it is told to stop."""

    def __init__(self, server: Served, dice: Random) -> None:
        super().__init__(daemon=True)
        self._server, self._dice = server, dice
        self._is_over = threading.Event()
        self.kills = 0

    def run(self) -> None:
        while not self._is_over.wait(self._dice.uniform(1, 6)):
            self._server.kill()
            self.kills += 1
            time.sleep(self._dice.uniform(0, 2))
            self._server.start()

    def end(self) -> None:
        self._is_over.set()
        self.join()


def write_day(device: Device, day: list[Plan], dice: Random, second: str, certificate: str) -> None:
    """Register a tablet, take the township along, and write all day without a network."""
    device.sign_in()
    device.tablet.register(f"试验平板 {device.login}").take_township(TOWNSHIP).is_ready_offline()
    device.go_offline()
    writer = Writer(device, dice, chance=CHANCE)
    for number, plan in enumerate(day, start=1):
        writer.write(plan, second, certificate)
        if number % 5 == 0 or number == len(day):
            say(f"{device.login}: {number} written, browser killed {device.kills} times")


def send_all(devices: list[Device], dice: Random) -> None:
    """Send until every tablet has a receipt for all; browsers die on the way."""
    for device in devices:
        device.go_online()
    deadline = time.monotonic() + PATIENCE_S
    waiting = list(devices)
    while waiting:
        if time.monotonic() > deadline:
            raise AssertionError([device.tablet.waiting() for device in waiting])
        device = dice.choice(waiting)
        if dice.random() < CHANCE:
            device.kill()
            device.reopen("#/outbox")
        if is_all_sent(device):
            waiting.remove(device)
            say(f"{device.login}: all delivered")
        time.sleep(1)


def is_all_sent(device: Device) -> bool:
    """Look at the outbox; sign in where that is asked for."""
    tablet = device.tablet.tab("待传").heading("待传")
    if tablet.page.get_by_text("没有登录，记录登录后发送").count():
        try_to_sign_in(device)
        return False
    if tablet.main.get_by_text("全部已送达。").count():
        return True
    again = tablet.button("现在发送")
    if again.count() and again.is_enabled():
        again.click()
    return False


def try_to_sign_in(device: Device) -> None:
    try:
        device.sign_in()
    except Exception as error:  # noqa: BLE001 - the server may be down just now; the next round tries again
        say(f"{device.login}: sign-in failed, tried again: {type(error).__name__}")
    device.reopen("#/outbox")


def replay(server: Served, devices: list[Device], dice: Random, known: frozenset[str]) -> list[str]:
    """Hand every operation over again, shuffled, twice; each answer is the first one, to the byte."""
    for device in devices:
        device.sign_in()  # a killed browser may have forgotten its cookie
    made = counting.operations(server, known) * 2
    dice.shuffle(made)
    found = []
    for one in made:
        for device in devices:
            answer = device.context.request.put(
                f"/field/api/operations/{one.id}",
                data=one.body,
                headers={
                    "Casebook-Device": one.device,
                    "Casebook-Body-Hash": one.body_hash,
                    "Casebook-Signature": one.signature,
                },
            )
            if answer.status == 200 and answer.json()["receipt"] != one.receipt:
                found.append(f"another receipt for {one.id}")
            if answer.status not in {200, 404}:
                found.append(f"replay of {one.id}: {answer.status} {answer.text()[:200]}")
    return found


def carry(server: Served, stick: str, found: list[str]) -> None:
    """Take an exported outbox in while the same work comes over the link."""
    loaded = server.run("outbox", "load", stick)
    if loaded.returncode:
        found.append(f"casebook outbox load: {loaded.stdout}{loaded.stderr}")


def run(play: Playwright, folder: Path, seed: int, count: int) -> list[str]:
    dice = Random(seed)
    server = Served(folder / "server")
    with ExitStack() as stack:
        stack.callback(server.stop)
        link = Link(server.port, Random(seed), least=LEAST, most=MOST)
        stack.callback(link.close)
        known = frozenset(one.id for one in counting.operations(server))
        day = list(plans(dice, count))
        half = -(-count // 2)
        shares = (day[:half], day[half:])
        devices = []
        for (login, second, certificate), share in zip(OFFICERS, shares, strict=True):
            device = Device(play, folder / login, link.url, login)
            stack.callback(device.close)
            devices.append(device)
            write_day(device, share, dice, second, certificate)
        found: list[str] = []
        stick = devices[0].tablet.tab("待传").export(str(folder))
        link.is_cutting = True
        outage = Outage(server, Random(seed))
        outage.start()
        carrying = threading.Thread(target=carry, args=(server, stick, found), daemon=True)
        carrying.start()
        try:
            send_all(devices, dice)
            carrying.join()
        finally:
            outage.end()
        link.is_cutting = False
        found += replay(server, devices, dice, known)
        found += counting.faults(server, day, known)
        kills = sum(device.kills for device in devices)
        say(f"link cut {link.cuts} times, browsers killed {kills}, server {outage.kills}")
        planned = sum(len(picture) for plan in day for picture in plan.pictures)
        say(f"photographs {planned / 1e6:.1f} MB, sent up {link.bytes_up / 1e6:.1f} MB with everything else")
        return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inspections", type=int, default=30)
    given = parser.parse_args()
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        found = run(play, Path(folder), given.seed, given.inspections)
    for fault in found:
        say(f"FAULT {fault}")
    say(f"seed {given.seed}: {given.inspections} inspections, {len(found)} lost, doubled or overwritten")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
