// What makes work impossible here, found before anybody walks to a well.

export type Obstacle =
  | { readonly kind: "chat"; readonly chat: "wechat" | "wecom" | "dingtalk" | "feishu" }
  | { readonly kind: "insecure" }
  | { readonly kind: "old"; readonly lacking: readonly string[] };

/** Name the chat app whose built-in browser this is, or null. WeCom calls itself MicroMessenger, too. */
export function chatOf(agent: string): Extract<Obstacle, { kind: "chat" }>["chat"] | null {
  if (/wxwork/i.test(agent)) return "wecom";
  if (/MicroMessenger/i.test(agent)) return "wechat";
  if (/DingTalk/i.test(agent)) return "dingtalk";
  return /Lark|Feishu/i.test(agent) ? "feishu" : null;
}

export function obstacleHere(): Obstacle | null {
  const chat = chatOf(navigator.userAgent);
  if (chat) return { kind: "chat", chat };
  if (!window.isSecureContext) return { kind: "insecure" };
  const parts = { crypto: globalThis.crypto?.subtle, indexedDB: globalThis.indexedDB, serviceWorker: navigator.serviceWorker };
  const lacking = Object.entries(parts).flatMap(([name, part]) => (part ? [] : [name]));
  return lacking.length > 0 ? { kind: "old", lacking } : null;
}
