// Asking the sender to look again; it registers itself, so that the outbox need not know it.

let listener: () => void = () => undefined;

export function onNudge(act: () => void): void {
  listener = act;
}

export function nudge(): void {
  listener();
}
