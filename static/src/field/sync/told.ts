// What a person is told of an error: what happened, and what to do about it.
import { BadMap } from "./basemap_file";
import { BadPackage } from "./package";
import { NoNetwork, Refusal } from "./api";
import { NotAZip } from "./unzip";
import { explainStorage } from "../store/explained";
import { _ } from "../words";

export function toldOf(error: unknown): string {
  if (error instanceof NoNetwork) return _("没有网络，稍后再试。已保存的内容都还在。");
  if (error instanceof Refusal) return toldOfRefusal(error);
  if (error instanceof BadPackage || error instanceof BadMap) return _("文件或工作包核对不上，没有采用：%(what)s。请重新取一次。", { what: error.message });
  if (error instanceof NotAZip) return _("这不是井案写出的文件，或已损坏：%(what)s。", { what: error.message });
  return explainStorage(error);
}

function toldOfRefusal({ status, reason }: Refusal): string {
  if (status === 401) return _("登录已过期。请重新登录后再试，已保存的内容都还在。");
  if (status === 507) return _("服务器存储已满，请告诉管理员。平板上的内容都还在。");
  if (status >= 500) return _("服务器出错，稍后再试。平板上的内容都还在。");
  return reason.remedy ? _("%(message)s。%(remedy)s", { message: reason.message.replace(/。$/, ""), remedy: reason.remedy }) : reason.message;
}
