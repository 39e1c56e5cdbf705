// The camera that looks away from the officer, and what to say when there is none.
import { _ } from "../words";

export function rearCamera(): Promise<MediaStream> {
  if (!("mediaDevices" in navigator)) return Promise.reject(new DOMException("no secure context", "NotSupportedError"));
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 } }, audio: false });
}

/** Say why there is no picture, and what helps. */
export function cameraFault(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return _("浏览器没有得到相机权限：在浏览器的网站设置里允许“相机”。");
  if (name === "NotFoundError" || name === "OverconstrainedError") return _("这台设备没有可用的相机。");
  if (name === "NotReadableError") return _("相机被别的程序占用：关掉它再试。");
  if (name === "NotSupportedError") return _("这个网址不是安全连接（HTTPS），浏览器不给相机。");
  return _("相机打不开。");
}
