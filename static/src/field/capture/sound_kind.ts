// What the browser's recorder is asked for, and what its files are called: sound, also where a film's container holds it.

export const WANTED = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

const ENDINGS: Readonly<Record<string, string>> = { mp4: "m4a", webm: "weba", ogg: "ogg", aac: "aac", mpeg: "mp3", wav: "wav" };

/** Return the type and the ending of a recording from what its recorder says of itself. Pure. */
export function soundKind(mimeType: string): { readonly type: string; readonly ending: string } {
  const container = /^(?:audio|video)\/([\w.-]+)/.exec(mimeType.trim().toLowerCase())?.[1] ?? "webm";
  return { type: `audio/${container}`, ending: ENDINGS[container] ?? container };
}
