// A click anywhere on a table row follows its main link (a.row-link); text can still be selected, other controls still work.

export function mountRowLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("tbody a.row-link")) {
    const row = link.closest("tr");
    if (!row) continue;
    row.dataset["clickable"] = "";
    row.addEventListener("click", (event) => {
      if ((event.target as Element).closest("a, button, input, select, label, summary")) return;
      if (getSelection()?.toString()) return;
      if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
      else link.click();
    });
  }
}
