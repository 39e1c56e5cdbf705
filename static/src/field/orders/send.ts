// Putting an order into the outbox.
import { fileDraft } from "../forms/filed";
import { filesOf } from "../acts/payload";
import { paperFiles } from "../papers/paper";
import { orderPayload, type OrderData } from "./model";

/** Put a finished order into the outbox; its draft goes in the same moment. */
export async function sendOrder(draft: string, data: OrderData): Promise<void> {
  await fileDraft(draft, "order.serve", data.record, orderPayload(data), filesOf(paperFiles(data.paper)));
}
