// A well's status as a word with the drawing that the map uses for it.
import { useEffect, useRef } from "preact/hooks";
import { glyphSwatch } from "../../components/map_glyphs";
import { work } from "../store/work";
import { labelOf } from "./words";

export function StatusTag({ status }: { readonly status: string }) {
  return (
    <span class="well-status">
      <Glyph status={status} />
      {labelOf(work.value?.parts, "WellStatus", status)}
    </span>
  );
}

export function Glyph({ status }: { readonly status: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => place.current?.replaceChildren(glyphSwatch(status)), [status]);
  return <span ref={place} class="well-status__glyph" aria-hidden="true" />;
}
