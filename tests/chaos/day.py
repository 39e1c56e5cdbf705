"""A day of inspections as it is typed, and typing it on a tablet that may die between any two touches."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from casebook.demo.cast import QINGSHUI
from casebook.demo.register import wells
from casebook.wells.rules import WellStatus
from tests.e2e.pages.field import CHECKED, Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from casebook.demo.register import DemoWell
    from tests.chaos.machine import Device

TOWNSHIP = "清水镇"
PHOTOGRAPHS = 3
SIZE = (560, 420)
SETTLED_MS = 400
"""What was typed so long ago has to be there after a kill."""
FILED = "这份记录已经提交或删除"


@dataclass
class Plan:
    """What is typed and photographed at one well."""

    well: DemoWell
    situation: str
    finding: str
    person: str
    pictures: list[bytes]
    losses: list[str] = field(default_factory=list)

    @property
    def hashes(self) -> frozenset[str]:
        return frozenset(hashlib.sha256(picture).hexdigest() for picture in self.pictures)


def picture(dice: Random) -> bytes:
    """Return a photograph of some 180 KiB; no two are the same."""
    target = io.BytesIO()
    noise = Image.frombytes("RGB", SIZE, dice.randbytes(SIZE[0] * SIZE[1] * 3))
    noise.save(target, "JPEG", quality=85)
    return target.getvalue()


def plans(dice: Random, count: int) -> Iterator[Plan]:
    """Make a day's plans; no two say the same or show the same."""
    crowd = [one for one in wells() if one.township == QINGSHUI and one.status is WellStatus.IN_USE]
    for number, well in enumerate(dice.sample(crowd, count)):
        pictures = [picture(dice) for _number in range(PHOTOGRAPHS)]
        mark = f"{number:02}-{dice.randrange(16**6):06x}"
        yield Plan(
            well,
            f"第{mark}次检查：水泵运行，管道完好。",
            f"{mark}：未见计量设施。",
            f"在场人{number:02}",
            pictures,
        )


class Writer:
    """Types a plan; `chance` decides after each touch whether the browser is killed."""

    def __init__(self, device: Device, dice: Random, *, chance: float) -> None:
        self.device, self._dice, self._chance = device, dice, chance
        self._steps: dict[str, Callable[[Act, Plan], None]] = {
            "到场位置": self._arrive,
            "执法人员": self._officers,
            "出示证件与告知": self._tell,
            "发现的问题": self._find,
            "现场情况": self._describe,
            "照片、录像、录音": self._photograph,
            "笔录与签名": self._sign,
        }

    def write(self, plan: Plan, second: str, certificate: str) -> None:
        """Write one record from arrival to the outbox, whatever happens on the way."""
        self._second, self._certificate = second, certificate
        self.device.stand_at(plan.well)
        self.device.tablet.open_well(plan.well)
        Act(self.device.page).begin("行政检查")
        while not self._step(plan):
            pass

    def _step(self, plan: Plan) -> bool:
        """Do what the present screen asks for; True once the record is in the outbox."""
        act = Act(self.device.page)
        title = act.page.locator("h1")
        expect(title).to_have_count(1)
        words = title.inner_text()
        if words in {FILED, "待传"}:
            return True
        if words == "核对并提交":
            act.press("提交记录")
            if not self._maybe_kill(SETTLED_MS):
                act.heading("待传")
            return False
        if CHECKED.match(words):
            act.answer_one({"C10": "否", "C30": "40"}.get(words.split(" ")[0]))
        else:
            self._steps[words](act, plan)
            if not self._maybe_kill(SETTLED_MS):
                Act(self.device.page).next()  # another page than before, where the step outlived a kill
        return False

    def _maybe_kill(self, within_ms: int) -> bool:
        """Kill the browser at some moment from now on, by the chance that was set; come back to the step."""
        if self._dice.random() >= self._chance:
            return False
        route = re.sub(r"^[^#]*", "", self.device.page.url)
        self.device.page.wait_for_timeout(self._dice.randint(0, within_ms))
        self.device.kill()
        self.device.reopen(route)
        return True

    def _arrive(self, act: Act, _plan: Plan) -> None:
        if act.page.get_by_role("button", name="记录到场").count():
            act.press("记录到场")
        act.says("距登记井位")

    def _officers(self, act: Act, _plan: Plan) -> None:
        act.choose("协办人员", self._second)

    def _tell(self, act: Act, plan: Plan) -> None:
        act.write("现场负责人或在场人", plan.person)
        act.tick("已向在场人出示执法证件").tick("已告知有权申请执法人员回避")

    def _find(self, act: Act, plan: Plan) -> None:
        if not act.page.get_by_label("看到的情况").count():
            act.find("P10", "")
        self._type(act, plan, "看到的情况", plan.finding)

    def _describe(self, act: Act, plan: Plan) -> None:
        self._type(act, plan, "现场情况", plan.situation)

    def _type(self, act: Act, plan: Plan, label: str, text: str) -> None:
        """Type a text in two halves; the first must have outlived a kill in the second."""
        half = len(text) // 2
        act.write(label, text[:half])
        act.page.wait_for_timeout(SETTLED_MS)
        act.write(label, text)
        if not self._maybe_kill(SETTLED_MS):
            return
        again = Act(self.device.page)
        kept = again.field(label).input_value()
        if not (text.startswith(kept) and len(kept) >= half):
            plan.losses.append(f"{label}: typed {text!r}, kept {kept!r}")
        again.write(label, text)

    def _photograph(self, act: Act, plan: Plan) -> None:
        """Take what is not there yet; what was shown as taken for a moment must have outlived a kill."""
        shown = self._shown(act)
        while shown < len(plan.pictures):
            act.photograph([plan.pictures[shown]])
            shown += 1
            is_settled = self._settle(act)
            if not self._maybe_kill(0):
                continue
            act = Act(self.device.page)
            kept = self._shown(act)
            if is_settled and kept < shown:
                plan.losses.append(f"photograph {shown} was shown and is gone")
            shown = kept

    def _settle(self, act: Act) -> bool:
        """Wait a moment, or go on at once: then nothing is promised yet but that it can be done again."""
        is_settled = self._dice.random() < 0.5
        act.page.wait_for_timeout(SETTLED_MS if is_settled else 0)
        return is_settled

    def _shown(self, act: Act) -> int:
        act.heading("照片、录像、录音")
        return act.page.locator(".captured__item").count()

    def _sign(self, act: Act, plan: Plan) -> None:
        if act.page.get_by_role("button", name="生成笔录").count():
            act.press("生成笔录")
        if not act.page.get_by_role("button", name="已宣读，再看一次").count():
            act.press("向当事人宣读，或交其阅读").press("已宣读或已交其阅读，无异议")
        for role, name in (("lead", ""), ("party", plan.person), ("second", "")):
            act = Act(self.device.page)
            if act.signer(role).get_attribute("data-signed") == "true":
                continue
            act.declare(self._certificate) if role == "second" else act.sign(role, name)
            is_settled = self._settle(act)
            if self._maybe_kill(0) and self._is_unsigned(role):
                plan.losses += [f"signature of {role} was shown and is gone"] if is_settled else []
                return self._sign(Act(self.device.page), plan)
        return None

    def _is_unsigned(self, role: str) -> bool:
        return Act(self.device.page).signer(role).get_attribute("data-signed") != "true"
