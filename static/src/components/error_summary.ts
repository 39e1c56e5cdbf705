// What is wrong is read first; its links put the cursor into the field.

export function mountErrorSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-error-summary]");
  if (!summary) return;
  if (!summary.closest("[data-sample]")) summary.focus();
  summary.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
    (field.matches("fieldset") ? (field.querySelector<HTMLElement>("input") ?? field) : field).focus();
  });
}
