// A well's status by shape and by colour: either alone is enough to tell.

type Shape = "disc" | "ring" | "square" | "half" | "triangle" | "diamond" | "open_diamond" | "cross" | "dotted";
type Tone = "on-track" | "due-soon" | "overdue" | "suspended" | "done" | "ink" | "water";

interface Glyph {
  readonly shape: Shape;
  readonly tone: Tone;
}

const GLYPHS: Readonly<Record<string, Glyph>> = {
  in_use: { shape: "disc", tone: "water" },
  idle: { shape: "ring", tone: "suspended" },
  plugged: { shape: "square", tone: "ink" },
  mothballed: { shape: "half", tone: "suspended" },
  monitoring: { shape: "triangle", tone: "on-track" },
  proposed: { shape: "open_diamond", tone: "done" },
  under_construction: { shape: "diamond", tone: "done" },
  not_found: { shape: "cross", tone: "overdue" },
  unverified: { shape: "dotted", tone: "due-soon" },
  stage_planned: { shape: "open_diamond", tone: "water" },
  stage_claimed: { shape: "half", tone: "due-soon" },
  stage_booked: { shape: "square", tone: "ink" },
};
const OTHER: Glyph = { shape: "ring", tone: "done" };

export type Palette = (token: string) => string;

/** Read the colours of the page's theme as they are now. */
export function pagePalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

function trace(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, r: number): void {
  context.beginPath();
  if (shape === "square") context.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  else if (shape === "triangle") polygon(context, [[x, y - r * 1.1], [x + r, y + r * 0.8], [x - r, y + r * 0.8]]);
  else if (shape === "diamond" || shape === "open_diamond") polygon(context, [[x, y - r * 1.15], [x + r * 1.15, y], [x, y + r * 1.15], [x - r * 1.15, y]]);
  else if (shape === "cross") {
    context.moveTo(x - r * 0.8, y - r * 0.8);
    context.lineTo(x + r * 0.8, y + r * 0.8);
    context.moveTo(x + r * 0.8, y - r * 0.8);
    context.lineTo(x - r * 0.8, y + r * 0.8);
  } else context.arc(x, y, r, 0, Math.PI * 2);
}

function polygon(context: CanvasRenderingContext2D, corners: readonly (readonly [number, number])[]): void {
  for (const [index, [x, y]] of corners.entries()) {
    if (index) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
  context.closePath();
}

/** Draw one well. */
export function drawGlyph(context: CanvasRenderingContext2D, palette: Palette, status: string, x: number, y: number, r: number): void {
  const { shape, tone } = GLYPHS[status] ?? OTHER;
  const colour = palette(tone);
  const isOpen = shape === "ring" || shape === "open_diamond" || shape === "dotted" || shape === "half";
  trace(context, shape, x, y, r);
  if (shape === "cross") {
    context.lineWidth = 4;
    context.strokeStyle = palette("surface");
    context.stroke();
    context.lineWidth = 2.25;
    context.strokeStyle = colour;
    context.stroke();
    return;
  }
  context.fillStyle = isOpen ? palette("surface") : colour;
  context.fill();
  context.lineWidth = isOpen ? 2 : 1;
  context.strokeStyle = isOpen ? colour : palette("surface");
  context.stroke();
  context.fillStyle = colour;
  context.beginPath();
  if (shape === "half") context.arc(x, y, r, Math.PI / 2, (Math.PI * 3) / 2);
  if (shape === "dotted") context.arc(x, y, r * 0.35, 0, Math.PI * 2);
  context.fill();
}

/** Draw a cluster's bubble with its count. */
export function drawCluster(context: CanvasRenderingContext2D, palette: Palette, text: string, x: number, y: number, r: number): void {
  context.beginPath();
  context.arc(x, y, r, 0, Math.PI * 2);
  context.fillStyle = palette("surface");
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = palette("water");
  context.stroke();
  context.fillStyle = palette("ink");
  context.font = "600 12px sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, x, y + 0.5);
}

/** Draw the ring around the well that is meant. */
export function drawMark(context: CanvasRenderingContext2D, palette: Palette, x: number, y: number, r: number): void {
  for (const [width, colour] of [[6, palette("surface")], [3, palette("ink")]] as const) {
    context.beginPath();
    context.arc(x, y, r, 0, Math.PI * 2);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** Return a small drawing of a status for the legend; it follows the page's theme. */
export function glyphSwatch(status: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = canvas.height = 20 * ratio;
  canvas.className = "map-panel__glyph";
  const draw = (): void => {
    const context = canvas.getContext("2d");
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    context?.clearRect(0, 0, 20, 20);
    if (context) drawGlyph(context, pagePalette(), status, 10, 10, 7);
  };
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return canvas;
}
