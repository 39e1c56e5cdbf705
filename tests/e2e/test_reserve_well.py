"""A reserve well is opened in an emergency and closed again; what it took is subtracted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel import clock
from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor


def test_from_the_application_to_the_new_seal(visitor: Visitor) -> None:
    today = clock.today()
    clerk = Screen(visitor("closure")).open("/closures/emergencies")
    clerk.main.get_by_role("table", name="应急启用").get_by_role("link").first.click()
    clerk.page.wait_for_url("**/emergencies/*")
    clerk.look().main.get_by_role("link").filter(has_text="-FJ-").first.click()
    clerk.page.wait_for_url("**/closures/*-FJ-*")
    closure = clerk.page.url
    clerk.look().main.locator("summary").filter(has_text="更多").click()
    clerk.follow("申请应急启用").write("应急事由", "供水主管爆裂，居民临时取水。")
    clerk.write("最多取水", "300").write("到哪一天止", f"{today}").press("申请启用").says("批准应急启用")
    place = clerk.page.url
    assert clerk.main.get_by_role("link", name="批准应急启用").count() == 0

    head = Screen(visitor("agencyhead")).open(place)
    head.follow("批准应急启用").pick("决定", "同意启用")
    head.write("批准文号，或者不同意的理由", "冠水应〔演示〕2号").press("批准应急启用").says("下一步")

    clerk.open(place).follow("登记启用").write("启用时表码", "18600").press("登记启用")
    clerk.says("最迟").follow("登记重新封存").write("重新封存时表码", "18950")
    clerk.write("新铅封（锁具）编号", "冠封备 0031").press("登记重新封存")
    assert clerk.refused()
    clerk.write("超期或超量的原因", "抢修多用一天，另供消防。").press("登记重新封存")
    clerk.says("已经办完").says("350").says("冠封备 0031")
    clerk.open(closure).says("应急启用")
