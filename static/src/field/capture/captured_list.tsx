// What was taken so far: small pictures with the facts of their moment; recordings can be heard and seen.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { sizeText } from "../../components/capture";
import { openFile } from "../store/files";
import type { CapturedFile, Well } from "../store/types";
import { _ } from "../words";
import { KeptPicture } from "./kept_picture";
import { ShareCopy } from "./share_copy";

interface CapturedListProps<T extends CapturedFile> {
  readonly files: readonly T[];
  /** For the copy that goes to the group. */
  readonly well: Pick<Well, "code" | "township">;
  readonly onRemove?: (file: T) => void;
  /** What the form has to say or ask about one file. */
  readonly children?: (file: T) => ComponentChildren;
}

export function CapturedList<T extends CapturedFile>({ files, well, onRemove, children }: CapturedListProps<T>) {
  return (
    <ul class="captured">
      {files.map((file, index) => (
        <li key={`${file.hash} ${index}`} class="captured__item">
          <Medium file={file} />
          <CapturedFacts file={file} />
          {children?.(file)}
          <div class="captured__acts">
            {file.type.startsWith("image/") && <ShareCopy file={file} well={well} />}
            {onRemove && (
              <button type="button" class="button button--quiet" aria-label={_("去掉 %(name)s", { name: file.name })} onClick={() => onRemove(file)}>
                {_("去掉")}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Time, place and origin as they were noted; what is missing is said. */
export function CapturedFacts({ file }: { readonly file: CapturedFile }) {
  const time = new Date(file.capturedAt).toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  return (
    <div class="captured__facts">
      <p>
        {time} · {sizeText(file.size)}
      </p>
      {file.fix ? (
        <p class="captured__place">{_("定位 ±%(n)s m", { n: Math.round(file.fix.accuracy_m) })}</p>
      ) : (
        <p class="captured__place captured__place--missing">{_("没有定位")}</p>
      )}
      {file.origin === "chat" && <p class="captured__chat">{_("非原始载体，只支持线索")}</p>}
      <p class="code muted" title={file.hash}>
        {file.hash.slice(7, 19)}…
      </p>
    </div>
  );
}

function Medium({ file }: { readonly file: CapturedFile }) {
  if (file.method === "video" || file.method === "audio") return <Playable file={file} kind={file.method} />;
  return <KeptPicture file={file} label={file.name} />;
}

/** A recording is opened only when asked for: it may be 200 MB. */
function Playable({ file, kind }: { readonly file: CapturedFile; readonly kind: "video" | "audio" }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  if (url !== null) return kind === "video" ? <video class="kept-picture" src={url} controls playsInline /> : <audio class="captured__sound" src={url} controls />;
  const open = async (): Promise<void> => setUrl(URL.createObjectURL(await openFile(file.hash)));
  return (
    <button type="button" class="button button--secondary kept-picture kept-picture--none" onClick={() => void open()}>
      {kind === "video" ? _("看录像") : _("听录音")}
    </button>
  );
}
