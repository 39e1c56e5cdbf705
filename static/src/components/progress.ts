// Looks again at long work until it ends: the element with the same id on the polled page takes this one's place.

const FIRST_MS = 1000;
const LONGEST_MS = 8000;

function isRunning(element: HTMLElement): boolean {
  return element.dataset["progress"] === "queued" || element.dataset["progress"] === "running";
}

async function look(element: HTMLElement, pause: number): Promise<void> {
  const answer = await fetch(element.dataset["poll"] ?? "", { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById(element.id);
  if (!answer.ok || !next) return watch(element, pause * 2);
  if (!isRunning(next)) return location.reload();
  element.replaceWith(document.adoptNode(next));
  watch(next, pause * 1.3);
}

function watch(element: HTMLElement, pause: number): void {
  const wait = Math.min(pause, LONGEST_MS);
  setTimeout(() => look(element, wait).catch(() => watch(element, wait * 2)), wait);
}

export function mountProgress(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-progress][data-poll]")) {
    if (isRunning(element)) watch(element, FIRST_MS);
  }
}
