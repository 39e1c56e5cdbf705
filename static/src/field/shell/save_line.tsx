import { _ } from "../words";
import { saveState } from "../store/save_state";
import { timeText } from "./now";

/** Whether what was typed is on the disk, while a form is written. */
export function SaveLine() {
  const state = saveState.value;
  if (state.state === "idle") return null;
  if (state.state === "failed") {
    return (
      <p class="save-line save-line--failed" role="alert">
        {state.reason}
      </p>
    );
  }
  const text = state.state === "saving" ? _("正在保存……") : _("已存在本机 %(time)s", { time: timeText(new Date(state.at).toISOString()) });
  return (
    <p class="save-line" role="status">
      {text}
    </p>
  );
}
