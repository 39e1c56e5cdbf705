import { stage } from "../sync/session";
import { _ } from "../words";
import { Frame } from "./frame";
import { lastFault } from "./faults";
import { LockScreen } from "./lock_screen";
import { ObstaclePage } from "./obstacle_page";
import type { Obstacle } from "./obstacles";
import { NoNetworkPage, SignInPage } from "./outside";
import { RegisterPage } from "./register_page";

function Stage() {
  switch (stage.value) {
    case "starting":
      return (
        <p class="field-wait" role="status">
          {_("正在打开井案外业……")}
        </p>
      );
    case "sign_in":
      return <SignInPage />;
    case "no_network":
      return <NoNetworkPage />;
    case "register":
      return <RegisterPage />;
    case "locked":
      return <LockScreen />;
    case "open":
      return <Frame />;
  }
}

function FaultBar() {
  if (!lastFault.value) return null;
  return (
    <div class="fault" role="alert">
      <p>
        {_("出了意外：%(what)s。已保存的内容都还在。", { what: lastFault.value })}
      </p>
      <button type="button" class="button button--secondary" onClick={() => (lastFault.value = null)}>
        {_("知道了")}
      </button>
    </div>
  );
}

export function App({ obstacle }: { readonly obstacle: Obstacle | null }) {
  if (obstacle) return <ObstaclePage obstacle={obstacle} />;
  return (
    <>
      <FaultBar />
      <Stage />
    </>
  );
}
