import type { OperationKind } from "../store/types";
import { _ } from "../words";

/** Return what an operation is called. */
export function kindText(kind: OperationKind): string {
  const names: Record<OperationKind, string> = {
    "inspection.file": _("检查记录"),
    "signature.add": _("第二名执法人员签名"),
    "patrol.visit": _("巡查"),
    "interview.file": _("询问笔录"),
    "order.serve": _("当场文书"),
    "evidence.add": _("补充证据"),
    "well.edit": _("井况更正"),
    "closure.accept": _("封井验收"),
    "reading.record": _("抄表"),
  };
  return names[kind];
}
