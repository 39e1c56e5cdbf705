// What an officer has to know wherever they are; each line says what is true and what to do.
import { clock, isClockWrong } from "../store/device";
import { store } from "../store/current";
import { isScarce, room } from "../store/room";
import { atTablet, isKeyChanged, isSignedOut, session } from "../sync/session";
import { expiredAt } from "../sync/package";
import { unsent } from "../sync/outbox";
import { halt } from "../sync/sender";
import { _ } from "../words";
import { Notice } from "./notice";
import { daysSince, now, OLD_DAYS, timeText } from "./now";
import { isFormOpen, newVersion, takeNewVersion } from "./updates";

function KeyNotice() {
  if (!isKeyChanged.value) return null;
  return (
    <Notice kind="error" title={_("服务器的签名密钥和登记时不一样，已停止发送")}>
      <p>{_("可能有人冒充服务器。请不要输入密码，打电话问管理员；记录都在平板上，可以导出。")}</p>
    </Notice>
  );
}

function RevokedNotice() {
  const at = store.value?.device.revokedAt;
  if (!at) return null;
  return (
    <Notice kind="error" title={_("这台平板已于 %(time)s 停用，工作包已清除", { time: timeText(at) })}>
      <p>{_("没送出的记录仍会送给服务器，由办公室核查后决定。要继续外业，请在“我”里重新登记。")}</p>
    </Notice>
  );
}

function ClockNotice() {
  if (!isClockWrong.value || !clock.value) return null;
  const { seconds } = clock.value;
  const minutes = Math.round(Math.abs(seconds) / 60);
  const amount = minutes < 120 ? _("%(n)s 分钟", { n: minutes }) : _("%(n)s 小时", { n: Math.round(minutes / 60) });
  return (
    <Notice kind="warning" title={seconds > 0 ? _("平板时间快了 %(amount)s", { amount }) : _("平板时间慢了 %(amount)s", { amount })}>
      <p>{_("请在系统设置里改成自动时间。已写的记录不改时间，偏差会一起记下。")}</p>
    </Notice>
  );
}

function StorageNotice() {
  if (!isScarce(room.value)) return null;
  return (
    <Notice kind="warning" title={_("平板存储快满了")}>
      <p>
        {_("满了以后新照片存不上。请先联网发送或导出，再到“待传”清理已送达的原件。")} <a href="#/outbox">{_("去待传")}</a>
      </p>
    </Notice>
  );
}

function AgeNotice() {
  const oldest = unsent.value[0];
  if (!oldest || daysSince(oldest.madeAt, now.value) < OLD_DAYS) return null;
  return (
    <Notice kind="warning" title={_("有记录已 %(n)s 天没有送达", { n: daysSince(oldest.madeAt, now.value) })}>
      <p>
        {_("浏览器可能清掉久不联网的数据。请尽快联网，或导出后用别的设备送。")} <a href="#/outbox">{_("去待传")}</a>
      </p>
    </Notice>
  );
}

function SignInNotice() {
  const isOther = session.value !== null && session.value.officer.id !== atTablet.value?.id;
  if (halt.value !== "sign_in" && !isSignedOut.value && !isOther) return null;
  const title = isOther
    ? _("浏览器里登录的是 %(name)s，您的记录登录后发送", { name: session.value?.officer.name ?? "" })
    : _("没有登录，记录登录后发送");
  return (
    <Notice kind="info" title={title}>
      <p>
        {_("可以照常工作，记录都在平板上。")} <a href="/sign-in?next=/field">{_("去登录")}</a>
      </p>
    </Notice>
  );
}

function ExpiredNotice() {
  if (!expiredAt.value) return null;
  return (
    <Notice kind="info" title={_("工作包已到期并清除")}>
      <p>
        {_("草稿和待传不受影响。")} <a href="#/me">{_("取新的工作包")}</a>
      </p>
    </Notice>
  );
}

function VersionNotice() {
  if (!newVersion.value || isFormOpen()) return null;
  return (
    <p class="version-line">
      {_("有新版本。")}
      <button type="button" class="button button--quiet" onClick={takeNewVersion}>
        {_("更新（要重新解锁）")}
      </button>
    </p>
  );
}

export function Notices() {
  return (
    <div class="notices">
      <KeyNotice />
      <RevokedNotice />
      <ClockNotice />
      <StorageNotice />
      <AgeNotice />
      <SignInNotice />
      <ExpiredNotice />
      <VersionNotice />
    </div>
  );
}
