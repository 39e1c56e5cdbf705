// Reads a ZIP whose entries are stored, not compressed, by its central directory.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

/** The file is no ZIP that this reads. */
export class NotAZip extends Error {}

function findEnd(view: DataView): number {
  const least = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= least; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new NotAZip("no central directory");
}

function contentOf(bytes: Uint8Array<ArrayBuffer>, view: DataView, at: number): Uint8Array<ArrayBuffer> {
  const [method, size, local] = [view.getUint16(at + 10, true), view.getUint32(at + 24, true), view.getUint32(at + 42, true)];
  if (method !== 0) throw new NotAZip("an entry is compressed");
  if (view.getUint32(local, true) !== LOCAL) throw new NotAZip("an entry is not where it should be");
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > bytes.length) throw new NotAZip("an entry is cut off");
  return bytes.slice(start, start + size);
}

/** Return the entries by name; throws NotAZip for anything else. */
export function unzip(bytes: Uint8Array<ArrayBuffer>): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  try {
    const end = findEnd(view);
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== ENTRY) throw new NotAZip("the directory is damaged");
      const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number];
      entries.set(new TextDecoder().decode(bytes.slice(at + 46, at + 46 + name)), contentOf(bytes, view, at));
      at += 46 + name + extra + comment;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new NotAZip("the file is cut off");
    throw error;
  }
  return entries;
}
