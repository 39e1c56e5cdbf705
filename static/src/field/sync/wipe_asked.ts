// A note between the office pages and the tablet app of one browser: whoever signs out there takes the package off here.

const PREFIX = "casebook.field.wipe.";

/** Ask for the package of an officer to be wiped, now or at the app's next start. */
export function askForWipe(officerId: string): void {
  localStorage.setItem(PREFIX + officerId, new Date().toISOString());
}

export function isWipeAsked(officerId: string): boolean {
  return localStorage.getItem(PREFIX + officerId) !== null;
}

export function wipeDone(officerId: string): void {
  localStorage.removeItem(PREFIX + officerId);
}

/** Tell when an office page asks while the app is open. */
export function onWipeAsked(act: (officerId: string) => void): void {
  addEventListener("storage", (event) => {
    if (event.key?.startsWith(PREFIX) && event.newValue) act(event.key.slice(PREFIX.length));
  });
}
