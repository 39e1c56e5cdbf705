// One drawing per name: 24-unit grid, current colour. Always beside a word, so hidden from readers.

const DRAWINGS = {
  tasks: "M8 4h8v3H8zM16 5.5h3V21H5V5.5h3M8.5 13.5l2.5 2.5 4.5-5",
  map: "M9 4 3 6.5V20l6-2.5 6 2.5 6-2.5V4l-6 2.5zM9 4v13.5M15 6.5V20",
  new: "M12 5v14M5 12h14",
  outbox: "M4 13v6h16v-6M12 15V4M7.5 8.5 12 4l4.5 4.5",
  me: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
  network: "M3 9.5a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M10 16.5a3 3 0 0 1 4 0M12 19.5v.3",
  position: "M12 21s6.5-6.5 6.5-11a6.5 6.5 0 0 0-13 0C5.5 14.5 12 21 12 21zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  storage: "M4 6c0-1.5 3.5-2.5 8-2.5S20 4.5 20 6v12c0 1.5-3.5 2.5-8 2.5S4 19.5 4 18zM4 6c0 1.5 3.5 2.5 8 2.5S20 7.5 20 6M4 12c0 1.5 3.5 2.5 8 2.5s8-1 8-2.5",
  lock: "M6 10h12v10H6zM8.5 10V7a3.5 3.5 0 0 1 7 0v3M12 14v3",
  check: "m5 12.5 4.5 4.5L19 7.5",
  alarm: "M12 4 21 20H3zM12 10v4.5M12 17.2v.3",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2",
  back: "m14.5 6-6 6 6 6",
  draft: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
} as const;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
