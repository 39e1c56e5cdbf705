// 我: who, which tablet, the work package, PIN, appearance, storage, and the way out.
import { useEffect } from "preact/hooks";
import { store } from "../store/current";
import { measureRoom, room } from "../store/room";
import { me, townships } from "../store/work";
import { run } from "../shell/faults";
import { chooseLanguage, chooseTheme, language, theme, THEMES, type Theme } from "../shell/appearance";
import { sizeText, timeText } from "../shell/now";
import { isOfflineReady, version } from "../shell/updates";
import { lock } from "../sync/session";
import { _ } from "../words";
import { Leave } from "./leave";
import { NumbersSection } from "./numbers_section";
import { PackageSection } from "./package_section";
import { PinSection } from "./pin_section";

function Officer() {
  const officer = me.value;
  if (!officer) return null;
  return (
    <section class="section">
      <h2>{officer.name}</h2>
      <dl class="facts">
        <dt>{_("单位")}</dt>
        <dd>{officer.agency}</dd>
        <dt>{_("辖区")}</dt>
        <dd>{townships.value.find((one) => one.code === officer.jurisdiction)?.name ?? officer.county_name}</dd>
        <dt>{_("执法证")}</dt>
        <dd>
          {officer.certificate_no && officer.certificate_valid_to
            ? _("%(no)s，有效至 %(day)s", { no: officer.certificate_no, day: officer.certificate_valid_to })
            : (officer.certificate_no ?? _("没有登记；检查记录要有证的人做"))}
        </dd>
      </dl>
      <button type="button" class="button button--secondary" onClick={lock}>
        {_("现在锁定")}
      </button>
    </section>
  );
}

function Device() {
  const device = store.value?.device;
  if (!device) return null;
  const pin = device.pinned[device.pinned.length - 1];
  return (
    <section class="section">
      <h2>{_("这台平板")}</h2>
      <dl class="facts">
        <dt>{_("名称")}</dt>
        <dd>{device.name}</dd>
        <dt>{_("登记于")}</dt>
        <dd>{timeText(device.registeredAt)}</dd>
        <dt>{_("设备编号")}</dt>
        <dd class="code">{device.device}</dd>
        <dt>{_("服务器密钥指纹")}</dt>
        <dd class="code">{pin?.fingerprint}</dd>
        <dt>{_("存储")}</dt>
        <dd>{storageText()}</dd>
        <dt>{_("离线打开")}</dt>
        <dd>{offlineText()}</dd>
        <dt>{_("版本")}</dt>
        <dd class="code">{version.value ?? _("未知")}</dd>
      </dl>
    </section>
  );
}

function storageText(): string {
  const { used, quota, isPersisted } = room.value;
  const amount = used !== null && quota !== null ? _("已用 %(used)s，可用 %(quota)s", { used: sizeText(used), quota: sizeText(quota) }) : "";
  if (isPersisted === null) return amount || _("浏览器不说有多少");
  const lasting = isPersisted
    ? _("浏览器答应不清除")
    : _("浏览器没有答应不清除：请把页面添加到主屏幕，勤发送、勤导出");
  return amount ? [amount, lasting].join(_("；")) : lasting;
}

function offlineText(): string {
  if (isOfflineReady.value === null) return _("正在准备……");
  return isOfflineReady.value ? _("已就绪，没有网络也能打开") : _("还没有就绪，请联网打开一次并等一会儿");
}

function Appearance() {
  const themes: Record<Theme, string> = { "": _("跟随系统"), light: _("浅色"), dark: _("深色"), sunlight: _("日光") };
  return (
    <section class="section">
      <h2>{_("外观和语言")}</h2>
      <div class="segments" role="group" aria-label={_("外观")}>
        {THEMES.map((name) => (
          <button key={name} type="button" class="segment" aria-pressed={theme.value === name} onClick={() => chooseTheme(name)}>
            {themes[name]}
          </button>
        ))}
      </div>
      <div class="segments" role="group" aria-label={_("语言")}>
        {(["zh", "en"] as const).map((name) => (
          <button
            key={name}
            type="button"
            class="segment"
            lang={name === "zh" ? "zh-CN" : "en"}
            aria-pressed={language.value === name}
            onClick={() => chooseLanguage(name)}
          >
            {name === "zh" ? "中文" : "English"}
          </button>
        ))}
      </div>
    </section>
  );
}

export function Screen() {
  useEffect(() => run(measureRoom(false)), []);
  return (
    <>
      <h1>{_("我")}</h1>
      <Officer />
      <PackageSection />
      <NumbersSection />
      <Device />
      <PinSection />
      <Appearance />
      <Leave />
    </>
  );
}
