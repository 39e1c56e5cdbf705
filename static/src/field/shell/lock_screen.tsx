// The lock screen: whose store, the PIN, and the ways on for whoever forgot it. Unsent work can be exported from here.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Unlocking } from "../store/vault";
import { atTablet, beginAnew, choose, offerRegistration, officers, refreshSession, session, unlock } from "../sync/session";
import { toldOf } from "../sync/told";
import { unsent } from "../sync/outbox";
import { _ } from "../words";
import { ExportButton } from "./export_button";
import { run } from "./faults";
import { NewPin } from "./new_pin";
import { PinField } from "./pin_field";
import { Plain } from "./plain";

function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? _("请等 %(n)s 秒再试。", { n: seconds }) : _("请等 %(n)s 分钟再试。", { n: Math.ceil(seconds / 60) });
}

function answerText(answer: Unlocking): string {
  const wait = "waitMs" in answer && answer.waitMs > 0 ? waitText(answer.waitMs) : "";
  if (answer.outcome === "wrong") return _("PIN 不对，还可以试 %(n)s 次。", { n: answer.left }) + wait;
  if (answer.outcome === "wiped") return _("输错十次，工作包已清除；没送出的记录都还在。") + wait;
  return wait;
}

function UnlockForm() {
  const [pin, error, isBusy] = [useSignal(""), useSignal(""), useSignal(false)];
  const submit = async (): Promise<void> => {
    if (pin.value.length !== 6 || isBusy.value) return;
    isBusy.value = true;
    try {
      error.value = answerText(await unlock(pin.value));
    } catch (problem) {
      error.value = toldOf(problem);
    } finally {
      pin.value = "";
      isBusy.value = false;
    }
  };
  const typed = (value: string): void => {
    pin.value = value;
    if (value.length === 6) run(submit());
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        run(submit());
      }}
    >
      <PinField label={_("PIN")} value={pin.value} onInput={typed} error={error.value} isDisabled={isBusy.value} />
      <button type="submit" class="button button--primary" disabled={isBusy.value || pin.value.length !== 6}>
        {isBusy.value ? _("正在打开……") : _("解锁")}
      </button>
    </form>
  );
}

/** A forgotten PIN: whoever is signed in begins a new store; the old one stays to be sent sealed or exported. */
function Forgotten() {
  const [isBusy, error] = [useSignal(false), useSignal("")];
  const isSame = session.value?.officer.id === atTablet.value?.id;
  const begin = async (pin: string): Promise<void> => {
    isBusy.value = true;
    try {
      await beginAnew(pin);
    } catch (problem) {
      error.value = toldOf(problem);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <details class="disclosure">
      <summary>{_("忘记 PIN")}</summary>
      <p>{_("平板自己找不回 PIN。联网登录后可以另起一个新的存储：原来没送出的记录和草稿原样留着，可以密封送给服务器，或在这里导出。")}</p>
      {isSame ? (
        <NewPin action={_("另起新的存储")} isBusy={isBusy.value} onChosen={(pin) => run(begin(pin))} />
      ) : (
        <p>
          <a class="button button--secondary" href="/sign-in?next=/field">
            {_("去登录")}
          </a>
          <button type="button" class="button button--quiet" onClick={() => run(refreshSession())}>
            {_("我已登录")}
          </button>
        </p>
      )}
      {error.value && (
        <p class="field__error" role="alert">
          {error.value}
        </p>
      )}
    </details>
  );
}

function OtherPeople() {
  const others = officers.value.filter((officer) => officer.id !== atTablet.value?.id);
  const signedIn = session.value?.officer;
  const isNew = signedIn !== undefined && !officers.value.some((officer) => officer.id === signedIn.id);
  if (others.length === 0 && !isNew) return null;
  return (
    <section class="other-people">
      <h2>{_("换人")}</h2>
      {others.map((officer) => (
        <button key={officer.id} type="button" class="button button--secondary" onClick={() => run(choose(officer))}>
          {officer.name}
        </button>
      ))}
      {isNew && (
        <button type="button" class="button button--secondary" onClick={() => run(offerRegistration())}>
          {_("%(name)s（已登录，登记这台平板）", { name: signedIn.name })}
        </button>
      )}
    </section>
  );
}

export function LockScreen() {
  useEffect(() => document.querySelector<HTMLInputElement>(".pin")?.focus(), [atTablet.value]);
  return (
    <Plain title={atTablet.value?.name ?? ""}>
      <UnlockForm key={atTablet.value?.id} />
      {unsent.value.length > 0 && (
        <p class="lock-unsent">
          {_("有 %(n)s 项还没有送达，解锁后会自动发送。", { n: unsent.value.length })} <ExportButton />
        </p>
      )}
      <Forgotten />
      <OtherPeople />
    </Plain>
  );
}
