// The base map taken along: one PMTiles file with pictures, read piece by piece from the tablet's own store.
import { GridLayer, type Coords, type DoneCallback } from "leaflet";
import { PMTiles, TileType } from "pmtiles";
import type { BasemapFile } from "../store/types";
import { StoredFile, type ReadBytes } from "./stored_file";

const TYPES: Readonly<Partial<Record<TileType, string>>> = {
  [TileType.Png]: "image/png",
  [TileType.Jpeg]: "image/jpeg",
  [TileType.Webp]: "image/webp",
};

/** A layer of a PMTiles file; `null` where it holds no pictures that this layer can draw. */
export async function basemapLayer({ hash }: Pick<BasemapFile, "hash">, read: ReadBytes): Promise<GridLayer | null> {
  const tiles = new PMTiles(new StoredFile(hash, read));
  const { tileType, minZoom, maxZoom } = await tiles.getHeader();
  const type = TYPES[tileType];
  return type === undefined ? null : new StoredTiles(tiles, type, minZoom, maxZoom);
}

class StoredTiles extends GridLayer {
  constructor(
    private readonly tiles: PMTiles,
    private readonly type: string,
    minNativeZoom: number,
    maxNativeZoom: number,
  ) {
    super({ minNativeZoom, maxNativeZoom, className: "basemap" });
  }

  override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const canvas = document.createElement("canvas");
    const size = this.getTileSize();
    canvas.width = size.x * 2;
    canvas.height = size.y * 2;
    this.draw(canvas, coords).then(
      () => done(undefined, canvas),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    );
    return canvas;
  }

  private async draw(canvas: HTMLCanvasElement, { x, y, z }: Coords): Promise<void> {
    const tile = await this.tiles.getZxy(z, x, y);
    if (!tile) return; // outside the file: the plain ground shows
    const picture = await createImageBitmap(new Blob([tile.data], { type: this.type }));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  }
}
