// What may be taken in: limits of the server, told before anything is stored. Pure.

export const MOST_RECORDING_BYTES = 200 * 1024 * 1024;
export const MOST_PHOTOGRAPH_BYTES = 60 * 1024 * 1024;

export type MediaGroup = "image" | "video" | "audio";

const BY_ENDING: Readonly<Record<string, MediaGroup>> = {
  jpg: "image", jpeg: "image", png: "image", heic: "image", heif: "image", webp: "image",
  mp4: "video", mov: "video", webm: "video",
  m4a: "audio", weba: "audio", mp3: "audio", ogg: "audio", wav: "audio", aac: "audio",
}; // prettier-ignore

/** Return what kind of medium a file is: by its type, else by its name, as some pickers hand over no type. */
export function groupOf(type: string, name: string): MediaGroup | null {
  const group = type.split("/")[0];
  if (group === "image" || group === "video" || group === "audio") return group;
  return BY_ENDING[name.toLowerCase().split(".").pop() ?? ""] ?? null;
}

const JUST_TAKEN_MS = 10 * 60_000;

/**
 * Say whether a file can be what the camera made just now. Some browsers open the album where the camera was asked for; a file
 * that was written earlier came some other way. Pure.
 */
export function isJustTaken(file: { readonly lastModified: number }, now: number): boolean {
  return now - file.lastModified <= JUST_TAKEN_MS;
}

export type Unfit = "empty" | "too_large" | "wrong_kind";

/** Say why a file cannot be taken, or null when it can. */
export function unfit(file: { readonly size: number; readonly type: string; readonly name: string }, wanted: MediaGroup): Unfit | null {
  if (groupOf(file.type, file.name) !== wanted) return "wrong_kind";
  if (!file.size) return "empty";
  return file.size > (wanted === "image" ? MOST_PHOTOGRAPH_BYTES : MOST_RECORDING_BYTES) ? "too_large" : null;
}
