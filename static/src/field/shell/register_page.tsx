// First use: this browser becomes a device of the officer, with keys of its own and a PIN.
import { useSignal } from "@preact/signals";
import { choose, officers, register, session } from "../sync/session";
import { toldOf } from "../sync/told";
import { _ } from "../words";
import { run } from "./faults";
import { NewPin } from "./new_pin";
import { Plain } from "./plain";
import { SignInPage } from "./outside";

export function RegisterPage() {
  const [name, isBusy, error] = [useSignal(""), useSignal(false), useSignal("")];
  const officer = session.value?.officer;
  if (!officer) return <SignInPage />;
  const submit = async (pin: string): Promise<void> => {
    isBusy.value = true;
    error.value = "";
    try {
      await register(name.value.trim() || _("平板"), pin);
    } catch (problem) {
      error.value = toldOf(problem);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <Plain title={_("登记这台平板")}>
      <p>
        {_("%(name)s（%(agency)s），从现在起这台平板上的外业记录都用它自己的密钥签名，内容加密保存。", {
          name: officer.name,
          agency: officer.agency,
        })}
      </p>
      <p>{_("PIN 只在这台平板上用。忘了 PIN，平板上没送出的工作仍可导出或密封送出，但打不开看。")}</p>
      <NewPin action={_("登记并进入")} isBusy={isBusy.value} onChosen={(pin) => run(submit(pin))}>
        <div class="field">
          <label class="field__label" for="device-name">
            {_("平板叫什么")}
          </label>
          <p class="field__hint">{_("写在送出的记录里，丢了好查，例如“水政二中队 3 号”。")}</p>
          <input
            class="input"
            id="device-name"
            maxLength={60}
            value={name.value}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        </div>
      </NewPin>
      {error.value && (
        <p class="field__error" role="alert">
          {error.value}
        </p>
      )}
      <OtherOfficers />
    </Plain>
  );
}

function OtherOfficers() {
  return (
    <ul class="plain-list">
      {officers.value.map((officer) => (
        <li key={officer.id}>
          <button type="button" class="button button--quiet" onClick={() => run(choose(officer))}>
            {_("回到 %(name)s", { name: officer.name })}
          </button>
        </li>
      ))}
    </ul>
  );
}
