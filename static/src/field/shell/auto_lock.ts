// Locks the screen after a while without a touch; a page that lay hidden that long locks when it comes back.
import { lock, stage } from "../sync/session";
import { onWipeAsked, wipeDone } from "../sync/wipe_asked";
import { wipePackage } from "../sync/package";
import { store } from "../store/current";
import { settings } from "../store/work";
import { run } from "./faults";

const LOOK_MS = 5000;

let touchedAt = Date.now();

function lockIfLeft(): void {
  if (stage.value !== "open") touchedAt = Date.now();
  else if (Date.now() - touchedAt >= settings.value.lock_minutes * 60_000) lock();
}

export function mountAutoLock(): void {
  const touched = (): void => {
    lockIfLeft(); // a touch after the time is up comes too late
    touchedAt = Date.now();
  };
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, touched, { capture: true, passive: true });
  document.addEventListener("visibilitychange", lockIfLeft);
  setInterval(lockIfLeft, LOOK_MS);
  onWipeAsked((officerId) => {
    if (store.value?.device.officer !== officerId) return;
    run(wipePackage().then(() => wipeDone(officerId)));
    lock();
  });
}
