// Locks the screen after a while without a touch; a page that lay hidden that long locks when it comes back.
import { running } from "../capture/sound_recorder";
import { lock, stage } from "../sync/session";
import { onWipeAsked, wipeDone } from "../sync/wipe_asked";
import { wipePackage } from "../sync/package";
import { store } from "../store/current";
import { settings } from "../store/work";
import { run } from "./faults";

const LOOK_MS = 5000;

// Two clocks: one that nobody can set, and one that goes on while the tablet sleeps.
let touched = { ticks: performance.now(), at: Date.now() };

function note(): void {
  touched = { ticks: performance.now(), at: Date.now() };
}

function lockIfLeft(): void {
  const left = Math.max(performance.now() - touched.ticks, Date.now() - touched.at);
  if (stage.value !== "open" || running.value > 0) note(); // a recorder is not left, though nobody touches it
  else if (left >= settings.value.lock_minutes * 60_000) lock();
}

export function mountAutoLock(): void {
  const touch = (): void => {
    lockIfLeft(); // a touch after the time is up comes too late
    note();
  };
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, touch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", lockIfLeft);
  setInterval(lockIfLeft, LOOK_MS);
  onWipeAsked((officerId) => {
    if (store.value?.device.officer !== officerId) return;
    run(wipePackage().then(() => wipeDone(officerId)));
    lock();
  });
}
