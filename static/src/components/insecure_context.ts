// Position, camera and offline use need HTTPS: where it is missing, the page says so before anyone walks to a well.

export function mountInsecureContext(): void {
  const notice = document.querySelector<HTMLElement>("[data-insecure-context]");
  if (notice) notice.hidden = window.isSecureContext;
}
