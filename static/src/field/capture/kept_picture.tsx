// Pictures shown on screen: small ones of originals in the store, and earlier ones that the package brought.
import { useEffect, useState } from "preact/hooks";
import { openFile } from "../store/files";
import type { KeptFile, Parts } from "../store/types";
import { _ } from "../words";

const THUMBNAIL_PX = 320;
const MOST_KEPT = 60;
const thumbnails = new Map<string, string>(); // addresses by hash; the last ones used

/** Return the address of a small picture of an original, or null where this browser cannot show it. */
async function thumbnailOf(hash: string): Promise<string | null> {
  const known = thumbnails.get(hash);
  if (known) return known;
  const original = await openFile(hash);
  const picture = await decoded(original);
  if (!picture) return null;
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, THUMBNAIL_PX / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  return small && remember(hash, URL.createObjectURL(small));
}

/** Return a picture's pixels, or null for a format that this browser does not know (HEIC on many). */
export async function decoded(original: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(original, { imageOrientation: "from-image" });
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function remember(hash: string, url: string): string {
  thumbnails.set(hash, url);
  const [oldest] = thumbnails.keys();
  if (thumbnails.size > MOST_KEPT && oldest !== undefined) {
    URL.revokeObjectURL(thumbnails.get(oldest) ?? "");
    thumbnails.delete(oldest);
  }
  return url;
}

type Shown = { readonly state: "loading" } | { readonly state: "picture"; readonly url: string } | { readonly state: "none" };

/** A small picture of a kept photograph; words where there can be none. */
export function KeptPicture({ file, label }: { readonly file: KeptFile; readonly label: string }) {
  const [shown, setShown] = useState<Shown>({ state: "loading" });
  useEffect(() => {
    let isGone = false;
    const show = (next: Shown): void => {
      if (!isGone) setShown(next);
    };
    thumbnailOf(file.hash).then(
      (url) => show(url === null ? { state: "none" } : { state: "picture", url }),
      () => show({ state: "none" }),
    );
    return () => {
      isGone = true;
    };
  }, [file.hash]);
  if (shown.state === "picture") return <img class="kept-picture" src={shown.url} alt={label} />;
  return <span class="kept-picture kept-picture--none">{shown.state === "loading" ? _("正在读取…") : _("原件已存好，这个浏览器显示不了它的预览")}</span>;
}

/** Return the address of an earlier photograph that the package brought, or null. */
export function earlierPicture(parts: Pick<Parts, "pictures"> | undefined, name: string | null): string | null {
  const data = name === null ? undefined : parts?.pictures[name];
  return data === undefined ? null : `data:image/jpeg;base64,${data}`;
}
