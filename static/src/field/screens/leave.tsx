import { useSignal } from "@preact/signals";
import { store } from "../store/current";
import { offerRegistration, signOut, stage } from "../sync/session";
import { unsent } from "../sync/outbox";
import { run } from "../shell/faults";
import { _ } from "../words";

/** Signing out, and registering anew after a revocation; both say what happens to what lies here. */
export function Leave() {
  const isAsked = useSignal(false);
  const isRevoked = (store.value?.device.revokedAt ?? null) !== null;
  const again = async (): Promise<void> => {
    await offerRegistration();
    stage.value = "register";
  };
  return (
    <section class="section">
      <h2>{_("离开")}</h2>
      {isRevoked && (
        <button type="button" class="button button--primary" onClick={() => run(again())}>
          {_("重新登记这台平板")}
        </button>
      )}
      {isAsked.value ? (
        <div class="ask">
          <p>
            {_("退出后：工作包从平板上清除；%(n)s 项没送达的记录和草稿加密留着，下次登录解锁后接着送。", { n: unsent.value.length })}
          </p>
          <button type="button" class="button button--danger" onClick={() => run(signOut())}>
            {_("清除工作包并退出")}
          </button>
          <button type="button" class="button button--quiet" onClick={() => (isAsked.value = false)}>
            {_("不退出")}
          </button>
        </div>
      ) : (
        <button type="button" class="button button--secondary" onClick={() => (isAsked.value = true)}>
          {_("退出登录")}
        </button>
      )}
    </section>
  );
}
