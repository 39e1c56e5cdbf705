// Beginning an order from an inspection.
import { actName } from "../acts/kinds";
import type { ActData } from "../acts/model";
import { go } from "../routes";
import { newId } from "../store/device";
import { beginDraft } from "../store/drafts";
import { work } from "../store/work";
import { newOrder, type OrderForm } from "./model";

/** Begin an order over the findings of an inspection, and go to it. */
export async function beginOrder(act: ActData, form: OrderForm): Promise<void> {
  const data = newOrder(newId(), act, form, work.value?.parts.codes.problems ?? []);
  const draft = await beginDraft("order", act.subject.id, `${actName("order")} ${act.subject.code}`, data);
  go(`#/draft/${draft.id}`);
}
