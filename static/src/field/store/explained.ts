// What a person is told when something was not kept.
import { _ } from "../words";
import { Locked } from "./current";

/** Return what a person should know about a failed write. */
export function explainStorage(error: unknown): string {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return _("平板存储已满，这一次没有存上；已存的都还在。请到“待传”导出或发送，再清理已送达的原件。");
  }
  if (error instanceof Locked) return _("已锁定，没有存上。请输入 PIN 解锁后再写一次。");
  return _("没有存上：%(reason)s", { reason: error instanceof Error ? error.message : String(error) });
}
