// One tap makes a copy for the group: smaller, with well, township and time written on it, without any personal data. The
// original stays as it was.
import { useState } from "preact/hooks";
import { chineseTime } from "../chinese_time";
import { openFile } from "../store/files";
import type { CapturedFile, Well } from "../store/types";
import { work } from "../store/work";
import { _ } from "../words";
import { decoded } from "./kept_picture";

const LONGEST_SIDE = 1600;

/** Return the lines on a copy: the place by its well and township only, the time by the Chinese clock. */
export function watermarkLines(code: string, township: string, capturedAt: string): string[] {
  const { day, time } = chineseTime(capturedAt);
  return [`${township} ${code}`.trim(), `${day} ${time}`];
}

interface ShareCopyProps {
  readonly file: CapturedFile;
  readonly well: Pick<Well, "code" | "township">;
}

export function ShareCopy({ file, well }: ShareCopyProps) {
  const [message, setMessage] = useState("");
  const share = async (): Promise<void> => {
    const township = work.value?.parts.townships.find(({ code }) => code === well.township)?.name ?? "";
    const copy = await copyOf(file, watermarkLines(well.code, township, file.capturedAt));
    setMessage(copy ? await hand(copy) : _("这个浏览器打不开这种图片，做不了副本；原件不受影响。"));
  };
  return (
    <span class="share-copy">
      <button type="button" class="button button--quiet" onClick={() => void share()}>
        {_("发群副本")}
      </button>
      <span role="status">{message}</span>
    </span>
  );
}

/** Draw the copy; null where the browser cannot read the original's format. */
async function copyOf(file: CapturedFile, lines: readonly string[]): Promise<File | null> {
  const picture = await decoded(await openFile(file.hash));
  if (!picture) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  write(context, lines, canvas.width, canvas.height);
  const copy = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return copy && new File([copy], `${lines.join(" ").replace(/[^\w\u4e00-\u9fff-]+/g, "-")}.jpg`, { type: "image/jpeg" });
}

function write(context: CanvasRenderingContext2D, lines: readonly string[], width: number, height: number): void {
  const size = Math.max(18, Math.round(width / 32));
  context.font = `600 ${size}px sans-serif`;
  const band = size * 1.5 * lines.length + size * 0.5;
  context.fillStyle = "rgb(0 0 0 / 55%)";
  context.fillRect(0, height - band, width, band);
  context.fillStyle = "#ffffff";
  context.textBaseline = "middle";
  lines.forEach((line, index) => context.fillText(line, size * 0.6, height - band + size * (1 + index * 1.5)));
}

/** Give the copy to another app, or to the downloads where the browser shares no files; returns what to say. */
async function hand(copy: File): Promise<string> {
  if (navigator.canShare?.({ files: [copy] })) {
    try {
      await navigator.share({ files: [copy] });
      return "";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return ""; // the officer thought better of it
      throw error;
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(copy);
  link.download = copy.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return _("副本已存到下载里。");
}
