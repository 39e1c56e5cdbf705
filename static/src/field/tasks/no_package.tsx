// Screens that live from the work package say so when there is none, and where to get one.
import { go } from "../routes";
import { expiredAt } from "../sync/package";
import { _ } from "../words";

export function NoPackage() {
  return (
    <div class="empty-state">
      <h1 class="empty-state__title">{expiredAt.value ? _("工作包已过期") : _("平板上没有工作包")}</h1>
      <p class="empty-state__body">{_("有网络时先取要去的乡镇、路线或到期任务的工作包；没有它，井、任务和地图都看不到。")}</p>
      <button type="button" class="button button--primary" onClick={() => go("#/me")}>
        {_("去取工作包")}
      </button>
    </div>
  );
}
