// Making room after the receipts.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { measureRoom } from "../store/room";
import { dropOriginals, droppable, type Droppable } from "../sync/originals";
import { run } from "../shell/faults";
import { sizeText } from "../shell/now";
import { _ } from "../words";

const AGES = [7, 0] as const;

export function Originals() {
  const found = useSignal<Droppable | null>(null);
  const days = useSignal<number>(AGES[0]);
  useEffect(() => run(droppable(days.value).then((files) => (found.value = files))), [days.value]);
  const drop = async (): Promise<void> => {
    await dropOriginals(found.value?.hashes ?? []);
    await measureRoom(false);
    found.value = await droppable(days.value);
  };
  if (!found.value) return null;
  return (
    <section class="section">
      <h2>{_("腾出空间")}</h2>
      <p>{_("只清理回执已核验的原件；没有回执的一个也不会清。")}</p>
      <div class="choices choices--row">
        {AGES.map((age) => (
          <label key={age} class="choice">
            <input type="radio" name="age" checked={days.value === age} onChange={() => (days.value = age)} />
            <span>{age === 0 ? _("全部已送达的") : _("送达超过 %(n)s 天的", { n: age })}</span>
          </label>
        ))}
      </div>
      <button type="button" class="button button--secondary" disabled={found.value.hashes.length === 0} onClick={() => run(drop())}>
        {found.value.hashes.length === 0
          ? _("没有可清理的原件")
          : _("清理 %(n)s 个原件（%(size)s）", { n: found.value.hashes.length, size: sizeText(found.value.size) })}
      </button>
    </section>
  );
}
