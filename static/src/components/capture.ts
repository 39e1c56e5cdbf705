// What is noted at the moment a photograph is chosen or taken, pure.

export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
  readonly at: number; // milliseconds, the position's own time
}

export interface Capture {
  readonly chosenAt: number; // milliseconds by this device
  readonly fix: Fix | null;
}

/** The hidden inputs that take the notes: the names that the form gives them. */
export interface CaptureNames {
  readonly takenAt: string | undefined;
  readonly lon: string | undefined;
  readonly lat: string | undefined;
  readonly accuracy: string | undefined;
  readonly fixedAt: string | undefined;
}

const FRESH_MS = 30_000;

/** Say whether a fix is recent enough to stand for the shutter's moment. */
export function isFresh(fix: Fix | null, now: number): fix is Fix {
  return fix !== null && Math.abs(now - fix.at) <= FRESH_MS;
}

/**
 * Return the hidden inputs for the photographs in the order of the files, one value per file and name;
 * without a fix the value is empty. Times are ISO 8601 in UTC, degrees have 7 digits, metres 1.
 */
export function hiddenValues(captures: readonly Capture[], names: CaptureNames): [name: string, value: string][] {
  const values: [string, string][] = [];
  const put = (name: string | undefined, value: string): void => {
    if (name) values.push([name, value]);
  };
  for (const { chosenAt, fix } of captures) {
    put(names.takenAt, new Date(chosenAt).toISOString());
    put(names.lon, fix ? fix.lon.toFixed(7) : "");
    put(names.lat, fix ? fix.lat.toFixed(7) : "");
    put(names.accuracy, fix ? fix.accuracyM.toFixed(1) : "");
    put(names.fixedAt, fix ? new Date(fix.at).toISOString() : "");
  }
  return values;
}

/** Return a size for people: 840 KB, 3.2 MB. */
export function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
