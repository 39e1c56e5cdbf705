// "/" goes to the one search box, from anywhere but a field.

export function mountSearchKey(): void {
  const box = document.querySelector<HTMLInputElement>("[data-search-all]");
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
