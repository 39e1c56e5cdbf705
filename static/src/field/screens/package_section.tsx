// Taking work along: township, due checks or a route of wells; how far it is, how big, until when.
import { useSignal } from "@preact/signals";
import { work } from "../store/work";
import type { Scope } from "../store/types";
import { takeCarried, type Carried } from "../sync/carried";
import { packageFault, progress, takeAlong, type Progress } from "../sync/package";
import { toldOf } from "../sync/told";
import { run } from "../shell/faults";
import { sizeText, timeText } from "../shell/now";
import { _ } from "../words";
import { ScopeForm } from "./scope_form";

function progressText({ step, done, total }: Progress): string {
  switch (step) {
    case "packing":
      return _("服务器正在装包……");
    case "fetching":
      return _("正在取 %(done)s / %(total)s", { done: sizeText(done), total: sizeText(total) });
    case "map":
      return _("正在取底图 %(total)s", { total: sizeText(total) });
    case "verifying":
      return _("正在从本机读回核对 %(done)s / %(total)s", { done, total });
  }
}

function carriedText({ package: found, receipts: n }: Carried): string {
  switch (found) {
    case "taken":
      return _("已导入新的工作包和 %(n)s 个回执，工作包完整。", { n });
    case "older":
      return _("已导入 %(n)s 个回执；平板上的工作包比文件里的新，没有换。", { n });
    case "none":
      return _("已导入 %(n)s 个回执；文件里没有这台平板的工作包。", { n });
  }
}

function Taking() {
  const now = progress.value;
  if (!now) return null;
  return (
    <div role="status">
      <p>{progressText(now)}</p>
      <progress class="progress" max={Math.max(1, now.total)} value={now.done} />
    </div>
  );
}

function Present() {
  const open = work.value;
  if (packageFault.value) return <p class="field__error">{_("平板上的工作包已损坏（%(what)s），请重新取。", { what: packageFault.value })}</p>;
  if (!open) return <p>{_("平板上没有工作包。出发前请取一个：地图、任务、核对表和人员都在里面。")}</p>;
  const { parts } = open;
  return (
    <dl class="facts">
      <dt>{_("内容")}</dt>
      <dd>
        {_("%(wells)s 眼井，%(tasks)s 项任务，%(problems)s 个问题", {
          wells: parts.wells.length,
          tasks: parts.tasks.length,
          problems: parts.problems.length,
        })}
      </dd>
      <dt>{_("大小")}</dt>
      <dd>
        {sizeText(open.size)}
        {parts.basemap ? _("，另有底图 %(size)s", { size: sizeText(parts.basemap.size) }) : _("，没有底图")}
      </dd>
      <dt>{_("核对")}</dt>
      <dd>{_("签名和每一部分都从本机读回核对过")}</dd>
      <dt>{_("取于")}</dt>
      <dd>{timeText(open.madeAt)}</dd>
      <dt>{_("到期")}</dt>
      <dd>{_("%(time)s，到时自动清除", { time: timeText(open.expiresAt) })}</dd>
    </dl>
  );
}

export function PackageSection() {
  const told = useSignal("");
  const take = async (scope: Scope): Promise<void> => {
    told.value = "";
    try {
      await takeAlong(scope);
      told.value = _("工作包完整，可以出发。");
    } catch (error) {
      told.value = toldOf(error);
    }
  };
  const carry = async (file: File): Promise<void> => {
    try {
      const taken = await takeCarried(file);
      told.value = taken.isRevoked ? _("这台平板已停用，工作包已清除。") : carriedText(taken);
    } catch (error) {
      told.value = toldOf(error);
    }
  };
  return (
    <section class="section">
      <h2>{_("工作包")}</h2>
      <Present />
      <Taking />
      <ScopeForm isBusy={progress.value !== null} onTake={(scope) => run(take(scope))} />
      <label class="field carry">
        <span class="field__label">{_("导入带来的文件")}</span>
        <span class="field__hint">{_("不联网的平板：管理员写在 U 盘上的工作包、回执和停用通知。")}</span>
        <input
          class="input"
          type="file"
          accept=".zip,application/zip"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) run(carry(file));
            event.currentTarget.value = "";
          }}
        />
      </label>
      {told.value && (
        <p class="told" role="status">
          {told.value}
        </p>
      )}
    </section>
  );
}
