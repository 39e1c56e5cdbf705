// What the paper of an order lacks. Pure.
import { paperGaps, type PaperGap } from "../papers/paper";
import { orderTextOf, type OrderData } from "./model";

export function orderPaperGaps(data: OrderData): PaperGap[] {
  if (!data.paper) return ["text_changed"];
  return paperGaps(data.paper, { text: orderTextOf(data, data.paper.composedAt), absence: null });
}
