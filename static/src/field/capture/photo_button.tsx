// Taking photographs: from the camera, or from files with the question how they came. What is handed over goes straight
// into the store; pictures shown later are made from there.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { CapturedFile, EvidenceOrigin } from "../store/types";
import { _ } from "../words";
import type { Fix } from "../presence/fix";
import { useKeeping } from "./keeping";
import { canOverlay, type EarlierPicture, takeOverlaid } from "./overlaid_camera";

interface PhotoButtonProps {
  readonly label?: string;
  readonly multiple?: boolean;
  readonly method?: "photograph" | "scan" | "copy";
  /** The photograph to repeat from the same standpoint. */
  readonly earlier?: EarlierPicture | null;
  readonly onTaken: Taken;
  readonly onPlaced?: Placed | undefined;
}

/** Called with each file as soon as it is on the disk; what it returns is waited for before the next is stored. */
export type Taken = (files: CapturedFile[]) => void | Promise<void>;

/** Called with the position that came a moment after files without one: they are named by their hashes. */
export type Placed = (hashes: readonly string[], place: Fix) => void;

export function PhotoButton({ label, multiple = true, method = "photograph", earlier = null, onTaken, onPlaced }: PhotoButtonProps) {
  const { message, isBusy, keep, keepTaken, unsure } = useKeeping("image", method, onTaken, onPlaced);
  const [isAsking, setAsking] = useState(false);
  const overlaid = async (picture: EarlierPicture): Promise<void> => {
    const file = await takeOverlaid(picture);
    if (file) await keep([file], "camera");
  };
  return (
    <div class="capture">
      {earlier && <img class="capture__earlier" src={earlier.src} alt={_("以前的照片：%(what)s", { what: earlier.describes })} />}
      <div class="capture__buttons">
        {earlier && canOverlay() && (
          <button type="button" class="button button--primary" disabled={isBusy} onClick={() => void overlaid(earlier)}>
            {_("对照旧照片拍照")}
          </button>
        )}
        <FileButton accept="image/*" fromCamera multiple={multiple} isBusy={isBusy} isMain={!(earlier && canOverlay())} onFiles={keepTaken}>
          {label ?? _("拍照")}
        </FileButton>
        <button type="button" class="button button--secondary" aria-expanded={isAsking} disabled={isBusy} onClick={() => setAsking(!isAsking)}>
          {_("从文件选择")}
        </button>
      </div>
      {isAsking && <OriginQuestion accept="image/*" multiple={multiple} isBusy={isBusy} onFiles={keep} />}
      <UnsureQuestion files={unsure} onOrigin={keep} />
      <p class="capture__message" role="status">
        {message}
      </p>
    </div>
  );
}

interface QuestionProps {
  readonly accept: string;
  readonly multiple: boolean;
  readonly isBusy: boolean;
  readonly onFiles: (files: File[], origin: EvidenceOrigin) => Promise<unknown>;
}

/** Asked before the picker opens, so that no file ever waits for an answer. */
export function OriginQuestion({ accept, multiple, isBusy, onFiles }: QuestionProps) {
  return (
    <fieldset class="capture__origin">
      <legend>{_("这些文件是怎么来的？")}</legend>
      <FileButton accept={accept} multiple={multiple} isBusy={isBusy} onFiles={(files) => onFiles(files, "file")}>
        {_("本设备拍的或原始文件")}
      </FileButton>
      <FileButton accept={accept} multiple={multiple} isBusy={isBusy} onFiles={(files) => onFiles(files, "chat")}>
        {_("聊天软件转发来的")}
      </FileButton>
      <p class="muted">{_("转发来的记为“非原始载体”，只能支持线索，不能支持认定。")}</p>
    </fieldset>
  );
}

/** Asked of files that came where the camera was wanted, and that the camera has not made just now. */
export function UnsureQuestion({ files, onOrigin }: { readonly files: readonly File[]; readonly onOrigin: QuestionProps["onFiles"] }) {
  if (files.length === 0) return null;
  const names = files.map((file) => file.name).join(_("、"));
  const answer = (origin: EvidenceOrigin): void => void onOrigin([...files], origin);
  return (
    <fieldset class="capture__origin">
      <legend>{_("%(names)s 不是刚拍的，还没有收。是怎么来的？", { names })}</legend>
      <button type="button" class="button button--secondary" onClick={() => answer("file")}>
        {_("本设备拍的或原始文件")}
      </button>
      <button type="button" class="button button--secondary" onClick={() => answer("chat")}>
        {_("聊天软件转发来的")}
      </button>
      <p class="muted">{_("转发来的记为“非原始载体”，只能支持线索，不能支持认定。")}</p>
    </fieldset>
  );
}

interface FileButtonProps {
  readonly accept: string;
  readonly fromCamera?: boolean;
  readonly multiple: boolean;
  readonly isBusy: boolean;
  readonly isMain?: boolean;
  readonly onFiles: (files: File[]) => Promise<unknown>;
  readonly children: ComponentChildren;
}

/** A button that opens the camera or the picker. */
export function FileButton({ accept, fromCamera = false, multiple, isBusy, isMain = false, onFiles, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = async ({ currentTarget }: { currentTarget: HTMLInputElement }): Promise<void> => {
    const files = [...(currentTarget.files ?? [])];
    if (files.length) await onFiles(files);
    currentTarget.value = ""; // so that the same file can be chosen again
  };
  return (
    <span class="capture__pick">
      <button type="button" class={`button ${isMain ? "button--primary" : "button--secondary"}`} disabled={isBusy} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input ref={input} type="file" hidden accept={accept} multiple={multiple} {...(fromCamera ? { capture: "environment" } : {})} onChange={(event) => void chosen(event)} />
    </span>
  );
}
