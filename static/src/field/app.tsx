// The tablet app: what stands in the way of working here, then who is at the tablet, then the work.
import { render } from "preact";
import { App } from "./shell/app";
import { mountAutoLock } from "./shell/auto_lock";
import { mountAppearance } from "./shell/appearance";
import { obstacleHere } from "./shell/obstacles";
import { mountWorker } from "./shell/updates";
import { mountRoutes } from "./routes";
import { mountTriggers } from "./sync/triggers";
import { start } from "./sync/session";
import { fault } from "./shell/faults";
import { loadWords } from "./words";

async function open(): Promise<void> {
  const root = document.getElementById("field");
  if (!root) throw new Error("the page has no place for the app");
  await loadWords(mountAppearance());
  const obstacle = obstacleHere();
  root.textContent = "";
  render(<App obstacle={obstacle} />, root);
  if (obstacle) return;
  mountRoutes();
  mountAutoLock();
  mountTriggers();
  mountWorker();
  await start();
}

open().catch((error: unknown) => fault(error));
