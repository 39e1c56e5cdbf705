import { _ } from "../words";
import type { Obstacle } from "./obstacles";
import { Plain } from "./plain";

const CHAT_STEPS = (): Record<Extract<Obstacle, { kind: "chat" }>["chat"], string> => ({
  wechat: _("点右上角“…”，选“在浏览器打开”。"),
  wecom: _("点右上角“…”，选“在默认浏览器中打开”。"),
  dingtalk: _("点右上角“…”，选“在浏览器打开”。"),
  feishu: _("点右上角“…”，选“在浏览器中打开”。"),
});

function ChatPage({ chat }: { readonly chat: Extract<Obstacle, { kind: "chat" }>["chat"] }) {
  return (
    <Plain title={_("请在浏览器中打开")}>
      <p>{_("聊天软件里的页面会被随时清掉，照片也拿不到原件。外业记录只能在系统浏览器里做。")}</p>
      <ol class="steps">
        <li>{CHAT_STEPS()[chat]}</li>
        <li>{_("打开后登录，再把页面添加到主屏幕或收藏。")}</li>
      </ol>
      <p>
        {_("网址：")}
        <span class="address">{location.origin}/field</span>
      </p>
    </Plain>
  );
}

function InsecurePage() {
  return (
    <Plain title={_("此连接未加密，不能做外业")}>
      <p>{_("浏览器只在 https 地址上允许定位、拍照、加密保存和离线使用。")}</p>
      <ol class="steps">
        <li>{_("改用以 https:// 开头的地址；")}</li>
        <li>
          {_("没有 https 地址的，请管理员给服务器装证书，这台平板再按安装页信任它：")}
          <a href="/install">{_("打开安装页")}</a>
        </li>
      </ol>
    </Plain>
  );
}

function OldPage({ lacking }: { readonly lacking: readonly string[] }) {
  return (
    <Plain title={_("这个浏览器做不了外业")}>
      <p>{_("它缺少：%(parts)s。也可能是开着无痕（隐私）模式。", { parts: lacking.join(", ") })}</p>
      <p>{_("请关掉无痕模式，或升级到 Chrome 99、Safari 15.4、鸿蒙 4 自带浏览器以上的版本。")}</p>
    </Plain>
  );
}

/** Says what is missing and the remedy. */
export function ObstaclePage({ obstacle }: { readonly obstacle: Obstacle }) {
  if (obstacle.kind === "chat") return <ChatPage chat={obstacle.chat} />;
  return obstacle.kind === "insecure" ? <InsecurePage /> : <OldPage lacking={obstacle.lacking} />;
}
