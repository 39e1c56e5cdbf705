// A QR code as a drawing, black on white whatever the theme.
import { useEffect, useRef } from "preact/hooks";
import encodeQR from "qr";

const QUIET = 4; // modules of white around it, without which readers do not find it

export function QrPicture({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = encodeQR(text, "raw", { ecc: "low", border: QUIET });
  const picture = useRef<SVGSVGElement>(null);
  useEffect(() => picture.current?.scrollIntoView({ block: "center" }), [text]); // half a code under the bar cannot be read
  const path = rows.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  return (
    <svg ref={picture} class="qr-picture" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={rows.length} height={rows.length} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
