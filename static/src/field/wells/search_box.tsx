// One box for everything that is known of a well: code, village, user, plate, meter and account numbers.
import { useId, useState } from "preact/hooks";
import { fix } from "../presence/fix";
import { near } from "../presence/geo";
import type { Well } from "../store/types";
import { work } from "../store/work";
import { _ } from "../words";
import { wellIndex } from "./found";
import { search } from "./search";
import { StatusTag } from "./status_tag";
import { placeText, wayText } from "./words";

const SHOWN = 20;

interface SearchBoxProps {
  readonly onChoose: (well: Well) => void;
}

export function SearchBox({ onChoose }: SearchBoxProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const found = search(wellIndex.value, query, SHOWN);
  const choose = (well: Well): void => {
    setQuery("");
    onChoose(well);
  };
  return (
    <div class="well-search" role="search">
      <label class="visually-hidden" for={id}>
        {_("找井")}
      </label>
      <input id={id} class="input" type="search" autocomplete="off" enterkeyhint="search" placeholder={_("编码、村、用水户、标牌、表号")} value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
      {query.trim() !== "" && (
        <ul class="well-search__found well-list">
          {found.map((well) => (
            <WellLine key={well.id} well={well} onChoose={choose} />
          ))}
          {!found.length && <li class="well-list__none">{_("工作包里没有这样的井。")}</li>}
        </ul>
      )}
    </div>
  );
}

/** One well as a line that can be tapped. */
export function WellLine({ well, onChoose }: { readonly well: Well; readonly onChoose: (well: Well) => void }) {
  const here = fix.value;
  return (
    <li>
      <button type="button" class="well-line" onClick={() => onChoose(well)}>
        <span class="well-line__head">
          <strong class="code">{well.code}</strong>
          <StatusTag status={well.status} />
        </span>
        <span class="well-line__facts">
          <span>{placeText(work.value?.parts, well)}</span>
          {here && <span class="well-line__way">{wayText(near(well, here))}</span>}
        </span>
      </button>
    </li>
  );
}
