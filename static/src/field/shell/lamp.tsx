// The lamp tells the truth about network, position and storage, and how much is not delivered yet.
import { fix, fixState } from "../presence/fix";
import { isScarce, room } from "../store/room";
import { halt, sending } from "../sync/sender";
import { operationRows, unsent } from "../sync/outbox";
import { isSignedOut } from "../sync/session";
import { _ } from "../words";
import { daysSince, now, OLD_DAYS } from "./now";
import { Icon, type IconName } from "./icons";
import { isOnline } from "./online";

type Tone = "good" | "warn" | "bad" | "idle";

interface LightProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly name: string;
  readonly text: string;
  readonly href: string;
}

function Light({ icon, tone, name, text, href }: LightProps) {
  return (
    <a class={`light light--${tone}`} href={href}>
      <Icon name={icon} size={18} />
      <span class="visually-hidden">{name}</span>
      <span>{text}</span>
    </a>
  );
}

function network(): { tone: Tone; text: string } {
  if (sending.value) return { tone: "good", text: _("正在发送") };
  if (!isOnline.value) return { tone: "idle", text: _("无网络") };
  if (halt.value === "network") return { tone: "warn", text: _("连不上") };
  if (halt.value === "sign_in" || isSignedOut.value) return { tone: "warn", text: _("要登录") };
  if (halt.value === "key_changed") return { tone: "bad", text: _("停发") };
  return { tone: "good", text: _("有网络") };
}

const FINE_M = 15;

function position(): { tone: Tone; text: string } {
  const here = fix.value;
  if (here) return { tone: here.accuracy_m <= FINE_M ? "good" : "warn", text: _("±%(n)s 米", { n: Math.round(here.accuracy_m) }) };
  if (fixState.value === "refused") return { tone: "bad", text: _("定位被拒") };
  return fixState.value === "unavailable" ? { tone: "warn", text: _("无定位") } : { tone: "idle", text: _("定位中") };
}

function storage(): { tone: Tone; text: string } {
  if (isScarce(room.value)) return { tone: "bad", text: _("将存满") };
  if (room.value.isPersisted === false) return { tone: "warn", text: _("可能被清") };
  return room.value.isPersisted ? { tone: "good", text: _("存得住") } : { tone: "idle", text: _("存储不明") };
}

function outbox(): { tone: Tone; text: string } {
  const isRed = operationRows.value.some((row) => row.state === "refused" || row.trouble === "rejected" || row.trouble === "damaged");
  const waiting = unsent.value;
  const days = waiting[0] ? daysSince(waiting[0].madeAt, now.value) : 0;
  const count = _("待传 %(n)s", { n: waiting.length });
  if (days >= OLD_DAYS) return { tone: "bad", text: _("%(count)s · 已 %(days)s 天", { count, days }) };
  return { tone: isRed ? "bad" : waiting.length > 0 ? "warn" : "good", text: count };
}

export function Lamp() {
  return (
    <nav class="lamp" aria-label={_("状态")}>
      <Light icon="network" name={_("网络")} href="#/me" {...network()} />
      <Light icon="position" name={_("定位")} href="#/me" {...position()} />
      <Light icon="storage" name={_("存储")} href="#/me" {...storage()} />
      <Light icon="outbox" name={_("待传")} href="#/outbox" {...outbox()} />
    </nav>
  );
}
