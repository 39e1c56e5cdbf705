// A button with data-opens="ID" opens the <dialog> of that id; data-closes closes the one around it.

export function mountDialogs(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-opens], [data-closes]");
    if (!button) return;
    const id = button.dataset["opens"];
    const dialog = id === undefined ? button.closest("dialog") : document.getElementById(id);
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    if (id === undefined) dialog.close();
    else dialog.showModal();
  });
}
