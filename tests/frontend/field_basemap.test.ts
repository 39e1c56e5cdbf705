import assert from "node:assert/strict";
import { test } from "node:test";
import { PMTiles, TileType, zxyToTileId } from "pmtiles";
import { StoredFile, type ReadBytes } from "../../static/src/field/map/stored_file";

const PICTURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4]);

/** Make an archive of version 3 with one PNG tile at z/x/y, its directory uncompressed. */
function archive(z: number, x: number, y: number): Uint8Array<ArrayBuffer> {
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]);
  const directory = Uint8Array.from([1, ...varint(zxyToTileId(z, x, y)), 1, ...varint(PICTURE.length), 1]);
  const bytes = new Uint8Array(127 + directory.length + PICTURE.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("PMTiles"));
  bytes[7] = 3;
  const offsets = [127, directory.length, 127, 0, 127, 0, 127 + directory.length, PICTURE.length, 1, 1, 1];
  offsets.forEach((value, index) => view.setBigUint64(8 + index * 8, BigInt(value), true));
  bytes.set([1, 1, 1, TileType.Png, z, z], 96);
  bytes.set(directory, 127);
  bytes.set(PICTURE, 127 + directory.length);
  return bytes;
}

function stored(bytes: Uint8Array<ArrayBuffer>): { read: ReadBytes; asked: number[] } {
  const asked: number[] = [];
  const read: ReadBytes = (offset, length) => {
    asked.push(length);
    return Promise.resolve(bytes.slice(offset, offset + length));
  };
  return { read, asked };
}

test("a tile is read out of the stored file, and nothing but what is needed", async () => {
  const { read, asked } = stored(archive(12, 3361, 1607));
  const tiles = new PMTiles(new StoredFile("sha256:00", read));
  const { tileType, minZoom } = await tiles.getHeader();
  assert.deepEqual([tileType, minZoom], [TileType.Png, 12]);
  const tile = await tiles.getZxy(12, 3361, 1607);
  assert.deepEqual(new Uint8Array(tile?.data ?? new ArrayBuffer(0)), PICTURE);
  assert.equal(asked[asked.length - 1], PICTURE.length);
});

test("outside the file there is no tile", async () => {
  const tiles = new PMTiles(new StoredFile("sha256:00", stored(archive(12, 3361, 1607)).read));
  assert.equal(await tiles.getZxy(12, 1, 1), undefined);
});

test("a file that is not on the tablet is an error, not an empty map", async () => {
  const tiles = new PMTiles(new StoredFile("sha256:00", () => Promise.resolve(null)));
  await assert.rejects(tiles.getHeader(), /not on this tablet/);
});
