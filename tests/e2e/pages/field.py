"""The tablet app as an officer works it: by visible words and roles, on the glass."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from playwright.sync_api import Error, expect

from casebook.demo.pictures import Shot, draw
from casebook.kernel import clock
from tests.e2e import accessibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator, Page

    from casebook.demo.register import DemoWell

PIN = "284715"
STROKES = 10
CHECKED = re.compile(r"^C\d\d ")
LABEL_END = r"\s*(可不填)?\s*$"


def beside(well: DemoWell) -> dict[str, float]:
    """Return the position of somebody who stands at a well."""
    return {"latitude": well.lat + 0.00005, "longitude": well.lon, "accuracy": 6}


def picture_of(well: DemoWell, scene: str = "head") -> bytes:
    """Return a photograph of now; no two are the same bytes."""
    return draw(Shot(scene, well.code, clock.now(), well.lon, well.lat))


class Glass:
    """What is on the tablet's glass."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self) -> Self:
        """Hold the whole screen against axe: on a glass so high that the bar at the foot covers nothing."""
        expect(self.page.locator("h1")).to_have_count(1)
        size = self.page.viewport_size
        assert size
        high: int = self.page.evaluate("() => document.documentElement.scrollHeight")
        if high > size["height"]:
            self.page.set_viewport_size({**size, "height": high})
        accessibility.check(self.page)
        self.page.set_viewport_size(size)
        return self

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def says(self, text: str | re.Pattern[str]) -> Self:
        expect(self.page.locator("body").get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    def heading(self, text: str | re.Pattern[str]) -> Self:
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()
        return self

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first

    def press(self, name: str | re.Pattern[str]) -> Self:
        self.button(name).click()
        return self

    def field(self, label: str) -> Locator:
        """Return a field by its label, with or without the mark of one that may stay blank."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}{LABEL_END}")).first

    def write(self, label: str, text: str) -> Self:
        self.field(label).fill(text)
        return self

    def choose(self, label: str, option: str) -> Self:
        """Choose in a list by the beginning of an option's words."""
        found = self.field(label)
        words = found.locator("option", has_text=re.compile(rf"^\s*{re.escape(option)}")).first
        found.select_option(label=words.inner_text())
        return self

    def pick(self, group: str, option: str) -> Self:
        """Press one of a row of big buttons."""
        row = self.page.get_by_role("group", name=group, exact=True)
        row.get_by_role("button", name=option, exact=True).click()
        return self

    def tick(self, words: str | re.Pattern[str]) -> Self:
        self.page.get_by_role("checkbox", name=words).check()
        return self


class Tablet(Glass):
    """Registering, unlocking, taking work along, and what waits to be sent."""

    def open(self) -> Self:
        self.page.goto("/field")
        return self

    def register(self, name: str = "执法大队 1 号") -> Self:
        """Make this browser a device of whoever is signed in."""
        self.open().heading("登记这台平板").write("平板叫什么", name)
        self.write("设一个六位数字的 PIN", PIN).write("再输入一次", PIN)
        self.press("登记并进入")
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible()
        return self

    def unlock(self, pin: str = PIN) -> Self:
        """Type the PIN: the sixth digit opens."""
        self.page.get_by_label("PIN", exact=True).fill(pin)
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible()
        return self

    def again(self) -> Self:
        """Load the page again, which locks it, and unlock it."""
        self.page.reload()
        return self.unlock()

    def tab(self, name: str) -> Self:
        self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()
        return self

    def go(self, route: str) -> Self:
        self.page.evaluate("(route) => { location.hash = route; }", route)
        return self

    def take_township(self, name: str) -> Self:
        """Take a township's work package along and wait until it is whole."""
        self.tab("我").choose("乡镇", name)
        self.press(re.compile("取工作包|换成新的工作包"))
        return self.says("工作包完整，可以出发。")

    def take_due(self, days: str) -> Self:
        """Take along what is due within so many days."""
        self.tab("我").pick("带什么", "快到期的检查").choose("几天之内到期", days)
        self.press(re.compile("取工作包|换成新的工作包"))
        return self.says("工作包完整，可以出发。")

    def stand_at(self, well: DemoWell) -> Self:
        """Go to a well."""
        self.page.context.set_geolocation(beside(well))
        return self

    def settle(self) -> Self:
        """Wait until the screen that was gone to is there."""
        expect(self.main.get_by_role("heading", level=1)).to_have_count(1)
        return self

    def is_ready_offline(self) -> Self:
        """Wait until the app would open without a network."""
        return self.tab("我").says("已就绪，没有网络也能打开")

    def offline(self) -> Self:
        self.page.context.set_offline(True)
        return self

    def online(self) -> Self:
        self.page.context.set_offline(False)
        return self

    def open_well(self, well: DemoWell) -> Self:
        """Find a well in the package by its code."""
        self.tab("任务")
        self.page.get_by_role("search").get_by_label("找井").fill(well.code[6:])
        self.page.get_by_role("search").get_by_role("button", name=re.compile(well.code)).click()
        return self.heading(well.code)

    def scan(self, picture: bytes) -> Self:
        """Scan a code, by a photograph of it."""
        return self.press("扫码").show(picture)

    def show(self, picture: bytes) -> Self:
        """Give the open scanner a photograph."""
        shown = {"name": "code.png", "mimeType": "image/png", "buffer": picture}
        self.page.get_by_label("改用照片识别").set_input_files(files=[shown])
        return self

    def killed(self, url: str) -> Tablet:
        """Kill the page as a system short of memory does, open another at an address, and unlock it."""
        context = self.page.context
        with suppress(Error):  # the page is gone before it can answer
            self.page.goto("chrome://crash")
        page = context.new_page()
        for left in reversed(range(20)):  # the worker that keeps the shell may have died with the page
            try:
                page.goto(url)
                break
            except Error:
                if not left:
                    raise
                page.wait_for_timeout(500)
        return Tablet(page).unlock()

    def waiting(self) -> list[str]:
        """Return what the outbox says of what is not finished, one line each."""
        self.tab("待传").heading("待传")
        return self.main.locator(".entry__state").all_inner_texts()

    def delivered(self, count: int) -> Self:
        """Wait until so many operations have a verified receipt and nothing waits."""
        self.tab("待传").says(f"已送达 {count}")
        expect(self.main.get_by_text("全部已送达。")).to_be_visible()
        return self

    def export(self, into: str) -> str:
        """Write the outbox into a file and return its name."""
        with self.page.expect_download() as download:
            self.press("导出待传")
        path = f"{into}/{download.value.suggested_filename}"
        download.value.save_as(path)
        return path

    def lock(self) -> Self:
        self.tab("我").press("现在锁定")
        expect(self.page.get_by_label("PIN", exact=True)).to_be_visible()
        return self


class Act(Glass):
    """A record that is written step by step."""

    @property
    def title(self) -> str:
        return self.page.locator(".walk__title").inner_text()

    def begin(self, kind: str, title: str = "到场位置") -> Self:
        self.press(kind)
        return self.at(title)

    def at(self, title: str | re.Pattern[str]) -> Self:
        return self.heading(title)

    def next(self) -> Self:
        """Go on to the next step, and wait until it is there."""
        before = self.title
        self.press("下一步")
        expect(self.page.locator(".walk__title")).not_to_have_text(before)
        return self

    def to(self, title: str) -> Self:
        """Go to a step by the overview."""
        self.page.get_by_role("button", name=re.compile("^目录")).click()
        self.page.locator(".overview").get_by_role("button", name=title).first.click()
        return self.at(title)

    def arrive(self) -> Self:
        self.at("到场位置").press("记录到场")
        return self.says("距登记井位")

    def officers(self, second: str) -> Self:
        self.at("执法人员").choose("协办人员", second)
        return self.says("检查当天有效")

    def tell(self, person: str, title: str = "出示证件与告知") -> Self:
        """Show the certificate and ask for objections."""
        self.at(title).write("现场负责人或在场人", person)
        return self.tick("已向在场人出示执法证件").tick("已告知有权申请执法人员回避")

    def check(self, second: str, person: str, answers: Mapping[str, str]) -> Self:
        """Arrive, say who is there, and answer the whole checklist."""
        self.arrive().next().officers(second).next().tell(person).next()
        return self.answer(answers)

    def answer(self, answers: Mapping[str, str]) -> Self:
        """Answer the whole checklist: as it is named here, else with 不适用 or not at all."""
        while CHECKED.match(self.title):
            self.answer_one(answers.get(self.title.split(" ")[0]))
        return self.at("发现的问题")

    def answer_one(self, words: str | None) -> None:
        """Answer the question that is shown, and go on to the next."""
        before = self.title
        row = self.page.locator(".walk__body .big-choices__row")
        if row.count():
            choice = row.get_by_role("button", name=words or "不适用", exact=True)
            (choice if choice.count() else row.get_by_role("button").first).click()
            # A good answer goes on by itself, a moment after the click.
            self.page.wait_for_timeout(400)
        elif words:
            self.page.locator(".walk__body .input, .walk__body .textarea").first.fill(words)
        if self.title == before:
            self.next()

    def find(self, code: str, words: str) -> Self:
        """Record a problem that the answers point to, or any other."""
        self.at("发现的问题")
        offered = self.page.locator(".offers").get_by_role("button", name=re.compile(f"^{code} "))
        if offered.count():
            offered.click()
        else:
            self.choose("记录其他问题", code).press("加入这个问题")
        return self.write("看到的情况", words)

    def photograph(self, pictures: list[bytes], button: str = "拍照") -> Self:
        """Take photographs with the camera button, and wait until they are stored."""
        before = self.page.locator(".captured__item").count()
        with self.page.expect_file_chooser() as chooser:
            self.page.locator(".walk").get_by_role("button", name=re.compile(f"^{button}")).first.click()
        names = [f"IMG_{before + n:04}.jpg" for n in range(len(pictures))]
        files = zip(names, pictures, strict=True)
        chosen = [{"name": name, "mimeType": "image/jpeg", "buffer": one} for name, one in files]
        chooser.value.set_files(files=chosen)
        expect(self.page.locator(".captured__item")).to_have_count(before + len(pictures))
        return self

    def paper(self, party: str, title: str = "笔录与签名") -> Self:
        """Make the paper, read it back, and let the first officer and the party sign on the glass."""
        self.at(title).compose().sign("lead").sign("party", party)
        return self

    def compose(self) -> Self:
        self.press("生成笔录").press("向当事人宣读，或交其阅读")
        return self.press("已宣读或已交其阅读，无异议")

    def signer(self, role: str) -> Locator:
        return self.page.locator(f".signer[data-role={role}]")

    def sign(self, role: str, name: str = "") -> Self:
        """Draw a signature on the glass."""
        signer = self.signer(role)
        if name:
            signer.get_by_label("姓名").fill(name)
        signer.get_by_role("button", name="在屏幕上签名").click()
        self.draw()
        expect(signer).to_have_attribute("data-signed", "true")
        return self

    def draw(self) -> Self:
        """Draw on the pad that is open; a stroke that came before the pad listened is drawn again."""
        pad = self.page.get_by_role("dialog")
        done = pad.get_by_role("button", name="用这个签名")
        for _try in range(STROKES):
            self._stroke(pad.locator("canvas"))
            if done.is_enabled():
                break
            self.page.wait_for_timeout(200)
        done.click()
        expect(pad).to_have_count(0)
        return self

    def _stroke(self, canvas: Locator) -> None:
        box = canvas.bounding_box()
        assert box
        mouse, left, top = self.page.mouse, box["x"] + 40, box["y"] + 40
        mouse.move(left, top)
        mouse.down()
        for step in range(1, 10):
            mouse.move(left + step * 15, top + (step % 3) * 20)
        mouse.up()

    def declare(self, certificate: str) -> Self:
        """Let the second officer only be declared."""
        second = self.signer("second")
        second.get_by_role("button", name="只声明在场").click()
        second.get_by_label(re.compile("执法证号后四位")).fill(certificate[-4:])
        second.get_by_role("button", name="声明在场").last.click()
        expect(second).to_have_attribute("data-signed", "true")
        return self

    def file(self, name: str = "提交记录") -> Self:
        """Put the record into the outbox."""
        self.press(name)
        return self.heading("待传")

    def answer_questions(self, words: str) -> Self:
        """Write the same answer below each question of an interview."""
        for answer in self.page.get_by_label("答", exact=True).all():
            answer.fill(words)
        return self

    def accept_signatures(self, day: str) -> Self:
        """Fill in the four signatures of an acceptance, the first one also on the glass."""
        self.write("验收日期", day)
        for panel in self.page.locator(".panel").all():
            panel.get_by_label("单位").fill("某单位")
            panel.get_by_label("签字人").fill("某人")
            panel.get_by_label("签字日期").fill(day)
        self.button(re.compile("^在屏幕上签名")).click()
        return self.draw()


class Round(Glass):
    """A patrol through a village."""

    def begin(self, village: str) -> Self:
        self.press(re.compile(village))
        return self.heading(f"巡查 {village}")

    def visit(self, code: str = "") -> Self:
        """Open a well of the list, the nearest without a code."""
        wells = self.page.locator(".well-list").get_by_role("button")
        (wells.filter(has_text=code) if code else wells).first.click()
        return self

    def note_down(self) -> Self:
        """Put the visit into the outbox and come back to the list."""
        self.press("记下，看下一眼")
        return self.heading(re.compile("^巡查"))


class MeterRound(Glass):
    """Reading the meters of a village."""

    def note_down(self) -> Self:
        """Put the dial into the outbox and come back to the list."""
        self.press("记下，抄下一块")
        return self.heading(re.compile("^抄表"))

    def unread(self) -> list[str]:
        """Return the codes of the wells that are left."""
        return self.page.locator(".well-list .well-line__head strong").all_inner_texts()

    def begin(self, code: str) -> Self:
        self.page.locator(".well-list").get_by_role("button").filter(has_text=code).click()
        return self.heading(code)
