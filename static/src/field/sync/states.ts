// What is said of an operation: only what is true, and what happens next.
import type { QueuedOperation, Reason, Trouble } from "../store/types";
import { _ } from "../words";

export interface Said {
  readonly tone: "good" | "wait" | "bad";
  readonly text: string;
  readonly remedy: string;
}

/** What the sender is about, beside what the operation's own row says. */
export interface Around {
  readonly isOnline: boolean;
  readonly isLocked: boolean;
  readonly halt: "network" | "sign_in" | "key_changed" | "other_tab" | null;
  readonly isRevoked: boolean;
  readonly isClockWrong: boolean;
  /** Percent of this operation while it is being sent. */
  readonly percent: number | null;
}

type Shown = Pick<QueuedOperation, "state" | "reason" | "receiptAt" | "trouble">;

function because(reason: Reason | null): string {
  return reason?.message || _("原因见服务器记录");
}

function delivered({ state, reason }: Shown): Said {
  switch (state) {
    case "refused":
      return { tone: "bad", text: _("被退回：%(reason)s", { reason: because(reason) }), remedy: reason?.remedy ?? "" };
    case "quarantined":
      return { tone: "bad", text: _("设备已停用，等待核查"), remedy: _("已送达并保管，由办公室决定是否采用。") };
    case "conflict":
      return { tone: "wait", text: _("已送达，与别人的改动冲突"), remedy: _("两个值都留着，等办公室的人决定。") };
    case "waiting_record":
      return { tone: "wait", text: _("已送达（回执已核验），等它所属的记录到达"), remedy: "" };
    default:
      return { tone: "good", text: _("已送达（回执已核验）"), remedy: "" };
  }
}

function troubled(trouble: Trouble, reason: Reason | null): Said | null {
  switch (trouble) {
    case "rejected":
      if (reason?.code === "other_bytes") {
        return { tone: "bad", text: _("服务器上同一编号的内容不同"), remedy: _("两份都留着。请导出这一项交给管理员。") };
      }
      return { tone: "bad", text: _("被退回：%(reason)s", { reason: because(reason) }), remedy: reason?.remedy ?? "" };
    case "damaged":
      return { tone: "bad", text: _("本机存储里的这一项已损坏"), remedy: _("请导出待传，原样交给管理员。") };
    case "bad_receipt":
      return { tone: "bad", text: _("回执核验不通过，原件保留"), remedy: _("会自动重试；一直如此请告诉管理员。") };
    case "full":
      return { tone: "wait", text: _("服务器存储已满"), remedy: _("记录都在平板上，稍后自动重试；请告诉管理员。") };
    case "forbidden":
      return { tone: "wait", text: _("暂时不能发送：%(reason)s", { reason: because(reason) }), remedy: reason?.remedy ?? "" };
    case "server":
      return { tone: "wait", text: _("服务器出错，稍后自动重试"), remedy: "" };
    case "sign_in":
      return { tone: "wait", text: _("登录后发送"), remedy: "" };
    case "network":
      return null;
  }
}

function shareText(percent: number): string {
  return `${percent}%`;
}

/** Return what is true of an operation now. */
export function stateOf(operation: Shown, around: Around): Said {
  const { trouble, reason } = operation;
  if (operation.receiptAt !== null) return delivered(operation);
  if (around.percent !== null) return { tone: "wait", text: _("正在发送 %(share)s", { share: shareText(around.percent) }), remedy: "" };
  if (around.halt === "key_changed") return { tone: "bad", text: _("已停止发送：服务器密钥变了"), remedy: "" };
  const said = trouble && troubled(trouble, reason);
  if (said) return said;
  return waiting(operation, around);
}

function waiting(operation: Shown, around: Around): Said {
  const remedy = around.isClockWrong ? _("平板时间不准，偏差会一起记下，不影响发送。") : "";
  if (!around.isOnline || around.halt === "network") return { tone: "wait", text: _("等待网络"), remedy };
  if (around.halt === "sign_in") return { tone: "wait", text: _("登录后发送"), remedy };
  if (operation.trouble === "network") return { tone: "wait", text: _("等待网络"), remedy };
  if (around.isLocked) return { tone: "wait", text: _("解锁后发送"), remedy };
  if (around.isRevoked) return { tone: "wait", text: _("设备已停用，送达后等待核查"), remedy };
  if (operation.state === "waiting_files") return { tone: "wait", text: _("文件还没有送全，接着发送"), remedy };
  return { tone: "wait", text: _("等待发送"), remedy };
}
