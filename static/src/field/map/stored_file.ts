// A file of the tablet's own store, as the library for PMTiles reads it.
import type { RangeResponse, Source } from "pmtiles";

/** Reads bytes of the file; null where it is not on this tablet. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer> | null>;

export class StoredFile implements Source {
  constructor(
    private readonly hash: string,
    private readonly read: ReadBytes,
  ) {}

  getKey(): string {
    return this.hash;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const bytes = await this.read(offset, length);
    if (!bytes) throw new Error("the base map is not on this tablet");
    return { data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) };
  }
}
