// Nobody has a store here yet, and the server has to say who is signed in.
import { useEffect } from "preact/hooks";
import { offerRegistration, refreshSession } from "../sync/session";
import { _ } from "../words";
import { run } from "./faults";
import { Plain } from "./plain";

export function SignInPage() {
  return (
    <Plain title={_("请先登录")}>
      <p>{_("第一次在这台平板上做外业，要先联网登录一次，之后没有网络也能用。")}</p>
      <a class="button button--primary" href="/sign-in?next=/field">
        {_("去登录")}
      </a>
    </Plain>
  );
}

export function NoNetworkPage() {
  const again = (): void => run(refreshSession().then(offerRegistration));
  useEffect(() => {
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, []);
  return (
    <Plain title={_("等待网络")}>
      <p>{_("第一次在这台平板上做外业，要联网登记。请连上网络后再试；这台平板上还没有任何工作内容。")}</p>
      <button type="button" class="button button--primary" onClick={again}>
        {_("再试一次")}
      </button>
    </Plain>
  );
}
