// A drawing of the place: freehand, lines, arrows, dimensions and words; undo; kept as PNG.
import { useEffect, useRef, useState } from "preact/hooks";
import { keepFile } from "../store/files";
import { explainStorage } from "../store/explained";
import type { KeptFile } from "../store/types";
import { _ } from "../words";
import { pngOf } from "./signature_pad";
import { itemOf, onSheet, paint, SHEET, type Point, type SketchItem, type Tool } from "./sketch";

interface SketchPadProps {
  /** What was drawn before; the record keeps it, so that drawing can go on after a restart. */
  readonly items?: readonly SketchItem[];
  readonly onChange?: (items: readonly SketchItem[]) => void;
  readonly onDone: (file: KeptFile, items: readonly SketchItem[]) => void | Promise<void>;
}

export function SketchPad({ items: before = [], onChange, onDone }: SketchPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [items, setItems] = useState(before);
  const [tool, setTool] = useState<Tool>("pen");
  const [text, setText] = useState("");
  const [message, setMessage] = useState("");
  const change = (changed: readonly SketchItem[]): void => {
    setItems(changed);
    onChange?.(changed);
  };
  const add = (points: readonly Point[]): void => {
    const at = points[points.length - 1];
    const needsText = tool === "text" || tool === "dimension";
    if (needsText && !text.trim()) return setMessage(_("先在下面写好文字，再在图上标。"));
    const item: SketchItem | null = tool === "text" ? (at ? { tool, at, text: text.trim() } : null) : itemOf(tool, points, text.trim());
    setMessage("");
    if (item) change([...items, item]);
  };
  const drag = useDrawing(canvas, items, tool, add);
  const done = async (): Promise<void> => {
    try {
      await onDone(await keepFile(await pngOf(canvas.current), "sketch.png"), items);
    } catch (error) {
      setMessage(explainStorage(error));
    }
  };
  return (
    <div class="pad">
      <ToolBar tool={tool} choose={setTool} />
      <canvas ref={canvas} class="pad__canvas pad__canvas--sketch" width={SHEET.width} height={SHEET.height} aria-label={_("现场草图")} {...drag} />
      {(tool === "text" || tool === "dimension") && (
        <label class="field">
          <span class="field__label">{tool === "text" ? _("要写的字") : _("尺寸，例如 3.2 m")}</span>
          <input class="input" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
      )}
      <p role="status">{message}</p>
      <div class="pad__buttons">
        <button type="button" class="button button--secondary" disabled={!items.length} onClick={() => change(items.slice(0, -1))}>
          {_("撤销一步")}
        </button>
        <button type="button" class="button button--primary" disabled={!items.length} onClick={() => void done()}>
          {_("草图画好了")}
        </button>
      </div>
    </div>
  );
}

function ToolBar({ tool, choose }: { readonly tool: Tool; readonly choose: (tool: Tool) => void }) {
  const tools: [Tool, string][] = [["pen", _("手绘")], ["line", _("直线")], ["arrow", _("箭头")], ["dimension", _("尺寸")], ["text", _("文字")]];
  return (
    <div class="segments" role="group" aria-label={_("画图工具")}>
      {tools.map(([name, word]) => (
        <button key={name} type="button" class="segments__item" aria-pressed={tool === name} onClick={() => choose(name)}>
          {word}
        </button>
      ))}
    </div>
  );
}

/** Draw the sheet and what is being dragged; a finished drag is handed to `add`. */
function useDrawing(canvas: { current: HTMLCanvasElement | null }, items: readonly SketchItem[], tool: Tool, add: (points: readonly Point[]) => void) {
  const points = useRef<Point[]>([]);
  const show = (): void => {
    const context = canvas.current?.getContext("2d");
    const dragged = tool === "text" ? null : itemOf(tool, points.current, "");
    if (context) paint(context, dragged ? [...items, dragged] : items);
  };
  useEffect(show, [items]);
  const at = (event: PointerEvent): Point => onSheet(event.clientX, event.clientY, (event.currentTarget as HTMLElement).getBoundingClientRect());
  return {
    onPointerDown: (event: PointerEvent): void => {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      points.current = [at(event)];
    },
    onPointerMove: (event: PointerEvent): void => {
      if (!points.current.length) return;
      points.current.push(at(event));
      show();
    },
    onPointerUp: (): void => {
      const drawn = points.current;
      points.current = [];
      add(drawn);
      show();
    },
    onPointerCancel: (): void => {
      points.current = [];
      show();
    },
  };
}
