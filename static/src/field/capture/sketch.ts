// A survey's drawing as strokes on a sheet of fixed size, so that it looks the same wherever it is drawn again. Pure but
// for `paint`.

export const SHEET = { width: 1600, height: 1200 } as const;

export type Point = readonly [x: number, y: number];
export type Tool = "pen" | "line" | "arrow" | "dimension" | "text";

export type SketchItem =
  | { readonly tool: "pen"; readonly points: readonly Point[] }
  | { readonly tool: "line" | "arrow"; readonly from: Point; readonly to: Point }
  | { readonly tool: "dimension"; readonly from: Point; readonly to: Point; readonly text: string }
  | { readonly tool: "text"; readonly at: Point; readonly text: string };

const LEAST_LENGTH = 12; // shorter than this was a tap
const PEN_STEP = 3;

/** Return the point of the sheet under a finger: `box` is where the canvas lies on the page. */
export function onSheet(x: number, y: number, box: { left: number; top: number; width: number; height: number }): Point {
  const along = (value: number, start: number, length: number, sheet: number): number =>
    Math.round(Math.min(1, Math.max(0, (value - start) / length)) * sheet);
  return [along(x, box.left, box.width, SHEET.width), along(y, box.top, box.height, SHEET.height)];
}

/** Make the item of a drag; null for a tap, which draws nothing. */
export function itemOf(tool: Exclude<Tool, "text">, points: readonly Point[], text = ""): SketchItem | null {
  const [from, to] = [points[0], points[points.length - 1]];
  if (!from || !to) return null;
  if (tool === "pen") return points.length > 1 ? { tool, points: thinned(points) } : null;
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < LEAST_LENGTH) return null;
  return tool === "dimension" ? { tool, from, to, text } : { tool, from, to };
}

/** Drop points that lie on the one before. */
export function thinned(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept[kept.length - 1];
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= PEN_STEP) kept.push(point);
  }
  return kept;
}

/** Return the two strokes of an arrow's head at `tip`, seen from `tail`. */
export function headOf(tail: Point, tip: Point, length = 28): [Point, Point] {
  const back = Math.atan2(tail[1] - tip[1], tail[0] - tip[0]);
  const side = (turn: number): Point => [tip[0] + length * Math.cos(back + turn), tip[1] + length * Math.sin(back + turn)];
  return [side(0.45), side(-0.45)];
}

function stroke(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.beginPath();
  points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

function write(context: CanvasRenderingContext2D, text: string, [x, y]: Point): void {
  context.lineWidth = 10; // a white edge keeps letters readable over lines
  context.strokeStyle = "#ffffff";
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
  context.lineWidth = 4;
  context.strokeStyle = "#000000";
}

function paintItem(context: CanvasRenderingContext2D, item: SketchItem): void {
  if (item.tool === "pen") return stroke(context, item.points);
  if (item.tool === "text") return write(context, item.text, item.at);
  stroke(context, [item.from, item.to]);
  const arrow = (tail: Point, tip: Point): void => {
    const [left, right] = headOf(tail, tip);
    stroke(context, [left, tip, right]);
  };
  if (item.tool !== "line") arrow(item.from, item.to);
  if (item.tool !== "dimension") return;
  arrow(item.to, item.from);
  write(context, item.text, [(item.from[0] + item.to[0]) / 2, (item.from[1] + item.to[1]) / 2 - 24]);
}

/** Draw the sheet, black on white. */
export function paint(context: CanvasRenderingContext2D, items: readonly SketchItem[]): void {
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, SHEET.width, SHEET.height);
  context.fillStyle = "#000000";
  context.strokeStyle = "#000000";
  context.lineWidth = 4;
  context.lineCap = context.lineJoin = "round";
  context.font = "600 40px sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const item of items) paintItem(context, item);
}
