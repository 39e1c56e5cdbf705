// Whether the device says that it has a network; whether the server is reached is another matter.
import { signal } from "@preact/signals";

export const isOnline = signal(navigator.onLine);
addEventListener("online", () => (isOnline.value = true));
addEventListener("offline", () => (isOnline.value = false));
