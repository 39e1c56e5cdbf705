// Where the tablet points, for the arrow to a well; null where the device has no compass or none may be asked.
import { signal, type ReadonlySignal } from "@preact/signals";
import { turned } from "./geo";

interface OrientationEvent extends Event {
  readonly alpha: number | null;
  readonly absolute: boolean;
  readonly webkitCompassHeading?: number; // iPadOS: degrees clockwise from north
}
interface OrientationType {
  requestPermission?: () => Promise<"granted" | "denied">;
}

const facing = signal<number | null>(null);
let isWatching = false;

/** Degrees clockwise from north in which the tablet's top edge points. */
export const heading: ReadonlySignal<number | null> = facing;

/** Return the heading that an event states, or null; the screen's own turn is taken off. */
export function headingOf({ alpha, absolute, webkitCompassHeading }: Pick<OrientationEvent, "alpha" | "absolute" | "webkitCompassHeading">, screenTurn: number): number | null {
  if (webkitCompassHeading !== undefined) return turned(webkitCompassHeading + screenTurn);
  return absolute && alpha !== null ? turned(360 - alpha + screenTurn) : null;
}

/** Begin to follow the compass. On iPadOS it may only be asked for in answer to a tap. */
export async function watchHeading(): Promise<void> {
  const type = (globalThis as { DeviceOrientationEvent?: OrientationType }).DeviceOrientationEvent;
  if (isWatching || !type) return;
  if (type.requestPermission && (await type.requestPermission()) !== "granted") return;
  isWatching = true;
  const note = (event: Event): void => {
    const found = headingOf(event as OrientationEvent, screen.orientation?.angle ?? 0);
    if (found !== null) facing.value = found;
  };
  addEventListener("deviceorientationabsolute", note);
  addEventListener("deviceorientation", note);
}
